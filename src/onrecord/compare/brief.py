"""The section "In short": a fixed list of questions, each answered by spans of the documents.

Answers are whole sentences where these are not too long, so that each reads by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.evidence import proposes, trimmed
from onrecord.model import Brief, Claim, Difference, Event, Place, Span, Status

ANSWERS = 3  # to one question in one story
LEAST_WORDS = 8
LONGEST = 50  # words of a sentence that is an answer as a whole
CENTRAL = 0.5  # of what most documents share the document that is quoted first has at least this much
FIRST = {"contradiction": 0, "over_time": 1}
FACETS = ("date", "list", "status", "figure", "quote", "modality", "attribution", "role", "name")
DATELINE = re.compile(r"[^\n.]{2,80}?\([^()\n]{1,40}\)\s*[—–-]\s*")
BACK = 300  # characters to the mark that opens a quotation


def brief(
    context: Context,
    claims: tuple[Claim, ...],
    differences: tuple[Difference, ...],
    events: tuple[Event, ...],
    statuses: tuple[Status, ...],
) -> tuple[Brief, ...]:
    """For each story of several outlets the answers to each question, best first."""
    ask = words.table("questions")
    story = context.story_of
    of: dict[str, tuple[list[Claim], list[Difference], list[Event], list[Status]]] = {}
    for name, docs in context.stories:
        if len({context.outlet(d) for d in docs}) > 1:
            of[name] = ([], [], [], [])
    for claim in claims:
        if found := of.get(story[claim.evidence[0].document]):
            found[0].append(claim)
    for difference in differences:
        if found := of.get(story[difference.a.document]):
            found[1].append(difference)
    for event in events:
        if found := of.get(story[event.evidence[0].document]):
            found[2].append(event)
    for status in statuses:
        if found := of.get(story[status.evidence[0].document]):
            found[3].append(status)
    out: list[Brief] = []
    for name, docs in context.stories:
        if name not in of:
            continue
        carried, apart, dated, held = of[name]
        answers: tuple[tuple[str, Iterator[Place]], ...] = (
            ("what", _lead(context, docs, carried)),
            ("who", _said(context, carried)),
            ("differ", _apart(context, apart)),
            ("count", _counted(context, carried)),
            ("next", _coming(context, docs, dated)),
            ("status", _contested(context, held)),
        )
        out += [Brief(ask[key], p.document, p.span) for key, places in answers for p in places]
    return tuple(dict.fromkeys(out))


def _whole(context: Context, place: Place) -> Place:
    """The sentence around a place, or the place itself where that is long."""
    span = trimmed(context, place.document, context.sentence(place.document, place.span))
    if span is None or len(context.text(place.document, span).split()) > LONGEST:
        return place
    text = context.document(place.document).text
    start = span.start - (text[span.start - 1 : span.start] in ("“", "‘", '"') and span.start > 0)
    said = text[start : span.end]
    if said.count("”") > said.count("“") and (mark := text.rfind("“", max(0, start - BACK), start)) >= 0:
        start = mark
    end = span.end
    while end < len(text) and text[end] in '.!?”’"':
        end += 1
    return Place(place.document, Span(start, end))


def _published(context: Context, doc: str) -> tuple[str, str]:
    """The time of publication as far as it is known, then the id: for ordering."""
    published = context.document(doc).published
    return published.value or published.latest or "9999", doc


def _lead(context: Context, docs: Sequence[str], carried: Sequence[Claim]) -> Iterator[Place]:
    """The first full sentence of the earliest of the documents that have most in common with the others."""
    shared = dict.fromkeys(docs, 0)
    for claim in carried:
        for doc in {e.document for e in claim.evidence} if claim.outlets > 1 else ():
            shared[doc] += 1
    most = max(shared.values())
    for doc in sorted((d for d in docs if shared[d] >= CENTRAL * most), key=lambda d: _published(context, d)):
        text = context.document(doc).text
        for sentence in context.readings[doc].sentences:
            said = sentence.of(text)
            if len(said.split()) >= LEAST_WORDS and proposes(said) and not said.rstrip('”"’ ').endswith("?"):
                line = DATELINE.match(said)
                whole = _whole(context, Place(doc, sentence))
                yield (
                    Place(doc, Span(max(whole.span.start, sentence.start + line.end()), whole.span.end))
                    if line
                    else whole
                )
                return


def _said(context: Context, carried: Sequence[Claim]) -> Iterator[Place]:
    """What most outlets carry of each of the speakers carried most, at a place that names the speaker."""
    said = [c for c in carried if c.kind == "statement" and c.outlets > 1 and c.according_to]
    said.sort(key=lambda c: (-c.outlets, context.order[c.evidence[0].document], c.evidence[0].span))
    speakers: set[str | None] = set()
    for claim in said:
        if claim.according_to in speakers or len(speakers) == ANSWERS:
            continue
        name = (context.actor_name(claim.according_to) or "").split()
        places = [_whole(context, Place(e.document, e.span)) for e in claim.evidence if e.attribution]
        named = [p for p in places if name and name[-1] in context.text(p.document, p.span)]
        if named:
            speakers.add(claim.according_to)
            yield named[0]


def _apart(context: Context, differences: Sequence[Difference]) -> Iterator[Place]:
    """Both sides of the differences that weigh most; no sentence twice."""
    ranked = sorted(
        differences,
        key=lambda d: (
            FIRST.get(d.class_, 2),
            FACETS.index(d.facet),
            context.order[d.a.document],
            d.a.span,
            d.b.document,
            d.b.span,
        ),
    )
    used: set[Place] = set()
    pairs = 0
    for d in ranked:
        sides = [_whole(context, Place(s.document, s.span)) for s in (d.a, d.b)]
        if pairs < ANSWERS and not used & set(sides) and sides[0] != sides[1]:
            used |= set(sides)
            pairs += 1
            yield from sides


def _counted(context: Context, carried: Sequence[Claim]) -> Iterator[Place]:
    counted = [c for c in carried if c.kind == "figure" and c.outlets > 1]
    counted.sort(key=lambda c: (-c.outlets, context.order[c.evidence[0].document], c.evidence[0].span))
    for claim in counted[:ANSWERS]:
        yield _whole(context, Place(claim.evidence[0].document, claim.evidence[0].span))


def _coming(context: Context, docs: Sequence[str], events: Sequence[Event]) -> Iterator[Place]:
    """What is announced for a day after the last report, the nearest first of those that most documents tell."""
    last = max((context.document(d).published.latest or "" for d in docs), default="")
    coming = [e for e in events if e.modality == "announced" and (e.earliest or e.latest or "") > last]
    coming.sort(key=lambda e: (-len(e.evidence), e.earliest or e.latest or "9999", e.id))
    for event in coming[:ANSWERS]:
        yield _whole(context, event.evidence[0])


def _contested(context: Context, statuses: Sequence[Status]) -> Iterator[Place]:
    """What holders call the things that most of them give a name."""
    holders: dict[str, set[str | None]] = {}
    for s in statuses:
        holders.setdefault(s.subject.lower(), set()).add(s.according_to)
    ranked = sorted(
        statuses,
        key=lambda s: (-len(holders[s.subject.lower()]), context.order[s.evidence[0].document], s.evidence[0].span),
    )
    seen: set[str | None] = set()
    for s in ranked:
        if s.according_to and s.according_to not in seen and len(seen) < ANSWERS:
            seen.add(s.according_to)
            yield _whole(context, s.evidence[0])
