"""Weekdays, months, days, seasons and holidays without a year, placed on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord import words
from onrecord.model import Rival, TimeExpression, TimeMeaning
from onrecord.parse.times.lexicon import LANGUAGE
from onrecord.resolve.anchors import Answer, State, anchor_of, answered, open_value
from onrecord.resolve.calendar import Interval, day_value, holiday, nth_weekday, shifted, week_value

RANGE = re.compile(r"\s(?:to|through|until|till)\s|[-–—]")
MOVED = re.compile(r"\b(?:mov|switch|chang|shift|postpon|delay|reschedul|brought|put)\w*\b[^.]*\Z")
WEEKS = 9  # days from the document within which a range of weekdays begins
NEAR_HOLIDAY = 14  # the same for a holiday
NEAR = 100  # days that a month and day may lie back although its sentence looks ahead
FAR_MONTH = 45  # the same for a month or a season
CLEAR = 45  # days within which the nearest year of a date is taken without a rival
FAR = 100  # days that a date of the next year may lie ahead although its sentence looks back


def nth(meaning: TimeMeaning, start: date, end: date, anchor: str | None) -> Answer:
    """ "the second week of June", "the last Friday of the month"."""
    number = meaning.amount or 1
    if meaning.unit == "D":
        found = end if number == -1 else start + timedelta(days=number - 1)
    elif meaning.unit == "W":
        first_monday = start + timedelta(days=(1 - start.isoweekday()) % 7)
        found = end if number == -1 else first_monday + timedelta(weeks=number - 1)
        return answered(week_value(found), anchor or "")
    elif meaning.unit == "WE":
        found = start + timedelta(days=(6 - start.isoweekday()) % 7 + 7 * (number - 1))
        if number == -1:
            found = nth_weekday(end.year, end.month, -1, 6)
        return answered(week_value(found) + "-WE", anchor or "")
    elif number == -1:
        found = nth_weekday(end.year, end.month, -1, int(meaning.unit))
    else:
        found = nth_weekday(start.year, start.month, number, int(meaning.unit))
    return answered(day_value(found), anchor or "") if start <= found <= end else Answer("XXXX-XX-XX")


def weekend(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    if meaning.base == "reference" and state.last_day:
        return answered(shifted(state.last_day, "WE", meaning.amount or 0), f"date before {state.last_day.isoformat()}")
    if state.document is None:
        return Answer("XXXX-WXX-WE")
    today, amount = state.document, meaning.amount
    if amount is None:
        during = today.isoweekday() == 7 or (today.isoweekday() == 6 and expression.cue != "past")
        amount = 0 if expression.cue == "future" or during else -1
    return answered(shifted(today, "WE", amount), anchor_of(today))


def weekday(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    weekday = int(meaning.value[9])
    if meaning.base == "reference":
        return _weekday_then(meaning, weekday, state)
    if state.document is None:
        return Answer(meaning.value[:10])
    if meaning.amount is None and (start := _range_start(expression, state)) is not None:
        day = start + timedelta(days=(weekday - start.isoweekday()) % 7)
        return answered(day_value(day), f"date before {start.isoformat()}")
    today = state.document
    back = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    ahead = today + timedelta(days=(weekday - today.isoweekday()) % 7)
    if meaning.amount == -1:
        day = back if back != today else back - timedelta(days=7)
    elif meaning.amount == 1:
        day = ahead if ahead != today else ahead + timedelta(days=7)
        if day.isocalendar()[:2] == today.isocalendar()[:2]:  # "next Friday" on a Monday
            other = Rival(value=day_value(day + timedelta(days=7)), reason="next may mean the week after")
            return replace(answered(day_value(day), anchor_of(today)), rivals=(other,))
    elif meaning.amount == 0:
        day = today + timedelta(days=weekday - today.isoweekday())
    else:
        day = ahead if expression.cue == "future" and not expression.said else back
        if expression.cue is None and ahead != back:
            rival = Rival(value=day_value(ahead), reason="the sentence does not say which way it looks")
            return replace(answered(day_value(day), anchor_of(today)), rivals=(rival,))
    return answered(day_value(day), anchor_of(today))


def _range_start(expression: TimeExpression, state: State) -> date | None:
    """The day from which a range runs whose end is a weekday: "from Monday to Friday"."""
    if state.last is None or state.last.days is None or state.last.days[0] != state.last.days[1]:
        return None
    start = state.last.days[0]
    if state.document is None or abs((start - state.document).days) > WEEKS:
        return None  # "from Sept. 14 to Thursday"
    moved = MOVED.search(state.text, max(0, state.last_at - 60), state.last_at)
    joined = RANGE.fullmatch(state.text, state.last_at, expression.span.start)
    return start if joined and not moved else None


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
    return answered(day_value(day), f"date before {base.isoformat()}")


def _near_open_day(meaning: TimeMeaning, weekday: int, open_day: str) -> Answer:
    """ "the Friday" beside "Sunday 9 March": month and day are certain, the year is not."""
    month, day, known = (int(part) for part in open_day.split("-"))
    step = (weekday - known) % 7
    if meaning.amount == -1 or (meaning.amount is None and step > 3):
        step -= 7
    if step == 0 and meaning.amount:
        step = 7 * meaning.amount
    found = date(2001, month, min(day, 28)) + timedelta(days=step + day - min(day, 28))
    return Answer(f"XXXX-{found.month:02}-{found.day:02}")


def in_year(expression: TimeExpression, state: State) -> Answer:  # noqa: PLR0911  # one return for each ground
    """A month, a day, a season, a quarter or a holiday whose year is not named."""
    meaning = expression.meaning
    if meaning.value.startswith("holiday ") and ":" in meaning.value:
        return by_state(expression, state, in_year)
    if meaning.base == "reference" and state.last and state.last.days:
        return _after_reference(meaning, state.last.days[0])
    if meaning.amount is None and meaning.value[5:10] in state.dated and meaning.level == "day":
        return of_year(meaning, int(state.dated[meaning.value[5:10]]), "the same day with its year before")
    if state.document is None:
        return Answer(open_value(meaning.value))
    if state.narrative and state.last_year and meaning.amount is None:
        return of_year(meaning, state.last_year, f"year before {state.last_year}")
    if meaning.amount is None and expression.cue != "future" and meaning.level in ("day", "month", "season"):
        year = state.sentence_year(expression.span.start)
        if year is not None and year < state.document.year:  # "in 2012 they spent millions, beginning in April"
            return of_year(meaning, year, f"year before {year}")
    today = state.document
    years = [today.year - 1, today.year, today.year + 1]
    found = [answer for year in years if (answer := of_year(meaning, year, anchor_of(today))).days]
    if not found:
        return Answer(open_value(meaning.value))
    chosen = _chosen(expression, found, today)
    if meaning.amount is not None or expression.cue is not None or expression.said:
        return chosen
    return replace(chosen, rivals=_other_years(chosen, found, today))


def _other_years(chosen: Answer, found: list[Answer], today: date) -> tuple[Rival, ...]:
    """The year on the other side of the document's day, where the sentence does not say which way it looks and the
    day chosen is not near: "the vote on 10 November" of a page of May."""
    assert chosen.days
    if _distance(chosen.days, today) <= CLEAR:
        return ()
    back = chosen.days[1] < today
    sides = [a for a in found if a.days and (a.days[0] > today if back else a.days[1] < today)]
    nearest = min(sides, key=lambda a: _distance(a.days or (today, today), today), default=None)
    return (Rival(value=nearest.value, reason="the sentence does not say which way it looks"),) if nearest else ()


def by_state(expression: TimeExpression, state: State, read: Callable[[TimeExpression, State], Answer]) -> Answer:
    """A holiday that states keep on different days: that of the state which the text names, else open."""
    answers: dict[str, Answer] = {}
    for option in expression.meaning.value.removeprefix("holiday ").split("|"):
        name, rule = option.split(":")
        meaning = replace(expression.meaning, value=f"holiday {rule}")
        answers[name] = read(replace(expression, meaning=meaning), state)
    named = [name for name in answers if _states()[name].search(state.text)]
    if len({answers[name].value for name in named}) == 1:
        return replace(answers[named[0]], rivals=())
    values = dict.fromkeys(answer.value for answer in answers.values() if answer.days)
    rivals = tuple(Rival(value=value, reason="the text does not say which state's day it is") for value in values)
    return Answer("XXXX-XX-XX", rivals=rivals)


@cache
def _states() -> dict[str, re.Pattern[str]]:
    table = words.table(f"times/{LANGUAGE}")["holiday_state"]
    return {name: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)") for name, forms in table.items()}


def _after_reference(meaning: TimeMeaning, base: date) -> Answer:
    """ "that November", "the following March": the month of, after or before the date spoken of."""
    month = int(meaning.value[5:7])
    year = base.year
    if meaning.amount == 1 and month <= base.month:
        year += 1
    if meaning.amount == -1 and month >= base.month:
        year -= 1
    return of_year(meaning, year, f"date before {base.isoformat()}")


def of_year(meaning: TimeMeaning, year: int, anchor: str) -> Answer:
    if meaning.value.startswith("holiday "):
        day = holiday(meaning.value[8:], year)
        return answered(day_value(day) if day else None, anchor)
    return answered(f"{year:04}{meaning.value[4:]}", anchor)


def _chosen(expression: TimeExpression, found: list[Answer], today: date) -> Answer:  # noqa: PLR0911  # one return for each rule
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
        far = FAR if meaning.level == "day" else FAR_MONTH
        return past[-1] if own_year or _distance(days(nearest), today) > far else nearest
    if expression.cue == "future" and ahead and days(nearest)[1] < today and meaning.level != "quarter":
        behind = _distance(days(nearest), today)
        near = NEAR_HOLIDAY if meaning.value.startswith("holiday") else NEAR
        return ahead[0] if meaning.level != "day" or behind > near else nearest
    return nearest


def _distance(days: Interval, today: date) -> int:
    """Days between a day and an interval; 0 inside."""
    return max((days[0] - today).days, (today - days[1]).days, 0)
