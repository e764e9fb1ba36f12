"""Lists of addresses: OPML, Zotero's CSL-JSON, exported bookmarks, plain lists, and shortcuts that a desktop keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import msgspec
from lxml import etree, html

from onrecord.errors import UnreadableError
from onrecord.model import Given, Rejected
from onrecord.read.encoding import decode
from onrecord.read.lines import holds_text, line
from onrecord.read.source import Item, Link, Source, whole
from onrecord.settings import Settings

WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
LISTED = re.compile(r"(?:\d{1,5}[.)]\s+)?(https?://[^\s<>\"]+)(?:\s+\"[^\"]{0,200}\")*\Z", re.IGNORECASE)
LIST_HEADS = frozenset({"References", "Visible links", "Hidden links", "Visible links:", "Hidden links:"})  # of Lynx
SHORTCUT = re.compile(r"^\s*URL\s*=\s*(\S+)|<key>\s*URL\s*</key>\s*<string>\s*([^<\s]+)", re.IGNORECASE | re.MULTILINE)


def read_opml(source: Source, settings: Settings) -> Iterator[Item]:
    """The feeds of an OPML list. Raises UnreadableError where it names none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(whole(source, settings).lstrip(), parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise UnreadableError("the OPML list is damaged") from error
    outlines = root.iter("outline") if root is not None else ()
    found = [{name.lower(): value for name, value in outline.attrib.items()} for outline in outlines]
    feeds = [(row["xmlurl"], True) for row in found if row.get("xmlurl")]
    yield from _links(source, feeds, "the OPML list names no feed")


def read_bookmarks(source: Source, settings: Settings) -> Iterator[Item]:
    """The addresses in a browser's exported bookmarks; those of programs (`javascript:`, `place:`) are left out."""
    text = decode(whole(source, settings))
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("the bookmarks are damaged") from error
    marks = [(a.get("feedurl") or a.get("href") or "", bool(a.get("feedurl"))) for a in root.iter("a")]
    yield from _links(source, [mark for mark in marks if WEB.match(mark[0])], "the bookmarks hold no web address")


def read_addresses(source: Source, settings: Settings) -> Iterator[Item]:
    """A list with an address on each line, numbered or with tags behind it; lines that begin with # are notes. The
    entries of a feed that is in it are followed: the user has listed it."""
    lines = [found.strip() for found in decode(whole(source, settings)).lstrip("\ufeff").splitlines()]
    told = [(line, LISTED.match(line)) for line in lines if line and not line.startswith("#")]
    wanted = [(found[1] if found else line, True) for line, found in told if found or line not in LIST_HEADS]
    yield from _links(source, wanted, "the list holds no address")


def read_shortcut(source: Source, settings: Settings) -> Iterator[Item]:
    """The address in a desktop's shortcut (.url, .webloc)."""
    found = SHORTCUT.search(decode(whole(source, settings)))
    url = unescape(found[1] or found[2]) if found else ""
    yield from _links(source, [(url, False)] if WEB.match(url) else [], "the shortcut leads to no web address")


def read_csl(source: Source, settings: Settings) -> Iterator[Item]:
    """A JSON array: items of a library (CSL-JSON), whose addresses bear what the library says of them as given by
    the user, or lines as `annotate` takes them."""
    try:
        rows = msgspec.json.decode(whole(source, settings))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"the file is not whole JSON: {error}") from error
    if not isinstance(rows, list):
        raise UnreadableError("the JSON file holds no list")
    for number, row in enumerate(rows, 1):
        place = f"{source.name}:{number}"
        if isinstance(row, Mapping) and holds_text(row):
            try:
                yield line(row, place)
            except UnreadableError as error:
                yield Rejected(place, str(error))
        elif isinstance(row, Mapping) and isinstance(row.get("URL"), str) and WEB.match(row["URL"].strip()):
            url = row["URL"].strip()
            yield Link(path=f"{source.name}!{url}", url=url, given=_given(row))
        else:
            yield Rejected(place, "the entry has no web address (URL)")


def _links(source: Source, found: list[tuple[str, bool]], none: str) -> Iterator[Item]:
    if not found:
        raise UnreadableError(none)
    for url, feed in dict.fromkeys(found):
        if WEB.match(url.strip()):
            yield Link(path=f"{source.name}!{url.strip()}", url=url.strip(), feed=feed)
        else:
            yield Rejected(f"{source.name}!{url[:200]}", "it is not a web address")


def _given(row: Mapping[str, Any]) -> Given:
    authors = row.get("author")
    names = [_name(person) for person in authors if isinstance(person, Mapping)] if isinstance(authors, list) else []
    return Given(
        outlet=_text(row.get("container-title")) or _text(row.get("publisher")),
        title=_text(row.get("title")),
        authors=tuple(name for name in names if name) or None,
        published=_issued(row.get("issued")),
        archive_url=_text(row.get("archive_location")) if WEB.match(_text(row.get("archive_location")) or "") else None,
    )


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(person: Mapping[str, Any]) -> str | None:
    parts = (person.get("given"), person.get("non-dropping-particle"), person.get("family"))
    return " ".join(part for part in map(_text, parts) if part) or None  # a `literal` is an organisation


def _issued(value: object) -> str | None:
    """A CSL date as ISO, as exact as it is; None for a range or anything else."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], list) or not 1 <= len(parts[0]) <= 3:
        return None
    try:
        numbers = [int(part) for part in parts[0]]
    except (TypeError, ValueError):
        return None
    return "-".join(f"{number:0{width}}" for number, width in zip(numbers, (4, 2, 2), strict=False))
