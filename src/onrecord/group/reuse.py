"""Text reuse: which documents share wording, and the aligned runs that they share.

Candidates come from an inverted index of word shingles sampled by hash: the sampled shingles of all documents are
sorted, and each is paired with the next `window` documents of its posting list only, so that the work is linear however
many documents carry one agency's copy. Candidates are then measured by exact containment and aligned on offsets.

Memory is bounded: shingles are made of some documents at a time, an entry of the index is one number of 64 bits (hash
above, document below), and pairs are counted range by range of hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onrecord.group.wording import Flags, Hashes, Ints, Offsets, Wording

SIZE = 5  # words in a shingle, and the least length of an aligned run
SAMPLE = 4  # one shingle in so many is indexed; a power of two
OFTEN = 8  # places of one shingle in a document that are tried
WINDOW = 24  # documents that each entry of a posting list is paired with
CHUNK = 1 << 16  # words that are hashed at a time: they stay in the processor's cache
RANGE = 1 << 21  # entries of the index whose pairs are counted at a time
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
        mixed = _polynomial(hashes, size)
        mixed ^= mixed >> np.uint64(31)
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(27)
    return mixed


def _polynomial(hashes: Hashes, size: int) -> Hashes:
    """Of each run of `size` hashes the polynomial in _FACTOR, put together from those of half the size."""
    if size == 1:
        return hashes.copy()
    half = size // 2
    low = _polynomial(hashes, half)
    out = low[: len(low) - half] * (_FACTOR**half)
    out += low[half:]
    if size % 2:
        out = out[:-1] * _FACTOR
        out += hashes[size - 1 :]
    return out


@dataclass(frozen=True)
class Index:
    """The sampled shingles of many documents, document by document in order of place: `grams`, and `places`, the word
    that each begins with; document i has those from `firsts[i]` to before `firsts[i + 1]`.

    `keys` are the same to look documents up by, sorted, none twice: above the shingle, in the lower `bits` the number
    of the document.
    """

    grams: Hashes
    places: Offsets
    firsts: Ints
    bits: int

    @property
    def documents(self) -> int:
        return len(self.firsts) - 1

    @cached_property
    def keys(self) -> Hashes:
        found = np.repeat(np.arange(self.documents, dtype=np.uint64), np.diff(self.firsts))
        found |= self.grams & ~self._low
        found.sort()
        return found[changes(found)]

    @property
    def _low(self) -> np.uint64:
        return np.uint64((1 << self.bits) - 1)

    def shingle(self, keys: Hashes) -> Hashes:
        """What keys, or shingles, are compared by."""
        return keys >> np.uint64(self.bits)

    def document(self, keys: Hashes) -> Ints:
        return (keys & self._low).astype(np.int64)

    def pairs(self, window: int = WINDOW, least: int = 1, leave: Hashes | None = None) -> tuple[Ints, Ints, Ints]:
        """Documents a < b that share at least so many shingles, and how many; `leave` are shingles that do not count,
        sorted. A document is compared with the `window` ones after it in each list."""
        parts = [p for keys in self._ranges() if len(p := self._near(keys, window, leave))]
        room = np.uint64(self._room)
        found = [np.zeros(0, np.uint64)]
        step = max(1, self.documents * RANGE // max(1, sum(map(len, parts))))
        for first in range(0, self.documents, step) if parts else ():
            ends = [min(b, self.documents) << (self.bits + self._room) for b in (first, first + step)]
            cuts = [np.searchsorted(p, np.array(ends, np.uint64)) for p in parts]
            rows = np.concatenate([p[a:b] for p, (a, b) in zip(parts, cuts, strict=True)])
            rows.sort()
            found.append(_summed(rows, room, least))
        rows = np.concatenate(found)
        both = rows >> room
        counts = (rows & np.uint64((1 << self._room) - 1)).astype(np.int64)
        return (both >> np.uint64(self.bits)).astype(np.int64), self.document(both), counts

    @property
    def _room(self) -> int:
        """Bits that are left for a count beside a pair of documents."""
        return min(16, 63 - 2 * self.bits)

    def _ranges(self) -> Iterator[Hashes]:
        """The keys in stretches, none of which ends inside the list of a shingle."""
        start = 0
        while start < len(self.keys):
            end = min(start + RANGE, len(self.keys))
            last = self.keys[end - 1] | self._low
            end = int(np.searchsorted(self.keys, last, "right"))
            yield self.keys[start:end]
            start = end

    def _near(self, keys: Hashes, window: int, leave: Hashes | None) -> Hashes:
        """The pairs of a stretch of keys, each with the number of its shingles in the lower bits, sorted."""
        grams = self.shingle(keys)
        listed = np.flatnonzero(~among(grams, leave)) if leave is not None and len(leave) else np.arange(len(keys))
        owners, grams = keys[listed] & self._low, grams[listed]
        found = []
        at = np.arange(len(grams))
        for step in range(1, window + 1):
            at = at[at + step < len(grams)]
            at = at[grams[at + step] == grams[at]]
            if not len(at):
                break
            found.append((owners[at] << np.uint64(self.bits)) | owners[at + step])
        if not found:
            return np.zeros(0, np.uint64)
        rows = np.concatenate(found) << np.uint64(self._room)
        rows.sort()
        return _summed(rows | np.uint64(1), np.uint64(self._room), 1)


def _summed(rows: Hashes, room: np.uint64, least: int) -> Hashes:
    """Sorted pairs with counts, those of one pair put together; the counts end at what the room holds."""
    starts = np.flatnonzero(changes(rows >> room))
    if not len(starts):
        return rows
    most = (np.uint64(1) << room) - np.uint64(1)
    counts = np.minimum(np.add.reduceat(rows & most, starts), most)
    kept = counts >= np.uint64(least)
    return (rows[starts] & ~most)[kept] | counts[kept]


def changes(values: Hashes) -> Flags:
    """Where a sorted array has a value that it did not have before."""
    out = np.ones(len(values), np.bool_)
    out[1:] = values[1:] != values[:-1]
    return out


def among(values: Hashes, chosen: Hashes) -> Flags:
    """Which values are among the chosen, which are sorted; most of them are told by their lower bits alone."""
    out = np.zeros(len(values), np.bool_)
    if not len(chosen):
        return out
    few = np.uint64(0xFFFF)
    known = np.zeros(int(few) + 1, np.bool_)
    known[chosen & few] = True
    maybe = np.flatnonzero(known[values & few])
    at = np.minimum(np.searchsorted(chosen, values[maybe]), len(chosen) - 1)
    out[maybe] = chosen[at] == values[maybe]
    return out


def index(wordings: Sequence[Wording], sample: int = SAMPLE, blocks: Ints | None = None) -> Index:
    """The index of one in `sample` shingles (a power of two), chosen by hash: the same ones in every document. With
    `blocks` a shingle is only the same in documents with the same number there."""
    grams, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    counts = [np.zeros(0, np.int64)]
    for first, chunk in _chunks(wordings):
        lengths = np.array([len(w) for w in chunk], np.int64)
        starts = np.cumsum(lengths) - lengths
        every = shingles(np.concatenate([w.hashes for w in chunk]))
        at = np.flatnonzero((every & np.uint64(sample - 1)) == 0)
        owners = np.searchsorted(starts, at, "right") - 1
        inside = at + SIZE <= (starts + lengths)[owners]
        at, owners = at[inside], owners[inside]
        chosen = every[at]
        if blocks is not None:
            chosen ^= blocks[first : first + len(chunk)].astype(np.uint64)[owners] * _MIX
        grams.append(chosen)
        places.append((at - starts[owners]).astype(np.int32))
        counts.append(np.bincount(owners, minlength=len(chunk)))
    firsts = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    return Index(np.concatenate(grams), np.concatenate(places), firsts, max(1, (len(wordings) - 1).bit_length()))


def _chunks(wordings: Sequence[Wording]) -> Iterator[tuple[int, Sequence[Wording]]]:
    """Stretches of documents of some CHUNK words, with the number of their first."""
    first = words = 0
    for i, one in enumerate(wordings):
        words += len(one)
        if words >= CHUNK or i == len(wordings) - 1:
            yield first, wordings[first : i + 1]
            first, words = i + 1, 0


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
