"""One statement told as certain here and as possible there: "will" against "may"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.evidence import Piece
from onrecord.compare.wordwork import fold, stem
from onrecord.model import Difference, Place, Span

MODAL = re.compile(
    r"\b(?P<modal>will|would|shall|must|may|might|could|can)\b"
    r"(?: (?:not|never|probably|soon|also|only|be|have)){0,3} (?P<verb>[a-z]\w+)"
)
WEAK = frozenset(("may", "might", "could", "can"))
TAIL = re.compile(r"(?: [\w’'-]+){0,5}")
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
    for draft in drafts:
        found = [m for p in draft.pieces for m in _modals(context, p)]
        weak, strong = ([m for m in found if m.weak == w] for w in (True, False))
        pair = next(
            (
                (s, w)
                for s in strong
                for w in weak
                if s.place.document != w.place.document and (s.verb == w.verb or (s.alone and w.alone))
            ),
            None,
        )
        if pair:
            s, w = pair
            yield difference(
                context,
                "modality",
                "wording",
                [s.place, *(m.place for m in strong if m.verb == s.verb)],
                [w.place, *(m.place for m in weak if m.verb == w.verb)],
                REASON.format(strong=s.word, weak=w.word),
                draft.claim.id,
            )


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
