"""One statement told as certain here and as possible there: "will" against "may"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.compare.alike import overlap
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.evidence import Piece, subject
from onrecord.compare.wordwork import fold, stem
from onrecord.model import Difference, Place, Span

MODAL = re.compile(
    r"\b(?P<modal>will|would|shall|must|may|might|could|can)\b"
    r"(?: (?:not|never|probably|soon|also|only|be|have)){0,3} (?P<verb>[a-z]\w+)"
)
SHARED = 3  # telling words of two sentences, one a copy of the other
SAME = 0.4
WEAK = frozenset(("may", "might", "could", "can"))
TAIL = re.compile(r"(?: [\w’'-]+){0,5}")
EQUAL = "said as possible in two ways (‘{one}’, ‘{other}’)"
REASON = "said as certain (‘{strong}’) here and as possible (‘{weak}’) there"


@dataclass(frozen=True, slots=True)
class Modal:
    word: str
    verb: str
    place: Place
    alone: bool

    @property
    def weak(self) -> bool:
        return self.word in WEAK


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    seen: set[Place] = set()
    for draft in drafts:
        found = [m for p in draft.pieces for m in _modals(context, p)]
        weak, strong = ([m for m in found if m.weak == w] for w in (True, False))
        pair = next(
            (
                (s, w)
                for s in strong
                for w in weak
                if s.place.document != w.place.document and (s.verb == w.verb or _same_thing(context, s, w))
            ),
            None,
        )
        yield from _equal(context, draft, weak)
        if pair:
            s, w = pair
            seen |= {m.place for m in found}
            yield difference(
                context,
                "modality",
                "wording",
                [s.place, *(m.place for m in strong if m.verb == s.verb)],
                [w.place, *(m.place for m in weak if m.verb == w.verb)],
                REASON.format(strong=s.word, weak=w.word),
                draft.claim.id,
            )

    for row in _copied(context):
        places = {Place(x.document, x.span) for x in (row.a, row.b)}
        if not places & seen:
            yield row
            seen |= places


def _equal(context: Context, draft: Draft, weak: list[Modal]) -> Iterator[Difference]:
    """Two words for the same possibility: "may" against "might" with one verb."""
    for one in weak[:1]:
        others = [
            m for m in weak if m.word != one.word and m.verb == one.verb and m.place.document != one.place.document
        ]
        if others:
            here = [m.place for m in weak if (m.word, m.verb) == (one.word, one.verb)]
            there = [m.place for m in others if m.word == others[0].word]
            reason = EQUAL.format(one=one.word, other=others[0].word)
            yield difference(context, "modality", "compatible", here, there, reason, draft.claim.id)


def _same_thing(context: Context, s: Modal, w: Modal) -> bool:
    """Whether two other verbs, each the only one of its piece, have what they are about in common."""
    if not (s.alone and w.alone):
        return False
    tails = (frozenset(context.stems(m.place.document, m.place.span)) - {m.verb} for m in (s, w))
    return len(frozenset.intersection(*tails)) >= SHARED - 1


def _copied(context: Context) -> Iterator[Difference]:
    """The same verb in sentences of a document and of one that took its wording, certain in one and possible in the
    other."""
    found = {
        doc: [m for s in r.sentences for m in _modals(context, Piece(doc, s, None, frozenset()))]
        for doc, r in context.readings.items()
        if doc in context.partners
    }
    for doc in sorted(found, key=context.order.__getitem__):
        for other in context.partners[doc]:
            if context.order[other] < context.order[doc]:
                continue
            for a in found[doc]:
                b = next((m for m in found.get(other, ()) if _moved(context, a, m)), None)
                if b:
                    s, w = (b, a) if a.weak else (a, b)
                    reason = REASON.format(strong=s.word, weak=w.word)
                    yield difference(context, "modality", "wording", [s.place], [w.place], reason)


def _moved(context: Context, a: Modal, b: Modal) -> bool:
    """Whether two modal verbs are the same verb, told with another certainty, in sentences with words in common."""
    if a.verb != b.verb or a.weak == b.weak:
        return False
    story = context.story_of[a.place.document]
    one, two = (subject(context, m.place.document, context.sentence(m.place.document, m.place.span)) for m in (a, b))
    return len(one & two) >= SHARED and overlap(context, story, one, two) >= SAME


def _modals(context: Context, piece: Piece) -> list[Modal]:
    text = context.document(piece.document).text
    matches = list(MODAL.finditer(text, piece.span.start, piece.span.end))
    out = []
    for m in matches:
        tail = TAIL.match(text, m.end(), piece.span.end)
        end = tail.end() if tail else m.end()
        place = Place(piece.document, Span(m.start(), end))
        out.append(Modal(fold(m["modal"]), stem(m["verb"]), place, len(matches) == 1))
    return out
