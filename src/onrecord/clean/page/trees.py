"""Boosted decision trees, evaluated with numpy alone; `train/page_body.py` writes their file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Trees:
    """One row a tree, one column a node. A leaf points at itself. `start` is the sum before the first tree."""

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    start: float
    depth: int
    names: tuple[str, ...]

    def probabilities(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """One probability a row."""
        count = len(self.feature)
        every = np.arange(count)[None, :]
        at = np.zeros((len(rows), count), dtype=np.int16)
        here = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[here, self.feature[every, at]] <= self.threshold[every, at]
            at = np.where(goes_left, self.left[every, at], self.right[every, at])
        total = self.value[every, at].sum(axis=1, dtype=np.float64) + self.start
        answer: npt.NDArray[np.float32] = (1.0 / (1.0 + np.exp(-total))).astype(np.float32)
        return answer


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
            depth=int(kept["depth"]),
            names=tuple(str(name) for name in kept["names"]),
        )
