"""What a block of a page looks like, as numbers: the input of the body model.

One row a block. A feature is of the block itself, of the elements around it, of its place in the page, of its
kind (blocks whose element path reads the same) or of its neighbours. Names are those of NAMES, in order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord import words
from onrecord.clean.page.blocks import Block

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
    return re.compile("|".join(sorted(map(re.escape, bits), key=len, reverse=True))), dict(bits)


@cache
def _bits(table: str, text: str) -> int:
    pattern, bits = _matcher(table)
    found = 0
    for piece in set(pattern.findall(text)):
        found |= bits[piece]
    return found


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
        label = tag + "." + re.sub(r"\d+", "0", element.get("class") or "")[:80]
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


def _flags(bits: int, count: int) -> list[float]:
    return [float(bits >> n & 1) for n in range(count)]


OWN = (
    ["chars", "words", "commas", "sentences", "ends", "opens_lower", "upper", "digits", "word_length", "linked"]
    + ["links", "strong", "nth", "colon", "quote", "bracket", "dash", "bullet"]
    + [f"tag_{tag}" for tag in TAGS]
    + [f"in_{tag}" for tag in AROUND]
    + [f"own_{name}" for name in NAMED]
    + [f"near_{name}" for name in NAMED]
    + [f"any_{name}" for name in NAMED]
    + ["hidden", "item", "depth"]
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
NAMES = [
    *OWN,
    *PLACED,
    *(f"{name}{offset:+d}" for offset in OFFSETS for name in NEAR),
    *("same_kind-1", "same_kind+1", "same_parent-1", "same_parent+1"),
    *("mass-5", "mass+5", "mass-10", "mass+10", "linked-5", "linked+5"),
]


def _own(block: Block, node: _Node) -> list[float]:
    text = block.text
    size = len(text)
    count = len(WORD.findall(text)) or 1
    tag = str(block.element.tag)
    start = text[:1]
    opens = OPENS.match(text)
    lower = text.lower()
    return [
        np.log1p(size),
        np.log1p(count),
        len(MARKS.findall(text)) / count,
        np.log1p(len(SENTENCE.findall(text))),
        float(bool(END.search(text))),
        float(bool(opens) and text[opens.end() - 1].islower()) if opens else 0.5,
        sum(c.isupper() for c in text) / size,
        sum(c.isdigit() for c in text) / size,
        size / count,
        min(1.0, block.linked / size),
        np.log1p(block.links),
        min(1.0, block.strong / size),
        min(5.0, block.nth),
        float(text.endswith(":")),
        float(start in "\"'“‘«„"),
        float(start in "(["),
        float(bool(re.match(r".{0,60}? [—–-] ?", text)) and size > 80),
        float(start in "•·▪-–—*►→>|"),
        *(float(tag == name) for name in TAGS),
        *_flags(node.around, len(AROUND)),
        *_flags(node.named, len(NAMED)),
        *_flags(node.named_above, len(NAMED)),
        *_flags(node.named_any, len(NAMED)),
        float(node.hidden),
        float(node.item),
        float(node.depth),
        *_flags(_bits("phrases", lower) if size <= 300 else _bits("phrases", lower[:60]), len(SAYS)),
    ]


def _mass(blocks: list[Block]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    size = np.array([len(b.text) for b in blocks], dtype=float)
    linked = np.array([min(len(b.text), b.linked) for b in blocks], dtype=float)
    prose = np.where(
        (size >= 40) & (linked < 0.5 * size) & np.array([bool(END.search(b.text)) for b in blocks]), size - linked, 0.0
    )
    return size, linked, prose


def features(blocks: list[Block], title: str, description: str) -> Matrix:
    """The matrix of a page: one row a block, one column a name of NAMES."""
    if not blocks:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    tree = _Tree()
    nodes = [tree.of(block.element) for block in blocks]
    own = np.array([_own(block, node) for block, node in zip(blocks, nodes, strict=True)], dtype=np.float32)
    placed = _placed(blocks, nodes, tree, title, description)
    return np.hstack([own, placed, _neighbours(blocks, nodes, own, placed)]).astype(np.float32)


def _sums(keys: list[Any], values: npt.NDArray[np.float64]) -> dict[Any, float]:
    totals: dict[Any, float] = defaultdict(float)
    for key, value in zip(keys, values, strict=True):
        totals[key] += float(value)
    return totals


def _placed(blocks: list[Block], nodes: list[_Node], tree: _Tree, title: str, description: str) -> Matrix:
    size, linked, prose = _mass(blocks)
    total, all_prose = float(size.sum()), max(1.0, float(prose.sum()))
    count = len(blocks)
    kinds = [node.signature for node in nodes]
    ends = np.array([bool(END.search(b.text)) for b in blocks], dtype=float)
    by_kind = [_sums(kinds, v) for v in (np.ones(count), size, linked, ends, prose)]
    ups = [_ancestors(block.element, tree) for block in blocks]
    shares = []
    for level in range(3):
        keys = [up[min(level, len(up) - 1)] for up in ups]
        shares.append((keys, _sums(keys, prose), _sums(keys, linked), _sums(keys, size)))
    counts = _sums(shares[0][0], np.ones(count))
    best, best_prose = _best(blocks, prose, tree)
    inside = np.array([_inside(block.element, best, tree) for block in blocks])
    within = np.flatnonzero(inside & (prose > 0))
    first, last = (int(within[0]), int(within[-1])) if len(within) else (0, count - 1)
    seen: dict[str, int] = defaultdict(int)
    for block in blocks:
        seen[block.text] += 1
    h1 = next((n for n, b in enumerate(blocks) if b.element.tag == "h1" and _alike(b.text, title)), -1)
    if h1 < 0:
        h1 = next((n for n, b in enumerate(blocks) if b.element.tag == "h1"), -1)
    before = np.cumsum(prose) - prose
    best_depth = tree.of(best).depth if best is not None else 0
    rows = []
    for n, block in enumerate(blocks):
        kind = kinds[n]
        mass = by_kind[1][kind] or 1.0
        row = [
            float(min(5, seen[block.text])),
            float(_alike(block.text, title)),
            float(_alike(block.text, description)),
            float(np.sign(n - h1) * np.log1p(abs(n - h1))) if h1 >= 0 else 0.0,
            n / count,
            before[n] / all_prose,
            np.log1p(count),
            np.log1p(by_kind[0][kind]),
            np.log1p(mass / by_kind[0][kind]),
            by_kind[2][kind] / mass,
            by_kind[3][kind] / by_kind[0][kind],
            by_kind[4][kind] / all_prose,
        ]
        for keys, sum_prose, sum_linked, sum_size in shares:
            row += [sum_prose[keys[n]] / all_prose, sum_linked[keys[n]] / (sum_size[keys[n]] or 1.0)]
        row[-1] = counts[shares[0][0][n]]
        row += [
            nodes[n].depth - best_depth,
            float(inside[n]),
            _log(n - first),
            _log(last - n),
            best_prose / max(1.0, total),
        ]
        rows.append(row)
    return np.array(rows, dtype=np.float32)


def _log(distance: int) -> float:
    return float(np.sign(distance) * np.log1p(abs(distance)))


def _alike(text: str, other: str) -> bool:
    """Whether one is the other or its beginning, give or take marks."""
    a, b = (" ".join(WORD.findall(t.lower())) for t in (text[:400], other[:400]))
    if not a or not b:
        return False
    return a == b or (len(a) > 20 and (b.startswith(a[:100]) or (len(b) > 20 and a.startswith(b[:100]))))


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


def _inside(element: Any, other: Any, tree: _Tree) -> bool:
    if other is None:
        return False
    while element is not None:
        if element is other:
            return True
        element = tree.of(element).parent
    return False


def _shifted(column: Matrix, offset: int) -> Matrix:
    """The column of the neighbour at `offset`; -1 beyond the ends."""
    out = np.full_like(column, -1)
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
        far = abs(offset) >= count
        out += [np.full(count, -1, dtype=np.float32) if far else _shifted(column, offset) for column in columns]
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
