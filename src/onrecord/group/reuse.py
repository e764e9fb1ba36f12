"""Text reuse: which documents share wording, and the aligned runs that they share.

Candidates come from an inverted index of word shingles sampled by hash: the sampled shingles of all documents are
sorted, and each is paired with the next `window` documents of its posting list only, so that the work is linear however
many documents carry one agency's copy. Candidates are then measured by exact containment and aligned on offsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.group.wording import Flags, Hashes, Ints, Wording

SIZE = 5  # words in a shingle, and the least length of an aligned run
SAMPLE = 8  # one shingle in so many is indexed
OFTEN = 8  # places of one shingle in a document that are tried
WINDOW = 24  # documents that each entry of a posting list is paired with
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words: `length` words from index `a` in one wording and index `b` in the other."""

    a: int
    b: int
    length: int


def shingles(hashes: Hashes, size: int = SIZE) -> Hashes:
    """The hash of each run of `size` words, by its first word; empty for a shorter text."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    with np.errstate(over="ignore"):
        mixed = np.zeros(count, np.uint64)
        for k in range(size):
            mixed *= _FACTOR
            mixed += hashes[k : k + count]
        mixed ^= mixed >> np.uint64(31)
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(27)
    return mixed


@dataclass(frozen=True, slots=True)
class Index:
    """The sampled shingles of many documents: `grams` sorted, `owners` the document of each, no pair twice; `places`
    the word of the document that it starts at."""

    grams: Hashes
    owners: Ints
    places: Ints
    documents: int

    def without(self, repeated: Hashes) -> Index:
        keep = ~self.among(repeated)
        return Index(self.grams[keep], self.owners[keep], self.places[keep], self.documents)

    def among(self, chosen: Hashes) -> Flags:
        """Which of the shingles are among the chosen, which are sorted."""
        if not len(chosen):
            return np.zeros(len(self.grams), np.bool_)
        at = np.minimum(np.searchsorted(chosen, self.grams), len(chosen) - 1)
        return np.asarray(chosen[at] == self.grams, np.bool_)

    def shared(self, least: int) -> Flags:
        """Which of the shingles at least so many documents have."""
        starts = np.flatnonzero(np.concatenate([[True], self.grams[1:] != self.grams[:-1]]))[: len(self.grams)]
        lengths = np.diff(np.append(starts, len(self.grams)))
        return np.repeat(lengths >= least, lengths)

    def sizes(self) -> Ints:
        """How many sampled shingles each document has."""
        return np.bincount(self.owners, minlength=self.documents).astype(np.int64)

    def pairs(self, window: int = WINDOW, blocks: Ints | None = None) -> tuple[Ints, Ints, Ints]:
        """Documents a < b that share shingles, and how many; with `blocks`, only those with the same number there."""
        grams, owners = self.grams, self.owners
        if blocks is not None:
            order = np.lexsort((owners, blocks[owners], grams))
            grams, owners = grams[order], owners[order]
        keys = []
        starts = np.arange(len(grams))
        for step in range(1, window + 1):
            starts = starts[starts + step < len(grams)]
            starts = starts[grams[starts + step] == grams[starts]]
            if not len(starts):
                break
            a, b = owners[starts], owners[starts + step]
            if blocks is not None:
                near = blocks[a] == blocks[b]
                a, b = a[near], b[near]
            keys.append(np.minimum(a, b) * self.documents + np.maximum(a, b))
        if not keys:
            none = np.zeros(0, np.int64)
            return none, none, none
        pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
        return pairs // self.documents, pairs % self.documents, counts.astype(np.int64)


def index(wordings: Sequence[Wording], sample: int = SAMPLE) -> Index:
    """The index of one in `sample` shingles, chosen by hash: the same ones in every document."""
    lengths = np.array([len(w) for w in wordings], np.int64)
    if lengths.sum() < SIZE:
        return Index(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64), len(wordings))
    firsts = np.cumsum(lengths) - lengths
    grams = shingles(np.concatenate([w.hashes for w in wordings]))
    chosen = np.flatnonzero(grams % np.uint64(sample) == 0)
    owners = np.searchsorted(firsts, chosen, "right") - 1
    inside = chosen + SIZE <= firsts[owners] + lengths[owners]
    chosen, owners = chosen[inside], owners[inside]
    order = np.argsort(grams[chosen], kind="stable")  # owners and places ascend already
    chosen, owners = chosen[order], owners[order]
    grams = grams[chosen]
    first = np.ones(len(grams), np.bool_)
    first[1:] = (grams[1:] != grams[:-1]) | (owners[1:] != owners[:-1])
    return Index(grams[first], owners[first], (chosen - firsts[owners])[first], len(wordings))


def runs(a: Wording, b: Wording, least: int = SIZE) -> list[Run]:
    """Maximal runs of at least `least` equal words, the longest first; each word of either text is in one at most."""
    one, two = shingles(a.hashes, least), shingles(b.hashes, least)
    there = np.flatnonzero(np.isin(two, one))
    places: dict[int, list[int]] = {}
    if len(there):
        here = np.flatnonzero(np.isin(one, two[there]))
        for i, gram in zip(here.tolist(), one[here].tolist(), strict=True):
            places.setdefault(gram, []).append(i)
    found: dict[tuple[int, int], int] = {}
    reached: dict[int, int] = {}  # diagonal -> the index in b up to which it is covered
    for j, gram in zip(there.tolist(), two[there].tolist(), strict=True):
        for i in places.get(gram, ())[:OFTEN]:
            if reached.get(j - i, -1) > j:
                continue
            length = _equal(a.hashes, b.hashes, i, j, least)
            found[i, j] = length
            reached[j - i] = j + length - least + 1
    return _disjoint(found, least)


def _equal(a: Hashes, b: Hashes, i: int, j: int, least: int) -> int:
    """How many words are equal from i and j on, of which `least` are known to be."""
    length, step = least, 16
    while True:
        one, two = a[i + length : i + length + step], b[j + length : j + length + step]
        most = min(len(one), len(two))
        differ = np.flatnonzero(one[:most] != two[:most])
        if len(differ):
            return length + int(differ[0])
        length += most
        if most < step:
            return length
        step *= 4


def _disjoint(found: dict[tuple[int, int], int], least: int) -> list[Run]:
    """Runs that share no word on either side; what a longer one leaves of a shorter one is kept if long enough."""
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    kept: list[Run] = []
    for (i, j), length in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        start = 0
        while start < length:
            if i + start in taken_a or j + start in taken_b:
                start += 1
                continue
            end = start
            while end < length and i + end not in taken_a and j + end not in taken_b:
                end += 1
            if end - start >= least:
                kept.append(Run(i + start, j + start, end - start))
                taken_a.update(range(i + start, i + end))
                taken_b.update(range(j + start, j + end))
            start = end
    return sorted(kept, key=lambda run: (run.a, run.b))
