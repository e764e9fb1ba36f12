"""The two sides of a difference: the words themselves, with the parallel places in copies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.compare.context import Context
from onrecord.compare.wordwork import folded
from onrecord.model import Difference, DifferenceClass, Facet, Place, Side, Span, ident

LONGEST = 58  # words; a longer side points at nothing


def ordered(context: Context, places: Iterable[Place]) -> tuple[Place, ...]:
    """Places with originals before copies, then by publication."""
    every = sorted(set(places), key=lambda p: (context.order[p.document], p.span))
    docs = {p.document for p in every}
    return tuple(sorted(every, key=lambda p: bool(docs & set(context.originals(p.document)))))


def side(context: Context, places: Sequence[Place], *, keep: bool = False, alike: bool = False) -> Side:
    """A side with its first place as the words shown (`keep`: the first as given); beside it the places in copies of
    its document, and (`alike`) those of the same words elsewhere."""
    every = (places[0], *ordered(context, places[1:])) if keep else ordered(context, places)
    first = every[0]
    also = []
    seen = {first.document}
    shown = folded(context.text(first.document, first.span))
    for place in every[1:]:
        same = alike and folded(context.text(place.document, place.span)) == shown
        if place.document not in seen and (same or context.copied(place.document, first.document)):
            also.append(place)
            seen.add(place.document)
    return Side(
        document=first.document, span=first.span, text=context.text(first.document, first.span), also=tuple(also)
    )


def difference(  # noqa: PLR0913, PLR0917  # one call makes one row of the record
    context: Context,
    facet: Facet,
    class_: DifferenceClass,
    a: Sequence[Place],
    b: Sequence[Place],
    reason: str,
    claim: str | None = None,
    confidence: float | None = None,
    *,
    keep: bool = False,
) -> Difference:
    """A difference with its sides in order of publication."""
    alike = facet in ("name", "role", "list", "quote")
    one, two = (side(context, places, keep=keep, alike=alike) for places in (a, b))
    if (context.order[two.document], two.span) < (context.order[one.document], one.span):
        one, two = two, one
    return Difference(
        id=ident("x", facet, one.document, *one.span, two.document, *two.span),
        facet=facet,
        class_=class_,
        a=one,
        b=two,
        claim=claim,
        reason=reason,
        confidence=confidence,
    )


def short(context: Context, doc: str, span: Span) -> bool:
    return len(context.text(doc, span).split()) <= LONGEST
