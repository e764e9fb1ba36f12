"""One person with different offices: another office, one more, or the same for somebody else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord import words
from onrecord.compare.alike import Groups
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.names import spelt
from onrecord.compare.differences.sides import difference
from onrecord.compare.wordwork import fold, name_key, plain, stem
from onrecord.model import Difference, DifferenceClass, Place, Role

REASONS = {
    "more": "one names an office that the other does not",
    "whose": "the same office, for somebody else",
    "rank": "the same office, of another rank",
    "top": "two offices that are not held at once",
    "other": "two different offices",
}


@dataclass(frozen=True, slots=True)
class Office:
    """An office in a title: its kind, its name, and the words that say of what."""

    kind: str
    name: str
    of: frozenset[str]
    former: bool


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    table = words.table("offices")
    kinds = {name: kind for kind in ("top", "voice", "other") for name in table[kind]}
    listed = "|".join(re.escape(n).replace(r"\ ", r"[ -]") for n in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?:s)?(?![\w-])", re.I), kinds


@lru_cache(maxsize=1)
def _ranks() -> frozenset[str]:
    return frozenset(stem(w) for w in words.table("offices")["ranks"])


@lru_cache(maxsize=8192)
def offices(title: str) -> tuple[Office, ...]:
    """The offices that a title names, each with the telling words of its own part of the title."""
    pattern, kinds = _pattern()
    table = words.table("offices")
    out = []
    for part in re.split(r"\band\b|,|;|&", title):
        found = list(pattern.finditer(part))
        if not found:
            continue
        name = fold(found[-1].group())
        kind = kinds.get(name) or kinds.get(name.replace("-", " ")) or kinds.get(name.removesuffix("s"), "other")
        rest = [fold(w) for w in re.findall(r"[\w’'-]+", part[: found[-1].start()] + " " + part[found[-1].end() :])]
        former = any(w.split("-")[0] in table["former"] for w in rest)
        of = frozenset(
            stem(w) for w in rest if w not in plain() and w not in table["loose"] and w not in table["former"]
        )
        out.append(Office(kind, "voice" if kind == "voice" else name, of, former))
    return tuple(out)


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for roles in _people(context):
        if len({r.document for r in roles}) > 1:
            yield from _person(context, roles)


def _people(context: Context) -> list[list[Role]]:
    """The roles of each person; two whose names are spellings of one name, and that share a story, are one."""
    people = [a for a in context.coverage.actors if a.kind == "person" and a.roles]
    groups = Groups(range(len(people)))
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, actor in enumerate(people):
        parts = name_key(actor.name).split()
        for story in sorted({context.story_of[r.document] for r in actor.roles if r.document in context.story_of}):
            for k in index[story, parts[-1]] if len(parts) > 1 else ():
                if spelt(parts, name_key(people[k].name).split()):
                    groups.join(n, k)
            index[story, parts[-1] if parts else ""].append(n)
    return [[r for n in group for r in people[n].roles] for group in groups.groups()]


def _person(context: Context, given: list[Role]) -> Iterator[Difference]:
    """The first title that names an office, against each later one that names another; one for each reason."""
    titled: dict[tuple[frozenset[str], frozenset[str]], list[Role]] = defaultdict(list)
    roles = [r for r in given if r.document in context.order and offices(r.title)]
    for role in sorted(roles, key=lambda r: (context.order[r.document], r.span)):
        found = offices(role.title)
        voiced = frozenset(s for o in found for s in o.of if o.kind == "voice" or s in _ranks())
        titled[frozenset(o.name for o in found), voiced].append(role)
    kept = [sorted(rows, key=lambda r: not offices(r.title)[0].of) for rows in titled.values()]
    done: set[str] = set()
    for n, ones in enumerate(kept):
        for others in kept[n + 1 :]:
            kind = _compared(offices(ones[0].title), offices(others[0].title))
            docs = {r.document for r in ones}
            there = [r for r in others if r.document not in docs]
            if not kind or kind in done or not there:
                continue
            if kind in ("other", "top") and _both_held(titled, ones[0], others[0]):
                continue
            done.add(kind)
            class_: DifferenceClass = {"more": "finer_detail", "other": "compatible"}.get(kind, "contradiction")  # type: ignore[assignment]
            yield difference(
                context,
                "role",
                class_,
                [Place(r.document, r.span) for r in ones],
                [Place(r.document, r.span) for r in there],
                REASONS[kind],
                keep=True,
            )


def _both_held(titled: Iterable[tuple[frozenset[str], frozenset[str]]], one: Role, other: Role) -> bool:
    """Whether some title gives both offices."""
    names = {o.name for r in (one, other) for o in offices(r.title)}
    return any(names <= held for held, _ in titled)


def _compared(a: tuple[Office, ...], b: tuple[Office, ...]) -> str:
    """How two titles differ; empty if they do not."""
    if any(o.former for o in a) != any(o.former for o in b):
        return ""
    if any(o.former for o in (*a, *b)):
        return "other" if {o.name for o in a}.isdisjoint(o.name for o in b) else ""
    mine, theirs = ({o.name: o for o in side} for side in (a, b))
    same = sorted(mine.keys() & theirs.keys())
    if same:
        if len(mine) != len(theirs):
            return "more"
        x, y = mine[same[0]], theirs[same[0]]
        if x.of ^ y.of and x.of ^ y.of <= _ranks():
            return "rank"
        return "whose" if x.kind == "voice" and x.of and y.of and x.of.isdisjoint(y.of) else ""
    kinds = {o.kind for o in (*a, *b)}
    return "top" if kinds == {"top"} else "other"
