"""Copies with their direction: who took the words from whom, only where something in the texts says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from onrecord import words
from onrecord.group.actors import name_key
from onrecord.group.copies import Shared
from onrecord.group.credits import Credits, credits, newsrooms
from onrecord.group.match import Saying, weight
from onrecord.group.wording import Wording
from onrecord.model import Actor, Attribution, Copy, CopyRelation, Direction, Document, Reading, Statement

TERM = 6  # words of a quotation that may be a mere term
WRITTEN = re.compile(r"\b(?:" + "|".join(words.table("group")["credits"]["written"]) + r")s?$")
LAG = 20 * 3600  # seconds between two publications from which the later cannot be the earlier's source

Pair = tuple[int, int]
Found = tuple[Direction, str | None, str]  # direction, third, reason
UNKNOWN: Found = ("unknown", None, "")


@dataclass(frozen=True, slots=True)
class Case:
    """All that the direction of one pair is read from."""

    readings: Sequence[Reading]
    outlets: Sequence[tuple[str, ...]]
    credits: Sequence[Credits]
    people: Mapping[str, Actor]
    names: Mapping[tuple[str, ...], str]
    known: Mapping[tuple[str, ...], tuple[str, ...]]


def copies_of(
    readings: Sequence[Reading],
    wordings: Sequence[Wording],
    shared: Mapping[Pair, Shared],
    sayings: Sequence[Saying],
    said: Sequence[Statement],
    people: Mapping[str, Actor],
) -> list[Copy]:
    """The copies among documents, in order of their ids; readings are in order of document id."""
    together = _together(sayings, said)
    known = newsrooms(readings, people.values())
    names = {known.get(name_key(n), name_key(n)): n for n in _written(readings, people)}
    credited = [credits(r, known) for r in readings]
    case = Case(readings, [c.outlet for c in credited], credited, people, names, known)
    relations: dict[Pair, CopyRelation] = {p: s.relation for p, s in sorted(shared.items()) if s.relation}
    for pair, both in sorted(together.items()):
        if pair not in relations and _same_quote(both):
            relations[pair] = "same_quote_only"
    found = {p: _first(case, p, r, together.get(p, [])) for p, r in relations.items()}
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (a, b), one in sorted(shared.items()):
        near[a].append((b, one.copied))
        near[b].append((a, one.copied))
    weak = {p: _later(case, p, shared[p], near, found) for p, r in relations.items() if r != "same_quote_only"}
    found |= {p: f for p, f in weak.items() if f and found[p] == UNKNOWN}
    sources = _sources(found)
    found = {p: _by_third(case, p, f, sources) for p, f in found.items()}
    out = []
    for (a, b), relation in sorted(relations.items()):
        direction, third, reason = found[a, b]
        passages = shared[a, b].passages if (a, b) in shared else ()
        ids = (readings[a].document.id, readings[b].document.id)
        reasons = (_what(relation, shared.get((a, b))), reason) if reason else (_what(relation, shared.get((a, b))),)
        out.append(
            Copy(
                a=ids[0],
                b=ids[1],
                relation=relation,
                direction=direction,
                from_=third,
                passages=passages,
                reasons=reasons,
            )
        )
    return out


def revisions(readings: Sequence[Reading], found: Sequence[Copy]) -> dict[str, str]:
    """Documents that are later versions of another of the same outlet, with the version before them.

    Copies of the whole, or pages of one address, in order of modification or publication; none where that is unknown.
    """
    of = {r.document.id: r.document for r in readings}
    pages: dict[str, list[Document]] = defaultdict(list)
    for a, b in ((of[c.a], of[c.b]) for c in found if c.relation == "verbatim_copy"):
        if a.outlet and b.outlet and name_key(a.outlet) == name_key(b.outlet) and _version(a) != _version(b):
            early, late = sorted((a, b), key=_version)
            if _version(early):
                pages[late.id].append(early)
    return {late: max(versions, key=lambda d: (_version(d), d.id)).id for late, versions in pages.items()}


def _version(document: Document) -> str:
    """The instant or day of a version, comparable as text; "" if unknown."""
    return document.modified or document.published.value or document.captured or ""


def _written(readings: Sequence[Reading], people: Mapping[str, Actor]) -> list[str]:
    outlets = [r.document.outlet for r in readings if r.document.outlet]
    return sorted({a.name for a in people.values() if a.kind in ("agency", "outlet")}) + sorted(set(outlets))


def _together(sayings: Sequence[Saying], said: Sequence[Statement]) -> dict[Pair, list[tuple[Saying, Saying]]]:
    """Pairs of sayings of one statement in two documents, by the pair of documents."""
    by_id = {s.attribution.id: s for s in sayings}
    found: dict[Pair, list[tuple[Saying, Saying]]] = defaultdict(list)
    for one in said:
        group = sorted((by_id[a] for a in one.attributions), key=lambda s: (s.reading, s.number))
        for n, first in enumerate(group):
            for second in group[n + 1 :]:
                if first.reading != second.reading:
                    found[first.reading, second.reading].append((first, second))
    return found


def _same_quote(both: Sequence[tuple[Saying, Saying]]) -> bool:
    """Whether two documents quote the same utterance, beyond one term that both put in quotation marks."""
    quoted = 0
    for one, two in both:
        if not one.runs or not two.runs:
            continue
        shared = {w for run in one.runs for w in run} & {w for run in two.runs for w in run}
        if not any(weight(w) > 0 for w in shared):
            continue
        whole = {run for run in one.runs if len(run) <= TERM} & {run for run in two.runs if len(run) <= TERM}
        term = any(run[0] in ("a", "an", "the") for run in whole)
        quoted += 0 if term else 1
    return quoted > 0


def _what(relation: CopyRelation, shared: Shared | None) -> str:
    if relation == "same_quote_only" or shared is None:
        return "the same quotation, no copied wording besides"
    return (
        f"{shared.copied} copied words outside quotation marks, {round(100 * min(1.0, shared.share))} % of the shorter"
    )


def _first(case: Case, pair: Pair, relation: CopyRelation, both: Sequence[tuple[Saying, Saying]]) -> Found:
    """The direction that two documents state by themselves: credits, own dispatches, named carriers."""
    a, b = pair
    votes = {v for v in (_credit(case, a, b), _flip(_credit(case, b, a))) if v}
    if not votes and relation != "same_quote_only":
        votes = {v for v in (_same_third(case, a, b), _own(case, a, b), _flip(_own(case, b, a))) if v}
    if relation == "same_quote_only":
        quoted = [(one, two) for one, two in both if one.runs and two.runs]
        cast = [_carried(case, one, two) for one, two in quoted]
        votes = {v for v in cast if v and (v[0] != "both_from" or 2 * cast.count(v) > len(cast))}
        if not any(cast):
            put_out = {_put_out(case, one, two) for one, two in quoted}
            votes = {v for v in put_out if v} if len(put_out) == 1 else set()
    return _agreed(votes)


def _agreed(votes: set[Found]) -> Found:
    """What all reasons say, those that one took it from the other before a common third; unknown if they differ."""
    votes = {v for v in votes if v[0] != "both_from"} or votes
    if len({v[:2] for v in votes}) == 1:
        return min(votes, key=lambda v: v[2])
    return ("unknown", None, "the reasons contradict each other" if votes else "")


def _flip(found: Found | None) -> Found | None:
    if found is None or found[0] not in ("a_from_b", "b_from_a"):
        return found
    return ("a_from_b" if found[0] == "b_from_a" else "b_from_a", *found[1:])


def _credit(case: Case, a: int, b: int) -> Found | None:
    """a credits the outlet of b."""
    where = case.credits[a].named.get(case.outlets[b])
    if not where or case.outlets[b] in ((), case.outlets[a]):
        return None
    return ("a_from_b", None, f"credited in the {where}")


def _same_third(case: Case, a: int, b: int) -> Found | None:
    """Both credit the same newsroom, which is neither's own."""
    third = sorted(case.credits[a].named.keys() & case.credits[b].named.keys())
    if len(third) != 1:
        return None
    return ("both_from", case.names.get(third[0]), "both credit it")


def _own(case: Case, a: int, b: int) -> Found | None:
    """b is the agency's own dispatch, or signed by its own reporters, and not later than a, which credits nobody."""
    if case.outlets[a] == case.outlets[b] or not case.credits[b].own or case.credits[a].own or case.credits[b].named:
        return None
    gap = _gap(case.readings[b], case.readings[a])
    if gap is None or gap <= 0:
        return None
    return ("a_from_b", None, "the other names its own reporters or desk and is earlier")


def _later(
    case: Case, pair: Pair, mine: Shared, near: Mapping[int, list[tuple[int, int]]], found: Mapping[Pair, Found]
) -> Found | None:
    """One came out well before the other, neither credits anybody, and it has more of its own; nor is there another
    document that the later one could have it from as well, but copies of the earlier."""
    for a, b in (pair, pair[::-1]):
        gap = _gap(case.readings[b], case.readings[a])
        if gap is None or gap < LAG or case.outlets[a] == case.outlets[b]:
            continue
        left = dict(zip((mine.a, mine.b), mine.left, strict=True))
        if case.credits[a].named or case.credits[b].named or left[b] < left[a]:
            return None
        others = [x for x, copied in near[a] if x != b and 5 * copied >= 4 * mine.copied]
        if any(not _derived(x, b, found) and _could_be(case, x, a) for x in others):
            return None
        vote: Found = ("a_from_b", None, "the other is earlier and has paragraphs that this one lacks")
        return vote if (a, b) == pair else _flip(vote)
    return None


def _derived(x: int, b: int, found: Mapping[Pair, Found]) -> bool:
    """Whether x is known to have its wording from b."""
    return found.get((min(x, b), max(x, b)), UNKNOWN)[0] == ("a_from_b" if x < b else "b_from_a")


def _could_be(case: Case, x: int, a: int) -> bool:
    """Whether a could have it from x: not if x is known to be later."""
    gap = _gap(case.readings[x], case.readings[a])
    return gap is None or gap >= 0


def _gap(early: Reading, late: Reading) -> float | None:
    """Seconds from one publication to the other, if both are known; days only where one gives no time."""
    one, two = early.document.published.value, late.document.published.value
    if not one or not two:
        return None
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(two)
    except ValueError:
        return None
    if len(one) <= 10 or len(two) <= 10 or (first.tzinfo is None) != (second.tzinfo is None):
        return float((second.date() - first.date()).days * 86400)
    return (second - first).total_seconds()


def _carried(case: Case, one: Saying, two: Saying) -> Found | None:
    """The chains of one statement in two documents: one names the other's outlet, or both the same carrier."""
    mine, theirs = _carriers(case, one.attribution), _carriers(case, two.attribution)
    a, b = case.outlets[one.reading], case.outlets[two.reading]
    if a == b:
        return None
    if b in mine and a not in theirs:
        return ("a_from_b", None, "named as the carrier")
    if a in theirs and b not in mine:
        return ("b_from_a", None, "named as the carrier")
    common = sorted(mine & theirs)
    if len(common) == 1:
        return ("both_from", case.names.get(common[0]), "both name it as the carrier")
    return None


def _put_out(case: Case, one: Saying, two: Saying) -> Found | None:
    """Both state, and without a carrier, that the words are of the same speaker's statement, letter or post."""
    speaker = case.people.get(one.speaker or "")
    if speaker is None or one.speaker != two.speaker or case.outlets[one.reading] == case.outlets[two.reading]:
        return None
    chains = [[h for h in x.attribution.chain if h.role != "outlet" and h.basis != "inferred"] for x in (one, two)]
    if any(h.role == "carrier" for chain in chains for h in chain):
        return None
    mine, theirs = ({written(h.name) for h in c if h.role == "medium" and h.basis == "stated"} for c in chains)
    if len(mine) != 1 or mine != theirs or mine == {None}:
        return None
    return ("both_from", speaker.name, "both quote what it put out in writing")


def written(medium: str | None) -> str | None:
    """What sort of thing put out in writing a medium is: the word of the vocabulary that its name ends with."""
    if not medium or not (found := WRITTEN.search(medium.lower())):
        return None
    return found.group().removesuffix("s")


def _carriers(case: Case, one: Attribution) -> set[tuple[str, ...]]:
    found = set()
    for hop in one.chain:
        if hop.role == "carrier" and hop.basis != "inferred":
            actor = case.people.get(hop.actor or "")
            name = actor.name if actor else hop.name
            if name:
                found.add(case.known.get(name_key(name), name_key(name)))
    return found


def _by_third(case: Case, pair: Pair, found: Found, of: Mapping[int, set[int]]) -> Found:
    """Two documents that each took the same words from a third document of the collection: both from its outlet."""
    a, b = pair
    if found[0] in ("a_from_b", "b_from_a"):
        return found
    sources = of.get(a, set()) & of.get(b, set())
    outlets = {case.outlets[c] for c in sources if c not in pair}
    if len(outlets) != 1:
        return found
    key = outlets.pop()
    name = case.names.get(key)
    if found[0] == "both_from" and found[1] not in (None, name):
        return found
    return ("both_from", name, "both took it from there")


def _sources(found: Mapping[Pair, Found]) -> dict[int, set[int]]:
    """For each document those that it took words from."""
    out: dict[int, set[int]] = defaultdict(set)
    for (a, b), (direction, _, _) in found.items():
        if direction == "a_from_b":
            out[a].add(b)
        if direction == "b_from_a":
            out[b].add(a)
    return out
