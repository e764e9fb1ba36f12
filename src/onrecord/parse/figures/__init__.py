"""Figures: counts, measures, sums of money, shares and ages, each with its interval.

A number is looked for first; what stands around it is read only then. Dates, clock times, durations, ordinals,
labels, scores, telephone numbers and numbers inside names are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Document, Figure, Span, ident
from onrecord.parse import words
from onrecord.parse.figures import context, counted, hedges
from onrecord.parse.figures.changes import with_changes
from onrecord.parse.figures.kinds import quantity
from onrecord.parse.figures.numerals import numerals
from onrecord.parse.figures.quantity import Quantity
from onrecord.parse.figures.ranges import pair

__all__ = ["figures"]

RATE = re.compile(r"\s(?P<rate>(?:an?|per|each|every) (?:\d+ |square |cubic )?[a-z]+)\b")


def figures(document: Document, sentences: Sequence[Span] | None = None) -> tuple[Figure, ...]:
    """The figures of a document, in order of position, none inside another."""
    text = document.text
    if sentences is None:
        sentences = words.sentences(text, words.paragraphs(document))
    found: list[Figure] = []
    for sentence in sentences:
        here: list[Figure] = []
        for some in quantities(text, sentence):
            one = figure(document, sentence, some)
            last = here or found
            if not last or last[-1].span.end <= one.span.start:
                here.append(one)
        found += with_changes(text, sentence, here)
    return tuple(found)


def quantities(text: str, sentence: Span) -> Iterator[Quantity]:
    """The quantities of a sentence, ranges put together."""
    found = list(numerals(text, *sentence))
    runs = [m.span() for m in context.PHONE.finditer(text, *sentence)] if len(found) > 1 else []
    dialled = {at for start, end in runs if context.dialled(text[start:end]) for at in range(start, end)}
    n = 0
    while n < len(found):
        if found[n].start in dialled:
            n += 1
            continue
        several = pair(text, sentence, found[n], found[n + 1]) if n + 1 < len(found) else None
        if several is not None:
            yield from several
            n += 2
            continue
        some = quantity(text, sentence, found[n])
        if some is not None:
            yield some
        n += 1


def figure(document: Document, sentence: Span, some: Quantity) -> Figure:
    """The quantity as a figure of the document, with its hedge, what it counts and whose it is."""
    text = document.text
    hedge = None
    low: float | None = some.low
    high: float | None = some.high
    if some.numeral is not None and some.value is not None:
        hedge = hedges.find(text, sentence.start, some.start, some.end, sentence.end)
        if hedge is None and some.end > some.numeral.end:
            late = hedges.behind().match(text, some.numeral.end, sentence.end)
            if late and late.end() <= some.end:
                hedge = hedges.Hedge(some.start, some.end, late.group().strip(" -").lower(), str(late.lastgroup))
        if hedge:
            low, high = hedges.interval(hedge.kind, some.value)
    start = min(some.start, hedge.start) if hedge else some.start
    end = max(some.end, hedge.end) if hedge else some.end
    span = Span(start, end)
    of = what(text, sentence, some)
    whose = counted.owner(text, sentence.start, span, of, age=some.kind == "age")
    return Figure(
        id=ident("f", document.id, start, end),
        document=document.id,
        span=span,
        text=span.of(text),
        value=some.value,
        low=low,
        high=high,
        unit=some.unit,
        of=of.of(text) if of else None,
        whose=whose.of(text) if whose else None,
        hedge=hedge.text if hedge else ("range" if some.value is None else None),
    )


def what(text: str, sentence: Span, some: Quantity) -> Span | None:
    """What is counted or measured: the noun phrase behind the number or behind "of"; the rate of money."""
    if some.kind in ("age", "family"):
        return None
    position = some.numeral.end if some.kind == "count" and some.numeral else some.end
    if some.kind == "currency" and (rate := RATE.match(text, some.end, sentence.end)):
        return Span(*rate.span("rate"))
    part = counted.part_of(text, some.end, sentence.end) or counted.part_of(text, position, sentence.end)
    if part:
        return part
    if some.kind == "count" and some.numeral is None:
        return None
    noun = counted.noun(text, position, sentence.end, one=some.kind != "count")
    return noun.span if noun and (some.kind == "count" or some.unit in ("%", "share", "percentage points")) else None
