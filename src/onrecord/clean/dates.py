"""Visible dates of news pages: "March 31, 2022, 2:01 PM ET", "06:40, 16 May 2024", "15.05.2024 um 19.05 Uhr".

`stamps` gives every calendar date of a text with its ISO value, the characters it was read from (base: the text
given) and the label beside it. A date whose day and month could change places is left out unless the caller knows
the order. A time keeps its offset from Greenwich only where the zone is unambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from onrecord.model import Span
from onrecord.words import table

Label = Literal["published", "modified"]

LABEL_REACH = 40  # characters before a date in which its label may stand


@dataclass(frozen=True, slots=True)
class Stamp:
    """A calendar date: `value` is `2024-05-16`, `2024-05-16T06:40:00` or the same with an offset."""

    value: str
    span: Span
    label: Label | None = None

    @property
    def day(self) -> date:
        return date.fromisoformat(self.value[:10])


@dataclass(frozen=True, slots=True)
class Ago:
    """An age as shown on a page: at least `least` and less than `most` before the moment of capture."""

    span: Span
    least: timedelta
    most: timedelta
    label: Label | None = None


def _either(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, names in table("dates")["months"].items():
        for name in names:
            found.setdefault(name, int(number))
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{_either(_months())})\.?(?![^\W\d_])"
    year = r"(?P<year>(?:19|20)\d\d)(?=\D|$|\d\d?[:.]\d\d|\d{1,4}\s*(?:shares?|views?|comments?|reads?))"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|\.)?"
    # a word may be glued to a month with a capital letter: "By Ann LeeDecember 6, 2025"
    edge = r"(?:(?<![^\W_])|(?<=[^\W\d_A-Z])(?=[A-Z]))"
    digits = r"(?<![\d.,/:-])"
    # a year of two figures ends the text, or a mark, a time or a word of time follows
    short = r"(?=\s*(?:$|[|,•·–)-]|\d{1,2}[:.]\d\d(?!\d)|(?:um|kl|uhr|klo|à|alle|ore|om|at)\b))(?!\.\d)"
    return tuple(
        re.compile(source, re.IGNORECASE)
        for source in (
            rf"{digits}(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?=\D|$)",
            rf"{digits}{day}\s*(?:of\s+|de\s+|d[’']|[-/])?\s*{month}[,\s/-]*(?:de\s+|del\s+)?{year}",
            rf"(?-i:{edge}){month}\s*{day}(?:,|\s)\s*{year}",
            rf"{digits}(?P<year>(?:19|20)\d\d)\s*[年년./]\s*(?P<month>[01]?\d)\s*[月월./]\s*(?P<day>[0-3]?\d)(?!\d)(?:[日일])?",
            rf"{digits}(?P<first>[0-3]?\d)\s?(?P<mark>[./-])\s?(?P<second>[0-3]?\d)\s?(?P=mark)\s?{year}",
            rf"{digits}(?P<first>[0-3]?\d)(?P<mark>[./])(?P<second>[0-3]?\d)(?P=mark)(?P<year>[0-4]\d){short}",
        )
    )


@cache
def _clock() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = table("dates")
    zones = _either([*names["zones"], *names["united_states"], *names["several"]["zones"]])
    zone = rf"(?P<zone>(?:{zones})(?-i:(?![a-z\d]))|[+-]\d\d:?\d\d(?!\d))"
    half = r"(?P<half>[ap])\.?\s?m(?-i:(?![a-z]))\.?"
    minutes = rf"(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?{half})?"
    hour = rf"(?P<hour>[01]?\d|2[0-4])(?:{minutes}|\s?(?P<half2>[ap])\.?m(?-i:(?![a-z]))\.?)"
    glue = rf"(?:[\s,|•·–—-]|\((?=\d)|\b(?:{_either(table('dates')['glue']['words'])})\b\.?|T(?=\d))*"
    days = rf"(?:(?:{_either(table('dates')['weekdays']['names'])})\b\.?[\s,]*)?"
    after = re.compile(rf"{glue}(?<![:.])(?<!\d[,.]){hour}(?![\d:])(?:\s*\(?{zone}\)?)?", re.IGNORECASE)
    before = re.compile(rf"(?<![\d:.,-]){hour}(?![\d])(?:\s*\(?{zone}\)?)?{glue}{days}{glue}$", re.IGNORECASE)
    return after, before


@cache
def _labels() -> re.Pattern[str]:
    words = table("dates")["labels"]
    published, modified = _either(words["published"]), _either(words["modified"])
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<published>{published})|(?P<modified>{modified}))(?![a-zà-ÿ])", re.IGNORECASE
    )


def _calendar(match: re.Match[str], day_first: bool | None) -> date | None:
    parts = match.groupdict()
    try:
        if "first" in parts:
            first, second, year = int(parts["first"]), int(parts["second"]), int(parts["year"])
            if parts["mark"] == ".":
                day_first = True
            year += 2000 if year < 100 else 0
            if first == second or (second <= 12 < first) or (second <= 12 and day_first is True):
                return date(year, second, first)
            if first <= 12 < second or day_first is False:
                return date(year, first, second)
            return None
        name = parts["month"].lower().rstrip(".")
        month = int(name) if name.isdigit() else _months()[re.sub(r"\s+", " ", name)]
        return date(int(parts["year"]), month, int(parts["day"]))
    except (ValueError, KeyError):
        return None


def _summer(moment: datetime) -> bool:
    """Whether the United States keep summer time: second Sunday of March to first Sunday of November, 2 a.m."""
    first_of_march, first_of_november = date(moment.year, 3, 1), date(moment.year, 11, 1)
    start = first_of_march + timedelta(days=(6 - first_of_march.weekday()) % 7 + 7)
    end = first_of_november + timedelta(days=(6 - first_of_november.weekday()) % 7)
    opening = datetime(start.year, start.month, start.day, 2)
    return opening <= moment < datetime(end.year, end.month, end.day, 2)


def _offset(zone: str | None, moment: datetime) -> str:
    if not zone:
        return ""
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        return f"{zone[0]}{digits[:2]}:{digits[2:]}"
    words, name = table("dates"), zone.lower()
    if name in words["united_states"]:
        minutes = words["united_states"][name] + (60 if _summer(moment) else 0)
    elif name in words["zones"]:
        minutes = words["zones"][name]
    else:
        return ""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _time(match: re.Match[str], day: date) -> str | None:
    """The clock time of a match as the tail of an ISO value, or None where it is no time of day."""
    parts = match.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"] or 0), int(parts["second"] or 0)
    half = (parts["half"] or parts["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    moment = datetime(day.year, day.month, day.day, hour, minute, second)
    return f"T{hour:02}:{minute:02}:{second:02}" + _offset(parts["zone"], moment)


def _dated(text: str, day_first: bool | None) -> list[tuple[date, int, int]]:
    """Calendar dates that do not overlap, in order of position; the earlier and the longer one wins."""
    found = [
        (match.start(), -match.end(), day)
        for pattern in _patterns()
        for match in pattern.finditer(text)
        if (day := _calendar(match, day_first)) is not None
    ]
    kept: list[tuple[date, int, int]] = []
    for start, end, day in sorted(found):
        if not kept or start >= kept[-1][2]:
            kept.append((day, start, -end))
    return kept


def _label(text: str, start: int, floor: int) -> tuple[Label | None, int]:
    """The label before a date and where it begins; `floor` is the end of the date before."""
    label: Label | None = None
    at = start
    for match in _labels().finditer(text, max(floor, start - LABEL_REACH), start):
        label, at = ("published" if match.group("published") else "modified"), match.start()
    return label, at


def stamps(text: str, day_first: bool | None = None) -> tuple[Stamp, ...]:
    """Every calendar date of `text`, in order of position, with its time of day where one stands beside it.

    `day_first` says how "05/06/2024" is to be read; without it such a date is left out. A date with dots is read
    day first.
    """
    after, before = _clock()
    dates = _dated(text, day_first)
    found: list[Stamp] = []
    floor = 0
    for position, (day, first, last) in enumerate(dates):
        start, end, tail = first, last, None
        label, _ = _label(text, first, floor)
        ceiling = dates[position + 1][1] if position + 1 < len(dates) else len(text)
        if match := before.search(text, max(floor, first - LABEL_REACH), first):
            tail = _time(match, day)
            start = match.start() if tail else first
        match = after.match(text, last, min(len(text), last + LABEL_REACH)) if tail is None else None
        if match and match.end() <= ceiling:  # a time right before the next date belongs to that one
            tail = _time(match, day)
            end = match.end() if tail else last
        found.append(Stamp(day.isoformat() + (tail or ""), Span(start, end), label))
        floor = end
    return tuple(found)


@cache
def _ages() -> re.Pattern[str]:
    units = "|".join(f"(?P<{unit}>{_either(names)})" for unit, names in table("dates")["ago"].items())
    number = r"(?P<number>\d{1,3}|an?|one|einer|einem|un|une|una|uno|um|uma)"
    return re.compile(
        rf"(?<![^\W_]){number}\s*(?:{units})\s+(?:ago|geleden|siden|sedan|atrás|fa)(?![^\W_])"
        rf"|(?<![^\W_])(?:vor|il\s+y\s+a|hace|há)\s+{number.replace('number', 'number2')}\s+"
        rf"(?:{units.replace('(?P<', '(?P<lead_')})(?![^\W_])",
        re.IGNORECASE,
    )


_UNITS = {
    "second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1),
    "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=28), "year": timedelta(days=365),
}  # fmt: skip


def ages(text: str) -> tuple[Ago, ...]:
    """Every "2 days ago" of `text` in order of position; it is never a date by itself."""
    found: list[Ago] = []
    floor = 0
    for match in _ages().finditer(text):
        parts = {name: value for name, value in match.groupdict().items() if value}
        number = parts.pop("number", None) or parts.pop("number2", None) or "1"
        count = int(number) if number.isdigit() else 1
        unit = next(iter(parts)).removeprefix("lead_")
        step = _UNITS[unit]
        slack = timedelta(days=31) * (count + 1) if unit == "month" else step * (count + 1)
        slack = timedelta(days=366) * (count + 1) if unit == "year" else slack
        label, _ = _label(text, match.start(), floor)
        found.append(Ago(Span(*match.span()), step * count, slack, label))
        floor = match.end()
    return tuple(found)


def captured(pairs: Sequence[tuple[date, Ago]]) -> str | None:
    """The day on which a page was saved, from dates with an age beside them; None where they disagree.

    Each pair says that the capture lies between the day plus the age and a day plus one unit later; the answer is the
    first day of what all pairs have in common.
    """
    low, high = datetime.min, datetime.max
    for day, ago in pairs:
        start = datetime(day.year, day.month, day.day)
        low, high = max(low, start + ago.least), min(high, start + timedelta(days=1) + ago.most)
    return low.date().isoformat() if pairs and low < high else None


@cache
def _leftover() -> re.Pattern[str]:
    words = table("dates")
    known = [
        *words["labels"]["published"],
        *words["labels"]["modified"],
        *words["weekdays"]["names"],
        *words["glue"]["words"],
        *words["zones"],
        *words["united_states"],
        *words["several"]["zones"],
        *("min read", "minutes read", "minute read", "time", "noon", "local"),
    ]
    return re.compile(rf"(?<![^\W_])(?:{_either(known)})(?![^\W_])|[\W\d_]+", re.IGNORECASE)


def is_date_line(text: str, day_first: bool | None = None) -> bool:
    """Whether a line holds a date or an age and, beside it, nothing but times, weekdays, zones and labels."""
    if not any(char.isdigit() for char in text) and not ages(text):
        return False
    spans = [stamp.span for stamp in stamps(text, day_first)] + [ago.span for ago in ages(text)]
    if not spans:
        spans = [
            Span(*match.span()) for match in re.finditer(r"(?<!\d)[0-3]?\d[./-][0-3]?\d[./-](?:20)?\d\d(?!\d)", text)
        ]
    if not spans:
        return False
    rest, floor = [], 0
    for span in sorted(spans):
        rest.append(text[floor : max(floor, span.start)])
        floor = max(floor, span.end)
    rest.append(text[floor:])
    return all(not _leftover().sub("", piece) for piece in rest)
