"""Numbers, units and values: what the functions of `build.py` share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.model import TimeMeaning, TimeType
from onrecord.parse.times.lexicon import Lexicon

Groups = dict[str, str]
Base = Literal["document", "reference"]
UNIT_LEVEL = {
    "D": "day", "N": "night", "W": "week", "2W": "fortnight", "WE": "weekend", "M": "month", "Q": "quarter",
    "Y": "year", "DE": "decade", "CE": "century", "SE": "season",
}  # fmt: skip
FAR = 3000  # a number above this before "years" or "days" is a count of something else or no news


OPEN_UNIT = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}
DAYS_IN_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WHICH = {"last": -1, "past": -1, "this": 0, "coming": 1, "next": 1, "upcoming": 1, "current": 0}


def shift(unit: str, amount: int, base: Base = "document", clock: str = "") -> Built:
    """So many units from the base; with a clock it is a TIME."""
    level = UNIT_LEVEL.get(unit, "day")
    meaning = TimeMeaning(kind="shift", level=level, unit=unit, amount=amount, base=base, clock=clock)
    return Built("TIME" if clock else "DATE", meaning)


def full_year(text: str) -> str:
    """Four digits of a year, or of an apostrophe and two ('98 is 1998, '07 is 2007); empty where there is none."""
    if re.fullmatch(r"\d{4}", text):
        return text
    digits = re.fullmatch(r"['’‘](\d\d)", text)
    if not digits:
        return ""
    return ("20" if int(digits.group(1)) <= 40 else "19") + digits.group(1)


def duration_value(number: float | None, unit: str) -> str:
    """A TIMEX3 duration; without a number it is X."""
    if unit in ("DE", "CE", "ML") and number is not None:
        number, unit = number * {"DE": 10, "CE": 100, "ML": 1000}[unit], "Y"
    count = "X" if number is None else f"{number:g}"
    if unit in ("S", "TM", "TH"):
        return f"PT{count}{ {'S': 'S', 'TM': 'M', 'TH': 'H'}[unit] }"
    return f"P{count}{unit}"


@dataclass(frozen=True, slots=True)
class Built:
    """A meaning with its TIMEX3 type; `group` is the named group that it covers where a match gives several."""

    type: TimeType
    meaning: TimeMeaning
    group: str = ""


class Tables:
    """Looks words up in the tables of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.tables = lexicon.tables

    def word(self, table: str, text: str) -> object:
        return self.tables[table].get(re.sub(r"\s+", " ", text.lower()).rstrip("."))

    def month_of(self, text: str) -> int:
        found = self.word("month", text) or self.word("month_short", text)
        return found if isinstance(found, int) else 0

    def ordinal_of(self, text: str) -> int:
        found = self.word("ordinal", text)
        if isinstance(found, int):
            return found
        digits = re.match(r"\d+", text)
        return int(digits.group()) if digits else 0

    def unit_of(self, text: str) -> str:
        bare = text.lower().rstrip("'’")
        for form in (bare, bare.removesuffix("s")):
            if form in self.tables["unit"]:
                return str(self.tables["unit"][form])
        return ""

    def number_of(self, text: str) -> float | None:
        """The number that a text names, None where it names none exactly."""
        if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
            return float(text.replace(",", ""))
        total = current = 0
        for word in re.findall(r"[a-z]+", text.lower()):
            value = {"a": 1, "an": 1, "another": 1, "and": 0}.get(word, self.tables["number"].get(word))
            if value is None:
                return None
            if value == 100:
                current = max(1, current) * 100
            elif value == 1000:
                total, current = total + max(1, current) * 1000, 0
            else:
                current = value if word in ("a", "an") else current + value
        return total + current
