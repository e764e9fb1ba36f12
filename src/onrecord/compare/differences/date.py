"""One thing on two days: when a statement was made, or when what a claim tells happened or lasted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.compare.access import around
from onrecord.compare.alike import overlap
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.wordwork import folded, plain
from onrecord.model import Attribution, Difference, DifferenceClass, Place, Time

OPEN = re.compile(r"^XXXX-WXX-(\d)")
DURATION = re.compile(r"^PT?(\d+(?:\.\d+)?)([YMWDHS])$")
# a date by its name: "in March 2017", "late on Tuesday", no "two days later"
NAMED = re.compile(
    r"\d{4}|\d.*[A-Z]|[A-Z].*\d"
    r"|^(?:(?:early|mid|late)[ -])?(?:on )?[A-Z]\w{2,}(?: (?:morning|afternoon|evening|night))?$"
)
FRAGMENT = 12  # words of a quoted run that may tie two statements, and statements that one run ties
REACH = 40  # characters between the cue and a time that dates it
REASONS = {
    "said": "the same words are dated to different days",
    "told": "the same is dated to days that exclude each other",
    "lasted": "the same is said to have lasted differently long",
}


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    yield from _two_speakers(context, drafts)
    for draft in drafts:
        if draft.claim.kind == "statement":
            yield from _said(context, draft)
        yield from _told(context, draft)


def _said(context: Context, draft: Draft) -> Iterator[Difference]:
    """When a statement was made, where two documents say so beside it."""
    rows: dict[str, list[tuple[Attribution, Time]]] = {s: [] for s in draft.statements}
    for i in dict.fromkeys(p.attribution for p in draft.pieces if p.attribution):
        a = context.attributions[i]
        if len(a.statements) == 1 and a.statements[0] in rows and (time := _time_of_saying(context, a)):
            rows[a.statements[0]].append((a, time))
    for told in rows.values():
        yield from _apart(context, draft, [t for _, t in told], "said", _quoted_alike(context, told))


def _two_speakers(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    """The same words as two speakers' in two documents, on two days."""
    runs: dict[tuple[str, ...], list[tuple[Draft, Attribution]]] = defaultdict(list)
    for draft in drafts:
        for i in dict.fromkeys(p.attribution for p in draft.pieces if p.attribution):
            a = context.attributions[i]
            for q in context.readings[a.document].quotes:
                if not any(c.meets(q.span) for c in a.content):
                    continue
                words = folded(q.inner.of(context.document(a.document).text))
                if 2 <= len(words) <= FRAGMENT:
                    runs[draft.story, *_bare(words)].append((draft, a))
    for rows in runs.values():
        for n, (draft, a) in enumerate(rows[:FRAGMENT]):
            for other, b in rows[n + 1 : FRAGMENT]:
                if a.document == b.document or draft is other or a.speaker == b.speaker:
                    continue
                one, two = _time_of_saying(context, a), _time_of_saying(context, b)
                if one and two and _alike(context, draft.story, a, b):
                    yield from _apart(context, draft, [one, two], "said", False)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A quoted fragment without the small words at its edges."""
    while words and words[0] in plain():
        words = words[1:]
    return words


def _alike(context: Context, story: str, a: Attribution, b: Attribution) -> bool:
    one, two = (frozenset(s for c in x.content for s in context.stems(x.document, c)) for x in (a, b))
    return len(one & two) >= 5 and overlap(context, story, one, two) >= 0.7


def _time_of_saying(context: Context, a: Attribution) -> Time | None:
    """The one day that the sentence of a statement gives outside the statement."""
    offset, text = around(context, a)
    near = [
        t
        for t in context.readings[a.document].times
        if t.type in ("DATE", "TIME") and ((t.earliest == t.latest and t.earliest) or OPEN.match(t.value))
        if offset <= t.span.start
        and t.span.end <= offset + len(text)
        and text[t.span.start - offset : t.span.end - offset].strip()
        and NAMED.search(t.text)
        and _beside(a, t)
    ]
    return near[0] if len(near) == 1 else None


def _beside(a: Attribution, time: Time) -> bool:
    """Whether a time dates the saying: it is in the words that say so, or stands at the cue or source."""
    if a.said.text:
        return time.text in a.said.text or a.said.text in time.text
    return any(
        -REACH <= time.span.start - s.end <= REACH or -3 <= s.start - time.span.end <= 3 for s in (*a.cue, *a.source)
    )


def _quoted_alike(context: Context, rows: Sequence[tuple[Attribution, Time]]) -> bool:
    return all(a.kind != "indirect" for a, _ in rows)


def _told(context: Context, draft: Draft) -> Iterator[Difference]:
    """The one date or duration in each piece of a claim."""
    dates: list[Time] = []
    spans: list[Time] = []
    figures: dict[str, frozenset[float | None]] = {}
    for piece in draft.pieces:
        inside = [t for t in context.readings[piece.document].times if piece.span.holds(t.span)]
        days = [t for t in inside if t.type == "DATE" and t.earliest and t.latest and NAMED.search(t.text)]
        lasting = [t for t in inside if t.type == "DURATION" and DURATION.match(t.value)]
        counted = frozenset(f.value for f in context.readings[piece.document].figures if piece.span.holds(f.span))
        if len(days) == 1:
            dates.append(days[0])
            figures[days[0].id] = counted
        spans += lasting if len(lasting) == 1 else []
    moved = [
        t
        for t in dates
        if any(
            figures[t.id] & figures[o.id] or not (figures[t.id] and figures[o.id])
            for o in dates
            if o.document != t.document
        )
    ]
    yield from _apart(context, draft, moved, "told", draft.claim.according_to is None)
    yield from _lasting(context, draft, spans)


def _apart(context: Context, draft: Draft, times: Sequence[Time], kind: str, sure: bool) -> Iterator[Difference]:
    """The first pair of intervals without a common day, with those that agree with either."""
    ordered = sorted(times, key=lambda t: (context.order[t.document], t.span))
    for n, first in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.document == first.document or not disjoint(first, other):
                continue
            class_: DifferenceClass = "contradiction" if sure else "compatible"
            yield difference(
                context,
                "date",
                class_,
                [Place(t.document, t.span) for t in ordered if t is first or _equal(t, first)],
                [Place(t.document, t.span) for t in ordered if t is other or _equal(t, other)],
                REASONS[kind],
                draft.claim.id,
            )
            return


def disjoint(a: Time, b: Time) -> bool:
    """Whether two times have no day in common; of a weekday in an undated document only the weekday is known."""
    if a.earliest and a.latest and b.earliest and b.latest:
        return a.latest < b.earliest or b.latest < a.earliest
    days = [weekday(t) for t in (a, b)]
    return None not in days and days[0] != days[1]


def weekday(time: Time) -> int | None:
    """1 for Monday to 7 for Sunday, if a time is one day."""
    if found := OPEN.match(time.value):
        return int(found[1])
    return date.fromisoformat(time.earliest).isoweekday() if time.earliest and time.earliest == time.latest else None


def _equal(a: Time, b: Time) -> bool:
    return (a.earliest, a.latest, a.value) == (b.earliest, b.latest, b.value)


def _lasting(context: Context, draft: Draft, times: Sequence[Time]) -> Iterator[Difference]:
    ordered = sorted(times, key=lambda t: (context.order[t.document], t.span))
    for n, first in enumerate(ordered):
        for other in ordered[n + 1 :]:
            a, b = DURATION.match(first.value), DURATION.match(other.value)
            if other.document == first.document or not a or not b or a[2] != b[2] or a[1] == b[1]:
                continue
            class_: DifferenceClass = "contradiction" if draft.claim.according_to is None else "compatible"
            yield difference(
                context,
                "figure",
                class_,
                [Place(t.document, t.span) for t in ordered if t.value == first.value],
                [Place(t.document, t.span) for t in ordered if t.value == other.value],
                REASONS["lasted"],
                draft.claim.id,
            )
            return
