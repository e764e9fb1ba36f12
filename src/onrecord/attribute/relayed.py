"""Attributions whose source only passes the words on: "Vesna quoted Ann Orr as saying that …".

There the words are Ann Orr's: she becomes the source, "quoted" and "as saying" the cue, and the outlet is left to the
chain. A bare "quoted her as saying" after a quotation that has its own speaker says nothing of its own and goes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.attribute.account import kind_of
from onrecord.attribute.outlets import Press, at
from onrecord.model import Attribution, Parsed, Span, ident

QUOTING = re.compile(r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\b")
AS_SAYING = re.compile(
    r"\s*(?P<who>[^,;:“”\"]{2,100}?) (?P<cue>as (?:saying|telling|writing|warning|stating|claiming))\b"
)
LED = re.compile(r"\bas (?:saying|telling|writing|warning|stating|claiming)$")
BARE = frozenset({"him", "her", "them", "it"})


def speakers_first(page: Press, parsed: Parsed, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions with the quoted person as the source where an outlet quotes somebody."""
    return tuple(b for a in attributions if (b := _turned(page, parsed, a)) is not None)


def _turned(page: Press, parsed: Parsed, attribution: Attribution) -> Attribution | None:
    text = parsed.document.text
    if not attribution.source or not attribution.cue:
        return attribution
    cue = attribution.cue[-1]
    outlet = at(page, attribution.source[0].start, attribution.source[0].end, any_name=True)
    if outlet is None or not QUOTING.search(cue.of(text)):
        return attribution
    end = next((s.end for s in parsed.sentences if s.holds(cue)), cue.end)
    found = AS_SAYING.match(text, cue.end, end)
    if found is None:
        return attribution
    who, saying = Span(*found.span("who")), Span(*found.span("cue"))
    content = tuple(_after(text, span, saying.end) for span in attribution.content)
    kept = tuple(span for span in content if span.end - span.start > 1)
    if not kept or who.of(text).casefold() in BARE:
        return None if not kept else attribution
    source, cues = (who,), (*attribution.cue, saying)
    return replace(
        attribution,
        id=ident("a", attribution.document, source, cues, kept),
        kind=kind_of(parsed, kept),
        source=source,
        cue=cues,
        content=kept,
    )


def _after(text: str, span: Span, floor: int) -> Span:
    """What of a content span stands after "as saying"; a span that ends before is left, unless it is those words."""
    if span.start >= floor or (span.end < floor and not LED.search(span.of(text))):
        return span
    start = min(floor, span.end)
    while start < span.end and text[start] in " ,:":
        start += 1
    return Span(start, span.end)
