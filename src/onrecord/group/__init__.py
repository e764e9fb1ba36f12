"""Documents put together: copies, stories, statements and actors across documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.group import actors, constraints, copies, lineage, match, statements, stories, ties
from onrecord.group.constraints import NOTHING, Constraints
from onrecord.group.dating import date_undated
from onrecord.group.inferred import infer
from onrecord.group.match import Saying, saying
from onrecord.group.memory import Memory
from onrecord.group.wording import Flags, Wording, of_reading
from onrecord.model import Actor, Coverage, Reading, Statement, Story, ident

__all__ = ["NOTHING", "Constraints", "group"]

AKIN = 8  # quoted words in common that tell of one occasion
Pair = tuple[int, int]


def group(readings: Sequence[Reading], judged: Constraints = NOTHING, memory: Memory | None = None) -> Coverage:
    """Copies, stories, statements and actors of any number of documents; the same for any order of them.

    What one document states is not changed; what another adds is marked `inferred`. What people decided holds before
    anything is derived. `memory` is of earlier runs and changes no answer.
    """
    ordered = sorted(readings, key=lambda r: r.document.id)
    wordings = [of_reading(r) for r in ordered]
    shared, near = _shared(ordered, wordings)
    wrong = {(r.a, r.b) for r in judged.copies if r.wrong}
    dropped = {p: s for p, s in shared.items() if _ids(ordered, p) in wrong}
    shared = {p: s for p, s in shared.items() if p not in dropped}
    verbatim = [pair for pair, s in shared.items() if s.relation == "verbatim_copy" and _one_language(ordered, pair)]
    akin = [pair for pair, s in shared.items() if s.relation or s.quoted >= AKIN]
    tied = ties.ties(ordered, wordings, shared, stories.known_days(ordered, akin))
    grouped = stories.group_stories(ordered, wordings, verbatim, akin, tied, judged.stories)
    story_of = [0] * len(ordered)
    for number, (_, cluster) in enumerate(grouped):
        for i in cluster:
            story_of[i] = number
    inside = _inside(ordered, wordings, story_of, near, shared)
    dropped |= {p: s for p, s in inside.items() if _ids(ordered, p) in wrong}
    shared |= {p: s for p, s in inside.items() if p not in dropped}
    shared = copies.unexplained(shared, [copies.site(r) for r in ordered])
    copied = {pair for pair, s in shared.items() if s.relation}
    people, whole, said, sayings = _statements(ordered, wordings, story_of, copied, judged, memory)
    found = lineage.copies_of(whole, wordings, shared, sayings, said, {a.id: a for a in people})
    refused = {_ids(ordered, p): s.passages for p, s in dropped.items()}
    found, decided = constraints.copies(found, judged.copies, refused)
    before = lineage.revisions(whole, found)
    whole = [_placed(r, grouped[story_of[i]][0], before) for i, r in enumerate(whole)]
    whole = infer(whole, said, found, {a.id: a for a in people})
    whole = date_undated(whole, said, found)
    named, titles = constraints.titled(sorted((s for s, _ in grouped), key=lambda s: s.id), judged.of("stories"))
    return Coverage(
        readings=tuple(whole),
        actors=people,
        statements=tuple(said),
        stories=named,
        copies=tuple(found),
        decided=(*decided, *titles),
    )


def _ids(readings: Sequence[Reading], pair: Pair) -> tuple[str, str]:
    return readings[pair[0]].document.id, readings[pair[1]].document.id


def _one_language(readings: Sequence[Reading], pair: Pair) -> bool:
    a, b = (readings[i].document.language for i in pair)
    return a is None or b is None or a == b


def _shared(readings: Sequence[Reading], wordings: Sequence[Wording]) -> tuple[dict[Pair, copies.Shared], list[Flags]]:
    """What candidate pairs of the whole collection share, and the template words of each document."""
    pairs, masks = copies.candidates(wordings, [copies.site(r) for r in readings])
    found = ((pair, copies.compare(*pair, wordings, masks)) for pair in pairs)
    return {pair: shared for pair, shared in found if shared.passages}, masks


def _inside(
    readings: Sequence[Reading],
    wordings: Sequence[Wording],
    story_of: Sequence[int],
    masks: list[Flags],
    known: dict[Pair, copies.Shared],
) -> dict[Pair, copies.Shared]:
    """What further pairs inside stories share: two common quotations are far below a sample's threshold."""
    if len(readings) <= copies.SMALL:
        return {}
    pairs = [p for p in copies.inside_stories(wordings, story_of) if p not in known]
    found = ((pair, copies.compare(*pair, wordings, masks)) for pair in pairs)
    return {pair: shared for pair, shared in found if shared.passages}


def _statements(
    readings: Sequence[Reading],
    wordings: Sequence[Wording],
    story_of: Sequence[int],
    copied: set[Pair],
    judged: Constraints,
    memory: Memory | None,
) -> tuple[tuple[Actor, ...], list[Reading], list[Statement], list[Saying]]:
    """Actors of the record, readings that name them, and statements; spelling variants need the statements first."""
    members: dict[int, list[int]] = defaultdict(list)
    for i, story in enumerate(story_of):
        members[story].append(i)
    usual = {s: match.usual([readings[i] for i in m], [wordings[i] for i in m]) for s, m in members.items()}
    people, ids = actors.merge(readings, story_of, links=judged.actors)
    sayings = _sayings(readings, wordings, people, ids)
    near = statements.edges(sayings, story_of, copied, judged.statements, usual, memory)
    together: set[tuple[str, str]] = set()
    for a, others in near.items():
        for b in others:
            one, two = sayings[a].attribution.speaker, sayings[b].attribution.speaker
            if one and two:
                together.add((one, two))
    together |= {(b, a) for a, b in together}
    people, again = actors.merge(readings, story_of, lambda a, b: (a, b) in together, judged.actors)
    if again != ids:
        sayings = _sayings(readings, wordings, people, again)
        near = statements.edges(sayings, story_of, copied, judged.statements, usual, memory)
    groups = statements.gather(sayings, near)
    groups = constraints.held(groups, [s.attribution.id for s in sayings], judged.statements)
    whole = [actors.rewrite(r, again) for r in readings]
    current = {a.id: a for r in whole for a in r.attributions}
    sayings = [replace(s, attribution=current[s.attribution.id]) for s in sayings]
    said = _distinct([statements.statement([sayings[i] for i in group]) for group in groups])
    of: dict[str, list[str]] = defaultdict(list)
    for one_said in said:
        for member in one_said.attributions:
            of[member].append(one_said.id)
    whole = [
        replace(r, attributions=tuple(replace(a, statements=tuple(sorted(of[a.id]))) for a in r.attributions))
        for r in whole
    ]
    return people, whole, said, sayings


def _sayings(
    readings: Sequence[Reading], wordings: Sequence[Wording], people: Sequence[Actor], ids: dict[str, str]
) -> list[Saying]:
    named = {a.id: a for a in people if actors.is_named(a.name, a.kind)}
    found: list[Saying] = []
    for i, reading in enumerate(readings):
        for one in reading.attributions:
            speaker = named.get(ids.get(one.speaker or "", ""))
            known = replace(one, chain=tuple(replace(h, actor=ids.get(h.actor or "")) for h in one.chain))
            found.append(saying(len(found), i, reading, wordings[i], known, speaker))
    return found


def _distinct(said: list[Statement]) -> list[Statement]:
    """Ids from the smallest attribution; where two statements share it (a spliced rendering), from all of them."""
    first: dict[str, int] = defaultdict(int)
    for one in said:
        first[min(one.attributions)] += 1
    named = [
        replace(
            s, id=ident("s", min(s.attributions)) if first[min(s.attributions)] == 1 else ident("s", *s.attributions)
        )
        for s in said
    ]
    return sorted(named, key=lambda s: s.id)


def _placed(reading: Reading, story: Story, before: Mapping[str, str]) -> Reading:
    """A reading whose document knows its story and, if it is a later version of another, which."""
    known = reading.document
    document = replace(known, story=story.id, revision_of=known.revision_of or before.get(known.id))
    return replace(reading, document=document)
