"""Make the trees that tell the body of a saved page from its chrome: `page_body_fast.npz`, which does without another
extractor, and `page_body.npz`, which has trafilatura's body to lean on where the first is not sure.

    python -m onrecord.train.page_body ARTICLES [--weights FOLDER] [--folds 5] [--only fast]

ARTICLES holds folders with `gold.jsonl` (`id`, `body`, `domain`, `url`) and `html/ID.html.gz`. A block is body if
most of its words stand in the gold body where the two texts are aligned. F1 on sites left out is printed first. Needs
scikit-learn; the same data and version of it give the same file.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.clean.page.blocks import Block
from onrecord.clean.page.choose import HELD, UNAIDED_ALONE, chosen, is_unsure, shared, told, witness
from onrecord.clean.page.features import NAMES, UNAIDED, features, with_witness
from onrecord.clean.page.head import read_head
from onrecord.clean.page.reader import parse_html
from onrecord.clean.page.trees import FIRST, Trees

WORD = re.compile(r"\w+")
BODY = 0.6  # share of a block's words that stand in the gold body
BAD_GOLD = 0.55  # F1 under which both the witness and a model that has not seen the site fail: the gold is wrong
SHAPE = {
    "max_iter": 150,
    "learning_rate": 0.08,
    "max_leaf_nodes": 16,
    "max_depth": 8,
    "min_samples_leaf": 40,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "random_state": 0,
}
FEWER = {"max_iter": 60, "learning_rate": 0.16}  # of the model that reads every page
MAYBE, LOST = 0.2, 0.001  # a row of that probability may be body; the share of such rows that early answers may lose


def body_of(row: dict[str, Any]) -> str:
    """The gold body without what is a zone for us: the standfirst and bracketed key points."""
    body = str(row["body"])
    lead = "\n\n".join(row.get("summary") or [])
    kept = [text for text in row.get("paragraphs") or [] if not text.startswith("[")]
    if kept and len(kept) < len(row["paragraphs"]):
        return "\n\n".join(kept)
    return body[len(lead) :] if lead and body.startswith(lead) else body


def label(row: list[Block], gold: str) -> npt.NDArray[np.float64]:
    """For each block the share of its words that stand in the gold body, in the order of both."""
    wanted = WORD.findall(gold)
    known = set(wanted)
    runs = set(zip(wanted, wanted[1:], wanted[2:], strict=False))
    words: list[str] = []
    owner: list[int] = []
    for number, block in enumerate(row):
        own = WORD.findall(block.text)
        if len(own) >= 3:
            near = sum(run in runs for run in zip(own, own[1:], own[2:], strict=False)) >= 0.3 * (len(own) - 2)
        else:
            near = bool(own) and known.issuperset(own)
        if near:
            words += own
            owner += [number] * len(own)
    held = np.zeros(len(row))
    for start, _, size in difflib.SequenceMatcher(None, words, wanted, autojunk=False).get_matching_blocks():
        for position in range(start, start + size):
            held[owner[position]] += 1
    sizes = np.array([max(1, len(WORD.findall(block.text))) for block in row], dtype=float)
    return np.asarray(held / sizes)


class Pages:
    """The rows of every page, one after the other."""

    def __init__(self, folder: Path) -> None:
        rows, labels, sizes, page, self.sites, self.sets = [], [], [], [], list[str](), list[str]()
        for gold in sorted(folder.glob("*/gold.jsonl")):
            for line in gold.read_text("utf-8").splitlines():
                row = json.loads(line)
                if not row.get("body"):
                    continue
                with gzip.open(gold.parent / "html" / f"{row['id']}.html.gz", "rb") as stream:
                    source = stream.read().decode("utf-8", "replace")
                parsed = parse_html(source)
                found, head = parsed.blocks, read_head(parsed)
                held = shared(found, witness(parsed.bare, row.get("url")))
                rows.append(
                    with_witness(features(parsed, head.title, head.description, told(found, head)), parsed, held)
                )
                labels.append(label(found, body_of(row)) >= BODY)
                sizes.append(np.array([len(WORD.findall(block.text)) for block in found], dtype=float))
                page.append(np.full(len(found), len(self.sites)))
                self.sites.append(str(row["domain"]))
                self.sets.append(gold.parent.name)
        self.rows, self.labels = np.vstack(rows), np.concatenate(labels)
        self.sizes, self.page = np.concatenate(sizes), np.concatenate(page)

    def each(self) -> list[npt.NDArray[np.int64]]:
        """The rows of each page."""
        return np.split(np.arange(len(self.page)), np.flatnonzero(np.diff(self.page)) + 1)

    def weights(self) -> npt.NDArray[np.float64]:
        """Every page counts alike, a block by the root of its words."""
        body = np.maximum(100, np.bincount(self.page, self.sizes * self.labels))
        return np.asarray(np.sqrt(self.sizes + 1) / np.sqrt(body[self.page]) * 10 * (self.sizes > 0))

    def f1(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Of each page, on words."""
        hits = np.bincount(self.page, self.sizes * (chosen & self.labels))
        both = np.bincount(self.page, self.sizes * chosen) + np.bincount(self.page, self.sizes * self.labels)
        answer: npt.NDArray[np.float64] = 2 * hits / np.maximum(1, both)
        return answer


def fit(rows: npt.NDArray[Any], labels: npt.NDArray[Any], weights: npt.NDArray[Any]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  # training only

    shape = SHAPE | (FEWER if rows.shape[1] == len(UNAIDED) else {})
    return HistGradientBoostingClassifier(**shape).fit(rows, labels, sample_weight=weights)


def left_out(pages: Pages, folds: int, weights: npt.NDArray[np.float64], columns: int) -> npt.NDArray[np.float64]:
    """The probability of each block by a model of the first columns that has seen no page of its site."""
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415  # training only

    answer = np.zeros(len(pages.labels))
    sites = np.array(pages.sites)[pages.page]
    for seen, unseen in GroupKFold(folds).split(pages.rows, pages.labels, sites):
        model = fit(pages.rows[seen, :columns], pages.labels[seen], weights[seen])
        answer[unseen] = model.predict_proba(pages.rows[unseen, :columns])[:, 1]
    return answer


def arrays(model: Any) -> dict[str, Any]:
    """The trees of a fitted model as plain arrays: one row a tree, one column a node; a leaf points at itself."""
    trees = [stage[0].nodes for stage in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
    for row, nodes in enumerate(trees):
        here = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        feature[row, : len(nodes)] = np.where(leaf, 0, nodes["feature_idx"])
        threshold[row, : len(nodes)] = np.where(leaf, 0.0, nodes["num_threshold"])
        left[row, : len(nodes)] = np.where(leaf, here, nodes["left"])
        right[row, : len(nodes)] = np.where(leaf, here, nodes["right"])
        value[row, : len(nodes)] = np.where(leaf, nodes["value"], 0.0)
    return {
        "feature": feature,
        "threshold": threshold,
        "left": left,
        "right": right,
        "value": value,
        "start": np.float64(model._baseline_prediction.ravel()[0]),
        "depth": np.int64(max(int(nodes["depth"].max()) for nodes in trees)),
    }


def save(model: Any, target: Path, rows: npt.NDArray[np.float32]) -> None:
    """Writes the trees, with the sum after the first of them under which hardly a row can still become body."""
    names = NAMES[: rows.shape[1]]
    kept = arrays(model)
    trees = Trees(**kept | {"start": float(kept["start"]), "floor": -np.inf, "names": tuple(names)})
    maybe = rows[trees.probabilities(rows) >= MAYBE]
    floor = np.quantile(trees.sums(maybe, 0, FIRST) + trees.start, LOST)
    np.savez_compressed(target, **kept, floor=np.float64(floor), names=np.array(names))


def report(name: str, pages: Pages, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Prints F1 over all pages and over those of each set."""
    scores = pages.f1(chosen)
    sets = ", ".join(f"{each} {scores[np.array(pages.sets) == each].mean():.4f}" for each in sorted(set(pages.sets)))
    print(f"{name}: {scores.mean():.4f} ({sets})")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--weights", type=Path, default=Path(__file__).parents[1] / "weights")
    parser.add_argument("--only", choices=["fast"])
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    pages = Pages(arguments.articles)
    weights = pages.weights()
    held = pages.rows[:, NAMES.index("witness")]
    alone = left_out(pages, arguments.folds, weights, len(UNAIDED))
    print(f"{len(pages.sites)} pages, F1 on words, sites left out")
    unaided = report("without another extractor", pages, alone >= UNAIDED_ALONE)
    theirs = report("trafilatura", pages, held >= HELD)
    good = (unaided >= BAD_GOLD) | (theirs >= BAD_GOLD)
    if not arguments.only:
        aided = chosen(left_out(pages, arguments.folds, weights, len(NAMES)), held)
        mine = report("with trafilatura as witness", pages, aided)
        asked = np.array([is_unsure(alone[at], pages.sizes[at]) for at in pages.each()])
        report("with it where not sure", pages, np.where(asked[pages.page], aided, alone >= UNAIDED_ALONE))
        print(f"not sure: {asked.mean():.0%} of the pages")
        good = (mine >= BAD_GOLD) | (theirs >= BAD_GOLD)
    print(f"left out of the training: {int((~good).sum())} pages that neither reads")
    weights *= good[pages.page]
    for name, columns in {"page_body": len(NAMES), "page_body_fast": len(UNAIDED)}.items():
        if name == "page_body_fast" or not arguments.only:
            target = arguments.weights / f"{name}.npz"
            rows = pages.rows[:, :columns]
            save(fit(rows, pages.labels, weights), target, rows)
            print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
