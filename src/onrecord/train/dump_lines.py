"""Make the models that read pages flattened to text: `dump_network.npz` (body lines) and `dump_title.npz` (headline).

    python -m onrecord.train.dump_lines DUMPS [--weights FOLDER] [--folds 5]

DUMPS holds files `*.jsonl.gz` of pages (`lines`, `labels` with 1 for body lines, `body`, `title`, `domain`). Every
page is read in three layouts (as it stands; without blank lines, bullets and indentation; cut to the surroundings of
the article, with blank lines around paragraphs only), so that the models do not hang on one flattener's habits. F1 on
sites left out is printed first; pages whose gold no model comes near are not learnt from. Needs jax and scikit-learn;
the same data and versions of them give the same files on the same kind of machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.features import OWN, around, own, prose
from onrecord.clean.dump.headline import CUES, candidates, headline, main_run
from onrecord.clean.dump.lines import Line, split
from onrecord.clean.dump.score import COLUMNS, threshold
from onrecord.train.dump_network import Read, built, fit, save
from onrecord.train.page_body import arrays

LAYOUTS = ("plain", "tight", "cut")
ABOVE = 8  # lines kept above the body in the layout `cut`
BAD_GOLD = 0.5  # F1 of a page by a model that has not seen its site, under which its gold is not learnt from
SEEDS = (0, 1)  # of the nets whose mean is taken
TITLE_SHAPE = {
    "max_iter": 80,
    "learning_rate": 0.08,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 10,
    "l2_regularization": 2.0,
    "random_state": 1,
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page in one layout: a row and a label for each line."""

    site: str
    body: str
    lines: list[Line]
    run: tuple[int, int]
    rows: NDArray[np.float32]
    labels: NDArray[np.float64]
    title: str | None

    def weights(self) -> NDArray[np.float64]:
        """Every page counts alike, a line by its words up to 60."""
        each = np.minimum(self.rows[:, 0].astype(np.float64), 60) + 4
        return np.asarray(each / each.sum() * 200)


def laid_out(lines: list[str], labels: list[int], layout: str) -> tuple[list[str], list[int]]:
    """The lines and labels of a page as another flattener would have written them."""
    if layout == "plain":
        return lines, labels
    full = [(line.strip(), label) for line, label in zip(lines, labels, strict=True) if line.strip()]
    if layout == "tight":
        return [text.lstrip("•").strip() for text, _ in full], [label for _, label in full]
    body = [i for i, (_, label) in enumerate(full) if label]
    if body:
        full = full[max(0, body[0] - ABOVE) : body[-1] + 1 + 3 * (len(full) % 3)]
    out: list[tuple[str, int]] = []
    for text, label in full:
        paragraph = len(text) > 100 or text.endswith("?")
        out += [("", 0), (text, label), ("", 0)] if paragraph else [(text, label)]
    return [text for text, _ in out], [label for _, label in out]


def sample(row: dict[str, Any], layout: str) -> Sample:
    physical, labels = laid_out(row["lines"], row["labels"], layout)
    starts = [0]
    for text in physical:
        starts.append(starts[-1] + len(text) + 1)
    lines = split("\n".join(physical))
    mine = np.array([labels[bisect_right(starts, line.span.start) - 1] for line in lines], dtype=np.float64)
    shown = own(lines)
    run = main_run(prose(shown), shown[:, 0].astype(np.float64))
    rows = np.concatenate([shown, around(lines, shown, headline(lines, shown, run), run)], axis=1)
    return Sample(str(row["domain"]), row["body"], lines, run, rows, mine, row.get("title"))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def f1(one: Sample, scores: NDArray[np.float64]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a page on shingles of four words."""
    least = threshold(scores, one.rows[:, 0].astype(np.float64))
    found = _shingles("\n".join(line.text for line, score in zip(one.lines, scores, strict=True) if score >= least))
    gold = _shingles(one.body)
    hits = sum((found & gold).values())
    precision, recall = hits / max(1, sum(found.values())), hits / max(1, sum(gold.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def reads(pages: dict[str, list[Sample]], chosen: Iterable[int]) -> list[list[Read]]:
    """Pages in all their layouts, as the network is trained on them."""

    def read(one: Sample) -> Read:
        return Read(one.rows, one.labels.astype(np.float32), one.weights().astype(np.float32))

    return [[read(pages[layout][i]) for layout in LAYOUTS] for i in chosen]


def left_out(pages: dict[str, list[Sample]], folds: int) -> dict[str, list[NDArray[np.float64]]]:
    """Scores of every page, by layout, by nets that have seen no page of its site."""
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415

    plain = pages["plain"]
    scores = {layout: [np.zeros(0)] * len(plain) for layout in pages}
    for seen, unseen in GroupKFold(folds).split(plain, groups=[one.site for one in plain]):
        network = built([fit(reads(pages, seen), seed) for seed in SEEDS], COLUMNS)
        for i in unseen:
            for layout in pages:
                scores[layout][i] = network.probabilities(pages[layout][i].rows)
    return scores


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall(text or "")).lower()


def title_samples(
    pages: list[Sample], scores: list[NDArray[np.float64]]
) -> list[tuple[Sample, list[int], NDArray[np.float32], NDArray[np.float64]]]:
    """Pages with a known title: candidate lines, a row of cues each, and whether each is the title."""
    found = []
    for one, mine in zip(pages, scores, strict=True):
        wanted = _plain(one.title)
        taken = np.flatnonzero(mine >= threshold(mine, one.rows[:, 0].astype(np.float64)))
        first = int(taken[0]) if len(taken) else one.run[0]
        at, cues = candidates(one.lines, one.rows[:, : len(OWN)], one.run, mine, first)
        if not wanted or not at:
            continue
        texts = [_plain(one.lines[i].text) for i in at]
        same = [bool(t) and (wanted in t or (t in wanted and len(t) > 0.4 * len(wanted))) for t in texts]
        found.append((one, at, cues, np.array(same, dtype=np.float64)))
    return found


def fit_title(samples: list[Any]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    rows, labels = np.concatenate([s[2] for s in samples]), np.concatenate([s[3] for s in samples])
    return HistGradientBoostingClassifier(**TITLE_SHAPE).fit(rows, labels)


def titles(
    pages: dict[str, list[Sample]], scores: dict[str, list[NDArray[np.float64]]], folds: int, target: Path
) -> None:
    """Train the headline model on scores that no page's own site has shaped, print how often it is right, save it."""
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415

    samples = [one for layout in pages for one in title_samples(pages[layout], scores[layout])]
    right = []
    for seen, unseen in GroupKFold(folds).split(samples, groups=[s[0].site for s in samples]):
        model = fit_title([samples[i] for i in seen])
        right += [samples[i][3][int(np.argmax(model.predict_proba(samples[i][2])[:, 1]))] for i in unseen]
    print(f"titles: {len(samples)} pages and layouts, right {statistics.mean(right):.4f}")
    np.savez_compressed(target, **arrays(fit_title(samples)), names=np.array(CUES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--weights", type=Path, default=Path(__file__).parents[1] / "weights")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    rows, names = [], []
    for path in sorted(arguments.dumps.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            found = [json.loads(line) for line in stream]
        rows += found
        names += [path.name.removesuffix(".jsonl.gz")] * len(found)
    pages = {layout: [sample(row, layout) for row in rows] for layout in LAYOUTS}
    scores = left_out(pages, arguments.folds)
    each = [f1(one, mine) for one, mine in zip(pages["plain"], scores["plain"], strict=True)]
    for name in [*dict.fromkeys(names), "all"]:
        mine = [values for values, other in zip(each, names, strict=True) if name in ("all", other)]
        p, r = statistics.mean(v[0] for v in mine), statistics.mean(v[1] for v in mine)
        print(f"{name}: {len(mine)} pages, P {p:.4f} R {r:.4f} F1 {2 * p * r / (p + r):.4f}", flush=True)
    titles(pages, scores, arguments.folds, arguments.weights / "dump_title.npz")
    kept = [i for i, values in enumerate(each) if values[2] >= BAD_GOLD]
    print(f"not learnt from: {len(rows) - len(kept)} pages", flush=True)
    fitted = [fit(reads(pages, kept), seed) for seed in SEEDS]
    save(fitted, arguments.weights / "dump_network.npz", COLUMNS)
    for name in ("dump_network", "dump_title"):
        print(f"{name}.npz: {(arguments.weights / name).with_suffix('.npz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
