"""Text reuse: which documents share wording, and the aligned runs that they share.

Candidates come from an inverted index of word shingles sampled by hash: the sampled shingles of all documents are
sorted, and each is paired with the next `window` documents of its posting list only, so that the work is linear however
many documents carry one agency's copy. Candidates are then measured by exact containment and aligned on offsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.group.wording import Hashes, Ints, Wording

SIZE = 5  # words in a shingle, and the least length of an aligned run
SAMPLE = 4  # one shingle in so many is indexed
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
            mixed = mixed * _FACTOR + hashes[k : k + count]
        mixed ^= mixed >> np.uint64(31)
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(27)
    return mixed


def postings(wordings: Sequence[Wording], sample: int) -> tuple[Hashes, Ints]:
    """The sampled shingles of all documents and the index of the document of each, every pair once."""
    lengths = np.array([len(w) for w in wordings], np.int64)
    if not lengths.sum():
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    owners = np.repeat(np.arange(len(wordings), dtype=np.int64), lengths)
    grams = shingles(np.concatenate([w.hashes for w in wordings]))
    inside = owners[: len(grams)] == owners[SIZE - 1 :][: len(grams)]
    if sample > 1:
        inside &= grams % np.uint64(sample) == 0
    grams, owners = grams[inside], owners[: len(grams)][inside]
    order = np.lexsort((owners, grams))
    grams, owners = grams[order], owners[order]
    first = np.ones(len(grams), np.bool_)
    first[1:] = (grams[1:] != grams[:-1]) | (owners[1:] != owners[:-1])
    return grams[first], owners[first]


def sharing(
    wordings: Sequence[Wording],
    *,
    sample: int = SAMPLE,
    least: int = 1,
    window: int = WINDOW,
    blocks: Ints | None = None,
) -> list[tuple[int, int]]:
    """Pairs of indices (a < b) of wordings that share at least `least` sampled shingles.

    With `blocks`, one number for each wording, only pairs in the same block are answered.
    """
    grams, owners = postings(wordings, sample)
    if blocks is not None and len(grams):
        order = np.lexsort((owners, blocks[owners], grams))
        grams, owners = grams[order], owners[order]
    keys = []
    for step in range(1, min(window, len(grams) - 1) + 1):
        same = grams[step:] == grams[:-step]
        if not same.any():
            break
        a, b = owners[:-step][same], owners[step:][same]
        if blocks is not None:
            near = blocks[a] == blocks[b]
            a, b = a[near], b[near]
        keys.append(np.minimum(a, b) * len(wordings) + np.maximum(a, b))
    if not keys:
        return []
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    return [divmod(int(key), len(wordings)) for key in pairs[counts >= least]]


def containment(a: Hashes, b: Hashes) -> float:
    """The share of the distinct shingles of the smaller set that the other has too."""
    one, two = np.unique(a), np.unique(b)
    small = min(len(one), len(two))
    return len(np.intersect1d(one, two, assume_unique=True)) / small if small else 0.0


def runs(a: Wording, b: Wording, least: int = SIZE) -> list[Run]:
    """Maximal runs of at least `least` equal words, each word of either text in one run at most, longest first taken."""
    places: dict[int, list[int]] = {}
    for i, gram in enumerate(shingles(a.hashes, least).tolist()):
        places.setdefault(gram, []).append(i)
    found: dict[tuple[int, int], int] = {}
    reached: dict[int, int] = {}  # diagonal -> the index in b up to which it is covered
    for j, gram in enumerate(shingles(b.hashes, least).tolist()):
        for i in places.get(gram, ())[:8]:
            if reached.get(j - i, -1) > j:
                continue
            length = least
            while i + length < len(a) and j + length < len(b) and a.words[i + length] == b.words[j + length]:
                length += 1
            found[i, j] = length
            reached[j - i] = j + length - least + 1
    return _disjoint(found, least)


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
