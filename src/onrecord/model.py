"""The frozen dataclasses that every step shares.

Names and shapes are those of the exported JSON. Offsets are Unicode code points into the `text` of the
document, half-open. A name that is a Python keyword carries a trailing underscore here (`class_`, `from_`) and
loses it in the export. Dates are ISO strings (`2024-05-14`), instants ISO date-times; unknown is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, NamedTuple

PageKind = Literal["html", "dump", "text"]
AttributionKind = Literal["direct", "indirect", "mixed"]
ActorKind = Literal["person", "organisation", "polity", "agency", "outlet", "medium", "group"]
NameKind = Literal["person", "organisation", "place"]
HopRole = Literal["speaker", "medium", "carrier", "outlet"]
HopBasis = Literal["stated", "inherited", "inferred", "given"]
SpeakerBasis = Literal["stated", "resolved", "proposed", "inferred", "given"]
DateBasis = Literal["stated", "inferred", "given", "unknown"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
PartOp = Literal["kept", "cut", "moved", "altered"]
ClaimKind = Literal["statement", "figure", "date", "list", "relation", "status", "position", "role", "event"]
EvidenceStance = Literal["asserts", "denies", "hedges"]
CopyRelation = Literal["verbatim_copy", "partial_copy", "same_quote_only"]
Direction = Literal["a_from_b", "b_from_a", "both_from", "unknown"]
PassageKind = Literal["copy", "quote", "template"]
Facet = Literal["figure", "date", "list", "name", "role", "quote", "modality", "attribution", "status"]
DifferenceClass = Literal["compatible", "finer_detail", "wording", "over_time", "contradiction"]
Stance = Literal["for", "against", "neutral", "conditional", "undeclared"]
Modality = Literal["announced", "happened", "cancelled", "unknown"]
JudgementState = Literal["applied", "in_part", "overruled", "not_applied"]


class Span(NamedTuple):
    """A half-open run of code points in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def ident(prefix: str, *parts: object) -> str:
    """A content-hash id: `prefix`, a hyphen and 16 hexadecimal digits that depend on the parts alone."""
    joined = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{blake2b(joined, digest_size=8).hexdigest()}"


# ------------------------------------------------------------------------------------------ read
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


# ----------------------------------------------------------------------------------------- clean
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


# ----------------------------------------------------------------------------------------- parse
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


# ----------------------------------------------------------------------- attribute and resolve
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


# ----------------------------------------------------------------------------------------- group
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


# --------------------------------------------------------------------------------------- compare
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


# ---------------------------------------------------------------------------------------- record
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
