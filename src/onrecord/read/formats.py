"""From what a file is to the reader for it. A reader is loaded when the first file of its kind comes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO, cast

from onrecord.errors import UnreadableError
from onrecord.model import Rejected
from onrecord.read.lines import read_lines
from onrecord.read.saved import HEAD, read_page
from onrecord.read.sniff import kind_of
from onrecord.read.source import Item, Reader, Source, whole
from onrecord.settings import Settings

GZIP = b"\x1f\x8b"
READERS = {
    "bookmarks": ("links", "read_bookmarks"),
    "csl": ("links", "read_csl"),
    "feed": ("feed", "read_feed"),
    "mail": ("mail", "read_message"),
    "opml": ("links", "read_opml"),
    "packed": ("archive", "read_packed_page"),
    "pdf": ("pdf", "read_pdf"),
    "shortcut": ("links", "read_shortcut"),
    "urls": ("links", "read_addresses"),
    "warc": ("warc", "read_warc"),
    "webarchive": ("mhtml", "read_webarchive"),
}


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
    elif kind == "zip":
        yield from _zip(source, settings)
    elif kind in READERS:
        # An archive of records packed one by one is unpacked by its reader.
        yield from _reader(kind)(packed if kind == "warc" else source, settings)
    else:
        yield from _page(source, settings)


def _reader(kind: str) -> Reader:
    module, name = READERS[kind]
    return cast(Reader, getattr(import_module(f"onrecord.read.{module}"), name))


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
    from onrecord.read.archive import opened, read_zip  # noqa: PLC0415
    from onrecord.read.docx import is_docx, read_docx  # noqa: PLC0415

    with opened(source) as archive:
        if is_docx(archive):
            yield from read_docx(archive, source, settings)
        else:
            yield from read_zip(archive, source, settings, read_safely)
