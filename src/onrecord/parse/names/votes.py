"""One vote for a string in a document: every mention of it gets the kind that most of its mentions have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Name, NameKind, Span

KINDS: tuple[NameKind, ...] = ("person", "organisation", "place")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run that may be a name; `weights` say how much speaks for each kind, in the order of KINDS."""

    span: Span
    text: str
    weights: tuple[float, float, float]


def kinds(candidates: Iterable[Candidate]) -> dict[str, NameKind | None]:
    """The kind of each string, None where nothing speaks for any.

    Weights of one string add up; a single word that is the last word of a person's longer name takes the
    weight of that name for a person too, and the full name that of its surname by half.
    """
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for candidate in candidates:
        for n, weight in enumerate(candidate.weights):
            total[candidate.text][n] += weight
    own = {text: tuple(weights) for text, weights in total.items()}
    for text, weights in own.items():
        last = text.rpartition(" ")[2]
        if last != text and last in own:
            if weights[0] > max(weights[1:]):
                total[last][0] += weights[0]
            if own[last][0] > max(own[last][1:]) and weights[0] >= max(weights[1:]):
                total[text][0] += own[last][0] / 2
    return {text: KINDS[weights.index(max(weights))] if max(weights) > 0 else None for text, weights in total.items()}


def settle(candidates: list[Candidate]) -> tuple[Name, ...]:
    """Names with the kinds the document votes for, in order of position."""
    kind = kinds(candidates)
    return tuple(
        Name(c.span, k, c.text) for c in sorted(candidates, key=lambda c: c.span) if (k := kind[c.text]) is not None
    )
