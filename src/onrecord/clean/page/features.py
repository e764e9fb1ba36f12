"""What a block of a page looks like, as numbers: the input of the body model.

One row a block. A feature is of the block itself, of the elements around it, of its place in the page, of its
kind (blocks whose element path reads the same) or of its neighbours. Names are those of NAMES, in order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord import words
from onrecord.clean.page.blocks import Block
from onrecord.clean.trie import either

Matrix = npt.NDArray[np.float32]
TAGS = ("p", "li", "div", "h1", "h2", "h3", "h4", "h5", "blockquote", "td", "figcaption", "span", "section", "article")
AROUND = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "figure",
    "form",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
    "a",
    "button",
    "details",
    "dialog",
)
NAMED = tuple(words.table("page")["names"])
SAYS = tuple(words.table("page")["phrases"])
END = re.compile(r"[.!?…。！？।:][\"'”’»)\]]*\Z")
OPENS = re.compile(r"[\"'“‘«„(\[]*[^\W\d_]")
MARKS = re.compile(r"[,;،、，]")
SENTENCE = re.compile(r"[.!?。！？]+[\"'”’»)]*(?:\s|\Z)")
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+")
DASH = re.compile(r".{0,60}? [—–-] ?")
SAMPLE = 300  # characters in which capitals and digits are counted
ATTRIBUTES = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-component-name", "data-qa")


@dataclass(slots=True)
class _Node:
    """What is known of an element, from the root down to it."""

    signature: str
    depth: int
    around: int  # bits by AROUND
    named: int  # bits by NAMED: in its own attributes
    named_above: int  # and in those of elements up to two above
    named_any: int
    hidden: bool
    item: bool  # inside itemprop=articleBody
    parent: Any


@cache
def _matcher(table: str) -> tuple[re.Pattern[str], dict[str, int]]:
    groups = words.table("page")[table]
    bits: dict[str, int] = defaultdict(int)
    for number, name in enumerate(groups):
        for piece in groups[name]:
            bits[piece] |= 1 << number
    return re.compile(either(bits)), dict(bits)


@lru_cache(maxsize=8192)
def _bits(table: str, text: str) -> int:
    pattern, bits = _matcher(table)
    found = 0
    for piece in set(pattern.findall(text)):
        found |= bits[piece]
    return found


@lru_cache(maxsize=8192)
def _label(tag: str, names: str) -> str:
    """What an element is called, numbers aside: equal for the parts of a list."""
    return f"{tag}.{NUMBER.sub('0', names)[:80]}"


class _Tree:
    """The elements around the blocks, each looked at once."""

    def __init__(self) -> None:
        self.nodes: dict[Any, _Node] = {}

    def of(self, element: Any) -> _Node:
        chain = []
        while element is not None and element not in self.nodes:
            chain.append(element)
            element = element.getparent()
        above = self.nodes[element] if element is not None else None
        for each in reversed(chain):
            above = self._node(each, above)
            self.nodes[each] = above
        assert above is not None
        return above

    def _node(self, element: Any, above: _Node | None) -> _Node:
        tag = str(element.tag)
        names = " ".join(value for key in ATTRIBUTES if (value := element.get(key))).lower()[:300]
        own = _bits("names", names) if names and tag not in ("html", "body") else 0
        style = (element.get("style") or "").replace(" ", "").lower()
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        hidden = hidden or "display:none" in style or "visibility:hidden" in style
        bit = 1 << AROUND.index(tag) if tag in AROUND else 0
        label = _label(tag, element.get("class") or "")
        if above is None:
            return _Node(label, 0, bit, own, 0, own, hidden, False, None)
        upper = self.nodes[above.parent].named if above.parent is not None else 0
        return _Node(
            signature=f"{above.signature[-300:]}/{label}",
            depth=above.depth + 1,
            around=above.around | bit,
            named=own,
            named_above=above.named | upper,
            named_any=above.named_any | own,
            hidden=above.hidden or hidden,
            item=above.item or "articlebody" in names.replace("-", ""),
            parent=element.getparent(),
        )


def _flags(bits: Iterable[int], count: int) -> Matrix:
    """One column a bit, lowest first."""
    column = np.array(list(bits), dtype=np.int64)[:, None]
    return ((column >> np.arange(count)) & 1).astype(np.float32)


OWN = (
    ["chars", "words", "commas", "sentences", "ends", "opens_lower", "upper", "digits", "word_length", "linked"]
    + ["links", "strong", "nth", "colon", "quote", "bracket", "dash", "bullet", "hidden", "item", "depth"]
    + [f"tag_{tag}" for tag in TAGS]
    + [f"in_{tag}" for tag in AROUND]
    + [f"own_{name}" for name in NAMED]
    + [f"near_{name}" for name in NAMED]
    + [f"any_{name}" for name in NAMED]
    + [f"says_{name}" for name in SAYS]
)
PLACED = [
    *("repeats", "in_title", "in_description", "after_h1", "position", "chars_before", "blocks"),
    *("kind_count", "kind_chars", "kind_linked", "kind_ends", "kind_share"),
    *("parent_share", "parent_linked", "grand_share", "grand_linked", "great_share", "parent_count"),
    *("best_depth", "in_best", "best_before", "best_after", "best_share"),
]
NEAR = ["chars", "linked", "ends", "tag_p", "kind_share", "heading"]
OFFSETS = (-3, -2, -1, 1, 2, 3)
WITNESSES = ("witness", "told")  # trafilatura's body, and the body in the page's JSON-LD
NAMES = [
    *OWN,
    *PLACED,
    *(f"{name}{part}" for name in WITNESSES for part in ("", "-2", "-1", "+1", "+2", "_kind", "_parent", "_page")),
    *(f"{name}_{part}" for name in WITNESSES for part in ("since", "until")),
    *(f"{name}{offset:+d}" for offset in OFFSETS for name in NEAR),
    *("same_kind-1", "same_kind+1", "same_parent-1", "same_parent+1"),
    *("mass-5", "mass+5", "mass-10", "mass+10", "linked-5", "linked+5"),
]

# The columns that a page gives without another extractor: the input of the fast model.
UNAIDED = [number for number, name in enumerate(NAMES) if not name.startswith("witness")]


def _own(block: Block, node: _Node) -> list[float]:
    text = block.text
    size = len(text)
    count = len(WORD.findall(text)) or 1
    start = text[0]
    opens = OPENS.match(text)
    sample = text[:SAMPLE]
    return [
        size,
        count,
        len(MARKS.findall(text)) / count,
        len(SENTENCE.findall(text)),
        bool(END.search(text)),
        text[opens.end() - 1].islower() if opens else 0.5,
        sum(map(str.isupper, sample)) / len(sample),
        sum(map(str.isdigit, sample)) / len(sample),
        size / count,
        min(1.0, block.linked / size),
        block.links,
        min(1.0, block.strong / size),
        min(5.0, block.nth),
        text[-1] == ":",
        start in "\"'“‘«„",
        start in "([",
        size > 80 and bool(DASH.match(text)),
        start in "•·▪-–—*►→>|",
        node.hidden,
        node.item,
        node.depth,
    ]


def _own_matrix(blocks: list[Block], nodes: list[_Node]) -> Matrix:
    own = np.array([_own(block, node) for block, node in zip(blocks, nodes, strict=True)], dtype=np.float32)
    counts = [OWN.index(name) for name in ("chars", "words", "sentences", "links")]
    own[:, counts] = np.log1p(own[:, counts])
    tags = [1 << TAGS.index(tag) if (tag := str(block.element.tag)) in TAGS else 0 for block in blocks]
    lower = [block.text[:301].lower() for block in blocks]
    return np.hstack(
        [
            own,
            _flags(tags, len(TAGS)),
            _flags((node.around for node in nodes), len(AROUND)),
            _flags((node.named for node in nodes), len(NAMED)),
            _flags((node.named_above for node in nodes), len(NAMED)),
            _flags((node.named_any for node in nodes), len(NAMED)),
            _flags((_bits("phrases", text if len(text) <= 300 else text[:60]) for text in lower), len(SAYS)),
        ]
    )


def _mass(blocks: list[Block]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    size = np.array([len(b.text) for b in blocks], dtype=float)
    linked = np.array([min(len(b.text), b.linked) for b in blocks], dtype=float)
    prose = np.where(
        (size >= 40) & (linked < 0.5 * size) & np.array([bool(END.search(b.text)) for b in blocks]), size - linked, 0.0
    )
    return size, linked, prose


def features(blocks: list[Block], title: str, description: str, held: Matrix) -> Matrix:
    """The matrix of a page: one row a block, one column a name of NAMES.

    `held` has a column for each of WITNESSES: the share of the block that stands in it, -1 where there is none.
    """
    if not blocks:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    tree = _Tree()
    nodes = [tree.of(block.element) for block in blocks]
    own = _own_matrix(blocks, nodes)
    placed = _placed(blocks, nodes, tree, title, description)
    seen = _witnessed(blocks, nodes, held)
    return np.hstack([own, placed, seen, _neighbours(blocks, nodes, own, placed)]).astype(np.float32)


def _witnessed(blocks: list[Block], nodes: list[_Node], held: Matrix) -> Matrix:
    """Each witness at the block and around it, in the blocks of its kind and parent, and in the page."""
    size = np.array([len(block.text) for block in blocks], dtype=float)
    groups = [_numbered([node.signature for node in nodes]), _numbered([node.parent for node in nodes])]
    columns: list[npt.NDArray[Any]] = []
    ends: list[npt.NDArray[Any]] = []
    here = np.arange(len(blocks))
    for column in held.T:
        columns.append(column)
        columns += [_shifted(column, offset) for offset in (-2, -1, 1, 2)]
        for group in groups:
            mass = np.bincount(group, size)
            columns.append(np.bincount(group, size * column)[group] / mass[group])
        columns.append(np.full(len(blocks), (size * column).sum() / size.sum()))
        sure = np.flatnonzero((column > 0.6) & (size > 40))
        first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, len(blocks) - 1)
        ends += [_logs(here - first), _logs(last - here)]
    return np.stack(columns + ends, axis=1).astype(np.float32)


def _numbered(keys: list[Any]) -> npt.NDArray[np.int64]:
    numbers: dict[Any, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _logs(distance: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)))


def _placed(blocks: list[Block], nodes: list[_Node], tree: _Tree, title: str, description: str) -> Matrix:
    size, linked, prose = _mass(blocks)
    total, all_prose = float(size.sum()), max(1.0, float(prose.sum()))
    count = len(blocks)
    here = np.arange(count)
    ends = np.array([bool(END.search(block.text)) for block in blocks], dtype=float)
    kind = _numbered([node.signature for node in nodes])
    kind_count, kind_size, kind_linked, kind_ends, kind_prose = (
        np.bincount(kind, values)[kind] for values in (np.ones(count), size, linked, ends, prose)
    )
    texts = _numbered([block.text for block in blocks])
    titled = _alike([block.text for block in blocks], title)
    heads = [n for n, block in enumerate(blocks) if block.element.tag == "h1"]
    h1 = next((n for n in heads if titled[n]), heads[0] if heads else -1)
    best, best_prose = _best(blocks, prose, tree)
    inside = _inside(blocks, best, tree)
    within = np.flatnonzero(inside & (prose > 0))
    first, last = (int(within[0]), int(within[-1])) if len(within) else (0, count - 1)
    columns = [
        np.minimum(5, np.bincount(texts)[texts]),
        titled,
        _alike([block.text for block in blocks], description),
        _logs(here - h1) if h1 >= 0 else np.zeros(count),
        here / count,
        (np.cumsum(prose) - prose) / all_prose,
        np.full(count, np.log1p(count)),
        np.log1p(kind_count),
        np.log1p(kind_size / kind_count),
        kind_linked / kind_size,
        kind_ends / kind_count,
        kind_prose / all_prose,
    ]
    ups = [_ancestors(block.element, tree) for block in blocks]
    for level in range(3):
        group = _numbered([up[min(level, len(up) - 1)] for up in ups])
        columns.append(np.bincount(group, prose)[group] / all_prose)
        if level < 2:
            columns.append(np.bincount(group, linked)[group] / np.bincount(group, size)[group])
        if level == 0:
            siblings = np.bincount(group)[group]
    depth = tree.of(best).depth if best is not None else 0
    columns += [
        siblings,
        np.array([node.depth for node in nodes]) - depth,
        inside,
        _logs(here - first),
        _logs(last - here),
        np.full(count, best_prose / max(1.0, total)),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _alike(texts: list[str], other: str) -> npt.NDArray[np.bool_]:
    """Of each text whether it is the other or one begins with the other, give or take marks."""
    b = " ".join(WORD.findall(other[:400].lower()))
    if not b:
        return np.zeros(len(texts), dtype=bool)
    start = b[:3]
    found = []
    for text in texts:
        words_of = WORD.findall(text[:400].lower())
        a = " ".join(words_of) if words_of and " ".join(words_of[:3]).startswith(start) else ""
        found.append(
            bool(a) and (a == b or (len(a) > 20 and (b.startswith(a[:100]) or (len(b) > 20 and a.startswith(b[:100])))))
        )
    return np.array(found)


def _ancestors(element: Any, tree: _Tree) -> list[Any]:
    """The elements above, nearest first, at most three."""
    found: list[Any] = []
    while len(found) < 3 and (parent := tree.of(element).parent) is not None:
        found.append(parent)
        element = parent
    return found or [element]


def _best(blocks: list[Block], prose: npt.NDArray[np.float64], tree: _Tree) -> tuple[Any, float]:
    """The smallest element that holds most of the prose of the page, and how much it holds."""
    held: dict[Any, float] = defaultdict(float)
    for block, mass in zip(blocks, prose, strict=True):
        if mass:
            element = block.element
            while element is not None:
                held[element] += float(mass)
                element = tree.of(element).parent
    if not held:
        return None, 0.0
    goal = 0.6 * max(held.values())
    best = max((e for e, mass in held.items() if mass >= goal), key=lambda e: (tree.of(e).depth, held[e]))
    return best, held[best]


def _inside(blocks: list[Block], other: Any, tree: _Tree) -> npt.NDArray[np.bool_]:
    """Of each block whether `other` is around it."""
    known: dict[Any, bool] = {None: False} | ({other: True} if other is not None else {})
    for block in blocks:
        path = []
        element = block.element
        while element not in known:
            path.append(element)
            element = tree.of(element).parent
        known |= dict.fromkeys(path, known[element])
    return np.array([known[block.element] for block in blocks])


def _shifted(column: Matrix, offset: int) -> Matrix:
    """The column of the neighbour at `offset`; -1 beyond the ends."""
    out = np.full_like(column, -1)
    if abs(offset) >= len(column):
        return out
    if offset < 0:
        out[-offset:] = column[:offset]
    else:
        out[:-offset] = column[offset:]
    return out


def _neighbours(blocks: list[Block], nodes: list[_Node], own: Matrix, placed: Matrix) -> Matrix:
    names = {name: n for n, name in enumerate([*OWN, *PLACED])}
    both = np.hstack([own, placed])
    heading = both[:, [names[f"tag_h{n}"] for n in range(1, 6)]].max(axis=1)
    columns = [both[:, names[name]] if name in names else heading for name in NEAR]
    size, linked, prose = _mass(blocks)
    count = len(blocks)
    out = []
    for offset in OFFSETS:
        out += [_shifted(column, offset) for column in columns]
    kinds = [node.signature for node in nodes]
    parents = [node.parent for node in nodes]
    for values in (kinds, parents):
        same = np.array([a is b or a == b for a, b in pairwise(values)], dtype=np.float32)
        out += [np.concatenate([[0], same]), np.concatenate([same, [0]])]
    sums = np.concatenate([[0.0], np.cumsum(prose)])
    link_sums = np.concatenate([[0.0], np.cumsum(linked)])
    size_sums = np.concatenate([[0.0], np.cumsum(size)])
    here = np.arange(count)
    for reach in (5, 10):
        low, high = np.maximum(0, here - reach), np.minimum(count, here + 1 + reach)
        out += [np.log1p(sums[here] - sums[low]), np.log1p(sums[high] - sums[here + 1])]
    low, high = np.maximum(0, here - 5), np.minimum(count, here + 6)
    out.append((link_sums[here] - link_sums[low]) / np.maximum(1, size_sums[here] - size_sums[low]))
    out.append((link_sums[high] - link_sums[here + 1]) / np.maximum(1, size_sums[high] - size_sums[here + 1]))
    return np.stack(out, axis=1).astype(np.float32)
