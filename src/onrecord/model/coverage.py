"""What documents have in common: copies, stories, and utterances told by several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.judgements import Decided
from onrecord.model.spans import Span, ident
from onrecord.model.speech import Actor, Reading

PartOp = Literal["kept", "cut", "moved", "altered"]
CopyRelation = Literal["verbatim_copy", "partial_copy", "same_quote_only"]
Direction = Literal["a_from_b", "b_from_a", "both_from", "unknown"]
PassageKind = Literal["copy", "quote", "template"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of one rendering of a statement, against the fullest rendering."""

    op: PartOp
    span: Span


@dataclass(frozen=True, slots=True)
class Rendering:
    attribution: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An utterance: the attributions that report the same act of saying."""

    id: str
    speaker: str | None
    attributions: tuple[str, ...]
    former: tuple[str, ...] = ()
    earliest: str | None = None
    latest: str | None = None
    renderings: tuple[Rendering, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Aligned wording in two documents."""

    a: Span
    b: Span
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What two documents share; `a` and `b` are document ids in ascending order."""

    a: str
    b: str
    relation: CopyRelation
    direction: Direction = "unknown"
    from_: str | None = None
    passages: tuple[Passage, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return ident("k", self.a, self.b)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    id: str
    title: str | None
    documents: tuple[str, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Documents put together: readings whose attributions name actors of the record and statements."""

    readings: tuple[Reading, ...]
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    stories: tuple[Story, ...] = ()
    copies: tuple[Copy, ...] = ()
    decided: tuple[Decided, ...] = ()
