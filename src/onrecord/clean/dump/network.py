"""A small network that reads all lines of a dump at once, evaluated with numpy alone.

Each line's numbers go through layers that look ever further up and down the page (1, 2, 4 … 32 lines), then are laid
beside a summary of the whole page. `train/dump_network.py` makes the weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

WEIGHTS = "dump_network"
STEPS = (1, 2, 4, 8, 16, 32)  # lines up and down that a layer looks at
WIDEST = 6.0  # standard deviations beyond which a number is cut off
SMALL = 1e-2

Real = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """`names` of the columns it reads, their `mean` and `deviation` after `squashed`, and the weights of each of
    several nets that were trained alike."""

    names: tuple[str, ...]
    mean: Real
    deviation: Real
    nets: tuple[Mapping[str, Real], ...]

    def probabilities(self, rows: Real) -> NDArray[np.float64]:
        """0..1 for each row, a line of one page: the mean of the nets."""
        if not len(rows):
            return np.zeros(0)
        shown = np.clip((squashed(rows) - self.mean) / self.deviation, -WIDEST, WIDEST)
        return np.asarray(np.mean([_read(net, shown) for net in self.nets], axis=0), dtype=np.float64)


def squashed(rows: Real) -> Real:
    """Counts made comparable: the logarithm, with its sign."""
    return np.asarray(np.sign(rows) * np.log1p(np.abs(rows)), dtype=np.float32)


def _moved(lines: Real, by: int) -> Real:
    out = np.zeros_like(lines)
    if by > 0:
        out[by:] = lines[:-by]
    else:
        out[:by] = lines[-by:]
    return out


def _read(net: Mapping[str, Real], shown: Real) -> Real:
    x = np.maximum(shown @ net["in"] + net["in_b"], 0)
    for i, step in enumerate(STEPS):
        near = np.concatenate([_moved(x, step), x, _moved(x, -step)], axis=1)
        x = x + np.maximum(near @ net[f"near{i}"] + net[f"near{i}_b"], 0) @ net[f"back{i}"]
        x = x / np.sqrt((x * x).mean(axis=1, keepdims=True) + SMALL)
    heed = x @ net["heed"]
    heed = np.exp(heed - heed.max(axis=0))
    page = ((heed / heed.sum(axis=0)).T @ x).reshape(-1) @ net["page"]
    last = np.maximum(x @ net["last"] + page + net["last_b"], 0) @ net["out"] + net["out_b"]
    return np.asarray(1 / (1 + np.exp(-last[:, 0])))


@cache
def load(name: str = WEIGHTS) -> Network | None:
    """The network in `weights/NAME.npz`; None where the weights are not installed."""
    place = files("onrecord").joinpath("weights", f"{name}.npz")
    if not place.is_file():
        return None
    with place.open("rb") as stream, np.load(stream) as kept:
        own = ("names", "mean", "deviation")
        count = len(kept["out"])
        nets = [{k: kept[k][i].astype(np.float32) for k in kept.files if k not in own} for i in range(count)]
        return Network(
            tuple(str(each) for each in kept["names"]),
            kept["mean"].astype(np.float32),
            kept["deviation"].astype(np.float32),
            tuple(nets),
        )
