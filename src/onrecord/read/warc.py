"""Web archives: WARC, packed or not, and ARC. Each web page that was answered with 200 is a page.

Records are read one at a time. A page bears the path `archive.warc.gz!20310402061530/https://a.example/1`.
"""

from __future__ import annotations

import gzip
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from itertools import islice
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from onrecord.errors import UnreadableError
from onrecord.model import Rejected
from onrecord.read.encoded import PIECE, unpacked
from onrecord.read.mhtml import PAGE_TYPES
from onrecord.read.saved import read_page
from onrecord.read.source import Item, Source
from onrecord.settings import Settings

MEMBER = b"\x1f\x8b\x08"  # where a gzip member begins
RECORD = b"\r\n\r\nWARC/"
STEP = 1 << 20  # bytes searched at a time for the next good record
BAD_RECORDS = 1000  # after so many the rest of the archive is not read
WARC_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z\Z")
logging.getLogger("warcio").setLevel(logging.ERROR)  # what it warns of stands in the reasons
DAMAGE = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError, AttributeError, IndexError, KeyError, TypeError)


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    INC_RECORD = ""  # said on standard error otherwise; `err_count` counts it too


def read_warc(source: Source, settings: Settings) -> Iterator[Item]:
    """The pages of a web archive, a Rejected for each bad record with its place in bytes, and one with the counts
    of all that is no page."""
    passed: Counter[str] = Counter()
    stream = source.stream
    stream.seek(0)
    packed = stream.read(2) == b"\x1f\x8b"
    start: int | None = 0
    given = bad = 0
    while start is not None:
        stream.seek(start)
        records = _Records(stream, arc2warc=True)
        records.offset, wrong = start, 0
        try:
            for record in records:
                for item in _page(record, source, settings, passed):
                    given += 1
                    yield item
                if records.err_count > wrong:
                    wrong = records.err_count
                    yield _bad(source, records.offset, "the record before it has a wrong length")
            break
        except DAMAGE as error:
            if "non-chunked gzip" in str(error):
                yield from _in_one(source, settings, given)
                return
            bad += 1
            yield _bad(source, records.offset, _why(error))
        start = _next(stream, max(records.offset, start) + 1, packed) if bad < BAD_RECORDS else None
    if passed:
        yield Rejected(source.name, "in the archive and not read: " + _listed(passed))


def _in_one(source: Source, settings: Settings, given: int) -> Iterator[Item]:
    """An archive that was packed as a whole and not record by record, without the first items, given already."""
    source.stream.seek(0)
    whole = cast(BinaryIO, gzip.GzipFile(fileobj=source.stream))
    yield from islice(read_warc(replace(source, stream=whole), settings), given, None)


def _page(record: Any, source: Source, settings: Settings, passed: Counter[str]) -> Iterator[Item]:
    """The page of a response, or a count of what the record is instead."""
    kind = record.rec_type
    if kind in ("warcinfo", "request", "metadata"):
        return
    if kind == "revisit":
        passed["revisits of a page that another record holds"] += 1
        return
    head = record.http_headers
    if kind != "response" or head is None:
        passed[f"records of type {kind}"] += 1
        return
    content = Message()
    content["Content-Type"] = head.get_header("Content-Type") or ""
    if content.get_content_type() not in PAGE_TYPES:
        passed["records that are no web pages"] += 1
        return
    status = str(head.get_statuscode())
    if status != "200":
        passed[f"pages with status {status[:3]}"] += 1
        return
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    at = str(record.rec_headers.get_header("WARC-Date") or "")
    path = f"{source.name}!{re.sub(r'[^0-9]', '', at)[:14]}/{url}"
    try:
        data = unpacked(_body(record), head.get_header("Content-Encoding"), settings.max_bytes)
        if getattr(record.raw_stream, "limit", 0) > 0:
            raise UnreadableError("the record is cut off")
        yield read_page(
            data,
            path,
            url=url if url.lower().startswith(("http://", "https://")) else None,
            fetched_at=at if WARC_DATE.match(at) else None,
            charset=content.get_content_charset(),
            kind="html",
        )
    except UnreadableError as error:
        yield Rejected(path, str(error))


def _body(record: Any) -> Iterator[bytes]:
    """The bytes of a response, put together where the server sent them in chunks."""
    stream = record.raw_stream
    if (record.http_headers.get_header("Transfer-Encoding") or "").lower().strip() == "chunked":
        stream = ChunkedDataReader(stream, decomp_type=None)
    while piece := stream.read(PIECE):
        yield piece


def _bad(source: Source, offset: int, why: str) -> Rejected:
    return Rejected(f"{source.name}@{offset}", why)


def _why(error: Exception) -> str:
    if isinstance(error, zlib.error | EOFError | OSError):
        return "the record's packing is damaged"
    return "the record is damaged: " + " ".join(str(error).partition(", first line")[0].split())[:150]


def _next(stream: BinaryIO, start: int, packed: bool) -> int | None:
    """The offset from `start` at which the next record begins, or None."""
    mark = MEMBER if packed else RECORD
    place = start
    while True:
        stream.seek(place)
        block = stream.read(STEP + len(mark))
        if len(block) < len(mark):
            return None
        at = block.find(mark)
        while 0 <= at < STEP:
            if not packed:
                return place + at + 4
            if _begins_a_record(stream, place + at):
                return place + at
            at = block.find(mark, at + 1)
        place += STEP


def _begins_a_record(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    try:
        return zlib.decompressobj(31).decompress(stream.read(512), 5) == b"WARC/"
    except zlib.error:
        return False


def _listed(passed: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(passed.items()))
