"""Makes `weights/background.tsv`: in how many of some thousand English texts each word occurs.

    python -m onrecord.train.background DATA_FOLDER [OUT]

Grouping a folder of two documents needs to know which words are rare in the language at large. Counted are web
texts and encyclopedia articles (UD English EWT train and GUM train, CC BY-SA 4.0; WikiGold, CC BY 4.0) and every third
article of PolNeAR train. No text goes into the table, only words with their number of texts; the first line has the
number of texts.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.group.wording import WORD, fold

SOURCES = (
    ("language/ud-ewt-train.jsonl.gz", 1),
    ("language/gum-train-clean.jsonl.gz", 1),
    ("language/wikigold.jsonl.gz", 1),
    ("attributions/polnear-train.jsonl.gz", 3),
)
LEAST = 4  # texts that a word must occur in to be listed
WORDS_OF_A_TEXT = 500  # longer texts are counted as several, so that a book chapter does not weigh as one


def texts(data: Path) -> Iterator[list[str]]:
    for name, every in SOURCES:
        with gzip.open(data / name, "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows):
                if number % every:
                    continue
                words = [fold(w) for w in WORD.findall(json.loads(row)["text"])]
                for start in range(0, len(words), WORDS_OF_A_TEXT):
                    yield words[start : start + WORDS_OF_A_TEXT]


def main(data: Path, out: Path) -> None:
    seen: Counter[str] = Counter()
    count = 0
    for words in texts(data):
        seen.update(set(words))
        count += 1
    listed = sorted((w, n) for w, n in seen.items() if n >= LEAST and w.isalpha())
    out.write_text(f"\t{count}\n" + "".join(f"{w}\t{n}\n" for w, n in listed), "utf-8")
    print(f"{out}: {len(listed)} words of {count} texts")


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1] / "weights" / "background.tsv"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else here)
