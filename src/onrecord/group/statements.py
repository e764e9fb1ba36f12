"""Statements: the attributions, in one document or many, that report the same act of saying.

Attributions that `match.same` joins are gathered round the fullest rendering, which takes in all that lies in it; what
two fuller renderings share is a statement of its own, so that a rendering spliced from two utterances is in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import combinations, pairwise
from types import MappingProxyType

from onrecord.group.constraints import FREE, Links, blocks
from onrecord.group.match import Saying, day, overlap, quotation, retold, same
from onrecord.group.memory import Memory, remembered
from onrecord.group.renderings import renderings
from onrecord.model import Statement, ident

WINDOW = 40  # sayings after it in the list of a word of its story that each is compared with
LITERAL = 0.75  # share of a quotation that the fullest must have to take it in
HALF = 0.4  # share from which what is the same is cut out of it, not translated
REWORDED = 0.6  # share of its content, if it is a translation or a paraphrase

COMPARED = tuple(f.name for f in fields(Saying) if f.name not in ("number", "reading"))

Edges = dict[int, set[int]]


def edges(
    sayings: Sequence[Saying],
    story_of: Sequence[int],
    copied: set[tuple[int, int]],
    links: Links = FREE,
    usual: Mapping[int, frozenset[str]] = MappingProxyType({}),
    memory: Memory | None = None,
) -> Edges:
    """Which sayings (by number) are the same utterance; compared are those of one story that share a rare word.

    `copied` are the pairs of documents (indices, ascending) with copied wording, `links` what people decided, `usual`
    the stems of each story that tell nothing in it, `memory` the answers of earlier runs, story by story.
    """
    stories: dict[int, list[Saying]] = defaultdict(list)
    for one in sayings:
        stories[story_of[one.reading]].append(one)
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in sorted(copied):
        if story_of[a] == story_of[b]:
            near[story_of[a]].append((a, b))
    found: Edges = defaultdict(set)
    for story in sorted(stories):
        rows, here = stories[story], usual.get(story, frozenset())
        at = {r: n for n, r in enumerate(sorted({s.reading for s in rows}))}
        held = [(at[a], at[b]) for a, b in near[story] if a in at and b in at]
        known = ([_plain(s, at[s.reading]) for s in rows], held, sorted(here))
        pairs = remembered(memory, "edges", known, partial(_same, rows, at, set(held), here), list[tuple[int, int]])
        for x, y in pairs:
            if not links.parts(rows[x].attribution.id, rows[y].attribution.id):
                found[rows[x].number].add(rows[y].number)
                found[rows[y].number].add(rows[x].number)
    for a, b in _between(sayings, found, copied):
        if not links.parts(sayings[a].attribution.id, sayings[b].attribution.id):
            found[a].add(b)
            found[b].add(a)
    for block in blocks([s.attribution.id for s in sayings], links):
        for a, b in pairwise(block):
            found[a].add(b)
            found[b].add(a)
    return found


def _plain(one: Saying, document: int) -> tuple[object, ...]:
    """All that a saying is compared by, as data with an order; `document` numbers its document in the story."""
    rest = (getattr(one, name) for name in COMPARED)
    return (document, *(sorted(v) if isinstance(v, frozenset) else v for v in rest))


def _same(
    rows: Sequence[Saying], at: Mapping[int, int], copied: set[tuple[int, int]], usual: frozenset[str]
) -> list[tuple[int, int]]:
    """The pairs among the sayings of a story (by place) that are the same utterance."""
    postings: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(rows):
        for word in one.stems or (" ".join(one.words),):
            postings[word].append(n)
    pairs = {
        (a, b) for numbers in postings.values() for n, a in enumerate(numbers) for b in numbers[n + 1 : n + 1 + WINDOW]
    }
    found = []
    for a, b in sorted(pairs):
        one, two = rows[a], rows[b]
        documents = (min(at[one.reading], at[two.reading]), max(at[one.reading], at[two.reading]))
        if same(one, two, documents in copied, usual):
            found.append((a, b))
    return found


def _between(sayings: Sequence[Saying], near: Edges, copied: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs that stand between the same two statements in a document and its copy, which keeps the order: one reworded
    what the other tells in its own words. They share a word, no quotation and no other figure."""
    joined = {(x, sayings[y].reading) for x in near for y in near[x]}
    found = []
    for a, one in enumerate(sayings):
        if not 0 < a < len(sayings) - 1 or {sayings[a - 1].reading, sayings[a + 1].reading} != {one.reading}:
            continue
        after = near.get(a + 1, set())
        for before in sorted(near.get(a - 1, set())):
            b = before + 1
            if b + 1 not in after or b <= a or sayings[b].reading != sayings[before].reading:
                continue
            two = sayings[b]
            fresh = (a, two.reading) not in joined and (b, one.reading) not in joined
            same_line = all(x.speaker in (None, y.speaker) for x, y in ((one, sayings[a - 1]), (two, sayings[before])))
            pair = (min(one.reading, two.reading), max(one.reading, two.reading))
            if fresh and same_line and pair in copied and retold(one, two):
                found.append((a, b))
    return found


def inside(small: Saying, full: Saying) -> bool:
    """Whether a rendering lies mostly in a fuller one: by its words where they are the same, else by its content."""
    share = quotation(small, full)[1] if small.runs and full.runs else 0.0
    if share >= LITERAL and sum(map(len, small.runs)) <= sum(map(len, full.runs)):
        return True
    return share < HALF and overlap(small, full)[0] >= REWORDED and small.weight <= full.weight


def gather(sayings: Sequence[Saying], near: Edges) -> list[tuple[int, ...]]:
    """Groups of sayings (numbers): every saying is in one at least, every edge inside one."""
    order = sorted(range(len(sayings)), key=lambda i: (-len(sayings[i].words), sayings[i].attribution.id))
    rank = {n: k for k, n in enumerate(order)}
    left = {(a, b) for a in near for b in near[a] if a < b}
    groups: list[tuple[int, ...]] = []
    for hub in order:
        if any((min(hub, x), max(hub, x)) in left and inside(sayings[x], sayings[hub]) for x in near.get(hub, ())):
            groups.append((hub, *_round(hub, sayings, near)))
            left -= set(combinations(sorted(groups[-1]), 2))
    for a, b in sorted(left, key=lambda edge: sorted(rank[x] for x in edge)):
        if (a, b) in left:
            clique = [a, b]
            clique += [x for x in sorted(near[a] & near[b]) if near[x].issuperset(clique)]
            groups.append(tuple(clique))
            left -= set(combinations(sorted(clique), 2))
    covered = {i for group in groups for i in group}
    groups += [(i,) for i in range(len(sayings)) if i not in covered]
    return _maximal(groups)


def _round(hub: int, sayings: Sequence[Saying], near: Edges) -> list[int]:
    """What lies in a full rendering or its equals among the neighbours, and in those that are nearly as full."""
    equal, reached = [hub], {hub}
    for one in equal:  # grows while it is walked
        fresh = [x for x in sorted(near[one]) if x not in reached and sayings[x].words == sayings[hub].words]
        reached.update(fresh)
        equal += fresh
    close = {x for one in equal for x in near[one] if inside(sayings[x], sayings[one])}
    full = [x for x in sorted(close) if 3 * sayings[x].weight >= 2 * sayings[hub].weight and x not in reached]
    more = {y for x in full[:WINDOW] for y in near[x] if inside(sayings[y], sayings[x])}
    return sorted((close | more | reached) - {hub})


def _maximal(groups: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Without groups that lie in another; each keeps its fullest rendering first."""
    of: dict[int, list[int]] = defaultdict(list)
    sets = [frozenset(g) for g in groups]
    for n, group in enumerate(sets):
        for i in group:
            of[i].append(n)
    kept = []
    for n, group in enumerate(sets):
        rivals = set.intersection(*(set(of[i]) for i in group)) - {n}
        if not any(len(sets[r]) > len(group) or (sets[r] == group and r < n) for r in rivals):
            kept.append(groups[n])
    return kept


def statement(group: Sequence[Saying]) -> Statement:
    """A statement of the sayings in it; its days are those that all their intervals share."""
    speakers = {s.attribution.speaker for s in group if s.speaker} or {s.attribution.speaker for s in group}
    earliest = max((d for s in group if (d := s.earliest)), default=None)
    latest = min((d for s in group if (d := s.latest)), default=None)
    if earliest and latest and earliest > latest:
        earliest = min(d for s in group if (d := s.earliest))
        latest = max(d for s in group if (d := s.latest))
    ids = sorted(s.attribution.id for s in group)
    return Statement(
        id=ident("s", *ids[:1], min(" ".join(s.words) for s in group)),
        speaker=speakers.pop() if len(speakers) == 1 else _most(group),
        attributions=tuple(s.attribution.id for s in sorted(group, key=lambda s: s.attribution.id)),
        earliest=earliest.isoformat() if earliest else None,
        latest=latest.isoformat() if latest else None,
        renderings=renderings(group),
    )


def _most(group: Sequence[Saying]) -> str | None:
    """The speaker that most name, if more than any other do."""
    count: dict[str, int] = defaultdict(int)
    for s in group:
        if s.speaker and s.attribution.speaker:
            count[s.attribution.speaker] += 1
    ranked = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


__all__ = ["day", "edges", "gather", "statement"]
