"""A page as a flat row of blocks: runs of text between the edges of block-level elements, in document order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from onrecord.errors import UnreadableError

INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "picture",
    )
)
UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "area",
        "select",
        "option",
        "textarea",
        "input",
        "datalist",
        "progress",
        "meter",
    )
)
SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
ZERO_WIDTH = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF, *range(9), *range(14, 32), 127])
MOST_BLOCKS = 20_000  # a page with more is cut there: linear time, and no article is that long


@dataclass(slots=True)
class Block:
    """A run of text. `element` is the innermost block-level element around it, `tail` its last own position."""

    text: str
    element: Any  # lxml element
    linked: int = 0  # characters inside links
    links: int = 0
    strong: int = 0  # characters inside b, strong, i and em
    nth: int = 0  # which run of its element, where children interrupt it


def parse_html(source: str) -> Any:
    """The root element of a page. Raises UnreadableError where there is none."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableError(f"the page has no readable markup: {error}") from error
    if root is None:
        raise UnreadableError("the page has no readable markup")
    return root


class _Row:
    """Collects text while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[str] = []
        self.linked = self.links = self.strong = 0
        self.open: list[Any] = []
        self.counts: dict[Any, int] = {}

    def add(self, text: str | None, in_link: int, in_strong: int) -> None:
        if not text:
            return
        self.runs.append(text)
        size = len(text.strip())
        self.linked += size if in_link else 0
        self.strong += size if in_strong else 0

    def flush(self) -> None:
        if self.runs:
            joined = "".join(self.runs)
            text = "" if joined.isspace() else SPACE.sub(" ", joined.translate(ZERO_WIDTH)).strip()
            if text and self.open:
                element = self.open[-1]
                nth = self.counts.get(element, 0)
                self.counts[element] = nth + 1
                self.blocks.append(Block(text, element, self.linked, self.links, self.strong, nth))
        self.runs.clear()
        self.linked = self.links = self.strong = 0


def blocks(root: Any) -> list[Block]:
    """The blocks of a page in document order; scripts, styles and form fields are left out."""
    body = root.find("body")
    row = _Row()
    in_link = in_strong = breaks = 0
    skipped: Any = None
    for event, element in etree.iterwalk(body if body is not None else root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                row.add(element.tail, in_link, in_strong)
            continue
        if event == "start":
            if tag in UNSEEN:
                skipped = element
                continue
            if tag == "br":
                breaks += 1
                row.flush() if breaks > 1 else row.runs.append(" ")
                continue
            if tag not in INLINE:
                row.flush()
                row.open.append(element)
            in_link += tag == "a"
            row.links += tag == "a"
            in_strong += tag in ("b", "strong", "i", "em")
            row.add(element.text, in_link, in_strong)
            breaks = 0 if element.text and element.text.strip() else breaks
        else:
            if tag == "br":
                row.add(element.tail, in_link, in_strong)
                breaks = 0 if element.tail and element.tail.strip() else breaks
                continue
            in_link -= tag == "a"
            in_strong -= tag in ("b", "strong", "i", "em")
            if tag not in INLINE:
                row.flush()
                row.open.pop()
            row.add(element.tail, in_link, in_strong)
            breaks = 0 if element.tail and element.tail.strip() else breaks
        if len(row.blocks) >= MOST_BLOCKS:
            break
    row.flush()
    return row.blocks
