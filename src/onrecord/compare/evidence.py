"""The pieces that claims are made of: what somebody is said to have said, and what outlets say in their own voice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.compare.context import Context
from onrecord.compare.wordwork import stems
from onrecord.model import Attribution, Span

LEAST_WORDS = 3
QUOTED = 3  # words of a quotation that is not the outlet's own voice
EDGE = re.compile(r"^[\s,;:.–—\-’'”\"“‘)(]+|[\s,;:.–—\-’'“\"(]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that asserts something. `attribution` is None in the outlet's own voice; `stems` say what it is about."""

    document: str
    span: Span
    attribution: str | None
    stems: frozenset[str]


def spoken(context: Context, attribution: Attribution) -> tuple[Piece, ...]:
    """One piece for each span of what is said; the stems are those of all of them."""
    found = frozenset(s for c in attribution.content for s in context.stems(attribution.document, c))
    return tuple(Piece(attribution.document, c, attribution.id, found) for c in attribution.content)


def subject(context: Context, doc: str, span: Span) -> frozenset[str]:
    """The stems of a span that say what it is about: without its numbers and times, which are what may differ."""
    text = context.text(doc, span)
    for t in context.times_in(doc, span):
        a, b = max(0, t.span.start - span.start), min(len(text), t.span.end - span.start)
        text = text[:a] + " " * (b - a) + text[b:]
    return frozenset(s for s in stems(text) if not s[0].isdigit())


def voiced(context: Context, doc: str) -> tuple[Piece, ...]:
    """The stretches of a document that no attribution takes in, sentence by sentence."""
    reading = context.readings[doc]
    said = [s for a in reading.attributions for s in (*a.content, *a.source, *a.cue)]
    quoted = [q.span for q in reading.quotes if len(context.text(doc, q.inner).split()) >= QUOTED]
    taken = sorted({*said, *quoted})
    out: list[Piece] = []
    first = 0
    for sentence in reading.sentences:
        while first < len(taken) and taken[first].end <= sentence.start and taken[first].start < sentence.start:
            first += 1
        holes = [t for t in taken[first:] if t.start < sentence.end and t.meets(sentence)]
        at = sentence.start
        for hole in [*holes, Span(sentence.end, sentence.end)]:
            piece = trimmed(context, doc, Span(at, max(at, hole.start)))
            if piece:
                about = subject(context, doc, piece)
                if len(about) >= LEAST_WORDS:
                    out.append(Piece(doc, piece, None, about))
            at = max(at, hole.end)
    return tuple(out)


def trimmed(context: Context, doc: str, span: Span) -> Span | None:
    """The span without white space and punctuation at its edges; None if nothing is left."""
    text = context.text(doc, span)
    lead = EDGE.match(text)
    start = span.start + (lead.end() if lead and lead.start() == 0 else 0)
    tail = EDGE.search(text, start - span.start)
    end = span.end
    if tail and tail.end() == len(text):
        end = span.start + tail.start()
    return Span(start, end) if end > start else None
