"""The pages of a build, kept packed in a temporary file while the sites are learnt: their number may be any."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from tempfile import SpooledTemporaryFile

from onrecord.clean.site import site_of
from onrecord.model import Page, Rejected

IN_MEMORY = 32_000_000  # bytes, packed; more go to the disk
LEVEL = 1  # of zlib: pages shrink to a fifth or so at 100 million bytes a second


class Spool:
    """Pages by their position. `pages` are the same without their data, `sites` their sites."""

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self.pages: list[Page] = []
        self.sites: list[str | None] = []
        self.places: list[tuple[int, int]] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def fill(
        self, items: Iterable[Page | Rejected], seen: Callable[[int], None] = lambda count: None
    ) -> list[Rejected]:
        """Keep the pages; answers what was rejected. `seen` is told how many there are after each page."""
        rejected = []
        for item in items:
            if isinstance(item, Rejected):
                rejected.append(item)
                continue
            packed = zlib.compress(item.data, LEVEL)
            self.places.append((self.file.tell(), len(packed)))
            self.file.write(packed)
            self.sites.append(site_of(item))
            self.pages.append(replace(item, data=b""))
            seen(len(self.pages))
        return rejected

    def whole(self, position: int) -> Page:
        """A page with its data."""
        start, length = self.places[position]
        self.file.seek(start)
        return replace(self.pages[position], data=zlib.decompress(self.file.read(length)))
