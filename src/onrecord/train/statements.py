"""The articles with marked statements, as both models of statements are trained on them, and how sure is how right."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.attribute.draft import Draft
from onrecord.attribute.network import distance_bucket

APART = 5  # every twelfth article from this one is not trained on
ROLES = {"source": 1, "cue": 3, "content": 5}


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def by_start(row: dict[str, Any] | None, tags: dict[str, dict[str, int]]) -> dict[int, tuple[int, int, int]]:
    """Start of a word -> its tag, its relation and a bucket for how far its head is."""
    found = {}
    for sentence in (row or {"s": []})["s"]:
        for i, (token, head, relation) in enumerate(zip(sentence["t"], sentence["h"], sentence["r"], strict=False)):
            offset = 0 if not head else head - 1 - i
            pos = tags["pos"].setdefault(token[4], len(tags["pos"]))
            rel = tags["rel"].setdefault(relation, len(tags["rel"]))
            found[token[2]] = (pos, rel, int(distance_bucket(np.array(offset))))
    return found


def labelled(
    row: dict[str, Any], starts: Sequence[int], ends: Sequence[int], layer: dict[int, tuple[int, int, int]]
) -> dict[str, NDArray[np.int32]]:
    """Labels, links and the layer of syntax of the words of one paragraph; -1 where a word has none. `to_cue` and
    `to_source` are places in the paragraph, `to_source` its length where a cue has no source."""
    size = len(starts)
    y = np.zeros(size, np.int32)
    to_cue, to_source = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    middle = (np.array(starts) + np.array(ends)) / 2
    for a in row["attributions"]:
        places: dict[str, list[Any]] = {}
        for role, first in ROLES.items():
            for s, e in a[role]:
                inside = np.flatnonzero((middle > s) & (middle < e))
                if len(inside):
                    y[inside], y[inside[0]] = first + 1, first
                    places.setdefault(role, []).append(inside)
        if "cue" not in places:
            continue
        cue = places["cue"][0][0]
        to_source[cue] = places["source"][0][0] if "source" in places else size
        for inside in places.get("content", []):
            to_cue[inside] = cue
    syntax = np.array([layer.get(s, (-1, -1, -1)) for s in starts], np.int32).reshape(-1, 3)
    return {"y": y, "to_cue": to_cue, "to_source": to_source, "syntax": syntax}


def knots(pairs: list[tuple[float, bool]], steps: int = 12) -> NDArray[np.float32]:
    """Raw confidence over the share that was right, rising, from pairs of a confidence and whether it was right."""
    blocks = [list(b) for b in np.array_split(np.array(sorted(pairs)), steps) if len(b)]
    pools = [[float(np.mean([x for x, _ in b])), float(np.mean([y for _, y in b])), 1.0] for b in blocks]
    i = 0
    while i + 1 < len(pools):  # neighbours that do not rise are put together
        (x, y, n), (u, v, m) = pools[i], pools[i + 1]
        if v < y:
            pools[i : i + 2] = [[(x * n + u * m) / (n + m), (y * n + v * m) / (n + m), n + m]]
            i = max(0, i - 1)
        else:
            i += 1
    return np.array([[x for x, _, _ in pools], [y for _, y, _ in pools]], np.float32)


def right(draft: Draft, gold: list[dict[str, Any]]) -> bool:
    """Whether some marked statement has a content of half the same words and a source that meets."""
    return any(same(draft, a) for a in gold)


def same(draft: Draft, gold: dict[str, Any]) -> bool:
    def covered(spans: Any) -> set[int]:
        return {i for s, e in spans for i in range(s, e)}

    one, two = covered(draft.content), covered(gold["content"])
    if 2 * len(one & two) < len(one | two):
        return False
    return bool(covered(draft.source) & covered(gold["source"])) or not (draft.source or gold["source"])
