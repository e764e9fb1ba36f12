"""One vote for a string in a document: every mention of it gets the kind that most of its mentions have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model import Name, NameKind, Span, Token
from onrecord.parse.names import gazetteer

KINDS: tuple[NameKind, ...] = ("person", "organisation", "place")
LISTED = 0.6  # what it weighs that a string is a listed organisation or place, in mentions
SPREAD = 0.4  # the share of a word's mentions that must be found before the others are taken for names too
PARTICLES = frozenset({"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run that may be a name; `weights` say how much speaks for each kind, in the order of KINDS, and last for a
    name of another kind (a law, a prize, an event), which is not kept."""

    span: Span
    text: str
    weights: tuple[float, float, float, float]


def kinds(candidates: Iterable[Candidate]) -> dict[str, NameKind | None]:
    """The kind of each string, None where nothing speaks for any.

    Weights of one string add up, and a list that holds it adds to them; a single word that is the last word of a
    person's longer name takes the weight of that name for a person too, and the full name that of its surname by
    half; the first word of a company's name takes the weight of the company.
    """
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for candidate in candidates:
        for n, weight in enumerate(candidate.weights):
            total[candidate.text][n] += weight
    for text, sums in total.items():
        if text in gazetteer.organisations():
            sums[1] += LISTED
        elif text in gazetteer.places():
            sums[2] += LISTED
    own = {text: tuple(weights) for text, weights in total.items()}
    for text, weights in own.items():
        last, first = surname(text), text.partition(" ")[0]
        company = last.lower() in gazetteer.entries("company_heads") and weights[1] > max(weights[0], weights[2])
        if company and first != text and first in own and first not in gazetteer.places():
            total[first][1] += weights[1]
        if last != text and last in own:
            if weights[0] > max(weights[1:]):
                total[last][0] += weights[0]
            if own[last][0] > max(own[last][1:]) and weights[0] >= max(weights[1:]):
                total[text][0] += own[last][0] / 2
    return {text: KINDS[w.index(max(w))] if max(w[:3]) > w[3] else None for text, w in total.items()}


def surname(name: str) -> str:
    words = name.split(" ")
    return words[-2] if len(words) > 2 and words[-1] in PARTICLES else words[-1]


def settle(candidates: list[Candidate]) -> tuple[Name, ...]:
    """Names with the kinds the document votes for, in order of position."""
    kind = kinds(candidates)
    ordered = sorted(candidates, key=lambda c: c.span)
    return tuple(Name(c.span, k, c.text) for c in ordered if (k := kind[c.text]) is not None)


def spread(
    text: str,
    cut: Sequence[Sequence[Token]],
    names: Sequence[Name],
    lower: frozenset[str],
    other: Sequence[Span] = (),
) -> tuple[Name, ...]:
    """The names with the mentions of the same strings, and of persons' surnames, that were not found.

    A longer name is taken wherever it stands; a single word only where it begins with a capital, is not in lower
    case elsewhere in the document, and was found in enough of its mentions or is a person's surname; none inside
    names of `other` kinds.
    """
    wanted: dict[str, list[tuple[str, NameKind, bool]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    known: dict[str, NameKind] = {}
    for name in names:
        counts[name.text] += 1
        known[name.text] = name.kind
    for string, kind in list(known.items()):
        wanted[string.split(" ")[0]].append((string, kind, False))
        last = surname(string)
        if kind == "person" and last != string and last not in known and last[:1].isupper() and len(last) > 2:
            wanted[last].append((last, kind, True))
            known[last] = kind
    taken = {position for span in (*(n.span for n in names), *other) for position in range(*span)}
    found: dict[str, list[Name]] = defaultdict(list)
    surnames: set[str] = set()
    for sentence in cut:
        for piece in sentence:
            if piece.start in taken:
                continue
            for string, kind, is_surname in wanted.get(piece.text, ()):
                end = piece.start + len(string)
                if text.startswith(string, piece.start) and end - 1 not in taken and not text[end : end + 1].isalnum():
                    found[string].append(Name(Span(piece.start, end), kind, string))
                    if is_surname:
                        surnames.add(string)
                    break
    more: list[Name] = []
    for string, mentions in found.items():
        single = " " not in string
        enough = string in surnames or counts[string] >= SPREAD * (counts[string] + len(mentions))
        if not single or (enough and string[0].isupper() and string.lower() not in lower):
            more += mentions
    return tuple(disjoint(sorted([*names, *more], key=lambda n: (n.span.start, -n.span.end))))


def disjoint(names: Sequence[Name]) -> list[Name]:
    """The names without those that begin inside an earlier one."""
    kept: list[Name] = []
    for name in names:
        if not kept or kept[-1].span.end <= name.span.start:
            kept.append(name)
    return kept
