"""Whom a pronoun means: the nearest and most prominent one that agrees with it, if that one leads clearly."""

from __future__ import annotations

import re

from onrecord.model import Attribution, Rival, Span
from onrecord.resolve.cast import Cast, Entity, polity
from onrecord.resolve.scene import Scene, Spoken, nouns
from onrecord.resolve.sources import Source

WINDOW = 6  # sentences back in which a pronoun or a bare description finds what it refers to
RECENT = 40  # attributions back in which the speaker of one counts
MARGIN = 1.0  # by which the best candidate of a pronoun must lead the next


def pronoun(scene: Scene, source: Source, attribution: Attribution) -> Spoken:
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
        asked = _asked_of(scene, source.span) if word in ("it", "they") else None
        return Spoken(asked, "resolved" if asked else None, source)
    best = scene.cast.entities[scored[0][1]]
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        rival = Rival(value=best.name, reason="the pronoun may also mean somebody else", confidence=0.5)
        return Spoken(None, "proposed", source, (rival,))
    if word in ("he", "she") and best.gender is None:
        best.gender = {"he": "male", "she": "female"}[word]
    return Spoken(best, "resolved", source)


def _asked_of(scene: Scene, place: Span) -> Entity | None:
    """The one name in the question that heads the paragraph of a pronoun: "What does Ostria say?"."""
    cast = scene.cast
    number = scene.paragraph(place.start)
    if number < 2:
        return None
    first, last = scene.paragraphs[number - 2], scene.paragraphs[number - 1]
    heading = Span(first, last)
    if not heading.of(cast.text).rstrip().endswith("?") or "." in heading.of(cast.text):
        return None
    names = cast.within(heading)
    entities = [cast.of.get(name.span) for name in names]
    if len(names) != 1 or (entities[0] is not None and entities[0].kind == "person" and " " in entities[0].name):
        return None
    entity = entities[0] or polity(cast, names[0])
    if entity.kind == "person":
        entity.kind = "polity" if names[0].kind == "place" else "organisation"
    return entity


def _agrees(entity: Entity, word: str) -> bool:
    gender = {
        "he": "male",
        "his": "male",
        "hers": "female",
        "him": "male",
        "himself": "male",
        "she": "female",
        "her": "female",
        "herself": "female",
    }.get(word)
    if gender:
        known = entity.named or entity.noun in nouns()["person"]
        return entity.kind == "person" and known and entity.gender in (None, gender)
    if word in ("it", "its", "itself"):
        return entity.kind in ("organisation", "polity", "medium")
    if word in ("they", "them", "their", "themselves"):
        return entity.kind == "group"
    return word in ("who", "which")


def _score(scene: Scene, entity: Entity, word: str, place: Span, attribution: Attribution) -> float | None:
    """How near and how prominent the entity's last places before a pronoun are; None if it cannot be meant."""
    if not _agrees(entity, word):
        return None
    cast = scene.cast
    here, paragraph = cast.sentence(place.start), scene.paragraph(place.start)
    floor = cast.parsed.sentences[max(here - WINDOW, 0)].start
    best: float | None = None
    spoke = {at for at, e in scene.spoken[-RECENT:] if e is entity}
    for span in [*entity.places, *(Span(at, at + 1) for at in spoke)]:
        if not floor <= span.start < place.start or any(c.holds(span) for c in attribution.content):
            continue
        back = here - cast.sentence(span.start)
        if back > WINDOW:
            continue
        points = 4.0 - min(back, 4) - min(2.5 * (paragraph - scene.paragraph(span.start)), 4.0)
        if span.start in spoke or any(abs(span.start - at) < 60 and span.start >= at for at in spoke):
            points += 2.0
        if _leads(cast, span):
            points += 0.5 if cast.text[span.end : span.end + 2] in ("'s", "’s") else 1.5
        if scene.contents.around(span):
            points -= 2.5
        if entity.gender is not None and word not in ("it", "its", "they", "their", "who", "which"):
            points += 0.5
        if word in ("who", "which"):
            points = 6.0 if 0 <= place.start - span.end <= 2 else -1.0
        best = points if best is None else max(best, points)
    if best is None or best < (2.5 if word in ("they", "their", "it", "its") else 0):
        return None
    return best


def _leads(cast: Cast, span: Span) -> bool:
    """Whether a name stands where the subject of its sentence stands: at its start or after a title or comma phrase."""
    sentence = cast.parsed.sentences[cast.sentence(span.start)]
    before = cast.text[sentence.start : span.start]
    return not re.search(
        r"\b(?:of|in|at|for|from|to|by|with|on|against|about|near|that|told|said|called|over|under|like)\b", before
    )
