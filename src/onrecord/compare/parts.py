"""Stories compared one by one, and put together to one record.

A story is compared by itself alone: its documents, the actors named in them, its statements and the copies among its
documents. What comes out depends on nothing else, so that it can be kept under a key of all that goes in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from onrecord.compare import access, judged, origins
from onrecord.compare import claims as claiming
from onrecord.compare.brief import brief
from onrecord.compare.context import Context
from onrecord.compare.differences import differences
from onrecord.compare.events import events
from onrecord.compare.positions import positions
from onrecord.compare.statuses import statuses
from onrecord.compare.subjects import Subjects
from onrecord.compare.wordwork import name_key
from onrecord.group.constraints import Constraints
from onrecord.group.memory import Memory, remembered
from onrecord.model import (
    Actor,
    Brief,
    Claim,
    Copy,
    Coverage,
    Decided,
    Difference,
    Event,
    Place,
    Position,
    Reading,
    Statement,
    Status,
    Story,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the comparison of a story adds."""

    claims: tuple[Claim, ...] = ()
    differences: tuple[Difference, ...] = ()
    positions: tuple[Position, ...] = ()
    statuses: tuple[Status, ...] = ()
    events: tuple[Event, ...] = ()
    brief: tuple[Brief, ...] = ()
    decided: tuple[Decided, ...] = ()


# -------------------------------------------------------------------------------------- apart
def stories(coverage: Coverage) -> Iterator[Coverage]:
    """The coverage of each story by itself, in order of their ids; a document of no story is one of its own."""
    story_of = {d: s.id for s in coverage.stories for d in s.documents}
    readings: dict[str, list[Reading]] = defaultdict(list)
    home: dict[str, str] = {}  # document and attribution id -> story
    for r in coverage.readings:
        story = story_of.get(r.document.id, "")
        key = story or f"~{r.document.id}"
        readings[key].append(r)
        home[r.document.id] = key
        home |= {a.id: key for a in r.attributions}
    actors, said = _actors(coverage, home), _statements(coverage.statements, home)
    copies: dict[str, list[Copy]] = defaultdict(list)
    for c in coverage.copies:
        if home[c.a] == home[c.b]:
            copies[home[c.a]].append(c)
    rows = {s.id: s for s in coverage.stories}
    for key in sorted(readings):
        held = tuple(readings[key])
        own = rows.get(key) or Story(id=f"alone {key[1:]}", title=None, documents=(key[1:],))
        documents = tuple(d for d in own.documents if home.get(d) == key)
        yield Coverage(
            readings=held,
            actors=tuple(actors[key]),
            statements=tuple(said[key]),
            stories=(replace(own, documents=documents),),
            copies=tuple(copies[key]),
        )


def _actors(coverage: Coverage, home: dict[str, str]) -> dict[str, list[Actor]]:
    """For each story the actors that its documents name, with what these documents say of them."""
    named: dict[str, set[str]] = defaultdict(set)
    for r in coverage.readings:
        for a in r.attributions:
            for ident in (a.speaker, *(h.actor for h in a.chain)):
                if ident is not None:
                    named[ident].add(home[r.document.id])
    out: dict[str, list[Actor]] = defaultdict(list)
    for actor in coverage.actors:
        mentions, roles = defaultdict(list), defaultdict(list)
        for m in actor.mentions:
            if m.document in home:
                mentions[home[m.document]].append(m)
        for role in actor.roles:
            if role.document in home:
                roles[home[role.document]].append(role)
        for key in sorted({*named[actor.id], *mentions, *roles}):
            out[key].append(replace(actor, mentions=tuple(mentions[key]), roles=tuple(roles[key]), former=()))
    return out


def _statements(said: Iterable[Statement], home: dict[str, str]) -> dict[str, list[Statement]]:
    """For each story its statements, each with the attributions that are of the story."""
    out: dict[str, list[Statement]] = defaultdict(list)
    for s in said:
        keys = sorted({home[a] for a in s.attributions})
        if len(keys) == 1:
            out[keys[0]].append(s)
            continue
        for key in keys:
            own = tuple(a for a in s.attributions if home[a] == key)
            shown = tuple(r for r in s.renderings if home[r.attribution] == key)
            out[key].append(replace(s, attributions=own, renderings=shown))
    return out


# -------------------------------------------------------------------------------------- one story
def compared(part: Coverage, every: Constraints, memory: Memory | None) -> Compared:
    """What the comparison of a story adds, from memory where it was made of the same before."""
    own = judged.within(every, frozenset(r.document.id for r in part.readings))
    return remembered(memory, "compare", (part, own), partial(_compared, part, own), Compared)


def _compared(part: Coverage, own: Constraints) -> Compared:
    context = Context(part)
    decided: list[Decided] = []
    drafts = judged.hold(context, claiming.drafts(context), own)
    known = access.stated(context)
    counted = tuple(replace(d.claim, origins=origins.count(context, d, known)) for d in drafts)
    claims = judged.rule(context, "claims", counted, own, decided)
    left = {c.id for c in claims}
    kept = tuple(d for d in drafts if d.claim.id in left)
    subjects = Subjects(context)
    held = judged.rule(context, "statuses", statuses(context, subjects), own, decided)
    apart = judged.rule(context, "differences", differences(context, kept, held), own, decided)
    dated = judged.rule(context, "events", events(context), own, decided)
    stances = judged.rule(context, "positions", positions(context, subjects), own, decided)
    return Compared(
        claims=claims,
        differences=apart,
        positions=stances,
        statuses=held,
        events=dated,
        brief=brief(context, claims, apart, dated, held),
        decided=tuple(decided),
    )


# -------------------------------------------------------------------------------------- together
def joined(found: Sequence[Compared], coverage: Coverage) -> Compared:
    """The rows of all stories; a position or status that several stories tell is one row."""
    day = {r.document.id: r.document.published.latest or "9999" for r in coverage.readings}
    moved: dict[str, str] = {}  # id of a row of one story -> of the row that it went into
    held = _positions((p for x in found for p in x.positions), moved)
    called = _statuses((s for x in found for s in x.statuses), moved)
    apart = {d.id: d for x in found for d in x.differences}

    def rank(d: Difference) -> tuple[object, ...]:
        a, b = d.a, d.b
        return (day[a.document], a.document, a.span, day[b.document], b.document, b.span, d.id)

    return Compared(
        claims=tuple(c for x in found for c in x.claims),
        differences=tuple(sorted(apart.values(), key=rank)),
        positions=held,
        statuses=called,
        events=tuple(e for x in found for e in x.events),
        brief=tuple(dict.fromkeys(b for x in found for b in x.brief)),
        decided=tuple(dict.fromkeys(replace(d, id=moved.get(d.id, d.id)) for x in found for d in x.decided)),
    )


def _positions(rows: Iterable[Position], moved: dict[str, str]) -> tuple[Position, ...]:
    same: dict[tuple[str, str, str], list[Position]] = defaultdict(list)
    for p in rows:
        same[p.actor, p.stance, p.issue.lower()].append(p)
    out = []
    for _, group in sorted(same.items()):
        out.append(replace(group[0], evidence=_places(p.evidence for p in group)))
        moved |= {p.id: out[-1].id for p in group}
    return tuple(out)


def _statuses(rows: Iterable[Status], moved: dict[str, str]) -> tuple[Status, ...]:
    same: dict[tuple[str, str, str], list[Status]] = defaultdict(list)
    for s in rows:
        same[s.according_to or "", name_key(s.subject), name_key(s.status)].append(s)
    out = []
    for _, group in sorted(same.items()):
        since = next((s.since for s in group if s.since), None)
        until = next((s.until for s in group if s.until), None)
        out.append(replace(group[0], since=since, until=until, evidence=_places(s.evidence for s in group)))
        moved |= {s.id: out[-1].id for s in group}
    return tuple(out)


def _places(found: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(p for places in found for p in places))
