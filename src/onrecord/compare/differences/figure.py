"""Figures that count the same thing and differ.

Copies of one sentence are one figure. Of a count that grows, only steps next to each other in time are compared; of
the rest as many pairs as join what belongs together.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord.compare.alike import Groups, cover
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.counting import PEOPLE, Count, counts, links, same_document, stand, two_holders
from onrecord.compare.differences.sides import difference, short
from onrecord.compare.measure import middle
from onrecord.model import Difference, DifferenceClass, Place, Span

CHANGED = re.compile(
    r"\b(?:up|down|rising|falling|compared with|against|rose|fell|grew|risen|fallen)\b[^.;]{0,20}\b(?:from|with)?\s*$"
)
ALIKE = 0.6  # share of the words beside two figures; no contradiction of the keyed stories has less
REASONS = {
    "conversion": "{what}: the same in another unit",
    "rounding": "{what}: one is a rounding of the other",
    "hedge": "{what}: the hedged figure takes in the other",
    "holders": "{what}: two holders give two figures",
    "over_time": "{what}: the figure changes from {first} to {last}",
    "contradiction": "{what}: figures that exclude each other for the same thing",
    "unclear": "{what}: figures that differ, with nothing said of when or how they were counted",
    "money": "{what}: the same sum in another currency, as one document gives both",
    "lost": "{what}: said by {who} in one, in the outlet's own voice in the other",
    "counted": "the same number, of {one} here and of {other} there",
}


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    """The differences between figures, story by story."""
    for story, found in counts(context, drafts):
        yield from _story(context, story, found)
        yield from _stated_changes(context, found)
        yield from _two_currencies(context, found)


# ------------------------------------------------------------------------------------------ rows
Step = tuple[int, int, float]  # two figures and how surely they count the same thing


def _story(context: Context, story: str, found: list[Count]) -> Iterator[Difference]:
    """One difference for each step between distinct values of one quantity."""
    tied = links(context, story, found)
    nodes = _nodes(found, tied)
    members = {nodes.find(g[0]): g for g in nodes.groups()}
    steps: dict[tuple[int, int], Step] = {}
    for (i, j), score in sorted(tied.items()):
        a, b = sorted((nodes.find(i), nodes.find(j)))
        if a != b and _tells(found[i], found[j]) and ((a, b) not in steps or steps[a, b][2] < score):
            steps[a, b] = (i, j, score)
    rank = {
        n: min((context.order[found[i].figure.document], found[i].figure.span, i) for i in g)
        for n, g in members.items()
    }
    moving = {k: s for k, s in steps.items() if _class(found[s[0]], found[s[1]])[1] == "over_time"}
    chosen = [
        *_forest(found, {k: s for k, s in steps.items() if k not in moving}, rank),
        *_chains(found, moving, members),
    ]
    units: set[tuple[str, str, str, str]] = set()
    for (a, b), step in chosen:
        one, two = found[step[0]], found[step[1]]
        if stand(one, two) in ("conversion", "same"):
            x, y = sorted(((one.figure.document, one.quantity.unit), (two.figure.document, two.quantity.unit)))
            if (*x, *y) in units:
                continue
            units.add((*x, *y))
        yield _row(context, found, members[a], members[b], step)
    yield from _lost(context, found, tied)


def _nodes(found: list[Count], tied: dict[tuple[int, int], float]) -> Groups:
    """Figures that say the same number of the same thing are one."""
    nodes = Groups(range(len(found)))
    for i, j in sorted(tied):
        if _same(found[i], found[j]):
            nodes.join(i, j)
    large: dict[tuple[float | None, ...], list[int]] = defaultdict(list)
    for i, c in enumerate(found):
        if middle(c.quantity) >= 1000:
            large[c.figure.low, c.figure.high, c.figure.value].append(i)
    for same in large.values():
        units = {found[i].quantity.unit for i in same} - {""}
        for i in same[1:]:
            if len(units) <= 1:
                nodes.join(same[0], i)
    return nodes


def _same(a: Count, b: Count) -> bool:
    """Whether two figures are the same number in the same unit, which one of them may leave out."""
    same_unit = a.quantity.unit == b.quantity.unit or "" in (a.quantity.unit, b.quantity.unit)
    mine, theirs = ((c.figure.low, c.figure.high, c.figure.value) for c in (a, b))
    return same_unit and mine == theirs


def _tells(a: Count, b: Count) -> bool:
    """Whether two figures say something different: another unit or another number, not only another hedge."""
    kind = stand(a, b)
    if kind is None:
        return True
    if kind == "same" and (a.quantity.value is None) != (b.quantity.value is None):
        return True
    if a.quantity.unit != b.quantity.unit and kind in ("same", "conversion"):
        return "" not in (a.quantity.unit, b.quantity.unit)
    if kind in ("same", "hedge") and a.quantity.value is not None and a.quantity.value == b.quantity.value:
        return False
    wide = any(q.value is None and q.low > 0 and q.high > 1.3 * q.low for q in (a.quantity, b.quantity))
    return kind != "same" and not (wide and kind == "hedge" and not a.claims & b.claims)


def _forest(
    found: list[Count], steps: dict[tuple[int, int], Step], rank: dict[int, tuple[int, Span, int]]
) -> Iterator[tuple[tuple[int, int], Step]]:
    """As many steps as join what belongs together, those from the first report first; figures that agree and figures
    that do not are joined apart."""
    for easy in (True, False):
        joined = Groups(rank)
        for key in sorted(steps, key=lambda k: sorted((rank[k[0]], rank[k[1]]))):
            i, j, _ = steps[key]
            if _is_easy(found[i], found[j]) == easy and joined.find(key[0]) != joined.find(key[1]):
                joined.join(*key)
                yield key, steps[key]


def _chains(
    found: list[Count], steps: dict[tuple[int, int], Step], members: dict[int, list[int]]
) -> Iterator[tuple[tuple[int, int], Step]]:
    """Of a count that changes the steps between values next to each other in time."""
    joined = Groups(sorted({n for key in steps for n in key}))
    for key in steps:
        joined.join(*key)
    for group in joined.groups():
        when = {n: min(found[i].day or "9999" for i in members[n]) for n in group}
        line = sorted(group, key=lambda n: (when[n], middle(found[n].quantity), n))
        for a, b in itertools.pairwise(line):
            if when[a] != when[b]:
                key = (min(a, b), max(a, b))
                yield key, steps.get(key, (members[a][0], members[b][0], 0.5))


def _is_easy(a: Count, b: Count) -> bool:
    return stand(a, b) in ("hedge", "rounding", "conversion", "same")


def _class(a: Count, b: Count) -> tuple[str, DifferenceClass]:
    """The reason and the class of a step."""
    kind = stand(a, b)
    if kind == "different":
        return _apart(a, b)
    if kind is None:
        return "counted", "compatible"
    return (
        "conversion" if kind == "same" and a.quantity.unit != b.quantity.unit else "hedge" if kind == "same" else kind
    ), "compatible"


def _row(context: Context, found: list[Count], ones: list[int], others: list[int], step: Step) -> Difference:
    a, b = found[step[0]], found[step[1]]
    reason, class_ = _class(a, b)
    first, last = sorted((a.day, b.day))
    return difference(
        context,
        "figure",
        class_,
        [Place(found[n].figure.document, found[n].figure.span) for n in ones],
        [Place(found[n].figure.document, found[n].figure.span) for n in others],
        REASONS[reason].format(
            what=_what(context, a, b),
            one=a.quantity.unit,
            other=b.quantity.unit,
            first=first or "one day",
            last=last or "another",
        ),
        next(iter(sorted(a.claims & b.claims)), None),
        round(min(1.0, step[2] / 2), 2),
    )


def _what(context: Context, a: Count, b: Count) -> str:
    """What both count, in the words of the documents."""
    for c in (a, b):
        if c.figure.of and c.figure.of in context.document(c.figure.document).text:
            return c.figure.of
    return context.text(a.figure.document, a.figure.span)


def _apart(a: Count, b: Count) -> tuple[str, DifferenceClass]:
    """The class of two figures that exclude each other."""
    moved = a.day != b.day
    if (
        a.dated
        and b.dated
        and moved
        and PEOPLE in (a.quantity.dimension, b.quantity.dimension)
        and not a.statements & b.statements
    ):
        return "over_time", "over_time"
    if a.statements & b.statements:
        return "contradiction", "contradiction"
    if two_holders(a, b):
        return "holders", "compatible"
    later = moved and (a.dated or b.dated)
    repeated = a.speaker is not None and later  # on another occasion
    if not repeated and a.claims & b.claims and a.noun == b.noun and _said_alike(a, b):
        return "contradiction", "contradiction"
    return ("over_time", "over_time") if later else ("unclear", "compatible")


def _said_alike(a: Count, b: Count) -> bool:
    """Whether the words beside two figures are mostly the same. Asked before two figures that no speaker gives are said
    to exclude each other: two cars have two weights, and both are described in much the same words, but for the names
    that each sentence has and the other has not."""
    mine, theirs = (c.near - {c.noun} for c in (a, b))
    if a.titles - b.titles and b.titles - a.titles:
        return False
    return len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))


# ------------------------------------------------------------------------------------------ what one document says
def _stated_changes(context: Context, found: list[Count]) -> Iterator[Difference]:
    """ "4.5 million, up from 4 million": the earlier figure, where another document has it, against the later one."""
    for now, then in itertools.pairwise(found):
        if (
            not same_document(now, then)
            or now.sentence != then.sentence
            or now.figure.span.end > then.figure.span.start
        ):
            continue
        between = context.text(now.figure.document, Span(now.figure.span.end, then.figure.span.start))
        if not CHANGED.search(between) or stand(now, then) != "different":
            continue
        before = [
            c
            for c in found
            if c.figure.document != now.figure.document
            and c.quantity.value == then.quantity.value
            and (c.quantity.unit == now.quantity.unit or (c.noun and c.noun == now.noun))
            and c.around & now.around
            and context.document(c.figure.document).text[c.figure.span.start - 1 : c.figure.span.start] != "("
        ]
        if before:
            places = [Place(c.figure.document, c.figure.span) for c in before]
            here = [Place(now.figure.document, now.figure.span)]
            first, last = before[0].day or "one day", now.day or "another"
            reason = REASONS["over_time"].format(what=_what(context, before[0], now), first=first, last=last)
            yield difference(context, "figure", "over_time", places, here, reason)


def _two_currencies(context: Context, found: list[Count]) -> Iterator[Difference]:
    """ "50 million crowns (4 million euros)" against a document that gives the euros only."""
    for main, other in itertools.pairwise(found):
        doc = main.figure.document
        if not same_document(main, other) or main.figure.span.end > other.figure.span.start:
            continue
        between = context.text(doc, Span(main.figure.span.end, other.figure.span.start))
        if between.strip() != "(" or main.quantity.unit == other.quantity.unit:
            continue
        alone = [
            c
            for c in found
            if c.figure.document != doc
            and c.quantity.unit == other.quantity.unit
            and c.quantity.value == other.quantity.value
            and not any(
                same_document(c, d) and c.sentence == d.sentence and d.quantity.unit == main.quantity.unit
                for d in found
            )
        ]
        if alone:
            both = Place(doc, Span(main.figure.span.start, other.figure.span.end))
            places = [Place(c.figure.document, c.figure.span) for c in alone]
            reason = REASONS["money"].format(what=_what(context, main, alone[0]))
            yield difference(context, "figure", "compatible", [both], places, reason)
            return


def _lost(context: Context, found: list[Count], tied: dict[tuple[int, int], float]) -> Iterator[Difference]:
    """A figure that is somebody's in one document and the outlet's own in one that took its wording."""
    seen: set[tuple[str, int]] = set()
    for i, j in tied:
        for a, b in ((found[i], found[j]), (found[j], found[i])):
            took = context.copied(b.figure.document, a.figure.document) in ("from", "unknown")
            key = (b.figure.document, b.sentence)
            held = context.holders(a.figure.document, a.figure.span)  # none where the speaker gives a bare number
            if not held or b.speaker is not None or not took or a.claims & b.claims or key in seen:
                continue
            seen.add(key)
            said = held[0]
            whole = cover([*said.source, *said.cue, *said.content])
            bare = context.sentence(b.figure.document, b.figure.span)
            if short(context, said.document, whole) and short(context, b.figure.document, bare):
                who = context.actor_name(said.speaker) or said.speaker_text or "somebody"
                reason = REASONS["lost"].format(what=_what(context, a, b), who=who)
                here, there = [Place(said.document, whole)], [Place(b.figure.document, bare)]
                yield difference(context, "attribution", "wording", here, there, reason)
