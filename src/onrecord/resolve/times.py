"""Time expressions to TIMEX3 values and intervals of days, against the day of the document and the dates spoken of.

What the document cannot say by itself stays open: a bare weekday of an undated document is `XXXX-WXX-5`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from sys import maxsize

from onrecord.model import Document, Rival, Span, Time, TimeExpression, TimeMeaning, ident
from onrecord.parse.times import find
from onrecord.parse.words import paragraphs
from onrecord.resolve.calendar import Interval, day_value, holiday, interval, nth_weekday, shifted, third, week_value

__all__ = ["resolve_times", "times"]

NEAR = 60  # days that a month and day may lie back although its sentence looks ahead
FAR = 100  # days that a date of the next year may lie ahead although its sentence looks back
HEAD = 60  # characters at the head of a paragraph in which its own date stands
NOTE = re.compile(r"\W*(?:updated?|corrections?|corrected|clarification|editor['’]s note)\b", re.IGNORECASE)
OPEN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "2W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value with the days it names (None where open or no date), the anchor used and rival readings."""

    value: str
    days: Interval | None = None
    anchor: str | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(slots=True)
class State:
    """What has been read so far: the dates spoken of, latest last, and the passage's own day."""

    document: date | None
    said: date | None = None  # when what is quoted here was said
    last: Answer | None = None
    last_at: int = -1
    last_day: date | None = None
    scene: date | None = None  # the day of which the document speaks first
    paragraph_day: date | None = None  # the last day spoken of in this paragraph
    paragraph_start: int = 0
    last_year: int | None = None
    last_period: Answer | None = None
    period_at: int = -1
    open_day: str | None = None  # a month and day without a year, with its weekday: "03-09-7"
    narrative: bool = False


def times(document: Document) -> tuple[Time, ...]:
    """All time expressions of a document, found and resolved, in order of position."""
    return resolve_times(find(document.text, paragraphs(document)), document)


def resolve_times(expressions: tuple[TimeExpression, ...], document: Document) -> tuple[Time, ...]:
    """Resolves expressions in order; spans refer to `document.text`, dates are ISO days."""
    own = _day(document.published.value)
    state = State(document=own, narrative=_is_narrative(expressions, document))
    spans = paragraphs(document)
    kinds = {p.span.start: p.kind for p in document.paragraphs}
    found: list[Time] = []
    entry = own  # the day of the live entry that is being read
    for index, group in groupby(expressions, key=lambda e: bisect_right(spans, (e.span.start, maxsize)) - 1):
        members = list(group)
        state.paragraph_day, state.paragraph_start = None, spans[index].start
        state.document = entry
        head = spans[index].of(document.text)[:HEAD]
        dated = _passage(members[0], spans[index], state)
        if dated and kinds.get(spans[index].start) == "entry":
            entry = state.document = dated
        elif dated and NOTE.match(head):
            state.document = dated
        state.said = _said(members, state)
        for expression in members:
            found.append(_one(document, expression, state))
    return tuple(found)


def _one(document: Document, expression: TimeExpression, state: State) -> Time:
    """Resolves one expression; inside a quotation it is counted from the day of the saying, where one is told."""
    passage = state.document
    if expression.quoted and state.said:
        state.document = state.said
    answer = _edged(expression.meaning, resolve_one(expression, state))
    state.document = passage
    remember(expression, answer, state)
    return _time(document, expression, answer)


def _passage(expression: TimeExpression, paragraph: Span, state: State) -> date | None:
    """The day that stands at the head of a paragraph."""
    meaning = expression.meaning
    if expression.span.start - paragraph.start > HEAD or meaning.level != "day" or meaning.kind == "shift":
        return None
    answer = resolve_one(replace(expression, meaning=replace(meaning, clock="")), state)
    return answer.days[0] if answer.days and answer.days[0] == answer.days[1] else None


def _said(members: list[TimeExpression], state: State) -> date | None:
    """The day on which what a paragraph quotes was said, where it tells one outside the quotation."""
    for expression in members:
        meaning = expression.meaning
        if expression.said and not expression.quoted and meaning.level == "day" and meaning.base == "document":
            days = resolve_one(replace(expression, meaning=replace(meaning, clock="")), state).days
            if days and days[0] == days[1] and state.document and abs((days[0] - state.document).days) < 60:
                return days[0]
    return None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _is_narrative(expressions: tuple[TimeExpression, ...], document: Document) -> bool:
    """Whether a text tells history: many explicit years, none of them the document's, and next to nothing counted
    from its own day."""
    day = _day(document.published.value)
    explicit = [e.meaning.value[:4] for e in expressions if e.meaning.kind == "fixed" and re.match(r"\d{4}", e.meaning.value)]
    own = sum(
        e.meaning.kind == "shift" and e.meaning.base == "document" or e.meaning.value.startswith("XXXX-WXX-")
        for e in expressions
    )
    foreign = [year for year in explicit if day is None or abs(int(year) - day.year) > 1]
    return len(foreign) >= 5 and len(foreign) >= 0.7 * len(explicit) and own <= 0.15 * len(expressions)


def _time(document: Document, expression: TimeExpression, answer: Answer) -> Time:
    days = answer.days
    return Time(
        id=ident("t", document.id, *expression.span),
        document=document.id,
        span=expression.span,
        text=expression.span.of(document.text),
        type=expression.type,
        value=answer.value,
        earliest=days[0].isoformat() if days else None,
        latest=days[1].isoformat() if days else None,
        rule=expression.rule,
        anchor=answer.anchor,
        rivals=answer.rivals,
    )


def _edged(meaning: TimeMeaning, answer: Answer) -> Answer:
    if meaning.edge and answer.days:
        return replace(answer, days=third(answer.value, answer.days, meaning.edge))
    return answer


def remember(expression: TimeExpression, answer: Answer, state: State) -> None:
    """Keeps a resolved date as the date spoken of."""
    meaning = expression.meaning
    if expression.type in ("DURATION", "SET") or answer.value.endswith("_REF"):
        return
    match = re.match(r"XXXX-(\d\d-\d\d)", answer.value)
    if match and meaning.unit:
        state.open_day = f"{match.group(1)}-{meaning.unit}"
    if answer.days is None:
        return
    state.last, state.last_at = answer, expression.span.end
    state.last_year = answer.days[0].year
    if answer.days[0] == answer.days[1]:
        state.last_day = state.paragraph_day = answer.days[0]
        if not expression.quoted:
            state.scene = state.scene or answer.days[0]
    if re.match(r"\d{4}-[QH]\d", answer.value) and meaning.unit != "YA" and not (meaning.kind == "shift" and meaning.value):
        state.last_period, state.period_at = answer, expression.span.end


def resolve_one(expression: TimeExpression, state: State) -> Answer:
    """The value of one expression in the state of reading."""
    meaning = expression.meaning
    if meaning.kind == "fixed":
        days = interval(meaning.value) if expression.type in ("DATE", "TIME") else None
        return Answer(_with_clock(meaning.value, meaning.clock), days)
    if meaning.kind == "shift":
        answer = resolve_shift(expression, state)
    else:
        answer = resolve_calendar(expression, state)
    return _clocked(answer, meaning.clock)


def _with_clock(value: str, clock: str) -> str:
    return value + clock if clock else value


def _clocked(answer: Answer, clock: str) -> Answer:
    if not clock:
        return answer
    if clock == "T24:00" and answer.days:  # midnight is the end of the day that is named
        start = answer.days[0]
        following = start + timedelta(days=1)
        return replace(answer, value=f"{day_value(following)}T00:00", days=(start, following))
    return replace(answer, value=answer.value + ("T00:00" if clock == "T24:00" else clock))


def _stated(day: date) -> str:
    return f"document {day.isoformat()}"


# --------------------------------------------------------------------------------------- shifts
def resolve_shift(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    if meaning.unit == "YA":
        return _year_ago(expression, state)
    if meaning.amount is None:
        return Answer(meaning.value)
    if meaning.level == "quarter" and meaning.base == "reference":
        return _quarter_then(meaning, state)
    if meaning.base == "document":
        if state.document is None:
            return Answer(OPEN.get(meaning.unit, "XXXX"))
        return _answer(shifted(state.document, meaning.unit, meaning.amount), _stated(state.document))
    return _shift_reference(expression, state)


def _answer(value: str | None, anchor: str) -> Answer:
    return Answer(value, interval(value), anchor) if value else Answer("XXXX")


def _shift_reference(expression: TimeExpression, state: State) -> Answer:
    """Counted from the date spoken of: "the next day", "two years earlier", "6 a.m." of the day that is told of."""
    meaning = expression.meaning
    amount = meaning.amount or 0
    base: date | None
    if meaning.clock and expression.span.start - state.paragraph_start < 2:  # the head of a live entry
        base = state.document
    elif meaning.clock and not amount:
        base = state.last_day if state.narrative else state.paragraph_day or _scene(expression, state)
    elif meaning.unit == "D":
        base = state.last_day
    else:
        base = state.last.days[0] if state.last and state.last.days else None
    if base is not None:
        return _answer(shifted(base, meaning.unit, amount), f"date before {base.isoformat()}")
    if state.document is not None:
        return _answer(shifted(state.document, meaning.unit, amount), _stated(state.document))
    return Answer(OPEN.get(meaning.unit, "XXXX"))


def _scene(expression: TimeExpression, state: State) -> date | None:
    """The day on which a bare clock or part of the day falls: that of which the document tells first."""
    if expression.cue == "future" and state.scene and state.document and state.scene < state.document:
        return state.document
    return state.scene or state.document


def _year_ago(expression: TimeExpression, state: State) -> Answer:
    """"a year earlier": the same period of the year before, where a period has just been spoken of."""
    near = state.last_period is not None and expression.span.start - state.period_at < 400
    if near and state.last_period and state.last_period.days:
        value = state.last_period.value
        return _answer(f"{int(value[:4]) - 1}{value[4:]}", f"period before {value}")
    base = state.document or (state.last_day if state.last_day else None)
    if base is None:
        return Answer("XXXX")
    return _answer(shifted(base, "Y", -1), _stated(base))


def _quarter_then(meaning: TimeMeaning, state: State) -> Answer:
    if state.last_period and "Q" in state.last_period.value:
        value = state.last_period.value
        if meaning.value:
            value = meaning.value + value[4:]
        return _answer(value, f"period before {state.last_period.value}")
    if meaning.value:
        return Answer(meaning.value, interval(meaning.value))
    if state.document is None:
        return Answer("XXXX-QX")
    return _answer(shifted(state.document, "Q", -1), _stated(state.document))


# ------------------------------------------------------------------------------------- calendar
def resolve_calendar(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    if meaning.inside is not None:
        return _inside(expression, state)
    if meaning.value.startswith("XXXX-WXX-WE"):
        return _weekend(expression, state)
    if meaning.value.startswith("XXXX-WXX-"):
        return _weekday(expression, state)
    if meaning.level == "edge":
        return Answer("XXXX")
    return _in_year(expression, state)


def _inside(expression: TimeExpression, state: State) -> Answer:
    """A part of a period that is named beside it."""
    meaning = expression.meaning
    assert meaning.inside is not None
    whole = resolve_one(replace(expression, meaning=meaning.inside), state)
    if meaning.level == "week" and meaning.value in ("of", "to"):
        if not whole.days:
            return Answer("XXXX-WXX")
        value, last = week_value(whole.days[0]), whole.days[0]
        days = interval(value) if meaning.value == "of" else (last - timedelta(days=6), last)
        return Answer(value, days, whole.anchor)
    if not whole.days:
        return Answer(_open_value(meaning.value) if meaning.level != "nth" else "XXXX-XX-XX")
    start, end = whole.days
    if meaning.level == "nth":
        return _nth(meaning, start, end, whole.anchor)
    if meaning.value.startswith("XXXX-WXX-"):
        if (end - start).days > 7:
            return Answer(whole.value, third(whole.value, whole.days, meaning.inside.edge) if meaning.inside.edge else whole.days, whole.anchor)
        weekday = int(meaning.value[9])
        return _answer(day_value(start + timedelta(days=weekday - 1)), whole.anchor or "")
    if meaning.value.startswith("holiday "):
        found = holiday(meaning.value[8:], start.year)
        return _answer(day_value(found), whole.anchor or "") if found else Answer("XXXX-XX-XX")
    return _answer(f"{start.year:04}{meaning.value[4:]}", whole.anchor or "")


def _nth(meaning: TimeMeaning, start: date, end: date, anchor: str | None) -> Answer:
    """"the second week of June", "the last Friday of the month"."""
    number = meaning.amount or 1
    if meaning.unit == "D":
        found = end if number == -1 else start + timedelta(days=number - 1)
    elif meaning.unit == "W":
        if number == -1:
            found = end
        else:
            found = start + timedelta(days=(1 - start.isoweekday()) % 7 + 7 * (number - 1))
        return _answer(week_value(found), anchor or "")
    elif meaning.unit == "WE":
        found = start + timedelta(days=(6 - start.isoweekday()) % 7 + 7 * (number - 1))
        if number == -1:
            found = nth_weekday(end.year, end.month, -1, 6)
        return _answer(week_value(found) + "-WE", anchor or "")
    elif number == -1:
        found = nth_weekday(end.year, end.month, -1, int(meaning.unit))
    else:
        found = nth_weekday(start.year, start.month, number, int(meaning.unit))
    return _answer(day_value(found), anchor or "") if start <= found <= end else Answer("XXXX-XX-XX")


def _open_value(value: str) -> str:
    return "XXXX-XX-XX" if value.startswith("holiday") else value


def _weekend(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    if meaning.base == "reference" and state.last_day:
        return _answer(shifted(state.last_day, "WE", meaning.amount or 0), f"date before {state.last_day.isoformat()}")
    if state.document is None:
        return Answer("XXXX-WXX-WE")
    today, amount = state.document, meaning.amount
    if amount is None:
        during = today.isoweekday() == 7 or (today.isoweekday() == 6 and expression.cue != "past")
        amount = 0 if expression.cue == "future" or during else -1
    return _answer(shifted(today, "WE", amount), _stated(today))


def _weekday(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    weekday = int(meaning.value[9])
    if meaning.base == "reference":
        return _weekday_then(meaning, weekday, state)
    if state.document is None:
        return Answer(meaning.value[:10])
    today = state.document
    back = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    ahead = today + timedelta(days=(weekday - today.isoweekday()) % 7)
    if meaning.amount == -1:
        day = back if back != today else back - timedelta(days=7)
    elif meaning.amount == 1:
        day = ahead if ahead != today else ahead + timedelta(days=7)
        if day.isocalendar()[:2] == today.isocalendar()[:2]:  # "next Friday" on a Monday
            other = Rival(value=day_value(day + timedelta(days=7)), reason="next may mean the week after")
            return replace(_answer(day_value(day), _stated(today)), rivals=(other,))
    elif meaning.amount == 0:
        day = today + timedelta(days=weekday - today.isoweekday())
    else:
        day = ahead if expression.cue == "future" else back
        if expression.cue is None and ahead != back:
            rival = Rival(value=day_value(ahead), reason="the sentence does not say which way it looks")
            return replace(_answer(day_value(day), _stated(today)), rivals=(rival,))
    return _answer(day_value(day), _stated(today))


def _weekday_then(meaning: TimeMeaning, weekday: int, state: State) -> Answer:
    base = state.last_day
    if base is None:
        if state.open_day:
            return _near_open_day(meaning, weekday, state.open_day)
        if state.document is None:
            return Answer(meaning.value[:10])
        base = state.document
    back = base - timedelta(days=(base.isoweekday() - weekday) % 7)
    ahead = base + timedelta(days=(weekday - base.isoweekday()) % 7)
    if meaning.amount == -1:
        day = back if back != base else back - timedelta(days=7)
    elif meaning.amount == 1:
        day = ahead if ahead != base else ahead + timedelta(days=7)
    else:
        day = back if base - back <= ahead - base else ahead
    return _answer(day_value(day), f"date before {base.isoformat()}")


def _near_open_day(meaning: TimeMeaning, weekday: int, open_day: str) -> Answer:
    """"the Friday" beside "Sunday 9 March": month and day are certain, the year is not."""
    month, day, known = (int(part) for part in open_day.split("-"))
    step = (weekday - known) % 7
    if meaning.amount == -1 or (meaning.amount is None and step > 3):
        step -= 7
    if step == 0 and meaning.amount:
        step = 7 * meaning.amount
    found = date(2001, month, min(day, 28)) + timedelta(days=step + day - min(day, 28))
    return Answer(f"XXXX-{found.month:02}-{found.day:02}")


def _in_year(expression: TimeExpression, state: State) -> Answer:
    """A month, a day, a season, a quarter or a holiday whose year is not named."""
    meaning = expression.meaning
    if state.document is None:
        return Answer(_open_value(meaning.value))
    if state.narrative and state.last_year and meaning.amount is None:
        return _of_year(meaning, state.last_year, f"year before {state.last_year}")
    today = state.document
    years = [today.year - 1, today.year, today.year + 1]
    found = [answer for year in years if (answer := _of_year(meaning, year, _stated(today))).days]
    if not found:
        return Answer(_open_value(meaning.value))
    return _chosen(expression, found, today)


def _of_year(meaning: TimeMeaning, year: int, anchor: str) -> Answer:
    if meaning.value.startswith("holiday "):
        day = holiday(meaning.value[8:], year)
        return _answer(day_value(day) if day else None, anchor)
    return _answer(f"{year:04}{meaning.value[4:]}", anchor)


def _chosen(expression: TimeExpression, found: list[Answer], today: date) -> Answer:
    """The year that fits: last and next by their words, else by the cue, else the nearest."""
    meaning = expression.meaning

    def days(answer: Answer) -> Interval:
        assert answer.days
        return answer.days

    past = [a for a in found if days(a)[0] <= today]
    ended = [a for a in found if days(a)[1] < today]
    ahead = [a for a in found if days(a)[1] >= today]
    later = [a for a in found if days(a)[0] > today]
    if meaning.amount == -1 and ended:
        return ended[-1]
    if meaning.amount == 1 and later:
        return later[0]
    if meaning.amount == 0:
        return next((a for a in found if a.value.startswith(str(today.year))), found[0])
    nearest = min(found, key=lambda answer: _distance(days(answer), today))
    if meaning.level == "day" and expression.said and past:
        return past[-1]
    if expression.cue == "past" and past and days(nearest)[0] > today:
        own_year = days(past[-1])[0].year == today.year
        return past[-1] if own_year or _distance(days(nearest), today) > FAR else nearest
    if expression.cue == "future" and ahead and days(nearest)[1] < today and meaning.level != "quarter":
        behind = _distance(days(nearest), today)
        return ahead[0] if meaning.level != "day" or behind > NEAR else nearest
    return nearest


def _distance(days: Interval, today: date) -> int:
    """Days between a day and an interval; 0 inside."""
    return max((days[0] - today).days, (today - days[1]).days, 0)
