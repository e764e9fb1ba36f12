"""What is put together, and how much two pieces have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import fsum

from onrecord.compare.context import Context
from onrecord.compare.evidence import Piece
from onrecord.model import Span


class Groups:
    """Union-find over hashable items; the representative is the least of a group by order of insertion."""

    def __init__(self, items: Iterable[int]) -> None:
        self.parent = {i: i for i in items}

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parent[max(a, b)] = min(a, b)

    def groups(self) -> list[list[int]]:
        out: dict[int, list[int]] = defaultdict(list)
        for item in sorted(self.parent):
            out[self.find(item)].append(item)
        return list(out.values())


def overlap(context: Context, story: str, a: frozenset[str], b: frozenset[str]) -> float:
    """The weighted share of the shorter set that the two have in common."""
    weights, other = context.weights(story), context.unseen(story)
    both = fsum(weights.get(s, other) for s in a & b)
    if not both:
        return 0.0
    return both / min(fsum(weights.get(s, other) for s in side) for side in (a, b))


def aligned(context: Context, a: Piece, b: Piece) -> float:
    """The share of the shorter piece that lies in wording which the two documents have in common at these places."""
    shared = 0
    for s in context.shared_with.get((a.document, b.document), ()):
        if s.span.start >= a.span.end:
            break
        if s.span.meets(a.span) and s.there.meets(b.span):
            first, last = (max(s.span.start, a.span.start), min(s.span.end, a.span.end))
            move = s.there.start - s.span.start  # the wording is the same, so offsets run in step
            shared += max(0, min(last + move, b.span.end) - max(first + move, b.span.start))
    return shared / max(1, min(a.span.end - a.span.start, b.span.end - b.span.start))


def cover(spans: Iterable[Span]) -> Span:
    """The least span that holds all of them."""
    every = list(spans)
    return Span(min(s.start for s in every), max(s.end for s in every))
