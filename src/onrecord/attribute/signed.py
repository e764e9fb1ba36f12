"""Quotations with the name of who said them behind a dash: “We have nothing left.” — Ana Bell, shopkeeper."""

from __future__ import annotations

import itertools
from functools import cache

from onrecord import words
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import reporting
from onrecord.attribute.phrases import BOUNDARIES, DETERMINERS, FINITE, OPENING, PRONOUNS
from onrecord.attribute.units import PREPOSITIONS, Sentence, Unit
from onrecord.model import Span

DASHES = frozenset("—–―-")
LONGEST = 16  # units of a name with what its bearer is
SURE = 0.85


def signed(sentence: Sentence, taken: list[bool]) -> list[Draft]:
    """The quotation with which a sentence begins, where nothing but a dash and its speaker follows."""
    units = sentence.units
    first = sentence.lead
    last = next((i for i in range(first, len(units)) if units[i].quote is None), len(units))
    if last == first or last >= len(units) or any(taken[first:last]) or units[last].text not in DASHES:
        return []
    name = last + 1
    while name < len(units) and units[name].text in DASHES:
        name += 1
    end = _end(units, name)
    if end is None:
        return []
    for i in range(first, len(units)):
        taken[i] = True
    content = [Span(u.start, u.end) for u in units[first:last]]
    cue = Span(units[last].start, units[name - 1].end)
    source = Span(units[name].start, units[end - 1].end)
    return [Draft([source], [cue], content, SURE, sentence.paragraph, sentence.number, way="quoted")]


def _end(units: tuple[Unit, ...], first: int) -> int | None:
    """Where the name that begins at `first` ends, if all that follows is a name with what its bearer is."""
    last = len(units)
    while last > first and units[last - 1].quote is None and units[last - 1].text in ".":
        last -= 1
    few = units[first:last]
    if not 0 < len(few) <= LONGEST or any(u.quote is not None or u.text in ":;.!?…—–―" for u in few):
        return None
    head = few[0]
    if head.low in FINITE | PRONOUNS | BOUNDARIES | PREPOSITIONS | OPENING:
        return None
    aside = next(
        (i for i in range(1, len(few) - 1) if few[i].text == "," and _leads_away(few[i + 1].low)),
        len(few),
    )
    named = few[:aside]
    if any(u.low in FINITE | PRONOUNS or (u.text.islower() and u.low in reporting()) for u in named):
        return None
    if head.text[0].isupper() and head.low not in DETERMINERS:
        return first + aside
    return first + aside if head.low in DETERMINERS and any(u.low in _people() for u in named) else None


def _leads_away(word: str) -> bool:
    """Whether what begins with this word behind a comma says where or when, and not who."""
    return word in PREPOSITIONS - {"of"} or word.endswith("ing")


@cache
def _people() -> frozenset[str]:
    people = words.table("people")
    return frozenset([*people["person"], *people["group"], *people["body"]])


def joined(paragraphs: list[list[Sentence]]) -> list[list[Sentence]]:
    """The sentences, where a paragraph that is all quotation takes in the dash and name of the next one."""
    out = [list(p) for p in paragraphs]
    for one, two in itertools.pairwise(out):
        if not one or len(two) != 1 or two[0].units[0].text not in DASHES or two[0].lead:
            continue
        last, name = one[-1], two[0]
        if all(u.quote is not None for u in last.units) and _end(name.units, 1) is not None:
            one[-1] = Sentence(last.units + name.units, last.paragraph, last.number, last.lead)
            two[0] = Sentence(name.units, name.paragraph, name.number, lead=len(name.units))
    return out
