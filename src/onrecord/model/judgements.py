"""What people decide about rows of the record, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.findings import Place
from onrecord.model.spans import Span
from onrecord.model.speech import Role

JudgementState = Literal["applied", "in_part", "overruled", "not_applied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place of the sources with its words and some before and after them (the text quote selector of the W3C's web
    annotations), so that it is found again after ids and offsets have moved. `span` None is the whole document; `part`
    tells what the place is of its row: `a` or `b` of a difference, `content`, `source` or `cue` of an attribution."""

    document: str
    sha256: str
    outlet: str | None = None
    span: Span | None = None
    text: str = ""
    before: str = ""
    after: str = ""
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A row that a person judged, as it was then: `section` is its section of the record, `name` what tells it from
    others at the same places (a facet, a kind, a name), `text` what was shown."""

    id: str
    section: str
    name: str | None = None
    text: str = ""
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided; kept apart from the data, so that it survives a re-run. `value` has a `field=value` a
    line; `targets` are all rows that it is about, `target` the id of the first."""

    id: str
    kind: str
    target: str
    value: str | None = None
    note: str | None = None
    author: str | None = None
    at: str | None = None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a judgement in this record; `against` are later ones that it clashes with, which win."""

    judgement: str
    state: JudgementState
    reason: str | None = None
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A row that a judgement bears on; one that left its table through it is `removed` and kept here."""

    judgement: str
    section: str
    id: str
    removed: bool = False
    text: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Actors of one name, or one actor, with roles that one person hardly has: for a person to judge."""

    id: str
    name: str
    actors: tuple[str, ...]
    reason: str
    roles: tuple[Role, ...] = ()
