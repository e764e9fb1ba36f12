"""Names that may be two people's: one actor whose roles have no word in common, or two actors of one full name.

Nothing is decided here. A person says that they are one (merge) or not (split), and the clash is settled.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations

from onrecord import model as m
from onrecord import words
from onrecord.group.actors import SMALL, TITLES, WORD, is_named, name_key
from onrecord.group.wording import fold
from onrecord.run.outcomes import actors_of
from onrecord.run.rulings import Settled

ONE = "one name with roles that have nothing in common"
TWO = "two actors of one name in one story, with roles that have nothing in common"
ROOT = 5  # letters that tell a word: a country and its people have them in common


def clashes(record: m.Record, settled: Settled) -> tuple[m.Clash, ...]:
    """The clashes of a record that nobody has judged."""
    people = [
        a for a in record.actors
        if a.kind == "person" and a.roles and len(name_key(a.name)) > 1 and is_named(a.name, a.kind)
    ]  # fmt: skip
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
            roots = [set().union(*_roots(actor)[0].values()) for actor in (a, b)]
            judged = {(a.id, b.id), (b.id, a.id)} & parts
            if stories[0] & stories[1] and not roots[0] & roots[1] and not judged:
                found.append(_clash((a, b), TWO))
    return tuple(sorted(found, key=lambda c: (c.name, c.id)))


def _confirmed(settled: Settled, of: dict[str, str]) -> set[str]:
    """The actors that a person says are one, all of whose members that were there then are in one block."""
    return {i for block in settled.constraints.actors.together for x in block if (i := of.get(x)) is not None}


def _clash(actors: tuple[m.Actor, ...], reason: str) -> m.Clash:
    ids = tuple(sorted(a.id for a in actors))
    roles = sorted({r for a in actors for r in a.roles}, key=lambda r: (r.document, r.span, r.title))
    return m.Clash(id=m.ident("q", reason, *ids), name=actors[0].name, actors=ids, reason=reason, roles=tuple(roles))


def _roots(actor: m.Actor) -> tuple[dict[str, set[str]], set[str]]:
    """The roots of the words of an actor's roles, by document, and those of the names (of a place, of a body) among
    them that stand with the name of an office."""
    said: dict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    for role in actor.roles:
        found = [w for w in WORD.findall(role.title) if w.lower() not in SMALL]
        office = [w.lower() in _offices() for w in found]
        said[role.document] |= {fold(w)[:ROOT] for w in found}
        if any(office):
            names |= {fold(w)[:ROOT] for w, o in zip(found, office, strict=True) if w[0].isupper() and not o}
    return said, names


@cache
def _offices() -> frozenset[str]:
    """The words that are names of offices and ranks, and courtesy titles."""
    table = words.table("offices")
    named = (name for kind in ("top", "voice", "other", "ranks", "former") for name in table[kind])
    return TITLES.union(w.lower() for name in named for w in name.split())


def _circles(actor: m.Actor) -> list[set[str]]:
    """The words of an actor's roles, put together as far as documents share one; only where each set of them has a
    name in it (a country, a body): two offices with no name are no sign of two people."""
    said, names = _roots(actor)
    circles: list[set[str]] = []
    for _, held in sorted(said.items()):
        near = [c for c in circles if c & held]
        circles = [c for c in circles if not c & held]
        circles.append(held.union(*near))
    return [c for c in circles if c & names]
