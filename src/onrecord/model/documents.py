"""What cleaning gives: an article with its body, its fields and the zones that are not the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from onrecord.model.spans import Span

DateBasis = Literal["stated", "inferred", "given", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A reading that was considered and not taken, or taken with less confidence."""

    value: str | None
    reason: str
    span: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One piece of metadata with the method that found it and the characters it was read from."""

    value: str | None
    method: str
    evidence: str | None = None
    confidence: float | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the page that is not body: kept, with its place, since credits and captions are evidence too."""

    kind: str
    text: str
    place: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. `kind` is body, subhead, dateline, credit or entry; `place` its place in the page."""

    span: Span
    kind: str = "body"
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document was published, as an interval of days."""

    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    basis: DateBasis = "unknown"
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One captured version of one article by one outlet; `text` is the body that every span refers to."""

    id: str
    path: str
    text: str
    sha256: str
    paths: tuple[str, ...] = ()
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Published = Published()
    modified: str | None = None
    captured: str | None = None
    section: str | None = None
    language: str | None = None
    story: str | None = None
    revision_of: str | None = None
    partial: bool = False
    flags: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
