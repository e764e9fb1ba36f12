"""What the first step gives: pages as they lie there, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageKind = Literal["html", "dump", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the user says of a page, beside what the page says of itself."""

    id: str | None = None  # the `id` of a JSON line
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    archive_url: str | None = None  # where a web archive keeps the page


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """What recurs on the pages of one site: hashes of lines, ascending, with the number of `articles` that each
    stands with, out of those that were looked at."""

    site: str
    articles: int
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured page as bytes. `html` is a web page, `dump` a page flattened to text, `text` a clean body."""

    path: str
    kind: PageKind
    data: bytes
    sha256: str
    url: str | None = None
    fetched_at: str | None = None
    given: Given = Given()
    archive_url: str | None = None  # where a web archive keeps the page, as the saved page itself or its carrier says
    site: SiteProfile | None = None  # learnt from all pages of its site in the input


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was handed in and is not in the record, with the reason."""

    path: str
    reason: str
