"""From what people have saved, or name, to pages: files, folders, archives and addresses, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.files import Tables, opened
from onrecord.read.lines import line
from onrecord.read.source import Item, Link, Opened, Source, is_address
from onrecord.read.sources import over
from onrecord.read.tree import walk
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.read.fetch import Fetcher

__all__ = ["line", "pages"]

NOT_FETCHED = "it is an address; addresses in files are fetched only with --fetch"


def pages(
    paths: Iterable[str | Path], settings: Settings, fetcher: Fetcher | None = None, open_: Opened | None = None
) -> Iterator[Page | Rejected]:
    """Every page in the files and folders and at the addresses, in the order given, folders in sorted order.

    What cannot be read comes as Rejected, with the reason; nothing is raised for a bad file. Addresses in files are
    fetched only where `settings.fetch` says so. `open_` opens files, and what was fetched, in another process than
    this one.
    """
    tables = Tables(settings)
    open_ = open_ or partial(opened, settings=settings)
    with ExitStack() as ends:
        for path in paths:
            for item in _items(path, open_, tables):
                if not isinstance(item, Link):
                    yield item
                    continue
                typed = item.path == item.url
                if not (typed or settings.fetch):
                    yield Rejected(item.path, NOT_FETCHED)
                    continue
                if fetcher is None:
                    fetcher = ends.enter_context(_fetcher(settings))
                yield from _follow(item, open_, fetcher, typed=typed)
    yield from tables.left_over()


def _items(path: str | Path, open_: Opened, tables: Tables) -> Iterator[Item]:
    """What is in a file or a folder; an address as itself."""
    if is_address(path):
        yield Link(path=str(path), url=str(path))
        return
    root = Path(path)
    for file in walk(root):
        if isinstance(file, Rejected):
            yield file
        else:
            for item in open_(file):
                yield tables.applied(item, file, root)


def _fetcher(settings: Settings) -> Fetcher:
    from onrecord.read.fetch import Fetcher  # noqa: PLC0415  # its parts are many, and most runs fetch nothing

    return Fetcher(settings)


def _follow(link: Link, open_: Opened, web: Fetcher, *, typed: bool = False) -> Iterator[Page | Rejected]:
    """The pages at an address. The entries of a feed that was asked for are followed, links found there are not."""
    try:
        got = web.get(link.url, typed=typed)
    except UnreadableError as error:
        yield Rejected(link.path, str(error))
        return
    source = Source(
        stream=BytesIO(got.data),
        name=link.path,
        size=len(got.data),
        url=got.url,
        fetched_at=got.at,
        charset=got.charset,
    )
    for item in open_(source):
        if isinstance(item, Page):
            yield replace(item, given=over(item.given, link.given))
        elif isinstance(item, Rejected):
            yield item
        elif typed or link.feed:
            yield from _follow(replace(item, feed=item.feed and typed), open_, web)
        else:
            yield Rejected(item.path, "it is a list of addresses where an article was expected; it is not followed")
