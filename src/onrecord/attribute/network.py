"""The fast model, a small recurrent network over words run with numpy alone, and the heads that both models share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import MissingWeightsError

LABELS = 7  # none, then begin and inside of source, cue and content
WIDTH = 128  # of one direction of one layer
LAYERS = 3
EIGHTH = np.float32(1 / 8)
Floats = NDArray[np.float32]


def distance_bucket(offset: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 to 15 for how far a word is: 8 and up to the right, growing with the logarithm of the distance."""
    far = np.minimum(7, np.log2(np.maximum(1, np.abs(offset))) + 1).astype(np.int64) * (offset != 0)
    bucket: NDArray[np.int64] = np.where(offset > 0, 8 + far, far)
    return bucket


def pack(path: Path, arrays: dict[str, NDArray[np.float32]], words: dict[str, int]) -> None:
    """Writes weights in half precision, the vocabulary beside them."""
    vocabulary = np.frombuffer(json.dumps(sorted(words, key=words.__getitem__), ensure_ascii=False).encode(), np.uint8)
    stored: dict[str, Any] = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(path, vocabulary=vocabulary, **stored)


@dataclass(frozen=True, slots=True)
class Heads:
    """The weights, in single precision, that score how words go together by their states."""

    arrays: dict[str, Floats]

    def share(self, chance: float) -> float:
        """How often attributions that are as sure as this were right on articles kept apart from training."""
        knots = self.arrays.get("knots")
        return chance if knots is None else float(np.interp(chance, knots[0], knots[1]))

    def link(self, h: Floats, name: str, at: NDArray[np.int64], to: NDArray[np.int64]) -> Floats:
        """How well each of the words `at` goes with each of the words `to`, both places in one paragraph's `h`."""
        w = self.arrays
        score = (h[at] @ w[f"{name}_q"]) @ (h[to] @ w[f"{name}_k"]).T * EIGHTH
        out: Floats = score + w[f"{name}_far"][distance_bucket(to[None, :] - at[:, None])]
        return out

    def none(self, h: Floats, at: NDArray[np.int64]) -> Floats:
        """How well each of the words `at`, the first of a cue, goes without a source."""
        asked: Floats = h[at] @ self.arrays["source_q"]
        out: Floats = asked @ self.arrays["none"]
        return out * EIGHTH


@dataclass(frozen=True, slots=True)
class Network(Heads):
    """The fast model: weights and the vocabulary they were trained with."""

    vocabulary: dict[str, int]

    def read(self, ids: list[NDArray[np.int32]]) -> Reading:
        """Labels and states for the words of paragraphs, each an array of words by features."""
        pack = Packing.of([len(i) for i in ids])
        h = self.states(np.concatenate(ids), pack)
        emit = h @ self.arrays["tag"] + self.arrays["tag_bias"]
        return Reading(best(emit, self.arrays["move"], pack), soft(emit), h, pack.offsets)

    def states(self, ids: NDArray[np.int32], pack: Packing) -> Floats:
        """The states of the last layer, an array of words by 2 * WIDTH."""
        w = self.arrays
        x = sum((w[f"table{i}"][ids[:, i]] for i in range(1, ids.shape[1])), w["table0"][ids[:, 0]])
        x = normal(x, w["scale_e"], w["shift_e"])
        h: Floats = np.zeros((len(x), 3 * x.shape[1]), np.float32)
        size = x.shape[1]
        h[1:, :size], h[:, size : 2 * size], h[:-1, 2 * size :] = x[:-1], x, x[1:]
        h[pack.offsets[:-1], :size] = 0
        h[pack.offsets[1:] - 1, 2 * size :] = 0
        for layer in range(LAYERS):
            new = recurrent(w, layer, h, pack)
            h = new if layer == 0 else h + new
        return h


def recurrent(w: dict[str, Floats], layer: int, h: Floats, pack: Packing) -> Floats:
    """The states of one layer, read from both sides."""
    n = 2 * WIDTH
    g = h @ w[f"in{layer}"]
    g += w[f"bias{layer}"]
    z: Floats = np.tanh(g[:, :n])
    gates = sigmoid(g[:, n:])
    f = gates[:, :n]
    z *= 1 - f
    turned = (pack.turn(f), pack.turn(z))
    state = np.zeros((pack.active[0], n), np.float32)
    at = 0
    for count in pack.active:
        live = state[:count]
        live *= turned[0][at : at + count]
        live += turned[1][at : at + count]
        turned[1][at : at + count] = live
        at += count
    c = np.empty_like(z)
    c[pack.forward, :WIDTH] = turned[1][:, :WIDTH]
    c[pack.backward, WIDTH:] = turned[1][:, WIDTH:]
    c *= gates[:, n:]
    return normal(c, w[f"scale{layer}"], w[f"shift{layer}"])


@dataclass(frozen=True, slots=True)
class Reading:
    """Labels, their probabilities word by word, and states; paragraph i is offsets[i]:offsets[i + 1]."""

    labels: NDArray[np.int64]
    chances: Floats
    states: Floats
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Packing:
    """The order in which paragraphs of unequal length are read side by side: `active` paragraphs at each step,
    and which word each of them reads then, from the left (`forward`) and from the right (`backward`)."""

    offsets: NDArray[np.int64]
    active: list[int]
    forward: NDArray[np.int64]
    backward: NDArray[np.int64]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, lengths: list[int]) -> Packing:
        sizes = np.array(lengths, np.int64)
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        order = np.argsort(-sizes, kind="stable")
        steps = int(sizes.max())
        active = [int(n) for n in np.searchsorted(-sizes[order], -np.arange(steps), side="left")]
        ranks = [order[:n] for n in active]
        forward = np.concatenate([offsets[r] + t for t, r in enumerate(ranks)])
        backward = np.concatenate([offsets[r + 1] - 1 - t for t, r in enumerate(ranks)])
        return cls(offsets, active, forward, backward, order)

    def turn(self, x: Floats) -> Floats:
        out = np.empty_like(x)
        out[:, :WIDTH] = x[self.forward, :WIDTH]
        out[:, WIDTH:] = x[self.backward, WIDTH:]
        return out


def normal(x: Floats, scale: Floats, shift: Floats) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    x /= np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-5))
    x *= scale
    x += shift
    return x


def sigmoid(x: Floats) -> Floats:
    half = np.float32(0.5)
    out: Floats = half * np.tanh(half * x) + half
    return out


def soft(x: Floats) -> Floats:
    out: Floats = np.exp(x - x.max(-1, keepdims=True))
    out /= out.sum(-1, keepdims=True)
    return out


def best(emit: Floats, move: Floats, pack: Packing) -> NDArray[np.int64]:
    """The best sequence of labels of every paragraph; a role goes on only where it began."""
    move = move.copy()
    for inside in (2, 4, 6):
        for before in range(LABELS):
            if before not in (inside, inside - 1):
                move[before, inside] = -1e4
    first = np.zeros(LABELS, np.float32)
    first[[2, 4, 6]] = -1e4
    alpha = emit[pack.forward[: pack.active[0]]] + first
    back = np.zeros((len(emit), LABELS), np.int64)
    at = pack.active[0]
    for count in pack.active[1:]:
        scores = alpha[:count, :, None] + move
        choice = scores.argmax(1)
        places = pack.forward[at : at + count]
        back[places] = choice
        alpha[:count] = np.take_along_axis(scores, choice[:, None], 1)[:, 0] + emit[places]
        at += count
    labels = np.zeros(len(emit), np.int64)
    label = alpha.argmax(1)
    rows = np.arange(pack.active[0])
    current = np.zeros(pack.active[0], np.int64)
    at = len(emit)
    for step in range(len(pack.active) - 1, -1, -1):
        count = pack.active[step]
        at -= count
        later = pack.active[step + 1] if step + 1 < len(pack.active) else 0
        current[later:count] = label[later:count]
        places = pack.forward[at : at + count]
        labels[places] = current[:count]
        current[:count] = back[places, current[rows[:count]]]
    return labels


@cache
def installed() -> Network:
    """The network of the package's weights. Raises MissingWeightsError where they are not installed."""
    resource = files("onrecord") / "weights" / "fast.npz"
    if not resource.is_file():
        raise MissingWeightsError(
            "model fast: its weights (onrecord/weights/fast.npz) are not installed; use --model rules, or install "
            "a package of onrecord that holds its weights"
        )
    with as_file(resource) as path:
        return load(path)


def load(path: Path) -> Network:
    with np.load(path) as stored:
        words = json.loads(stored["vocabulary"].tobytes().decode())
        arrays = {name: stored[name].astype(np.float32) for name in stored.files if name != "vocabulary"}
    return Network(arrays, {word: i + 1 for i, word in enumerate(words)})
