"""Files and folders: which are read, in what order, and what each one is, told by its content."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import UnreadableError
from onrecord.model import Page, PageKind, Rejected
from onrecord.read.encoding import decode
from onrecord.read.lines import read_lines
from onrecord.read.mhtml import is_mhtml, read_mhtml
from onrecord.settings import Settings

HEAD = 65_536  # bytes by which a file is told
GZIP = b"\x1f\x8b"
# Names of the folder in which a browser puts the assets of `NAME.html`, by the language of the browser.
ASSETS = re.compile(
    r"(?P<stem>.+)[-_. ](?:files|file|fichiers|archivos|arquivos|ficheiros|dateien|bestanden|filer|tiedostot|"
    r"pliki|soubory|fajlok|elemei|dosyalar|assets|resources)\Z",
    re.IGNORECASE,
)
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
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
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|link|style"
    r"|article|main|div|section|p|h1|span|table)\b",
    re.IGNORECASE | re.DOTALL,
)
TAGS = re.compile(r"</(?:p|div|span|a|li|h[1-6]|script|style|title|head|td)>", re.IGNORECASE)
JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"(?:[^\"\\]|\\.){1,80}\"\s*:")
SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)\s*(\S+)|Page saved with SingleFile\s*url:\s*(\S+))", re.IGNORECASE
)
SAVED_AT = re.compile(  # as SingleFile writes it: "saved date: Wed Apr 02 2031 08:15:00 GMT+0200 (...)"
    r"saved date:\s*\w{3} (?P<day>\w{3} \d\d \d{4} \d\d:\d\d:\d\d)(?: GMT(?P<zone>[+-]\d{4}))?"
)


def walk(path: Path) -> Iterator[Path | Rejected]:
    """The files under `path` in sorted order, without hidden ones and the asset folders of saved pages."""
    if not path.exists():
        yield Rejected(str(path), "there is no such file or folder")
    elif not path.is_dir():
        yield path
    else:
        yield from _folder(path, frozenset())


def _folder(path: Path, above: frozenset[str]) -> Iterator[Path | Rejected]:
    real = os.path.realpath(path)
    if real in above:
        yield Rejected(str(path), "the folder leads back to a folder that holds it")
        return
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Rejected(str(path), f"the folder could not be opened: {error.strerror}")
        return
    stems = {entry.stem for entry in entries if entry.suffix.lower() in PAGE_ENDINGS}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            assets = ASSETS.match(entry.name)
            if not (assets and assets["stem"] in stems):
                yield from _folder(entry, above | {real})
        else:
            yield entry


def read_file(path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    """The pages of one file, or Rejected with the reason."""
    name = str(path)
    try:
        if not path.is_file():
            raise UnreadableError("it is not a regular file" if path.exists() else "the link leads nowhere")
        with path.open("rb") as stream:
            yield from _read_stream(stream, name, path, settings)
    except gzip.BadGzipFile:
        yield Rejected(name, "the compressed file is damaged")
    except OSError as error:
        yield Rejected(name, f"the file could not be read: {error.strerror or error}")
    except (EOFError, zlib.error):
        yield Rejected(name, "the compressed file is damaged")
    except UnreadableError as error:
        yield Rejected(name, str(error))


def _read_stream(stream: BufferedReader, name: str, path: Path, settings: Settings) -> Iterator[Page | Rejected]:
    source: BinaryIO = stream
    if stream.peek(2)[:2] == GZIP:
        source = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    head = source.read(HEAD)
    if JSON_LINE.match(head):
        source.seek(0)
        yield from read_lines(source, name, settings)
        return
    data = head + source.read(max(0, settings.max_bytes + 1 - len(head)))
    if len(data) > settings.max_bytes:
        size = f", {path.stat().st_size:,}" if source is stream else ""
        raise UnreadableError(f"the file is larger than {settings.max_bytes:,} bytes{size}")
    yield read_page(data, name)


def read_page(data: bytes, path: str) -> Page:
    """One saved page or text dump. Raises UnreadableError with what it is instead."""
    if not data.strip():
        raise UnreadableError("the file is empty")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(f"the file is {what}, which is not read")
    if is_mhtml(data):
        text, address = read_mhtml(data)
        return _page(path, "html", text, data, address)
    text = decode(data)
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableError("the file is empty")
    head = text[:HEAD]
    html = bool(HTML.match(head.lstrip("\ufeff"))) or len(TAGS.findall(head)) >= 5
    saved = SAVED_FROM.search(head) if html else None
    url = next((url for url in saved.groups() if url), None) if saved else None
    return _page(path, "html" if html else "dump", text, data, url)


def _page(path: str, kind: PageKind, text: str, data: bytes, url: str | None) -> Page:
    return Page(
        path=path,
        kind=kind,
        data=text.encode("utf-8", "replace"),
        sha256=sha256(data).hexdigest(),
        url=url,
        fetched_at=_saved_at(text) if kind == "html" else None,
    )


def _saved_at(text: str) -> str | None:
    """When a page was saved, from the comment that SingleFile leaves; None where there is none."""
    found = SAVED_AT.search(text[:HEAD])
    if not found:
        return None
    try:
        moment = datetime.strptime(f"{found['day']} {found['zone'] or '+0000'}", "%b %d %Y %H:%M:%S %z")
    except ValueError:
        return None
    return moment.isoformat()
