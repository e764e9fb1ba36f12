"""Claims: what documents carry, with all the spans that carry it.

One for each statement (the same speaker's statements of the same words are one), joined by the sentences that say it
in an outlet's own voice; one for each group of sentences in outlets' own voice that say the same; one for each
sentence of an outlet's own with a figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.compare import evidence as pieces
from onrecord.compare.alike import Groups, aligned, overlap
from onrecord.compare.context import Context
from onrecord.compare.evidence import Piece
from onrecord.compare.measure import quantity, relation
from onrecord.compare.utterances import spoken_alike
from onrecord.model import Claim, ClaimKind, Evidence, EvidenceStance, Origins, ident

DENIES = re.compile(r"(?:has |have |had )?(?:again )?den(?:y|ies|ied|ying)\b", re.I)
HEDGES = re.compile(r"\b(?:may|might|could|possibly|perhaps|reportedly|allegedly|probably)\b")
POSTINGS = 60  # a stem in more pieces of a story than this joins nothing
SAME_VOICE = 0.55
ATTACHED = 0.75
ALIKE = 0.6  # length of the shorter one against the longer
COPIED = 0.5  # share of a piece that lies in wording shared with another
LEAST_SHARED = 3
TO_BE = re.compile(r"\b(?:will|would|shall|could|may|might|can)\b")
LEAST_LOW = 2  # shared stems that are no names
OWN_CLAUSE = 0.35
CLAUSE_STEMS = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its origins are counted. `statements` are the utterances it rests on."""

    claim: Claim
    pieces: tuple[Piece, ...]
    statements: tuple[str, ...]
    story: str


def drafts(context: Context) -> tuple[Draft, ...]:
    """All claims of a coverage, story by story."""
    return tuple(d for story, docs in context.stories for d in _story(context, story, docs))


def _story(context: Context, story: str, docs: Sequence[str]) -> list[Draft]:
    said = spoken_alike(context, story)
    voices = [p for d in docs for p in pieces.voiced(context, d)]
    attached, left = _attach(context, story, said, voices)
    out = [_statement_claim(context, story, ids, found, attached.get(n, ())) for n, (ids, found) in enumerate(said)]
    return out + [c for d in out for c in _clauses(context, d)] + _voice_claims(context, story, left)


# ------------------------------------------------------------------------------------------ statements
def _statement_claim(
    context: Context, story: str, ids: tuple[str, ...], found: tuple[Piece, ...], more: Sequence[Piece]
) -> Draft:
    every = (*found, *sorted(more, key=lambda p: (context.order[p.document], p.span)))
    fullest = max(found, key=lambda p: (len(p.span.of(context.document(p.document).text)), -context.order[p.document]))
    speaker = context.statements[ids[0]].speaker
    return _draft(context, story, "statement", speaker, every, fullest, ids)


def _clauses(context: Context, draft: Draft) -> list[Draft]:
    """Clauses of a statement told by several documents that only one of them has: claims of their own."""
    out: list[Draft] = []
    if len({p.document for p in draft.pieces}) < 2:
        return out
    for piece in draft.pieces:
        others = [p.stems for p in draft.pieces if p.document != piece.document]
        for span in pieces.clauses(context, piece) if piece.attribution else ():
            stems = pieces.subject(context, piece.document, span)
            alone = all(overlap(context, draft.story, stems, other) < OWN_CLAUSE for other in others)
            if alone and len(stems) >= CLAUSE_STEMS:
                part = Piece(piece.document, span, piece.attribution, stems)
                speaker = draft.claim.according_to
                out.append(_draft(context, draft.story, "statement", speaker, [part], part, draft.statements))
    return out


# ------------------------------------------------------------------------------------------ outlets' own voice
def _attach(
    context: Context, story: str, said: Sequence[tuple[tuple[str, ...], tuple[Piece, ...]]], voices: Sequence[Piece]
) -> tuple[dict[int, list[Piece]], list[Piece]]:
    """Sentences in an outlet's own voice that say what a statement says (a lost attribution), and the others."""
    index: dict[str, set[int]] = defaultdict(set)
    for n, (_, found) in enumerate(said):
        for stem in {s for p in found for s in p.stems}:
            index[stem].add(n)
    attached: dict[int, list[Piece]] = defaultdict(list)
    left: list[Piece] = []
    for voice in voices:
        best: tuple[float, int] | None = None
        for n in _candidates(index, voice.stems):
            score = max(_voices(context, story, voice, p) for p in said[n][1])
            if score >= ATTACHED and (best is None or (-score, n) < best):
                best = (-score, n)
        if best is None:
            left.append(voice)
        else:
            attached[best[1]].append(voice)
    return attached, left


def _candidates(index: dict[str, set[int]], stems: frozenset[str]) -> list[int]:
    """The entries that share at least LEAST_SHARED of the rarer stems."""
    seen: dict[int, int] = defaultdict(int)
    for stem in stems:
        entries = index.get(stem, ())
        if len(entries) <= POSTINGS:
            for n in entries:
                seen[n] += 1
    return sorted(n for n, count in seen.items() if count >= LEAST_SHARED)


def _voices(context: Context, story: str, voice: Piece, said: Piece) -> float:
    """How surely a sentence in the outlet's voice says what a statement of another document says."""
    if voice.document == said.document:
        return 0.0
    if aligned(context, voice, said) >= COPIED:
        return 1.0
    common = voice.stems & said.stems
    if len(common) < LEAST_SHARED + 1:
        return 0.0
    ratio = min(len(voice.stems), len(said.stems)) / max(len(voice.stems), len(said.stems))
    if (
        ratio < ALIKE
        or _other_mood(context, voice, said)
        or _other_days(context, voice, said)
        or _other_figures(context, voice, said)
    ):
        return 0.0
    return overlap(context, story, voice.stems, said.stems)


def _other_mood(context: Context, a: Piece, b: Piece) -> bool:
    """Whether one piece says what is or was, and the other what is to be or may be."""
    return len({bool(TO_BE.search(context.text(p.document, p.span))) for p in (a, b)}) > 1


def _other_days(context: Context, a: Piece, b: Piece) -> bool:
    """Whether both pieces give dates, and none of the one is among those of the other."""
    mine, theirs = (
        [
            (t.earliest, t.latest)
            for t in context.times_in(p.document, p.span)
            if t.type == "DATE" and t.earliest and t.latest
        ]
        for p in (a, b)
    )
    meet = any(x[0] <= y[1] and y[0] <= x[1] for x in mine for y in theirs)
    return bool(mine and theirs) and not meet


def _other_figures(context: Context, a: Piece, b: Piece) -> bool:
    """Whether both pieces give figures, and none of them agree."""
    mine, theirs = ([quantity(f) for f in context.readings[p.document].figures if p.span.holds(f.span)] for p in (a, b))
    agree = any(
        x.value == y.value or relation(x, y) in ("hedge", "rounding", "conversion") for x in mine for y in theirs
    )
    return bool(mine and theirs) and not agree


def _voice_claims(context: Context, story: str, voices: Sequence[Piece]) -> list[Draft]:
    index: dict[str, set[int]] = defaultdict(set)
    groups = Groups(range(len(voices)))
    for n, voice in enumerate(voices):
        for other in _candidates(index, voice.stems):
            if _same_voice(context, story, voice, voices[other]):
                groups.join(n, other)
        for stem in voice.stems:
            index[stem].add(n)
    out: list[Draft] = []
    for group in groups.groups():
        found = tuple(voices[i] for i in group)
        figured = any(f.span.meets(p.span) for p in found for f in context.readings[p.document].figures)
        if len({context.outlet(p.document) for p in found}) < 2 and not figured:
            continue
        longest = max(found, key=lambda p: (p.span.end - p.span.start, -context.order[p.document]))
        out.append(_draft(context, story, "figure" if figured else "relation", None, found, longest, ()))
    return out


def _same_voice(context: Context, story: str, a: Piece, b: Piece) -> bool:
    """Whether two sentences of different documents say the same: the same wording, or most of their telling stems."""
    if a.document == b.document:
        return False
    if aligned(context, a, b) >= COPIED:
        return True
    ratio = min(len(a.stems), len(b.stems)) / max(len(a.stems), len(b.stems))
    if ratio < 0.4 or len(a.stems & b.stems) < LEAST_SHARED or len(a.low & b.low) < LEAST_LOW:
        return False
    return overlap(context, story, a.stems, b.stems) >= SAME_VOICE


# ------------------------------------------------------------------------------------------ rows
def _draft(
    context: Context,
    story: str,
    kind: ClaimKind,
    speaker: str | None,
    every: Sequence[Piece],
    shown: Piece,
    statements: tuple[str, ...],
) -> Draft:
    rows = tuple(
        Evidence(document=p.document, span=p.span, attribution=p.attribution, stance=_stance(context, p)) for p in every
    )
    claim = Claim(
        id=ident("c", kind, *(f"{e.document} {e.span.start} {e.span.end}" for e in rows)),
        text=context.text(shown.document, shown.span),
        according_to=speaker,
        kind=kind,
        evidence=rows,
        outlets=len({context.outlet(p.document) for p in every}),
        origins=Origins(),
    )
    return Draft(claim, tuple(every), statements, story)


def like(context: Context, draft: Draft, pieces: Sequence[Piece], statements: tuple[str, ...]) -> Draft:
    """A claim of the kind and speaker of another, which rests on these pieces."""
    shown = max(pieces, key=lambda p: (p.span.end - p.span.start, -context.order[p.document]))
    return _draft(context, draft.story, draft.claim.kind, draft.claim.according_to, pieces, shown, statements)


def _stance(context: Context, piece: Piece) -> EvidenceStance:
    """Whether a piece asserts its claim, denies it, or keeps it open."""
    cues = context.attributions[piece.attribution].cue if piece.attribution else ()
    text = context.document(piece.document).text
    if any(DENIES.match(c.of(text)) for c in cues):
        return "denies"
    return "hedges" if HEDGES.search(text, piece.span.start, piece.span.end) else "asserts"
