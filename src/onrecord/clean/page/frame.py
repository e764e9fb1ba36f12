"""Where headline and body stand among the blocks of a page, and where a byline may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

REACH = 40  # blocks between headline and body that are looked at
NEAR = 12  # blocks below the headline that are looked at even where the body has begun (a standfirst taken for body)


@dataclass(frozen=True, slots=True)
class Frame:
    """Positions of blocks: the headline (-1: none) and the body, in order."""

    title: int
    body: tuple[int, ...]
    count: int

    def windows(self, around: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Blocks that are not body: below the headline, above it and after the body, the last two `around` long."""
        if not self.body:
            return (range(self.count), (), ())
        body = set(self.body)
        first, last = self.body[0], self.body[-1]
        if 0 <= self.title <= last:
            stop = min(max(first, self.title + NEAR), self.title + REACH, last)
            below = [n for n in range(self.title + 1, stop) if n not in body]
            above = [n for n in range(max(0, self.title - around), self.title) if n not in body]
        else:
            below, above = list(range(max(0, first - 2 * around), first)), []
        return below, above, range(last + 1, min(self.count, last + 1 + around))
