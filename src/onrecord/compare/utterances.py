"""Statements that say the same: a speaker's words told twice, copied, or reworded by one outlet and not by another.

A statement is one act of saying; what is joined here may have been said on several occasions, and is one claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import fsum, log

from onrecord.compare import evidence as pieces
from onrecord.compare.alike import Groups, aligned, overlap
from onrecord.compare.context import Context
from onrecord.compare.evidence import Piece
from onrecord.compare.measure import Quantity, measured, middle, quantity, relation
from onrecord.compare.wordwork import folded
from onrecord.model import Span

LEAST_SHARED = 3
SAME_SPEAKER = 0.75  # weighted share of the shorter one's stems
WHOLE = 0.7
SAME_FIGURE = 0.4
CLOCK = re.compile(r"T\d\d:\d\d")
CONVERTED = 0.25  # the same where a figure is the other one in another unit
MARGIN = 3.0  # weight by which what two utterances share exceeds what either shares with a rival
LONE_MARGIN = 4.0  # the same where it is one word
MANY = 20  # utterances of one speaker in a story from which that grows with their number
PART = 0.25  # weighted share of the shorter one's stems that a paraphrase has
RECENT = 100  # earlier utterances of a speaker that a later one is held against
QUOTED = 4  # words of a quotation that tells
ALTERED = 0.75
SHARED_UNIT = 20  # a smaller number without a unit counts something else, as a rule


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement with what tells whether another one is the same: its quotations, all its `counts`, of these the
    `figures` with a unit, its days and its stems."""

    id: str
    speaker: str | None
    pieces: tuple[Piece, ...]
    documents: frozenset[str]
    quoted: tuple[tuple[str, ...], ...]
    counts: tuple[Quantity, ...]
    figures: tuple[Quantity, ...]
    days: frozenset[str]
    stems: frozenset[str]


def _utterance(context: Context, ident: str, speaker: str | None, found: tuple[Piece, ...]) -> Utterance:
    figures = _figures(context, found)
    said = (context.attributions[p.attribution].said.latest for p in found if p.attribution)
    return Utterance(
        ident,
        speaker,
        found,
        frozenset(p.document for p in found),
        _quoted(context, found),
        _counts(context, found),
        figures,
        frozenset(day for day in said if day),
        frozenset(s for p in found for s in p.stems) | _exact(context, found, figures),
    )


def _exact(context: Context, found: Sequence[Piece], figures: Sequence[Quantity]) -> frozenset[str]:
    """The times of day and the measures that some pieces give, however they are written: "half past five" is T05:30,
    30 centimetres are 0.3 metres."""
    times = (t.value for p in found for t in context.times_in(p.document, p.span) if t.type == "TIME")
    clocks = {clock.group() for value in times if (clock := CLOCK.search(value))}
    return frozenset(clocks | {f"{middle(q):.3g} {q.dimension}" for q in figures if measured(q.unit)})


def spoken_alike(context: Context, story: str) -> list[tuple[tuple[str, ...], tuple[Piece, ...]]]:
    """(statement ids, pieces) of each claim that rests on statements; the same words of one speaker are one claim."""
    rows = [
        _utterance(context, s.id, s.speaker, tuple(p for a in members for p in pieces.spoken(context, a)))
        for s, members in context.said_in[story]
    ]
    rows.sort(key=lambda r: (context.order[r.pieces[0].document], r.pieces[0].span, r.id))
    by_speaker: dict[str, list[int]] = defaultdict(list)
    groups = Groups(range(len(rows)))
    for n, row in enumerate(rows):
        if row.speaker is None:
            continue
        for other in by_speaker[row.speaker][-RECENT:]:
            if _same_words(context, story, row, rows[other]) or _same_figures(context, story, row, rows[other]):
                groups.join(n, other)
        by_speaker[row.speaker].append(n)
    _join_copies(context, groups, rows)
    for members in by_speaker.values():
        _join_closest(context, story, groups, rows, members)
    return [
        (tuple(rows[i].id for i in group), tuple(dict.fromkeys(p for i in group for p in rows[i].pieces)))
        for group in groups.groups()
    ]


def _join_copies(context: Context, groups: Groups, rows: Sequence[Utterance]) -> None:
    """Join utterances whose words stand in one document as a copy of the other, whoever the two say is speaking."""
    at: dict[str, list[tuple[Span, Piece, int]]] = defaultdict(list)
    for n, row in enumerate(rows):
        for piece in row.pieces:
            at[piece.document].append((piece.span, piece, n))
    for entries in at.values():
        entries.sort(key=lambda e: (e[0], e[2]))
    for doc, here in at.items():
        for other in context.partners.get(doc, ()):
            if doc >= other or other not in at:
                continue
            for s in context.shared_with.get((doc, other), ()):
                for piece, n in _meeting(here, s.span):
                    for there, k in _meeting(at[other], s.there):
                        alike = abs(len(piece.stems) - len(there.stems)) <= 0.4 * len(piece.stems)
                        if groups.find(n) != groups.find(k) and alike and aligned(context, piece, there) >= WHOLE:
                            groups.join(n, k)


def _join_closest(
    context: Context, story: str, groups: Groups, rows: Sequence[Utterance], members: Sequence[int]
) -> None:
    """Join a speaker's utterances in different documents that share much more of what tells than either does with
    anything else that the other's documents have of him: a paraphrase has one counterpart in a report, not two."""
    weights, other_weight = context.weights(story), context.unseen(story)
    shared: dict[int, dict[int, float]] = defaultdict(dict)
    for k, n in enumerate(members):
        for other in members[max(0, k - RECENT) : k]:
            if both := rows[n].stems & rows[other].stems:
                shared[n][other] = shared[other][n] = fsum(weights.get(s, other_weight) for s in both)
    documents: dict[int, set[str]] = defaultdict(set)
    for n in members:
        documents[groups.find(n)] |= rows[n].documents
    chance = 2 * log(max(1.0, len(members) / MANY))  # pairs that share so much by chance grow with the square
    close = sorted((-value, n, other) for n, near in shared.items() for other, value in near.items() if n < other)
    for value, n, other in close:
        a, b = rows[n], rows[other]
        if -value < MARGIN + chance and not (a.counts and b.counts):
            continue
        clock = any(CLOCK.fullmatch(s) for s in a.stems & b.stems)
        one, two = groups.find(n), groups.find(other)
        if one == two or (documents[one] & documents[two] and not clock):
            continue
        if (a.quoted and b.quoted) or _other_counts(a, b):  # nobody rewords inside quotation marks
            continue
        rivals = [v for x, y in ((n, other), (other, n)) for z, v in shared[x].items() if _rival(groups, rows, z, x, y)]
        if _paraphrase(context, story, a, b, -value - max(rivals, default=0.0) - chance):
            groups.join(n, other)
            documents[groups.find(n)] = documents[one] | documents[two]


def _rival(groups: Groups, rows: Sequence[Utterance], one: int, here: int, there: int) -> bool:
    """Whether an utterance stands in a document of `there` as something else, so that `here` may be it instead."""
    return (
        one != there
        and groups.find(one) not in (groups.find(here), groups.find(there))
        and not rows[one].documents.isdisjoint(rows[there].documents)
    )


def _paraphrase(context: Context, story: str, a: Utterance, b: Utterance, margin: float) -> bool:
    """Whether two utterances say the same, by how much more they share than their rivals: a figure, or so much of the
    shorter in two words that tell, or in one that tells more."""
    if margin > 0 and _agree(a.counts, b.counts):
        return True
    least = MARGIN if len(a.stems & b.stems) >= 2 else LONE_MARGIN
    return margin >= least and overlap(context, story, a.stems, b.stems) >= PART


def _other_counts(a: Utterance, b: Utterance) -> bool:
    """Whether both utterances give figures, and none agree, or none of those in one unit."""
    if a.counts and b.counts and not _agree(a.counts, b.counts):
        return True
    units = [(x, y) for x in a.figures for y in b.figures if x.unit == y.unit]
    return bool(units) and not any(_agree([x], [y]) for x, y in units)


def _agree(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    alike = ("same", "hedge", "rounding", "conversion")
    return any(x.value == y.value or relation(x, y) in alike for x in mine for y in theirs)


def _meeting(entries: list[tuple[Span, Piece, int]], span: Span) -> list[tuple[Piece, int]]:
    """The pieces of one document that meet a span."""
    first = bisect_left(entries, span.start, key=lambda e: e[0].end)  # pieces of one document hardly overlap
    out = []
    for place, piece, n in entries[max(0, first - 1) :]:
        if place.start >= span.end:
            break
        if place.meets(span):
            out.append((piece, n))
    return out


def _same_words(context: Context, story: str, a: Utterance, b: Utterance) -> bool:
    """Whether two utterances have a rendering in nearly the same words."""
    if {p.attribution for p in a.pieces} & {p.attribution for p in b.pieces}:
        return False
    if a.documents.isdisjoint(b.documents) and _same_quotation(a, b):
        return True
    return any(
        len(x & y) >= LEAST_SHARED
        and len(x) < 2 * len(y) < 4 * len(x)
        and overlap(context, story, x, y) >= SAME_SPEAKER
        for x in {p.stems for p in a.pieces}
        for y in {p.stems for p in b.pieces}
    )


def _same_quotation(a: Utterance, b: Utterance) -> bool:
    """Whether two utterances have a quotation in common but for a word or two."""
    return any(
        SequenceMatcher(None, x, y, autojunk=False).ratio() >= ALTERED
        for x in a.quoted
        for y in b.quoted
        if x[-2:] == y[-2:] or x[:2] == y[:2]
    )


def _quoted(context: Context, found: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """The words of the quotations in some pieces, as far as they are longer than a name."""
    runs = (
        folded(context.text(p.document, q.inner))
        for p in found
        for q in context.readings[p.document].quotes
        if q.span.meets(p.span)
    )
    return tuple(r for r in runs if len(r) >= QUOTED)


def _same_figures(context: Context, story: str, a: Utterance, b: Utterance) -> bool:
    """Whether two utterances of one day in different documents give the same figure, be it in another unit, in similar
    words."""
    if not a.figures or not b.figures or a.documents & b.documents or not a.days & b.days:
        return False
    stands = {(relation(x, y), x.unit == y.unit, abs(middle(x)) >= 100) for x in a.figures for y in b.figures}
    converted = ("conversion", False, True) in stands or ("conversion", False, False) in stands
    alike = converted or any(how == "same" and (not unit or large) for how, unit, large in stands)
    one, two = (frozenset(s for p in side.pieces for s in p.stems if not s[0].isdigit()) for side in (a, b))
    least = CONVERTED if converted else SAME_FIGURE
    return alike and len(one & two) >= LEAST_SHARED and overlap(context, story, one, two) >= least


def _counts(context: Context, found: Sequence[Piece]) -> tuple[Quantity, ...]:
    return tuple(quantity(f) for p in found for f in context.readings[p.document].figures if p.span.holds(f.span))


def _figures(context: Context, found: Sequence[Piece]) -> tuple[Quantity, ...]:
    """The figures of some pieces that have a unit. One without is taken for what the only other unit measures ("to 95
    micrograms from a peak of 340")."""
    out: list[Quantity] = []
    for piece in found:
        inside = [f for f in context.readings[piece.document].figures if piece.span.holds(f.span)]
        units = {f.unit for f in inside if f.unit and measured(f.unit)}
        only = next(iter(units)) if len(units) == 1 else None
        out += [quantity(f, f.unit or only) for f in inside if f.unit or (only and (f.value or 0) >= SHARED_UNIT)]
    return tuple(out)
