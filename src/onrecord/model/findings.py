"""What the comparison finds: claims with their origins, differences, positions, statuses, events, answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.spans import Span, ident

ClaimKind = Literal["statement", "figure", "date", "list", "relation", "status", "position", "role", "event"]
EvidenceStance = Literal["asserts", "denies", "hedges"]
Facet = Literal["figure", "date", "list", "name", "role", "quote", "modality", "attribution", "status"]
DifferenceClass = Literal["compatible", "finer_detail", "wording", "over_time", "contradiction"]
Stance = Literal["for", "against", "neutral", "conditional", "undeclared"]
Modality = Literal["announced", "happened", "cancelled", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    document: str
    span: Span
    attribution: str | None = None
    stance: EvidenceStance = "asserts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """How many reports by somebody with access stand behind a claim; all None where no access is stated."""

    low: int | None = None
    high: int | None = None
    best: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition that documents carry, according to somebody or in the outlet's own voice (None)."""

    id: str
    text: str
    according_to: str | None
    kind: ClaimKind
    evidence: tuple[Evidence, ...]
    outlets: int
    origins: Origins = Origins()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    document: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a difference; `also` are the same words in copies of its document."""

    document: str
    span: Span
    text: str
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    id: str
    facet: Facet
    class_: DifferenceClass
    a: Side
    b: Side
    claim: str | None = None
    reason: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    actor: str
    issue: str
    stance: Stance
    evidence: tuple[Place, ...]

    @property
    def id(self) -> str:
        return ident("c", "position", self.actor, self.issue, self.stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a contested thing is according to a holder."""

    subject: str
    status: str
    according_to: str | None
    evidence: tuple[Place, ...]
    since: str | None = None
    until: str | None = None

    @property
    def id(self) -> str:
        return ident("c", "status", self.subject, self.status, self.according_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    id: str
    text: str
    evidence: tuple[Place, ...]
    earliest: str | None = None
    latest: str | None = None
    modality: Modality = "unknown"


@dataclass(frozen=True, slots=True)
class Brief:
    """A question of a fixed list and the span that answers it."""

    question: str
    document: str
    span: Span
