"""Names that may be two people's: one actor whose roles have no word in common, or two actors of one full name.

Nothing is decided here. A person says that they are one (merge) or not (split), and the clash is settled.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from onrecord import model as m
from onrecord.group.actors import SMALL, WORD, name_key
from onrecord.group.wording import fold
from onrecord.run.outcomes import actors_of
from onrecord.run.rulings import Settled

ONE = "one name with roles that have nothing in common"
TWO = "two actors of one name in one story"
ROOT = 5  # letters that tell a word: a country and its people have them in common


def clashes(record: m.Record, settled: Settled) -> tuple[m.Clash, ...]:
    """The clashes of a record that nobody has judged."""
    people = [a for a in record.actors if a.kind == "person" and len(name_key(a.name)) > 1]
    of = actors_of(record, settled.readings)
    confirmed = _confirmed(settled, of)
    found = [_clash((a,), ONE) for a in people if a.id not in confirmed and len(_circles(a)) > 1]
    parts = {(of.get(a), of.get(b)) for a, b in settled.constraints.actors.apart}
    named: dict[tuple[str, ...], list[m.Actor]] = defaultdict(list)
    for actor in people:
        named[name_key(actor.name)].append(actor)
    story = {d.id: d.story for d in record.documents}
    for same in named.values():
        for a, b in combinations(same, 2):
            stories = [{story.get(x.document) for x in actor.mentions} for actor in (a, b)]
            if stories[0] & stories[1] and not {(a.id, b.id), (b.id, a.id)} & parts:
                found.append(_clash((a, b), TWO))
    return tuple(sorted(found, key=lambda c: (c.name, c.id)))


def _confirmed(settled: Settled, of: dict[str, str]) -> set[str]:
    """The actors that a person says are one, all of whose members that were there then are in one block."""
    return {i for block in settled.constraints.actors.together for x in block if (i := of.get(x)) is not None}


def _clash(actors: tuple[m.Actor, ...], reason: str) -> m.Clash:
    ids = tuple(sorted(a.id for a in actors))
    roles = sorted({r for a in actors for r in a.roles}, key=lambda r: (r.document, r.span, r.title))
    return m.Clash(id=m.ident("q", reason, *ids), name=actors[0].name, actors=ids, reason=reason, roles=tuple(roles))


def _circles(actor: m.Actor) -> list[set[str]]:
    """The words of an actor's roles, put together as far as documents share one; only where each set of them has a
    name in it (a country, a body): two offices with no name are no sign of two people."""
    said: dict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    for role in actor.roles:
        for word in WORD.findall(role.title):
            if word.lower() not in SMALL:
                root = fold(word)[:ROOT]
                said[role.document].add(root)
                if word[0].isupper():
                    names.add(root)
    circles: list[set[str]] = []
    for _, held in sorted(said.items()):
        near = [c for c in circles if c & held]
        circles = [c for c in circles if not c & held]
        circles.append(held.union(*near))
    return [c for c in circles if c & names]
