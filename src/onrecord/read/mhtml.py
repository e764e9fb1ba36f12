"""Web pages in one file: MHTML, as Chrome, Edge, Opera and Internet Explorer save them, and Safari's webarchive."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from email.message import Message
from typing import Any
from xml.parsers.expat import ExpatError

from onrecord.errors import UnreadableError
from onrecord.read import mime
from onrecord.read.saved import read_page
from onrecord.read.source import Item, Source, whole
from onrecord.settings import Settings

PAGE_TYPES = ("text/html", "application/xhtml+xml")


def is_web_page(message: Message) -> bool:
    """Whether a message is a saved page and not a mail: it was sent to nobody and its parts have addresses."""
    if mime.address(message, "Snapshot-Content-Location"):
        return True
    if "saved by" in (mime.words(message, "From") or "").lower():
        return True
    if any(message.get(name) for name in ("To", "Received", "Message-ID", "Delivered-To")):
        return False
    if message.get_content_type() == "multipart/related":
        return True
    return any(part.get("Content-Location") for part in mime.parts(message))


def read_mhtml(message: Message, source: Source) -> Iterator[Item]:
    """The main page of a saved MIME file. Raises UnreadableError where there is none."""
    main = _main(message)
    if main is None:
        raise UnreadableError("the saved page (MHTML) holds no HTML part")
    url = mime.address(main, "Content-Location") or mime.address(message, "Snapshot-Content-Location")
    yield read_page(
        mime.payload(main),
        source.name,
        url=url or mime.address(message, "Content-Location") or source.url,
        fetched_at=mime.day(message) or source.fetched_at,
        charset=mime.charset(main),
        kind="html",
    )


def _main(message: Message) -> Message | None:
    """The page itself among frames and assets: the part named as start, the one at the page's address, or the first."""
    pages = [part for part in mime.parts(message) if part.get_content_type() in PAGE_TYPES]
    start = message.get_param("start")
    if isinstance(start, str):
        for part in pages:
            if str(part.get("Content-ID", "")).strip() == start.strip():
                return part
    at = mime.address(message, "Snapshot-Content-Location")
    for part in pages:
        if at and mime.address(part, "Content-Location") == at:
            return part
    return pages[0] if pages else None


def read_webarchive(source: Source, settings: Settings) -> Iterator[Item]:
    """The page of a Safari webarchive."""
    try:
        held: Any = plistlib.loads(whole(source, settings))
        main = held["WebMainResource"]
        data, url, kind = main["WebResourceData"], main.get("WebResourceURL"), main.get("WebResourceMIMEType")
        charset = main.get("WebResourceTextEncodingName")
    except (plistlib.InvalidFileException, ExpatError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableError("the webarchive is damaged") from error
    if kind not in PAGE_TYPES or not isinstance(data, bytes):
        raise UnreadableError(f"the webarchive holds {kind}, not a web page")
    yield read_page(
        data,
        source.name,
        url=url if isinstance(url, str) and url.lower().startswith("http") else None,
        fetched_at=source.fetched_at,
        charset=charset if isinstance(charset, str) else None,
        kind="html",
    )
