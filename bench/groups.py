"""Copies, stories and origins beside what is commonly used for them, in one run on the same documents.

    python bench/groups.py [DATA] [--rounds 2] [--keep .6] [--naming .5] [--seed 11] [--json OUT]

DATA is a folder of JSON lines (.jsonl, .jsonl.gz), a document a line: `id`, `text`, and as far as known `outlet`,
`published`, `title`. A file whose rows have `parent` (and `other`), the ids of what a document was copied from, with
the `kind` of the copy, is one for copies; a file whose rows have `story` is one for stories. Without DATA, or where it
has no such file, made coverage is taken (bench/newsroom.py), of which the origins are always.

- copies: recall of the known pairs, in all and by kind; precision among the pairs of which one is a made copy (a lower
  bound, as two documents may share wording without being so marked; two copies of one source are left out); documents
  per CPU-second after tokenising, without and with alignment. Beside it MinHash-LSH of datasketch and of rensa
  (128 permutations, 5-word shingles, threshold .5).
- stories: BCubed of onrecord's grouping beside average link over the cosine of plain TF-IDF (scikit-learn), whose
  threshold is the best of CUTS on these very documents, and beside each document by itself.
- origins: exact best, interval holds, and false independence, beside counting outlets.

A peer that is not installed is listed as such. Documents are read with the rules alone, which needs no weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import newsroom
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from writing import Manner

from onrecord.group import copies, group
from onrecord.group.wording import Wording, of_reading
from onrecord.model import Given, Page, Reading
from onrecord.pipeline import read_page
from onrecord.settings import Settings

Pair = tuple[int, int]
Row = dict[str, Any]
PERMUTATIONS = 128
THRESHOLD = 0.5  # Jaccard similarity of a pair that MinHash-LSH is to find
SHINGLE = 5  # words
CUTS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)  # cosine distances at which average link stops
NOT_THERE = "not installed"


@dataclass(frozen=True)
class Documents:
    """Readings in the order of the data, with what is known of them: copied pairs by kind, which documents are copies,
    pairs that may share wording (copies of one source), stories."""

    name: str
    readings: tuple[Reading, ...]
    pairs: Mapping[Pair, str]
    copies: frozenset[int]
    kin: frozenset[Pair]
    stories: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------------- data
def loaded(folder: Path) -> Iterator[Documents]:
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows: list[Row] = [json.loads(line) for line in data.splitlines() if line.strip()]
        at = {str(row["id"]): i for i, row in enumerate(rows)}
        pairs: dict[Pair, str] = {}
        children = frozenset(i for i, row in enumerate(rows) if row.get("parent") in at)
        for i, row in enumerate(rows):
            for source in (row.get("parent"), row.get("other")):
                if source in at:
                    pairs[min(i, at[source]), max(i, at[source])] = str(row.get("kind") or "copy")
        stories = tuple(str(row["story"]) for row in rows if row.get("story"))
        if pairs or len(stories) == len(rows):
            pages = [_page(row) for row in rows]
            yield Documents(path.name, _read(pages), pairs, children, frozenset(), stories)


def _page(row: Row) -> Page:
    known = {k: row.get(k) for k in ("outlet", "title", "url")}
    given = Given(id=str(row["id"]), published=row.get("published") or row.get("time"), **known)
    return Page(path=str(row["id"]), kind="text", data=str(row["text"]).encode(), sha256=str(row["id"]), given=given)


def made(seed: int, rounds: int, manner: Manner) -> Documents:
    """Collections of made stories as one set of documents; a copy's kind is how it was credited."""
    pages: list[Page] = []
    pairs: dict[Pair, str] = {}
    stories: list[str] = []
    children: set[int] = set()
    kin: set[Pair] = set()
    for n in range(rounds):
        told = newsroom.collection(f"{seed} {n}", manner)
        papers = [(s, paper) for s, story in enumerate(told) for paper in story.shown]
        at = {id(paper): len(pages) + k for k, (_, paper) in enumerate(papers)}
        for i, (s, paper) in enumerate(papers, len(pages)):
            stories.append(f"{n} {s}")
            kin |= {(at[id(other)], i) for t, other in papers[: i - len(pages)] if t == s and other.root == paper.root}
            if paper.source is not None and id(paper.source) in at:
                pairs[at[id(paper.source)], i] = "credited" if paper.credit else "uncredited"
                children.add(i)
        found, _ = newsroom.pages(told)
        pages += [replace(p, path=f"{n} {p.path}", sha256=f"{n} {p.sha256}") for p in found]
    known = {(min(p), max(p)): kind for p, kind in pairs.items()}
    return Documents("made coverage", _read(pages), known, frozenset(children), frozenset(kin), tuple(stories))


def _read(pages: Sequence[Page]) -> tuple[Reading, ...]:
    settings = Settings(model="rules")
    return tuple(read_page(p, settings) for p in pages)


# -------------------------------------------------------------------------------------------------------- copies
def ours(wordings: Sequence[Wording], sites: Sequence[str | None]) -> tuple[set[Pair], float]:
    """The copies, and the CPU-seconds of the search for candidates alone, without their alignment."""
    start = time.process_time()
    pairs, masks = copies.candidates(wordings, sites)
    searched = time.process_time() - start
    shared = {p: s for p in pairs if (s := copies.compare(*p, wordings, masks)).passages}
    return {p for p, s in copies.unexplained(shared, sites).items() if s.relation}, searched


def _shingles(words: Sequence[str]) -> list[str]:
    return [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def datasketch(wordings: Sequence[Wording], _sites: Sequence[str | None]) -> tuple[set[Pair], float]:
    start = time.process_time()
    library = import_module("datasketch")
    index = library.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    bags = ([s.encode() for s in set(_shingles(w.words))] for w in wordings)
    found: set[Pair] = set()
    for i, one in enumerate(library.MinHash.generator(bags, num_perm=PERMUTATIONS)):
        found |= {(int(j), i) for j in index.query(one)}
        index.insert(i, one)
    return found, time.process_time() - start


def rensa(wordings: Sequence[Wording], _sites: Sequence[str | None]) -> tuple[set[Pair], float]:
    start = time.process_time()
    library = import_module("rensa")
    index = library.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    found: set[Pair] = set()
    for i, words in enumerate(wordings):
        one = library.RMinHash(num_perm=PERMUTATIONS, seed=7)
        one.update(_shingles(words.words))
        found |= {(int(j), i) for j in index.query(one)}
        index.insert(i, one)
    return found, time.process_time() - start


Search = Callable[[Sequence[Wording], Sequence[str | None]], tuple[set[Pair], float]]
SEARCHES: dict[str, Search] = {"onrecord": ours, "MinHash-LSH, datasketch": datasketch, "MinHash-LSH, rensa": rensa}


def copied(data: Documents) -> list[Row]:
    wordings = [of_reading(r) for r in data.readings]
    sites = [copies.site(r) for r in data.readings]
    known = set(data.pairs)
    asked = Counter(data.pairs.values())
    rows: list[Row] = []
    for name, search in SEARCHES.items():
        row: Row = {"measure": "copies", "data": data.name, "method": name}
        rows.append(row)
        if search is not ours and find_spec(name.split(", ")[1]) is None:
            row["note"] = NOT_THERE
            continue
        start = time.process_time()
        found, searched = search(wordings, sites)
        seconds = time.process_time() - start
        judged = [p for p in found if data.copies & set(p) and (p in known or p not in data.kin)]
        row["recall"] = _share(len(known & found), len(known))
        row["precision, lower bound"] = _share(sum(p in known for p in judged), len(judged))
        for kind, count in sorted(asked.items()):
            row[f"recall {kind}"] = _share(sum(data.pairs[p] == kind for p in known & found), count)
        row["documents a CPU-second"] = round(len(wordings) / max(searched, 1e-9))
        row["with alignment"] = round(len(wordings) / max(seconds, 1e-9))
    return rows


# ------------------------------------------------------------------------------------------------------- stories
def told(data: Documents) -> list[Row]:
    ids = {r.document.id: i for i, r in enumerate(data.readings)}
    grouped = {d: s.id for s in group(data.readings).stories for d in s.documents}
    mine = ["" for _ in data.readings]
    for doc, i in ids.items():
        mine[i] = grouped.get(doc, doc)
    texts = [f"{r.document.title or ''} {r.document.text}" for r in data.readings]
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=1).fit_transform(texts)
    cuts = {}
    for cut in CUTS:
        link = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=cut)
        cuts[cut] = [str(x) for x in link.fit_predict(vectors.toarray()).tolist()]
    best = max(CUTS, key=lambda c: bcubed(data.stories, cuts[c])["F1"])
    answers = {
        "onrecord": mine,
        f"average link on TF-IDF, cut at {best}": cuts[best],
        "each by itself": [str(i) for i in range(len(texts))],
    }
    return [
        {"measure": "stories", "data": data.name, "method": name, **bcubed(data.stories, found)}
        for name, found in answers.items()
    ]


def bcubed(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """BCubed precision, recall and F1 of one grouping against another."""
    one, two, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    p = sum(n * n / two[f] for (_, f), n in both.items()) / len(gold)
    r = sum(n * n / one[g] for (g, _), n in both.items()) / len(gold)
    return {"P": round(p, 3), "R": round(r, 3), "F1": round(2 * p * r / (p + r), 3)}


# ------------------------------------------------------------------------------------------------------- origins
def origins(seed: int, rounds: int, manner: Manner) -> list[Row]:
    found = newsroom.cell(seed, manner, rounds)[1]
    counted = [a for a in found if a.true is not None]
    rows: list[Row] = []
    mine = [(a.exact, a.inside, a.false) for a in counted]
    outlets = [(a.outlets == a.true, a.outlets == a.true, a.outlets > (a.true or 0)) for a in counted]
    for name, answers in (("onrecord", mine), ("counting outlets", outlets)):
        exact, inside, false = (sum(a[k] for a in answers) for k in range(3))
        row: Row = {"measure": "origins", "data": "made coverage", "method": name}
        row |= {"exact": _share(exact, len(answers)), "holds": _share(inside, len(answers))}
        rows.append({**row, "false independence": false, "utterances": len(answers)})
    return rows


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def line(row: Row) -> str:
    known = ", ".join(f"{k} {v}" for k, v in row.items() if k not in ("measure", "data", "method", "note"))
    return f"{row['measure']:8}{row['data']:24}{row['method']:40}{row.get('note') or known}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="*", help="folders of JSON lines")
    parser.add_argument("--rounds", type=int, default=2, help="collections of six made stories")
    parser.add_argument("--keep", type=float, default=0.6, help="share of its source's wording that a made copy keeps")
    parser.add_argument("--naming", type=float, default=0.5, help="how often a made document says how it has it")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows here")
    args = parser.parse_args()
    manner = Manner(args.keep, args.naming)
    sets = [d for folder in args.data for d in loaded(folder)]
    if not any(d.pairs for d in sets) or not any(d.stories for d in sets):
        sets.append(made(args.seed, args.rounds, manner))
    rows: list[Row] = []
    for data in sets:
        rows += copied(data) if data.pairs else []
        rows += told(data) if data.stories else []
    rows += origins(args.seed, args.rounds, manner)
    print("\n".join(map(line, rows)))
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
