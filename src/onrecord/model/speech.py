"""Who says what in one document, and by which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.documents import Document, Rival
from onrecord.model.spans import Span
from onrecord.model.text import Figure, Name, Parsed, Quote, Time

AttributionKind = Literal["direct", "indirect", "mixed"]
ActorKind = Literal["person", "organisation", "polity", "agency", "outlet", "medium", "group"]
HopRole = Literal["speaker", "medium", "carrier", "outlet"]
HopBasis = Literal["stated", "inherited", "inferred", "given"]
SpeakerBasis = Literal["stated", "resolved", "proposed", "inferred", "given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When something was said, as the document gives it; `text` are the words that say so."""

    earliest: str | None = None
    latest: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One station on the way of the words. `evidence` is a span of the body, or `zone` names the zone."""

    role: HopRole
    actor: str | None = None
    name: str | None = None
    basis: HopBasis = "stated"
    evidence: Span | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One place where a document says that somebody said something."""

    id: str
    document: str
    kind: AttributionKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None = None
    speaker_text: str | None = None
    speaker_basis: SpeakerBasis | None = None
    said: Said = Said()
    chain: tuple[Hop, ...] = ()
    statements: tuple[str, ...] = ()
    confidence: float | None = None
    producer: str = ""
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Unattributed:
    """A quoted run that no attribution holds."""

    document: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """A parsed document with its attributions, in order of position; speakers and chains are still open."""

    parsed: Parsed
    attributions: tuple[Attribution, ...] = ()
    unattributed: tuple[Unattributed, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A title or office that a document gives an actor."""

    title: str
    document: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who speaks, carries or is spoken of: of one document before grouping, of the record after it."""

    id: str
    name: str
    kind: ActorKind
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document names an actor or refers to it unambiguously."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one document gives by itself: what the steps that see many documents start from."""

    document: Document
    sentences: tuple[Span, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    actors: tuple[Actor, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    unattributed: tuple[Unattributed, ...] = ()
