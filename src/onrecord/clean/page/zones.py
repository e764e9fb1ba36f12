"""What the blocks of a page are: pieces of body by kind, and zones for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from onrecord import words
from onrecord.clean.body import Piece
from onrecord.clean.bylines import opened
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.vocabulary import ZONES, roles_of
from onrecord.clean.marks import ENOUGH, is_entry, note
from onrecord.clean.page.blocks import Block
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.title import folded
from onrecord.clean.trie import either
from onrecord.model import Zone

NONE: Mapping[int, str] = MappingProxyType({})
PLACED = frozenset(("standfirst", "kicker", "aside", "teaser", "menu"))  # kinds that only the place tells
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DATELINE = re.compile(
    r"[A-ZÀ-Þ][^a-z()]{2,60}[^()]{0,50}\([A-Z][\w .&/-]{1,30}\)\s*[-–—]"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,40}(?:,\s[\w .]{2,30})?\s[—–]\s"
)
CREDIT = re.compile(
    r"\W*\(?\s*(?:additional |with (?:additional )?)?(?:reporting|editing|writing|compiled|translation) by\b", re.I
)
BRACKETED = re.compile(r"\((?:[A-Z][\w&. /]{1,30}|[^()]*\b(?:reporting|editing|writing|compiled)\b[^()]*)\)\.?\Z", re.I)
LONGEST_SUBHEAD = 160
DROP = re.compile(r"drop|initial|first-?letter|large-?cap", re.IGNORECASE)
WORDS_OF_ONE = "AIOÀÉEYVKSZU"  # letters that are words in some language

# Zones by what an element or one around it is called: the first group with a name in it.
NAMED = (
    ("comment", ("comment",)),
    ("newsletter", ("letter",)),
    ("advertisement", ("advert",)),
    ("related", ("related",)),
    ("share", ("share",)),
    ("caption", ("caption",)),
    ("byline", ("byline",)),
    ("pullquote", ("quote",)),
    ("standfirst", ("lead",)),
    ("menu", ("chrome",)),
    ("tags", ("tags",)),
)
AROUND = {"figcaption": "caption", "nav": "menu", "header": "menu", "footer": "footer", "blockquote": "pullquote"}


def place(block: Block) -> str:
    """The element path of a block; `#2` is its second run where children interrupt it."""
    path = block.page.place(block.number)
    return f"{path}#{block.nth + 1}" if block.nth else path


def pieces(blocks: Sequence[Block], body: Sequence[int]) -> tuple[Piece, ...]:
    """The paragraphs of the body with their kinds."""
    timed = [n for n in body if is_entry(blocks[n].text)]
    opens = {n for n in timed if len(timed) >= ENOUGH or blocks[n].element.tag in HEADINGS}
    return tuple(
        Piece(
            _whole(blocks[n]),
            "entry" if n in opens else _kind(blocks[n], position == 0, position == len(body) - 1),
            place(blocks[n]),
        )
        for position, n in enumerate(body)
    )


def _whole(block: Block) -> str:
    """The text of a block, its large first letter joined to the rest of the word: "F our" is "Four"."""
    text = block.text
    if len(text) > 2 and text[0].isupper() and text[1] == " " and text[2].islower():
        for element in block.element.iter("span", "b", "strong", "big", "font"):
            if DROP.search(element.get("class") or "") and "".join(element.itertext()).strip() == text[0]:
                return text[0] + text[2:] if text[0] not in WORDS_OF_ONE else text
    return text


def _kind(block: Block, is_first: bool, is_last: bool) -> str:
    text = block.text
    if is_first and DATELINE.match(text):
        return "dateline"
    if len(text) < 400 and (CREDIT.match(text) or (is_last and BRACKETED.match(text)) or _is_credit(text)):
        return "credit"
    if changed := note(text):
        return changed
    if block.element.tag in HEADINGS and len(text) <= LONGEST_SUBHEAD:
        return "subhead"
    bold = block.strong >= 0.95 * len(text.replace(" ", "")) and len(text) <= 90 and text[-1:] not in ".,;:”\"'"
    return "subhead" if bold else "body"


def _is_credit(text: str) -> bool:
    return len(text) < 220 and "credit" in roles_of(text)


def zones(blocks: Sequence[Block], frame: Frame, often: Mapping[int, str] = NONE) -> tuple[Zone, ...]:
    """All that is not body, in order; neighbours of one kind are one zone, with the place of the first.

    `often` are positions of blocks that the site repeats, with the reason in words.
    """
    body = set(frame.body)
    below, above, _ = (set(window) for window in frame.windows(4))
    found: list[Zone] = []
    run: list[int] = []
    kind = ""
    for n in range(len(blocks) + 1):
        here = "" if n == len(blocks) or n in body else _zone(blocks, n, frame, n in below, n in above)
        here = "boilerplate" if n in often and here in PLACED else here
        if run and here != kind:
            text = "\n".join(blocks[m].text for m in run)
            found.append(Zone(kind, text, place(blocks[run[0]]), often.get(run[0], "block of a page")))
            run = []
        if here:
            run.append(n)
        kind = here
    return tuple(found)


def _zone(blocks: Sequence[Block], n: int, frame: Frame, below: bool, above: bool) -> str:
    """The kind of a block that is not body: what it says of itself, what it is called, else where it stands."""
    block = blocks[n]
    if n == frame.title:
        return "title"
    if below and len(block.text) < 200 and opened(block.text) is not None:
        return "byline"
    if (below or above) and len(block.text) < 120 and is_date_line(block.text):
        return "date"
    around = _around(block.element)
    roles = roles_of(block.text)
    said = "caption" if around == "caption" else note(block.text) or next((name for r, name in ZONES if r in roles), "")
    return said or _named(block.element) or around or _by_place(block, n, frame, below, above)


def _by_place(block: Block, n: int, frame: Frame, below: bool, above: bool) -> str:
    if below:
        return "standfirst" if len(block.text) > 40 else "kicker"
    if above:
        return "kicker"
    if not frame.body or n < frame.body[0]:
        return "menu"
    return "aside" if n < frame.body[-1] else "teaser"


def _around(element: Any) -> str:
    while element is not None:
        if element.tag in AROUND:
            return AROUND[element.tag]
        element = element.getparent()
    return ""


def _named(element: Any) -> str:
    for _ in range(4):
        if element is None or element.tag in ("body", "main", "article"):
            break
        kind = _called(f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:300])
        if kind:
            return kind
        element = element.getparent()
    return ""


@lru_cache(maxsize=4096)
def _called(names: str) -> str:
    return next((kind for kind, pattern in _names() if pattern.search(names)), "")


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups = words.table("page")["names"]
    return tuple(
        (kind, re.compile(either(piece for group in wanted for piece in groups[group]))) for kind, wanted in NAMED
    )


def headline(blocks: Sequence[Block], title: str | None, first: int) -> int:
    """The position of the block that shows the headline: the last one at or before the body that reads like it, else
    the last h1 before the body; -1 where there is none."""
    wanted = folded(title or "")
    longest = 2 * len(title or "") + 10
    exact = [
        n for n, block in enumerate(blocks) if wanted and len(block.text) < longest and folded(block.text) == wanted
    ]
    early = [n for n in exact if n <= first]
    if early:
        heads = [n for n in early if blocks[n].element.tag in HEADINGS]
        return (heads or early)[-1]
    heads = [n for n, block in enumerate(blocks[: first + 1]) if block.element.tag == "h1"]
    return heads[-1] if heads else exact[0] if exact else -1
