#!/usr/bin/env python3
"""Statements found and words per CPU-second, of our models and of others on the same text in this one run.

    bench/speech.py DATA [--articles N] [--train N] [--pipeline PATH] [--json] [--reliability]

DATA is a folder with `attributions/polnear-dev.jsonl.gz` and, for the random field, `polnear-train.jsonl.gz` there.
Speech core: attributions whose cue holds a plain verb of saying or "according to" and whose content has four words;
one to one by the words of their contents. Printed are F1 of contents with half of the words in common, of these with a
source that shares a word, and of contents with all words equal; the share of direct quotations found; and words per
CPU-second, loading left out. The ratio of speeds is what counts: machines differ, the ratio hardly.

Peers: `crf` is a conditional random field on words, shapes, neighbours and quotation state, trained here in this run on
the first N articles of the training part (python-crfsuite); each content goes to the nearest cue, each cue to the
nearest source. `quotation and verb` is our own writing of the published method of trackers of sources: a quotation and
the nearest verb of saying in its sentence, with the capitalised words beside it. `textacy` is its direct quotations
(Apache-2.0) over the spaCy pipeline named by `--pipeline`, without that pipeline's names, which textacy does not read;
tagging and parsing count. Unnamed, it is en_core_web_sm where that is installed. The pipeline must give parts of
speech, lemmas, sentences and the relations textacy's rule reads: nsubj, csubj, aux, auxpass, neg, conj, compound (one
trained on Universal Dependencies needs aux:pass, flat and a negating advmod renamed). textacy refuses documents with
an odd number of quotation marks, apostrophes that stand alone among them: these count as nothing found, and their
number is printed.

`--reliability` prints instead, for the fast model, how many attributions of each confidence are right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import groupby, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, get_args

import pycrfsuite

from onrecord.attribute import attribute
from onrecord.attribute.lexicon import forms, saying
from onrecord.errors import OnrecordError
from onrecord.model import Document, Parsed
from onrecord.parse import parse
from onrecord.settings import ModelName, Settings

WORD = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
SHORTEST = 4  # words of content in the core
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
FAR = 60  # words between a content and its cue
Spans = list[tuple[int, int]]


class Said(NamedTuple):
    """One attribution: spans of its source, cue and content, and how sure the model is."""

    source: Spans
    cue: Spans
    content: Spans
    sure: float = 1.0


Reader = Callable[[str], list[Said]]


def articles(path: Path, count: int) -> list[tuple[str, list[Said]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:count]
    return [(row["text"], [as_said(a) for a in row["attributions"]]) for row in rows]


def as_said(row: dict[str, Any]) -> Said:
    source, cue, content = ([(s, e) for s, e in row[role]] for role in ("source", "cue", "content"))
    return Said(source, cue, content)


def document(text: str) -> Document:
    return Document(id="d", path="", text=text, sha256="")


def ours(model: ModelName) -> Reader:
    settings = Settings(model=model)

    def read(text: str) -> list[Said]:
        found = attribute(parse(document(text), (), model=model), settings).attributions
        return [Said(list(a.source), list(a.cue), list(a.content), a.confidence or 0.0) for a in found]

    return read


def beside_verb(text: str) -> list[Said]:
    """The nearest verb of saying to each quotation of its sentence, and the capitalised words or pronoun beside it."""
    parsed, found = parse(document(text), ()), []
    for quote in parsed.quotes:
        line = text.rfind("\n", 0, quote.span.start) + 1, (text.find("\n", quote.span.end) + 1 or len(text) + 1) - 1
        words = [m for m in WORD.finditer(text, *line) if not (quote.span.start <= m.start() < quote.span.end)]
        verbs = [i for i, m in enumerate(words) if m.group().lower() in saying()]
        if not verbs:
            continue
        far = lambda i: max(words[i].start() - quote.span.end, quote.span.start - words[i].end())  # noqa: B023, E731
        verb = min(verbs, key=far)
        source = _beside(words, verb)
        found.append(Said(source, [words[verb].span()], [(quote.span.start, quote.span.end)]))
    return found


def _beside(words: list[re.Match[str]], verb: int) -> Spans:
    for step in (-1, 1):
        last = verb + step
        while 0 <= last < len(words) and words[last].group()[0].isupper():
            last += step
        few = words[last + 1 : verb] if step < 0 else words[verb + 1 : last]
        near = words[verb + step : verb + step + 1] if 0 <= verb + step < len(words) else []
        if few or (near and near[0].group().lower() in {"he", "she", "they", "it"}):
            kept = few or near
            return [(kept[0].start(), kept[-1].end())]
    return []


def features(parsed: Parsed) -> tuple[list[re.Match[str]], list[list[str]]]:
    """The words of a text and what the random field sees of each."""
    words = list(WORD.finditer(parsed.document.text))
    starts = [q.span.start for q in parsed.quotes]
    own = []
    for m in words:
        low, at = m.group().lower(), bisect_left(starts, m.end()) - 1
        inside = at >= 0 and m.start() < parsed.quotes[at].span.end
        shape = "Aa" if m.group()[0].isupper() else "a" if m.group()[0].isalpha() else "0" if low.isdigit() else "."
        said = "said" if low in saying() else ""
        own.append([f"w={low}", f"e={low[-3:]}", f"s={shape}", f"q={inside}", f"v={said}", f"sq={shape}{inside}"])
    rows = []
    for i in range(len(own)):
        row = ["bias", *own[i]]
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(own):
                row += [f"{step}{f}" for f in own[i + step]]
        rows.append(row)
    return words, rows


def random_field(rows: list[tuple[str, list[Said]]], folder: str) -> Reader:
    """A conditional random field trained on articles, as a reader."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 60, "feature.minfreq": 3})
    for text, gold in rows:
        words, seen = features(parse(document(text), ()))
        labels = ["O"] * len(words)
        for said in gold:
            for role, spans in zip("SUC", said[:3], strict=True):
                for s, e in spans:
                    inside = [i for i, m in enumerate(words) if s <= m.start() < e]
                    for i in inside:
                        labels[i] = ("B" if i == inside[0] else "I") + role
        for first, last in paragraphs(text, words):
            trainer.append(seen[first:last], labels[first:last])
    trainer.train(f"{folder}/crf")
    tagger = pycrfsuite.Tagger()
    tagger.open(f"{folder}/crf")
    return lambda text: linked(tagger, text)


def paragraphs(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) word of each line."""
    numbers, line, last = [], 0, 0
    for m in words:
        line += "\n" in text[last : m.start()]
        last = m.end()
        numbers.append(line)
    for _, group in groupby(range(len(words)), key=numbers.__getitem__):
        own = list(group)
        yield own[0], own[-1] + 1


def linked(tagger: Any, text: str) -> list[Said]:
    """The runs of a text as the field labels them, contents with the nearest cue and cues with the nearest source."""
    words, seen = features(parse(document(text), ()))
    found: list[Said] = []
    for first, last in paragraphs(text, words):
        runs: dict[str, Spans] = {"S": [], "U": [], "C": []}
        for i, label in enumerate(tagger.tag(seen[first:last]), first):
            if label[0] == "B" or (label[0] == "I" and not runs[label[1]]):
                runs[label[1]].append((i, i + 1))
            elif label[0] == "I":
                runs[label[1]][-1] = (runs[label[1]][-1][0], i + 1)
        own: dict[tuple[int, int], Spans] = {}
        for run in runs["C"]:
            near = [c for c in runs["U"] if _gap(c, run) < FAR]
            if near:
                own.setdefault(min(near, key=lambda c: _gap(c, run)), []).append(run)
        for cue, contents in own.items():
            source = sorted(runs["S"], key=lambda s: _gap(s, cue))[:1]
            parts = ([(words[a].start(), words[b - 1].end()) for a, b in part] for part in (source, [cue], contents))
            found.append(Said(next(parts), next(parts), next(parts)))
    return found


def _gap(one: tuple[int, int], two: tuple[int, int]) -> int:
    return max(one[0] - two[1], two[0] - one[1], 0)


class Textacy:
    """Textacy's direct quotations over a spaCy pipeline: its name where installed, or its folder.

    `refused` are the texts that textacy raised on. ImportError or OSError where a part is not installed, ValueError
    where the pipeline lacks what textacy reads.
    """

    def __init__(self, pipeline: str) -> None:
        self.quotations: Callable[[Any], Any] = import_module("textacy.extract").direct_quotations
        self.pipeline: Callable[[str], Any] = import_module("spacy").load(pipeline, exclude=["ner"])
        self.refused: set[str] = set()
        if not list(self.quotations(self.pipeline("“The harbour will reopen before winter,” she said."))):
            raise ValueError(f"{pipeline} needs a tagger, a lemmatizer and a parser: a plain quotation is not found")

    def __call__(self, text: str) -> list[Said]:
        parsed = self.pipeline(text)
        try:
            found = list(self.quotations(parsed))
        except ValueError:  # an odd number of quotation marks
            self.refused.add(text)
            return []
        return [Said(_places(q.speaker), _places(q.cue), [(q.content.start_char, q.content.end_char)]) for q in found]


def _places(words: Any) -> Spans:
    return [(word.idx, word.idx + len(word)) for word in words]


def textacy(pipeline: str) -> Reader | str:
    """The reader, or why there is none."""
    try:
        return Textacy(pipeline)
    except (ImportError, OSError, ValueError) as error:
        return str(error).splitlines()[0]


def covered(words: list[re.Match[str]], spans: Spans) -> frozenset[int]:
    return frozenset(
        i
        for i, m in enumerate(words)
        if m.group()[0].isalnum() and any(s < m.end() and m.start() < e for s, e in spans)
    )


def in_core(text: str, words: list[re.Match[str]], said: Said) -> bool:
    cue = " ".join(text[s:e] for s, e in said.cue).lower()
    verbs = forms("plain") | {"according"}
    return len(covered(words, said.content)) >= SHORTEST and any(w in verbs for w in re.findall(r"\w+", cue))


def pairs(words: list[re.Match[str]], gold: list[Said], found: list[Said]) -> Iterator[tuple[float, int, int]]:
    """Overlap and places of gold and found attributions that belong together, best first."""
    left, right = ([covered(words, a.content) for a in side] for side in (gold, found))
    ranked = sorted(
        ((len(a & b) / len(a | b), -i, -j) for i, a in enumerate(left) for j, b in enumerate(right) if a & b),
        reverse=True,
    )
    seen: tuple[set[int], set[int]] = (set(), set())
    for share, i, j in ranked:
        if i not in seen[0] and j not in seen[1]:
            seen[0].add(i)
            seen[1].add(j)
            yield share, -i, -j


def score(rows: list[tuple[str, list[Said]]], read: Reader) -> dict[str, float]:
    """F1 of the speech core in percent, direct quotations found, and words per CPU-second."""
    read(rows[0][0])
    start = time.process_time()
    answers = [read(text) for text, _ in rows]
    seconds = max(time.process_time() - start, 1e-9)
    hits, sides, direct = [0, 0, 0], 0, [0, 0]
    for (text, gold), found in zip(rows, answers, strict=True):
        words = list(WORD.finditer(text))
        core = [[a for a in side if in_core(text, words, a)] for side in (gold, found)]
        sides += len(core[0]) + len(core[1])
        for share, i, j in pairs(words, *core):
            one, two = covered(words, core[0][i].source), covered(words, core[1][j].source)
            hits[0] += share >= 0.5
            hits[1] += share >= 0.5 and (bool(one & two) or not (one or two))
            hits[2] += share == 1
        quoted = [a for a in gold if all(text[s] in '“"‘' and text[e - 1] in '”"’' for s, e in a.content)]
        direct[0] += sum(share >= 0.5 for share, _, _ in pairs(words, quoted, found))
        direct[1] += len(quoted)
    names = ("content", "source", "equal")
    out = {name: round(200 * n / max(1, sides), 1) for name, n in zip(names, hits, strict=True)}
    out["direct"] = round(100 * direct[0] / max(1, direct[1]), 1)
    out["words"] = round(sum(len(text.split()) for text, _ in rows) / seconds)
    return out


def reliability(rows: list[tuple[str, list[Said]]], read: Reader) -> list[dict[str, float]]:
    """For each bin of confidence how many attributions there are, their mean confidence, and the share that is right:
    half of the words of the content and a source that shares one (all attributions, not the core alone)."""
    judged: list[tuple[float, bool]] = []
    for text, gold in rows:
        words, found = list(WORD.finditer(text)), read(text)
        right = set()
        for share, i, j in pairs(words, gold, found):
            one, two = covered(words, gold[i].source), covered(words, found[j].source)
            if share >= 0.5 and (bool(one & two) or not (one or two)):
                right.add(j)
        judged += [(a.sure, j in right) for j, a in enumerate(found)]
    table = []
    for low, high in pairwise(BINS):
        own = [(sure, ok) for sure, ok in judged if low <= sure < high or (high == 1 and sure == 1)]
        if own:
            mean, share = (round(sum(x[k] for x in own) / len(own), 3) for k in (0, 1))
            table.append({"from": low, "to": high, "n": len(own), "mean": mean, "right": share})
    return table


def readers(data: Path, train: int, folder: str, last: Reader | str) -> Iterator[tuple[str, Reader | str]]:
    """Names and readers; in place of a reader that cannot run here, why."""
    for model in get_args(ModelName):
        try:
            reader = ours(model)
            reader("“No,” said Ana Bell.")
        except OnrecordError as error:
            yield f"onrecord {model}", str(error)
        else:
            yield f"onrecord {model}", reader
    rows = articles(data / "polnear-train.jsonl.gz", train)
    yield "crf", random_field(rows, folder)
    yield "quotation and verb", beside_verb
    yield "textacy", last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=84)
    parser.add_argument("--train", type=int, default=200, help="articles of the training part for the random field")
    parser.add_argument("--pipeline", metavar="PATH", help="spaCy pipeline for textacy (else en_core_web_sm)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--reliability", action="store_true")
    given = parser.parse_args()
    data = given.data / "attributions"
    rows = articles(data / "polnear-dev.jsonl.gz", given.articles)
    if given.reliability:
        table = reliability(rows, ours("fast"))
        if given.json:
            print(json.dumps(table))
            return
        print("confidence       n   mean  right")
        for row in table:
            print(f"{row['from']:.2f} to {row['to']:.2f} {row['n']:5} {row['mean']:6.3f} {row['right']:6.3f}")
        return
    peer = textacy(given.pipeline or "en_core_web_sm")
    if given.pipeline and isinstance(peer, str):
        parser.error(f"--pipeline: {peer}")
    results: dict[str, dict[str, float] | None] = {}
    with TemporaryDirectory() as folder:
        for name, reader in readers(data, given.train, folder, peer):
            shown = results[name] = None if isinstance(reader, str) else score(rows, reader)
            if not given.json:
                line = f"not installed: {reader}"
                if shown is not None:
                    *shares, speed = shown.values()
                    line = "".join(f"{x:8}" for x in shares) + f"{speed:13,}"
                if name == "onrecord rules":
                    print(f"{'':20}  content +source   equal  direct  words/CPU-s")
                print(f"{name:20} {line}", flush=True)
            if shown is not None and isinstance(reader, Textacy):
                refused = shown["refused"] = len(reader.refused)
                if not given.json:
                    print(f"textacy refused {refused} of {len(rows)} documents: odd number of quotation marks")
    if given.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
