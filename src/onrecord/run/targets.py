"""The rows that a person judges, with the anchors by which they are found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from onrecord import model as m
from onrecord.compare.judged import name_of, places_of, text_of
from onrecord.errors import UsageError
from onrecord.run import anchors

MOST = 64  # places of a row that are kept
SECTIONS: dict[str, type] = {
    "documents": m.Document, "stories": m.Story, "actors": m.Actor, "attributions": m.Attribution,
    "statements": m.Statement, "claims": m.Claim, "differences": m.Difference, "copies": m.Copy,
    "positions": m.Position, "statuses": m.Status, "events": m.Event, "figures": m.Figure, "times": m.Time,
}  # fmt: skip
LEAST = 3  # characters of an id that may stand for it


def find(record: m.Record, ident: str) -> tuple[str, Any]:
    """The section and row with this id, with a former id, or with the only id that begins so.

    Raises UsageError where there is none or more than one.
    """
    every = [(section, row) for section in SECTIONS for row in getattr(record, section)]
    exact = [(s, r) for s, r in every if r.id == ident] or [(s, r) for s, r in every if ident in _former(r)]
    found = exact or [(s, r) for s, r in every if len(ident) >= LEAST and r.id.startswith(ident)]
    if len(found) != 1:
        shown = ", ".join(r.id for _, r in found[:5])
        raise UsageError(
            f"{ident}: {len(found)} rows begin so ({shown}); give more of the id" if found
            else f"{ident}: no such row in this record; `onrecord show RECORD statements` lists ids"
        )  # fmt: skip
    return found[0]


def _former(row: Any) -> tuple[str, ...]:
    return getattr(row, "former", ())


def target(record: m.Record, ident: str) -> m.Target:
    """A row with its anchors. Raises UsageError where there is no such row."""
    section, row = find(record, ident)
    documents = {d.id: d for d in record.documents}
    name, text, places = _shown(record, section, row, documents)
    return m.Target(id=row.id, section=section, name=name, text=text, anchors=tuple(places)[:MOST])


def _shown(
    record: m.Record, section: str, row: Any, documents: dict[str, m.Document]
) -> tuple[str | None, str, Iterable[m.Anchor]]:
    """Name, words and anchors of a row."""
    found: tuple[str | None, str, Iterable[m.Anchor]]
    match section:
        case "documents":
            found = None, row.title or row.path, [anchors.whole(row)]
        case "stories":
            found = None, row.title or "", [anchors.whole(documents[d]) for d in row.documents]
        case "actors":
            found = row.name, row.name, _of_actor(record, row, documents)
        case "attributions":
            found = None, _words(documents[row.document], row.content), _contents(row, documents)
        case "statements":
            found = _statement(record, row, documents)
        case "copies":
            sides = [anchors.whole(documents[d], part) for d, part in ((row.a, "a"), (row.b, "b"))]
            found = row.relation, row.relation, sides
        case "figures" | "times":
            found = None, row.text, [anchors.at(documents[row.document], row.span)]
        case "differences":
            sides = [anchors.at(documents[s.document], s.span, part) for s, part in ((row.a, "a"), (row.b, "b"))]
            found = row.facet, text_of(row), sides
        case _:
            found = name_of(row), text_of(row), [anchors.at(documents[p.document], p.span) for p in places_of(row)]
    return found


def _words(document: m.Document, spans: Sequence[m.Span]) -> str:
    return " … ".join(" ".join(s.of(document.text).split()) for s in spans)


def _contents(row: m.Attribution, documents: dict[str, m.Document]) -> list[m.Anchor]:
    return [anchors.at(documents[row.document], s, "content") for s in row.content]


def _statement(
    record: m.Record, row: m.Statement, documents: dict[str, m.Document]
) -> tuple[str | None, str, list[m.Anchor]]:
    held = {a.id: a for a in record.attributions if row.id in a.statements}
    members = [held[i] for i in row.attributions if i in held]
    full = max(members, key=lambda a: (sum(s.end - s.start for s in a.content), a.id))
    return None, _words(documents[full.document], full.content), [_contents(a, documents)[0] for a in members]


def _of_actor(record: m.Record, row: m.Actor, documents: dict[str, m.Document]) -> list[m.Anchor]:
    """One place of each document: the fullest mention, or else the source of what the actor is given."""
    best: dict[str, m.Span] = {}
    for mention in row.mentions:
        known = best.get(mention.document)
        if known is None or mention.span.end - mention.span.start > known.end - known.start:
            best[mention.document] = mention.span
    for a in record.attributions:
        if a.speaker == row.id and a.source:
            best.setdefault(a.document, a.source[0])
    found = [anchors.at(documents[d], span) for d, span in sorted(best.items())]
    named = {h.actor for a in record.attributions for h in a.chain} if not found else ()
    if row.id in named:
        held = chain(a.document for a in record.attributions if any(h.actor == row.id for h in a.chain))
        found = [anchors.whole(documents[d]) for d in sorted(set(held))]
    return found
