"""Training of the network that reads the lines of a dump (`clean/dump/network.py`). Needs jax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path
from typing import Any

import jax  # needed to train, not to run
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.network import SMALL, STEPS, WIDEST, Network, squashed

WIDTH, HEEDS = 48, 4
WINDOW = 512  # lines of a page that are read at once while training
BATCH = 8  # pages
EPOCHS = 14
RATE, DECAY, WARM = 2e-3, 3e-2, 0.15
BETAS, TINY, LONGEST_STEP = (0.9, 0.999), 1e-8, 1.0
FORGET = 0.25  # share of the channels left out of a page
SURE = 0.98  # what a label counts for
CHANCES = (0.5, 0.3, 0.2)  # of the layouts of a page

Real = NDArray[np.float32]
Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A page in one layout: a row, a label and a weight for each line."""

    rows: Real
    labels: Real
    weights: Real


def _start(draw: np.random.Generator, columns: int) -> Params:
    def normal(rows: int, size: int, scale: float) -> Real:
        return (draw.normal(0, 1, (rows, size)) * scale).astype(np.float32)

    def zeros(size: int) -> Real:
        return np.zeros(size, dtype=np.float32)

    params: Params = {"in": normal(columns, WIDTH, columns**-0.5), "in_b": zeros(WIDTH)}
    for i in range(len(STEPS)):
        params[f"near{i}"] = normal(3 * WIDTH, WIDTH, 0.7 * (2 / (3 * WIDTH)) ** 0.5)
        params[f"near{i}_b"] = zeros(WIDTH)
        params[f"back{i}"] = normal(WIDTH, WIDTH, 0.3 * WIDTH**-0.5)
    params["heed"] = normal(WIDTH, HEEDS, 0.05)
    params["page"] = normal(HEEDS * WIDTH, WIDTH, 0.5 * (HEEDS * WIDTH) ** -0.5)
    params["last"], params["last_b"] = normal(WIDTH, WIDTH, WIDTH**-0.5), zeros(WIDTH)
    params["out"], params["out_b"] = normal(WIDTH, 1, 0.05), zeros(1)
    return params


def _moved(x: Any, by: int) -> Any:
    gap = jnp.zeros_like(x[:, : abs(by)])
    return jnp.concatenate([gap, x[:, :-by]] if by > 0 else [x[:, -by:], gap], axis=1)


def _forward(params: Params, shown: Any, mask: Any, key: Any) -> Any:
    """Log odds, shape (pages, lines); the same sums as `network._read`, with channels left out at random."""

    def less(x: Any, at: int, share: float) -> Any:
        kept = jax.random.bernoulli(jax.random.fold_in(key, at), 1 - share, (x.shape[0], 1, x.shape[2]))
        return x * kept / (1 - share)

    there = mask[..., None]
    x = jax.nn.relu(less(shown, 0, 0.1) @ params["in"] + params["in_b"]) * there
    for i, step in enumerate(STEPS):
        near = jnp.concatenate([_moved(x, step), x, _moved(x, -step)], axis=-1)
        more = jax.nn.relu(near @ params[f"near{i}"] + params[f"near{i}_b"])
        x = (x + less(more, i + 1, FORGET) @ params[f"back{i}"]) * there
        x = x / jnp.sqrt((x * x).mean(-1, keepdims=True) + SMALL)
    heed = jax.nn.softmax(jnp.where(there > 0, x @ params["heed"], -1e9), axis=1)
    page = jnp.einsum("blk,blc->bkc", heed, x).reshape(x.shape[0], -1) @ params["page"]
    last = jax.nn.relu(x @ params["last"] + page[:, None] + params["last_b"])
    return (less(last, 50, FORGET) @ params["out"])[..., 0] + params["out_b"]


def _loss(params: Params, shown: Any, mask: Any, labels: Any, weights: Any, key: Any) -> Any:
    odds = _forward(params, shown, mask, key)
    goal = labels * SURE + (1 - SURE) / 2
    each = jnp.maximum(odds, 0) - odds * goal + jnp.log1p(jnp.exp(-jnp.abs(odds)))
    return (each * weights).sum() / weights.sum()


@jax.jit
def _step(params: Params, first: Params, second: Params, at: Any, rate: Any, batch: Any, key: Any) -> Any:
    """One step of Adam with decay of the weights."""
    loss, slopes = jax.value_and_grad(_loss)(params, *batch, key)
    size = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(slopes)))
    slopes = jax.tree.map(lambda g: g * jnp.minimum(1.0, LONGEST_STEP / (size + TINY)), slopes)
    first = jax.tree.map(lambda m, g: BETAS[0] * m + (1 - BETAS[0]) * g, first, slopes)
    second = jax.tree.map(lambda v, g: BETAS[1] * v + (1 - BETAS[1]) * g * g, second, slopes)

    def moved(p: Any, m: Any, v: Any) -> Any:
        return p - rate * (m / (1 - BETAS[0] ** at) / (jnp.sqrt(v / (1 - BETAS[1] ** at)) + TINY) + DECAY * p)

    return jax.tree.map(moved, params, first, second), first, second, loss


def _rate(at: int, steps: int) -> float:
    """Up to RATE over the first part of the steps, then down to nothing, along a cosine."""
    top = WARM * steps
    if at < top:
        return RATE / 25 + (RATE - RATE / 25) * (1 - cos(pi * at / top)) / 2
    return RATE * (1 + cos(pi * (at - top) / max(1.0, steps - top))) / 2


def _batch(pages: Sequence[Read], draw: np.random.Generator) -> tuple[Real, Real, Real, Real]:
    shown = np.zeros((len(pages), WINDOW, pages[0].rows.shape[1]), dtype=np.float32)
    mask, labels, weights = (np.zeros((len(pages), WINDOW), dtype=np.float32) for _ in range(3))
    for b, page in enumerate(pages):
        low = 0
        if len(page.rows) > WINDOW:
            body = np.flatnonzero(page.labels)
            middle = int(draw.choice(body)) if len(body) else 0
            low = int(np.clip(middle - draw.integers(WINDOW), 0, len(page.rows) - WINDOW))
        part = slice(low, low + WINDOW)
        size = len(page.rows[part])
        shown[b, :size], mask[b, :size] = page.rows[part], 1
        labels[b, :size], weights[b, :size] = page.labels[part], page.weights[part]
    return shown, mask, labels, weights


def fit(pages: Sequence[Sequence[Read]], seed: int, epochs: int = EPOCHS) -> dict[str, Real]:
    """The weights of one net and `mean` and `deviation` of the columns; `pages` hold each page in its layouts, the
    plain one first."""
    whole = np.concatenate([squashed(layouts[0].rows) for layouts in pages])
    mean, deviation = whole.mean(0), whole.std(0) + 1e-3
    ready = [
        [Read(np.clip((squashed(r.rows) - mean) / deviation, -WIDEST, WIDEST), r.labels, r.weights) for r in layouts]
        for layouts in pages
    ]
    draw = np.random.default_rng(seed)
    params = jax.tree.map(jnp.asarray, _start(draw, whole.shape[1]))
    first = second = jax.tree.map(jnp.zeros_like, params)
    key, at, each = jax.random.PRNGKey(seed), 0, max(1, len(pages) // BATCH)
    for epoch in range(epochs):
        order, lost = draw.permutation(len(pages)), 0.0
        for start in range(0, each * BATCH, BATCH):
            chosen = [ready[i][int(draw.choice(len(CHANCES), p=CHANCES))] for i in order[start : start + BATCH]]
            key, mine = jax.random.split(key)
            rate = _rate(at, each * epochs)
            at += 1
            params, first, second, loss = _step(params, first, second, at, rate, _batch(chosen, draw), mine)
            lost += float(loss)
        print(f"  epoch {epoch + 1} of {epochs}: loss {lost / each:.4f}", flush=True)
    return {**{name: np.asarray(value) for name, value in params.items()}, "mean": mean, "deviation": deviation}


def built(fitted: Sequence[dict[str, Real]], names: tuple[str, ...]) -> Network:
    """Nets that were trained on the same pages, as they are run."""
    own = ("mean", "deviation")
    nets = tuple({k: one[k] for k in one if k not in own} for one in fitted)
    return Network(names, fitted[0]["mean"], fitted[0]["deviation"], nets)


def save(fitted: Sequence[dict[str, Real]], target: Path, names: tuple[str, ...]) -> None:
    """Several nets that were trained on the same pages, in one file of half floats."""
    own = ("mean", "deviation")
    kept: dict[str, Any] = {k: fitted[0][k].astype(np.float32) for k in own}
    kept |= {k: np.stack([one[k] for one in fitted]).astype(np.float16) for k in fitted[0] if k not in own}
    np.savez_compressed(target, **kept, names=np.array(names))
