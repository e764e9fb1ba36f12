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
GENERIC = frozenset(
    ("home", "news", "homepage", "logo", "menu", "website", "start", "index", "article", "skip to content")
)
# What each source is worth where they disagree; the headline in sight is what a reader calls the article.
WORTH = {"h1": 0.5, "json-ld headline": 1.0, "og:title": 0.5, "twitter:title": 0.0, "title element": 0.0}


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def title_field(head: Head, blocks: Sequence[Block], outlets: Iterable[str]) -> Field:
    """The headline: the candidate that most others repeat, without the name of the outlet at its end."""
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
            found.append((method, text))
    bare = [(method, text, _without(text, names)) for method, text in found]
    bare = [row for row in bare if row[2] and folded(row[2])]
    if not bare:
        return Field(value=None, method="none")
    scores = [_support(row, bare) for row in bare]
    best = max(range(len(bare)), key=lambda n: scores[n])
    method, text, value = bare[best]
    rivals = {row[2]: row[0] for row in bare if folded(row[2]) != folded(value)}
    agreeing = sum(folded(row[2]) == folded(value) for row in bare)
    return Field(
        value=value,
        method=method,
        evidence=text,
        confidence=0.97 if agreeing > 2 else 0.9 if agreeing > 1 else 0.7,
        rivals=tuple(Rival(value=other, reason=f"in {source}") for other, source in rivals.items()),
    )


def _support(row: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> float:
    method, _, value = row
    mine = folded(value)
    score = WORTH[method] - (len(mine) < 10)
    for other_method, _, other in rows:
        if other_method == method:
            continue
        theirs = folded(other)
        if mine == theirs:
            score += 1.0
        elif len(mine) > 12 and mine in theirs:
            score += 0.9
        elif len(theirs) > 12 and theirs in mine:
            score += 0.5
    return score


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
