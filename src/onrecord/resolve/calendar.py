"""The calendar: TIMEX3 values as intervals of days, shifts by units, thirds of periods, holidays."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # months of the northern half of the globe
WEEKEND = re.compile(r"(\d{4})-W(\d\d)-WE")


def day_value(day: date) -> str:
    return day.isoformat()


def week_value(day: date) -> str:
    """The ISO week of a day, as `2025-W10`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_days(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def add_months(year: int, month: int, amount: int) -> tuple[int, int]:
    at = year * 12 + month - 1 + amount
    return at // 12, at % 12 + 1


def shifted(day: date, unit: str, amount: int) -> str | None:
    """The TIMEX3 value that lies `amount` units from a day; None where it leaves the calendar."""
    try:
        return _shifted(day, unit, amount)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, unit: str, amount: int) -> str:  # noqa: PLR0911  # one return for each unit
    if unit == "D":
        return day_value(day + timedelta(days=amount))
    if unit in ("W", "2W"):
        return week_value(day + timedelta(weeks=amount * (2 if unit == "2W" else 1)))
    if unit == "WE":
        return week_value(day + timedelta(weeks=amount)) + "-WE"
    if unit == "M":
        year, month = add_months(day.year, day.month, amount)
        return f"{date(year, month, 1).year:04}-{month:02}"
    if unit == "Q":
        year, month = add_months(day.year, day.month, 3 * amount)
        return f"{date(year, 1, 1).year:04}-Q{(month + 2) // 3}"
    if unit == "DE":
        return f"{date(day.year + 10 * amount, 1, 1).year:04}"[:3]
    if unit == "CE":
        return f"{date(day.year + 100 * amount, 1, 1).year:04}"[:2]
    return f"{date(day.year + amount, 1, 1).year:04}"


def interval(value: str) -> Interval | None:
    """The days that a TIMEX3 value names; None for open values, durations and references."""
    value = value.split("T", maxsplit=1)[0] if re.match(r"\d{4}-", value) else value
    try:
        return _interval(value)
    except ValueError:
        return None


def _interval(value: str) -> Interval | None:  # noqa: PLR0911  # one return for each form of value
    if re.fullmatch(r"\d\d", value):
        first = max(int(value) * 100, 1)
        return date(first, 1, 1), date(int(value) * 100 + 99, 12, 31)
    if re.fullmatch(r"\d{3}", value):
        return date(max(int(value) * 10, 1), 1, 1), date(int(value) * 10 + 9, 12, 31)
    match = re.fullmatch(r"(\d{4})(?:-(.+))?", value)
    if not match or int(match.group(1)) == 0:
        return None
    year, rest = int(match.group(1)), match.group(2)
    if rest is None:
        return date(year, 1, 1), date(year, 12, 31)
    if re.fullmatch(r"\d\d", rest):
        return month_days(year, int(rest))
    if re.fullmatch(r"\d\d-\d\d", rest):
        day = date(year, int(rest[:2]), int(rest[3:]))
        return day, day
    if re.fullmatch(r"W\d\d(?:-WE)?", rest):
        monday = date.fromisocalendar(year, int(rest[1:3]), 1)
        return (monday + timedelta(days=5 if rest.endswith("WE") else 0)), monday + timedelta(days=6)
    if re.fullmatch(r"Q[1-4]", rest):
        return date(year, int(rest[1]) * 3 - 2, 1), month_days(year, int(rest[1]) * 3)[1]
    if rest in ("H1", "H2"):
        return (date(year, 1, 1), date(year, 6, 30)) if rest == "H1" else (date(year, 7, 1), date(year, 12, 31))
    if rest in SEASON_START:
        start = SEASON_START[rest]
        return date(year, start, 1), month_days(*add_months(year, start, 2))[1]
    return None


def third(value: str, days: Interval, edge: str) -> Interval:
    """The first (START), middle (MID) or last (END) third of a period: of a month days 1-10, 11-20 and the rest, of a
    week Monday and Tuesday, Wednesday and Thursday, Friday to Sunday, of quarters, seasons and years whole months."""
    start, end = days
    which = ("START", "MID", "END").index(edge)
    if start == end or value.endswith("-WE"):
        return days
    length = (end - start).days + 1
    if length <= 7:
        bounds = ((0, 1), (2, 3), (4, length - 1))[which]
        return start + timedelta(days=bounds[0]), start + timedelta(days=bounds[1])
    if length <= 31:
        bounds = ((0, 9), (10, 19), (20, length - 1))[which]
        return start + timedelta(days=bounds[0]), start + timedelta(days=bounds[1])
    if re.fullmatch(r"\d{3}", value):
        years = ((0, 2), (3, 6), (7, 9))[which]
        return date(start.year + years[0], 1, 1), date(start.year + years[1], 12, 31)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = months // 3
    first = add_months(start.year, start.month, step * which)
    last = add_months(start.year, start.month, months - 1 if which == 2 else step * (which + 1) - 1)
    return date(*first, 1), month_days(*last)[1]


def easter(year: int) -> date:
    """Western Easter Sunday (the Gregorian computus in the anonymous form of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date | None:
    """A holiday of `words/times/`: `MM-DD`, `MM-N-WEEKDAY` with an optional `+DAYS`, or `easter` with days off it."""
    match = re.fullmatch(r"easter([+-]\d+)?", name)
    try:
        if match:
            return easter(year) + timedelta(days=int(match.group(1) or 0))
        match = re.fullmatch(r"(\d\d)-(\d\d)", name)
        if match:
            return date(year, int(match.group(1)), int(match.group(2)))
        match = re.fullmatch(r"(\d\d)-(-?\d)-(\d)(?:\+(\d+))?", name)
        if not match:
            return None
        month, nth, weekday = int(match.group(1)), int(match.group(2)), int(match.group(3))
        return nth_weekday(year, month, nth, weekday) + timedelta(days=int(match.group(4) or 0))
    except (ValueError, OverflowError):
        return None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The nth Monday (1) to Sunday (7) of a month; -1 is the last."""
    first, last = month_days(year, month)
    if nth < 0:
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
