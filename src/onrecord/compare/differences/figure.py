"""Figures that count the same thing and differ.

Figures of a story are put into blocks by what they measure; two are compared if the words around them say that they
count the same thing. Copies of one sentence are one figure. Of a count that grows, only steps next to each other
in time are compared.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.compare.claims import Draft, Groups, overlap
from onrecord.compare.context import Context
from onrecord.compare.differences.measure import Quantity, middle, near, quantity, relation
from onrecord.compare.differences.sides import difference
from onrecord.compare.wordwork import WORD, fold, plain, stem
from onrecord.model import Difference, DifferenceClass, Figure, Place, Span

REACH = 10  # words on each side that tell what a figure counts
POSTINGS = 40
WINDOW = 30
PEOPLE = frozenset(["people"])
COUNTED = "people"


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what tells what it counts."""

    figure: Figure
    quantity: Quantity
    noun: str | None  # stem of the counted noun
    near: frozenset[str]  # stems beside it
    around: frozenset[str]  # stems of its sentence
    sentence: int
    speaker: str | None  # None in the outlet's own voice
    claims: frozenset[str]
    statements: frozenset[str]
    dated: bool  # the sentence says of when it is
    day: str  # of when it is, or of its publication


RATES = frozenset(["day", "week", "month", "year", "hour", "minute", "person", "head", "share", "household"])
NOW = re.compile(
    r"\b(?:now|so far|latest|up from|down from|ris(?:en|es|ing)|rose|reached|as of|has grown|to date|still)\b", re.I
)
REASONS = {
    "conversion": "{what}: the same in another unit",
    "rounding": "{what}: one is a rounding of the other",
    "hedge": "{what}: the hedged figure takes in the other",
    "holders": "{what}: two holders give two figures",
    "over_time": "{what}: the figure changes from {first} to {last}",
    "contradiction": "{what}: figures that exclude each other for the same thing",
    "unclear": "{what}: figures that differ, with nothing said of when or how they were counted",
    "counted": "the same number, of {one} here and of {other} there",
}


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    """The differences between figures, story by story."""
    places: dict[str, list[tuple[Span, str, bool]]] = defaultdict(list)
    for draft in drafts:
        for piece in draft.pieces:
            places[piece.document].append((piece.span, draft.claim.id, draft.claim.kind == "statement"))
    for story, docs in context.stories:
        found = [c for doc in docs for f in context.readings[doc].figures if (c := _count(context, f, places[doc]))]
        yield from _story(context, story, found)


# ------------------------------------------------------------------------------------------ what a figure counts
def _count(context: Context, figure: Figure, claims: list[tuple[Span, str, bool]]) -> Count | None:
    doc = figure.document
    text = context.document(doc).text
    sentence = context.sentence(doc, figure.span)
    left = list(WORD.finditer(text, sentence.start, figure.span.start))
    right = list(WORD.finditer(text, figure.span.end, sentence.end))
    inside = [m.group() for m in WORD.finditer(text, figure.span.start, figure.span.end)]
    close = [m.group() for m in (*left[-REACH:], *right[:REACH])] + [w for w in inside if not w[0].isdigit()]
    said = context.holders(doc, figure.span)
    noun = _noun(text, figure, inside, [m.group() for m in right[:3]])
    dates = [
        t for t in context.readings[doc].times if sentence.holds(t.span) and t.type in ("DATE", "TIME") and t.latest
    ]
    return Count(
        figure=figure,
        quantity=quantity(figure, noun if figure.unit is None else None),
        noun=noun,
        near=_telling(close),
        around=_telling([m.group() for m in (*left, *right)]),
        sentence=context.sentence_index(doc, figure.span.start) or 0,
        speaker=(said[0].speaker or said[0].id) if said else None,
        claims=frozenset(c for span, c, _ in claims if span.meets(figure.span)),
        statements=frozenset(c for span, c, told in claims if told and span.meets(figure.span)),
        dated=bool(dates) or bool(NOW.search(sentence.of(text))),
        day=max((t.latest for t in dates if t.latest), default=None) or context.document(doc).published.latest or "",
    )


def _telling(found: list[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in found if fold(w) not in plain() and not w[0].isdigit())


def _noun(text: str, figure: Figure, inside: list[str], right: list[str]) -> str | None:
    """The stem of what is counted: the last word of the figure, or the first telling word behind it."""
    tail = [w for w in inside if not w[0].isdigit() and fold(w) not in plain()]
    if tail and len(inside) > 1:
        return stem(tail[-1])
    if text[figure.span.end : figure.span.end + 1] in ("", ".", ",", ";", ":", "\n"):
        return None
    return next((stem(w) for w in right if fold(w) not in plain()), None)


# ------------------------------------------------------------------------------------------ which count the same
def _pairs(found: list[Count]) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: near each other in value in one dimension, or in one claim, or sharing telling words."""
    out: set[tuple[int, int]] = set()
    blocks: dict[str, list[int]] = defaultdict(list)
    claims: dict[str, list[int]] = defaultdict(list)
    stems: dict[str, list[int]] = defaultdict(list)
    for i, c in enumerate(found):
        blocks[c.quantity.dimension].append(i)
        for claim in c.claims:
            claims[claim].append(i)
        for word in c.near:
            stems[word].append(i)
    for members in blocks.values():
        members.sort(key=lambda i: (middle(found[i].quantity), i))
        for n, i in enumerate(members):
            for j in members[n + 1 : n + 1 + WINDOW]:
                if near(found[i].quantity, found[j].quantity) <= 0.3:
                    break
                out.add((min(i, j), max(i, j)))
    for table in (claims, stems):
        for members in table.values():
            if len(members) <= POSTINGS:
                out.update((i, j) for i in members for j in members if i < j)
    yield from sorted(out)


def _score(context: Context, story: str, a: Count, b: Count) -> float:
    """How surely two figures count the same thing; 0 if they do not, 1 and more if they do for certain."""
    kind = relation(a.quantity, b.quantity)
    if kind is None and _same_number(a, b) and a.figure.document != b.figure.document:
        return 0.4 if overlap(context, story, a.around, b.around) > 0.12 else 0.0
    if kind is None or (a.figure.document == b.figure.document and not _two_holders(a, b)):
        return 0.0
    close = near(a.quantity, b.quantity)
    beside = overlap(context, story, a.near, b.near)
    around = overlap(context, story, a.around, b.around)
    same_noun = a.noun is not None and a.noun == b.noun
    together = bool(a.claims & b.claims)
    if a.figure.document == b.figure.document:
        return 0.5 + close if abs(a.sentence - b.sentence) <= 1 and close >= 0.2 and _elliptic(a, b) else 0.0
    if kind == "conversion" and a.quantity.unit != b.quantity.unit:
        return 1.0 + beside + 0.5 * together if close > 0.9 else 0.0
    if a.speaker and a.speaker == b.speaker and close >= 0.9 and middle(a.quantity) >= 100:
        return 0.7 + beside + 0.5 * close
    if together and (beside >= 0.3 or same_noun or close >= 0.8):
        return 0.8 + beside + close
    if close >= 0.9 and middle(a.quantity) >= 100 and (beside > 0.1 or around > 0.15):
        return 0.6 + beside + 0.5 * close
    if kind == "hedge" and close >= 0.8 and middle(a.quantity) >= 1000 and beside > 0.1:
        return 0.5 + beside + 0.5 * close
    if a.noun is None or b.noun is None:
        beside *= 0.5
    if close >= 0.45 and (beside >= 0.35 or beside + around >= 0.55 or (same_noun and beside >= 0.25)):
        return 0.3 + beside + 0.5 * close
    growing = a.quantity.dimension in PEOPLE and min(middle(a.quantity), middle(b.quantity)) >= 10
    if growing and a.dated and b.dated and beside >= 0.3 and beside + around >= 0.8:
        return 0.2 + beside
    return 0.0


def _same_number(a: Count, b: Count) -> bool:
    """Whether one large number counts one thing here and another there."""
    x, y = a.quantity, b.quantity
    money = (
        COUNTED in (a.figure.unit, b.figure.unit)
        or None in (a.figure.unit, b.figure.unit)
        or "people" in (x.unit, y.unit)
    )
    return x.value is not None and x.value == y.value and x.value >= 1000 and x.value % 10**4 == 0 and money


def _two_holders(a: Count, b: Count) -> bool:
    return a.speaker is not None and b.speaker is not None and a.speaker != b.speaker


def _elliptic(a: Count, b: Count) -> bool:
    """Whether the later one of two figures in one document leaves out what it counts, or says the same."""
    later = max(a, b, key=lambda c: c.figure.span)
    return later.noun is None or a.noun == b.noun


def _links(context: Context, story: str, found: list[Count]) -> dict[tuple[int, int], float]:
    """Pairs that count the same thing, with their score: for each figure the best partner in each other document."""
    scored = {p: s for p in _pairs(found) if (s := _score(context, story, found[p[0]], found[p[1]])) > 0}
    best: dict[tuple[int, str], float] = defaultdict(float)
    for (i, j), score in scored.items():
        for one, other in ((i, j), (j, i)):
            key = (one, found[other].figure.document)
            best[key] = max(best[key], score)
    return {
        (i, j): s
        for (i, j), s in scored.items()
        if s >= best[i, found[j].figure.document] and s >= best[j, found[i].figure.document]
    }


# ------------------------------------------------------------------------------------------ rows
Step = tuple[int, int, float]  # two figures and how surely they count the same thing


def _story(context: Context, story: str, found: list[Count]) -> Iterator[Difference]:
    """One difference for each step between distinct values of one quantity."""
    links = _links(context, story, found)
    nodes = _nodes(found, links)
    members = {nodes.find(g[0]): g for g in nodes.groups()}
    steps: dict[tuple[int, int], Step] = {}
    for (i, j), score in sorted(links.items()):
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
        if relation(one.quantity, two.quantity) in ("conversion", "same"):
            x, y = sorted(((one.figure.document, one.quantity.unit), (two.figure.document, two.quantity.unit)))
            if (*x, *y) in units:
                continue
            units.add((*x, *y))
        yield _row(context, found, members[a], members[b], step)


def _nodes(found: list[Count], links: dict[tuple[int, int], float]) -> Groups:
    """Figures that say the same number of the same thing are one."""
    nodes = Groups(range(len(found)))
    for i, j in sorted(links):
        a, b = found[i].quantity, found[j].quantity
        if a.unit == b.unit and (a.low, a.high, a.value) == (b.low, b.high, b.value):
            nodes.join(i, j)
    large: dict[tuple[object, ...], int] = {}
    for i, c in enumerate(found):
        q = c.quantity
        if middle(q) >= 1000:
            key = (q.low, q.high, q.unit)
            nodes.join(large.setdefault(key, i), i)
    return nodes


def _tells(a: Count, b: Count) -> bool:
    """Whether two figures say something different: another unit or another number, not only another hedge."""
    kind = relation(a.quantity, b.quantity)
    if kind is None:
        return True
    if kind == "same" and (a.quantity.value is None) != (b.quantity.value is None):
        return True
    if a.quantity.unit != b.quantity.unit and kind in ("same", "conversion"):
        return True
    if kind in ("same", "hedge") and a.quantity.value is not None and a.quantity.value == b.quantity.value:
        return False
    wide = any(q.value is None and q.low > 0 and q.high > 1.3 * q.low for q in (a.quantity, b.quantity))
    return kind != "same" and not (wide and kind == "hedge")


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
    return relation(a.quantity, b.quantity) in ("hedge", "rounding", "conversion", "same")


def _class(a: Count, b: Count) -> tuple[str, DifferenceClass]:
    """The reason and the class of a step."""
    kind = relation(a.quantity, b.quantity)
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
    moved = a.day != b.day and "" not in (a.day, b.day)
    if a.dated and b.dated and moved and a.quantity.dimension in PEOPLE and not a.statements & b.statements:
        return "over_time", "over_time"
    if _two_holders(a, b):
        return "holders", "compatible"
    if a.statements & b.statements:
        return "contradiction", "contradiction"
    if (a.dated or b.dated) and a.day != b.day:
        return "over_time", "over_time"
    if a.claims & b.claims and a.noun == b.noun:
        return "contradiction", "contradiction"
    return "unclear", "compatible"
