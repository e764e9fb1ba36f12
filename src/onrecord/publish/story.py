"""The sections of a story's page, each as rows that a template can show without thinking."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from onrecord import model as m
from onrecord.publish import draw
from onrecord.publish.lookup import Lookup
from onrecord.publish.marks import Piece, around, differing
from onrecord.publish.tables import days

WEIGHT = {"contradiction": 0, "over_time": 1, "wording": 2, "finer_detail": 3, "compatible": 4}  # what comes first
SENTENCE = 9  # words from which an answer stands by itself


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a speaker."""

    statement: m.Statement
    fullest: m.Attribution
    words: str
    when: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    actor: m.Actor | None
    role: str | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SideShown:
    outlet: str
    document: str
    before: str
    pieces: tuple[Piece, ...]
    after: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    difference: m.Difference
    a: SideShown
    b: SideShown


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    when: str
    what: str
    who: str | None
    text: str
    href: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    claim: m.Claim
    according_to: str | None
    svg: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    who: str | None  # the speaker, where the answer is somebody's words
    before: str
    text: str
    after: str
    document: str
    start: int
    outlet: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story with all its sections; every text in it is a slice of a source."""

    story: m.Story
    documents: tuple[m.Document, ...]
    outlets: tuple[str, ...]
    brief: tuple[Answer, ...]
    speakers: tuple[Speaker, ...]
    differences: tuple[DifferenceShown, ...]
    timeline: tuple[Moment, ...]
    positions: tuple[m.Position, ...]
    statuses: tuple[m.Status, ...]
    claims: tuple[ClaimShown, ...]
    ways: str | None
    copies: tuple[m.Copy, ...]
    unattributed: tuple[m.Unattributed, ...]
    clashes: tuple[m.Clash, ...]

    @property
    def statements(self) -> int:
        return sum(len(s.said) for s in self.speakers)


def story_page(look: Lookup, story: m.Story) -> StoryPage:
    own = frozenset(story.documents)
    r = look.record
    documents = tuple(
        sorted((look.documents[d] for d in own), key=lambda d: (d.published.value or "9", d.outlet or "", d.id))
    )
    statements = [s for s in r.statements if any(look.attributions[a].document in own for a in s.attributions)]
    return StoryPage(
        story=story,
        documents=documents,
        outlets=tuple(dict.fromkeys(look.outlet(d.id) for d in documents)),
        brief=tuple(_answer(look, b) for b in r.brief if b.document in own),
        speakers=_speakers(look, statements),
        differences=tuple(
            _difference(look, d)
            for d in sorted(r.differences, key=lambda d: WEIGHT[d.class_])
            if {d.a.document, d.b.document} <= own
        ),
        timeline=_timeline(look, own, statements),
        positions=tuple(p for p in r.positions if any(e.document in own for e in p.evidence)),
        statuses=tuple(s for s in r.statuses if any(e.document in own for e in s.evidence)),
        claims=_claims(look, own),
        ways=draw.ways(look, tuple(d.id for d in documents)),
        copies=tuple(c for c in r.copies if {c.a, c.b} <= own),
        unattributed=tuple(u for u in r.unattributed if u.document in own),
        clashes=tuple(c for c in r.clashes if any(role.document in own for role in c.roles)),
    )


def _answer(look: Lookup, b: m.Brief) -> Answer:
    """An answer with some words of its paragraph around it, and the speaker where it is what somebody said."""
    saying = [a for a in look.by_document.get(b.document, ()) if any(s.holds(b.span) for s in a.content)]
    before, after = around(look.documents[b.document].text, b.span, 100)
    whole = len(look.slices(b.document, [b.span]).split()) >= SENTENCE
    return Answer(
        question=b.question,
        who=look.speaker(saying[0]) if saying else None,
        before="" if whole else before,
        text=look.slices(b.document, [b.span]),
        after="" if whole else after,
        document=b.document,
        start=b.span.start,
        outlet=look.outlet(b.document),
    )


def outlets_of(look: Lookup, documents: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(look.outlet(d) for d in documents))


def _speakers(look: Lookup, statements: list[m.Statement]) -> tuple[Speaker, ...]:
    groups: dict[str, list[Said]] = defaultdict(list)  # by actor id, or by the words that stand for a speaker
    for s in statements:
        full = look.fullest(s)
        outlets = outlets_of(look, [look.attributions[a].document for a in s.attributions])
        row = Said(s, full, look.content(full), days(s.earliest, s.latest), outlets)
        groups[s.speaker or _unresolved(full)].append(row)
    out = []
    for key, rows in groups.items():
        actor = look.actors.get(key)
        role = max((x.title for x in actor.roles), key=len, default=None) if actor else None
        ordered = sorted(rows, key=lambda x: (-len(x.outlets), x.statement.earliest or "9", x.statement.id))
        out.append(Speaker(actor.name if actor else key, actor, role, tuple(ordered)))
    return tuple(sorted(out, key=lambda s: (s.actor is None, -sum(len(x.outlets) for x in s.said), s.name)))


def _unresolved(a: m.Attribution) -> str:
    """What stands for a speaker that is not certain."""
    return f"“{a.speaker_text}”, not resolved" if a.speaker_text else "Nobody named"


def _difference(look: Lookup, d: m.Difference) -> DifferenceShown:
    a, b = differing(d.a.text, d.b.text)
    return DifferenceShown(d, _side(look, d.a, a), _side(look, d.b, b))


def _side(look: Lookup, side: m.Side, pieces: list[Piece]) -> SideShown:
    before, after = around(look.documents[side.document].text, side.span, 80)
    also = outlets_of(look, [p.document for p in side.also])
    return SideShown(look.outlet(side.document), side.document, before, tuple(pieces), after, also)


def _timeline(look: Lookup, own: frozenset[str], statements: list[m.Statement]) -> tuple[Moment, ...]:
    rows: list[tuple[str, str, Moment]] = []

    def add(earliest: str | None, latest: str | None, moment: Moment) -> None:
        rows.append((earliest or latest or "", latest or "", moment))

    for e in look.record.events:
        places = [p for p in e.evidence if p.document in own]
        when = days(e.earliest, e.latest)
        if places and when:
            outlets = outlets_of(look, [p.document for p in places])
            href = f"/document/{places[0].document}#c{places[0].span.start}"
            add(e.earliest, e.latest, Moment(when, e.modality, None, e.text, href, outlets))
    for s in statements:
        when = days(s.earliest, s.latest) if s.earliest else None
        if when:
            full = look.fullest(s)
            outlets = outlets_of(look, [look.attributions[a].document for a in s.attributions])
            who = look.actor(s.speaker) or full.speaker_text
            add(s.earliest, s.latest, Moment(when, "said", who, look.content(full), f"/statement/{s.id}", outlets))
    return tuple(moment for _, _, moment in sorted(rows, key=lambda row: (row[0], row[1], row[2].text)))


def _claims(look: Lookup, own: frozenset[str]) -> tuple[ClaimShown, ...]:
    shown = [
        ClaimShown(
            c, look.actor(c.according_to), draw.interval(c.origins, c.outlets),
            outlets_of(look, [e.document for e in c.evidence]),
        )
        for c in look.record.claims
        if any(e.document in own for e in c.evidence)
    ]  # fmt: skip
    return tuple(sorted(shown, key=lambda c: (-c.claim.outlets, -len(c.claim.evidence), c.claim.id)))
