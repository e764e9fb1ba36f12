"""What happened or is to happen when: clauses that a time expression dates, the same in several documents as one."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from onrecord import words
from onrecord.compare.alike import Groups, overlap
from onrecord.compare.context import Context
from onrecord.compare.evidence import trimmed
from onrecord.model import Event, Modality, Place, Span, Time, ident

BREAK = re.compile(r"[,;:—–“”\"()]|\s(?:and|but|while|which|who|that|after|before|because|when)\s")
DUE = re.compile(r"\b(?:by|before|no later than)(?: the)? $")
LEAST = 3  # words of a clause beside its time
SAME = 0.5


@lru_cache(maxsize=1)
def _modal() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words.table("events")
    return re.compile("|".join(table["announced"])), re.compile("|".join(table["cancelled"]))


def events(context: Context) -> tuple[Event, ...]:
    """Dated clauses, in order of their days."""
    out: list[Event] = []
    for story, docs in context.stories:
        buckets: dict[tuple[str, str], list[tuple[str, Span, Modality, frozenset[str]]]] = defaultdict(list)
        for doc in docs:
            for time in context.readings[doc].times:
                if row := _event(context, doc, time):
                    earliest, latest = _days(context, doc, time)
                    buckets[earliest or "", latest or ""].append(row)
        for (earliest, latest), rows in sorted(buckets.items()):
            out += _merged(context, story, earliest or None, latest or None, rows)
    return tuple(out)


def _event(context: Context, doc: str, time: Time) -> tuple[str, Span, Modality, frozenset[str]] | None:
    if time.type not in ("DATE", "TIME") or not (time.earliest or time.latest):
        return None
    text = context.document(doc).text
    sentence = context.sentence(doc, time.span)
    clause = trimmed(context, doc, _clause(text, sentence, time.span))
    if clause is None or len(clause.of(text).split()) < LEAST + len(time.text.split()):
        return None
    return doc, clause, _modality(context, doc, clause, time), frozenset(context.stems(doc, clause))


def _days(context: Context, doc: str, time: Time) -> tuple[str | None, str | None]:
    """The days of an event: of one that is due by a day, those from publication to that day."""
    document = context.document(doc)
    if not DUE.search(document.text[max(0, time.span.start - 25) : time.span.start]):
        return time.earliest, time.latest
    known = document.published.basis in ("stated", "given")
    return (document.published.earliest if known else None), time.latest


def _clause(text: str, sentence: Span, time: Span) -> Span:
    """The part of a sentence between breaks that holds a time; the part before it too where it is short."""
    cuts = [m.start() for m in BREAK.finditer(text, sentence.start, time.start)]
    start = sentence.start
    for cut in reversed(cuts):
        if len(text[cut : time.start].split()) > LEAST:
            start = cut
            break
    ahead = BREAK.search(text, time.end, sentence.end)
    end = ahead.start() if ahead else sentence.end
    if start == sentence.start and len(text[start:end].split()) < LEAST + 2 and ahead:
        more = BREAK.search(text, ahead.end(), sentence.end)
        end = more.start() if more else sentence.end
    return Span(start, end)


def _modality(context: Context, doc: str, clause: Span, time: Time) -> Modality:
    announced, cancelled = _modal()
    said = clause.of(context.document(doc).text)
    published = context.document(doc).published
    if cancelled.search(said):
        return "cancelled"
    if published.latest and time.earliest and time.earliest > published.latest:
        return "announced"
    if announced.search(said) and not (published.earliest and time.latest and time.latest < published.earliest):
        return "announced"
    if published.latest and time.latest and time.latest <= published.latest:
        return "happened"
    return "unknown"


def _merged(
    context: Context,
    story: str,
    earliest: str | None,
    latest: str | None,
    rows: list[tuple[str, Span, Modality, frozenset[str]]],
) -> list[Event]:
    """Clauses of one interval that share most of their telling words are one event."""
    rows = list({(r[0], r[1]): r for r in reversed(rows)}.values())[::-1]  # a clause with two times of one day once
    groups = Groups(range(len(rows)))
    for i, one in enumerate(rows[:400]):
        for j in range(i):
            both = one[3] & rows[j][3]
            if len(both) >= 2 and one[0] != rows[j][0] and overlap(context, story, one[3], rows[j][3]) >= SAME:
                groups.join(i, j)
    out = []
    for group in groups.groups():
        doc, span, modality, _ = rows[group[0]]
        places = tuple(Place(rows[i][0], rows[i][1]) for i in group)
        text = context.text(doc, span)
        out.append(
            Event(
                id=ident("e", earliest, latest, *(f"{p.document} {p.span}" for p in places)),
                text=text,
                evidence=places,
                earliest=earliest,
                latest=latest,
                modality=modality,
            )
        )
    return out
