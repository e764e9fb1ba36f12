"""A record with its rows by id, for everything that is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from onrecord import model as m

UNSURE = 0.65  # confidence below which a statement is shown as unsure: half to two thirds of such are right


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one document beside its statements."""

    names: tuple[m.NameOf, ...] = ()
    times: tuple[m.Time, ...] = ()
    figures: tuple[m.Figure, ...] = ()
    unattributed: tuple[m.Unattributed, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    record: m.Record
    documents: dict[str, m.Document]
    actors: dict[str, m.Actor]
    attributions: dict[str, m.Attribution]
    statements: dict[str, m.Statement]
    claims: dict[str, m.Claim]
    by_document: dict[str, list[m.Attribution]]
    claims_of: dict[str, list[m.Claim]]  # attribution id -> claims that rest on it
    found: dict[str, Found]
    spots: dict[str, list[m.Span]]  # document id -> spans that differences, claims, events and answers point to
    judged: dict[str, list[m.Judgement]]  # row id -> what people decided about it

    def outlet(self, document: str) -> str:
        """The outlet of a document, or its file where no outlet is known."""
        held = self.documents[document]
        return held.outlet or held.path.rsplit("/", 1)[-1]

    def actor(self, ident: str | None) -> str | None:
        held = self.actors.get(ident or "")
        return held.name if held else None

    def slices(self, document: str, spans: Iterable[m.Span]) -> str:
        """The words of the spans, each as it stands, with an ellipsis between them."""
        text = self.documents[document].text
        return " … ".join(" ".join(span.of(text).split()) for span in spans)

    def content(self, attribution: m.Attribution) -> str:
        return self.slices(attribution.document, attribution.content)

    def speaker(self, attribution: m.Attribution) -> str | None:
        """The name of the speaker, or the words that stand for one."""
        return self.actor(attribution.speaker) or attribution.speaker_text

    def unsure(self, attribution: m.Attribution) -> bool:
        """Whether its confidence is so low that a reader has to see it before the words are relied on."""
        return attribution.confidence is not None and attribution.confidence < UNSURE

    def fullest(self, statement: m.Statement) -> m.Attribution:
        """The rendering with the most words, the first of equals."""
        held = [self.attributions[a] for a in statement.attributions]
        return max(held, key=lambda a: (sum(s.end - s.start for s in a.content), a.id))


def look_up(record: m.Record) -> Lookup:
    by_document: dict[str, list[m.Attribution]] = defaultdict(list)
    for a in sorted(record.attributions, key=lambda a: (a.document, a.content[:1])):
        by_document[a.document].append(a)
    claims_of: dict[str, list[m.Claim]] = defaultdict(list)
    for c in record.claims:
        for ident in dict.fromkeys(e.attribution for e in c.evidence if e.attribution):
            claims_of[ident].append(c)
    return Lookup(
        record,
        {d.id: d for d in record.documents},
        {a.id: a for a in record.actors},
        {a.id: a for a in record.attributions},
        {s.id: s for s in record.statements},
        {c.id: c for c in record.claims},
        dict(by_document),
        dict(claims_of),
        _found(record),
        _spots(record),
        _judged(record),
    )


def _found(record: m.Record) -> dict[str, Found]:
    names, times = _by_document(record.names), _by_document(record.times)
    figures, unattributed = _by_document(record.figures), _by_document(record.unattributed)
    return {
        d.id: Found(names.get(d.id, ()), times.get(d.id, ()), figures.get(d.id, ()), unattributed.get(d.id, ()))
        for d in record.documents
    }


def _judged(record: m.Record) -> dict[str, list[m.Judgement]]:
    known = {j.id: j for j in record.judgements}
    held: dict[str, list[m.Judgement]] = defaultdict(list)
    for d in record.decided:
        if d.judgement in known and known[d.judgement] not in held[d.id]:
            held[d.id].append(known[d.judgement])
    return dict(held)


class _InDocument(Protocol):
    @property
    def document(self) -> str: ...


R = TypeVar("R", bound=_InDocument)


def _by_document(rows: Iterable[R]) -> dict[str, tuple[R, ...]]:
    held: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        held[row.document].append(row)
    return {ident: tuple(found) for ident, found in held.items()}


def _spots(record: m.Record) -> dict[str, list[m.Span]]:
    r = record
    rows: tuple[m.Event | m.Position | m.Status | m.Claim, ...] = (*r.events, *r.positions, *r.statuses, *r.claims)
    places = [*r.brief, *(e for row in rows for e in row.evidence), *(s for d in r.differences for s in (d.a, d.b))]
    return {ident: [p.span for p in held] for ident, held in _by_document(places).items()}
