"""What the blocks of a page are: pieces of body by kind, and zones for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from onrecord.clean.body import Piece
from onrecord.clean.bylines import opened
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.vocabulary import ZONES, roles_of
from onrecord.clean.marks import ENOUGH, is_entry, note
from onrecord.clean.page.blocks import KEPT, Block, Markup
from onrecord.clean.page.features import NAMED, look
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.title import folded
from onrecord.clean.trie import either
from onrecord.model import Zone
from onrecord.words import table

NONE: Mapping[int, str] = MappingProxyType({})
PLACED = frozenset(("standfirst", "kicker", "aside", "teaser", "menu"))  # kinds that only the place tells
OUTSIDE = frozenset(("comment", "newsletter", "advertisement", "related", "share", "menu", "tags"))  # whatever they say
OPENING = 100  # characters in which a note of a change says that it is one
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

# Zones by what an element or one around it is called: the first group of names that it bears.
_GROUPS = ("comment", "letter", "advert", "related", "share", "caption", "byline", "quote", "lead", "chrome", "tags")
_CALLED = {
    "letter": "newsletter",
    "advert": "advertisement",
    "quote": "pullquote",
    "lead": "standfirst",
    "chrome": "menu",
}
KINDS = tuple((_CALLED.get(group, group), 1 << NAMED.index(group)) for group in _GROUPS)
TELLING = sum(bit for _, bit in KINDS)
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
    if changed := _note(text):
        return changed
    if block.element.tag in HEADINGS and len(text) <= LONGEST_SUBHEAD:
        return "subhead"
    bold = block.strong >= 0.95 * len(text.replace(" ", "")) and len(text) <= 90 and text[-1:] not in ".,;:”\"'"
    return "subhead" if bold else "body"


def _note(text: str) -> str | None:
    """`marks.note` of a text, asked only where it may be one."""
    opening = text[:OPENING]
    may = ":" in opening or "updated" in opening.lower() or _corrections().match(opening)
    return note(text) if may else None


@cache
def _corrections() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{either(table('dump')['correction']['start'])})", re.IGNORECASE)


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
    if not blocks:
        return ()
    around = Around(blocks[0].page)
    kind = ""
    for n in range(len(blocks) + 1):
        away = n == len(blocks) or n in body
        here = "" if away else _zone(blocks, n, frame, (n in below, n in above), around)
        here = "boilerplate" if n in often and here in PLACED else here
        if run and here != kind:
            text = "\n".join(blocks[m].text for m in run)
            found.append(Zone(kind, text, place(blocks[run[0]]), often.get(run[0], "block of a page")))
            run = []
        if here:
            run.append(n)
        kind = here
    return tuple(found)


def _zone(blocks: Sequence[Block], n: int, frame: Frame, nearby: tuple[bool, bool], around: Around) -> str:
    """The kind of a block that is not body: by headline and byline, by what it tells, else by where it stands."""
    block, (below, above) = blocks[n], nearby
    if n == frame.title:
        return "title"
    if below and len(block.text) < 200 and opened(block.text) is not None:
        return "byline"
    if (below or above) and len(block.text) < 120 and is_date_line(block.text):
        return "date"
    return _told(block, around) or _by_place(block, n, frame, below, above)


def _told(block: Block, around: Around) -> str:
    """The kind that a block tells by its words or by the elements around it; "" for none."""
    inside = around.held(block.number)
    if inside == "caption":
        return inside
    called = around.called(block.number)
    found = _note(block.text) or (called if called in OUTSIDE else "")
    if not found and (roles := roles_of(block.text)):
        found = next((name for role, name in ZONES if role in roles), "")
    return found or called or inside


def _by_place(block: Block, n: int, frame: Frame, below: bool, above: bool) -> str:
    if below:
        return "standfirst" if len(block.text) > 40 else "kicker"
    if above:
        return "kicker"
    if not frame.body or n < frame.body[0]:
        return "menu"
    return "aside" if n < frame.body[-1] else "teaser"


class Around:
    """What the elements around the blocks of a page make of them; each is looked at once."""

    def __init__(self, page: Markup) -> None:
        self.page = page
        self.known: dict[int, str] = {-1: ""}

    def held(self, number: int) -> str:
        """The zone by the nearest element whose tag tells one; "" for none."""
        tags, parents, known = self.page.tags, self.page.parents, self.known
        path = []
        while number not in known:
            path.append(number)
            if kind := AROUND.get(tags[number]):
                known[number] = kind
            else:
                number = parents[number]
        found = known[number]
        known.update(dict.fromkeys(path, found))
        return found

    def called(self, number: int) -> str:
        """The zone by the names of the nearest four elements."""
        page = self.page
        for _ in range(4):
            if number < 0 or page.tags[number] in ("body", "main", "article"):
                break
            if bits := look(page.tags[number], page.raw[number][:KEPT])[1] & TELLING:
                return next(kind for kind, bit in KINDS if bits & bit)
            number = page.parents[number]
        return ""


def headline(blocks: Sequence[Block], title: str | None, first: int) -> int:
    """The position of the block that shows the headline: the last one at or before the body that reads like it, else
    the last h1 before the body; -1 where there is none."""
    wanted = folded(title or "")
    longest, opening = 2 * len(title or "") + 10, wanted.split(" ", 1)[0]
    alike = [n for n, block in enumerate(blocks) if len(block.text) < longest and opening in block.text.lower()]
    exact = [n for n in alike if wanted and folded(blocks[n].text) == wanted]
    early = [n for n in exact if n <= first]
    if early:
        heads = [n for n in early if blocks[n].element.tag in HEADINGS]
        return (heads or early)[-1]
    heads = [n for n, block in enumerate(blocks[: first + 1]) if block.element.tag == "h1"]
    return heads[-1] if heads else exact[0] if exact else -1
