"""Things with a span, kept in order, so that those in a stretch of text are found without a look at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from onrecord.model import Span

T = TypeVar("T")


class Ordered(Generic[T]):
    """Items in order of their spans, which do not overlap."""

    def __init__(self, items: Iterable[T], span: Callable[[T], Span]) -> None:
        self.items: Sequence[T] = sorted(items, key=span)
        self._spans = [span(item) for item in self.items]
        self._starts = [s.start for s in self._spans]
        self._ends = [s.end for s in self._spans]

    def meeting(self, stretch: Span) -> Sequence[T]:
        """The items that share at least one code point with a stretch."""
        return self.items[bisect_right(self._ends, stretch.start) : bisect_left(self._starts, stretch.end)]

    def within(self, stretch: Span) -> Sequence[T]:
        """The items that lie inside a stretch."""
        return self.items[bisect_left(self._starts, stretch.start) : bisect_right(self._ends, stretch.end)]

    def around(self, stretch: Span) -> bool:
        """Whether one item takes in the whole stretch."""
        at = bisect_right(self._starts, stretch.start) - 1
        return at >= 0 and self._ends[at] >= stretch.end


def spans(found: Iterable[Span]) -> Ordered[Span]:
    return Ordered(found, lambda span: span)
