"""What the statement card and the document reader show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord import model as m
from onrecord.publish.lookup import Lookup
from onrecord.publish.marks import Mark, Piece, Run, against, around, runs
from onrecord.publish.tables import days


@dataclass(frozen=True, slots=True)
class HopShown:
    role: str
    name: str
    basis: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class RenderingShown:
    """One outlet's rendering against the fullest one."""

    attribution: m.Attribution
    outlet: str
    document: m.Document
    before: str
    pieces: tuple[Piece, ...]
    after: str
    speaker: str | None
    said: str | None
    chain: tuple[HopShown, ...]
    fullest: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    statement: m.Statement
    speaker: str
    role: str | None
    when: str | None
    words: str
    renderings: tuple[RenderingShown, ...]
    claims: tuple[m.Claim, ...]
    story: str | None
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that this one may be the same as."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """A piece of evidence; `member` is the id by which it can be taken out of its claim."""

    evidence: m.Evidence
    outlet: str
    words: str
    speaker: str | None
    member: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    claim: m.Claim
    according_to: m.Actor | None
    evidence: tuple[EvidenceShown, ...]
    story: str | None
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A document that names an actor, with how it does."""

    document: m.Document
    outlet: str
    names: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorView:
    actor: m.Actor
    documents: tuple[NamedIn, ...]
    said: tuple[Choice, ...]
    clash: m.Clash | None
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ParagraphShown:
    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A statement in the margin of a document."""

    attribution: m.Attribution
    speaker: str
    said: str | None
    chain: tuple[HopShown, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    document: m.Document
    outlet: str
    published: str | None
    paragraphs: tuple[ParagraphShown, ...]
    notes: tuple[NoteShown, ...]
    others: tuple[m.Document, ...]


def hops(look: Lookup, attribution: m.Attribution) -> tuple[HopShown, ...]:
    out = []
    for h in attribution.chain:
        name = look.actor(h.actor) or h.name or "not stated"
        evidence = look.slices(attribution.document, [h.evidence]) if h.evidence else None
        out.append(HopShown(h.role, name, h.basis, evidence))
    return tuple(out)


def statement_view(look: Lookup, s: m.Statement) -> StatementView:
    full = look.fullest(s)
    words = look.content(full)
    actor = look.actors.get(s.speaker or "")
    claims = {c.id: c for a in s.attributions for c in look.claims_of.get(a, ())}
    ordered = sorted(s.attributions, key=lambda a: (a != full.id, look.outlet(look.attributions[a].document), a))
    return StatementView(
        statement=s,
        speaker=actor.name if actor else full.speaker_text or "Nobody named",
        role=max((r.title for r in actor.roles), key=len, default=None) if actor else None,
        when=days(s.earliest, s.latest),
        words=words,
        renderings=tuple(_rendering(look, look.attributions[a], words, a == full.id) for a in ordered),
        claims=tuple(claims.values()),
        story=look.documents[full.document].story,
        others=_statements(look, s, look.documents[full.document].story),
    )


MOST = 200  # rows of a list to choose from


def _short(text: str, most: int = 110) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _statements(look: Lookup, s: m.Statement, story: str | None) -> tuple[Choice, ...]:
    """The other statements of a story, those of the same speaker first."""
    rows = []
    for other in look.record.statements:
        full = look.fullest(other)
        if other.id != s.id and look.documents[full.document].story == story:
            who = look.speaker(full) or "Nobody named"
            text = _short(f"{who} ({look.outlet(full.document)}): {look.content(full)}")
            rows.append((other.speaker != s.speaker, text, other.id))
    return tuple(Choice(i, text) for _, text, i in sorted(rows)[:MOST])


def claim_view(look: Lookup, c: m.Claim) -> ClaimView:
    story = look.documents[c.evidence[0].document].story
    rows = []
    for other in look.record.claims:
        if other.id != c.id and look.documents[other.evidence[0].document].story == story:
            who = look.actor(other.according_to) or look.outlet(other.evidence[0].document)
            rows.append((other.kind != c.kind, _short(f"{who}: {other.text}"), other.id))
    return ClaimView(
        claim=c,
        according_to=look.actors.get(c.according_to or ""),
        evidence=tuple(
            EvidenceShown(
                e, look.outlet(e.document), look.slices(e.document, [e.span]),
                look.speaker(look.attributions[e.attribution]) if e.attribution in look.attributions else None,
                e.attribution or e.document,
            )
            for e in c.evidence
        ),
        story=story,
        others=tuple(Choice(i, text) for _, text, i in sorted(rows)[:MOST]),
    )  # fmt: skip


def actor_view(look: Lookup, a: m.Actor) -> ActorView:
    said = [x for x in look.record.attributions if x.speaker == a.id]
    held = dict.fromkeys([*(x.document for x in a.mentions), *(x.document for x in said)])
    named = []
    for d in sorted(held, key=lambda d: (look.documents[d].published.value or "9", look.outlet(d), d)):
        text = look.documents[d].text
        names = dict.fromkeys(x.span.of(text) for x in a.mentions if x.document == d)
        roles = dict.fromkeys(r.title for r in a.roles if r.document == d)
        named.append(NamedIn(look.documents[d], look.outlet(d), tuple(names), tuple(roles)))
    spoken = {s: look.statements[s] for x in said for s in x.statements}
    last = a.name.split()[-1:]
    rows = [(x.name.split()[-1:] != last, x.kind != a.kind, x.name, x.id) for x in look.record.actors if x.id != a.id]
    return ActorView(
        actor=a,
        documents=tuple(named),
        said=tuple(Choice(i, _short(look.content(look.fullest(s)))) for i, s in spoken.items()),
        clash=next((c for c in look.record.clashes if a.id in c.actors), None),
        others=tuple(Choice(i, f"{name} ({look.actors[i].kind})") for _, _, name, i in sorted(rows)[:MOST]),
    )


def _rendering(look: Lookup, a: m.Attribution, fullest: str, is_fullest: bool) -> RenderingShown:
    document = look.documents[a.document]
    before, after = around(document.text, m.Span(a.content[0].start, a.content[-1].end), 160)
    mine = look.content(a)
    return RenderingShown(
        attribution=a,
        outlet=look.outlet(a.document),
        document=document,
        before=before,
        pieces=tuple([Piece("same", mine)] if is_fullest else against(fullest, mine)),
        after=after,
        speaker=look.speaker(a),
        said=days(a.said.earliest, a.said.latest),
        chain=hops(look, a),
        fullest=is_fullest,
    )


def document_view(look: Lookup, d: m.Document) -> DocumentView:
    notes = look.by_document.get(d.id, [])
    marks = list(_marks(look, d, notes))
    paragraphs = d.paragraphs or (m.Paragraph(m.Span(0, len(d.text))),)
    siblings = next((s.documents for s in look.record.stories if s.id == d.story), ())
    return DocumentView(
        document=d,
        outlet=look.outlet(d.id),
        published=d.published.value or days(d.published.earliest, d.published.latest),
        paragraphs=tuple(ParagraphShown(p.kind, tuple(runs(d.text, p.span, marks))) for p in paragraphs),
        notes=tuple(
            NoteShown(a, look.speaker(a) or "Nobody named", days(a.said.earliest, a.said.latest), hops(look, a))
            for a in notes
        ),
        others=tuple(look.documents[i] for i in siblings if i != d.id),
    )


def _marks(look: Lookup, d: m.Document, notes: list[m.Attribution]) -> Iterator[Mark]:
    for a in notes:
        who = look.speaker(a) or "nobody named"
        look_of, title = ("content unsure", ", unsure") if look.unsure(a) else ("content", "")
        yield from (Mark(s, look_of, f"#{a.id}", f"{who}, {a.kind}{title}") for s in a.content)
        yield from (Mark(s, "source", f"#{a.id}", "source") for s in a.source)
        yield from (Mark(s, "cue") for s in a.cue)
    found = look.found[d.id]
    yield from (Mark(n.span, f"name {n.kind}", None, n.kind) for n in found.names)
    for t in found.times:
        named = days(t.earliest, t.latest) or t.value
        yield Mark(t.span, "time", f"/why/{t.id}", f"{named} ({t.basis})")
    yield from (Mark(f.span, "figure", f"/why/{f.id}", _figure(f)) for f in found.figures)
    yield from (Mark(span, "spot") for span in look.spots.get(d.id, ()))
    yield from (Mark(u.span, "unattributed", None, f"no source found: {u.reason}") for u in found.unattributed)


def _figure(f: m.Figure) -> str:
    value = f"{f.value:,g}" if f.value is not None else "a range"
    bounds = "" if f.low == f.high == f.value else f", {_bound(f.low)} to {_bound(f.high)}"
    return f"{value} {f.unit or ''}".strip() + bounds


def _bound(value: float | None) -> str:
    return "open" if value is None else f"{value:,g}"
