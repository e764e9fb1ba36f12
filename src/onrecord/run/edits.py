"""What people decided about single documents, done to a reading before documents are put together.

What a person gives bears the basis or method `given`; what a person takes out of a reading is listed by the caller, and
its quotations are listed as unattributed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from onrecord import model as m
from onrecord.clean import day_range
from onrecord.group.actors import name_key
from onrecord.run import values

WRONG = "rejected by a person"
GIVEN = "given by a person"
AUTHORS = ";"  # between two authors in a value
WORD = re.compile(r"\w+")

Fields = Mapping[str, str]


# ------------------------------------------------------------------------------------- documents
def document(held: m.Document, fields: Fields) -> m.Document:
    """A document with the fields that a person gives; what stood there becomes a rival."""
    known = dict(held.fields)
    for name, value in fields.items():
        old = known.get(name)
        rivals = old.rivals if old else ()
        if old and old.value not in (None, value):
            rivals = (m.Rival(value=old.value, reason="the page says so; a person says otherwise"), *rivals)
        known[name] = m.Field(value=value, method=GIVEN, confidence=1.0, rivals=rivals)
    made = replace(held, fields=known)
    for name in ("title", "outlet", "section", "language", "url"):
        if name in fields:
            made = replace(made, **{name: fields[name]})  # type: ignore[arg-type]  # all of them are text
    if "authors" in fields:
        made = replace(made, authors=tuple(a.strip() for a in fields["authors"].split(AUTHORS) if a.strip()))
    if "published" in fields:
        days = day_range(fields["published"]) or (None, None)
        given = m.Published(value=fields["published"], earliest=days[0], latest=days[1], basis="given")
        made = replace(made, published=given)
    return made


# ------------------------------------------------------------------------------------- attributions
def without(reading: m.Reading, gone: frozenset[str]) -> m.Reading:
    """A reading without some of its attributions, figures and times."""
    out = [a for a in reading.attributions if a.id in gone]
    held = [c for a in reading.attributions if a.id not in gone for c in a.content]
    quoted = {
        q.span for q in reading.quotes
        if any(c.meets(q.span) for a in out for c in a.content) and not any(c.holds(q.inner) for c in held)
    }  # fmt: skip
    known = {u.span for u in reading.unattributed}
    more = (m.Unattributed(reading.document.id, span, WRONG) for span in quoted - known)
    return replace(
        reading,
        attributions=tuple(a for a in reading.attributions if a.id not in gone),
        figures=tuple(f for f in reading.figures if f.id not in gone),
        times=tuple(t for t in reading.times if t.id not in gone),
        unattributed=tuple(sorted((*reading.unattributed, *more), key=lambda u: u.span)),
    )


def actor_in(reading: m.Reading, name: str, kind: m.ActorKind) -> tuple[m.Reading, str]:
    """The actor of this name in a reading, added where there is none."""
    key = name_key(name)
    fit = [a.id for a in reading.actors if name_key(a.name) == key]
    fit = fit or [a.id for a in reading.actors if key in map(name_key, a.aliases)]
    if len(fit) == 1:
        return reading, fit[0]
    new = m.Actor(id=m.ident("p", reading.document.id, "given", name), name=name, kind=kind)
    if any(a.id == new.id for a in reading.actors):
        return reading, new.id
    return replace(reading, actors=(*reading.actors, new)), new.id


def attribution(reading: m.Reading, ident: str, fields: Fields, speaker: str | None) -> m.Reading:
    """A reading with an attribution of which a person gives some fields; `speaker` is the id of its speaker there."""
    held = next(a for a in reading.attributions if a.id == ident)
    if "speaker" in fields:
        name = next((a.name for a in reading.actors if a.id == speaker), None)
        first = m.Hop(role="speaker", actor=speaker, name=name, basis="given")
        rest = tuple(h for h in held.chain if h.role != "speaker")
        text = held.speaker_text if held.source else None
        held = replace(held, speaker=speaker, speaker_basis="given", speaker_text=text, chain=(first, *rest))
    if "said" in fields:
        held = replace(held, said=values.said(fields["said"]))
    roles: tuple[Literal["medium", "carrier"], ...] = ("medium", "carrier")
    for role in roles:
        if role in fields:
            reading, held = _hop(reading, held, role, fields[role])
    rows = tuple(held if a.id == ident else a for a in reading.attributions)
    return replace(reading, attributions=rows)


def _hop(
    reading: m.Reading, held: m.Attribution, role: Literal["medium", "carrier"], name: str
) -> tuple[m.Reading, m.Attribution]:
    """The chain with one medium or carrier that a person gives in place of those it had, or with none."""
    chain = [h for h in held.chain if h.role != role]
    if name:
        actor = None
        if role == "carrier":
            reading, actor = actor_in(reading, name, "outlet")
        last = ("carrier", "outlet") if role == "medium" else ("outlet",)
        at = next((n for n, h in enumerate(chain) if h.role in last), len(chain))
        chain.insert(at, m.Hop(role=role, actor=actor, name=name, basis="given"))
    return reading, replace(held, chain=tuple(chain))


def added(reading: m.Reading, parts: Mapping[str, tuple[m.Span, ...]]) -> tuple[m.Reading, str | None, str | None]:
    """A reading with one more attribution: the reading, the id, or the reason why it cannot be added."""
    content = tuple(sorted(parts["content"]))
    source, cue = (tuple(sorted(parts.get(name, ()))) for name in ("source", "cue"))
    meets = next((a for a in reading.attributions if any(c.meets(s) for c in a.content for s in content)), None)
    if meets is not None:
        return reading, None, f"its content meets that of {meets.id}; reject that first"
    text = reading.document.text
    ident = m.ident("a", reading.document.id, source, cue, content)
    outlet = next((h for a in reading.attributions for h in a.chain if h.role == "outlet"), None)
    last = outlet or m.Hop(
        role="outlet", name=reading.document.outlet, basis="stated" if reading.document.outlet else "inferred"
    )
    made = m.Attribution(
        id=ident, document=reading.document.id, kind=_kind(reading, content), source=source, cue=cue, content=content,
        speaker_text=source[0].of(text) if source else None, chain=(m.Hop(role="speaker", basis="given"), last),
        said=m.Said(latest=(reading.document.published.latest or "")[:10] or None), confidence=1.0, producer="a person",
    )  # fmt: skip
    rows = sorted((*reading.attributions, made), key=lambda a: min(a.content))
    left = tuple(u for u in reading.unattributed if not any(c.meets(u.span) for c in content))
    return replace(reading, attributions=tuple(rows), unattributed=left), ident, None


def _kind(reading: m.Reading, content: Iterable[m.Span]) -> m.AttributionKind:
    """direct where all words are inside quotation marks, indirect where none is."""
    words = [m.Span(w.start() + c.start, w.end() + c.start) for c in content for w in WORD.finditer(_of(reading, c))]
    inside = sum(any(q.span.holds(w) for q in reading.quotes) for w in words)
    return "indirect" if not inside else "direct" if inside == len(words) else "mixed"


def _of(reading: m.Reading, span: m.Span) -> str:
    return span.of(reading.document.text)


# ------------------------------------------------------------------------------------- actors, figures and times
def actor(reading: m.Reading, ident: str, fields: Fields) -> m.Reading:
    """A reading with another name, kind or aliases (one a line) of one of its actors; the old name becomes an alias."""
    held = next(a for a in reading.actors if a.id == ident)
    aliases = dict.fromkeys(held.aliases)
    if "name" in fields and fields["name"] != held.name:
        aliases[held.name] = None
    aliases |= dict.fromkeys(a for a in fields.get("alias", "").split("\n") if a)
    name = fields.get("name", held.name)
    made = replace(
        held, name=name, kind=fields.get("kind", held.kind), aliases=tuple(a for a in aliases if a != name)  # type: ignore[arg-type]
    )  # fmt: skip
    chains = {h.actor for a in reading.attributions for h in a.chain}
    rows = reading.attributions
    if "name" in fields and ident in chains:
        rows = tuple(
            replace(a, chain=tuple(replace(h, name=name) if h.actor == ident and h.role == "speaker" else h
                                   for h in a.chain))
            for a in rows
        )  # fmt: skip
    return replace(reading, actors=tuple(made if a.id == ident else a for a in reading.actors), attributions=rows)


def figure(reading: m.Reading, ident: str, fields: Fields) -> m.Reading:
    """A reading with a figure of which a person gives some fields."""
    given: dict[str, object] = {k: v or None for k, v in fields.items()}
    given |= {k: float(fields[k]) if fields[k] else None for k in ("value", "low", "high") if k in fields}
    if "value" in fields:
        given = {"low": given["value"], "high": given["value"]} | given
    rows = (replace(f, **given) if f.id == ident else f for f in reading.figures)  # type: ignore[arg-type]
    return replace(reading, figures=tuple(rows))


def time(reading: m.Reading, ident: str, fields: Fields) -> m.Reading:
    """A reading with a time expression of which a person gives some fields."""
    given = {k: v or None for k, v in fields.items()}
    rows = (
        replace(t, **given, rule=GIVEN) if t.id == ident else t  # type: ignore[arg-type]
        for t in reading.times
    )
    return replace(reading, times=tuple(rows))
