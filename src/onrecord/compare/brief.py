"""The section "In short": a fixed list of questions, each answered by spans of the documents."""

from __future__ import annotations

from onrecord import words
from onrecord.compare.context import Context
from onrecord.model import Brief, Claim, Difference, Event, Span, Status

ANSWERS = 3  # to one question in one story
LEAST_WORDS = 8


def brief(
    context: Context,
    claims: tuple[Claim, ...],
    differences: tuple[Difference, ...],
    events: tuple[Event, ...],
    statuses: tuple[Status, ...],
) -> tuple[Brief, ...]:
    """For each story of several documents the answers to each question, best first."""
    ask = words.table("questions")
    out: list[Brief] = []
    for _, docs in context.stories:
        if len({context.outlet(d) for d in docs}) < 2:
            continue
        inside = set(docs)
        out += _first(context, docs, ask["what"])
        said = [c for c in claims if c.kind == "statement" and c.outlets > 1 and c.evidence[0].document in inside]
        said.sort(key=lambda c: (-c.outlets, context.order[c.evidence[0].document], c.evidence[0].span))
        out += [Brief(ask["who"], c.evidence[0].document, c.evidence[0].span) for c in said[:ANSWERS]]
        rank = {"contradiction": 0, "over_time": 1}
        apart = [d for d in differences if d.a.document in inside]
        apart.sort(key=lambda d: (rank.get(d.class_, 2), context.order[d.a.document], d.a.span))
        out += [Brief(ask["differ"], side.document, side.span) for d in apart[:ANSWERS] for side in (d.a, d.b)]
        counted = [c for c in claims if c.kind == "figure" and c.outlets > 1 and c.evidence[0].document in inside]
        counted.sort(key=lambda c: (-c.outlets, context.order[c.evidence[0].document], c.evidence[0].span))
        out += [Brief(ask["count"], c.evidence[0].document, c.evidence[0].span) for c in counted[:ANSWERS]]
        coming = [e for e in events if e.modality == "announced" and e.evidence[0].document in inside]
        coming.sort(key=lambda e: (-len(e.evidence), e.earliest or "9999", e.id))
        out += [Brief(ask["next"], e.evidence[0].document, e.evidence[0].span) for e in coming[:ANSWERS]]
        held = [s for s in statuses if s.evidence[0].document in inside]
        out += [Brief(ask["status"], s.evidence[0].document, s.evidence[0].span) for s in held[:ANSWERS]]
    return tuple(dict.fromkeys(out))


def _first(context: Context, docs: tuple[str, ...], question: str) -> list[Brief]:
    """The first full sentence of the earliest document."""
    for doc in docs:
        text = context.document(doc).text
        for sentence in context.readings[doc].sentences:
            if len(Span.of(sentence, text).split()) >= LEAST_WORDS:
                return [Brief(question, doc, sentence)]
    return []
