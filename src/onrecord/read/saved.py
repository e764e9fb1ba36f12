"""One saved web page or text dump, with the address and the day that the saving program wrote into it."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256

from onrecord.errors import UnreadableError
from onrecord.model import Page, PageKind
from onrecord.read.encoding import decode

HEAD = 65_536  # characters by which a page is told
SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document or Outlook message"),
    (b"{\\rtf", "an RTF document"),
    (b"bplist00", "a property list"),
)
HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.{0,4000}?-->\s*)*+<(?:!doctype\s+html|html|head|body|title|meta|script|link|style"
    r"|article|main|div|section|p|h1|span|table)\b",
    re.IGNORECASE | re.DOTALL,
)
TAGS = re.compile(r"</(?:p|div|span|a|li|h[1-6]|script|style|title|head|td)>", re.IGNORECASE)
SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)\s*(\S+)|Page saved with SingleFile\s*url:\s*(\S+)"
    r"|Mirrored from (\S+) by HTTrack)",
    re.IGNORECASE,
)
# SingleFile writes the day as JavaScript prints it: Wed Apr 02 2031 08:15:30 GMT+0200 (a zone's name).
SAVED_AT = re.compile(r"saved date:\s*\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})(?: \(|\s)", re.IGNORECASE)
# HTTrack: <!-- Mirrored from a.example/1 by HTTrack Website Copier/3.x [XR&CO'2014], Wed, 02 Apr 2031 06:15:30 GMT -->
MIRRORED_AT = re.compile(r"HTTrack [^>\n]{0,80}\], \w{3}, (\d\d \w{3} \d{4} \d\d:\d\d:\d\d) GMT", re.IGNORECASE)
# An address in a web archive: https://web.archive.org/web/20310402061530id_/https://a.example/1
ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|[\w.-]+/wayback|arquivo\.pt/(?:noFrame/replay|wayback)|www\.webarchive\.org\.uk"
    r"/[\w/]{2,20})/(\d{14})(?:[a-z]{2}_)?/(https?://?\S+)\Z",
    re.IGNORECASE,
)


def read_page(
    data: bytes,
    path: str,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    charset: str | None = None,
    kind: PageKind | None = None,
) -> Page:
    """One saved page or text dump; what its carrier says goes before what the saving program wrote into it.

    Raises UnreadableError with what it is instead.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(f"the file is {what}, which is not read")
    text = decode(data, charset)
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableError("the file is empty")
    head = text[:HEAD]
    if kind is None:
        kind = "html" if HTML.match(head.lstrip("\ufeff")) or len(TAGS.findall(head)) >= 5 else "dump"
    saved = SAVED_FROM.search(head) if kind == "html" else None
    if saved:
        found = next(filter(None, saved.groups()))
        found = f"http://{found}" if saved[3] and not found.lower().startswith("http") else found  # it leaves that out
        url = url or (found if found.lower().startswith("http") else None)
        fetched_at = fetched_at or _saved_at(head[saved.start() : saved.end() + 300])
    url, fetched_at, archive = unwrapped(url, fetched_at)
    return Page(
        path=path,
        kind=kind,
        data=text.encode("utf-8", "replace"),
        sha256=sha256(data).hexdigest(),
        url=url,
        fetched_at=fetched_at,
        archive_url=archive,
    )


def unwrapped(url: str | None, fetched_at: str | None) -> tuple[str | None, str | None, str | None]:
    """The address and time of a page, and its address in a web archive if that is what `url` is."""
    found = ARCHIVED.match(url) if url else None
    if not found:
        return url, fetched_at, None
    try:
        at = datetime.strptime(found[1] + "+0000", "%Y%m%d%H%M%S%z").isoformat()
    except ValueError:
        return url, fetched_at, None
    return re.sub(r"\A(https?):/(?!/)", r"\1://", found[2]), at, url


def _saved_at(comment: str) -> str | None:
    if mirrored := MIRRORED_AT.search(comment):
        try:
            return datetime.strptime(mirrored[1] + "+0000", "%d %b %Y %H:%M:%S%z").isoformat()
        except ValueError:
            return None
    found = SAVED_AT.search(comment)
    if not found:
        return None
    try:
        return datetime.strptime(found[1] + found[2], "%b %d %Y %H:%M:%S%z").isoformat()
    except ValueError:
        return None
