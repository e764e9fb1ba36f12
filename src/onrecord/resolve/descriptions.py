"""Whom a description means: "the company", "the health minister", "a person briefed on the talks", a paper."""

from __future__ import annotations

import re

from onrecord import words
from onrecord.attribute.outlets import fold
from onrecord.model import ActorKind, Span
from onrecord.resolve.cast import Entity, is_place, polity
from onrecord.resolve.proper import Proper
from onrecord.resolve.roles import gender_of, head_noun
from onrecord.resolve.scene import Scene, Spoken, nouns
from onrecord.resolve.sources import INDEFINITE, Source, read

NUMBERED = re.compile(
    r"\d|(?:a |the )?(?:majority|number|handful|dozens?|scores|hundreds|thousands|group)\b", re.IGNORECASE
)
PERSONAL = re.compile(r"(?:er|or|ist|man|woman|ian|ee|ant|one|body)$")
AUTHOR = re.compile(
    r"(?<!seen)(?<!obtained)(?<!reviewed)(?<!viewed)(?<!cited)(?<!quoted)(?<!reported)(?<!carried)"
    r" (?:by|from) (?P<author>(?:the|its|their|his|her|an?) [a-z][^,.;:“”\"]{2,60})$"
)
GENERIC = frozenset({"company", "firm", "group", "operator", "organisation", "organization", "agency"})
PLACES = frozenset(
    {"island", "country", "nation", "republic", "territory", "region", "state", "city", "town", "province", "village",
     "kingdom", "enclave", "archipelago"}
)  # fmt: skip
LEADERS = frozenset({"leader", "president", "premier", "prime minister", "governor", "mayor", "chancellor", "ruler"})
PRESS = frozenset({"newspaper", "paper", "broadcaster", "magazine", "website", "agency", "network"})


def described(scene: Scene, source: Source, kind: ActorKind) -> Entity:
    """The unnamed actor of a description: the earlier one where "the …" repeats it, else one of its own."""
    if source.definite or source.noun == "police":
        for entity in reversed(scene.cast.entities):
            same = entity.kind == "medium" == kind and entity.noun == source.noun == source.phrase.casefold()
            if not entity.named and (same or entity.name.casefold() == source.phrase.casefold()):
                return entity
    entity = Entity(source.phrase or source.text, kind, named=False, noun=source.noun, gender=gender_of(source.noun))
    return scene.cast.add(entity)


def _kind_of(source: Source) -> ActorKind:
    kinds, papers = nouns(), words.table("mediums")
    if any(source.noun in papers[key]["nouns"] for key in ("document", "statement", "published", "event")):
        return "medium"
    if source.noun in kinds["body"] or source.noun == "police":
        return "organisation"
    if source.noun in kinds["person"]:
        return "person"
    if source.noun in kinds["group"] or source.noun.endswith("s") or NUMBERED.match(source.text):
        return "group"
    return "person" if PERSONAL.search(source.noun) else "organisation"


def description(scene: Scene, source: Source, adding: bool = False) -> Spoken:
    """Whom a description means; `adding` says that the cue goes on with what was said before ("added")."""
    kind = _kind_of(source)
    if kind == "medium":
        return paper(scene, source)
    if (
        source.owner is not None
        and source.noun in fold(source.owner.text).split()
        and source.phrase.rstrip("’'s ") == source.owner.text
    ):
        owner = scene.cast.of.get(source.owner.span) or polity(scene.cast, source.owner)
        return Spoken(owner, "stated", source)
    bare = kind == "organisation" and source.noun != "police" and not INDEFINITE.match(source.text)
    if source.definite or bare:
        entity, open_ = _referred(scene, source, kind)
        if entity is None and adding and kind == "person" and not open_:
            entity = _last_person(scene, source)
        if entity is not None:
            return Spoken(entity, "resolved", source)
        if open_ and source.definite:
            return Spoken(None, None, source)
    return Spoken(described(scene, source, kind), "stated", source)


def _last_person(scene: Scene, source: Source) -> Entity | None:
    """The person who spoke last, in this paragraph or the one before, if the description can be theirs."""
    if source.span is None or not scene.spoken:
        return None
    at, entity = scene.spoken[-1]
    near = scene.paragraph(source.span.start) - scene.paragraph(at) <= 1
    gender = gender_of(source.noun)
    agrees = gender is None or entity.gender in (None, gender)
    return entity if near and agrees and entity.kind == "person" and entity.named else None


def _referred(scene: Scene, source: Source, kind: ActorKind) -> tuple[Entity | None, bool]:
    """Whom a definite description means; the second value says that several fit, so that nobody is meant safely."""
    assert source.span is not None
    place = source.span.start
    modifiers = _modifiers(source)
    classes: list[list[Entity]] = [[], [], [], []]
    for entity in scene.cast.entities:
        if (entity.kind == "person") != (kind == "person") or not entity.places:
            continue
        if entity.kind in ("agency", "outlet") and source.noun not in PRESS:
            continue
        rank = _fit(entity, source, modifiers)
        if rank is not None:
            classes[rank].append(entity)
    for rank, fits in enumerate(classes):
        if rank == 2 and source.noun in GENERIC:
            near = _latest(scene, fits, place) or _named_before(scene, place)
            if near is not None:
                return near, False
        before = [e for e in fits if any(p.start < place for p in e.places)]
        chosen = before or fits
        if len(chosen) == 1:
            return chosen[0], False
        if chosen:
            return _latest(scene, chosen, place), True
    return None, False


def _modifiers(source: Source) -> set[str]:
    """What a description says beyond its head: "the health minister" -> {"health"}."""
    head = re.split(r" (?:of|for|at|in|from|to|on|with|by|who|which)\b", source.phrase, maxsplit=1)[0]
    found = {w.removesuffix("'s").strip("'") for w in head.casefold().replace("’", "'").split()}
    skip = {
        "his",
        "her",
        "its",
        "their",
        "same",
        "new",
        "former",
        "then",
        "first",
        "second",
        "third",
        "other",
        "country's",
        "two",
    }
    return found - set(source.noun.split()) - skip


def _of(source: Source) -> set[str]:
    """The words of the names that a description hangs on: "the head of Ruritania Rail" -> {"ruritania", "rail"}."""
    found = re.search(r" (?:(?:at|for|in) (?:the )?(?=[A-ZÀ-Þ])|of (?:the )?)(?P<rest>.*)", source.phrase)
    return set(found["rest"].casefold().replace("’", "'").split()) if found else set()


def _fit(entity: Entity, source: Source, modifiers: set[str]) -> int | None:
    """How well an entity fits a description: 0 by its own name, 1 by a stated role, 2 by a word in its name, 3 as the
    unnamed one spoken of before; None not at all."""
    noun, phrase = source.noun, fold(source.phrase)
    if not entity.named:
        same = entity.noun == noun or (
            noun in ("person", "insider", "source", "official", "man", "woman") and entity.kind == "person"
        )
        return 3 if same and not modifiers and entity.name.casefold() != phrase else None
    names = [fold(n) for n in (entity.name, *entity.aliases)]
    if entity.kind != "person":
        for name in names:
            if name == phrase or name.endswith(" " + phrase) or phrase.endswith(" " + name):
                return 0
            parts = {p.strip("'").removesuffix("'s") for p in name.split()}
            if noun == name.split()[-1] and modifiers and modifiers <= parts:
                return 0
    if any(_is_role(role.title, source, modifiers) for role in entity.roles):
        return 1
    if entity.kind != "person":
        implied = words.table("people")["named"].get(noun, ())
        own = [p.strip("'") for p in names[0].split()]
        heads = {own[-1], *(own[:1] if "of" in own else ())}
        if heads & set(implied) and modifiers <= set(own):
            return 2
    return None


def _is_role(title: str, source: Source, modifiers: set[str]) -> bool:
    """Whether a description is a stated role: "the health minister", "the island's leader" of the leader of Ysland."""
    if head_noun(title) != source.noun or (_is_former(title) and not _is_former(source.phrase)):
        return False
    of = _of(source)
    told = {w.removesuffix("'s").strip("'") for w in title.casefold().replace("’", "'").split()}
    if modifiers <= told and (not of or bool(of & told)):
        return True
    return modifiers <= PLACES and source.noun in LEADERS and not of and re.search(r"\b[A-ZÀ-Þ]", title) is not None


def _is_former(title: str) -> bool:
    first = re.match(r"(?:the |an? )?([a-z]+)", title.casefold())
    return first is not None and first[1] in words.table("offices")["former"]


def _named_before(scene: Scene, place: int) -> Entity | None:
    """The one name in the sentence before, in the same paragraph, that is no person's, place's or outlet's: what "the
    company" means right after it."""
    here = scene.cast.sentence(place)
    if here == 0:
        return None
    before = scene.cast.parsed.sentences[here - 1]
    if scene.paragraph(before.start) != scene.paragraph(place):
        return None
    found: dict[str, Proper] = {}
    for name in scene.cast.within(before):
        entity = scene.cast.of.get(name.span)
        if name.span.start >= place or (entity is not None and entity.kind in ("agency", "outlet")):
            continue
        if entity is not None and entity.kind == "person" and not _barely(entity):
            continue
        if name.kind == "place" and (entity is None and is_place(scene.cast, name)):
            continue
        found.setdefault(entity.name if entity else name.text, name)
    if len(found) != 1:
        return None
    name = next(iter(found.values()))
    entity = scene.cast.of.get(name.span)
    if entity is not None and entity.kind == "person":
        entity.kind = "organisation"
    return scene.cast.of.get(name.span) or polity(scene.cast, name)


def _barely(entity: Entity) -> bool:
    """Whether nothing but a single name speaks for a person: no full name, title or pronoun."""
    return " " not in entity.name and not entity.roles and entity.gender is None


def _latest(scene: Scene, fits: list[Entity], place: int) -> Entity | None:
    """The one of several that was named last, if it alone was named in the paragraph, or else spoke last."""
    here = scene.paragraph(place)
    near = [e for e in fits if any(p.start < place and scene.paragraph(p.start) == here for p in e.places)]
    if len(near) == 1:
        return near[0]
    if not near:
        before = [e for e in fits if any(p.start < place and scene.paragraph(p.start) == here - 1 for p in e.places)]
        return before[0] if len(before) == 1 else None
    return None


def paper(scene: Scene, source: Source) -> Spoken:
    """Who speaks in a paper: its author where the phrase names one, else the paper itself."""
    if source.owner is not None:
        author = scene.cast.of.get(source.owner.span) or polity(scene.cast, source.owner)
        return Spoken(author, "stated", source)
    posted = re.search(
        r"\bon (?P<owner>(?:the )?[\w ’'-]+?)[’']s (?:\w+ )?(?:website|site|web page|blog|page|account|intranet)\b",
        source.text,
    )
    if posted and source.span is not None:
        owner = read(
            scene.cast, (Span(source.span.start + posted.start("owner"), source.span.start + posted.end("owner")),)
        )
        if owner.kind == "description" and owner.definite:
            entity, _ = _referred(scene, owner, _kind_of(owner))
            if entity is not None:
                return Spoken(entity, "resolved", source)
    made = AUTHOR.search(source.text)
    if made and source.span is not None:
        start = source.span.start + made.start("author")
        maker = read(scene.cast, (Span(start, source.span.start + made.end("author")),))
        if maker.kind == "description" and maker.noun in nouns()["body"] | nouns()["person"] | nouns()["group"]:
            return Spoken(description(scene, maker).entity, "resolved", source)
    return Spoken(described(scene, source, "medium"), "stated", source)
