"""What people decided, as plain data that clusters and rows are held to.

Members of clusters are named by ids of what is grouped: documents of stories, attributions of statements, the actors of
single documents. What is together is put together before anything is derived, what is apart is never put into one
cluster, and the two do not contradict each other: who makes the links sees to that. A `Ruling` is about a row that is
derived; it is found again by the places that it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from onrecord.model import Copy, CopyRelation, Decided, Direction, Passage, Place, Story

MET = 0.5  # least share of the places of a judged row that a row must rest on to be it
GIVEN = "given by a person"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Links:
    """Blocks of members that are one, and pairs (ascending) that are not."""

    together: tuple[tuple[str, ...], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()

    def parts(self, one: str, other: str) -> bool:
        return (min(one, other), max(one, other)) in self.apart


FREE = Links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A row of `section` that is wrong (`change` is empty), or of which a person gives some fields."""

    judgement: str
    section: str
    name: str | None
    places: tuple[Place, ...]
    change: tuple[tuple[str, str], ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRuling:
    """What is decided about two documents (a < b): that neither has words of the other (`wrong`), or how it has."""

    judgement: str
    a: str
    b: str
    wrong: bool = False
    relation: CopyRelation | None = None
    direction: Direction | None = None
    from_: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """All that people decided about documents taken together; members of claims are places of their evidence."""

    stories: Links = FREE
    actors: Links = FREE
    statements: Links = FREE
    claims_together: tuple[tuple[Place, ...], ...] = ()
    claims_apart: tuple[tuple[Place, Place], ...] = ()
    copies: tuple[CopyRuling, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    def of(self, section: str) -> tuple[Ruling, ...]:
        return tuple(r for r in self.rulings if r.section == section)


NOTHING = Constraints()


@dataclass(slots=True)
class Foes:
    """For each cluster the members that must not come into it; members are numbers, and `root` gives a cluster's."""

    of: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def among(cls, names: Sequence[str], links: Links) -> Foes:
        number = {name: i for i, name in enumerate(names)} if links.apart else {}
        found: dict[int, set[int]] = defaultdict(set)
        for a, b in sorted(links.apart):
            if a in number and b in number:
                found[number[a]].add(number[b])
                found[number[b]].add(number[a])
        return cls(dict(found))

    def bar(self, a: int, b: int, root: Callable[[int], int]) -> bool:
        """Whether clusters a and b are to stay apart."""
        return bool(self.of) and any(root(x) == b for x in self.of.get(a, ()))

    def merge(self, keep: int, drop: int) -> None:
        if drop in self.of:
            self.of.setdefault(keep, set()).update(self.of.pop(drop))


def blocks(names: Sequence[str], links: Links) -> list[list[int]]:
    """The numbers of the members of each block that are there, two at least."""
    number = {name: i for i, name in enumerate(names)} if links.together else {}
    found = [[number[m] for m in block if m in number] for block in links.together]
    return [block for block in found if len(block) > 1]


def held(groups: Sequence[tuple[int, ...]], names: Sequence[str], links: Links) -> list[tuple[int, ...]]:
    """Overlapping groups of numbers held to links. Groups that a block has a member of its own in become one; a member
    of several groups (a spliced rendering) ties none of them unless all its block is such. Then no group keeps two
    that are apart: who comes later in it, but for its block, leaves it."""
    if not links.together and not links.apart:
        return list(groups)
    made = [list(g) for g in groups]
    in_groups: dict[int, list[int]] = defaultdict(list)
    for n, group in enumerate(made):
        for i in group:
            in_groups[i].append(n)
    block_of: dict[int, int] = {}
    for number, block in enumerate(blocks(names, links)):
        block_of |= dict.fromkeys(block, number)
        own = [i for i in block if len(in_groups[i]) == 1] or block
        tied = sorted({n for i in own for n in in_groups[i]})
        first = tied[0]
        whole = [*block, *(i for n in tied for i in made[n] if i not in block)]
        for n in tied:
            made[n] = []
        made[first] = list(dict.fromkeys(whole))
        for i in made[first]:
            in_groups[i] = sorted({first, *(n for n in in_groups[i] if n not in tied)})
    out: list[tuple[int, ...]] = []
    for group in made:
        out += _apart(group, names, links, block_of)
    kept = list(dict.fromkeys(tuple(g) for g in out if g))
    sets = [set(g) for g in kept]
    holding: dict[int, list[int]] = defaultdict(list)
    for n, found in enumerate(sets):
        for i in found:
            holding[i].append(n)
    return [
        g for n, g in enumerate(kept)
        if not any(sets[k] > sets[n] or (sets[k] == sets[n] and k < n) for k in holding[g[0]])
    ]  # fmt: skip


def _apart(group: Sequence[int], names: Sequence[str], links: Links, block_of: dict[int, int]) -> list[tuple[int, ...]]:
    """A group cut so that no part holds two that are apart; the members of one block stay together."""
    if not links.apart:
        return [tuple(group)]
    units: dict[object, list[int]] = {}
    for i in group:
        units.setdefault(("block", block_of[i]) if i in block_of else i, []).append(i)
    out: list[list[int]] = []
    for unit in units.values():
        for part in out:
            if not any(links.parts(names[i], names[j]) for i in unit for j in part):
                part.extend(unit)
                break
        else:
            out.append(list(unit))
    return [tuple(part) for part in out]


# -------------------------------------------------------------------------------------- derived rows
def best(wanted: Sequence[Place], rows: Sequence[Sequence[Place]]) -> int | None:
    """The row that rests on most of the wanted places, the one with the fewest others; None where none has half of
    them, or where two are alike."""
    scores = []
    for n, row in enumerate(rows):
        score = sum(max((_same(w, p) for p in row), default=0.0) for w in wanted) / max(1, len(wanted))
        if score >= MET:
            scores.append((-round(score, 6), len(row), n))
    scores.sort()
    if not scores or (len(scores) > 1 and scores[0][:2] == scores[1][:2]):
        return None
    return scores[0][2]


def _same(a: Place, b: Place) -> float:
    """The share of two spans that they have in common."""
    if a.document != b.document:
        return 0.0
    if a.span == b.span:
        return 1.0
    both = min(a.span.end, b.span.end) - max(a.span.start, b.span.start)
    return max(0, both) / max(1, max(a.span.end, b.span.end) - min(a.span.start, b.span.start))


def copies(
    found: Iterable[Copy], rulings: Sequence[CopyRuling], refused: Mapping[tuple[str, str], tuple[Passage, ...]]
) -> tuple[list[Copy], list[Decided]]:
    """Copies as people decided about them, with what was changed, added or taken out; `refused` are the passages of
    documents that were not compared further, since they are no copies."""
    by_pair = {(c.a, c.b): c for c in found}
    decided = []
    for r in rulings:
        held = by_pair.get((r.a, r.b))
        if r.wrong:
            by_pair.pop((r.a, r.b), None)
            passages = refused.get((r.a, r.b), held.passages if held else ())
            if held is not None or passages:
                none = Copy(a=r.a, b=r.b, relation="same_quote_only", passages=passages)
                decided.append(
                    Decided(
                        judgement=r.judgement, section="copies", id=none.id, removed=True,
                        text="words in common", places=places_of_copy(none),
                    )
                )  # fmt: skip
            continue
        if held is None and r.relation is None:
            continue
        base = held or Copy(a=r.a, b=r.b, relation=r.relation or "partial_copy")
        made = replace(base, relation=r.relation or base.relation, reasons=tuple(dict.fromkeys((*base.reasons, GIVEN))))
        if r.direction is not None:
            made = replace(made, direction=r.direction, from_=r.from_ if r.direction == "both_from" else None)
        by_pair[r.a, r.b] = made
        decided.append(Decided(judgement=r.judgement, section="copies", id=made.id))
    return [by_pair[pair] for pair in sorted(by_pair)], decided


def places_of_copy(copy: Copy) -> tuple[Place, ...]:
    return tuple(p for x in copy.passages for p in (Place(copy.a, x.a), Place(copy.b, x.b)))


def titled(stories: Iterable[Story], rulings: Sequence[Ruling]) -> tuple[tuple[Story, ...], list[Decided]]:
    """Stories with the titles that people give them; the story is the one that has most of the documents."""
    rows = list(stories)
    decided = []
    for r in rulings:
        counts = [len({p.document for p in r.places} & set(s.documents)) for s in rows]
        most = max(counts, default=0)
        if most and counts.count(most) == 1:
            at = counts.index(most)
            rows[at] = replace(rows[at], title=dict(r.change)["title"])
            decided.append(Decided(judgement=r.judgement, section="stories", id=rows[at].id))
    return tuple(rows), decided
