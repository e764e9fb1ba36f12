"""Running text as sentences of units: words outside quotation marks, and whole quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.attribute.lexicon import saying
from onrecord.model import Parsed, Quote, Span
from onrecord.parse.words import is_abbreviation, paragraphs

THOUSANDS = re.compile(r"\d{3}(?!\d)")
OPENERS = frozenset("—–―-•([{")
PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "at",
        "by",
        "to",
        "of",
        "during",
        "after",
        "before",
        "from",
        "via",
        "with",
        "through",
        "when",
        "as",
        "while",
        "over",
    ]
)


class Unit(NamedTuple):
    """A word or mark outside quotations (`quote` None), or a quotation."""

    start: int
    end: int
    text: str
    quote: Quote | None = None

    @property
    def low(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The units of a sentence, with the paragraph it stands in (by number) and its place there; the first `lead`
    units were given to the sentence before."""

    units: tuple[Unit, ...]
    paragraph: int
    number: int
    lead: int = 0


def sentences(parsed: Parsed) -> list[list[Sentence]]:
    """The sentences of every paragraph. A quotation is one unit and never split."""
    text = parsed.document.text
    token_starts = [t.start for t in parsed.tokens]
    quote_starts = [q.span.start for q in parsed.quotes]
    found = []
    for number, paragraph in enumerate(paragraphs(parsed.document)):
        first = bisect_left(quote_starts, paragraph.start)
        last = bisect_left(quote_starts, paragraph.end)
        units: list[Unit] = []
        index = bisect_left(token_starts, paragraph.start)
        queue = list(parsed.quotes[first:last])
        while index < len(parsed.tokens) and parsed.tokens[index].start < paragraph.end:
            token = parsed.tokens[index]
            if queue and token.end > queue[0].span.start:
                quote = queue.pop(0)
                units.append(Unit(quote.span.start, quote.span.end, quote.span.of(text), quote))
                while index < len(parsed.tokens) and parsed.tokens[index].start < quote.span.end:
                    index += 1
                continue
            if _is_number(text, units, token.start, token.end):
                units[-1] = Unit(units[-1].start, token.end, units[-1].text + token.text)
            elif token.text == "." and _belongs(text, units, token.start, token.end, paragraph):
                units[-1] = Unit(units[-1].start, token.end, units[-1].text + ".")
            else:
                units.append(Unit(token.start, token.end, token.text))
            index += 1
        found.append(_split(text, units, number, paragraph))
    return found


def _is_number(text: str, units: list[Unit], start: int, end: int) -> bool:
    """Whether a comma and the digits behind it go on with the number before them: 20,000."""
    if not units or units[-1].end != start or units[-1].quote is not None:
        return False
    before = units[-1].text
    if text[start:end] == ",":
        return before[-1].isdigit() and bool(THOUSANDS.match(text, end))
    return before[-1] == "," and before[:1].isdigit() and text[start].isdigit()


def _belongs(text: str, units: list[Unit], start: int, end: int, paragraph: Span) -> bool:
    """Whether a full stop is part of the abbreviation before it and ends no sentence."""
    return (
        bool(units)
        and units[-1].end == start
        and units[-1].quote is None
        and end < paragraph.end
        and is_abbreviation(text, paragraph.start, end)
    )


def _split(text: str, units: list[Unit], paragraph: int, span: Span) -> list[Sentence]:
    out: list[Sentence] = []
    current: list[Unit] = []
    for i, unit in enumerate(units):
        current.append(unit)
        if i + 1 == len(units) or _ends(text, units, i, span):
            out.append(Sentence(tuple(current), paragraph, len(out)))
            current = []
    return out


def _ends(text: str, units: list[Unit], i: int, paragraph: Span) -> bool:
    """Whether a sentence ends between units[i] and the next."""
    unit, following = units[i], units[i + 1]
    spaced = following.start > unit.end
    if unit.quote is not None:
        inner = unit.quote.inner.of(text).rstrip("”\"’'») ")
        if not spaced or not (following.quote is not None or following.text[0].isupper()):
            return False
        return inner.endswith((".", "…")) or (inner.endswith(("!", "?")) and not _asks_back(units, i + 1))
    if unit.text in "!?…":
        return following.text not in ".!?…" and (following.quote is not None or not following.text[0].islower())
    if unit.text != "." or not spaced:
        return False  # the full stop of an abbreviation is part of its unit
    if following.quote is None and not (
        following.text[0].isupper() or following.text[0].isdigit() or following.text in OPENERS
    ):
        return False
    return not is_abbreviation(text, paragraph.start, unit.end)


def _asks_back(units: list[Unit], first: int) -> bool:
    """Whether the words after "…?” only say who asked."""
    for i in range(first, min(first + 12, len(units) - 1)):
        if units[i].quote is not None or units[i].text in ".:;":
            return False
        if units[i].low in saying():
            return units[i + 1].text in ".," or units[i + 1].low in PREPOSITIONS or i == first
    return False
