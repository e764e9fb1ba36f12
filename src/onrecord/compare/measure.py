"""Two figures side by side: the same, one a rounding or conversion of the other, compatible, or different."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import floor, inf, log10
from typing import Literal

from onrecord import words
from onrecord.model import Figure

Relation = Literal["same", "conversion", "rounding", "hedge", "different"]
CONVERTED = 0.035  # a converted figure is rounded to two digits: 19 miles are 30 kilometres
DIGITS = 2  # a figure with one more significant digit than this, or fewer, may be a rounding
ROUNDED = 0.06  # by which a rounding may be off


@dataclass(frozen=True, slots=True)
class Quantity:
    """The interval of a figure in the base unit of its dimension; where there is none, of its own unit."""

    low: float
    high: float
    value: float | None
    dimension: str
    unit: str
    hedged: bool
    factor: float


@lru_cache(maxsize=1)
def _dimensions() -> dict[str, tuple[str, float]]:
    return {
        unit: (dimension, float(factor))
        for dimension, units in words.table("conversions").items()
        for unit, factor in units.items()
    }


def measured(unit: str) -> bool:
    """Whether a unit is one of a measure that is converted into others."""
    return unit in _dimensions()


def quantity(figure: Figure, unit: str | None = None) -> Quantity:
    """A figure as an interval; an open end is infinite. `unit` overrides the figure's own."""
    name = unit or figure.unit or ""
    dimension, factor = _dimensions().get(name, (name, 1.0))
    value = figure.value
    low = figure.low if figure.low is not None else (-inf if value is None else value)
    high = figure.high if figure.high is not None else inf
    hedged = value is None or low != value or high != value
    return Quantity(
        low * factor, high * factor, None if value is None else value * factor, dimension, name, hedged, factor
    )


def relation(a: Quantity, b: Quantity) -> Relation | None:
    """How two figures of one dimension stand to each other; None if they measure different things."""
    if a.dimension != b.dimension:
        return None
    converted = a.factor != b.factor
    if (a.low, a.high) == (b.low, b.high):
        return "conversion" if converted else "same"
    if converted and a.value and b.value and abs(a.value - b.value) <= CONVERTED * max(abs(a.value), abs(b.value)):
        return "conversion"
    if a.low <= b.high and b.low <= a.high:
        return "hedge"
    if _rounds(a, b) or _rounds(b, a):
        return "rounding"
    return "different"


def _rounds(rough: Quantity, fine: Quantity) -> bool:
    """Whether one figure is the other rounded to fewer digits: 54,600 to 55,000, of measures also 6.2 to 6."""
    if rough.value is None or fine.value is None or rough.unit != fine.unit or rough.hedged:
        return False
    x, y = rough.value / rough.factor, fine.value / fine.factor
    measured = rough.unit in _dimensions()
    if not x or not y or x * y < 0 or (abs(x) < 100 and not measured) or abs(x - y) > ROUNDED * abs(y):
        return False
    exponent = floor(log10(abs(y)))
    return any(abs(round(y, digits - exponent) - x) < 1e-9 * abs(x) for digits in range(DIGITS + 1))


def near(a: Quantity, b: Quantity) -> float:
    """1 for equal values, falling to 0 where one is half of the other or less."""
    x, y = (middle(q) for q in (a, b))
    if not x or not y or x * y < 0:
        return 0.0
    return max(0.0, 2 * min(x, y) / max(x, y) - 1)


def middle(q: Quantity) -> float:
    """The value, or the middle of a range."""
    if q.value is not None:
        return q.value
    ends = [e for e in (q.low, q.high) if e not in (inf, -inf)]
    return sum(ends) / len(ends) if ends else 0.0
