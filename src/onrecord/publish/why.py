"""The evidence path of one row: from the row to the words it rests on, and the rule or model that read them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from onrecord import model as m
from onrecord.errors import UsageError
from onrecord.publish.lookup import Lookup
from onrecord.publish.tables import days, moment

Line = tuple[str, str]  # what it is, and the words


def why(look: Lookup, ident: str) -> list[Line]:
    """The evidence path of the row with this id, with a former id, or with the only id that begins so.

    Raises UsageError where there is none or more than one.
    """
    r = look.record
    rows: list[Any] = list(
        chain(r.documents, r.actors, r.attributions, r.statements, r.claims, r.differences, r.figures, r.times,
              r.events, r.stories, r.copies, r.positions, r.statuses, r.judgements)
    )  # fmt: skip
    exact = [x for x in rows if x.id == ident or ident in getattr(x, "former", ())]
    found = exact or [x for x in rows if len(ident) > 2 and x.id.startswith(ident)]
    if len(found) != 1:
        shown = ", ".join(x.id for x in found[:5])
        raise UsageError(
            f"{ident}: {len(found)} rows begin so ({shown}…); give more of the id" if found
            else f"{ident}: no such row in this record; `onrecord show RECORD statements` lists ids"
        )  # fmt: skip
    row = found[0]
    return [*_PATHS[type(row)](look, row), *_judged(look, row.id)]


def _judged(look: Lookup, ident: str) -> Iterator[Line]:
    """What people decided about a row."""
    bearing = {d.judgement for d in look.record.decided if d.id == ident}
    for j in look.record.judgements:
        if j.id in bearing:
            yield "judged", sentence(j)


def sentence(j: m.Judgement) -> str:
    """A judgement in one line: who decided what, when and why."""
    what = " and ".join((t.text or t.id).strip("“”\"").strip()[:60] for t in j.targets[:3])
    value = f" to {'; '.join(j.value.split(chr(10)))}" if j.value else ""
    when = f", {moment(j.at)}" if j.at else ""
    note = f" ({j.note})" if j.note else ""
    return f"{j.author or 'somebody'}{when}: {j.kind} “{what}”{value}{note}"


def _judgement(look: Lookup, j: m.Judgement) -> Iterator[Line]:
    yield "judgement", sentence(j)
    for t in j.targets:
        yield f"target, {t.section}", f"{t.id} {t.text}"
        for a in t.anchors:
            yield "rests on", f"{a.outlet or a.document}: {a.text}"
    for o in look.record.outcomes:
        if o.judgement == j.id:
            yield "outcome", o.state.replace("_", " ") + (f": {o.reason}" if o.reason else "")
    for d in look.record.decided:
        if d.judgement == j.id:
            yield "taken out" if d.removed else "bears on", f"{d.section} {d.id} {d.text}".strip()


def _copy(look: Lookup, c: m.Copy) -> Iterator[Line]:
    yield "copy", f"{c.id}: {c.relation}, {look.outlet(c.a)} and {look.outlet(c.b)}"
    yield "direction", c.direction + (f" {c.from_}" if c.from_ else "")
    for reason in c.reasons:
        yield "reason", reason
    for p in c.passages:
        yield f"{p.kind}, a", _place(look, c.a, p.a)
        yield f"{p.kind}, b", _place(look, c.b, p.b)


def _position(look: Lookup, p: m.Position) -> Iterator[Line]:
    yield "position", f"{look.actor(p.actor)}: {p.stance} {p.issue}"
    for place in p.evidence:
        yield "evidence", _place(look, place.document, place.span)


def _status(look: Lookup, s: m.Status) -> Iterator[Line]:
    yield "status", f"{s.subject}: {s.status}, according to {look.actor(s.according_to) or 'the outlets themselves'}"
    for place in s.evidence:
        yield "evidence", _place(look, place.document, place.span)


def _place(look: Lookup, document: str, span: m.Span) -> str:
    held = look.documents[document]
    return f"{look.outlet(document)}, {held.path} [{span.start}, {span.end}]: {look.slices(document, [span])}"


def _document(look: Lookup, d: m.Document) -> Iterator[Line]:
    yield "document", f"{d.id} {d.title or 'without a title'}"
    for path in d.paths:
        yield "file", f"{path} (sha256 {d.sha256})"
    yield "published", f"{d.published.value or days(d.published.earliest, d.published.latest)} ({d.published.basis})"
    for name, field in d.fields.items():
        read = f", read from {field.evidence!r}" if field.evidence else ""
        yield name, f"{field.value} by {field.method}{read}"
        for rival in field.rivals:
            yield f"{name}, rival", f"{rival.value}: {rival.reason}"
    for flag in d.flags:
        yield "flag", flag


def _attribution(look: Lookup, a: m.Attribution) -> Iterator[Line]:
    yield (
        "attribution",
        f"{a.id} ({a.kind}) by {a.producer or 'an unknown producer'}"
        + (f", confidence {a.confidence:.2f}" if a.confidence is not None else ""),
    )
    for role in ("content", "cue", "source"):
        for span in getattr(a, role):
            yield role, _place(look, a.document, span)
    yield "speaker", f"{look.speaker(a) or 'nobody named'} ({a.speaker_basis or 'not resolved'})"
    if a.said.earliest or a.said.latest:
        yield "said", f"{days(a.said.earliest, a.said.latest)}" + (f", from {a.said.text!r}" if a.said.text else "")
    for hop in a.chain:
        name = look.actor(hop.actor) or hop.name or "unknown"
        rests = f": {_place(look, a.document, hop.evidence)}" if hop.evidence else ""
        yield f"hop, {hop.role}", f"{name} ({hop.basis}{', in the ' + hop.zone if hop.zone else ''}){rests}"
    for rival in a.rivals:
        yield "rival", f"{rival.value}: {rival.reason}"
    yield "statements", ", ".join(a.statements) or "none"


def _statement(look: Lookup, s: m.Statement) -> Iterator[Line]:
    yield "statement", f"{s.id}: {look.content(look.fullest(s))}"
    yield "speaker", look.actor(s.speaker) or "nobody named"
    if s.earliest or s.latest:
        yield "said", str(days(s.earliest, s.latest))
    for ident in s.attributions:
        yield from _attribution(look, look.attributions[ident])


def _claim(look: Lookup, c: m.Claim) -> Iterator[Line]:
    yield "claim", f"{c.id} ({c.kind}): {c.text}"
    yield "according to", look.actor(c.according_to) or "the outlets themselves"
    for e in c.evidence:
        yield f"evidence, {e.stance}", _place(look, e.document, e.span)
    o = c.origins
    yield "outlets", str(c.outlets)
    yield "origins", "not stated" if o.low is None else f"{o.low} to {o.high}, best {o.best}"
    for reason in o.reasons:
        yield "reason", reason


def _difference(look: Lookup, d: m.Difference) -> Iterator[Line]:
    yield "difference", f"{d.id} ({d.facet}, {d.class_})"
    for name, side in (("a", d.a), ("b", d.b)):
        yield name, _place(look, side.document, side.span)
        for place in side.also:
            yield f"{name}, also", _place(look, place.document, place.span)
    yield "reason", d.reason


def _actor(look: Lookup, a: m.Actor) -> Iterator[Line]:
    yield "actor", f"{a.id} {a.name} ({a.kind})"
    if a.aliases:
        yield "also called", "; ".join(a.aliases)
    for role in a.roles:
        yield "role", f"{role.title}: {_place(look, role.document, role.span)}"
    for mention in a.mentions:
        yield "named", _place(look, mention.document, mention.span)


def _figure(look: Lookup, f: m.Figure) -> Iterator[Line]:
    yield "figure", f"{f.id} {_place(look, f.document, f.span)}"
    yield "reads as", f"{f.value} ({f.low} to {f.high}) {f.unit or ''}, hedge {f.hedge!r}, of {f.of!r}"
    if f.whose:
        yield "whose", f.whose
    if f.as_of:
        times = [t for t in look.found[f.document].times if t.latest == f.as_of]
        near = min(times, key=lambda t: abs(t.span.start - f.span.start), default=None)
        yield "as of", f.as_of + (f", by {_place(look, f.document, near.span)}" if near else "")
    texts = {one.id: one.text for one in look.found[f.document].figures} if f.changes else {}
    for change in f.changes:
        parts = [("by", change.by), ("from", change.from_), ("to", change.to)]
        told = ", ".join(f"{name} {texts.get(i, i)!r} ({i})" for name, i in parts if i)
        yield "change", f"{change.direction or 'either way'} {told}"


def _time(look: Lookup, t: m.Time) -> Iterator[Line]:
    yield "time", f"{t.id} {_place(look, t.document, t.span)}"
    yield "reads as", f"{t.type} {t.value}, {days(t.earliest, t.latest)} ({t.basis}) by rule {t.rule}"
    if t.anchor:
        yield "anchor", t.anchor
    for rival in t.rivals:
        yield "rival", f"{rival.value}: {rival.reason}"


def _event(look: Lookup, e: m.Event) -> Iterator[Line]:
    yield "event", f"{e.id} {e.text} ({e.modality}), {days(e.earliest, e.latest)}"
    for place in e.evidence:
        yield "evidence", _place(look, place.document, place.span)


def _story(look: Lookup, s: m.Story) -> Iterator[Line]:
    yield "story", f"{s.id} {s.title or ''}"
    for ident in s.documents:
        yield "document", f"{ident} {look.outlet(ident)}: {look.documents[ident].title}"


_PATHS: dict[type, Any] = {
    m.Document: _document, m.Actor: _actor, m.Attribution: _attribution, m.Statement: _statement, m.Claim: _claim,
    m.Difference: _difference, m.Figure: _figure, m.Time: _time, m.Event: _event, m.Story: _story,
    m.Copy: _copy, m.Position: _position, m.Status: _status, m.Judgement: _judgement,
}  # fmt: skip
