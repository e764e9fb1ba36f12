"""Trains the fast model of attributions and writes its weights.

    python -m onrecord.train.fast DATA OUT [--epochs 14] [--stop N] [--articles N]

DATA is a folder with `attributions/polnear-train.jsonl.gz` and `language/polnear-train-corenlp.jsonl.gz`; OUT the
file of weights (`weights/fast.npz` of this package). Needs jax, which the package itself does not. The seed is
fixed; every twelfth article is kept apart and scored at the end of each epoch.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jax  # needed to train, not to run
import jax.numpy as jnp
import numpy as np

from onrecord.attribute import features, units
from onrecord.attribute.fast import find
from onrecord.attribute.network import LABELS, WIDTH, distance_bucket, load, pack
from onrecord.model import Document
from onrecord.parse import parse
from onrecord.train.statements import APART, by_start, knots, labelled, read, right

SEED = 20240607
LENGTHS = (24, 48, 72, 96, 144, 256)
TOKENS = 4096  # words in a batch, padding included
RATE, BETAS, DECAY = 3e-3, (0.9, 0.98), 0.998
EMBED, LINK = 128, 64
TABLES = (
    None,
    features.PREFIXES,
    features.SUFFIXES,
    features.SHAPES,
    features.CLASSES,
    features.STATES,
    features.PLACES,
)
Params = dict[str, Any]


def vocabulary(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Words seen in three articles and more; 0 stands for all others."""
    seen: Counter[str] = Counter()
    for row in rows:
        found = {features.DIGIT.sub("0", w.lower().replace("’", "'")) for w in features.WORD.findall(row["text"])}
        seen.update(found)
    kept = sorted(w for w, n in seen.items() if n >= 3)
    return {w: i + 1 for i, w in enumerate(kept)}


def examples(
    rows: list[dict[str, Any]], syntax: dict[str, Any], extractor: features.Extractor, tags: dict[str, dict[str, int]]
) -> Iterator[dict[str, Any]]:
    """One example for each paragraph of at most 256 words: features, labels, links and the layer of syntax."""
    for row in rows:
        parsed = parse(Document(id="d", path="", text=row["text"], sha256=""), ())
        layer = by_start(syntax.get(row["id"]), tags)
        for seq in extractor.sequences(parsed, units.sentences(parsed)):
            if 2 < len(seq.starts) <= LENGTHS[-1]:
                yield {"ids": seq.ids} | labelled(row, seq.starts, seq.ends, layer)


def batches(data: list[dict[str, Any]], rng: np.random.Generator | None) -> Iterator[dict[str, Any]]:
    order = rng.permutation(len(data)) if rng is not None else np.arange(len(data))
    waiting: dict[int, list[dict[str, Any]]] = {n: [] for n in LENGTHS}
    made = []
    for i in order:
        length = next(n for n in LENGTHS if len(data[i]["y"]) <= n)
        waiting[length].append(data[i])
        if len(waiting[length]) == max(4, TOKENS // length):
            made.append((length, waiting[length]))
            waiting[length] = []
    made += [(n, rest) for n, rest in waiting.items() if rest]
    if rng is not None:
        rng.shuffle(made)
    for length, rows in made:
        yield padded(rows, length, max(4, TOKENS // length))


def padded(rows: list[dict[str, Any]], length: int, size: int) -> dict[str, Any]:
    out = {
        "ids": np.zeros((size, length, 7), np.int32),
        "y": np.zeros((size, length), np.int32),
        "mask": np.zeros((size, length), np.float32),
        "to_cue": np.full((size, length), -1, np.int32),
        "to_source": np.full((size, length), -1, np.int32),
        "syntax": np.full((size, length, 3), -1, np.int32),
    }
    for i, row in enumerate(rows):
        n = len(row["y"])
        for name in ("ids", "y", "to_cue", "syntax"):
            out[name][i, :n] = row[name]
        out["to_source"][i, :n] = np.where(row["to_source"] == n, length, row["to_source"])
        out["mask"][i, :n] = 1
    return out


def initial(words: int, tags: dict[str, dict[str, int]], rng: np.random.Generator) -> Params:
    def matrix(rows: int, columns: int) -> Any:
        return jnp.array(rng.normal(0, 1 / np.sqrt(rows), (rows, columns)), jnp.float32)

    p: Params = {
        f"table{i}": jnp.array(rng.normal(0, 0.3, (n or words + 1, EMBED)), jnp.float32) for i, n in enumerate(TABLES)
    }
    for layer in range(3):
        p[f"in{layer}"] = matrix(3 * EMBED if layer == 0 else 2 * WIDTH, 6 * WIDTH)
        bias = np.zeros(6 * WIDTH, np.float32)
        bias[2 * WIDTH : 4 * WIDTH] = np.tile(np.linspace(0, 3, WIDTH), 2)  # forget slowly and fast
        p[f"bias{layer}"] = jnp.array(bias)
        p[f"scale{layer}"], p[f"shift{layer}"] = jnp.ones(2 * WIDTH), jnp.zeros(2 * WIDTH)
    p["scale_e"], p["shift_e"] = jnp.ones(EMBED), jnp.zeros(EMBED)
    p["tag"], p["tag_bias"] = matrix(2 * WIDTH, LABELS), jnp.zeros(LABELS)
    p["move"] = jnp.zeros((LABELS, LABELS))
    for name in ("content", "source"):
        p[f"{name}_q"], p[f"{name}_k"] = matrix(2 * WIDTH, LINK), matrix(2 * WIDTH, LINK)
        p[f"{name}_far"] = jnp.zeros(16)
    p["none"] = jnp.zeros(LINK)
    p["aux"] = matrix(2 * WIDTH, len(tags["pos"]) + len(tags["rel"]) + 16)
    return p


def normal(x: Any, scale: Any, shift: Any) -> Any:
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-5) * scale + shift


def drop(x: Any, key: Any, rate: float) -> Any:
    """Dropout with one mask for all words of a paragraph."""
    keep = jax.random.bernoulli(key, 1 - rate, (x.shape[0], 1, x.shape[2]))
    return x * keep / (1 - rate)


def encode(p: Params, ids: Any, mask: Any, key: Any) -> tuple[Any, Any]:
    """The states of the second and the last layer; `key` None leaves dropout out."""
    x = sum(p[f"table{i}"][ids[:, :, i]] for i in range(7))
    x = normal(x, p["scale_e"], p["shift_e"]) * mask[:, :, None]
    keys = jax.random.split(key, 4) if key is not None else [None] * 4
    if key is not None:
        x = drop(x, keys[3], 0.2)
    left, right = jnp.pad(x, ((0, 0), (1, 0), (0, 0)))[:, :-1], jnp.pad(x, ((0, 0), (0, 1), (0, 0)))[:, 1:]
    h = jnp.concatenate([left, x, right], -1)
    second = h
    for layer in range(3):
        g = h @ p[f"in{layer}"] + p[f"bias{layer}"]
        z, f, o = (
            jnp.tanh(g[..., : 2 * WIDTH]),
            jax.nn.sigmoid(g[..., 2 * WIDTH : 4 * WIDTH]),
            jax.nn.sigmoid(g[..., 4 * WIDTH :]),
        )
        z = (1 - f) * z * mask[:, :, None]
        turned = [jnp.concatenate([a[..., :WIDTH], a[:, ::-1, WIDTH:]], -1).swapaxes(0, 1) for a in (f, z)]
        _, c = jax.lax.scan(
            lambda c, fz: ((n := fz[0] * c + fz[1]), n), jnp.zeros(turned[0].shape[1:]), tuple(turned), unroll=8
        )
        c = c.swapaxes(0, 1)
        c = jnp.concatenate([c[..., :WIDTH], c[:, ::-1, WIDTH:]], -1)
        new = normal(o * c, p[f"scale{layer}"], p[f"shift{layer}"])
        if key is not None:
            new = drop(new, keys[layer], 0.3)
        h = new if layer == 0 else h + new
        if layer == 1:
            second = h
    return second, h


def chain_loss(p: Params, h: Any, y: Any, mask: Any) -> Any:
    """Negative log likelihood of the labels, a linear chain."""
    emit = (h @ p["tag"] + p["tag_bias"]).swapaxes(0, 1)
    y, m = y.T, mask.T
    score = (jnp.take_along_axis(emit, y[..., None], -1)[..., 0] * m).sum(0)
    score += (p["move"][y[:-1], y[1:]] * m[1:]).sum(0)

    def step(alpha: Any, at: Any) -> tuple[Any, None]:
        e, on = at
        new = jax.nn.logsumexp(alpha[:, :, None] + p["move"][None], 1) + e
        return jnp.where(on[:, None] > 0, new, alpha), None

    alpha, _ = jax.lax.scan(step, emit[0], (emit[1:], m[1:]), unroll=4)
    return ((jax.nn.logsumexp(alpha, -1) - score) * (m.sum(0) > 0)).sum() / mask.sum()


def link_loss(p: Params, h: Any, wanted: Any, mask: Any, name: str) -> Any:
    size = h.shape[1]
    q, k = h @ p[f"{name}_q"], h @ p[f"{name}_k"]
    far = distance_bucket(np.arange(size)[None, :] - np.arange(size)[:, None])
    s = jnp.einsum("bid,bjd->bij", q, k) / 8 + p[f"{name}_far"][far] - 1e9 * (1 - mask[:, None, :])
    if name == "source":
        s = jnp.concatenate([s, (q @ p["none"])[:, :, None] / 8], -1)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(s, -1), jnp.maximum(wanted, 0)[..., None], -1)[..., 0]
    return -(chosen * (wanted >= 0)).sum() / jnp.maximum(1, (wanted >= 0).sum())


def loss(p: Params, batch: dict[str, Any], key: Any, sizes: tuple[int, int]) -> Any:
    ids, mask = batch["ids"], batch["mask"]
    k1, k2, k3, k4 = jax.random.split(key, 4)
    capital = (ids[:, :, 3] >= 2) & (ids[:, :, 3] <= 8)
    lost = jax.random.uniform(k1, mask.shape) < jnp.where(capital, 0.4, 0.15)
    ids = ids.at[:, :, 0].set(jnp.where(lost, 0, ids[:, :, 0]))
    ids = ids.at[:, :, 4].set(jnp.where(jax.random.uniform(k2, mask.shape) < 0.1, 0, ids[:, :, 4]))
    rare = jax.random.uniform(k4, mask.shape) < jnp.where(capital, 0.2, 0.05)
    ids = ids.at[:, :, 1:3].set(jnp.where(rare[..., None], 0, ids[:, :, 1:3]))
    second, h = encode(p, ids, mask, k3)
    total = chain_loss(p, h, batch["y"], mask)
    total += 0.1 * (
        link_loss(p, h, batch["to_cue"], mask, "content") + link_loss(p, h, batch["to_source"], mask, "source")
    )
    aux, at = second @ p["aux"], 0
    for i, size in enumerate((*sizes, 16)):
        part, wanted = jax.nn.log_softmax(aux[..., at : at + size], -1), batch["syntax"][..., i]
        chosen = jnp.take_along_axis(part, jnp.maximum(wanted, 0)[..., None], -1)[..., 0]
        total -= 0.15 * (chosen * (wanted >= 0)).sum() / jnp.maximum(1, (wanted >= 0).sum())
        at += size
    return total


@partial(jax.jit, static_argnames=("sizes",), donate_argnums=(0,))
def step(
    state: tuple[Params, Params, Params, Params],
    batch: dict[str, Any],
    key: Any,
    rate: Any,
    count: Any,
    sizes: tuple[int, int],
) -> tuple[Any, Any]:
    """One step of Adam, with a running mean of the weights, which is what is kept."""
    p, m, v, mean = state
    value, g = jax.value_and_grad(loss)(p, batch, key, sizes)
    norm = jnp.sqrt(sum((x**2).sum() for x in jax.tree.leaves(g)))
    g = jax.tree.map(lambda x: x * jnp.minimum(1, 2 / norm), g)
    m = jax.tree.map(lambda a, x: BETAS[0] * a + (1 - BETAS[0]) * x, m, g)
    v = jax.tree.map(lambda a, x: BETAS[1] * a + (1 - BETAS[1]) * x * x, v, g)
    one, two = 1 - BETAS[0] ** count, 1 - BETAS[1] ** count
    p = jax.tree.map(lambda w, a, b: w - rate * (a / one) / (jnp.sqrt(b / two) + 1e-8), p, m, v)
    keep = jnp.minimum(DECAY, 1 - 1 / count)
    mean = jax.tree.map(lambda a, w: keep * a + (1 - keep) * w, mean, p)
    return (p, m, v, mean), value


def train(rows: list[dict[str, Any]], syntax: dict[str, Any], out: Path, epochs: int, stop: int) -> None:
    words = vocabulary(rows)
    extractor = features.Extractor(words)
    tags: dict[str, dict[str, int]] = {"pos": {}, "rel": {}}
    parts = [
        list(examples([r for i, r in enumerate(rows) if (i % 12 == APART) is apart], syntax, extractor, tags))
        for apart in (False, True)
    ]
    rng = np.random.default_rng(SEED)
    sizes = (len(tags["pos"]), len(tags["rel"]))
    p = initial(len(words), tags, rng)
    state = (p, *(jax.tree.map(jnp.zeros_like, p) for _ in range(2)), jax.tree.map(jnp.copy, p))
    total, count, key = epochs * sum(1 for _ in batches(parts[0], rng)), 0, jax.random.key(SEED)
    quiet = jax.jit(lambda p, b: chain_loss(p, encode(p, b["ids"], b["mask"], None)[1], b["y"], b["mask"]))
    for epoch in range(stop):
        began, losses = time.time(), []
        for batch in batches(parts[0], rng):
            count += 1
            rate = RATE * min(1, count / 150) * max(0.01, 1 - count / total)
            key, mine = jax.random.split(key)
            state, value = step(state, batch, mine, rate, count, sizes)
            losses.append(float(value))
        apart = np.mean([float(quiet(state[3], b)) for b in batches(parts[1], None)])
        print(
            f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, apart {apart:.4f}, {time.time() - began:.0f} s", flush=True
        )
        pack(out, {k: np.asarray(w) for k, w in state[3].items() if k != "aux"}, words)


def calibrate(rows: list[dict[str, Any]], out: Path) -> None:
    """Adds to the weights how often attributions of each raw confidence are right, on articles kept apart: `knots`,
    raw confidence over share, rising. Right is a content of half the same words and a source that meets."""
    network = load(out)
    extractor = features.Extractor(network.vocabulary)
    pairs: list[tuple[float, bool]] = []
    for row in rows:
        parsed = parse(Document(id="d", path="", text=row["text"], sha256=""), ())
        found = find(network, extractor, parsed, units.sentences(parsed))
        pairs.extend((d.confidence, right(d, row["attributions"])) for d in found)
    pack(out, network.arrays | {"knots": knots(pairs)}, network.vocabulary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--stop", type=int, default=None, help="end after this epoch of the schedule")
    parser.add_argument("--articles", type=int, default=None)
    given = parser.parse_args()
    rows = read(given.data / "attributions" / "polnear-train.jsonl.gz")[: given.articles]
    syntax = {r["id"]: r for r in read(given.data / "language" / "polnear-train-corenlp.jsonl.gz")}
    train(rows, syntax, given.out, given.epochs, given.stop or given.epochs)
    calibrate(rows[APART::12], given.out)


if __name__ == "__main__":
    main()
