"""Ids that stay: a story, statement, claim or actor keeps the id it was first given, however the record grows.

A fresh build gives content-hash ids. When a record is built again, a row with the very members that an id once had
bears that id again, so that what is undone is as it was; each other one takes over the id of the old row with which it
shares most of its members. Other old ids that went into a row are listed under `former`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from onrecord import model as m


class Row(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def former(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Row)
History = Mapping[str, Mapping[str, str]]  # section -> mark of the members -> the id that had them first
Members = Callable[[R], Iterable[Hashable]]


def keep_ids(new: m.Record, old: m.Record, history: History | None = None) -> m.Record:
    """`new` with the ids of `old` wherever a row goes on; every reference is rewritten. `history` says which members
    an id had at any time."""
    known = history or {}
    actors, actor_former = _renamed(
        new.actors, old.actors, _actor_members(new), _actor_members(old), known.get("actors", {})
    )
    statements, statement_former = _renamed(
        new.statements, old.statements, *2 * (_attributions,), known.get("statements", {})
    )
    claims, claim_former = _renamed(new.claims, old.claims, *2 * (_claim_members,), known.get("claims", {}))
    stories, story_former = _renamed(new.stories, old.stories, *2 * (_documents,), known.get("stories", {}))

    def actor(ident: str | None) -> str | None:
        return None if ident is None else actors.get(ident, ident)

    positions = tuple(replace(p, actor=actors.get(p.actor, p.actor)) for p in new.positions)
    statuses = tuple(replace(s, according_to=actor(s.according_to)) for s in new.statuses)
    moved = {"claims": claims, "stories": stories, "positions": _pairs(new.positions, positions)}
    moved["statuses"] = _pairs(new.statuses, statuses)
    return replace(
        new,
        documents=tuple(replace(d, story=stories.get(d.story or "", d.story)) for d in new.documents),
        actors=tuple(replace(a, id=actors[a.id], former=actor_former[a.id]) for a in new.actors),
        attributions=tuple(
            replace(
                a,
                speaker=actor(a.speaker),
                chain=tuple(replace(h, actor=actor(h.actor)) for h in a.chain),
                statements=tuple(statements.get(s, s) for s in a.statements),
            )
            for a in new.attributions
        ),
        statements=tuple(
            replace(s, id=statements[s.id], speaker=actor(s.speaker), former=statement_former[s.id])
            for s in new.statements
        ),
        claims=tuple(
            replace(c, id=claims[c.id], according_to=actor(c.according_to), former=claim_former[c.id])
            for c in new.claims
        ),
        differences=tuple(replace(d, claim=claims.get(d.claim or "", d.claim)) for d in new.differences),
        positions=positions,
        statuses=statuses,
        decided=tuple(replace(d, id=moved.get(d.section, {}).get(d.id, d.id)) for d in new.decided),
        stories=tuple(replace(s, id=stories[s.id], former=story_former[s.id]) for s in new.stories),
    )


def mark(members: Iterable[Hashable]) -> str:
    """What stands for a set of members in a history."""
    return m.ident("h", *sorted(map(str, members)))


def history(record: m.Record) -> Iterator[tuple[str, str, str]]:
    """(section, mark of the members, id) of each row."""
    makers: tuple[tuple[str, Sequence[Row], Members[Any]], ...] = (
        ("actors", record.actors, _actor_members(record)),
        ("statements", record.statements, _attributions),
        ("claims", record.claims, _claim_members),
        ("stories", record.stories, _documents),
    )
    for section, rows, members in makers:
        for row in rows:
            yield section, mark(members(row)), row.id


def _pairs(before: Sequence[m.Position | m.Status], after: Sequence[m.Position | m.Status]) -> dict[str, str]:
    """From ids that are made of an actor's id to those made of the id that the actor has now."""
    return {a.id: b.id for a, b in zip(before, after, strict=True)}


def _attributions(statement: m.Statement) -> Iterable[Hashable]:
    return statement.attributions


def _documents(story: m.Story) -> Iterable[Hashable]:
    return story.documents


def _claim_members(claim: m.Claim) -> Iterable[Hashable]:
    return {(claim.kind, e.document, e.span) for e in claim.evidence}


def _actor_members(record: m.Record) -> Members[m.Actor]:
    """What makes an actor: its mentions, and the attributions and hops that name it."""
    named: dict[str, set[Hashable]] = defaultdict(set)
    for a in record.attributions:
        for ident in (a.speaker, *(h.actor for h in a.chain)):
            if ident is not None:
                named[ident].add(("attribution", a.id, ident == a.speaker))
    return lambda actor: {(x.document, x.span) for x in actor.mentions} | named[actor.id]


def _renamed(
    new: Sequence[R],
    old: Sequence[R],
    new_members: Members[R],
    old_members: Members[R],
    history: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """For each new row (by its fresh id) the id it has from now on, and its former ids."""
    holders: dict[Hashable, list[str]] = defaultdict(list)
    taken: dict[str, str] = {}  # fresh id -> the old id it takes over
    borne: set[str] = set()
    for row in new:
        again = history.get(mark(new_members(row)))
        if again is not None and again not in borne:
            taken[row.id] = again
            borne.add(again)
        for member in new_members(row):
            holders[member].append(row.id)
    shared: Counter[tuple[str, str]] = Counter()
    for row in old:
        shared.update((row.id, holder) for member in old_members(row) for holder in holders[member])
    heirs: dict[str, str] = {}  # old id -> the fresh id that holds most of it
    for (before, fresh), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if before not in heirs:
            heirs[before] = fresh
            if fresh not in taken and before not in borne:
                taken[fresh] = before
                borne.add(before)
    old_ids = {row.id for row in old} | borne
    names = {row.id: taken.get(row.id) or _free(row.id, old_ids) for row in new}
    past: dict[str, set[str]] = defaultdict(set)
    for row in old:
        if row.id in heirs:
            past[heirs[row.id]] |= {row.id, *row.former}
    alive = set(names.values())  # an id that a row bears again is nobody's former one
    return names, {row.id: tuple(sorted((past[row.id] | set(row.former)) - alive)) for row in new}


def _free(ident: str, taken: set[str]) -> str:
    """The fresh id itself, or one made from it where an old row bears it already."""
    while ident in taken:
        ident = m.ident(ident.split("-", 1)[0], ident, "split")
    return ident
