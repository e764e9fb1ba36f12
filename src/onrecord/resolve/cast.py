"""Who is in a document: names put together to actors, where only one is meant.

An `Entity` gathers the places of one actor. Names are joined when they are the same, when a surname, an acronym or the
first words of a body's name fit exactly one full name; what fits two stays apart and refers to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from onrecord import words
from onrecord.attribute.outlets import Press, fold, gazetteer, press
from onrecord.model import Actor, ActorKind, Mention, Parsed, Role, Span, ident
from onrecord.resolve.kinds import SHORT, given_gender, is_demonym, word_lists
from onrecord.resolve.proper import Proper, proper


@dataclass(slots=True)
class Entity:
    """One actor while a document is read. `name` as written; an unnamed one bears its description in lower case."""

    name: str
    kind: ActorKind
    places: list[Span] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    gender: str | None = None
    named: bool = True
    noun: str = ""  # the head of the description of an unnamed one

    def at(self, span: Span) -> None:
        if span not in self.places:
            self.places.append(span)

    def called(self, name: str) -> None:
        if name != self.name and name not in self.aliases:
            self.aliases.append(name)


@dataclass(slots=True)
class Cast:
    """The actors of a document and what of its text they need to be told apart."""

    parsed: Parsed
    page: Press
    entities: list[Entity] = field(default_factory=list)
    of: dict[Span, Entity | None] = field(default_factory=dict)  # a name's place -> its entity; None where ambiguous
    starts: list[int] = field(default_factory=list)
    names: list[Proper] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.parsed.document.text

    def add(self, entity: Entity) -> Entity:
        self.entities.append(entity)
        return entity

    def within(self, span: Span) -> list[Proper]:
        """The names inside a span, in order."""
        first = bisect_right(self.starts, span.start - 1)
        return [n for n in self.names[first : bisect_right(self.starts, span.end - 1)] if n.span.end <= span.end]

    def sentence(self, place: int) -> int:
        """The index of the sentence that holds a place."""
        return max(bisect_right(self.sentence_starts, place) - 1, 0)


def gather(parsed: Parsed) -> Cast:
    """The named actors of a document; places become actors only when they speak."""
    cast = Cast(parsed, press(parsed.document, parsed.names))
    cast.sentence_starts = [s.start for s in parsed.sentences]
    cast.names = list(proper(parsed))
    cast.starts = [n.span.start for n in cast.names]
    people = [n for n in cast.names if n.kind == "person"]
    full = {part for n in people if " " in n.text for part in (n.text.casefold().split()[-1],)}
    people = [n for n in cast.names if n.kind == "person" or (" " not in n.text and n.text.casefold() in full)]
    _people(cast, people)
    taken = {n.span for n in people}
    _bodies(cast, [n for n in cast.names if n.kind == "organisation" and n.span not in taken])
    _leftovers(cast)
    return cast


# -------------------------------------------------------------------------------------------------- people
def _people(cast: Cast, found: list[Proper]) -> None:
    full: dict[tuple[str, ...], Entity] = {}
    for name in found:
        key = tuple(name.text.casefold().split())
        if len(key) > 1 and key not in full:
            full[key] = _same_person(full, key) or cast.add(Entity(name.text, "person"))
    by_last: dict[str, list[Entity]] = defaultdict(list)
    by_first: dict[str, list[Entity]] = defaultdict(list)
    for key, entity in full.items():
        for table, part in ((by_last, key[-1]), (by_first, key[0])):
            if entity not in table[part] and (table is by_last or part in word_lists()["given"]):
                table[part].append(entity)
    for name in found:
        if " " in name.text:
            _place(cast, name, full[tuple(name.text.casefold().split())])
    alone: dict[str, Entity] = {}
    for name in found:
        single = name.text.casefold()
        if " " in single:
            continue
        fits = by_last[single] or by_first[single]
        gender = _honorific(cast, name)
        if len(fits) == 1 and gender and given_gender(fits[0].name) not in (None, gender):
            fits, single = [], f"{gender} {single}"
        if not fits and single not in alone:
            alone[single] = cast.add(Entity(name.text, "person"))
        if len(fits) > 1:
            fits = _by_honorific(cast, name, fits) or _established(cast, name, single, fits)
        _place(cast, name, alone[single] if not fits else fits[0] if len(fits) == 1 else None)


def _established(cast: Cast, name: Proper, surname: str, fits: list[Entity]) -> list[Entity]:
    """The bearer of a surname for whom it stood alone before any other bearer was named."""
    firsts = sorted((min(place.start for place in entity.places), n) for n, entity in enumerate(fits))
    alone = next((n.span.start for n in cast.names if n.text.casefold() == surname), name.span.start)
    return [fits[firsts[0][1]]] if firsts[0][0] < alone < firsts[1][0] else fits


def _honorific(cast: Cast, name: Proper) -> str | None:
    before = cast.text[max(0, name.span.start - 6) : name.span.start].split()
    word = before[-1].casefold().rstrip(".") if before else ""
    return {"mr": "male", "mrs": "female", "ms": "female", "miss": "female"}.get(word)


def _by_honorific(cast: Cast, name: Proper, fits: list[Entity]) -> list[Entity]:
    """Of several bearers of a surname those whom "Mr" or "Mrs" before it allows."""
    gender = _honorific(cast, name)
    return [e for e in fits if gender and given_gender(e.name) == gender]


def _same_person(full: dict[tuple[str, ...], Entity], key: tuple[str, ...]) -> Entity | None:
    """The one person whose name differs only by a middle name or an initial."""
    fits = {
        id(e): e
        for k, e in full.items()
        if k[-1] == key[-1]
        and len(k) != len(key)
        and (k[0] == key[0] or (k[0][0] == key[0][0] and len(k[0].rstrip(".")) == 1))
    }
    return next(iter(fits.values())) if len(fits) == 1 else None


def _place(cast: Cast, name: Proper, entity: Entity | None) -> None:
    cast.of[name.span] = entity
    if entity is not None:
        entity.at(name.span)
        entity.called(name.text)


# -------------------------------------------------------------------------------------------------- bodies
def _bodies(cast: Cast, found: list[Proper]) -> None:
    by_name: dict[str, Entity] = {}
    for name in found:
        key = fold(name.text)
        short = SHORT.match(cast.text, name.span.end)
        if key not in by_name and (len(key.split()) > 1 or short):
            by_name[key] = cast.add(Entity(name.text, _body_kind(cast, name.text)))
        if short and key in by_name:
            by_name.setdefault(short["short"].casefold(), by_name[key])
            by_name[key].called(short["short"])
    for name in found:
        key = fold(name.text)
        entity = by_name.get(key)
        if entity is None:
            entity = _longer(by_name, key, name.text) or cast.add(Entity(name.text, _body_kind(cast, name.text)))
            by_name[key] = entity
        _place(cast, name, entity)


def _longer(by_name: dict[str, Entity], key: str, written: str) -> Entity | None:
    """The one longer name that an acronym, a first or a last word can stand for."""
    fits: dict[int, Entity] = {}
    if is_demonym(written):
        return None
    for name, entity in by_name.items():
        parts = re.findall(r"\w[\w'’]*", name)
        if len(parts) < 2:
            continue
        initials = "".join(p[0] for p in parts if p not in ("of", "for", "the", "and"))
        if (written.isupper() and key == initials) or name.startswith(key + " ") or name.endswith(" " + key):
            fits[id(entity)] = entity
    sure = [e for e in fits.values() if e.name.split()[-1].casefold() in word_lists()["bodies"]] or list(fits.values())
    return sure[0] if len(sure) == 1 else None


def _body_kind(cast: Cast, name: str) -> ActorKind:
    known = gazetteer().get(fold(name)) or cast.page.named.get(fold(name))
    return known[1] if known else "organisation"


def _leftovers(cast: Cast) -> None:
    """Names told as places or people that the first word of exactly one body's name stands for: "Corvane" is not
    in a place after "Corvane Chemicals" has been named, unless it follows "in" or "at"; outlets named anywhere."""
    bodies = [e for e in cast.entities if e.kind not in ("person",)]
    first: dict[str, list[Entity]] = defaultdict(list)
    for body in bodies:
        if " " in body.name:
            first[body.name.split()[0].casefold()].append(body)
    placed = {n.text for n in cast.names if n.kind == "place" and _in_place(cast, n.span)}
    for n in cast.names:
        if n.span in cast.of and cast.of[n.span] is None:
            continue
        old = cast.of.get(n.span)
        if (old is not None and old.kind != "person") or " " in n.text or n.text in placed:
            continue
        fits = first.get(n.text.casefold(), [])
        if len(fits) == 1 and (old is None or old.name == n.text):
            if old is not None and old in cast.entities:
                cast.entities.remove(old)
            _place(cast, n, fits[0])
    for outlet in cast.page.seen:
        key = fold(outlet.name)
        known = next((e for e in cast.entities if fold(e.name) == key or key in map(fold, e.aliases)), None)
        if known is None:
            known = cast.add(Entity(outlet.name, outlet.kind))
        known.kind = outlet.kind
        known.at(outlet.span)
        cast.of[outlet.span] = known


def _in_place(cast: Cast, span: Span) -> bool:
    before = cast.text[max(0, span.start - 12) : span.start]
    return bool(re.search(r"\b(?:in|at|near|outside|across|around|off) (?:the )?$", before))


# ----------------------------------------------------------------------------------------- metonyms and actors
@cache
def _metonyms() -> dict[str, tuple[str, ActorKind]]:
    table = words.table("metonyms")
    found: dict[str, tuple[str, ActorKind]] = {}
    for kind in ("polity", "organisation"):
        for name, voice in table[kind].items():
            found[name] = (voice, kind)
    return found


def polity(cast: Cast, name: Proper) -> Entity:
    """The actor as which a place speaks: the one of its name, or the state for whose capital or palace it stands."""
    key = fold(name.text)
    voice, kind = _metonyms().get(key, (name.text, "polity"))
    for entity in cast.entities:
        if entity.kind != "person" and {fold(entity.name), *map(fold, entity.aliases)} & {key, fold(voice)}:
            _place(cast, name, entity)
            return entity
    written = re.search(rf"\b{re.escape(voice)}\b", cast.text)
    if key not in _metonyms() and not is_place(cast, name):
        kind = "organisation"
    entity = cast.add(Entity(voice if written else name.text, kind))
    entity.called(voice)
    _place(cast, name, entity)
    return entity


def is_place(cast: Cast, name: Proper) -> bool:
    """Whether a name is known as a place's or a people's, or stands after "in" or "at" somewhere in the document."""
    if name.text in _places() or is_demonym(name.text) or fold(name.text) in _metonyms():
        return True
    return any(n.text == name.text and _in_place(cast, n.span) for n in cast.names)


@cache
def _places() -> frozenset[str]:
    return frozenset(words.lines("places"))


def is_metonym(text: str) -> bool:
    return fold(text) in _metonyms()


def actors(cast: Cast) -> tuple[dict[int, str], tuple[Actor, ...]]:
    """The ids of the entities by identity, and the actors in order of their first place."""
    document = cast.parsed.document.id
    ids: dict[int, str] = {}
    rows: list[tuple[int, Actor]] = []
    for entity in cast.entities:
        places = sorted(entity.places)
        first = places[0].start if places else -1
        mark = ident("p", document, entity.kind, entity.name, first if not entity.named else "")
        ids[id(entity)] = mark
        actor = Actor(
            id=mark,
            name=entity.name,
            kind=entity.kind,
            aliases=tuple(entity.aliases),
            roles=tuple(dict.fromkeys(entity.roles)),
            mentions=tuple(Mention(document, place) for place in places),
        )
        rows.append((first, actor))
    rows.sort(key=lambda row: (row[0], row[1].id))
    unique = {actor.id: actor for _, actor in rows}
    return ids, tuple(unique.values())
