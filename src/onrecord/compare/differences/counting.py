"""What a figure counts, and which figures of a story count the same thing.

The words beside a figure and those of its sentence tell what it counts; unit, value, claim and speaker tell how sure
it is that two figures are of one thing. Figures are compared in blocks only: near each other in value, in one claim,
or with words beside them in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from onrecord import words
from onrecord.compare.alike import overlap
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.measure import Quantity, Relation, middle, near, quantity, relation
from onrecord.compare.wordwork import WORD, fold, plain, stem
from onrecord.model import Figure, Span

REACH = 10  # words on each side that tell what a figure counts
POSTINGS = 40
WINDOW = 30
PEOPLE = "people"
NOW = re.compile(
    r"\b(?:now|so far|latest|up from|down from|ris(?:en|es|ing)|rose|reached|as of|has grown|to date|still)\b", re.I
)


HOLDER = re.compile(
    r"(?:But |And |However, )?(?P<who>[Tt]he [^,;:.“”\"]{3,60}?|[A-Z][^,;:.“”\"]{2,60}?)"
    r" (?:says?|said|claim(?:s|ed)|estimate[sd]|count(?:s|ed)|puts? it at|speaks? of|spoke of)"
    r"(?: (?:it was|there were|that|the figure was))? "
)


TITLE = re.compile(r"(?<=[^\W_,][ ])[A-Z][\w’'-]*\w|\b(?=\w*\d)(?=\w*[A-Z])\w+\b")


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what tells what it counts."""

    figure: Figure
    quantity: Quantity
    noun: str | None  # stem of the counted noun
    near: frozenset[str]  # stems beside it
    around: frozenset[str]  # stems of its sentence
    titles: frozenset[str]  # its capitalised words but the first, and names with digits in them ("K70")
    sentence: int
    speaker: str | None  # None in the outlet's own voice
    claims: frozenset[str]
    statements: frozenset[str]
    dated: bool  # the sentence says of when it is
    day: str  # of when it is, or of its publication


def counts(context: Context, drafts: tuple[Draft, ...]) -> Iterator[tuple[str, list[Count]]]:
    """(story, the counts of its documents in order)."""
    places: dict[str, list[tuple[Span, str, tuple[str, ...]]]] = defaultdict(list)
    for draft in drafts:
        for piece in draft.pieces:
            said = context.attributions[piece.attribution].statements if piece.attribution else ()
            places[piece.document].append((piece.span, draft.claim.id, said))
    for story, docs in context.stories:
        found = [(doc, f) for doc in docs for f in sorted(context.readings[doc].figures, key=lambda f: f.span)]
        yield story, [_count(context, f, places[doc]) for doc, f in found]


def _count(context: Context, figure: Figure, claims: list[tuple[Span, str, tuple[str, ...]]]) -> Count:
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
        quantity=quantity(figure, _unit(figure)),
        noun=noun,
        near=_telling(close),
        around=_telling([m.group() for m in (*left, *right)]),
        titles=frozenset(w.lower() for w in TITLE.findall(_blanked(context, figure, sentence))),
        sentence=context.sentence_index(doc, figure.span.start) or 0,
        speaker=(said[0].speaker or said[0].id) if said else bare_holder(text[sentence.start : figure.span.start]),
        claims=frozenset(c for span, c, _ in claims if span.meets(figure.span)),
        statements=frozenset(s for span, _, said in claims if span.meets(figure.span) for s in said),
        dated=bool(dates) or bool(NOW.search(sentence.of(text))),
        day=min(((_gap(t.span, figure.span), t.latest or "") for t in dates), default=(0, ""))[1]
        or context.document(doc).published.latest
        or "",
    )


def _blanked(context: Context, figure: Figure, sentence: Span) -> str:
    """The sentence of a figure without it and without time expressions: a month is no name."""
    text = context.text(figure.document, sentence)
    for span in (figure.span, *(t.span for t in context.times_in(figure.document, sentence))):
        first, end = span.start - sentence.start, span.end - sentence.start
        text = text[:first] + "," * (end - first) + text[end:]
    return text


def bare_holder(before: str) -> str | None:
    """Who is said to give a figure that is all that he is said to say: "The harbour office says 27"."""
    found = HOLDER.fullmatch(before)
    return f"bare {found['who'].lower()}" if found else None


def _gap(a: Span, b: Span) -> int:
    """The characters between two spans."""
    return max(a.start - b.end, b.start - a.end, 0)


@lru_cache(maxsize=1)
def _alike() -> dict[str, str]:
    """Stem of a counted noun -> the stem that stands for all that count the same."""
    return {stem(w): stem(row[0]) for row in words.table("counted")["same"] for w in row}


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    """Units that say how much, not what: money, measures, shares."""
    table = words.table("figures")
    return frozenset(
        [*table["currency_words"], *table["currency_signs"].values(), *table["measures"], *table["shares"]]
    )


def _unit(figure: Figure) -> str | None:
    """The unit to compare by, where it is not the figure's own: one word for all nouns that count the same."""
    return _alike().get(stem(figure.unit.split()[-1])) if figure.unit else None


def _telling(found: list[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in found if fold(w) not in plain() and not w[0].isdigit())


def _noun(text: str, figure: Figure, inside: list[str], right: list[str]) -> str | None:
    """The stem of what is counted: the last word of the figure, or the first telling word behind it."""
    tail = [w for w in inside if not w[0].isdigit() and fold(w) not in plain()]
    if tail and len(inside) > 1:
        found = stem(tail[-1])
    elif text[figure.span.end : figure.span.end + 1] in ("", ".", ",", ";", ":", "\n"):
        return None
    else:
        found = next((stem(w) for w in right if fold(w) not in plain()), "")
    return _alike().get(found, found) or None


# ------------------------------------------------------------------------------------------ how two stand
def stand(a: Count, b: Count) -> Relation | None:
    """How two figures stand to each other. One that leaves out what it counts may count what the other does; money
    and measures only where the two are beside each other, in one claim or of one speaker."""
    one, two = a.quantity, b.quantity
    if one.dimension != two.dimension and "" in (one.dimension, two.dimension):
        given = one if one.dimension else two
        beside = same_document(a, b) and abs(a.sentence - b.sentence) <= 1
        if given.unit not in _measures() or beside or a.claims & b.claims or (a.speaker and a.speaker == b.speaker):
            one, two = (replace(q, dimension=given.dimension, unit=given.unit, factor=1.0) for q in (one, two))
    if {one.dimension, two.dimension} == {"mass", "concentration"} and a.claims & b.claims:
        one, two = (quantity(c.figure, _per_litre(c.figure.unit or "")) for c in (a, b))
    return relation(one, two)


def _per_litre(unit: str) -> str:
    """A concentration whose second half is left out: "down to 0.1 milligrams"."""
    return unit if "/" in unit or " per " in unit else f"{unit} per litre"


def two_holders(a: Count, b: Count) -> bool:
    """Whether two figures are the words of two speakers."""
    return a.speaker is not None and b.speaker is not None and a.speaker != b.speaker


def same_document(a: Count, b: Count) -> bool:
    return a.figure.document == b.figure.document


# ------------------------------------------------------------------------------------------ which count the same
def links(context: Context, story: str, found: list[Count]) -> dict[tuple[int, int], float]:
    """Pairs that count the same thing, with their score: for each figure the best partner in each other document."""
    scored = {p: s for p in _pairs(found) if (s := _score(context, story, found[p[0]], found[p[1]])) > 0}
    best: dict[tuple[int, str], float] = defaultdict(float)
    for (i, j), score in scored.items():
        for one, other in ((i, j), (j, i)):
            key = (one, found[other].figure.document)
            best[key] = max(best[key], score)
    return {
        (i, j): s
        for (i, j), s in sorted(scored.items())
        if s >= best[i, found[j].figure.document] and s >= best[j, found[i].figure.document]
    }


def _pairs(found: list[Count]) -> list[tuple[int, int]]:
    """Pairs worth a look: near each other in value in one dimension, or in one claim, or sharing words beside them."""
    out: set[tuple[int, int]] = set()
    blocks: dict[str, list[int]] = defaultdict(list)
    tables: dict[str, list[int]] = defaultdict(list)
    for i, c in enumerate(found):
        blocks[c.quantity.dimension if c.quantity.unit in _measures() else ""].append(i)
        for key in (*c.claims, *(f"word {w}" for w in c.near)):
            tables[key].append(i)
    for members in blocks.values():
        members.sort(key=lambda i: (middle(found[i].quantity), i))
        for n, i in enumerate(members):
            for j in members[n + 1 : n + 1 + WINDOW]:
                if near(found[i].quantity, found[j].quantity) <= 0.3:
                    break
                out.add((min(i, j), max(i, j)))
    for members in tables.values():
        if len(members) <= POSTINGS:
            out.update((i, j) for i in members for j in members if i < j)
    for i, j in pairwise(range(len(found))):
        if same_document(found[i], found[j]):
            out.add((i, j))
    return sorted(out)


def _score(context: Context, story: str, a: Count, b: Count) -> float:
    """How surely two figures count the same thing; 0 if they do not, 1 and more if they do for certain."""
    if same_document(a, b):
        return _viewpoints(a, b)
    kind = stand(a, b)
    around = overlap(context, story, a.around, b.around)
    if kind is None:
        return 0.4 if around > 0.12 and _same_number(a, b) else 0.0
    beside = overlap(context, story, a.near, b.near)
    close = near(a.quantity, b.quantity)
    sure = _certain(a, b, kind, beside, close)
    return sure or _likely(a, b, kind, beside, around, close)


def _viewpoints(a: Count, b: Count) -> float:
    """Two figures of two speakers side by side in one document, the later of which leaves out what it counts."""
    if not two_holders(a, b) or abs(a.sentence - b.sentence) > 1 or stand(a, b) is None:
        return 0.0
    close = near(a.quantity, b.quantity)
    later = max(a, b, key=lambda c: c.figure.span)
    return 0.5 + close if close >= 0.2 and (later.noun is None or a.noun == b.noun) else 0.0


def _certain(a: Count, b: Count, kind: Relation, beside: float, close: float) -> float:
    """The score of figures that unit, speaker or claim tie to each other."""
    together = bool(a.claims & b.claims)
    if kind == "conversion" and a.quantity.unit != b.quantity.unit:
        return 1.0 + beside + 0.5 * together if close > 0.9 else 0.0
    if a.speaker and a.speaker == b.speaker and close >= 0.9 and middle(a.quantity) >= 100:
        return 0.7 + beside + 0.5 * close
    if together and (beside >= 0.3 or _same_noun(a, b) or close >= 0.8):
        return 0.8 + beside + close
    return 0.0


def _likely(a: Count, b: Count, kind: Relation, beside: float, around: float, close: float) -> float:
    """The score of figures that only value and words tie to each other."""
    if close >= 0.9 and middle(a.quantity) >= 100 and (beside > 0.1 or around > 0.15):
        return 0.6 + beside + 0.5 * close
    if kind == "hedge" and close >= 0.8 and middle(a.quantity) >= 1000 and beside > 0.1:
        return 0.5 + beside + 0.5 * close
    told = beside * (0.5 if a.noun is None or b.noun is None else 1.0)
    if kind == "different" and a.quantity.dimension == "share" and told < 0.45:
        return 0.0
    if close >= 0.45 and (told >= 0.35 or told + around >= 0.55 or (_same_noun(a, b) and told >= 0.2)):
        return 0.3 + told + 0.5 * close
    growing = (
        a.quantity.dimension == b.quantity.dimension == PEOPLE and min(map(middle, (a.quantity, b.quantity))) >= 10
    )
    if growing and a.dated and b.dated and beside >= 0.3 and beside + around >= 0.8:
        return 0.2 + beside
    return 0.0


def _same_noun(a: Count, b: Count) -> bool:
    """Whether both name the same thing counted (and not just the same money, measure or share)."""
    return (
        a.noun is not None
        and a.noun == b.noun
        and a.quantity.unit not in _measures()
        and a.figure.unit not in _measures()
    )


def _same_number(a: Count, b: Count) -> bool:
    """Whether one large round number counts people here and something else there."""
    x, y = a.quantity, b.quantity
    counted = PEOPLE in (x.dimension, y.dimension) and not {x.unit, y.unit} & _measures()
    return counted and x.value is not None and x.value == y.value and x.value >= 1000
