"""Documents that more than likeness ties together: one cites the other, or both have the same quotation or passage.

A report on one side of a happening (a village below a closed road) shares few words with the others; but it quotes what
they quote, or says which of them it has a statement from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from onrecord.group.actors import is_named, name_key
from onrecord.group.copies import Shared
from onrecord.group.match import stem, weight
from onrecord.group.wording import Wording
from onrecord.model import Attribution, Reading

QUOTED = 8  # quoted words in common that tell of one occasion
NEAR = 14  # days between two known dates up to which they do
CITED = 50  # statements of one speaker in one outlet that a citation is looked for in
CONTENT = 0.5  # share of the content of a cited statement that must be found in the other

Pair = tuple[int, int]
Name = tuple[str, ...]


def ties(
    readings: Sequence[Reading],
    wordings: Sequence[Wording],
    shared: Mapping[Pair, Shared],
    days: Sequence[date | None],
) -> list[Pair]:
    """Pairs of documents (indices a < b) that quote the same words or copy from each other within days, or of which
    one cites the other's outlet for a statement that the other has."""
    common = {
        p for p, found in shared.items() if found.quoted >= QUOTED or (found.relation and _two(readings, days, p))
    }
    return sorted(p for p in common | _cited(readings, wordings) if _near(days[p[0]], days[p[1]]))


def _two(readings: Sequence[Reading], days: Sequence[date | None], pair: Pair) -> bool:
    """Whether two documents are known to be of two outlets: one outlet copies its own background into any story."""
    one, two = (name_key(readings[i].document.outlet or "") for i in pair)
    return bool(one and two) and one != two and all(days[i] for i in pair)


def _near(a: date | None, b: date | None) -> bool:
    return a is None or b is None or abs((a - b).days) <= NEAR


def _cited(readings: Sequence[Reading], wordings: Sequence[Wording]) -> set[Pair]:
    """Statements of one full name, credited to an outlet of the collection that has them."""
    outlets = {name_key(r.document.outlet) for r in readings if r.document.outlet}
    said: dict[tuple[Name, Name], list[tuple[int, frozenset[str]]]] = defaultdict(list)
    citing: list[tuple[int, Name, Name, frozenset[str]]] = []
    for i, reading in enumerate(readings):
        full = {a.id: name_key(a.name) for a in reading.actors if is_named(a.name, a.kind)}
        own = name_key(reading.document.outlet or "")
        for one in reading.attributions:
            speaker = full.get(one.speaker or "", ())
            if len(speaker) < 2:
                continue
            content = _content(one, wordings[i])
            said[speaker, own].append((i, content))
            carriers = {name_key(h.name) for h in one.chain if h.role == "carrier" and h.name and h.basis == "stated"}
            citing += [(i, speaker, c, content) for c in sorted(carriers & outlets) if c != own]
    found = set()
    for i, speaker, carrier, content in citing:
        for j, other in said.get((speaker, carrier), ())[:CITED]:
            if i != j and _alike(content, other):
                found.add((min(i, j), max(i, j)))
    return found


def _content(one: Attribution, words: Wording) -> frozenset[str]:
    return frozenset(stem(w) for span in one.content for i in words.inside(span) if weight(w := words.words[i]) > 0)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether most of the shorter content is in the longer one, two words at least."""
    least = min(len(a), len(b))
    return least >= 2 and len(a & b) >= max(2, CONTENT * least)
