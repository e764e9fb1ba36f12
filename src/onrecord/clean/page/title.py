"""The headline of a page and the name of its outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from onrecord.clean.page.blocks import Block
from onrecord.clean.page.head import Head, resolve, text_of, tidy
from onrecord.clean.site import COPYRIGHT
from onrecord.model import Field, Rival

SUFFIX = re.compile(r"(?P<bare>.{8,}?)\s*(?:\s[|–—»·•:-]\s|\s?\|\s?)\s*(?P<name>[^|–—»·•]{2,60})\Z", re.DOTALL)
LEGAL = re.compile(
    r",?\s+(?:inc|llc|ltd|limited|gmbh|plc|corp|co|ag|s\.?a|pty|group|holdings|media group)\.?\Z", re.IGNORECASE
)
MASTHEAD = ("logo", "masthead", "brand", '="/"', "='/'", "=/")  # in the attributes of its elements
GENERIC = frozenset(
    ("home", "news", "homepage", "logo", "menu", "website", "start", "index", "article", "skip to content")
)
TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
CUT = re.compile(r"\s*(?:…|\.\.\.)\Z")
KICKER = re.compile(r"(?:[^\W\d_a-zà-ÿ]{2,}[ -]?){1,3}\s?[:|]\s+")
LEAST = 12  # characters from which on a title may be told by a part of it


Candidate = tuple[str, str, str]  # where it stands, its text, and that without the name of the outlet


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def title_field(head: Head, blocks: Sequence[Block], outlets: Iterable[str]) -> Field:
    """The headline, without the name of the outlet at its end."""
    names = {folded(name) for name in outlets}
    heads = [block.text for block in blocks if block.element.tag == "h1"][:3]
    found = [("h1", text) for text in heads if folded(text) not in names]
    headline = text_of(head.article.get("headline"))
    for method, text in (
        ("json-ld headline", headline),
        ("og:title", (head.meta("og:title") or ("", None))[1]),
        ("twitter:title", (head.meta("twitter:title") or ("", None))[1]),
        ("title element", head.html_title),
    ):
        if text:
            found.append((method, TAG.sub("", text)))
    rows = [(method, text, _without(text, names)) for method, text in found]
    rows = [row for row in rows if row[2] and folded(row[2])]
    if not rows:
        return Field(value=None, method="none")
    method, text, value = _whole(_chosen(rows), rows)
    rivals = {row[2]: row[0] for row in rows if folded(row[2]) != folded(value)}
    agreeing = sum(folded(row[2]) == folded(value) for row in rows)
    return Field(
        value=value,
        method=method,
        evidence=text,
        confidence=0.97 if agreeing > 2 else 0.9 if agreeing > 1 else 0.7,
        rivals=tuple(Rival(value=other, reason=f"in {source}") for other, source in rivals.items()),
    )


def _same(one: Candidate, other: Candidate | None) -> bool:
    """Whether two titles are the same, or one is a part of the other."""
    if other is None:
        return False
    a, b = sorted((folded(one[2]), folded(other[2])), key=len)
    return a == b or (len(a) > LEAST and a in b)


def _chosen(rows: Sequence[Candidate]) -> Candidate:
    """The candidate that names the article.

    What JSON-LD calls the headline is the editors' own, unless it only repeats the title element, which is written
    for search engines: then the headline in sight is. Without JSON-LD it is og:title where others repeat it.
    """
    first: dict[str, Candidate] = {}
    for row in rows:
        first.setdefault(row[0], row)
    told, shared, element = (first.get(name) for name in ("json-ld headline", "og:title", "title element"))
    heads = [row for row in rows if row[0] == "h1"]
    others = [row for row in rows if row[0] != "h1"]
    shown = next((row for row in heads if any(_same(row, other) for other in others)), heads[0] if heads else None)
    if told is not None:
        copied = _same(told, element) and not _same(told, shared)
        return shown if shown is not None and copied and not _same(told, shown) else told
    if shared is not None and shown is not None and not _same(shared, shown):
        return shared if _same(shared, first.get("twitter:title")) or _same(shared, element) else shown
    return shared or shown or rows[0]


def _whole(row: Candidate, rows: Sequence[Candidate]) -> Candidate:
    """The candidate, or where it is cut off the one that it begins; without a kicker that others leave out."""
    if kicker := KICKER.match(row[2]):
        rest = folded(row[2][kicker.end() :])
        return next((other for other in rows if folded(other[2]) == rest), row)
    bare = CUT.sub("", row[2])
    if bare == row[2]:
        return row
    longer = [other for other in rows if other[2].startswith(bare) and not CUT.search(other[2])]
    return max(longer, key=lambda other: len(other[2]), default=row)


def _without(text: str, names: set[str]) -> str:
    """The text without the outlet's name at its end, or any short last part of a title of several."""
    bare = text.strip()
    for _ in range(3):
        match = SUFFIX.match(bare)
        if not match or not _is_outlet(match["name"], names):
            break
        bare = match["bare"].strip()
    return bare


def _is_outlet(name: str, names: set[str]) -> bool:
    end = folded(name)
    joined = end.replace(" ", "")
    return any(end == n or joined == n.replace(" ", "") or (len(n) > 4 and (n in end or end in n)) for n in names if n)


def outlet_names(head: Head, url: str | None) -> list[tuple[str, str]]:
    """Names of the outlet that the page gives to machines, with their method, best first."""
    found = []
    site = head.meta("og:site_name")
    if site:
        found.append(("og:site_name", site[1]))
    for node in resolve(head.article.get("publisher") or head.web_page.get("publisher"), head.nodes):
        name = text_of(node.get("name"))
        if name:
            found.append(("json-ld publisher", name))
    for key in (
        "application-name",
        "publisher",
        "dc.publisher",
        "twitter:app:name:iphone",
        "apple-mobile-web-app-title",
    ):
        meta = head.meta(key)
        if meta:
            found.append((f"meta {key}", meta[1]))
    host = (urlsplit(url or head.canonical or "").hostname or "").removeprefix("www.")
    if host:
        found.append(("host", host))
        found.append(("host", host.split(".")[0] if host.count(".") < 2 else host.split(".")[-2]))
    return [(method, name.lstrip("@")) for method, name in found if name.strip("@ ")]


def outlet_field(head: Head, root: Any, blocks: Sequence[Block], url: str | None, frame_last: int) -> Field:
    """Who published the page: metadata, else what masthead, title and copyright line agree on."""
    told = [(method, name) for method, name in outlet_names(head, url) if method != "host"]
    told = [(method, name) for method, name in told if folded(name) not in GENERIC and "://" not in name]
    shown = _shown(head, root, blocks, frame_last)
    if told:
        method, name = told[0]
        rivals = [Rival(value=n, reason=m) for m, n in [*told[1:], *shown] if folded(n) != folded(name)]
        agree = any(folded(n) == folded(name) for _, n in [*told[1:], *shown])
        return Field(value=name, method=method, evidence=name, confidence=0.97 if agree else 0.9, rivals=_once(rivals))
    if not shown:
        return Field(value=None, method="none")
    counts = [sum(_core(name) == _core(other) for _, other in shown) for _, name in shown]
    best = max(range(len(shown)), key=lambda n: (counts[n], -n))
    method, name = shown[best]
    rivals = [Rival(value=n, reason=m) for m, n in shown if _core(n) != _core(name)]
    return Field(
        value=name, method=method, evidence=name, confidence=0.9 if counts[best] > 1 else 0.6, rivals=_once(rivals)
    )


def _once(rivals: Sequence[Rival]) -> tuple[Rival, ...]:
    seen: dict[str, Rival] = {}
    for rival in rivals:
        seen.setdefault(folded(rival.value or ""), rival)
    return tuple(seen.values())[:6]


def _core(name: str) -> str:
    return folded(name).removeprefix("the ")


def _shown(head: Head, root: Any, blocks: Sequence[Block], last: int) -> list[tuple[str, str]]:
    """Names in the masthead, at the end of the title and in the copyright line."""
    found = []
    match = SUFFIX.match(head.html_title)
    if match and 1 <= len(match["name"].split()) <= 6:
        found.append(("end of the title", match["name"].strip()))
    for element in root.iter("a", "img"):
        above = element.getparent() if element.tag == "img" else None
        given = f"{element.raw} {above.raw if above else ''}".lower()
        if not any(sign in given for sign in MASTHEAD):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        home = element.tag == "a" and (element.get("href") or "").rstrip("/") in ("", head.canonical or "/")
        if element.tag == "img" and not ("logo" in names or "masthead" in names or "brand" in names):
            parent = element.getparent()
            if parent is None or parent.tag != "a" or parent.get("href") != "/":
                continue
        elif element.tag == "a" and not (home and element.get("href") == "/") and "logo" not in names:
            continue
        name = tidy(element.get("alt") or "" if element.tag == "img" else "".join(element.itertext()))
        name = re.sub(r"\s+(?:logo|home|homepage)\Z", "", name, flags=re.IGNORECASE)
        if name and len(name) <= 48 and folded(name) not in GENERIC and len(name.split()) <= 6:
            found.append(("masthead", name))
            break
    for block in blocks[max(last, len(blocks) - 40) :]:
        rights = COPYRIGHT.search(block.text[:300])
        if rights:
            found.append(("copyright line", LEGAL.sub("", rights["name"]).strip()))
            break
    return found
