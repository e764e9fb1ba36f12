"""What is being read: a stream with its name and what is known about where it came from, and what readers answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from onrecord.errors import UnreadableError
from onrecord.model import Given, Page, Rejected
from onrecord.settings import Settings


@dataclass(slots=True)
class Budget:
    """What one archive, with all archives in it, may still expand to."""

    bytes_left: int
    files_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A stream that can be sought in. `name` is the path that its pages bear; `charset`, `url` and `fetched_at` are
    what the carrier (a server, an archive, a mail) says of it. `depth` counts the archives that hold it."""

    stream: BinaryIO
    name: str
    size: int
    url: str | None = None
    fetched_at: str | None = None
    charset: str | None = None
    depth: int = 0
    budget: Budget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address found in a list, a feed or a library, to be fetched or rejected. `feed`: it is said to be a feed."""

    path: str
    url: str
    feed: bool = False
    given: Given = field(default_factory=Given)


ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)

Item = Page | Rejected | Link
Unread = Path | Source  # a file, or what was fetched
Opened = Callable[[Unread], Iterator[Item]]


class Reader(Protocol):
    def __call__(self, source: Source, settings: Settings) -> Iterator[Item]: ...


def name_and_size(what: Unread) -> tuple[str, int]:
    """The path that the pages of a file or of what was fetched bear, and its size in bytes."""
    if isinstance(what, Source):
        return what.name, what.size
    try:
        return str(what), what.stat().st_size
    except OSError:
        return str(what), 0


def is_address(path: object) -> bool:
    """Whether what was handed in is a web address and not a path."""
    return isinstance(path, str) and bool(ADDRESS.match(path))


def whole(source: Source, settings: Settings) -> bytes:
    """All bytes of a source. Raises UnreadableError where they are too many."""
    source.stream.seek(0)
    data = source.stream.read(settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        size = f", {source.size:,}" if source.size > len(data) else ""
        raise UnreadableError(f"the file is larger than {settings.max_bytes:,} bytes{size}")
    return data
