"""Attributions by the fast model, and how the labels and states of either model become attributions."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.attribute.draft import Draft
from onrecord.attribute.features import Extractor, Sequence
from onrecord.attribute.network import Floats, Network, Reading
from onrecord.attribute.units import Sentence
from onrecord.model import Parsed, Span

PRODUCER = "fast/1"
LONGEST = 500  # words read at once
SOURCE, CUE, CONTENT = 1, 3, 5


Piece = tuple[int, Sequence]  # a paragraph by its number, or a part of one


class Linking(Protocol):
    """What scores which words belong together, by the states of one piece."""

    def link(self, h: Floats, name: str, at: NDArray[np.int64], to: NDArray[np.int64]) -> Floats: ...

    def none(self, h: Floats, at: NDArray[np.int64]) -> Floats: ...


class Run(NamedTuple):
    """Words first to last (exclusive) of one paragraph that have a role, and how sure that is."""

    role: int
    first: int
    last: int
    chance: float


def find(network: Network, extractor: Extractor, parsed: Parsed, sentences: list[list[Sentence]]) -> list[Draft]:
    """The attributions of a document, in order; their contents do not overlap."""
    found = pieces(extractor, parsed, sentences)
    return drafts(network, network.read([p.ids for _, p in found]), found, parsed, PRODUCER) if found else []


def pieces(extractor: Extractor, parsed: Parsed, sentences: list[list[Sentence]]) -> list[Piece]:
    """What is linked all with all: the paragraphs, long ones in parts."""
    return [(i, piece) for i, whole in enumerate(extractor.sequences(parsed, sentences)) for piece in _cut(whole)]


def drafts(heads: Linking, reading: Reading, found: list[Piece], parsed: Parsed, producer: str) -> list[Draft]:
    """The attributions that a model's labels and states of the pieces make, in order."""
    made: list[Draft] = []
    for row, (place, piece) in enumerate(found):
        part = slice(reading.offsets[row], reading.offsets[row + 1])
        runs = _runs(reading.labels[part], reading.chances[part])
        made += _linked(heads, reading.states[part], piece, runs, parsed, place)
    for draft in made:
        draft.producer = producer
    return made


def _cut(sequence: Sequence) -> list[Sequence]:
    """A paragraph, cut before a sentence where it is so long that linking all with all would take long."""
    size, first, parts = len(sequence.starts), 0, []
    begins = (sequence.ids[:, 6] % 2).astype(bool)
    while first < size:
        last = min(size, first + LONGEST)
        if last < size:
            whole = np.flatnonzero(begins[first + 1 : last])
            last = first + 1 + int(whole[-1]) if len(whole) else last
        parts.append(Sequence(sequence.starts[first:last], sequence.ends[first:last], sequence.ids[first:last]))
        first = last
    return parts


def _runs(labels: NDArray[np.int64], chances: Floats) -> list[Run]:
    runs = []
    first = 0
    size = len(labels)
    values = labels.tolist()
    while first < size:
        label = values[first]
        if label == 0:
            first += 1
            continue
        last = first + 1
        while last < size and values[last] == label + 1:
            last += 1
        held = chances[first:last, label + 1].sum() + chances[first:last, label].sum()
        runs.append(Run(label, first, last, float(held) / (last - first)))
        first = last
    return runs


def _linked(
    heads: Linking, states: Floats, sequence: Sequence, runs: list[Run], parsed: Parsed, paragraph: int
) -> list[Draft]:
    cues = [r for r in runs if r.role == CUE]
    contents = [r for r in runs if r.role == CONTENT]
    if not cues or not contents:
        return []
    sources = [r for r in runs if r.role == SOURCE]
    firsts = np.array([r.first for r in cues])
    owner = _owners(heads, states, contents, firsts)
    chosen = _sources(heads, states, sources, firsts)
    made = []
    for i, cue in enumerate(cues):
        own = [contents[j] for j, (to, _) in enumerate(owner) if to == i]
        if not own:
            continue
        source, sure = chosen[i]
        chance = cue.chance * sure * min(c.chance for c in own) * min(p for to, p in owner if to == i)
        if source is not None:
            chance *= source.chance
        made.append(
            Draft(
                [_trimmed(parsed.document.text, _span(sequence, source))] if source is not None else [],
                [_span(sequence, cue)],
                [_span(sequence, run) for run in own],
                chance,
                paragraph,
            )
        )
    return made


def _span(sequence: Sequence, run: Run) -> Span:
    return Span(sequence.starts[run.first], sequence.ends[run.last - 1])


def _trimmed(text: str, span: Span) -> Span:
    """A source without the comma that closes its apposition."""
    end = span.end
    while end > span.start + 1 and text[end - 1] in ",;: ":
        end -= 1
    return Span(span.start, end)


def _owners(heads: Linking, states: Floats, contents: list[Run], firsts: NDArray[np.int64]) -> list[tuple[int, float]]:
    """For each content the cue that it goes with and how sure that is."""
    found = []
    for run in contents:
        scores = heads.link(states, "content", np.arange(run.first, run.last), firsts).mean(0)
        chances = np.exp(scores - scores.max())
        best = int(chances.argmax())
        found.append((best, float(chances[best] / chances.sum())))
    return found


def _sources(
    heads: Linking, states: Floats, sources: list[Run], firsts: NDArray[np.int64]
) -> list[tuple[Run | None, float]]:
    """For each cue its source, or None, and how sure that is."""
    none = heads.none(states, firsts)[:, None]
    if sources:
        scores = np.concatenate([heads.link(states, "source", firsts, np.array([r.first for r in sources])), none], 1)
    else:
        scores = none
    chances = np.exp(scores - scores.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    best = chances.argmax(1)
    return [(sources[b] if b < len(sources) else None, float(chances[i, b])) for i, b in enumerate(best.tolist())]
