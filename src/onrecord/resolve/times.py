"""Time expressions to TIMEX3 values and intervals of days, against the day of the document and the dates spoken of.

What the document cannot say by itself stays open: a bare weekday of an undated document is `XXXX-WXX-5`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from sys import maxsize

from onrecord import words
from onrecord.model import Document, Span, Time, TimeExpression, TimeMeaning, ident
from onrecord.parse.times import find
from onrecord.parse.times.lexicon import LANGUAGE
from onrecord.parse.words import paragraphs
from onrecord.resolve.anchors import OPEN, Answer, State, anchor_of, answered, open_value
from onrecord.resolve.calendar import day_value, holiday, interval, shifted, third, week_value
from onrecord.resolve.placed import by_state, in_year, nth, weekday, weekend

__all__ = ["resolve_times", "times"]

HEAD = 60  # characters at the head of a paragraph in which its own date stands
HISTORY = 40  # expressions from which a text may be a history
WITHIN = "earlier or later in a period"  # which is that of the document where no date has been spoken of
QUOTES = ("“", '"', "‘", "«", "„", "`")
CALENDAR = range(1000, 3000)  # years of publication that are taken at their word
NOTE = re.compile(r"\W*(?:updated?|corrections?|corrected|clarification|editor['’]s note)\b", re.IGNORECASE)


def times(document: Document) -> tuple[Time, ...]:
    """All time expressions of a document, found and resolved, in order of position."""
    return resolve_times(find(document.text, paragraphs(document)), document)


def resolve_times(expressions: tuple[TimeExpression, ...], document: Document) -> tuple[Time, ...]:
    """Resolves expressions in order; spans refer to `document.text`, dates are ISO days."""
    own = _day(document.published.value)
    state = State(document=own, text=document.text, narrative=_is_narrative(expressions, document))
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
        continued = state.said if head[:1] in QUOTES else None
        state.said = _said(members, state) or continued
        found += [_one(document, expression, state) for expression in members]
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
        day = date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
    return day if day and day.year in CALENDAR else None


def _is_narrative(expressions: tuple[TimeExpression, ...], document: Document) -> bool:
    """Whether a text tells history: many explicit years, none of them the document's, and next to nothing counted
    from its own day."""
    day = _day(document.published.value)
    explicit = [
        e.meaning.value[:4] for e in expressions if e.meaning.kind == "fixed" and re.match(r"\d{4}", e.meaning.value)
    ]
    own = sum(
        (e.meaning.kind == "shift" and e.meaning.base == "document") or e.meaning.value.startswith("XXXX-WXX-")
        for e in expressions
    )
    foreign = [year for year in explicit if day is None or abs(int(year) - day.year) > 1]
    history = len(expressions) >= HISTORY and len(foreign) >= 5 and len(foreign) >= 0.65 * len(explicit)
    return history and own <= 0.03 * len(expressions)


def _time(document: Document, expression: TimeExpression, answer: Answer) -> Time:
    days = None if _fiscal().search(expression.span.of(document.text)) else answer.days
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


@cache
def _fiscal() -> re.Pattern[str]:
    """A year or quarter of a house's own calendar, whose days a text does not say."""
    return re.compile(rf"\b(?:{words.table(f'times/{LANGUAGE}')['pattern']['fiscal']}\b|FY\s?\d)", re.IGNORECASE)


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
    if meaning.level == "year" and meaning.kind == "fixed":
        since = state.text[max(0, expression.span.start - 8) : expression.span.start].lower().endswith("since ")
        state.year, state.year_at = (None if since else answer.days[0].year), expression.span.end
    told = meaning.kind == "fixed" or (meaning.value.startswith("XXXX-") and expression.cue and not state.narrative)
    if told and re.match(r"\d{4}-\d\d-\d\d", answer.value) and not meaning.value.startswith("XXXX-W"):
        state.dated.setdefault(answer.value[5:10], answer.value[:4])
    if answer.days[0] == answer.days[1]:
        state.last_day = state.paragraph_day = answer.days[0]
        if not expression.quoted:
            state.scene = state.scene or answer.days[0]
    if (
        re.match(r"\d{4}-[QH]\d", answer.value)
        and meaning.unit != "YA"
        and not (meaning.kind == "shift" and meaning.value)
    ):
        state.last_period, state.period_at = answer, expression.span.end


def resolve_one(expression: TimeExpression, state: State) -> Answer:
    """The value of one expression in the state of reading."""
    meaning = expression.meaning
    if meaning.kind == "fixed":
        days = interval(meaning.value) if expression.type in ("DATE", "TIME") else None
        return Answer(_with_clock(meaning.value, meaning.clock), days)
    place = resolve_shift if meaning.kind == "shift" else resolve_calendar
    return _clocked(place(expression, state), meaning.clock)


def _with_clock(value: str, clock: str) -> str:
    return value + clock if clock else value


def _clocked(answer: Answer, clock: str) -> Answer:
    if not clock or re.fullmatch(r"\d{4}(?:-\d\d)?", answer.value):  # "a Tuesday evening this month" is no evening
        return answer
    if clock == "T24:00" and answer.days:  # midnight is the end of the day that is named
        start = answer.days[0]
        following = start + timedelta(days=1)
        return replace(answer, value=f"{day_value(following)}T00:00", days=(start, following))
    return replace(answer, value=answer.value + ("T00:00" if clock == "T24:00" else clock))


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
        return answered(shifted(state.document, meaning.unit, meaning.amount), anchor_of(state.document))
    return _shift_reference(expression, state)


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
        base = state.last_day or (state.document if expression.rule == WITHIN else None)
    else:
        base = _coarse(meaning.unit, state)
    if meaning.unit != "D" and amount >= 0 and expression.cue == "future" and state.document:
        base = state.document  # "the next year will be hard"
    if base is not None:
        return answered(shifted(base, meaning.unit, amount), f"date before {base.isoformat()}")
    within = expression.rule == WITHIN
    if state.document is not None and (within or meaning.unit not in ("D", "W", "M") or (meaning.clock and not amount)):
        return answered(shifted(state.document, meaning.unit, amount), anchor_of(state.document))
    return Answer(OPEN.get(meaning.unit, "XXXX"))


def _coarse(unit: str, state: State) -> date | None:
    """The date spoken of, if it is no coarser than the unit that is counted from it."""
    if not state.last or not state.last.days:
        return None
    start, end = state.last.days
    return start if (end - start).days <= {"W": 7, "M": 31, "WE": 7}.get(unit, 36600) else None


def _scene(expression: TimeExpression, state: State) -> date | None:
    """The day on which a bare clock or part of the day falls: that of which the document tells first."""
    if expression.cue == "future" and state.scene and state.document and state.scene < state.document:
        return state.document
    return state.scene or state.document


def _year_ago(expression: TimeExpression, state: State) -> Answer:
    """ "a year earlier": the same period of the year before, where a period has just been spoken of."""
    near = state.last_period is not None and expression.span.start - state.period_at < 400
    if near and state.last_period and state.last_period.days:
        value = state.last_period.value
        return answered(f"{int(value[:4]) - 1}{value[4:]}", f"period before {value}")
    base = state.document or (state.last_day if state.last_day else None)
    if base is None:
        return Answer("XXXX")
    return answered(shifted(base, "Y", -1), anchor_of(base))


def _quarter_then(meaning: TimeMeaning, state: State) -> Answer:
    if state.last_period and "Q" in state.last_period.value:
        value = state.last_period.value
        if meaning.value:
            value = meaning.value + value[4:]
        return answered(value, f"period before {state.last_period.value}")
    if meaning.value:
        return Answer(meaning.value, interval(meaning.value))
    if state.document is None:
        return Answer("XXXX-QX")
    return answered(shifted(state.document, "Q", -1), anchor_of(state.document))


# ------------------------------------------------------------------------------------- calendar
def resolve_calendar(expression: TimeExpression, state: State) -> Answer:
    meaning = expression.meaning
    if meaning.inside is not None:
        return _inside(expression, state)
    if meaning.value.startswith("XXXX-WXX-WE"):
        return weekend(expression, state)
    if meaning.value.startswith("XXXX-WXX-"):
        return weekday(expression, state)
    if meaning.level == "edge":
        return Answer("XXXX")
    return in_year(expression, state)


def _inside(expression: TimeExpression, state: State) -> Answer:  # noqa: PLR0911  # one return for each kind of part
    """A part of a period that is named beside it."""
    meaning = expression.meaning
    assert meaning.inside is not None
    if meaning.value.startswith("holiday ") and ":" in meaning.value:
        return by_state(expression, state, _inside)
    whole = resolve_one(replace(expression, meaning=meaning.inside), state)
    if meaning.level == "week" and meaning.value in ("of", "to"):
        if not whole.days:
            return Answer("XXXX-WXX")
        value, last = week_value(whole.days[0]), whole.days[0]
        days = interval(value) if meaning.value == "of" else (last - timedelta(days=6), last)
        return Answer(value, days, whole.anchor)
    if not whole.days:
        return Answer(open_value(meaning.value) if meaning.level != "nth" else "XXXX-XX-XX")
    start, end = whole.days
    if meaning.level == "nth":
        return nth(meaning, start, end, whole.anchor)
    if meaning.value.startswith("XXXX-WXX-"):
        if (end - start).days > 7:
            return Answer(
                whole.value,
                third(whole.value, whole.days, meaning.inside.edge) if meaning.inside.edge else whole.days,
                whole.anchor,
            )
        weekday = int(meaning.value[9])
        return answered(day_value(start + timedelta(days=weekday - 1)), whole.anchor or "")
    if meaning.value.startswith("holiday "):
        found = holiday(meaning.value[8:], start.year)
        return answered(day_value(found), whole.anchor or "") if found else Answer("XXXX-XX-XX")
    return answered(f"{start.year:04}{meaning.value[4:]}", whole.anchor or "")
