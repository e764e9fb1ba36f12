"""The article in a saved HTML page: body, zones and fields."""

from __future__ import annotations

import numpy as np

from onrecord.clean.body import Cleaned
from onrecord.clean.page import choose
from onrecord.clean.page.blocks import blocks, parse_html
from onrecord.clean.page.dated import date_fields, in_address, in_sight
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.head import Head, read_head, text_of, tidy
from onrecord.clean.page.people import authors_field, plain, visible
from onrecord.clean.page.refuse import partial, refuse
from onrecord.clean.page.settle import settle
from onrecord.clean.page.title import folded, outlet_field, outlet_names, title_field
from onrecord.clean.page.zones import headline, pieces, zones
from onrecord.clean.site import recurring
from onrecord.model import Field, SiteProfile
from onrecord.settings import CleanName

__all__ = ["clean_html"]


def clean_html(source: str, url: str | None, tier: CleanName, profile: SiteProfile | None = None) -> Cleaned:
    """Body, zones and fields of an HTML page given as text.

    Raises UnreadableError where the page is no article (an error page, a list of links, a consent wall).
    """
    root = parse_html(source)
    row = blocks(root)
    head = read_head(root)
    outlets = [name for _, name in outlet_names(head, url)]
    title = title_field(head, row, outlets)
    taken = choose.fast(source, row) if tier == "fast" else choose.careful(source, row, head, url)
    often = recurring([block.text for block in row], profile)
    chosen = [n for n in np.flatnonzero(taken).tolist() if n not in often]
    top = headline(row, title.value, chosen[0] if chosen else len(row))
    body = settle(row, [n for n in chosen if folded(row[n].text) != folded(title.value or "")], top)
    frame = Frame(top, tuple(body), len(row))
    refuse(row, frame, head, title.value)
    order = _day_first(head)
    dated, flags = date_fields(head, in_sight(row, frame, order), in_address(url or head.canonical), row, order)
    fields = {
        "title": title,
        "authors": authors_field(head, visible(row, frame), frozenset(plain(name) for name in outlets)),
        "outlet": outlet_field(head, root, row, url, frame.body[-1] if frame.body else 0),
        **dated,
        **_others(head),
    }
    reason = partial(row, frame, head)
    return Cleaned(
        pieces=pieces(row, body),
        zones=zones(row, frame, often),
        fields=fields,
        flags=(*flags, *((reason,) if reason else ())),
        partial=reason is not None,
    )


def _day_first(head: Head) -> bool | None:
    """Whether 05/06/2024 is 5 June, by the language and country that the page states; None where it does not say."""
    code = (head.language or (head.meta("og:locale") or ("", ""))[1]).replace("_", "-").lower()
    if not code:
        return None
    if code.startswith("en"):
        return False if code.endswith("-us") else None if code == "en" else code not in ("en-ca", "en-ph")
    return not code.startswith(("ja", "zh", "ko", "hu", "lt"))


def _others(head: Head) -> dict[str, Field]:
    found = {}
    if head.canonical and head.canonical.startswith(("http://", "https://")):
        found["canonical_url"] = Field(value=head.canonical, method="link canonical", evidence=head.canonical)
    elif (meta := head.meta("og:url")) and meta[1].startswith(("http://", "https://")):
        found["canonical_url"] = Field(value=meta[1], method="meta og:url", evidence=meta[1])
    section = head.meta("article:section", "parsely-section", "section", "cxenseparse:section")
    named = text_of(head.article.get("articleSection"))
    if named:
        found["section"] = Field(value=tidy(named), method="json-ld articleSection", evidence=named)
    elif section:
        found["section"] = Field(value=section[1], method=f"meta {section[0]}", evidence=section[1])
    if head.language:
        found["language"] = Field(value=head.language, method="lang attribute", evidence=head.language)
    return found
