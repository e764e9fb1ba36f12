"""Actors of single documents put together: the same name, a surname inside one story, a variant with a second sign.

An actor without a name ("a spokeswoman") stays alone here; only a statement that two documents share can join it
to another, and that is inferred (see inferred.py).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord import words
from onrecord.group.constraints import FREE, Foes, Links, blocks
from onrecord.group.wording import fold
from onrecord.model import Actor, ActorKind, Mention, Reading, Role, ident

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
NAMES = words.table("group")["names"]
TITLES = frozenset(NAMES["titles"])
SMALL = frozenset(NAMES["small"])
OPENERS = frozenset(NAMES["openers"])
GENERIC = frozenset(words.table("group")["bodies"]["generic"]) | SMALL
MEDIA = frozenset(words.table("group")["bodies"]["media"])
AMERICAN: dict[str, str] = words.table("group")["spelling"]
BRITISH = re.compile("|".join(AMERICAN))


@dataclass(slots=True)
class Known:
    """One actor of one document with what is compared: `key` are its folded name words."""

    actor: Actor
    reading: int
    story: int
    key: tuple[str, ...]
    aliases: frozenset[tuple[str, ...]]
    roles: frozenset[str]
    person: bool
    whose: frozenset[str] = frozenset()  # capitalised words of the roles that are no office: a country, a firm
    not_its: frozenset[tuple[str, ...]] = frozenset()  # parts of its name that are the names of places
    letters: tuple[str, ...] = ()  # what an outlet is called for short


def name_key(name: str) -> tuple[str, ...]:
    """A name as folded words without articles, courtesy titles and possessives."""
    folded = [fold(w).removesuffix("'s") for w in WORD.findall(name)]
    kept = [w for w in folded if w not in ("the", "a", "an")]
    while len(kept) > 1 and kept[0] in TITLES:
        kept = kept[1:]
    return tuple(kept)


def is_named(name: str, kind: str) -> bool:
    """Whether these words are a proper name rather than a description ("a spokeswoman", "Health officials")."""
    found: list[str] = WORD.findall(name)
    if found and found[0].lower() in OPENERS:
        found = found[1:]
    weighty = [w for w in found if w.lower() not in SMALL]
    if not weighty or name.lower().startswith("unnamed"):
        return False
    if kind == "person":
        return weighty[-1][0].isupper() or not weighty[-1].isascii()
    if kind == "group":
        return weighty[-1][0].isupper()
    return any(w[0].isupper() or w[0].isdigit() or not w[0].isascii() for w in weighty)


def _known(readings: Sequence[Reading], story_of: Sequence[int]) -> list[Known]:
    found = []
    for i, reading in enumerate(readings):
        for actor in reading.actors:
            person = actor.kind == "person"
            named = is_named(actor.name, actor.kind)
            key = _key(actor.name, person) if named else ()
            others = {_key(a, person) for a in actor.aliases if named and is_named(a, actor.kind)}
            aliases = frozenset(others - {(), key})
            held = [w for r in actor.roles for w in WORD.findall(r.title) if w.lower() not in SMALL]
            one = Known(actor, i, story_of[i], key, aliases, frozenset(map(fold, held)), person)
            one.whose = frozenset(fold(w).removesuffix("'s") for w in held if w[0].isupper()) - GENERIC
            found.append(one)
    _newsrooms(found, readings)
    _bodies(found)
    return found


def _newsrooms(known: Sequence[Known], readings: Sequence[Reading]) -> None:
    """What an outlet is called for short: never by the place in its name, but by the letters before "News"."""
    places: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for one in known:
        if one.actor.kind == "polity":
            places[one.story].add(one.key)
    for i, story in {k.reading: k.story for k in known}.items():
        places[story].update(_key(n.text, person=False) for n in readings[i].names if n.kind == "place")
    for one in known:
        if one.actor.kind not in ("outlet", "agency"):
            continue
        one.not_its = one.aliases & places[one.story]
        one.aliases -= one.not_its
        words_of = WORD.findall(readings[one.reading].document.outlet or "")
        letters = len(words_of) == 2 and words_of[0].isupper() and len(words_of[0]) > 1
        if letters and words_of[1].lower() in MEDIA and one.key == _key(" ".join(words_of), person=False):
            one.letters = one.key[:1]
            one.aliases |= {one.letters}


def _bodies(known: Sequence[Known]) -> None:
    """Names taken for a person's that are a body's in the same story, and no person's surname there."""
    names: set[tuple[int, tuple[str, ...]]] = set()
    surnames: set[tuple[int, str]] = set()
    for one in known:
        if one.person and len(one.key) > 1:
            surnames.add((one.story, one.key[-1]))
        if not one.person and one.key:
            names.update((one.story, name) for name in (one.key, *one.aliases))
    for one in known:
        if one.person and one.key and (one.story, one.key) in names and (one.story, one.key[-1]) not in surnames:
            one.person = False


def _key(name: str, person: bool) -> tuple[str, ...]:
    return name_key(name) if person else tuple(map(spelling, name_key(name)))


def spelling(word: str) -> str:
    """A word of a body's name in American spelling: 'Labour Organisation' is 'Labor Organization'."""
    return BRITISH.sub(lambda m: AMERICAN[m.group()], word) if len(word) > 4 else word


class Clusters:
    """Union of actor indices that never puts two actors of one document together against their document's word, and
    starts from what people decided."""

    def __init__(self, known: Sequence[Known], links: Links = FREE) -> None:
        self.parent = list(range(len(known)))
        self.readings = [{k.reading} for k in known]
        ids = [k.actor.id for k in known]
        self.foes = Foes.among(ids, links)
        for block in blocks(ids, links):
            for i in block[1:]:
                self.join(block[0], i, sure=True)

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, a: int, b: int, sure: bool = False) -> bool:
        """One cluster of two, unless a document has an actor in both and the two are not `sure` to be one."""
        a, b = sorted((self.find(a), self.find(b)))
        if a == b:
            return True
        small, large = sorted((self.readings[a], self.readings[b]), key=len)
        if (not small.isdisjoint(large) and not sure) or self.foes.bar(a, b, self.find):
            return False
        self.parent[b] = a
        self.foes.merge(a, b)
        large |= small
        self.readings[a], self.readings[b] = large, set()
        return True

    def chain(self, same: Sequence[int], sure: bool) -> None:
        """Each joined to the one before it, or to an earlier one where people keep the two apart."""
        for n, other in enumerate(same[1:], 1):
            for first in reversed(same[:n]):
                if self.join(first, other, sure) or not self.foes.bar(self.find(first), self.find(other), self.find):
                    break

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self.parent)):
            found[self.find(i)].append(i)
        return [found[root] for root in sorted(found)]


def _by(known: Sequence[Known], key: Callable[[Known], Iterable[object]]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for i, one in enumerate(known):
        for value in key(one):
            found[value].append(i)
    return dict(sorted(found.items(), key=lambda item: str(item[0])))


def _full_names(known: Sequence[Known], clusters: Clusters) -> None:
    """Equal names: always in one story; across stories persons unless roles differ, bodies with a name of their own."""
    for same in _by(known, lambda k: [(k.person, k.key, k.story)] if k.key else []).values():
        clusters.chain(same, sure=not known[same[0]].person)
    for same in _by(known, lambda k: [(k.person, k.key)] if k.key and not _is_common(k) else []).values():
        roles: dict[int, set[str]] = {}
        for i in same:
            roles.setdefault(clusters.find(i), set()).update(known[i].roles)
        taken: list[int] = []
        for root in sorted(roles):
            mine = roles[root]
            fit = [t for t in taken if not (known[root].person and mine and roles[t] and not mine & roles[t])]
            if len(fit) == 1 and clusters.join(fit[0], root):
                roles[fit[0]] = roles[fit[0]] | mine
            else:
                taken.append(root)


def _is_common(one: Known) -> bool:
    """Whether the name alone does not tell one actor of the world from another."""
    return len(one.key) < 2 if one.person else set(one.key) <= GENERIC


def _aliases(known: Sequence[Known], clusters: Clusters) -> None:
    """Inside one story: an alias or an acronym of a body that is another's name, unless two bear it."""
    bodies = [i for i, k in enumerate(known) if k.key and not k.person]
    bearers: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    for i in bodies:
        for name in sorted({*known[i].aliases, acronym(known[i].key)} - {(), known[i].key}):
            bearers[known[i].story, name].append(i)
    for i in bodies:
        found = sorted({clusters.find(j) for j in bearers.get((known[i].story, known[i].key), [])})
        if len(found) == 1:
            own = any(known[j].letters == known[i].key for j in bearers[known[i].story, known[i].key])
            clusters.join(i, found[0], sure=own)


def acronym(key: tuple[str, ...]) -> tuple[str, ...]:
    initials = "".join(w[0] for w in key if w not in SMALL)
    return (initials,) if len(initials) > 2 else ()


def _surnames(known: Sequence[Known], clusters: Clusters) -> None:
    """A person known by one name only is the one person of the story whose surname (or only given name) it is."""
    full = _by(known, lambda k: [(k.story, k.key[-1])] if k.person and len(k.key) > 1 else [])
    for i, one in enumerate(known):
        if not one.person or len(one.key) != 1:
            continue
        bearers = {clusters.find(j) for j in full.get((one.story, one.key[0]), [])}
        if len(bearers) == 1:
            clusters.join(i, bearers.pop())
    for same in _by(known, lambda k: [(k.story, k.key)] if k.person and len(k.key) == 1 else []).values():
        for first, other in pairwise(same):
            clusters.join(first, other)


def _middle(known: Sequence[Known], clusters: Clusters) -> None:
    """'John Q. Public' and 'John Public': the shorter name's words are the longer's first and last."""
    for same in _by(known, lambda k: [(k.story, k.key[0], k.key[-1])] if k.person and len(k.key) > 1 else []).values():
        for first, other in pairwise(same):
            inner = [set(known[i].key[1:-1]) for i in (first, other)]
            if inner[0] <= inner[1] or inner[1] <= inner[0]:
                clusters.join(first, other)


def distance(a: str, b: str, most: int = 2) -> int:
    """The edit distance of two words, or `most` + 1 if it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return min(row[-1], most + 1)


def is_variant(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names differ by the spelling of one word: at most one letter in five, two at most."""
    if len(a) != len(b) or len(a) < 2 or a == b:
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return False
    x, y = differing[0]
    return x[0] == y[0] and distance(x, y) <= max(1, min(2, max(len(x), len(y)) // 5))


def _variants(known: Sequence[Known], clusters: Clusters, shared: Callable[[str, str], bool]) -> None:
    """Variant spellings in one story, if the role is the same or a statement is."""
    people = _by(known, lambda k: [(k.story, w) for w in (k.key[0], k.key[-1])] if k.person and len(k.key) > 1 else [])
    for same in people.values():
        for n, i in enumerate(same):
            for j in same[n + 1 :]:
                one, two = known[i], known[j]
                if clusters.find(i) == clusters.find(j) or not is_variant(one.key, two.key):
                    continue
                office = one.roles & two.roles and not (one.whose and two.whose and not one.whose & two.whose)
                if office or shared(one.actor.id, two.actor.id):
                    clusters.join(i, j)


def _name(group: Sequence[Known]) -> str:
    """The name most documents give, the longer of equals: a full name before a surname."""
    count = Counter(k.actor.name for k in group)
    most = max(len(k.key) if k.person else 0 for k in group)
    fit = [k.actor.name for k in group if not k.person or len(k.key) == most]
    return max(fit, key=lambda name: (count[name], len(name), name))


def _kind(group: Sequence[Known]) -> ActorKind:
    count = Counter(k.actor.kind for k in group if k.person or k.actor.kind != "person") or Counter({"person": 1})
    order = ("person", "agency", "outlet", "polity", "organisation", "medium", "group")
    return max(count, key=lambda kind: (count[kind], -order.index(kind)))


def _merged(group: Sequence[Known], readings: Sequence[Reading]) -> Actor:
    actors = [k.actor for k in group]
    name = _name(group)
    aliases: dict[str, None] = {}
    mentions: dict[Mention, None] = {}
    for one in group:
        text = readings[one.reading].document.text
        aliases |= {a: None for a in (one.actor.name, *one.actor.aliases) if _key(a, one.person) not in one.not_its}
        mentions |= {
            m: None
            for m in one.actor.mentions
            if not one.not_its or _key(m.span.of(text), one.person) not in one.not_its
        }
    roles: dict[Role, None] = {role: None for actor in actors for role in actor.roles}
    return Actor(
        id=ident("p", min(actor.id for actor in actors)),
        name=name,
        kind=_kind(group),
        aliases=tuple(sorted(aliases.keys() - {name})),
        roles=tuple(sorted(roles, key=lambda r: (r.document, r.span, r.title))),
        mentions=tuple(sorted(mentions, key=lambda m: (m.document, m.span))),
    )


def merge(
    readings: Sequence[Reading],
    story_of: Sequence[int],
    shared: Callable[[str, str], bool] = lambda a, b: False,
    links: Links = FREE,
) -> tuple[tuple[Actor, ...], dict[str, str]]:
    """The actors of all documents, and from each document's actor id to the id of its actor of the record.

    `story_of[i]` numbers the story of readings[i]; `shared` tells of two actors' ids whether they are given the same
    statement; `links` what people decided about the actors of single documents.
    """
    known = _known(readings, story_of)
    clusters = Clusters(known, links)
    _full_names(known, clusters)
    _middle(known, clusters)
    _surnames(known, clusters)
    _aliases(known, clusters)
    _variants(known, clusters, shared)
    merged, ids = [], {}
    for members in clusters.groups():
        group = sorted((known[i] for i in members), key=lambda k: k.actor.id)
        actor = _merged(group, readings)
        merged.append(actor)
        ids.update({k.actor.id: actor.id for k in group})
    return tuple(sorted(merged, key=lambda a: a.id)), ids


def rewrite(reading: Reading, ids: Mapping[str, str]) -> Reading:
    """A reading whose attributions and chains name actors of the record; its own list of actors is emptied."""
    attributions = tuple(
        replace(
            a,
            speaker=ids.get(a.speaker) if a.speaker else None,
            chain=tuple(replace(h, actor=ids.get(h.actor) if h.actor else None) for h in a.chain),
        )
        for a in reading.attributions
    )
    return replace(reading, attributions=attributions, actors=())
