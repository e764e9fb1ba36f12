"""Undated documents dated through the others of their story: an interval with reasons, always `inferred`.

Every day on which the document can have been published is tried: its own times are resolved as if it had been
published that day, and each thing known speaks against the days that it excludes. A date told as past must not lie
ahead, an announced one not behind, a statement that a dated document places on a day cannot be quoted earlier, and
"on Friday" must be the Friday on which the same statement was made. The days with the least against them are the
interval. A document for which even those days leave two weekdays of different weeks may have been updated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.model import Attribution, Copy, Document, Published, Reading, Span, Statement, Time, TimeExpression
from onrecord.parse.times import find
from onrecord.parse.words import paragraphs
from onrecord.resolve.times import resolve_times
from onrecord.resolve.undated import UPDATED

__all__ = ["date_undated"]

BEFORE, AFTER = 30, 150  # days tried before the first and after the last dated document of the story
WEEKS = 28  # days after the last one within which a page without another bound is taken to belong to its story
STATED, TOLD, WEEKDAY = 4, 2, 1  # what speaks against a day: a dated statement, a date of its own, a bare weekday
LONG = 200  # days after which a date is told with its year
LONGEST = 150  # days from the first to the last dated document, above which a story tells no publication
WIDEST = 7  # days that the time of a statement may leave open to be of use

Interval = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Known:
    """A statement of the undated document that others place: its days, and the expression that dates it here."""

    days: Interval
    at: int | None  # index of the time expression that says when, in the undated document
    outlet: str | None


def date_undated(readings: Sequence[Reading], said: Sequence[Statement], copies: Sequence[Copy]) -> list[Reading]:
    """The readings, the undated ones with an inferred interval and inferred times where other documents settle them."""
    undated = [r for r in readings if _is_undated(r)]
    if not undated:
        return list(readings)
    stories: dict[str | None, list[Reading]] = defaultdict(list)
    for reading in readings:
        stories[reading.document.story].append(reading)
    by_id = {r.document.id: r for r in readings}
    of = {a.id: (a, r) for r in readings for a in r.attributions}
    spoken: dict[str, list[Statement]] = defaultdict(list)
    for statement in said:
        for i in statement.attributions:
            spoken[of[i][1].document.id].append(statement)
    shared: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        shared[copy.a].append(copy)
        shared[copy.b].append(copy)
    done = {}
    for reading in undated:
        own = reading.document.id
        links = [(c, by_id[c.b if c.a == own else c.a]) for c in shared[own]]
        linked = {r.document.id: r for _, r in links}
        linked |= {of[i][1].document.id: of[i][1] for s in spoken[own] for i in s.attributions}
        mates = {r.document.id: r for r in stories[reading.document.story] if reading.document.story} | linked
        if _spread(mates.values()) > LONGEST:
            mates = linked
        known = sorted({*_known(reading, spoken[own], of), *_quoted(reading, links)}, key=str)
        done[own] = _dated(reading, [r for i, r in sorted(mates.items()) if i != own], known, _sources(reading, links))
    return [done.get(r.document.id, r) for r in readings]


def _spread(readings: Iterable[Reading]) -> int:
    """Days from the first to the last dated document."""
    days = [d for r in readings if (d := _day(r.document.published.value)) is not None]
    return (max(days) - min(days)).days if days else 0


def _is_undated(reading: Reading) -> bool:
    return reading.document.published.value is None and reading.document.published.basis in ("unknown", "inferred")


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _dated(
    reading: Reading, mates: Sequence[Reading], known: Sequence[Known], after: Sequence[tuple[date, str]]
) -> Reading:
    days = sorted(d for r in mates if (d := _day(r.document.published.value)) is not None)
    if not days or (days[-1] - days[0]).days > LONGEST:
        return reading
    document = reading.document
    expressions = find(document.text, paragraphs(document))
    if len(expressions) != len(reading.times):
        return reading
    tried = [
        days[0] - timedelta(days=BEFORE) + timedelta(days=n)
        for n in range((days[-1] - days[0]).days + BEFORE + AFTER + 1)
    ]
    resolved = {day: resolve_times(expressions, _as_of(reading, day)) for day in tried}
    against = {day: _against(day, resolved[day], expressions, reading, known, after) for day in tried}
    least = min(sum(a.values()) for a in against.values())
    best = _nearest_run([day for day in tried if sum(against[day].values()) == least], days[0], days[-1])
    if len(best) == len(tried):
        return reading
    mixed = _mixes_weeks(best, resolved, expressions, known)
    published = _published(best, tried, against, mixed)
    flags = tuple(sorted({*document.flags, UPDATED})) if mixed else document.flags
    times = reading.times
    if published.earliest and published.latest:
        inside = [day for day in best if day.isoformat() <= published.latest]
        times = _settled(reading.times, expressions, resolved, inside)
    return replace(reading, document=replace(document, published=published, flags=flags), times=times)


def _nearest_run(best: Sequence[date], first: date, last: date) -> list[date]:
    """Of the runs of days without a gap, the one nearest to the dated documents, the earlier of two as near."""
    runs: list[list[date]] = []
    for day in best:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return min(runs, key=lambda run: (max((run[0] - last).days, (first - run[-1]).days, 0), run[0]))


def _as_of(reading: Reading, day: date) -> Document:
    iso = day.isoformat()
    return replace(reading.document, published=Published(value=iso, earliest=iso, latest=iso, basis="inferred"))


def _known(reading: Reading, said: Sequence[Statement], of: Mapping[str, tuple[Attribution, Reading]]) -> list[Known]:
    """Statements of the document that dated documents place within a week."""
    own = {a.id for a in reading.attributions}
    found = []
    for statement in said:
        here = [of[i][0] for i in statement.attributions if i in own]
        if not here:
            continue
        placed = [
            (span, r.document.outlet)
            for i in statement.attributions
            if i not in own
            for a, r in (of[i],)
            if not _is_undated(r) and (span := _placed(a)) is not None
        ]
        if not placed:
            continue
        (low, high), outlet = min(placed, key=lambda p: ((p[0][1] - p[0][0]).days, p[0], p[1] or ""))
        found += [Known((low, high), _index(reading, a), outlet) for a in here]
    return found


def _placed(attribution: Attribution) -> Interval | None:
    low, high = _day(attribution.said.earliest), _day(attribution.said.latest)
    return (low, high) if low and high and 0 <= (high - low).days <= WIDEST else None


def _index(reading: Reading, attribution: Attribution) -> int | None:
    """The time expression whose words the attribution gives as its time, the nearest to its cue."""
    if not attribution.said.text:
        return None
    mark = (attribution.cue or attribution.content)[0].start
    near = [
        (abs(t.span.start - mark), i)
        for i, t in enumerate(reading.times)
        if t.text == attribution.said.text and abs(t.span.start - mark) < 400
    ]
    return min(near)[1] if near else None


def _quoted(reading: Reading, links: Sequence[tuple[Copy, Reading]]) -> list[Known]:
    """Quoted words that a dated document shares and places within a week."""
    own = reading.document.id
    found = []
    for copy, other in links:
        if _is_undated(other):
            continue
        for passage in copy.passages:
            if passage.kind != "quote":
                continue
            here, there = (passage.a, passage.b) if copy.a == own else (passage.b, passage.a)
            placed = [d for a in _holding(other, there) if (d := _placed(a)) is not None]
            if placed:
                days = min(placed, key=lambda d: (d[1] - d[0], d))
                found += [Known(days, _index(reading, a), other.document.outlet) for a in _holding(reading, here)]
    return found


def _holding(reading: Reading, span: Span) -> list[Attribution]:
    return [a for a in reading.attributions if any(c.meets(span) for c in a.content)]


def _sources(reading: Reading, links: Sequence[tuple[Copy, Reading]]) -> list[tuple[date, str]]:
    """Days of dated documents that this one copies, with their outlets: it cannot be earlier."""
    found = []
    for copy, other in links:
        copied = copy.direction == ("a_from_b" if copy.a == reading.document.id else "b_from_a")
        day = _day(other.document.published.value)
        if copied and day:
            found.append((day, other.document.outlet or "another document"))
    return sorted(found)


def _against(
    day: date,
    times: Sequence[Time],
    expressions: Sequence[TimeExpression],
    reading: Reading,
    known: Iterable[Known],
    after: Iterable[tuple[date, str]],
) -> dict[str, int]:
    """What speaks against a day, by reason."""
    counts: dict[str, int] = defaultdict(int)
    own = reading.document.published
    if (own.earliest and day.isoformat() < own.earliest) or (own.latest and day.isoformat() > own.latest):
        counts["own"] += STATED
    for time, expression in zip(times, expressions, strict=True):
        speaks = _tells(day, time, expression)
        if speaks:
            counts[speaks] += TOLD
    for one in known:
        if day < one.days[0]:
            counts["statement"] += STATED
        elif one.at is not None:
            here = times[one.at]
            if here.earliest and here.latest and not (_meets(here, one.days)):
                counts["weekday"] += WEEKDAY
    for earlier, _ in after:
        if day < earlier:
            counts["source"] += TOLD
    return counts


def _tells(day: date, time: Time, expression: TimeExpression) -> str | None:
    """What a month or day without a year says against a day of publication."""
    meaning = expression.meaning
    without_year = meaning.value.startswith("XXXX-") and not meaning.value.startswith("XXXX-W")
    if not (without_year and meaning.kind == "calendar" and meaning.level in ("day", "month")):
        return None
    if expression.quoted or meaning.inside is not None or not time.earliest or not time.latest:
        return None
    long_ago = date.fromisoformat(time.latest) < day - timedelta(days=LONG)
    if expression.cue == "past" and (time.earliest > day.isoformat() or long_ago):
        return "past"
    return "ahead" if expression.cue == "future" and time.latest < day.isoformat() else None


def _meets(time: Time, days: Interval) -> bool:
    return bool(time.earliest and time.latest) and (
        str(time.earliest) <= days[1].isoformat() and str(time.latest) >= days[0].isoformat()
    )


REASONS = {
    "own": "its own dates",
    "past": "dates that it tells as past",
    "ahead": "dates that it announces",
    "statement": "statements that other documents date",
    "weekday": "weekdays of statements that other documents date",
    "source": "documents that it copies",
}


def _published(
    best: Sequence[date],
    tried: Sequence[date],
    against: Mapping[date, Mapping[str, int]],
    mixed: bool,
) -> Published:
    """The interval, with the reasons that exclude the days beside it. Where nothing else bounds its end, a page that
    shows no sign of an update is taken to belong to the weeks of its story."""
    low = best[0] if best[0] != tried[0] else None
    high: date | None = best[-1]
    if high == tried[-1]:
        assumed = tried[-1] - timedelta(days=AFTER - WEEKS)
        high = assumed if low and low <= assumed and not mixed else None
        reason = [f"within {WEEKS} days of the last dated document of its story"] * bool(high)
    else:
        reason = []
    beside = [best[0] - timedelta(days=1)] * bool(low) + [best[-1] + timedelta(days=1)]
    names = {name for day in beside for name, n in against.get(day, {}).items() if n > against[best[0]].get(name, 0)}
    reasons = [text for name, text in REASONS.items() if name in names] + reason
    return Published(
        earliest=low.isoformat() if low else None,
        latest=high.isoformat() if high else None,
        basis="inferred" if low or high else "unknown",
        evidence="; ".join(reasons) or None,
    )


def _mixes_weeks(
    best: Sequence[date],
    resolved: Mapping[date, Sequence[Time]],
    expressions: Sequence[TimeExpression],
    known: Iterable[Known],
) -> bool:
    """Whether no day makes all the bare weekdays of dated statements fall where they belong, or one never does."""
    marked = [k for k in known if k.at is not None and expressions[k.at].meaning.value.startswith("XXXX-WXX-")]
    if any(not any(_meets(times[k.at], k.days) for times in resolved.values()) for k in marked if k.at is not None):
        return True
    return not any(all(_meets(resolved[day][k.at], k.days) for k in marked if k.at is not None) for day in best)


def _settled(
    times: Sequence[Time],
    expressions: Sequence[TimeExpression],
    resolved: Mapping[date, Sequence[Time]],
    best: Sequence[date],
) -> tuple[Time, ...]:
    """Open times that mean the same on every day on which the document can have been published."""
    done = []
    for i, time in enumerate(times):
        readings = {(resolved[day][i].value, resolved[day][i].earliest, resolved[day][i].latest) for day in best}
        value, earliest, latest = min(readings, key=str)
        some = expressions[i].meaning.inside is not None and expressions[i].meaning.value.startswith("XXXX-WXX-")
        if len(readings) == 1 and not some and time.earliest is None and earliest and time.value.startswith("XXXX"):
            anchor = f"publication {best[0].isoformat()} to {best[-1].isoformat()}"
            done.append(replace(time, value=value, earliest=earliest, latest=latest, basis="inferred", anchor=anchor))
        else:
            done.append(time)
    return tuple(done)
