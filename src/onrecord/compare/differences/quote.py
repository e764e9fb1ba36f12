"""One utterance quoted in different words: cut without a mark, spliced, altered, translated, or aimed elsewhere.

The fullest quotation of a statement is the base; every other one is aligned to it word by word. Quoting fewer whole
sentences is no difference; ending a sentence early, or leaving one out between two, is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference, short
from onrecord.compare.wordwork import WORD, fold, plain, stem
from onrecord.model import Attribution, Difference, DifferenceClass, Place, Span

LEAST = 4  # quoted words; fewer are a fragment
SAME_WORDING = 0.6  # share of a quotation's words that the base has in the same order
SENTENCES = 2  # of another translation that are laid side by side
HEAVY = 5  # words of a quotation that the base lacks, from which it counts as another wording
TRANSLATED = 0.3  # the same for another translation
RENDERINGS = 40  # of one statement; more are not laid side by side
CONTRACTED = re.compile(r"^(\w+?)(n't|'ve|'m|'re|'ll|'d)$")
FULL = {"n't": "not", "'ve": "have", "'m": "am", "'re": "are", "'ll": "will", "'d": "would"}
NEGATIONS = frozenset(("not", "no", "never", "none", "nothing", "nobody"))
REASONS = {
    "cut": "the quotation ends or begins inside a sentence of the other, without a mark",
    "left out": "words between two parts of the quotation are left out without a mark",
    "altered": "the quotation has other words in the same place",
    "negated": "one quotation has a negation that the other lacks",
    "translated": "two wordings of one sentence, as of two translations",
    "aimed": "the same quoted words are said of something else",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word with its place and the quoted run and sentence it stands in."""

    text: str
    span: Span
    run: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """What one attribution quotes."""

    attribution: Attribution
    words: tuple[Word, ...]
    runs: tuple[Span, ...]  # with the marks

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(w.text for w in self.words)


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for draft in drafts:
        if draft.claim.kind != "statement":
            continue
        ids = list(dict.fromkeys(p.attribution for p in draft.pieces if p.attribution))
        found = [_rendering(context, context.attributions[i]) for i in ids]
        if len({r.attribution.document for r in found}) > 1 and len(found) <= RENDERINGS:
            yield from _worded(context, draft, [r for r in found if len(r.words) >= LEAST])
            yield from _aimed(context, draft, found)


def _rendering(context: Context, attribution: Attribution) -> Rendering:
    doc = attribution.document
    text = context.document(doc).text
    words: list[Word] = []
    runs: list[Span] = []
    sentence = 0
    for q in context.readings[doc].quotes:
        if not any(c.meets(q.span) for c in attribution.content):
            continue
        inner = Span(max(q.inner.start, attribution.content[0].start), min(q.inner.end, attribution.content[-1].end))
        last = inner.start
        sentence += bool(words) and text[inner.start : inner.start + 1].isupper()
        for m in WORD.finditer(text, inner.start, inner.end):
            sentence += bool(re.search(r"[.!?…]", text[last : m.start()]))
            last = m.end()
            words += [Word(w, Span(m.start(), m.end()), len(runs), sentence) for w in _expanded(fold(m.group()))]
        sentence += bool(re.search(r"[.!?…]", text[last : inner.end]))
        runs.append(q.span)
    return Rendering(attribution, tuple(words), tuple(runs))


def _expanded(word: str) -> list[str]:
    found = CONTRACTED.match(word)
    return [found[1], FULL[found[2]]] if found else [word]


# ------------------------------------------------------------------------------------------ wording
def _worded(context: Context, draft: Draft, found: Sequence[Rendering]) -> Iterator[Difference]:
    """Each wording against the fuller one that is nearest to it; of two translations one pair."""
    groups: dict[tuple[str, ...], list[Rendering]] = {}
    for r in sorted(found, key=lambda r: context.order[r.attribution.document]):
        groups.setdefault(r.key, []).append(r)
    full = sorted(groups.values(), key=lambda g: (-len(g[0].words), context.order[g[0].attribution.document]))
    for n, same in enumerate(full[1:], 1):
        other = same[0]
        bases = sorted(full[:n], key=lambda g: (-_shared(g[0], other), context.order[g[0].attribution.document]))
        base = bases[0][0]
        if base.attribution.document == other.attribution.document:
            continue
        for kind, here, there in _compared(context, base, other):
            class_: DifferenceClass = "contradiction" if kind == "negated" else "wording"
            yield difference(
                context,
                "quote",
                class_,
                [Place(base.attribution.document, here), *_parallel(bases[0][1:])],
                [Place(other.attribution.document, there), *_parallel(same[1:])],
                REASONS[kind],
                draft.claim.id,
                keep=True,
            )


def _shared(a: Rendering, b: Rendering) -> int:
    """How many words two quotations have in the same order."""
    blocks = SequenceMatcher(None, a.key, b.key, autojunk=False).get_matching_blocks()
    return sum(m.size for m in blocks)


def _parallel(renderings: Sequence[Rendering]) -> list[Place]:
    return [Place(r.attribution.document, r.runs[0]) for r in renderings if r.runs]


Found = tuple[str, Span, Span]  # a kind of difference, and its places in the base and the other


def _compared(context: Context, base: Rendering, other: Rendering) -> list[Found]:
    """How a quotation differs from the base: the first difference, or the sentences of another translation."""
    blocks = [m for m in SequenceMatcher(None, base.key, other.key, autojunk=False).get_matching_blocks() if m.size]
    size, same = len(other.words), sum(m.size for m in blocks)
    direct = other.attribution.kind == "direct"
    if same < TRANSLATED * size:
        return []
    if direct and (size - same >= HEAVY or same < SAME_WORDING * size):
        telling = {base.words[m.a + k].text for m in blocks for k in range(m.size)} - plain()
        return _translated(context, base, other) if telling and base.attribution.kind == "direct" else []
    if same < SAME_WORDING * size:
        return []
    kept = [m for m in blocks if m.size > 1] or blocks
    for m, n in pairwise(kept):
        if found := _between(context, base, other, (m.a + m.size, n.a), (m.b + m.size, n.b)):
            return [found]
    return _ends(context, base, other, kept[0].a, kept[-1].a + kept[-1].size) if direct else []


def _between(
    context: Context, base: Rendering, other: Rendering, left: tuple[int, int], added: tuple[int, int]
) -> Found | None:
    """What stands between two runs of the same words: words of the base left out, or others in their place."""
    out, put = range(*left), range(*added)
    a, b = base.words, other.words
    spliced = len(out) >= LEAST and len(put) <= 2
    if put and not spliced and len(put) <= 6 and (out or len(put) > 1):
        changed = {a[i].text for i in out} ^ {b[i].text for i in put}
        kind = "negated" if changed & NEGATIONS and len(out) + len(put) <= 2 else "altered"
        return kind, _sentence(context, base, left[0] - 1), _run(context, other, added[0])
    if out and (spliced or not put) and not _marked(context, other, added[0] - 1, added[1]):
        negated = len(out) == 1 and a[left[0]].text in NEGATIONS
        if negated or len(out) >= 2:
            return (
                "negated" if negated else "left out",
                _sentence(context, base, left[0]),
                _run(context, other, added[1]),
            )
    return None


def _translated(context: Context, base: Rendering, other: Rendering) -> list[Found]:
    """The first sentences that the two have in different words."""
    out: list[Found] = []
    for number in sorted({w.sentence for w in other.words}):
        mine = [i for i, w in enumerate(other.words) if w.sentence == number]
        words = {other.words[i].text for i in mine}
        best = (0.0, 0)
        for there in sorted({w.sentence for w in base.words}):
            theirs = {w.text for w in base.words if w.sentence == there}
            first = next(i for i, w in enumerate(base.words) if w.sentence == there)
            best = max(best, (len(words & theirs) / len(words | theirs), -first))
        if TRANSLATED <= best[0] < 1:
            out.append(("translated", _sentence(context, base, -best[1]), _sentence(context, other, mine[0])))
    return out[:SENTENCES]


def _ends(context: Context, base: Rendering, other: Rendering, first: int, after: int) -> list[Found]:
    """A sentence that begins later or ends earlier than in the base, without a mark."""
    a = base.words
    if after < len(a) and a[after].sentence == a[after - 1].sentence and a[after].run == a[after - 1].run:
        end = other.words[-1]
        if not _ellipsis(context, other, end):
            return [("cut", _sentence(context, base, after - 1), _run(context, other, len(other.words) - 1))]
    skipped = sum(w.sentence == a[first].sentence for w in a[:first])
    if skipped > 1 and a[first].sentence == a[first - 1].sentence and a[first].run == a[first - 1].run:
        text = context.text(other.attribution.document, other.words[0].span)
        if text[:1].isupper() and not _ellipsis(context, other, other.words[0]):
            return [("cut", _sentence(context, base, first), _run(context, other, 0))]
    return []


def _marked(context: Context, r: Rendering, before: int, after: int) -> bool:
    """Whether there is a mark of omission between two words of a quotation."""
    one, two = r.words[before], r.words[after]
    between = context.text(r.attribution.document, Span(one.span.end, max(one.span.end, two.span.start)))
    return "…" in between or "..." in between or ". . ." in between or "[" in between


def _ellipsis(context: Context, r: Rendering, word: Word) -> bool:
    text = context.document(r.attribution.document).text
    return bool(
        re.search(
            r"…|\.\.\.", text[max(0, word.span.start - 5) : word.span.start] + text[word.span.end : word.span.end + 5]
        )
    )


def _run(context: Context, r: Rendering, index: int) -> Span:
    """The quoted run of a word, or its sentence where the run is long."""
    span = r.runs[r.words[index].run]
    return span if short(context, r.attribution.document, span) else _sentence(context, r, index)


def _sentence(context: Context, r: Rendering, index: int) -> Span:
    """The words of one sentence of a quotation, inside one run."""
    word = r.words[index]
    inside = [w for w in r.words if w.sentence == word.sentence and w.run == word.run]
    return Span(inside[0].span.start, inside[-1].span.end)


# ------------------------------------------------------------------------------------------ fragments
def _aimed(context: Context, draft: Draft, found: Sequence[Rendering]) -> Iterator[Difference]:
    """The same few quoted words with different words of the outlets before them."""
    targets: dict[tuple[str, ...], list[tuple[Rendering, frozenset[str], Span]]] = {}
    for r in sorted(found, key=lambda r: context.order[r.attribution.document]):
        for n, run in enumerate(r.runs):
            words = tuple(w.text for w in r.words if w.run == n)
            if 0 < len(words) < LEAST and set(words) - plain():
                target, span = _target(context, r.attribution, run)
                if target:
                    targets.setdefault(words, []).append((r, target, span))
    for rows in targets.values():
        base, about, span = rows[0]
        here = [Place(r.attribution.document, s) for r, t, s in rows if t & about]
        there = [(r, t, s) for r, t, s in rows if not t & about]
        if there and there[0][0].attribution.document != base.attribution.document:
            places = [Place(r.attribution.document, s) for r, t, s in there if t & there[0][1]]
            yield difference(context, "quote", "wording", here, places, REASONS["aimed"], draft.claim.id)


def _target(context: Context, attribution: Attribution, run: Span) -> tuple[frozenset[str], Span]:
    """What a quoted fragment is said of: the telling words of the content before it, and the span of all."""
    doc = attribution.document
    text = context.document(doc).text
    words = [
        m
        for c in attribution.content
        for m in WORD.finditer(text, c.start, min(c.end, run.start))
        if c.start < run.start and run.start - m.end() < 60
    ][-6:]
    if not words:
        return frozenset(), run
    found = frozenset(stem(m.group()) for m in words if fold(m.group()) not in plain())
    return found, Span(words[0].start(), run.end)
