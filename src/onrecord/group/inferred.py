"""What other documents add to one, always marked as inferred: an uncredited carrier, the name of an unnamed speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.group.actors import is_named, name_key
from onrecord.model import Actor, Attribution, Copy, Hop, Reading, Statement


def infer(
    readings: Sequence[Reading], said: Sequence[Statement], copies: Sequence[Copy], people: Mapping[str, Actor]
) -> list[Reading]:
    """The readings with inferred hops and speakers; nothing that they state is changed."""
    whole = _speakers(readings, said, people)
    return _carriers(whole, said, copies, people)


def _speakers(readings: Sequence[Reading], said: Sequence[Statement], people: Mapping[str, Actor]) -> list[Reading]:
    """An unnamed speaker is the one person that the same statement has elsewhere."""
    named = {i for i, a in people.items() if is_named(a.name, a.kind)}
    of = {a.id: a for r in readings for a in r.attributions}
    known: dict[str, set[str]] = {}
    for one in said:
        speakers = {s for i in one.attributions if (s := of[i].speaker) in named and s is not None}
        for i in one.attributions:
            known.setdefault(i, set()).update(speakers)
    out = []
    for reading in readings:
        attributions = tuple(_named(a, known.get(a.id, set()), named, people) for a in reading.attributions)
        out.append(replace(reading, attributions=attributions))
    return out


def _named(one: Attribution, known: set[str], named: set[str], people: Mapping[str, Actor]) -> Attribution:
    if len(known) != 1 or one.speaker in named or not one.source:
        return one
    speaker = next(iter(known))
    if people[speaker].kind != "person":
        return one
    return replace(one, speaker=speaker, speaker_basis="inferred")


def _carriers(
    readings: Sequence[Reading], said: Sequence[Statement], copies: Sequence[Copy], people: Mapping[str, Actor]
) -> list[Reading]:
    """In an uncredited copy, the statements that it shares with its original came through the original's outlet."""
    of = {r.document.id: r for r in readings}
    together: dict[tuple[str, str], set[str]] = {}
    document = {a.id: a.document for r in readings for a in r.attributions}
    for one in said:
        for i in one.attributions:
            for j in one.attributions:
                if document[i] != document[j]:
                    together.setdefault((document[i], document[j]), set()).add(i)
    extra: dict[str, Hop] = {}
    for copy in copies:
        if copy.relation == "same_quote_only":
            continue
        if copy.direction not in ("a_from_b", "b_from_a"):
            continue
        late, early = (copy.a, copy.b) if copy.direction == "a_from_b" else (copy.b, copy.a)
        name = of[early].document.outlet
        if not name or name_key(name) == name_key(of[late].document.outlet or ""):
            continue
        actor = _newsroom(name, people)
        for i in sorted(together.get((late, early), ())):
            extra.setdefault(i, Hop(role="carrier", actor=actor, name=name, basis="inferred"))
    return [
        replace(r, attributions=tuple(_carried(a, extra.get(a.id), people) for a in r.attributions)) for r in readings
    ]


def _newsroom(name: str, people: Mapping[str, Actor]) -> str | None:
    key = name_key(name)
    found = sorted(i for i, a in people.items() if a.kind in ("agency", "outlet") and name_key(a.name) == key)
    return found[0] if len(found) == 1 else None


def _carried(one: Attribution, hop: Hop | None, people: Mapping[str, Actor]) -> Attribution:
    """The chain with an inferred carrier before the outlet, unless it has a carrier already."""
    if hop is None or any(h.role == "carrier" for h in one.chain):
        return one
    at = len(one.chain) - 1 if one.chain and one.chain[-1].role == "outlet" else len(one.chain)
    return replace(one, chain=(*one.chain[:at], hop, *one.chain[at:]))
