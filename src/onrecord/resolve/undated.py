"""When an undated document was published, as far as its own text and its captures say: an interval with reasons.

A date that the text tells as past lies before publication, one that it announces lies after it; a page was published
before it was changed or captured. What nothing bounds stays open; where nothing bounds either end the basis is
`unknown`. Never a bare date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model import Document, Published, Time, TimeExpression

__all__ = ["UPDATED", "flags", "interval"]

UPDATED = "may have been updated"
UPDATE_NOTE = re.compile(
    r"(?:^|\n)\W*(?:this (?:story|article|page|post|report|explainer) (?:has been|was|is being) "
    r"(?:last )?(?:updated|corrected|amended)|(?:last )?updated(?: (?:on|at|:)|:)|"
    r"(?:correction|clarification|editor['’]s note)\b)",
    re.IGNORECASE,
)
Interval = tuple[date, date]
IN_YEAR = re.compile(r"\b(?:in|since|during|throughout|between|of|after)\s\Z", re.IGNORECASE)  # not "the 2024 vote"
YEARS = range(1900, 2200)
FAR_PLANS = 15  # years ahead up to which an announced year bounds the publication


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of the interval, with its reason in onrecord's own words."""

    day: date
    reason: str


def interval(document: Document, expressions: Sequence[TimeExpression], times: Sequence[Time]) -> Published:
    """The days on which an undated document can have been published; `expressions` and `times` go in pairs.

    Ends are ISO days, None where open; `evidence` gives the reason of each end. A document whose date is known
    keeps it.
    """
    if document.published.basis != "unknown" or document.published.value:
        return document.published
    lower = _latest_past(document, expressions, times)
    upper = _earliest_ahead(document, expressions, times, lower)
    if lower and upper and upper.day < lower.day:
        upper = _captured(document)
        if upper and upper.day < lower.day:
            lower = None
    if not lower and not upper:
        return document.published
    reasons = [bound.reason for bound in (lower, upper) if bound]
    return Published(
        earliest=lower.day.isoformat() if lower else None,
        latest=upper.day.isoformat() if upper else None,
        basis="inferred",
        evidence="; ".join(reasons),
    )


def _dated(expression: TimeExpression, time: Time) -> Interval | None:
    """The days of an expression that names its year itself."""
    explicit = expression.meaning.kind == "fixed" and time.earliest and time.latest and expression.type != "SET"
    if not explicit or not time.earliest or not time.latest or int(time.earliest[:4]) not in YEARS:
        return None
    return date.fromisoformat(time.earliest), date.fromisoformat(time.latest)


def _latest_past(document: Document, expressions: Sequence[TimeExpression], times: Sequence[Time]) -> Bound | None:
    """The latest date told as past; a year alone counts only if another mention is as late: one may be misread."""
    days: list[tuple[date, bool, str]] = []
    for expression, time in zip(expressions, times, strict=True):
        found = _dated(expression, time)
        start = expression.span.start
        told = expression.meaning.level != "year" or IN_YEAR.search(document.text, max(0, start - 12), start)
        if found and expression.cue == "past" and told:
            days.append((found[0], expression.meaning.level in ("day", "month"), time.text))
    days.sort(reverse=True)
    for at, (day, exact, text) in enumerate(days):
        if exact or (at + 1 < len(days) and days[at + 1][0].year >= day.year):
            return Bound(day, f"tells {text} as past")
        if at + 1 < len(days):
            return Bound(days[at + 1][0], f"tells {days[at + 1][2]} as past")
    return None


def _earliest_ahead(
    document: Document, expressions: Sequence[TimeExpression], times: Sequence[Time], lower: Bound | None
) -> Bound | None:
    bounds = []
    told = [d[1] for e, t in zip(expressions, times, strict=True) if e.cue != "future" and (d := _dated(e, t))]
    last_told = max(told, default=None)
    for expression, time in zip(expressions, times, strict=True):
        days = _dated(expression, time)
        if not days or expression.cue != "future" or expression.quoted or not lower or not last_told:
            continue
        if days[0] <= last_told or days[0] > lower.day + timedelta(days=366 * FAR_PLANS):
            continue
        bounds.append(Bound(days[1], f"announces {time.text}"))
    captured = _captured(document)
    return min([*bounds, *([captured] if captured else [])], key=lambda bound: bound.day, default=None)


def _captured(document: Document) -> Bound | None:
    known = [
        Bound(date.fromisoformat(value[:10]), reason)
        for value, reason in ((document.modified, "changed by then"), (document.captured, "captured then"))
        if value and re.match(r"\d{4}-\d\d-\d\d", value)
    ]
    return min(known, key=lambda bound: bound.day, default=None)


def flags(document: Document, times: Sequence[Time]) -> tuple[str, ...]:
    """`may have been updated` for a page that says so, or whose text tells dates after its own."""
    if UPDATE_NOTE.search(document.text):
        return (UPDATED,)
    return ()
