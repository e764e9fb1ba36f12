"""The article in a saved HTML page: body, zones and fields."""

from __future__ import annotations

import numpy as np

from onrecord.clean.body import Cleaned
from onrecord.clean.page import choose
from onrecord.clean.page.blocks import Block, Markup
from onrecord.clean.page.dated import date_fields, in_address, in_sight
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.head import Head, read_head, resolve, text_of, tidy, types
from onrecord.clean.page.people import Named, authors_field, in_json_ld, plain, visible
from onrecord.clean.page.reader import parse_html
from onrecord.clean.page.refuse import partial, refuse
from onrecord.clean.page.settle import settle
from onrecord.clean.page.title import folded, outlet_field, outlet_names, title_field
from onrecord.clean.page.zones import headline, pieces, zones
from onrecord.clean.publisher import differs, stated_publisher
from onrecord.clean.site import recurring
from onrecord.model import Field, SiteProfile
from onrecord.settings import CleanName

__all__ = ["clean_html"]

NO_BYLINE = Named((), "none", "")


def clean_html(source: str, url: str | None, tier: CleanName, profile: SiteProfile | None = None) -> Cleaned:
    """Body, zones and fields of an HTML page given as text.

    Raises UnreadableError where the page is no article (an error page, a list of links, a consent wall).
    """
    page = parse_html(source)
    try:
        return _clean(page, source, url, tier, profile)
    finally:
        page.blocks.clear()  # they point back at the page, which is so freed at once


def _clean(page: Markup, source: str, url: str | None, tier: CleanName, profile: SiteProfile | None) -> Cleaned:
    row = page.blocks
    head = read_head(page)
    outlets = [name for _, name in outlet_names(head, url)]
    title = title_field(head, row, outlets)
    taken = choose.fast(source, page, head) if tier == "fast" else choose.careful(page, head, url)
    often = recurring([block.text for block in row], profile)
    chosen = [n for n in np.flatnonzero(taken).tolist() if n not in often]
    top = headline(row, title.value, chosen[0] if chosen else len(row))
    headed = folded(title.value or "")
    body = settle(row, [n for n in chosen if folded(row[n].text) != headed], top)
    frame = Frame(top, tuple(body), len(row))
    refuse(row, frame, head, title.value)
    order = _day_first(head)
    quick = tier == "fast"  # it looks for no second opinion on what metadata tells
    sight = () if quick and _tells_date(head) else in_sight(row, frame, order)
    dated, flags = date_fields(head, sight, in_address(url or head.canonical), row, order)
    byline = NO_BYLINE if quick and _tells_author(head) else visible(row, frame)
    outlet = outlet_field(head, page, row, url, frame.body[-1] if frame.body else 0)
    fields = {
        "title": title,
        "authors": authors_field(head, byline, frozenset(plain(name) for name in outlets)),
        "outlet": outlet,
        **_publisher(head, row, frame, outlet.value),
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


def _tells_date(head: Head) -> bool:
    return bool(head.article.get("datePublished") or head.meta("article:published_time"))


def _tells_author(head: Head) -> bool:
    named = in_json_ld(head)
    return named is not None and bool(named.names)


def _day_first(head: Head) -> bool | None:
    """Whether 05/06/2024 is 5 June, by the language and country that the page states; None where it does not say."""
    code = (head.language or (head.meta("og:locale") or ("", ""))[1]).replace("_", "-").lower()
    if not code:
        return None
    if code.startswith("en"):
        return False if code.endswith("-us") else None if code == "en" else code not in ("en-ca", "en-ph")
    return not code.startswith(("ja", "zh", "ko", "hu", "lt"))


def _publisher(head: Head, row: list[Block], frame: Frame, outlet: str | None) -> dict[str, Field]:
    """The company behind the outlet: the parent in JSON-LD, else what the lines below the article state, else a
    publisher in metadata that bears another name than the outlet."""
    for node in [*resolve(head.article.get("publisher"), head.nodes), *head.nodes]:
        for parent in resolve(node.get("parentOrganization"), head.nodes):
            name = text_of(parent.get("name"))
            if name and "://" not in name:
                return {"publisher": Field(value=name, method="json-ld parentOrganization", evidence=name)}
    stated = stated_publisher((block.text for block in row[frame.body[-1] + 1 if frame.body else 0 :]), outlet)
    if stated and stated.method != "copyright line":
        return {"publisher": stated}
    named = [("json-ld publisher", text_of(n.get("name"))) for n in resolve(head.article.get("publisher"), head.nodes)]
    named += [(f"meta {key}", content) for key in ("publisher", "dc.publisher") for content in head.every(key)]
    for method, name in named:
        if name and "://" not in name and outlet and differs(name, outlet):
            return {"publisher": Field(value=name, method=method, evidence=name, confidence=0.8)}
    return {"publisher": stated} if stated else {}


def _section(head: Head) -> Field | None:
    """The section by the trail of links to the page, where it is given to machines: the last before the page."""
    for node in head.nodes:
        trail = node.get("itemListElement")
        if "breadcrumblist" in types(node) and isinstance(trail, list):
            told = (text_of(each.get("name")) or text_of(each.get("item")) for each in trail if isinstance(each, dict))
            names = [name for name in told if name and "://" not in name]
            titles = {folded(head.title), folded(head.html_title)}
            shown = [name for name in names[1:] if len(name.split()) <= 4 and folded(name) not in titles]
            if shown:
                return Field(value=shown[-1], method="json-ld breadcrumbs", evidence=" > ".join(names))
    return None


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
    elif trail := _section(head):
        found["section"] = trail
    if head.language:
        found["language"] = Field(value=head.language, method="lang attribute", evidence=head.language)
    return found
