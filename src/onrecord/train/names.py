"""Trains the model of names and writes its weights.

    python -m onrecord.train.names DATA OUT

DATA is a folder with `language/`; OUT the file of weights (`weights/names.crfsuite` of this package). The training is
deterministic. Measured and left out: the automatic names (CoreNLP) of news articles, which cost organisations five
points, and the proper nouns of web texts with the kinds that a first model gave them, which won persons of web texts
three points and lost one elsewhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from onrecord.model import Document, Token
from onrecord.parse import words
from onrecord.parse.names.features import features, seen
from onrecord.parse.names.pieces import pieces

KINDS = {
    "PERSON": "P",
    "PER": "P",
    "ORG": "O",
    "ORGANIZATION": "O",
    "LOC": "L",
    "LOCATION": "L",
    "GPE": "L",
    "MISC": "M",
}
ANNOTATED = ("gum-train-clean", "wikigold", "crossner-politics-train", "crossner-politics-train")  # the small one twice
SETTINGS = {"c1": 0.05, "c2": 2.0, "max_iterations": 90, "feature.minfreq": 2}
Labelled = tuple[str, list[tuple[int, int, str]]]


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def annotated(language: Path) -> Iterator[Labelled]:
    """Texts with names that people marked."""
    for name in ANNOTATED:
        for row in read(language / f"{name}.jsonl.gz"):
            yield row["text"], [(start, end, KINDS[kind]) for start, end, kind in row["names"] if kind in KINDS]


def sentences(text: str) -> list[list[Token]]:
    document = Document(id="", path="", text=text, sha256="")
    return [p for s in words.sentences(text, words.paragraphs(document)) if (p := pieces(text, s))]


def labels(sentence: Sequence[Token], starts: Sequence[int], spans: dict[int, tuple[int, str]]) -> list[str]:
    """ "B-P", "I-P" and so on for the pieces of a sentence; a full stop at the end of a name may stand outside it."""
    found: list[str] = []
    previous = None
    for piece in sentence:
        n = bisect_right(starts, piece.start) - 1
        label = "O"
        start = None
        if n >= 0:
            end, kind = spans[starts[n]]
            if piece.start < end and piece.end <= end + (piece.text[-1] == "."):
                start = starts[n]
                label = f"I-{kind}" if previous == start else f"B-{kind}"
        previous = start
        found.append(label)
    return found


def train(texts: Iterable[Labelled], out: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for text, spans in texts:
        cut = sentences(text)
        inner, lower = seen(cut)
        by_start = {start: (end, kind) for start, end, kind in spans}
        starts = sorted(by_start)
        for sentence in cut:
            trainer.append(features(sentence, inner, lower), labels(sentence, starts, by_start))
    trainer.select("lbfgs")
    trainer.set_params(SETTINGS)
    trainer.train(str(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    train(annotated(given.data / "language"), given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
