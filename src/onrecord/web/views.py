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
        yield from (Mark(s, "content", f"#{a.id}", f"{who}, {a.kind}") for s in a.content)
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
