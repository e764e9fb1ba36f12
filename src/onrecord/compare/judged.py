"""Derived rows held to what people decided: claims put together or apart, rows taken out, fields that people give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from onrecord.compare import claims as claiming
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.evidence import Piece
from onrecord.group.constraints import GIVEN, Constraints, Ruling, best
from onrecord.model import Claim, Decided, Difference, Event, Origins, Place, Position, Status

Row = TypeVar("Row", Claim, Difference, Event, Position, Status)
NEAR = 0.5  # least share that a piece and a judged place have in common


# -------------------------------------------------------------------------------------- claims
def hold(context: Context, drafts: Sequence[Draft], judged: Constraints) -> list[Draft]:
    """Claims before their origins are counted, with those put together that people say are one, and cut where two
    pieces of evidence are not of one claim."""
    made = list(drafts)
    for block in judged.claims_together:
        found = sorted({n for place in block if (n := _holding(made, place, block)) is not None})
        if len(found) > 1 and len({made[n].story for n in found}) == 1:
            pieces = list(dict.fromkeys(p for n in found for p in made[n].pieces))
            statements = tuple(dict.fromkeys(s for n in found for s in made[n].statements))
            made[found[0]] = claiming.like(context, made[found[0]], pieces, statements)
            made = [d for n, d in enumerate(made) if n not in found[1:]]
    if judged.claims_apart:
        made = [part for draft in made for part in _cut(context, draft, judged)]
    return made


def _holding(drafts: Sequence[Draft], place: Place, block: Sequence[Place]) -> int | None:
    """The claim that has the place among its evidence, the one with most of the block if there are several."""
    scores = []
    for n, draft in enumerate(drafts):
        if near := max((_common(p, place) for p in draft.pieces), default=0.0):
            held = sum(any(_common(p, other) >= NEAR for p in draft.pieces) for other in block)
            scores.append((round(near, 6), held, -len(draft.pieces), -n))
    if not scores or max(scores)[0] < NEAR:
        return None
    return -max(scores)[3]


def _common(piece: Piece, place: Place) -> float:
    if piece.document != place.document or not piece.span.meets(place.span):
        return 0.0
    both = min(piece.span.end, place.span.end) - max(piece.span.start, place.span.start)
    return both / (max(piece.span.end, place.span.end) - min(piece.span.start, place.span.start))


def _cut(context: Context, draft: Draft, judged: Constraints) -> list[Draft]:
    """A claim in parts, none of which has two pieces of evidence that people keep apart."""
    parts: list[list[Piece]] = []
    for piece in draft.pieces:
        for part in parts:
            if not any(_are_apart(piece, other, judged) for other in part):
                part.append(piece)
                break
        else:
            parts.append([piece])
    if len(parts) < 2:
        return [draft]
    return [claiming.like(context, draft, part, _statements(context, draft, part)) for part in parts]


def _are_apart(one: Piece, other: Piece, judged: Constraints) -> bool:
    return any(
        (_common(one, a) >= NEAR and _common(other, b) >= NEAR)
        or (_common(one, b) >= NEAR and _common(other, a) >= NEAR)
        for a, b in judged.claims_apart
    )


def _statements(context: Context, draft: Draft, pieces: Sequence[Piece]) -> tuple[str, ...]:
    held = {s for p in pieces if p.attribution for s in context.attributions[p.attribution].statements}
    return tuple(s for s in draft.statements if s in held)


# -------------------------------------------------------------------------------------- rows
def rule(
    context: Context, section: str, rows: Sequence[Row], judged: Constraints, decided: list[Decided]
) -> tuple[Row, ...]:
    """The rows of a section without those that are wrong and with the fields that people give; what was done is added
    to `decided`."""
    kept: list[Row] = list(rows)
    for ruling in judged.of(section):
        at = _find(kept, ruling)
        if at is None:
            continue
        row = kept[at]
        wrong = not ruling.change
        words, places = text_of(row), places_of(row)
        if wrong:
            del kept[at]
        else:
            row = kept[at] = changed(row, ruling)
        decided.append(
            Decided(
                judgement=ruling.judgement, section=section, id=row.id, removed=wrong, text=words if wrong else "",
                places=places if wrong else (),
            )
        )  # fmt: skip
    return tuple(kept)


def _find(rows: Sequence[Row], ruling: Ruling) -> int | None:
    among = [n for n, row in enumerate(rows) if ruling.name is None or name_of(row) == ruling.name]
    at = best(ruling.places, [places_of(rows[n]) for n in among])
    return None if at is None else among[at]


def name_of(row: Claim | Difference | Event | Position | Status) -> str | None:
    """What tells a row from others of its section at the same places, besides actors, whose ids move."""
    match row:
        case Claim():
            return row.kind
        case Difference():
            return row.facet
        case Status():
            return row.status
        case _:
            return None


def text_of(row: Claim | Difference | Event | Position | Status) -> str:
    """A row in one line, for lists of what was taken out."""
    match row:
        case Difference():
            return f"{row.facet}: {row.a.text} / {row.b.text}"
        case Position():
            return f"{row.stance}: {row.issue}"
        case Status():
            return f"{row.subject}: {row.status}"
        case _:
            return row.text


def places_of(row: Claim | Difference | Event | Position | Status) -> tuple[Place, ...]:
    """The places that a row rests on."""
    if isinstance(row, Difference):
        return tuple(Place(s.document, s.span) for s in (row.a, row.b))
    return tuple(Place(e.document, e.span) for e in row.evidence)


def changed(row: Row, ruling: Ruling) -> Row:
    """A row with the fields of a ruling; the reason says that a person gives them."""
    change = dict(ruling.change)
    if isinstance(row, Claim):
        low, _, high = change["origins"].partition("-")
        ends = int(low), int(high or low)
        count = int(change.get("best", ends[0]))
        reasons = (GIVEN + (f": {ruling.note}" if ruling.note else ""), *row.origins.reasons)
        return replace(row, origins=Origins(low=ends[0], high=ends[1], best=count, reasons=reasons))
    if isinstance(row, Difference):
        return replace(row, class_=change["class"], reason=f"{row.reason}; class {GIVEN}")  # type: ignore[arg-type]
    return replace(row, **{name: value or None for name, value in ruling.change})  # type: ignore[arg-type]


def within(judged: Constraints, documents: frozenset[str]) -> Constraints:
    """What was decided about rows of these documents."""
    rulings = (replace(r, places=tuple(p for p in r.places if p.document in documents)) for r in judged.rulings)
    return Constraints(
        claims_together=tuple(b for b in judged.claims_together if any(p.document in documents for p in b)),
        claims_apart=tuple((a, b) for a, b in judged.claims_apart if {a.document, b.document} <= documents),
        rulings=tuple(r for r in rulings if r.places),
    )
