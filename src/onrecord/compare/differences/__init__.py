"""Where documents do not say the same about the same thing, facet by facet."""

from __future__ import annotations

from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences import attribution, date, dated, figure, lists, modality, names, quote, roles, status
from onrecord.model import Difference, Status

__all__ = ["differences"]
FACETS = (figure, date, dated, lists, names, roles, quote, modality, attribution, status)


def differences(
    context: Context, drafts: tuple[Draft, ...], statuses: tuple[Status, ...] = ()
) -> tuple[Difference, ...]:
    """All differences of a coverage; one for each disagreement, in order of publication of its first side."""
    found = {d.id: d for facet in FACETS for d in facet.differences(context, drafts)}
    found |= {d.id: d for d in status.rivals(context, statuses)}
    rank = context.order
    return tuple(
        sorted(found.values(), key=lambda d: (rank[d.a.document], d.a.span, rank[d.b.document], d.b.span, d.id))
    )
