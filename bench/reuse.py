"""How fast documents that share wording are found, and how much memory that takes.

    python bench/reuse.py [DOCUMENTS ...] [--json OUT]

Documents are made with a fixed seed: some 400 words as frequent as 1 / (rank + 10), one document in ten with a
stretch of one of the BEFORE documents before it, and each with the boilerplate of one of 200 sites. Printed for each
number of documents are documents per CPU-second of tokenising, of the search for candidates after it, and of the
alignment of candidates; the pairs found of those made; and the memory that the process held at most.

The search sorts one shingle in `reuse.SAMPLE` and compares each with `reuse.WINDOW` others at most, so it takes
t(N) = t(M) * (N / M) * log(N) / log(M) seconds. Memory is linear in the words: m(N) = m(0) + (m(M) - m(0)) * N / M,
with m(0) what the process holds before the first document. Both are printed for a million. Of a document of W words
about 26 W bytes are its `Wording` (words, hashes, offsets, flags) and 20 W / `reuse.SAMPLE` the index.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from onrecord.group import copies
from onrecord.group.wording import Wording, wording

WORDS = 400  # of a document
SITES = 200
KINDS = 60_000  # of words
BEFORE = 5_000  # documents among which the source of a copy is
MILLION = 1_000_000


def spelled(number: int) -> str:
    """A word of its own for each number, of letters alone."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, 26)
        letters += chr(ord("a") + rest)
    return f"w{letters}"


def documents(count: int, seed: int = 7) -> Iterator[tuple[str, int | None]]:
    """Texts, each with the number of the one that it copies."""
    chance = np.random.default_rng(seed)
    vocabulary = np.array([spelled(n) for n in range(KINDS)])
    share = np.cumsum(1 / (np.arange(KINDS) + 10.0))
    share /= share[-1]
    boilerplate = [" ".join(vocabulary[chance.integers(0, KINDS, 30)]) for _ in range(SITES)]
    before = np.zeros((BEFORE, WORDS), np.int32)
    for i in range(count):
        words = np.searchsorted(share, chance.random(WORDS)).astype(np.int32)
        source = None
        if i and chance.random() < 0.1:
            source = int(chance.integers(max(0, i - BEFORE), i))
            length = int(chance.integers(60, 300))
            start = int(chance.integers(0, WORDS - length + 1))
            words[:length] = before[source % BEFORE, start : start + length]
        before[i % BEFORE] = words
        yield f"{' '.join(vocabulary[words])} {boilerplate[i % SITES]}", source


def held() -> float:
    """GiB that the process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measure(count: int) -> dict[str, float]:
    empty = held()
    sites = [f"site{i % SITES}" for i in range(count)]
    wordings: list[Wording] = []
    made: set[tuple[int, int]] = set()
    spent = 0.0
    for i, (text, source) in enumerate(documents(count)):
        if source is not None:
            made.add((source, i))
        start = time.process_time()
        wordings.append(wording(text))
        spent += time.process_time() - start
    tokenised = time.process_time()
    pairs, masks = copies.candidates(wordings, sites)
    searched = time.process_time()
    found = {p for p in pairs if copies.compare(*p, wordings, masks).relation}
    aligned = time.process_time()
    seconds = {"tokenise": spent, "search": searched - tokenised, "align": aligned - searched}
    rates = {f"{name} a CPU-second": round(count / max(s, 1e-9)) for name, s in seconds.items()}
    row: dict[str, float] = {
        "documents": count,
        **rates,
        "candidates": len(pairs),
        "made": len(made),
        "found": len(made & found),
    }
    row |= {"search seconds": round(seconds["search"], 2), "GiB": round(held(), 3), "GiB before": round(empty, 3)}
    print(", ".join(f"{name} {value:,}" for name, value in row.items()))
    return row


def extrapolated(last: dict[str, float]) -> dict[str, float]:
    """Minutes of search and memory for a million documents, by the formulas above."""
    count, empty = last["documents"], last["GiB before"]
    times = MILLION / count * math.log(MILLION) / math.log(count)
    gib = empty + (last["GiB"] - empty) * MILLION / count
    return {"documents": MILLION, "search minutes": round(last["search seconds"] * times / 60, 1), "GiB": round(gib, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("documents", type=int, nargs="*", default=[10_000])
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows here")
    args = parser.parse_args()
    rows = [measure(count) for count in args.documents]
    million = extrapolated(rows[-1])
    print("a million, extrapolated: " + ", ".join(f"{name} {value:,}" for name, value in million.items()))
    if args.json:
        args.json.write_text(json.dumps({"rows": rows, "extrapolated": million}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
