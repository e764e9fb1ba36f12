#!/usr/bin/env python3
"""Saved pages cleaned per CPU-second, and how well, beside trafilatura and what else is installed.

    bench/pages.py [ARTICLES] [--pages N] [--rounds N] [--only NAME,...] [--json]

ARTICLES holds a folder for each set with `gold.jsonl` (`id`, `body`, `url`) and `html/ID.html.gz`; N pages of each are
taken (0: all). Without it the pages of the bundled example are read, which have no gold, so no F1.

All run in this one process and thread on the same pages, in turns of a page each; the CPU-seconds of a page are the
median of its rounds. One round meets every page for the first time, as a bulk run does; further ones find what is kept
of it in memory. Machines differ, the ratio to trafilatura in the same run hardly. F1 is that of the public
yardstick for article extraction: runs of four words, mean precision and mean recall over pages. For onrecord the whole
step is timed (fields, zones, language); its body model has seen the development sets, so its F1 there flatters, and the
figure with sites left out is printed by `python -m onrecord.train.page_body`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from onrecord import clean, read
from onrecord.errors import UnreadableError
from onrecord.model import Page
from onrecord.settings import CleanName, Settings

EXAMPLE = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "example"
WORD = re.compile(r"\w+")
BASE = "trafilatura"
SEED = 3

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, its address, and the bodies that count as right; none where there is no gold."""

    source: str
    url: str | None
    bodies: tuple[str, ...]

    @property
    def page(self) -> Page:
        return read.line({"html": self.source, "url": self.url}, "bench")


Reader = Callable[[Any], Any]
Peer = tuple[Reader, Callable[[Any], str]]  # what is timed, and the body in what it gives


def samples(folder: Path | None, most: int) -> dict[str, list[Sample]]:
    """The pages of each set."""
    if folder is None:
        return {"example": [Sample(p.read_text("utf-8"), None, ()) for p in sorted(EXAMPLE.glob("*.html"))] * 5}
    found = {}
    for gold in sorted(folder.glob("*/gold.jsonl")):
        rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
        rows = [row for row in rows if row.get("body")]
        random.Random(SEED).shuffle(rows)
        found[gold.parent.name] = [_sample(row, gold.parent) for row in rows[: most or None]]
    return found


def _sample(row: dict[str, Any], folder: Path) -> Sample:
    with gzip.open(folder / "html" / f"{row['id']}.html.gz", "rb") as page:
        source = page.read().decode("utf-8", "replace")
    return Sample(source, row.get("url"), tuple(_bodies(row)))


def _bodies(row: dict[str, Any]) -> Iterator[str]:
    """The gold body, and the same without what an editor may leave out: the standfirst, paragraphs in brackets."""
    body = str(row["body"])
    lead = "\n\n".join(row.get("summary") or [])
    yield body
    if lead and body.startswith(lead):
        yield body[len(lead) :]
    kept = [text for text in row.get("paragraphs") or [] if not text.startswith("[")]
    if kept:
        yield "\n\n".join(kept)


def onrecord(tier: CleanName) -> Peer:
    settings = Settings(clean=tier)

    def run(page: Page) -> str:
        try:
            return clean.clean(page, settings).text
        except UnreadableError:
            return ""

    return run, str


def _trafilatura(**options: Any) -> Peer:
    import trafilatura  # noqa: PLC0415

    def run(page: Sample) -> str | None:
        return trafilatura.extract(
            page.source, url=page.url, with_metadata=True, output_format="json", include_comments=False, **options
        )

    return run, lambda found: (json.loads(found).get("text") or "") if found else ""


def _readability() -> Peer:
    from lxml.html import fromstring  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415  # a peer, not a dependency

    return lambda page: Document(page.source).summary(), lambda found: "\n".join(fromstring(found).itertext())


def _resiliparse() -> Peer:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return lambda page: extract_plain_text(page.source, main_content=True), str


PEERS: dict[str, tuple[str, Callable[[], Peer]]] = {
    BASE: ("trafilatura", lambda: _trafilatura(favor_precision=True)),
    "trafilatura fast": ("trafilatura", lambda: _trafilatura(favor_precision=True, fast=True)),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "onrecord careful": ("onrecord", lambda: onrecord("careful")),
    "onrecord fast": ("onrecord", lambda: onrecord("fast")),
}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3) if words else 0))


def f1(pages: list[Sample], texts: list[str]) -> float | None:
    """F1 of mean precision and mean recall; the body that is most like what was found counts."""
    precision, recall = [], []
    for page, text in zip(pages, texts, strict=True):
        found = shingles(text)
        size = sum(found.values())
        golds = [(sum((gold & found).values()), sum(gold.values())) for gold in map(shingles, page.bodies)]
        if not golds:
            return None
        hits, wanted = max(golds, key=lambda gold: gold[0] / max(1, gold[1] + size))
        precision += [hits / size] if size else []
        recall.append(hits / max(1, wanted))
    p, r = statistics.mean(precision or [0.0]), statistics.mean(recall)
    return 2 * p * r / max(1e-9, p + r)


def measure(pages: list[Sample], peers: dict[str, Peer], rounds: int) -> dict[str, dict[str, float | None]]:
    """Of each reader the pages per CPU-second and the F1."""
    seconds: dict[str, list[list[float]]] = {name: [[] for _ in pages] for name in peers}
    texts: dict[str, list[str]] = {name: [] for name in peers}
    for number in range(rounds):
        for position, page in enumerate(pages):
            for name, (run, body) in peers.items():
                given = page.page if name.startswith("onrecord") else page
                start = time.process_time()
                found = run(given)
                seconds[name][position].append(time.process_time() - start)
                if number == 0:
                    texts[name].append(body(found))
    spent = {name: sum(statistics.median(each) for each in of_pages) for name, of_pages in seconds.items()}
    rates = {name: len(pages) / max(each, 1e-9) for name, each in spent.items()}
    return {
        name: {
            "pages_per_cpu_second": round(rates[name], 1),
            "ratio": round(rates[name] / rates[BASE], 2) if BASE in rates else None,
            "f1": None if (score := f1(pages, texts[name])) is None else round(score, 4),
        }
        for name in peers
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=25, metavar="N", help="pages of each set (0: all)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    parser.add_argument("--only", default=",".join(PEERS), metavar="NAME,...", help="readers to run")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    wanted = [name.strip() for name in options.only.split(",")]
    missing = [name for name in wanted if find_spec(PEERS[name][0]) is None]
    peers = {name: PEERS[name][1]() for name in wanted if name not in missing}
    sets = samples(options.articles, options.pages)
    for pages in sets.values():  # the first call loads words and weights
        for name, (run, _) in peers.items():
            run(pages[0].page if name.startswith("onrecord") else pages[0])
    report = {}
    for name, pages in sets.items():
        sizes = sorted(len(page.source) for page in pages)
        report[name] = {
            "pages": len(pages),
            "median_characters": int(statistics.median(sizes)),
            "mean_characters": int(statistics.mean(sizes)),
            "readers": measure(pages, peers, options.rounds),
        }
    print(json.dumps(report, indent=1) if options.json else table(report, missing))


def table(report: dict[str, Any], missing: list[str]) -> str:
    lines = []
    for name, found in report.items():
        sizes = f"median {found['median_characters']:,} and mean {found['mean_characters']:,} characters"
        lines.append(f"{name}: {found['pages']} pages, {sizes}")
        lines.append(f"  {'':18} {'pages/CPU-s':>12} {'ratio':>7} {'F1':>7}")
        for reader, of in found["readers"].items():
            ratio = "-" if of["ratio"] is None else f"{of['ratio']:.2f}"
            score = "-" if of["f1"] is None else f"{of['f1']:.4f}"
            lines.append(f"  {reader:18} {of['pages_per_cpu_second']:12.1f} {ratio:>7} {score:>7}")
    return "\n".join([*lines, *(f"{name}: not installed" for name in missing)])


if __name__ == "__main__":
    main()
