"""One event on two days: clauses of two documents that say the same, each dated to one day, and the days differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.compare.alike import overlap
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.date import disjoint, weekday
from onrecord.compare.differences.sides import difference
from onrecord.compare.events import dated
from onrecord.compare.evidence import PAST, finite, subject
from onrecord.compare.wordwork import WORD, stem
from onrecord.model import Difference, Place, Span, Time

POSTINGS = 40
SHARED = 3  # telling words of two clauses
SAME = 0.6  # their weight
SURE = 0.75
APART = 2  # days between two dates of what few words tell to be one event
LONGEST = 25  # words of a clause that dates one thing
GROWING = re.compile(
    r"\b(?:by|until|since|from|before|after|as of)(?: the| late| early)? $"
)  # does not date what happened
LINKING = frozenset(("was", "were", "had", "has", "have", "did", "said", "is", "are"))
REASON = "one event is dated to two days"


@dataclass(frozen=True, slots=True)
class Dated:
    time: Time
    clause: Span
    about: frozenset[str]
    verbs: frozenset[str]
    figures: frozenset[float]
    speaker: str | None


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for story, docs in context.stories:
        index: dict[str, list[Dated]] = defaultdict(list)
        done: set[tuple[str, int]] = set()
        for doc in docs:
            found = list(_dated(context, doc))
            for row in found:
                best = _rival(context, story, row, index)
                key = (best.time.document, best.time.span.start) if best else ("", 0)
                if best is None or key in done:
                    continue
                done.add(key)
                sure = best.speaker is row.speaker is None and overlap(context, story, best.about, row.about) >= SURE
                here, there = (Place(r.time.document, r.time.span) for r in (best, row))
                yield difference(context, "date", "contradiction" if sure else "compatible", [here], [there], REASON)
            for row in found:
                for word in sorted(row.about):
                    index[word].append(row)


def _dated(context: Context, doc: str) -> Iterator[Dated]:
    """The clauses of a document that one day dates."""
    text = context.document(doc).text
    for time in context.readings[doc].times:
        if time.type not in ("DATE", "TIME") or weekday(time) is None:
            continue
        clause = dated(context, doc, time)
        lead = text[max(0, time.span.start - 14) : time.span.start]
        if clause is None or GROWING.search(lead) or len(clause.of(text).split()) > LONGEST:
            continue
        if sum(t.type in ("DATE", "TIME") for t in context.times_in(doc, clause)) > 1:
            continue
        held = context.holders(doc, time.span)
        verbs = frozenset(
            stem(w) for w in WORD.findall(clause.of(text)) if (PAST.fullmatch(w) or w in finite()) and w not in LINKING
        )
        figures = frozenset(
            f.value for f in context.readings[doc].figures if clause.holds(f.span) and f.value is not None
        )
        yield Dated(time, clause, subject(context, doc, clause), verbs, figures, held[0].speaker if held else None)


def _rival(context: Context, story: str, row: Dated, index: dict[str, list[Dated]]) -> Dated | None:
    """The earlier clause that says the same of another day, the nearest in words."""
    near = {
        (r.time.document, r.time.span): r
        for word in sorted(row.about)
        for r in index.get(word, ())[:POSTINGS]
        if r.time.document != row.time.document
    }
    scored = []
    for key in sorted(near):
        other = near[key]
        both = other.about & row.about
        all_of_one = both in (other.about, row.about) and len(both) == SHARED - 1 and _near(other.time, row.time)
        if (len(both) < SHARED and not all_of_one) or not other.verbs & row.verbs or other.figures != row.figures:
            continue
        score = overlap(context, story, other.about, row.about)
        if score < SAME:
            continue
        if not disjoint(other.time, row.time):
            return None  # the same day stands in another report too
        scored.append((-score, context.order[other.time.document], other.time.span, other))
    return min(scored, key=lambda s: s[:3])[3] if scored else None


def _near(a: Time, b: Time) -> bool:
    """Whether two days are at most two apart; of open weekdays, in one week."""
    x, y = weekday(a) or 0, weekday(b) or 0
    return min((x - y) % 7, (y - x) % 7) <= APART and (
        not (a.earliest and b.earliest)
        or abs((date.fromisoformat(a.earliest) - date.fromisoformat(b.earliest)).days) <= APART
    )
