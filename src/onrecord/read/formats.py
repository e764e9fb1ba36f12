"""From what a file is to the reader for it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import BinaryIO, cast

from onrecord.errors import UnreadableError
from onrecord.model import Rejected
from onrecord.read import mime
from onrecord.read.archive import opened, read_zip
from onrecord.read.docx import is_docx, read_docx
from onrecord.read.feed import read_feed
from onrecord.read.lines import read_lines
from onrecord.read.links import read_addresses, read_bookmarks, read_csl, read_opml, read_shortcut
from onrecord.read.mail import read_mail
from onrecord.read.mhtml import is_web_page, read_mhtml, read_webarchive
from onrecord.read.pdf import read_pdf
from onrecord.read.saved import HEAD, read_page
from onrecord.read.sniff import kind_of
from onrecord.read.source import Item, Reader, Source, whole
from onrecord.read.warc import read_warc
from onrecord.settings import Settings

GZIP = b"\x1f\x8b"


def read_safely(source: Source, settings: Settings) -> Iterator[Item]:
    """The pages of a source; whatever is wrong with it ends in Rejected with the reason."""
    try:
        yield from read_source(source, settings)
    except UnreadableError as error:
        yield Rejected(source.name, str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Rejected(source.name, "the compressed file is damaged")
    except OSError as error:
        yield Rejected(source.name, f"the file could not be read: {error.strerror or error}")
    except MemoryError:
        yield Rejected(source.name, "reading it needed more memory than there is")
    except RecursionError:
        yield Rejected(source.name, "its parts are nested too deep")
    except Exception as error:  # the boundary: a fault of a parser on one file costs that file, and says so
        yield Rejected(source.name, f"onrecord failed on this file ({type(error).__name__}: {error}); please report it")


def read_source(source: Source, settings: Settings) -> Iterator[Item]:
    """The pages of a source. Raises UnreadableError where it is nothing that is read."""
    source.stream.seek(0)
    head = source.stream.read(HEAD)
    packed = source
    if head.startswith(GZIP):
        source.stream.seek(0)
        source = replace(source, stream=cast(BinaryIO, gzip.GzipFile(fileobj=source.stream)))
        head = _unpacked_head(source.stream, packed.stream)
    kind = kind_of(head, len(head) < HEAD)
    source.stream.seek(0)
    if kind == "lines":
        yield from read_lines(source.stream, source.name, settings)
    elif kind == "warc":
        yield from read_warc(packed, settings)  # it is packed record by record
    elif kind == "zip":
        yield from _zip(source, settings)
    elif kind == "mail":
        yield from _mail(mime.parse(whole(source, settings)), source)
    else:
        reader = READERS.get(kind, _page)
        yield from reader(source, settings)


def _unpacked_head(stream: BinaryIO, raw: BinaryIO) -> bytes:
    """The first bytes of a gzip file; of one that is damaged soon, those of its first member."""
    try:
        return stream.read(HEAD)
    except (EOFError, zlib.error, OSError):
        raw.seek(0)
        return zlib.decompressobj(31).decompress(raw.read(HEAD), HEAD)


def _page(source: Source, settings: Settings) -> Iterator[Item]:
    yield read_page(
        whole(source, settings), source.name, url=source.url, fetched_at=source.fetched_at, charset=source.charset
    )


def _zip(source: Source, settings: Settings) -> Iterator[Item]:
    with opened(source) as archive:
        if is_docx(archive):
            yield from read_docx(archive, source, settings)
            return
        yield from read_zip(archive, source, settings, read_safely)


def _mail(message: Message, source: Source) -> Iterator[Item]:
    if is_web_page(message):
        yield from read_mhtml(message, source)
    else:
        yield from read_mail(message, source)


READERS: dict[str, Reader] = {
    "webarchive": read_webarchive,
    "pdf": read_pdf,
    "feed": read_feed,
    "opml": read_opml,
    "csl": read_csl,
    "bookmarks": read_bookmarks,
    "urls": read_addresses,
    "shortcut": read_shortcut,
}
