"""What has been read of a document up to a place: who spoke where; and what is known of a speaker."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from onrecord import words
from onrecord.attribute.ordered import Ordered
from onrecord.model import Rival, Span, SpeakerBasis
from onrecord.resolve.cast import Cast, Entity
from onrecord.resolve.sources import Source


@dataclass(slots=True)
class Spoken:
    """Who an attribution's speaker is, and how that is known."""

    entity: Entity | None = None
    basis: SpeakerBasis | None = None
    source: Source = field(default_factory=lambda: Source("none"))
    rivals: tuple[Rival, ...] = ()


@dataclass(slots=True)
class Scene:
    """What has been read up to a place: who spoke where, and all contents."""

    cast: Cast
    paragraphs: list[int]
    contents: Ordered[Span]
    spoken: list[tuple[int, Entity]] = field(default_factory=list)

    def paragraph(self, place: int) -> int:
        return bisect_right(self.paragraphs, place)


@cache
def nouns() -> dict[str, frozenset[str]]:
    """Heads of descriptions: of a person, of several, of a body."""
    people = words.table("people")
    return {key: frozenset(people[key]) for key in ("person", "group", "body")}
