"""ZIP archives: their members in sorted order, with limits on count, size, expansion and nesting.

Nothing is unpacked to disk. A member bears the path `archive.zip!folder/name.html`.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from stat import S_ISLNK
from typing import BinaryIO, cast

from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.saved import read_page
from onrecord.read.source import Budget, Item, Reader, Source, whole
from onrecord.read.sources import NAME as SOURCES
from onrecord.read.sources import Table, read_table
from onrecord.read.tree import assets_of
from onrecord.settings import Settings

MEMBERS = 200_000  # files in one archive and all archives in it
EXPANSION = 200  # times the size of the outermost archive; saved pages shrink to a fifth or a tenth
FLOOR = 200_000_000  # bytes that any archive may expand to
MEMBER_EXPANSION = 500  # times its packed size, for a member above MEMBER_FLOOR; deflate ends at 1,032
MEMBER_FLOOR = 5_000_000  # bytes
NESTED = 4  # archives in archives
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
)
UNICODE_NAME = 0x800  # flag of a member whose name is in UTF-8
UNICODE_FIELD = 0x7075  # extra field with the name in UTF-8
SINGLE = "index.html"  # the page in a file of SingleFile's that is a page and an archive at once
OTHER = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("content.xml", "an OpenDocument file"),
    ("AndroidManifest.xml", "an Android app"),
)


def opened(source: Source) -> zipfile.ZipFile:
    """The archive. Raises UnreadableError where its directory is damaged."""
    source.stream.seek(0)
    try:
        return zipfile.ZipFile(source.stream)
    except DAMAGE as error:
        raise UnreadableError("the ZIP archive is damaged or not whole") from error


def read_zip(archive: zipfile.ZipFile, source: Source, settings: Settings, inner: Reader) -> Iterator[Item]:
    """The pages of all members; a member that cannot be read is Rejected under its own path."""
    infos = [(name_of(info), info) for info in archive.infolist()]
    names = {name for name, _ in infos}
    for name, what in OTHER:
        if name in names:
            raise UnreadableError(f"the file is {what}, which is not read")
    if source.depth >= NESTED:
        raise UnreadableError(f"archives are nested more than {NESTED} deep")
    budget = source.budget or Budget(bytes_left=max(FLOOR, EXPANSION * source.size), files_left=MEMBERS)
    wanted = [(name, info) for name, info in sorted(infos, key=lambda told: told[0]) if not info.is_dir()]
    wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
    tables = {}
    for name, info in wanted:
        if PurePosixPath(name).name.lower() == SOURCES and not wacz:
            tables[str(PurePosixPath(name).parent)] = _table(archive, info, source, settings)
    assets = assets_of(names)
    for name, info in wanted:
        path = PurePosixPath(name)
        if _passed_over(path, assets) or (wacz and not name.startswith("archive/")):
            continue
        budget.files_left -= 1
        if budget.files_left < 0:
            yield Rejected(source.name, f"the archive holds more than {MEMBERS:,} files; the rest is not read")
            return
        told = replace(source, name=f"{source.name}!{name}", depth=source.depth + 1, budget=budget)
        for item in _member(archive, info, told, settings, inner):
            yield _with_table(item, f"{source.name}!", path, tables)
    for table in tables.values():
        yield from table.left_over()


def read_packed_page(source: Source, settings: Settings) -> Iterator[Item]:
    """The page in a file of SingleFile's with packed content: a web page that unpacks the archive at its end."""
    with opened(source) as archive:
        try:
            info = archive.getinfo(SINGLE)
            _check(info, source)
            if info.file_size > settings.max_bytes:
                raise UnreadableError(f"the page in it is larger than {settings.max_bytes:,} bytes")
            data = archive.read(info)
        except (KeyError, *DAMAGE) as error:
            raise UnreadableError("the page of SingleFile is damaged or not whole") from error
    yield read_page(data, source.name, url=source.url, fetched_at=source.fetched_at, kind="html")


def name_of(info: zipfile.ZipInfo) -> str:
    """The path of a member. Where nothing says what its bytes are, they are UTF-8 where they can be (Info-ZIP and 7-Zip
    on Unix), else those of old DOS programs, as the format has it."""
    name = info.filename
    if not info.flag_bits & UNICODE_NAME and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.removeprefix("./")
        name = _unicode_field(info.extra, raw) or _utf8(raw) or name
    return name.removeprefix("./")


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _unicode_field(extra: bytes, raw: bytes) -> str | None:
    """The name that a member's extra field gives in UTF-8, where it belongs to the name that the member bears."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at : at + 2], "little") for at in (place, place + 2))
        field = extra[place + 4 : place + 4 + size]
        if kind == UNICODE_FIELD and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return _utf8(field[5:])
        place += 4 + size
    return None


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, told: Source, settings: Settings, inner: Reader
) -> Iterator[Item]:
    try:
        _check(info, told)
        with archive.open(info) as member:
            if info.file_size <= settings.max_bytes:
                stream: BinaryIO = BytesIO(member.read())
            else:
                stream = cast(BinaryIO, member)  # a WARC is read as a stream, all else is refused by its size
            yield from inner(replace(told, stream=stream, size=info.file_size), settings)
    except UnreadableError as error:
        yield Rejected(told.name, str(error))
    except DAMAGE:
        yield Rejected(told.name, "the file in the archive is damaged or packed in an unknown way")


def _check(info: zipfile.ZipInfo, told: Source) -> None:
    """Raises UnreadableError for a member that must not be opened. zipfile never gives more than `file_size`."""
    path = PurePosixPath(info.filename)
    if ".." in path.parts or path.is_absolute() or "\\" in info.filename or ":" in info.filename[:3]:
        raise UnreadableError("its path in the archive leads out of the archive")
    if S_ISLNK(info.external_attr >> 16):
        raise UnreadableError("it is a link in the archive")
    if info.flag_bits & 0x1:
        raise UnreadableError("the file in the archive is encrypted")
    if info.file_size > max(MEMBER_FLOOR, MEMBER_EXPANSION * info.compress_size):
        raise UnreadableError(f"it expands more than {MEMBER_EXPANSION} times, to {info.file_size:,} bytes")
    if told.budget is not None:
        told.budget.bytes_left -= info.file_size
        if told.budget.bytes_left < 0:
            raise UnreadableError(f"the archive expands more than {EXPANSION} times; the rest is not read")


def _passed_over(path: PurePosixPath, assets: frozenset[PurePosixPath]) -> bool:
    """Hidden files, those of the Macintosh's archiver, tables of sources, and assets of saved pages."""
    hidden = any(part.startswith(".") and part != ".." for part in path.parts) or "__MACOSX" in path.parts
    return hidden or path.name.lower() == SOURCES or any(parent in assets for parent in path.parents)


def _table(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, settings: Settings) -> Table:
    name = f"{source.name}!{info.filename}"
    try:
        _check(info, source)
        with archive.open(info) as member:
            told = replace(source, name=name, stream=BytesIO(member.read(settings.max_bytes + 1)), size=info.file_size)
        return read_table(whole(told, settings), name)
    except UnreadableError as error:
        return Table({}, [Rejected(name, str(error))])
    except DAMAGE:
        return Table({}, [Rejected(name, "the file in the archive is damaged")])


def _with_table(item: Item, prefix: str, path: PurePosixPath, tables: dict[str, Table]) -> Item:
    """A page with what the nearest table of sources above it says."""
    if not isinstance(item, Page) or not tables:
        return item
    for folder in path.parents:
        if str(folder) in tables:
            file = str(path.relative_to(folder))
            above = "" if str(folder) == "." else f"{folder}/"
            return tables[str(folder)].applied(item, file, item.path.removeprefix(prefix).removeprefix(above))
    return item
