"""What a block of a page looks like, as numbers: the input of the body model.

One row a block. A feature is of the block itself, of the elements around it, of its place in the page, of its
kind (blocks whose element path reads the same) or of its neighbours. Names are those of NAMES, in order. What is
counted in texts is counted in all blocks at once, by `letters`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord import words
from onrecord.clean.page.blocks import KEPT, Markup, attributes
from onrecord.clean.page.letters import Letters, read_letters
from onrecord.clean.trie import either

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Column = npt.NDArray[Any]
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
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d+")
CLASS = re.compile(r"""\s*class="([^"&]*)"\s*""")  # the attributes of most elements
LONG, HEAD = 300, 60  # of a text longer than the one only the other, its first characters, is asked what it says
ATTRIBUTES = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-component-name", "data-qa")

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


def _witness_names(name: str) -> list[str]:
    return [f"{name}{part}" for part in ("", "-2", "-1", "+1", "+2", "_kind", "_parent", "_page", "_since", "_until")]


# What a page gives without another extractor comes first: the input of the fast model.
UNAIDED = [
    *OWN,
    *PLACED,
    *(f"{name}{offset:+d}" for offset in OFFSETS for name in NEAR),
    *("same_kind-1", "same_kind+1", "same_parent-1", "same_parent+1"),
    *("mass-5", "mass+5", "mass-10", "mass+10", "linked-5", "linked+5"),
    *_witness_names("told"),
]
NAMES = [*UNAIDED, *_witness_names("witness")]
AT = {name: number for number, name in enumerate([*OWN, *PLACED])}


@cache
def _matcher(table: str) -> tuple[re.Pattern[str], dict[str, int]]:
    groups = words.table("page")[table]
    bits: dict[str, int] = defaultdict(int)
    for number, name in enumerate(groups):
        for piece in groups[name]:
            bits[piece] |= 1 << number
    return re.compile(either(bits)), dict(bits)


@lru_cache(maxsize=16384)
def _named(name: str) -> int:
    """What one name of an element tells, as bits by NAMED."""
    pattern, bits = _matcher("names")
    found = 0
    for piece in pattern.findall(name):
        found |= bits[piece]
    return found


@lru_cache(maxsize=8192)
def look(tag: str, raw: str) -> tuple[str, int, bool, bool]:
    """Of an element what it is called (numbers aside: equal for the parts of a list), what its names tell (bits by
    NAMED), whether it is hidden, and whether it says to hold the body."""
    if not raw:
        return tag, 0, False, False
    only = CLASS.fullmatch(raw)
    given = {"class": only[1]} if only else attributes(raw)
    names = (only[1] if only else " ".join(given[key] for key in ATTRIBUTES if key in given)).lower()[:300]
    named = 0
    if tag not in ("html", "body"):
        for name in names.split():
            named |= _named(name)
    label = f"{tag}.{NUMBER.sub('0', given.get('class', ''))[:80]}"
    if only:
        return label, named, False, "articlebody" in names.replace("-", "")
    style = given.get("style", "").replace(" ", "").lower()
    hidden = "hidden" in given or given.get("aria-hidden") == "true"
    hidden = hidden or "display:none" in style or "visibility:hidden" in style
    return label, named, hidden, "articlebody" in names.replace("-", "")


@dataclass(slots=True)
class Around:
    """What is known of the elements that hold text, by number (0 for others): bits by AROUND and NAMED, of those of its
    own attributes, of elements up to two above and of any."""

    kind: Numbers  # equal for elements whose paths read the same
    depth: Numbers
    around: Numbers
    named: Numbers
    near: Numbers
    every: Numbers
    hidden: Numbers
    item: Numbers
    ends: Numbers  # of each element the first after those inside it


_BIT = {tag: 1 << number for number, tag in enumerate(AROUND)}


def around(page: Markup, numbers: Numbers) -> Around:
    """The elements around the blocks of a page, each looked at once, from the root down."""
    count = len(page.tags)
    ends = np.maximum(np.arange(1, count + 1), np.searchsorted(page.opened, page.closed, side="left"))
    held = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])
    needed = np.flatnonzero(held[ends] > held[:-1]).tolist()
    tags, raw, parents = page.tags, page.raw, page.parents
    kinds: dict[tuple[int, str], int] = {}
    rows: list[tuple[int, int, int, int, int, int, bool, bool]] = [(0, 0, 0, 0, 0, 0, False, False)] * (count + 1)
    for n in needed:
        tag = tags[n]
        label, named, hidden, item = look(tag, raw[n][:KEPT])
        above = rows[parents[n]]
        rows[n] = (
            kinds.setdefault((above[0], label), len(kinds) + 1),
            above[1] + 1,
            above[2] | _BIT.get(tag, 0),
            named,
            above[3] | (rows[parents[parents[n]]][3] if parents[n] > 0 else 0),
            above[5] | named,
            above[6] or hidden,
            above[7] or item,
        )
    kind, depth, bits, own, upper, every, hidden, item = np.array(rows[:-1], dtype=np.int64).T
    return Around(kind, depth, bits, own, upper, every, hidden, item, ends)


def _flags(column: Numbers, count: int) -> Matrix:
    """One column a bit, lowest first."""
    return ((column[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _says(texts: Sequence[str]) -> Numbers:
    """Of each text what it says, as bits by SAYS."""
    pattern, bits = _matcher("phrases")
    lower = [text.lower() if len(text) <= LONG else text[:HEAD].lower() for text in texts]
    hits = list(pattern.finditer("\n".join(lower)))
    ends = np.cumsum([len(text) + 1 for text in lower])
    owners = np.searchsorted(ends, [hit.start() for hit in hits], side="right")
    found = np.zeros(len(texts), dtype=np.int64)
    for owner, hit in zip(owners.tolist(), hits, strict=True):
        found[owner] |= bits[hit.group()]
    return found


def features(page: Markup, title: str, description: str, told: Column) -> Matrix:
    """The matrix of a page: one row a block, one column a name of UNAIDED.

    `told` holds for each block the share of it that stands in the body in the page's JSON-LD, -1 where there is none.
    """
    if not page.blocks:
        return np.zeros((0, len(UNAIDED)), dtype=np.float32)
    numbers = np.array([block.number for block in page.blocks], dtype=np.int64)
    texts = [block.text for block in page.blocks]
    letters = read_letters(texts)
    near = around(page, numbers)
    linked = np.minimum(letters.size, np.array([block.linked for block in page.blocks], dtype=float))
    prose = np.where((letters.size >= 40) & (linked < 0.5 * letters.size) & letters.ends, letters.size - linked, 0.0)
    mass = Mass(letters.size, linked, prose, letters.ends)
    own = _own(page, numbers, texts, letters, near, linked)
    placed = _placed(page, texts, near, mass, (_alike(texts, title), _alike(texts, description)))
    both = np.hstack([own, placed])
    kind, parent = near.kind[numbers], np.array(page.parents)[numbers]
    page.kinds = kind.tolist()
    return np.hstack([both, _neighbours(both, kind, parent, mass), _witnessed(told, letters.size, kind, parent)])


def with_witness(rows: Matrix, page: Markup, held: Column) -> Matrix:
    """The rows that `features` gave for a page with the columns for the share of each block that stands in
    trafilatura's body."""
    if not page.blocks:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    size = np.array([len(block.text) for block in page.blocks], dtype=float)
    parent = np.array([page.parents[block.number] for block in page.blocks])
    return np.hstack([rows, _witnessed(held, size, np.array(page.kinds), parent)])


@dataclass(frozen=True, slots=True)
class Mass:
    """Characters of each block: all, those in links, those of running text; and whether it ends as a sentence."""

    size: Column
    linked: Column
    prose: Column
    ends: Column


def _own(page: Markup, numbers: Numbers, texts: list[str], letters: Letters, near: Around, linked: Column) -> Matrix:
    size, blocks = letters.size, page.blocks
    tags = np.array([1 << TAGS.index(tag) if (tag := page.tags[n]) in TAGS else 0 for n in numbers.tolist()])
    strong = np.array([block.strong for block in blocks])
    columns = [
        np.log1p(size),
        np.log1p(letters.words),
        letters.commas / letters.words,
        np.log1p(letters.sentences),
        letters.ends,
        letters.opens_lower,
        letters.upper,
        letters.digits,
        size / letters.words,
        linked / size,
        np.log1p([block.links for block in blocks]),
        np.minimum(1.0, strong / size),
        np.minimum(5.0, [block.nth for block in blocks]),
        letters.colon,
        letters.quote,
        letters.bracket,
        letters.dash,
        letters.bullet,
        near.hidden[numbers],
        near.item[numbers],
        near.depth[numbers] - 1,
    ]
    return np.hstack(
        [
            np.stack(columns, axis=1).astype(np.float32),
            _flags(tags, len(TAGS)),
            _flags(near.around[numbers], len(AROUND)),
            _flags(near.named[numbers], len(NAMED)),
            _flags(near.near[numbers], len(NAMED)),
            _flags(near.every[numbers], len(NAMED)),
            _flags(_says(texts), len(SAYS)),
        ]
    )


def _witnessed(column: Column, size: Column, kind: Numbers, parent: Numbers) -> Matrix:
    """A witness at the block and around it, in blocks of its kind and parent, in the page, and how far its first and
    last blocks are."""
    here = np.arange(len(size))
    columns = [column, *(_shifted(column, offset) for offset in (-2, -1, 1, 2))]
    columns += [np.bincount(g, size * column)[g] / np.bincount(g, size)[g] for g in (kind, parent)]
    columns.append(np.full(len(size), (size * column).sum() / size.sum()))
    sure = np.flatnonzero((column > 0.6) & (size > 40))
    first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, len(size) - 1)
    columns += [_logs(here - first), _logs(last - here)]
    return np.stack(columns, axis=1).astype(np.float32)


def _logs(distance: Column) -> Column:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)))


def _placed(page: Markup, texts: list[str], near: Around, mass: Mass, alike: tuple[Column, Column]) -> Matrix:
    """`alike` says of each block whether it reads like the title and like the description."""
    size, linked, prose = mass.size, mass.linked, mass.prose
    all_prose, count = max(1.0, float(prose.sum())), len(texts)
    here = np.arange(count)
    numbers = np.array([block.number for block in page.blocks], dtype=np.int64)
    kind = near.kind[numbers]
    kind_count, kind_size, kind_linked, kind_ends, kind_prose = (
        np.bincount(kind, values)[kind] for values in (np.ones(count), size, linked, mass.ends, prose)
    )
    seen: dict[str, int] = {}
    same = np.array([seen.setdefault(text, len(seen)) for text in texts])
    titled = alike[0]
    heads = [n for n, number in enumerate(numbers.tolist()) if page.tags[number] == "h1"]
    h1 = next((n for n in heads if titled[n]), heads[0] if heads else -1)
    best, best_prose = _best(numbers, prose, near)
    inside = (numbers >= best) & (numbers < near.ends[best])
    within = np.flatnonzero(inside & (prose > 0))
    first, last = (int(within[0]), int(within[-1])) if len(within) else (0, count - 1)
    columns: list[Column] = [
        np.minimum(5, np.bincount(same)[same]),
        titled,
        alike[1],
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
    parents = np.maximum(0, np.array(page.parents))
    group = numbers
    for level in range(3):
        group = parents[group]
        columns.append(np.bincount(group, prose)[group] / all_prose)
        if level < 2:
            columns.append(np.bincount(group, linked)[group] / np.bincount(group, size)[group])
        if level == 0:
            siblings = np.bincount(group)[group]
    columns += [
        siblings,
        near.depth[numbers] - near.depth[best],
        inside,
        _logs(here - first),
        _logs(last - here),
        np.full(count, best_prose / max(1.0, float(size.sum()))),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _alike(texts: list[str], other: str) -> Column:
    """Of each text whether it is the other or one begins with the other, give or take marks."""
    found = np.zeros(len(texts), dtype=bool)
    named = WORD.findall(other[:400].lower())
    b = " ".join(named)
    if not b:
        return found
    start, first = b[:3], named[0][:3]
    for n, text in enumerate(texts):
        if first not in text[:20].lower():
            continue
        words_of = WORD.findall(text[:400].lower())
        a = " ".join(words_of) if words_of and " ".join(words_of[:3]).startswith(start) else ""
        found[n] = bool(a) and (
            a == b or (len(a) > 20 and (b.startswith(a[:100]) or (len(b) > 20 and a.startswith(b[:100]))))
        )
    return found


def _best(numbers: Numbers, prose: Column, near: Around) -> tuple[int, float]:
    """The smallest element that holds most prose of the page (the root where none does), and how much it holds."""
    sums = np.concatenate([[0.0], np.cumsum(np.bincount(numbers, prose, minlength=len(near.ends)))])
    held = sums[near.ends] - sums[:-1]
    if not held[0]:
        return 0, 0.0
    fit = np.flatnonzero(held >= 0.6 * held[0])
    best = int(fit[np.argmax(near.depth[fit])])  # they hold one another, but for ties
    return best, float(held[best])


def _shifted(column: Column, offset: int) -> Column:
    """The column of the neighbour at `offset`; -1 beyond the ends."""
    out = np.full_like(column, -1)
    if abs(offset) >= len(column):
        return out
    if offset < 0:
        out[-offset:] = column[:offset]
    else:
        out[:-offset] = column[offset:]
    return out


def _neighbours(both: Matrix, kind: Numbers, parent: Numbers, mass: Mass) -> Matrix:
    heading = both[:, [AT[f"tag_h{n}"] for n in range(1, 6)]].max(axis=1)
    beside = np.column_stack([both[:, AT[name]] if name in AT else heading for name in NEAR])
    out: list[Column] = [_shifted(beside, offset) for offset in OFFSETS]
    for values in (kind, parent):
        same = (values[:-1] == values[1:]).astype(np.float32)
        out += [np.concatenate([[0], same])[:, None], np.concatenate([same, [0]])[:, None]]
    sums, link_sums, size_sums = (
        np.concatenate([[0.0], np.cumsum(each)]) for each in (mass.prose, mass.linked, mass.size)
    )
    count = len(both)
    here = np.arange(count)
    for reach in (5, 10):
        low, high = np.maximum(0, here - reach), np.minimum(count, here + 1 + reach)
        out += [np.log1p(sums[here] - sums[low])[:, None], np.log1p(sums[high] - sums[here + 1])[:, None]]
    low, high = np.maximum(0, here - 5), np.minimum(count, here + 6)
    out.append(((link_sums[here] - link_sums[low]) / np.maximum(1, size_sums[here] - size_sums[low]))[:, None])
    out.append(
        ((link_sums[high] - link_sums[here + 1]) / np.maximum(1, size_sums[high] - size_sums[here + 1]))[:, None]
    )
    return np.hstack(out).astype(np.float32)
