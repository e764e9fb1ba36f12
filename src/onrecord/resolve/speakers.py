"""The speaker of each attribution: by name, by role, by what "the company" or "she" refers to where only one fits.

What the text leaves open stays open: a pronoun with two candidates names nobody, and its best one is kept as a rival.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from onrecord import words
from onrecord.attribute.outlets import fold
from onrecord.model import ActorKind, Attribution, Rival, Role, Span, SpeakerBasis
from onrecord.resolve.cast import Cast, Entity, is_place, polity
from onrecord.resolve.proper import Proper
from onrecord.resolve.roles import gender_of, head_noun
from onrecord.resolve.sources import Source, read

WINDOW = 6  # sentences back in which a pronoun or a bare description finds what it refers to
MARGIN = 1.0  # by which the best candidate of a pronoun must lead the next
GENERIC = frozenset({"company", "firm", "group", "operator", "organisation", "organization", "agency"})
PRESS = frozenset({"newspaper", "paper", "broadcaster", "magazine", "website", "agency", "network"})


@dataclass(slots=True)
class Spoken:
    """Who an attribution's speaker is, and how that is known."""

    entity: Entity | None = None
    basis: SpeakerBasis | None = None
    source: Source = field(default_factory=lambda: Source("none"))
    rivals: tuple[Rival, ...] = ()


@dataclass(slots=True)
class Scene:
    """What has been read up to a place: who spoke where, and all contents."""

    cast: Cast
    paragraphs: list[int]
    contents: list[Span]
    spoken: list[tuple[int, Entity]] = field(default_factory=list)

    def paragraph(self, place: int) -> int:
        return bisect_right(self.paragraphs, place)


def speakers(cast: Cast, attributions: tuple[Attribution, ...]) -> list[Spoken]:
    """The speakers of the attributions, in their order."""
    spans = [p.span.start for p in cast.parsed.document.paragraphs] or [
        m.start() for m in re.finditer(r"(?<![^\n])\S", cast.text)
    ]
    scene = Scene(cast, spans, sorted(s for a in attributions for s in a.content))
    found = []
    for attribution in attributions:
        spoken = _speaker(scene, attribution)
        if spoken.entity is not None and spoken.source.span is not None:
            scene.spoken.append((spoken.source.span.start, spoken.entity))
            if spoken.source.kind in ("name", "description", "joint"):
                spoken.entity.at(spoken.source.name.span if spoken.source.name else spoken.source.span)
        found.append(spoken)
        if len(found) == 2:
            _identify(scene, *found)
    return found


def _identify(scene: Scene, first: Spoken, second: Spoken) -> None:
    """A lead that names its speaker only in the next paragraph: "A senior official has said …" / "…," Ann Lee told …

    The description becomes a role of the person, and all that was said under it is theirs, as `proposed`.
    """
    lead, person = first.entity, second.entity
    if lead is None or person is None or lead.named or lead.kind != "person" or person.kind != "person" or not person.named:
        return
    one, two = first.source, second.source
    if one.span is None or two.name is None or one.kind != "description" or min(person.places) != two.name.span:
        return
    if scene.paragraph(one.span.start) != 1 or scene.paragraph(two.name.span.start) != 2 or not _one_person(one, person):
        return
    person.roles.append(Role(one.text, scene.cast.parsed.document.id, one.span))
    scene.cast.entities.remove(lead)
    scene.spoken = [(at, person if e is lead else e) for at, e in scene.spoken]
    first.entity, first.basis = person, "proposed"


def _one_person(source: Source, person: Entity) -> bool:
    """Whether a lead's description can be the person named next: a role of one person, of the same gender."""
    gender = gender_of(source.noun)
    return not re.match(r"(?:another|other)\b", source.text, re.IGNORECASE) and (gender is None or person.gender in (None, gender))


def _speaker(scene: Scene, attribution: Attribution) -> Spoken:
    source = read(scene.cast, attribution.source)
    if source.kind == "name" and source.name is not None:
        entity = scene.cast.of.get(source.name.span)
        if source.name.span in scene.cast.of and entity is None:
            return Spoken(None, None, source)
        if entity is None:
            entity = polity(scene.cast, source.name)
        full = len(source.name.text) >= len(entity.name) or entity.name in source.text
        return Spoken(entity, "stated" if full else "resolved", source)
    if source.kind == "joint":
        return Spoken(_described(scene, source, "group"), "stated", source)
    if source.kind == "description":
        return _description(scene, source)
    if source.kind == "paper":
        return _paper(scene, source)
    if source.kind == "pronoun":
        return _pronoun(scene, source, attribution)
    return Spoken(None, None, source)


# -------------------------------------------------------------------------------------------- descriptions
@cache
def _kinds() -> dict[str, frozenset[str]]:
    people = words.table("people")
    return {key: frozenset(people[key]) for key in ("person", "group", "body")}


def _described(scene: Scene, source: Source, kind: ActorKind) -> Entity:
    """The unnamed actor of a description: the earlier one where "the …" repeats it, else one of its own."""
    if source.definite or source.noun == "police":
        for entity in reversed(scene.cast.entities):
            if not entity.named and entity.name.casefold() == source.phrase.casefold():
                return entity
    entity = Entity(source.phrase or source.text, kind, named=False, noun=source.noun, gender=gender_of(source.noun))
    return scene.cast.add(entity)


def _kind_of(source: Source) -> ActorKind:
    kinds = _kinds()
    if source.noun in kinds["body"] or source.noun == "police":
        return "organisation"
    if source.noun in kinds["person"]:
        return "person"
    if source.noun in kinds["group"] or source.noun.endswith("s"):
        return "group"
    return "organisation" if source.definite else "person"


def _description(scene: Scene, source: Source) -> Spoken:
    kind = _kind_of(source)
    if (
        source.owner is not None
        and source.noun in fold(source.owner.text).split()
        and source.phrase.rstrip("’'s ") == source.owner.text
    ):
        owner = scene.cast.of.get(source.owner.span) or polity(scene.cast, source.owner)
        return Spoken(owner, "stated", source)
    if source.definite:
        entity, open_ = _referred(scene, source, kind)
        if entity is not None:
            return Spoken(entity, "resolved", source)
        if open_:
            return Spoken(None, None, source)
    elif kind == "organisation" and source.noun != "police":
        entity, _ = _referred(scene, source, kind)
        if entity is not None:
            return Spoken(entity, "resolved", source)
    return Spoken(_described(scene, source, kind), "stated", source)


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
    found = re.search(r" (?:of|at|for|in) (?:the )?(?P<rest>[A-ZÀ-Þ].*)", source.phrase)
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
    of = _of(source)
    for role in entity.roles:
        told = {w.removesuffix("'s").strip("'") for w in role.title.casefold().replace("’", "'").split()}
        if head_noun(role.title) == noun and modifiers <= told and (not of or of & told):
            return 1
    if entity.kind != "person":
        implied = words.table("people")["named"].get(noun, ())
        parts = [p.strip("'") for p in names[0].split()]
        heads = {parts[-1], *(parts[:1] if "of" in parts else ())}
        if heads & set(implied) and modifiers <= set(parts):
            return 2
    return None


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
        if (entity is not None and entity.kind in ("person", "agency", "outlet")) or name.span.start >= place:
            continue
        if name.kind == "place" and (entity is None and is_place(scene.cast, name)):
            continue
        found.setdefault(entity.name if entity else name.text, name)
    if len(found) != 1:
        return None
    name = next(iter(found.values()))
    return scene.cast.of.get(name.span) or polity(scene.cast, name)


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


def _paper(scene: Scene, source: Source) -> Spoken:
    """Who speaks in a paper: its author where the phrase names one, else the paper itself."""
    if source.owner is not None:
        entity = scene.cast.of.get(source.owner.span) or polity(scene.cast, source.owner)
        return Spoken(entity, "stated", source)
    posted = re.search(r"\bon (?P<owner>(?:the )?[\w ’'-]+?)[’']s (?:\w+ )?(?:website|site|web page|blog|page|account|intranet)\b", source.text)
    if posted and source.span is not None:
        owner = read(scene.cast, (Span(source.span.start + posted.start("owner"), source.span.start + posted.end("owner")),))
        if owner.kind == "description" and owner.definite:
            entity, _ = _referred(scene, owner, _kind_of(owner))
            if entity is not None:
                return Spoken(entity, "resolved", source)
    return Spoken(_described(scene, source, "medium"), "stated", source)


# ------------------------------------------------------------------------------------------------ pronouns
def _pronoun(scene: Scene, source: Source, attribution: Attribution) -> Spoken:
    """The one whom a pronoun means, if the best candidate leads clearly; else nobody, with the best one as a rival."""
    word = source.text.casefold()
    assert source.span is not None
    if word in ("i", "we", "you"):
        return Spoken(None, None, source)
    scored = sorted(
        (
            (s, n)
            for n, e in enumerate(scene.cast.entities)
            if (s := _score(scene, e, word, source.span, attribution)) is not None
        ),
        key=lambda row: (-row[0], row[1]),
    )
    if not scored:
        return Spoken(None, None, source)
    best = scene.cast.entities[scored[0][1]]
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        rival = Rival(value=best.name, reason="the pronoun may also mean somebody else", confidence=0.5)
        return Spoken(None, "proposed", source, (rival,))
    if word in ("he", "she") and best.gender is None:
        best.gender = {"he": "male", "she": "female"}[word]
    return Spoken(best, "resolved", source)


def _agrees(entity: Entity, word: str) -> bool:
    gender = {
        "he": "male",
        "him": "male",
        "himself": "male",
        "she": "female",
        "her": "female",
        "herself": "female",
    }.get(word)
    if gender:
        return entity.kind == "person" and entity.gender in (None, gender)
    if word in ("it", "itself"):
        return entity.kind in ("organisation", "polity", "medium")
    if word in ("they", "them", "themselves"):
        return entity.kind == "group"
    return word == "who"


def _score(scene: Scene, entity: Entity, word: str, place: Span, attribution: Attribution) -> float | None:
    """How near and how prominent the entity's last places before a pronoun are; None if it cannot be meant."""
    if not _agrees(entity, word):
        return None
    cast = scene.cast
    here, paragraph = cast.sentence(place.start), scene.paragraph(place.start)
    best: float | None = None
    spoke = {at for at, e in scene.spoken if e is entity}
    for span in [*entity.places, *(Span(at, at + 1) for at in spoke)]:
        if span.start >= place.start or any(c.holds(span) for c in attribution.content):
            continue
        back = here - cast.sentence(span.start)
        if back > WINDOW:
            continue
        points = 4.0 - min(back, 4) - min(2.5 * (paragraph - scene.paragraph(span.start)), 4.0)
        if span.start in spoke or any(abs(span.start - at) < 60 and span.start >= at for at in spoke):
            points += 2.0
        if _leads(cast, span):
            points += 1.5
        if any(c.holds(span) for c in scene.contents):
            points -= 2.5
        if entity.gender is not None and word not in ("it", "they", "who"):
            points += 0.5
        if word == "who":
            points = 6.0 if 0 <= place.start - span.end <= 2 else -1.0
        best = points if best is None else max(best, points)
    if best is None or best < (2.5 if word in ("they", "it") else 0):
        return None
    return best


def _leads(cast: Cast, span: Span) -> bool:
    """Whether a name stands where the subject of its sentence stands: at its start or after a title or comma phrase."""
    sentence = cast.parsed.sentences[cast.sentence(span.start)]
    before = cast.text[sentence.start : span.start]
    return not re.search(
        r"\b(?:of|in|at|for|from|to|by|with|on|against|about|near|that|told|said|called|over|under|like)\b", before
    )
