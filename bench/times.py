#!/usr/bin/env python3
"""Characters per CPU-second of finding and resolving time expressions, beside dateparser where it is installed.

    bench/times.py [FILE.jsonl[.gz] ...] [--characters N]

FILE holds lines with `text`; without one the bodies of the bundled example are read. Both run in this one process on
the same text, and the ratio is what counts: machines differ, the ratio hardly.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord.model import Document, Published
from onrecord.resolve.times import times

ROOT = Path(__file__).resolve().parents[1]
SLICE = 20_000  # characters given to dateparser, which is slow
DAY = "2024-05-15"


def texts(files: list[str]) -> Iterator[str]:
    for name in files:
        opener = gzip.open if name.endswith(".gz") else open
        with opener(name, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    if not files:
        for page in sorted((ROOT / "examples" / "pages").rglob("*.txt")):
            yield page.read_text("utf-8", errors="replace")


def rate(read: Callable[[str], object], sample: list[str]) -> float:
    """Characters per CPU-second over the sample, the first call (which loads words and rules) left out."""
    read(sample[0])
    start = time.process_time()
    for text in sample:
        read(text)
    return sum(map(len, sample)) / max(time.process_time() - start, 1e-9)


def ours(text: str) -> object:
    dated = Published(value=DAY, earliest=DAY, latest=DAY, basis="given")
    return times(Document(id="d-0", path="", text=text, sha256="", published=dated))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--characters", type=int, default=1_000_000)
    options = parser.parse_args()
    sample: list[str] = []
    for text in texts(options.files):
        sample.append(text)
        if sum(map(len, sample)) >= options.characters:
            break
    mine = rate(ours, sample)
    print(f"onrecord    {mine:12,.0f} characters per CPU-second")
    try:
        from dateparser.search import search_dates  # noqa: PLC0415  # a peer, not a dependency
    except ImportError:
        print("dateparser  not installed: pip install dateparser shows it beside onrecord")
        return
    short = [text[:SLICE] for text in sample][:5]
    theirs = rate(lambda text: search_dates(text, languages=["en"]), short)
    print(f"dateparser  {theirs:12,.0f} characters per CPU-second")
    print(f"ratio       {mine / theirs:12.1f}")


if __name__ == "__main__":
    main()
