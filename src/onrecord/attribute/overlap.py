"""Which quotations meet a span, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from onrecord.model import Quote, Span


def start_of(quote: Quote) -> int:
    return quote.span.start


def quotes_in(quotes: tuple[Quote, ...], span: Span) -> tuple[Quote, ...]:
    """The quotations that share a character with a span; `quotes` are in order and apart."""
    first = max(0, bisect_right(quotes, span.start, key=start_of) - 1)
    last = bisect_left(quotes, span.end, key=start_of)
    return tuple(q for q in quotes[first:last] if q.span.meets(span))


def any_quote(quotes: tuple[Quote, ...], spans: Iterable[Span]) -> bool:
    return any(quotes_in(quotes, span) for span in spans)
