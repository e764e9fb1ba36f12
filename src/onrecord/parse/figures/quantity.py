"""A number with what stands directly at it: sign, currency, scale letters, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import Span
from onrecord.parse.figures import units
from onrecord.parse.figures.numerals import LETTERS, Numeral, exact

METRES = re.compile(
    r"[-\s](?:tall|long|wide|deep|high|away|from|below|above|across|race|final|sprint|hurdles|freestyle|radius|thick|"
    r"in (?:length|height|width|depth)|into|up|down|off|apart|north|south|east|west)\b"
)
MORE = re.compile(r"\+|-plus\b|-odd\b| odd\b")
LINKED = re.compile(r" of (?=[a-z])")
MINUS = re.compile(r"(?:minus[ -]|(?:(?<=[\s(])|^)[-−–])\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, still without its hedge; `value` and `numeral` are None for a range."""

    start: int
    end: int
    value: float | None
    low: float
    high: float
    unit: str | None = None
    kind: str = "count"  # or currency, measure, share, age, family
    numeral: Numeral | None = None


def measured(text: str, sentence: Span, numeral: Numeral) -> Quantity:
    """The number with its sign, currency and unit, whatever it may turn out to be."""
    sign = units.before(text, sentence.start, numeral.start)
    value, low, high, end = numeral.value, numeral.low, numeral.high, numeral.end
    if numeral.letters:
        scale, end = scale_letters(text, sentence, numeral, money=sign is not None)
        if scale is not None and value is not None:
            value = low = high = exact(value, scale)
    unit = units.behind(text, unit_from(text, end, sentence.end, numeral), sentence.end)
    start = sign.start if sign else numeral.start
    minus = MINUS.search(text[max(sentence.start, start - 6) : start])
    if minus and (not numeral.spelt or minus.group()[0] in "mM"):
        start -= len(minus.group())
        value, low, high = (-value if value is not None else None), -high, -low
    if sign:
        return Quantity(start, end, value, low, high, sign.name, "currency", numeral)
    if unit:
        return Quantity(start, unit.end, value, low, high, unit.name, unit.kind, numeral)
    share = numeral.share
    return Quantity(start, end, value, low, high, "share" if share else None, "share" if share else "count", numeral)


def unit_from(text: str, number_end: int, end: int, numeral: Numeral) -> int:
    """Where a unit may begin: behind a plus, and behind "of" in "thousands of pounds", "a million of dollars"."""
    more = MORE.match(text, number_end, end)
    at = more.end() if more else number_end
    if (numeral.value is None or (numeral.spelt and numeral.scaled)) and LINKED.match(text, at, end):
        return at + 3 if units.behind(text, at + 3, end) else at
    return at


def scale_letters(text: str, sentence: Span, numeral: Numeral, money: bool) -> tuple[float | None, int]:
    """What the letters of "30m" mean: their scale, or None where they are a unit; and where the number ends."""
    letters = numeral.letters
    unit = None, numeral.end - 1
    if letters == "m" and not money:
        after = text[numeral.end : min(sentence.end, numeral.end + 24)]
        counted = re.match(r"[-\s][A-Za-z]", after) or numeral.comma or (numeral.value or 0) % 1
        if METRES.match(after) or not counted:
            return unit
    return LETTERS[letters], numeral.end
