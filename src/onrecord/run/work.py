"""What is done in worker processes: each function gives its answers one by one, and what it needs is loaded when it is
first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.errors import UnreadableError
from onrecord.model import Page, Reading, Rejected
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.clean.site import Shown
    from onrecord.read.source import Item, Unread
    from onrecord.run.annotate import Layer


def opened(what: Unread, settings: Settings) -> Iterator[Item]:
    """What is in a file, or in what was fetched."""
    from onrecord.read.files import opened  # noqa: PLC0415

    return opened(what, settings)


def shown(page: Page) -> Iterator[Shown]:
    """What of a page is compared with the other pages of its site."""
    from onrecord.clean.learn import shown  # noqa: PLC0415

    yield shown(page)


def read(page: Page, settings: Settings) -> Iterator[Reading | Rejected]:
    """The reading of a page, or Rejected with the reason: nothing that is in one page stops the others."""
    from onrecord.pipeline import read_page  # noqa: PLC0415

    try:
        yield read_page(page, settings)
    except UnreadableError as error:
        yield Rejected(page.path, str(error))


def annotated(raw: bytes, number: int, only: frozenset[Layer], settings: Settings) -> Iterator[bytes]:
    """The answer to one JSON line."""
    from onrecord.run.annotate import annotate_line  # noqa: PLC0415

    yield annotate_line(raw, number, only, settings)
