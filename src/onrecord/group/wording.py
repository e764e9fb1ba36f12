"""The words of a document as arrays: folded, hashed, with offsets and whether they are inside quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from sys import intern

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Reading, Span

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")

Ints = NDArray[np.int64]
Offsets = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wording:
    """`words[i]` is folded and stands at `starts[i]:ends[i]` (code points) of the text; `hashes[i]` is the same for
    the same word in any document and any run; `quoted[i]` tells whether it lies inside quotation marks, `whose[i]`
    whether it says who speaks, and how the words travelled."""

    words: tuple[str, ...]
    hashes: Hashes
    starts: Offsets
    ends: Offsets
    quoted: Flags
    whose: Flags

    def __len__(self) -> int:
        return len(self.words)

    def inside(self, span: Span) -> range:
        """The indices of the words that lie in a span."""
        first = int(np.searchsorted(self.starts, span.start, "left"))
        return range(first, max(first, int(np.searchsorted(self.ends, span.end, "right"))))

    def span(self, first: int, after: int) -> Span:
        """From the start of one word to the end of the last before another."""
        return Span(int(self.starts[first]), int(self.ends[after - 1]))


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """Lower case, straight apostrophes, no accents: 'José’s' is "jose's". Equal words are one object."""
    low = word.lower()
    if low.isascii():
        return intern(low)
    plain = unicodedata.normalize("NFKD", low.replace("’", "'"))
    return intern("".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=1 << 20)
def hash_of(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def wording(text: str, quotes: Iterable[Span] = (), whose: Iterable[Span] = ()) -> Wording:
    """The words of a text; `quotes` are the spans inside its quotation marks, `whose` those of sources and cues."""
    found = [(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]
    words = tuple(fold(w) for _, _, w in found)
    starts = np.array([s for s, _, _ in found], np.int32)
    ends = np.array([e for _, e, _ in found], np.int32)
    hashes = np.array([hash_of(w) for w in words], np.uint64)
    return Wording(words, hashes, starts, ends, _flags(starts, ends, quotes), _flags(starts, ends, whose))


def _flags(starts: Offsets, ends: Offsets, spans: Iterable[Span]) -> Flags:
    """For each word whether it lies in one of the spans."""
    inside = np.zeros(len(starts), np.bool_)
    for span in spans:
        first = int(np.searchsorted(starts, span.start, "left"))
        inside[first : int(np.searchsorted(ends, span.end, "right"))] = True
    return inside


def of_reading(reading: Reading) -> Wording:
    """The words of a document, quoted where its quotation marks say so."""
    said = [s for a in reading.attributions for s in (*a.source, *a.cue)]
    said += [h.evidence for a in reading.attributions for h in a.chain if h.evidence and h.basis == "stated"]
    return wording(reading.document.text, (q.inner for q in reading.quotes), said)
