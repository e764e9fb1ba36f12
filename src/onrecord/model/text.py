"""What a text says by itself: words, quotations, names, figures and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.model.documents import Document, Rival
from onrecord.model.spans import Span

NameKind = Literal["person", "organisation", "place"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


class Token(NamedTuple):
    """A word, number or mark of punctuation."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A run inside quotation marks. `span` takes in the marks, `inner` does not. `group` is shared by the
    paragraphs of one quotation that runs over several; `closed` is False where a paragraph ends without a
    closing mark."""

    span: Span
    inner: Span
    group: int
    closed: bool = True
    single: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name of a person, an organisation or a place."""

    span: Span
    kind: NameKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that a sentence tells by its figures: "up 12 % to 340", "from 3 to 5".

    `by`, `from_` and `to` are ids of figures, None where the sentence gives none; `direction` is None where its words
    do not say which way and the two ends do not show it.
    """

    direction: Literal["up", "down"] | None = None
    by: str | None = None
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count, measure, sum of money, share or age; `value` is None for a range. `as_of` is the last day of the time
    that dates it in its clause, `changes` what it is the amount, the start or the end of."""

    id: str
    document: str
    span: Span
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None
    of: str | None = None
    whose: str | None = None
    as_of: str | None = None
    hedge: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMeaning:
    """What a time expression says by itself, before it is anchored.

    `kind`: `fixed` (`value` is complete), `calendar` (`value` has X where a year or a week is open; `amount` is
    -1 for last, 0 for this, 1 for next, None where only the context tells), `shift` (`amount` of `unit` from the
    base). `base` is what it counts from: the document's day, or the date spoken of before. `inside` is the
    period that it lies in ("September of that year"), `edge` a third of it (START, MID, END), `clock` a time of
    day as TIMEX3 writes it (T06:00, TMO).
    """

    kind: Literal["fixed", "calendar", "shift"]
    level: str = "day"
    value: str = ""
    amount: int | None = None
    unit: str = ""
    base: Literal["document", "reference"] = "document"
    inside: TimeMeaning | None = None
    edge: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression as found: `cue` says whether its sentence looks back or ahead, `quoted` whether it
    stands inside a quotation, `said` whether it tells when something was said."""

    span: Span
    type: TimeType
    rule: str
    meaning: TimeMeaning
    cue: Literal["past", "future"] | None = None
    quoted: bool = False
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression with its TIMEX3 value and the interval of days that it names."""

    id: str
    document: str
    span: Span
    text: str
    type: TimeType
    value: str
    earliest: str | None = None
    latest: str | None = None
    basis: Literal["stated", "inferred"] = "stated"
    rule: str = ""
    anchor: str | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document with the offsets of its parts, in order of position."""

    document: Document
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Span, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    figures: tuple[Figure, ...] = ()
