"""Hedges around a number, and the interval that each opens (RECORD.md, Intervals)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord import words

ROUGH = 0.05  # "about" reaches five per cent to either side


class Hedge(NamedTuple):
    """A hedge as it stands, lower case, with its class and the characters it takes."""

    start: int
    end: int
    text: str
    kind: str


def alternatives(phrases: list[str]) -> str:
    return "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(phrases, key=lambda p: (-len(p), p)))


@cache
def ahead() -> re.Pattern[str]:
    """A hedge that ends where the number (or its currency sign) begins."""
    groups = words.table("figures")["hedges"]
    inner = "|".join(f"(?P<{kind}>{alternatives(phrases)})" for kind, phrases in groups.items())
    return re.compile(rf"(?<![\w-])(?:{inner})(?:\s+(?:just|only|a further|another|an?))?\s*\Z", re.IGNORECASE)


@cache
def behind() -> re.Pattern[str]:
    groups = words.table("figures")["hedges_behind"]
    inner = "|".join(f"(?P<{kind}>{alternatives(phrases)})" for kind, phrases in groups.items())
    return re.compile(rf"\s?(?:{inner})(?![^\W_])", re.IGNORECASE)


@cache
def moved() -> re.Pattern[str]:
    """Verbs of moving: in "went up to 6.5%", "up" belongs to the verb."""
    return re.compile(
        r"\b(?:went|go|goes|going|gone|came|moved|pushed|crept|ticked|shot|jumped|rose|climbed|back|adds?|added)\s+\Z"
    )


REACH = 32  # characters of the longest hedge, with some room


def find(text: str, start: int, number: int, number_end: int, end: int) -> Hedge | None:
    """The hedge of a number between two offsets of its sentence."""
    begin = max(start, number - REACH)
    found = ahead().search(text[begin:number])
    heading = found is not None and found.group().lower().startswith(("up", "over", "above", "below", "north"))
    if found and not (heading and moved().search(text[max(start, begin - 12) : begin + found.start()])):
        words_ = " ".join(found.group().lower().split())
        return Hedge(begin + found.start(), number, words_, str(found.lastgroup))
    found = behind().match(text, number_end, end)
    if found:
        return Hedge(number_end, found.end(), found.group().strip(" -").lower(), str(found.lastgroup))
    return None


def interval(kind: str, value: float) -> tuple[float | None, float | None]:
    """The lowest and highest number that a hedged one stands for, None where it is open."""
    reach = abs(value) * ROUGH
    low, high = tidy(value - reach), tidy(value + reach)
    return {
        "about": (low, high),
        "below": (low, value),
        "above": (value, high),
        "least": (value, None),
        "most": (min(0.0, value), value),
    }[kind]


def tidy(value: float) -> float:
    """Without the noise of binary fractions."""
    return float(f"{value:.12g}")
