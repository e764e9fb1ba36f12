"""Boosted decision trees, evaluated with numpy alone; `train/page_body.py` writes their file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

FIRST = 15  # trees after which rows that are surely nothing are left alone


@dataclass(frozen=True, slots=True)
class Trees:
    """One row a tree, one column a node. A leaf points at itself. `start` is the sum before the first tree; a row
    whose sum is under `floor` after the first FIRST trees stays there."""

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    start: float
    floor: float
    depth: int
    names: tuple[str, ...]

    def probabilities(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """One probability a row."""
        total = self.sums(rows, 0, FIRST) + self.start
        undecided = np.flatnonzero(total >= self.floor)
        total[undecided] += self.sums(rows[undecided], FIRST, len(self.feature))
        answer: npt.NDArray[np.float32] = (1.0 / (1.0 + np.exp(-total))).astype(np.float32)
        return answer

    def sums(self, rows: npt.NDArray[np.float32], first: int, last: int) -> npt.NDArray[np.float64]:
        """What the trees from `first` to `last` add to each row."""
        trees = slice(first, last)
        count, width = self.feature[trees].shape
        base = (np.arange(count, dtype=np.int32) * width)[None, :]
        left, right = self.left[trees].ravel(), self.right[trees].ravel()
        feature, threshold = self.feature[trees].ravel(), self.threshold[trees].ravel()
        flat, columns = np.ascontiguousarray(rows).ravel(), rows.shape[1]
        row = (np.arange(len(rows), dtype=np.int32) * columns)[:, None]
        at = np.zeros((len(rows), count), dtype=np.int32)
        for _ in range(self.depth):
            node = base + at
            goes_left = flat.take(row + feature.take(node)) <= threshold.take(node)
            at = np.where(goes_left, left.take(node), right.take(node)).astype(np.int32)
        return np.asarray(self.value[trees].ravel().take(base + at).sum(axis=1, dtype=np.float64))


@cache
def load(name: str) -> Trees | None:
    """The trees in `weights/NAME.npz`; None where the weights are not installed."""
    place = files("onrecord").joinpath("weights", f"{name}.npz")
    if not place.is_file():
        return None
    with place.open("rb") as stream, np.load(stream) as kept:
        return Trees(
            feature=kept["feature"],
            threshold=kept["threshold"],
            left=kept["left"],
            right=kept["right"],
            value=kept["value"],
            start=float(kept["start"]),
            floor=float(kept["floor"]) if "floor" in kept.files else -np.inf,
            depth=int(kept["depth"]),
            names=tuple(str(name) for name in kept["names"]),
        )
