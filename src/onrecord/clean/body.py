"""What the cleaners of HTML pages and of text dumps answer: pieces of body, zones and fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Field, Zone

AUTHOR_SEPARATOR = "; "  # between the names in the value of the field `authors`


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the body, without line breaks at its ends.

    `kind` is body, subhead, dateline, credit, entry (what opens an entry of a live page), correction or update.
    `place` is where it stands in the source: an element path (`/html/body/main/p[3]`) of a page, a half-open range
    of code points (`chars 120-480`) of a dump.
    """

    text: str
    kind: str = "body"
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A page cut into what is article and what is not.

    `fields` are read by name: title, authors (names joined with AUTHOR_SEPARATOR), outlet, published,
    modified, captured (ISO dates or date-times), section, language, canonical_url. A field that was looked
    for and not found may stand there with the value None and its rivals. `flags` are short words for what is
    odd; `partial` says that the page holds only a part of the article.
    """

    pieces: tuple[Piece, ...]
    zones: tuple[Zone, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    partial: bool = False
    language: str | None = None
