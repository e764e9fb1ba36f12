"""The whole record, as it is stored and exported."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.coverage import Copy, Statement, Story
from onrecord.model.documents import Document
from onrecord.model.findings import Brief, Claim, Difference, Event, Position, Status
from onrecord.model.judgements import Clash, Decided, Judgement, Outcome
from onrecord.model.pages import Rejected
from onrecord.model.spans import Span
from onrecord.model.speech import Actor, Attribution, Unattributed
from onrecord.model.text import Figure, NameKind, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that is exported; the order of rows is part of the content."""

    onrecord: str
    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    unattributed: tuple[Unattributed, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    copies: tuple[Copy, ...] = ()
    differences: tuple[Difference, ...] = ()
    positions: tuple[Position, ...] = ()
    statuses: tuple[Status, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
    brief: tuple[Brief, ...] = ()
    stories: tuple[Story, ...] = ()
    names: tuple[NameOf, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    decided: tuple[Decided, ...] = ()
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class NameOf:
    """A name with its document, as the record keeps it."""

    document: str
    span: Span
    kind: NameKind
    text: str
