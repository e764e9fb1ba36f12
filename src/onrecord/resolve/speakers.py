"""The speaker of each attribution: by name, by role, by what "the company" or "she" refers to where only one fits.

What the text leaves open stays open: a pronoun with two candidates names nobody, and its best one is kept as a rival.
"""

from __future__ import annotations

import re

from onrecord.attribute.ordered import spans
from onrecord.attribute.outlets import at
from onrecord.model import Attribution, Role, Span
from onrecord.resolve.cast import Cast, Entity, polity
from onrecord.resolve.descriptions import described, description, paper
from onrecord.resolve.pronouns import pronoun
from onrecord.resolve.roles import gender_of
from onrecord.resolve.scene import Scene, Spoken
from onrecord.resolve.sources import Source, read

REPORTED = re.compile(r"\breport(?:ed|s|ing)?\b")
CITING = re.compile(r"\b(?:citing|quoting) (?P<who>[^,;.“”\"\n]{3,100})")
ADDED = re.compile(r"\b(?:add(?:s|ed|ing)|continu(?:es|ed|ing)|went on|goes on|concluded)\b")


def speakers(cast: Cast, attributions: tuple[Attribution, ...]) -> list[Spoken]:
    """The speakers of the attributions, in their order."""
    starts = [p.span.start for p in cast.parsed.document.paragraphs] or [
        m.start() for m in re.finditer(r"(?<![^\n])\S", cast.text)
    ]
    scene = Scene(cast, starts, spans(s for a in attributions for s in a.content))
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
    if (
        lead is None
        or person is None
        or lead.named
        or lead.kind != "person"
        or person.kind != "person"
        or not person.named
    ):
        return
    one, two = first.source, second.source
    if one.span is None or two.name is None or one.kind != "description" or min(person.places) != two.name.span:
        return
    if (
        scene.paragraph(one.span.start) != 1
        or scene.paragraph(two.name.span.start) != 2
        or not _one_person(one, person)
    ):
        return
    person.roles.append(Role(one.text, scene.cast.parsed.document.id, one.span))
    scene.cast.entities.remove(lead)
    scene.spoken = [(at, person if e is lead else e) for at, e in scene.spoken]
    first.entity, first.basis = person, "proposed"


def _one_person(source: Source, person: Entity) -> bool:
    """Whether a lead's description can be the person named next: a role of one person, of the same gender."""
    gender = gender_of(source.noun)
    return not re.match(r"(?:another|other)\b", source.text, re.IGNORECASE) and (
        gender is None or person.gender in (None, gender)
    )


def _speaker(scene: Scene, attribution: Attribution) -> Spoken:
    source = read(scene.cast, attribution.source)
    if source.kind == "name":
        return _named(scene, source)
    if source.kind == "pronoun":
        return pronoun(scene, source, attribution)
    return _unnamed(scene, source, any(ADDED.search(span.of(scene.cast.text)) for span in attribution.cue))


def _named(scene: Scene, source: Source) -> Spoken:
    """The bearer of a name; nobody where several bear it."""
    if source.name is None:
        return Spoken(None, None, source)
    entity = scene.cast.of.get(source.name.span)
    if source.name.span in scene.cast.of and entity is None:
        return Spoken(None, None, source)
    if entity is None:
        entity = polity(scene.cast, source.name)
    full = len(source.name.text) >= len(entity.name) or entity.name in source.text
    return Spoken(entity, "stated" if full else "resolved", source)


def cited(cast: Cast, attribution: Attribution, runs: list[Span], who: Spoken) -> Spoken | None:
    """Whose words an outlet only reports: "Vesna reported, citing two officials". None where it cites nobody."""
    entity = who.entity
    if entity is None or entity.kind not in ("agency", "outlet") or who.source.kind != "name":
        return None
    if not any(REPORTED.search(span.of(cast.text)) for span in attribution.cue):
        return None
    for run in runs:
        found = CITING.search(cast.text, run.start, run.end)
        if found is None or at(cast.page, found.start("who"), run.end) is not None:
            continue
        source = read(cast, (Span(*found.span("who")),))
        scene = Scene(cast, [], spans(()))
        spoken = _named(scene, source) if source.kind == "name" else _unnamed(scene, source, False)
        return spoken if spoken.entity is not None else None
    return None


def _unnamed(scene: Scene, source: Source, adding: bool) -> Spoken:
    if source.kind == "joint":
        return Spoken(described(scene, source, "group"), "stated", source)
    if source.kind == "description":
        return description(scene, source, adding)
    return paper(scene, source) if source.kind == "paper" else Spoken(None, None, source)
