"""A saved page as rows. Its elements are numbered in document order, so that those inside an element follow it up to
`end`; its blocks are runs of text between the edges of block-level elements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

import numpy as np

ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
KEPT = 1_000  # characters of attributes up to which they are remembered; longer ones hold data
SPACE = re.compile(r"\s+")
ODD = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF, *range(9), *range(14, 32), 127])


def attributes(raw: str) -> dict[str, str]:
    """Names in lower case with their values; of two of a name the first."""
    return _attributes(raw) if len(raw) <= KEPT else _attributes.__wrapped__(raw)


@lru_cache(maxsize=4096)
def _attributes(raw: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(raw):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def tidied(text: str) -> str:
    """Runs of white space as one space, invisible characters left out."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(text.translate(ODD).split())


class Element:
    """One element of a page."""

    __slots__ = ("number", "page")

    def __init__(self, page: Markup, number: int) -> None:
        self.page = page
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.number == other.number and self.page is other.page

    def __hash__(self) -> int:
        return self.number

    @property
    def tag(self) -> str:
        return self.page.tags[self.number]

    @property
    def raw(self) -> str:
        """Its attributes as they stand."""
        return self.page.raw[self.number]

    def get(self, name: str) -> str | None:
        return attributes(self.page.raw[self.number]).get(name)

    def getparent(self) -> Element | None:
        above = self.page.parents[self.number]
        return Element(self.page, above) if above >= 0 else None

    def iter(self, *tags: str) -> Iterator[Element]:
        """It and the elements inside it, in order, of these tags."""
        names = self.page.tags
        for number in range(self.number, self.page.end(self.number)):
            if names[number] in tags:
                yield Element(self.page, number)

    def itertext(self) -> Iterator[str]:
        """The runs of text inside it as they stand, in order."""
        page = self.page
        for token in range(page.opened[self.number] + 1, page.closed[self.number] + 1):
            if text := page.parts[3 * token]:
                yield unescape(text) if "&" in text else text


@dataclass(slots=True)
class Block:
    """A run of text. `number` is the innermost block-level element around it."""

    page: Markup = field(repr=False)
    text: str
    number: int
    linked: int = 0  # characters inside links
    links: int = 0
    strong: int = 0  # characters inside b, strong, i and em
    nth: int = 0  # which run of its element, where children interrupt it

    @property
    def element(self) -> Element:
        return Element(self.page, self.number)


@dataclass(slots=True, eq=False)
class Markup:
    """A page. `parts` are text, name and attributes of one tag after the other; the lists below have an entry for each
    element: its tag, its attributes as they stand, its parent (-1: none), and the tags that open and close it."""

    scripts: list[tuple[str, str]] = field(default_factory=list)  # attributes and text of JSON scripts
    bare: str = ""  # the page without scripts and the like
    parts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)  # of each block, equal where paths read the same; `features` tells
    title: str = ""
    _steps: list[tuple[int, int]] = field(default_factory=list)
    _places: dict[int, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """An attribute of the html element."""
        return attributes(self.raw[0]).get(name)

    def iter(self, *tags: str) -> Iterator[Element]:
        return Element(self, 0).iter(*tags)

    def end(self, number: int) -> int:
        """The first element after those inside an element."""
        return max(number + 1, bisect_left(self.opened, self.closed[number]))

    def place(self, number: int) -> str:
        """The path of an element: `/html/body/div[2]/p`."""
        if not self._steps:
            self._steps = self._numbered()
        if number not in self._places:
            nth, count = self._steps[number]
            above = self.place(self.parents[number]) if number else ""
            self._places[number] = f"{above}/{self.tags[number]}{f'[{nth}]' if count > 1 else ''}"
        return self._places[number]

    def _numbered(self) -> list[tuple[int, int]]:
        """Of each element which of its tag it is in its parent, and how many of that tag there are."""
        codes: dict[str, int] = {}
        tags = np.array([codes.setdefault(tag, len(codes)) for tag in self.tags])
        keys = (np.array(self.parents) + 1) * len(codes) + tags
        order = np.argsort(keys, kind="stable")
        first = np.flatnonzero(np.diff(keys[order], prepend=-1))
        sizes = np.diff(first, append=len(keys))
        nth, count = np.empty((2, len(keys)), dtype=int)
        nth[order] = np.arange(1, len(keys) + 1) - np.repeat(first, sizes)
        count[order] = np.repeat(sizes, sizes)
        return list(zip(nth.tolist(), count.tolist(), strict=True))
