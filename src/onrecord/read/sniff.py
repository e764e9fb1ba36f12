"""What a file is, told by its first bytes and never by its name alone."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "page", "lines", "csl", "zip", "warc", "pdf", "mail", "webarchive", "feed", "opml", "bookmarks", "urls", "shortcut",
    "packed",
]  # fmt: skip

JSON_LINE = re.compile(rb"\s*\{\s*\"(?:[^\"\\]|\\.){1,80}\"\s*:")
JSON_ARRAY = re.compile(rb"\s*\[\s*\{\s*\"(?:[^\"\\]|\\.){1,80}\"\s*:")
HEADER = rb"(?>[!-9;-~]{1,60}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,60}+)"
HEADERS = re.compile(rb"(?:From [^\n]{1,200}\n)?((?:" + HEADER + rb"){2,200}+)")
MAIL_NAMES = re.compile(
    rb"^(mime-version|message-id|received|return-path|delivered-to|x-mailer|snapshot-content-location|from|to|date"
    rb"|subject|content-type|x-unsent)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
SURE_OF_MAIL = frozenset({b"mime-version", b"message-id", b"received", b"return-path", b"snapshot-content-location"})
DOCTYPE = rb"<!DOCTYPE[^>\[]{0,300}(?:\[.{0,20000}?\]\s{0,20})?>"
# Groups are atomic: a comment ends at its first end, and is not tried again over the next one.
XML_START = rb"\s*(?>(?:<\?[^>]{0,300}>|<!--.{0,4000}?-->|" + DOCTYPE + rb")\s*){0,9}+"
FEED = re.compile(XML_START + rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE | re.DOTALL)
OPML = re.compile(XML_START + rb"<opml[\s>]", re.IGNORECASE | re.DOTALL)
BOOKMARKS = re.compile(rb"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE)
SHORTCUT = re.compile(
    rb"\s*\[(?:InternetShortcut|\{[0-9A-F-]{36}\})|" + XML_START + rb"<plist[\s>].{0,300}?<key>\s*URL\s*</key>",
    re.IGNORECASE | re.DOTALL,
)
PACKED = re.compile(rb"\s*(?:<!DOCTYPE[^>]{0,100}>\s*)?<html[^>]{0,200}\sdata-sfz\b", re.IGNORECASE)  # SingleFile's
# An address, or as Lynx and Newsboat list it: numbered, or with tags behind it.
ADDRESS = re.compile(
    rb"(?:\d{1,5}[.)]\s{1,9})?https?://[^\s<>\"]{4,2000}(?:\s{1,9}\"[^\"\n]{0,200}\"){0,30}\Z", re.IGNORECASE
)
LIST_HEAD = re.compile(rb"(?:References|(?:Visible|Hidden) links:?)\Z")


def kind_of(head: bytes, complete: bool) -> Kind:
    """The kind of file that begins with `head`; `complete` says that there is no more of it."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in PATTERNS:
        if pattern.match(head):
            return kind
    if _is_mail(head):
        return "mail"
    return "urls" if _is_addresses(head, complete) else "page"


PATTERNS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"WARC/\d|filedesc://"), "warc"),
    (re.compile(rb"bplist00.*?WebMainResource", re.DOTALL), "webarchive"),
    (re.compile(rb"[^<{]{0,1000}?%PDF-\d"), "pdf"),
    (JSON_LINE, "lines"),
    (JSON_ARRAY, "csl"),
    (FEED, "feed"),
    (OPML, "opml"),
    (BOOKMARKS, "bookmarks"),
    (SHORTCUT, "shortcut"),
    (PACKED, "packed"),
)


def _is_mail(head: bytes) -> bool:
    """Whether header lines of a mail stand first; a dump may begin with `Title:` and `Date:`, so more is asked."""
    found = HEADERS.match(head.lstrip(b"\r\n"))
    if not found:
        return False
    names = {name.lower() for name in MAIL_NAMES.findall(found[1])}
    return bool(names & SURE_OF_MAIL and len(names) > 1) or (
        {b"from", b"date", b"subject"} <= names and b"@" in found[1] and len(names) > 3
    )


def _is_addresses(head: bytes, complete: bool) -> bool:
    """Whether every line is an address or a note; the last line counts only where it is whole."""
    lines = head.split(b"\n", 200)
    lines = lines if complete and len(lines) <= 200 else lines[:-1]
    told = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith(b"#")]
    told = [line for line in told if not LIST_HEAD.match(line)]
    return bool(told) and all(ADDRESS.match(line) for line in told)
