"""RSS and Atom: an entry with its whole article is a page; of any other, the address is to be fetched."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.made import UNSEEN
from onrecord.read.source import Item, Link, Source, whole
from onrecord.settings import Settings

WHOLE = 120  # words; a shorter content is a teaser
LONGEST_NAME = 5  # words of an outlet's name
SECTION = re.compile(r"[|:»>/–—]| - |\b(?:latest|top|search|feed|rss|atom|blog|stories|headlines)\b", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|weiterlesen)\W*\Z", re.IGNORECASE)


def read_feed(source: Source, settings: Settings) -> Iterator[Item]:
    """The entries of a feed. Raises UnreadableError where it is damaged or has none."""
    try:
        parsed = feedparser.parse(BytesIO(whole(source, settings)))
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # damaged declarations break feedparser
        raise UnreadableError("the feed is damaged") from error
    if not parsed.entries:
        raise UnreadableError("the feed is damaged" if parsed.bozo else "the feed holds no entries")
    for number, entry in enumerate(parsed.entries, 1):
        url = entry.get("link") or ""
        web = url.lower().startswith(("http://", "https://"))
        content = _content(entry)
        if content is not None:
            path = f"{source.name}!{url if web else number}"
            yield _page(entry, content, path, url if web else None, source, _outlet(parsed.feed, url))
        elif web:
            yield Link(path=f"{source.name}!{url}", url=url)
        else:
            yield Rejected(f"{source.name}!{number}", "the entry holds neither an article nor an address")


def _content(entry: Any) -> str | None:
    """The HTML of an entry that holds its whole article."""
    held = [str(content.get("value") or "") for content in entry.get("content", ())]
    held.append(str(entry.get("summary") or ""))
    html = max(held, key=len)
    text = TAG.sub(" ", html)
    return html if len(text.split()) >= WHOLE and not CUT.search(text.rstrip()) else None


def _outlet(feed: Any, url: str) -> str | None:
    """The name of a site's own feed; a section's, or that of a feed that gathers from other sites, is no outlet's."""
    title = " ".join(str(feed.get("title") or "").split())
    if not title or len(title.split()) > LONGEST_NAME or SECTION.search(title):
        return None
    hosts = [(urlsplit(str(address)).hostname or "").removeprefix("www.") for address in (feed.get("link") or "", url)]
    return title if hosts[0] and hosts[0] == hosts[1] else None


def _page(entry: Any, content: str, path: str, url: str | None, source: Source, outlet: str | None) -> Page:
    title = " ".join(str(entry.get("title") or "").split())
    head = f"<title>{escape(title)}</title>" if title else ""
    metas = {
        "article:published_time": _at(entry.get("published_parsed")),
        "article:modified_time": _at(dict.get(entry, "updated_parsed")),  # not its own get: that may answer `published`
        "og:site_name": outlet,
        "author": " ".join(str(entry.get("author") or "").split()) or None,
    }
    head += "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{escape(value)}">'
        for name, value in metas.items()
        if value
    )
    headline = f"<h1>{escape(title)}</h1>" if title else ""
    body = f"<body><article>{headline}\n{content}\n</article></body>"
    html = f"<!DOCTYPE html>\n<html><head>{head}</head>\n{body}</html>\n"
    data = html.translate(UNSEEN).encode("utf-8", "replace")
    return Page(
        path=path, kind="html", data=data, sha256=sha256(data).hexdigest(), url=url, fetched_at=source.fetched_at
    )


def _at(parsed: time.struct_time | None) -> str | None:
    """feedparser gives days and hours in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", parsed) if parsed else None
