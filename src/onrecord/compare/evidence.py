"""The pieces that claims are made of: what somebody is said to have said, and what outlets say in their own voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.wordwork import WORD, stem, stems
from onrecord.model import Attribution, Span

LEAST_WORDS = 3
QUOTED = 3  # words of a quotation that is not the outlet's own voice
PAST = re.compile(r"[a-z]{2,}ed")
PAST_OR_PRESENT = re.compile(r"[a-z]{2,}(?:ed|s|ew)")
LEFT_OVER = re.compile(
    r"(?:in|by|to|of|since|for|with|at|on|from|after|before|as|according|during|about|over|through|via)\b", re.I
)
EDGE = re.compile(r"^[\s,;:.–—\-’'”\"“‘)(]+|[\s,;:.–—\-’'“\"(]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that asserts something. `attribution` is None in the outlet's own voice; `stems` say what it is about."""

    document: str
    span: Span
    attribution: str | None
    stems: frozenset[str]
    low: frozenset[str] = frozenset()  # of these the stems of words that are no names; in the outlet's own voice only


def spoken(context: Context, attribution: Attribution) -> tuple[Piece, ...]:
    """One piece for each span of what is said; the stems are those of all of them."""
    found = frozenset(s for c in attribution.content for s in context.stems(attribution.document, c))
    return tuple(Piece(attribution.document, c, attribution.id, found) for c in attribution.content)


def clauses(context: Context, piece: Piece) -> tuple[Span, ...]:
    """The clauses of what is said, where a semicolon outside quotation marks parts them; none where nothing does."""
    text = context.document(piece.document).text
    quotes = [q.span for q in context.readings[piece.document].quotes if q.span.meets(piece.span)]
    cuts = [
        m.start()
        for m in re.finditer(";", text[piece.span.start : piece.span.end])
        if not any(q.start <= piece.span.start + m.start() < q.end for q in quotes)
    ]
    if not cuts:
        return ()
    ends = [-1, *cuts, piece.span.end - piece.span.start]
    found = (
        trimmed(context, piece.document, Span(piece.span.start + a + 1, piece.span.start + b))
        for a, b in pairwise(ends)
    )
    return tuple(span for span in found if span)


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
            if piece and _proposes(context.text(doc, piece), sentence.of(reading.document.text), at > sentence.start):
                about = subject(context, doc, piece)
                if len(about) >= LEAST_WORDS:
                    out.append(Piece(doc, piece, None, about, _low(context.text(doc, piece)) & about))
            at = max(at, hole.end)
    return tuple(out)


def _proposes(text: str, sentence: str, later: bool) -> bool:
    """Whether a stretch of a sentence says something by itself: it has a finite verb, is no question and no dateline,
    and is not what an attribution leaves over ("in remarks published by the ministry")."""
    if sentence.rstrip(' ”"’').endswith("?") or (later and LEFT_OVER.match(text)):
        return False
    return proposes(text, PAST if later else PAST_OR_PRESENT)


def proposes(text: str, verb: re.Pattern[str] = PAST_OR_PRESENT) -> bool:
    """Whether some words have a finite verb among them."""
    return any(w in finite() or verb.fullmatch(w) for w in WORD.findall(text))


@lru_cache(maxsize=1)
def finite() -> frozenset[str]:
    return frozenset(words.lines("finite"))


def _low(text: str) -> frozenset[str]:
    """The stems of the words that begin with a small letter."""
    return frozenset(stem(w) for w in WORD.findall(text) if w[0].islower())


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
