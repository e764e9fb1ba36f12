"""What does not fit together in the dates of a page: flagged, with the other date as a rival; nothing is corrected but
a date whose day and month the address shows to be swapped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from onrecord.model import Field, Page, Rival

_IN_ADDRESS = re.compile(
    r"[/_-]((?:19|20)\d\d)(?:"
    r"([/-])(\d\d?|[a-z]{3})\2(\d\d?)(?:(?<=/\d)(?!-)|(?<=/\d\d)(?!-)|(?<=-\d)|(?<=-\d\d))(?=[/_-]|\b)"
    r"|()([01]\d)([0-3]\d)(?=[/_.-]|\Z))"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
APART = timedelta(days=1)  # dates further apart than this disagree; time zones alone make one day


def day_in_address(url: str | None) -> tuple[str, str] | None:
    """The day (ISO) that an address such as `/2024/05/14/` holds, and its characters; None where there is none."""
    found = _IN_ADDRESS.search((url or "").lower())
    if not found:
        return None
    month, day = (found[3], found[4]) if found[3] else (found[6], found[7])
    if not month.isdigit():
        month = str(_MONTHS.index(month) + 1) if month in _MONTHS else "0"
    value = f"{found[1]}-{int(month):02}-{int(day):02}"
    return (value, found.group().strip("/_-")) if _day(value) else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def checked(fields: dict[str, Field], page: Page) -> tuple[dict[str, Field], list[str]]:
    """The fields with what contradicts their dates among the rivals, and flags that name the contradictions.

    `dates_conflict`: published more than a day from the address; `day_month_swapped`: the address has them the other
    way round; `published_after_capture`; `modified_before_published`; `captures_conflict`.
    """
    fields = dict(fields)
    flags: list[str] = []
    canonical = fields.get("canonical_url")
    address = day_in_address(page.given.url or page.url or (canonical.value if canonical else None))
    published = fields.get("published", Field(value=None, method="none"))
    if published.value is None and address and page.kind != "text":
        published = Field(
            value=address[0], method="address", evidence=address[1], confidence=0.8, rivals=published.rivals
        )
    elif address and (day := _day(published.value)) and published.method != "address":
        published = _against_address(published, day, address, flags)
    captured, fetched = fields.get("captured"), _day(page.fetched_at)
    seen = _day(captured.value if captured else None)
    saved = fetched or seen
    day = _day(published.value)
    if day and saved and day - saved > APART:
        flags.append("published_after_capture")
        rival = Rival(value=saved.isoformat(), reason="the page was captured before that day")
        published = replace(published, rivals=(*published.rivals, rival), confidence=_less(published))
    if captured and seen and fetched and abs(seen - fetched) > APART:
        flags.append("captures_conflict")
        rival = Rival(value=page.fetched_at, reason="when the page was fetched, as its file says")
        fields["captured"] = replace(captured, rivals=(*captured.rivals, rival))
    modified = fields.get("modified")
    if modified and day and (changed := _day(modified.value)) and day - changed > APART:
        flags.append("modified_before_published")
    if published.value is not None or "published" in fields:
        fields["published"] = published
    return fields, flags


def _against_address(published: Field, day: date, address: tuple[str, str], flags: list[str]) -> Field:
    told = date.fromisoformat(address[0])
    if abs(told - day) <= APART:
        return published
    swapped = day.day == told.month and day.month == told.day and day.year == told.year
    flags.append("day_month_swapped" if swapped else "dates_conflict")
    if swapped and published.method == "visible date":
        rival = Rival(value=published.value, reason="the same figures with day and month the other way round")
        return Field(
            value=address[0],
            method="address",
            evidence=address[1],
            confidence=0.8,
            rivals=(rival, *published.rivals),
        )
    rivals = published.rivals
    if all((rival.value or "")[:10] != address[0] for rival in rivals):
        rivals = (*rivals, Rival(value=address[0], reason="address"))
    return replace(published, rivals=rivals, confidence=_less(published))


def _less(field: Field) -> float | None:
    return None if field.confidence is None or field.method == "given" else round(max(0.1, field.confidence - 0.2), 2)
