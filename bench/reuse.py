"""How fast documents that share wording are found, and how much memory that takes.

    python bench/reuse.py [DOCUMENTS ...]

Documents are made with a fixed seed: some 400 words as frequent as 1 / (rank + 10), one document in ten with a
stretch of an earlier one, and each with the boilerplate of one of 200 sites. Printed for each number of documents are
documents per CPU-second of tokenising, of the search for candidates after it, and of the alignment of candidates; the
pairs found of those made; and the memory that the process held at most.

The search sorts one shingle in `reuse.SAMPLE` and compares each with `reuse.WINDOW` others, so it takes
t(N) = t(M) * (N / M) * log(N) / log(M) seconds; the memory is linear in the words. Both are printed for a million.
"""

from __future__ import annotations

import math
import resource
import sys
import time

import numpy as np

from onrecord.group import copies
from onrecord.group.wording import Wording, wording

WORDS = 400  # of a document
SITES = 200


def documents(count: int, seed: int = 7) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """Texts, their sites, and the pairs of which one copies the other."""
    chance = np.random.default_rng(seed)
    vocabulary = np.array([f"w{n}" for n in range(60_000)])
    share = np.cumsum(1 / (np.arange(len(vocabulary)) + 10.0))
    share /= share[-1]
    boilerplate = [" ".join(vocabulary[chance.integers(0, 60_000, 30)]) for _ in range(SITES)]
    texts: list[list[str]] = []
    pairs = set()
    for i in range(count):
        words = vocabulary[np.searchsorted(share, chance.random(WORDS))].tolist()
        if i and chance.random() < 0.1:
            source = int(chance.integers(0, i))
            length = int(chance.integers(60, 300))
            start = int(chance.integers(0, WORDS - length + 1))
            words[:length] = texts[source][start : start + length]
            pairs.add((source, i))
        texts.append(words)
    sites = [f"site{i % SITES}" for i in range(count)]
    return [" ".join(t) + " " + boilerplate[i % SITES] for i, t in enumerate(texts)], sites, pairs


def measure(count: int) -> dict[str, float]:
    texts, sites, made = documents(count)
    start = time.process_time()
    wordings: list[Wording] = [wording(text) for text in texts]
    tokenised = time.process_time()
    pairs, masks = copies.candidates(wordings, sites)
    searched = time.process_time()
    found = {p for p in pairs if copies.compare(*p, wordings, masks).relation}
    aligned = time.process_time()
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rates = [count / max(s, 1e-9) for s in (tokenised - start, searched - tokenised, aligned - searched)]
    named = zip(("tokenised", "searched", "aligned"), rates, strict=True)
    print(f"{count} documents, a CPU-second: " + ", ".join(f"{rate:,.0f} {name}" for name, rate in named))
    print(f"  {len(pairs)} candidates; {len(made & found)} of {len(made)} copies found; {gib:.2f} GiB")
    return {"count": count, "seconds": searched - tokenised, "gib": gib}


def main(counts: list[int]) -> None:
    for count in counts:
        last = measure(count)
    million = 1_000_000
    times = million / last["count"] * math.log(million) / math.log(last["count"])
    print(
        f"a million, extrapolated: {last['seconds'] * times / 60:.1f} CPU-minutes of search, "
        f"{last['gib'] * million / last['count']:.1f} GiB"
    )


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [10_000])
