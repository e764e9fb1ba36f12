"""How well origins are counted where it is known who copied whom: made coverage with a known copying graph.

    python bench/newsroom.py [--keep 1 .8 .6 .45 .3] [--naming .9 .5 .2] [--rounds 1] [--seed 7] [--show 0] [--json OUT]

Each cell of the table has `rounds` collections of six stories, each told by some six to nine outlets: agencies,
reporters with access of their own, and desks that copy them, credited or not, in part, with quotations cut and
sentences of their own added. `keep` is the share of the source's wording (words outside quotation marks, in runs of
three or more) that a copy keeps at most where it is reworded, `naming` how often a document says how it has a
statement. Texts are made from the files in `newsroom/`; everybody in them is invented. The true number of origins is
computed from the graph (newsroom/graph.py), never from what onrecord says.

Columns: `found` utterances of which a claim has evidence; of all utterances, `exact` where `best` is the true number
(null where no document states any access) and `inside` where the interval holds it; `width` the mean of high - low;
`false` intervals whose lower bound is above the truth; `unstated` numbers given where no access is stated; `kept` the
share measured on the copies; `outlets` how often counting outlets is exact.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent / "newsroom"))

import rewriting
from graph import KINDS, Story, Utterance, make_story, truth
from writing import Manner, page, write

from onrecord.model import Claim, Given, Page, Record
from onrecord.pipeline import make_record, read_page
from onrecord.settings import Settings

KEEP = (1.0, 0.8, 0.6, 0.45, 0.3)
NAMING = (0.9, 0.5, 0.2)

Spans = dict[tuple[str, int], list[tuple[int, int]]]  # (path, utterance) -> its contents


@dataclass(frozen=True)
class Answer:
    """One utterance: the truth, and what the record says. `claim` is None if no claim has evidence of it."""

    story: Story
    said: Utterance
    true: int | None
    claim: Claim | None
    outlets: int

    @property
    def exact(self) -> bool:
        return self.claim is not None and self.claim.origins.best == self.true

    @property
    def inside(self) -> bool:
        if self.claim is None:
            return False
        low, high = self.claim.origins.low, self.claim.origins.high
        if self.true is None or low is None or high is None:
            return low is None and self.true is None
        return low <= self.true <= high

    @property
    def false(self) -> bool:
        low = self.claim.origins.low if self.claim else None
        return low is not None and self.true is not None and low > self.true


def collection(seed: str, manner: Manner, kinds: Sequence[str] = KINDS) -> list[Story]:
    """One made story of each kind."""
    out = []
    for kind in kinds:
        chance = Random(f"{seed} {kind}")
        story = make_story(chance, kind)
        write(chance, story, manner)
        out.append(story)
    return out


def pages(stories: Sequence[Story]) -> tuple[list[Page], Spans]:
    """The documents of stories as clean texts, and where each utterance stands in them."""
    out: list[Page] = []
    spans: Spans = {}
    for s, story in enumerate(stories):
        for n, paper in enumerate(story.shown):
            text, found = page(paper)
            path = f"{s}-{n}"
            for number, span in found:
                spans.setdefault((path, number), []).append(span)
            when = paper.published
            given = Given(
                id=path,
                outlet=paper.outlet,
                title=story.titles[n % len(story.titles)],
                published=(when.isoformat() if n % 2 else when.date().isoformat()) if when else None,
            )
            data = text.encode()
            out.append(Page(path=path, kind="text", data=data, sha256=f"{path} {hash_of(text)}", given=given))
    return out, spans


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def answers(stories: Sequence[Story]) -> Iterator[Answer]:
    """What the record of some stories says of each of their utterances."""
    documents, spans = pages(stories)
    settings = Settings()
    record = make_record([read_page(p, settings) for p in documents])
    paths = {d.id: d.path for d in record.documents}
    for s, story in enumerate(stories):
        for said in story.utterances:
            papers = [f"{s}-{n}" for n in range(len(story.shown))]
            gold = {p: spans[p, said.number] for p in papers if (p, said.number) in spans}
            if gold:
                outlets = len({story.shown[int(p.split("-")[1])].outlet for p in gold})
                yield Answer(story, said, truth(story, said), _claim(record, paths, gold), outlets)


def _claim(record: Record, paths: dict[str, str], gold: dict[str, list[tuple[int, int]]]) -> Claim | None:
    """The claim that has most of an utterance's evidence, the smallest of several."""
    ranked = []
    for n, claim in enumerate(record.claims):
        met = {
            paths[e.document]
            for e in claim.evidence
            for a, b in gold.get(paths[e.document], ())
            if 2 * (min(b, e.span.end) - max(a, e.span.start)) >= min(b - a, e.span.end - e.span.start)
        }
        if met:
            ranked.append((-len(met), len(claim.evidence), n))
    return record.claims[min(ranked)[2]] if ranked else None


def kept_of(stories: Sequence[Story]) -> list[float]:
    """For each copy the share of the wording kept of what it took over."""
    out = []
    for story in stories:
        for paper in story.papers:
            taken = [i for i in paper.items if i.source is not None]
            if paper.source and taken:
                before = " ".join(i.source.text for i in taken if i.source)
                out.append(rewriting.kept(before, " ".join(i.text for i in taken)))
    return out


def cell(seed: int, manner: Manner, rounds: int) -> tuple[dict[str, float], list[Answer]]:
    """One row of the table, and the answers behind it."""
    found: list[Answer] = []
    kept: list[float] = []
    documents = 0
    for n in range(rounds):
        stories = collection(f"{seed} {n} {manner.naming}", manner)
        documents += sum(len(s.shown) for s in stories)
        found += answers(stories)
        kept += kept_of(stories)
    widths = [
        o.high - o.low for a in found if a.claim and (o := a.claim.origins).low is not None and o.high is not None
    ]
    count = Counter[str]()
    for a in found:
        answered = a.claim is not None and a.claim.origins.best is not None
        count.update(found=a.claim is not None, exact=a.exact, inside=a.inside, false=a.false)
        count.update(unstated=answered and a.true is None, outlets=a.outlets == a.true)
    total = max(1, len(found))
    row: dict[str, float] = {"keep": manner.keep, "naming": manner.naming, "documents": documents, "utterances": total}
    row |= {name: round(count[name] / total, 3) for name in ("found", "exact", "inside", "outlets")}
    row["width"] = round(sum(widths) / max(1, len(widths)), 2)
    row |= {"false": count["false"], "unstated": count["unstated"], "kept": round(sum(kept) / max(1, len(kept)), 2)}
    return row, found


COLUMNS = (
    *("keep", "naming", "kept", "documents", "utterances", "found"),
    *("exact", "inside", "width", "false", "unstated", "outlets"),
)


def table(rows: Sequence[dict[str, float]]) -> str:
    lines = ["  ".join(f"{c:>{max(6, len(c))}}" for c in COLUMNS)]
    lines += ["  ".join(f"{row[c]:>{max(6, len(c))}}" for c in COLUMNS) for row in rows]
    return "\n".join(lines)


def shown(answer: Answer) -> str:
    """A wrong answer with what each document says, for reading."""
    said, story = answer.said, answer.story
    o = answer.claim.origins if answer.claim else None
    got = f"[{o.low}, {o.high}] best {o.best}" if o else "no claim"
    lines = [
        f"{story.kind}/{said.number} ({said.event.kind}, access {sorted(said.event.access)}): {got}, true {answer.true}"
    ]
    lines += [f"  | {r}" for r in (o.reasons if o else ())]
    for paper in story.shown:
        for item in paper.items:
            if item.said is said:
                source = (
                    f" from {paper.source.outlet}{'' if paper.source.present else ' (absent)'}"
                    if paper.source and item.source
                    else ""
                )
                how = f"{paper.outlet}{source} credit={paper.credit or '-'} {item.way}"
                lines.append(f"  - {how}: {rewriting.strip(item.text)}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--keep", type=float, nargs="+", default=KEEP)
    parser.add_argument("--naming", type=float, nargs="+", default=NAMING)
    parser.add_argument("--rounds", type=int, default=1, help="collections of six stories in each cell")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", type=float, default=0.05, help="how often a copy brings a mistake into a sentence")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N wrong answers of each cell")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows here")
    args = parser.parse_args()
    rows = []
    for naming in args.naming:
        for keep in args.keep:
            row, found = cell(args.seed, Manner(keep, naming, args.errors), args.rounds)
            rows.append(row)
            wrong = [a for a in found if not a.exact or not a.inside]
            for a in wrong[: args.show]:
                print(shown(a), end="\n\n")
    print(table(rows))
    text = json.dumps({"seed": args.seed, "rounds": args.rounds, "rows": rows}, indent=1)
    if args.json:
        args.json.write_text(text + "\n", "utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
