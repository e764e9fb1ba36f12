"""Trains the model of names and writes its weights.

    python -m onrecord.train.names DATA OUT

DATA is a folder with `language/`; OUT the file of weights (`weights/names.crfsuite` of this package). Two passes: a
teacher learns from texts annotated for names; it gives kinds to the proper nouns of web texts, which are marked as
such but without kinds; the model learns from both. The training is deterministic. The automatic names of news
articles (CoreNLP) were tried too: organisations got worse by five points.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from onrecord.model import Document, Token
from onrecord.parse import words
from onrecord.parse.names import gazetteer
from onrecord.parse.names.features import features, seen
from onrecord.parse.names.learned import LABELS, runs
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
SETTINGS = {"c1": 0.06, "c2": 0.7, "max_iterations": 90, "feature.minfreq": 2}
NO_NAME = 0.985  # a proper noun that the teacher takes for no name with this chance stays none (a month, a greeting)
Labelled = tuple[str, list[tuple[int, int, str]]]


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def annotated(language: Path) -> Iterator[Labelled]:
    """Texts with names that people marked."""
    for name in ANNOTATED:
        for row in read(language / f"{name}.jsonl.gz"):
            yield row["text"], [(start, end, KINDS[kind]) for start, end, kind in row["names"] if kind in KINDS]


def taught(language: Path, teacher: pycrfsuite.Tagger) -> Iterator[Labelled]:
    """Web texts whose proper nouns have the kinds that a teacher finds likeliest."""
    for row in read(language / "ud-ewt-train.jsonl.gz"):
        text = row["text"]
        proper = [(s, e) for (s, e), tag in zip(row["tokens"], row["pos"], strict=True) if tag == "PROPN"]
        starts = [s for s, _ in proper]
        cut = sentences(text)
        inner, lower = seen(cut)
        spans: list[tuple[int, int, str]] = []
        for sentence in cut:
            marked = [(n := bisect_right(starts, p.start) - 1) >= 0 and p.start < proper[n][1] for p in sentence]
            if any(marked):
                teacher.set(features(sentence, inner, lower))
                spans += kinds_for(sentence, marked, teacher)
        yield text, spans


def kinds_for(
    sentence: Sequence[Token], marked: Sequence[bool], teacher: pycrfsuite.Tagger
) -> list[tuple[int, int, str]]:
    """The teacher's names that hold a proper noun, and the runs of proper nouns that it did not take for names."""
    spans: list[tuple[int, int, str]] = []
    free = list(marked)
    for start, end in runs(teacher.tag()):
        if any(marked[start:end]):
            kind = max(LABELS, key=lambda k, at=start: teacher.marginal(f"B-{k}", at))  # type: ignore[misc]
            spans.append((sentence[start].start, sentence[end - 1].end, kind))
        free[start:end] = [False] * (end - start)
    for start, end in stretches(free):
        word = sentence[start].text
        if word[0].isalpha() and word.lower().rstrip(".") not in gazetteer.entries("not_names"):
            chances = {k: sum(teacher.marginal(f"{b}-{k}", n) for n in range(start, end) for b in "BI") for k in LABELS}
            if teacher.marginal("O", start) <= NO_NAME:
                spans.append((sentence[start].start, sentence[end - 1].end, max(chances, key=lambda k: chances[k])))
    return spans


def stretches(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for n, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = n
        elif not flag and start is not None:
            yield start, n
            start = None


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
    language = given.data / "language"
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "teacher.crfsuite"
        train(annotated(language), first)
        teacher = pycrfsuite.Tagger()
        teacher.open(str(first))
        train((*annotated(language), *taught(language, teacher)), given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
