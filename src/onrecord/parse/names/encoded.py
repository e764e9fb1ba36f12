"""Chances of the labels of names from the vectors of the encoder: a linear chain over the pieces of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import MissingWeightsError
from onrecord.parse.encoder import NEEDED, Encoded

WEIGHTS = "careful-heads.npz"
LABELS = ("O", *(f"{part}-{kind}" for kind in "POLM" for part in "BI"))
Floats = NDArray[np.float64]


@cache
def head() -> tuple[Floats, Floats, Floats]:
    """From vectors to scores of labels, what is added to these, and the scores of one label after another.

    Raises MissingWeightsError where the weights are not installed.
    """
    resource = files("onrecord") / "weights" / WEIGHTS
    if not resource.is_file():
        raise MissingWeightsError(NEEDED.format(what=f"its weights (onrecord/weights/{WEIGHTS}) are not installed"))
    with as_file(resource) as path, np.load(path) as stored:
        tag, bias, move = (stored[name].astype(np.float64) for name in ("name_tag", "name_bias", "name_move"))
    return tag, bias, move


def chances(encoded: Encoded, starts: Sequence[int]) -> Floats:
    """How likely each label is for each piece of a sentence, given where the pieces start: forwards and backwards."""
    tag, bias, move = head()
    scores = encoded.at(starts) @ tag + bias
    emit = np.exp(scores - scores.max(1, keepdims=True))
    step = np.exp(move - move.max())
    size = len(emit)
    ahead, behind = np.empty_like(emit), np.ones_like(emit)
    ahead[0] = emit[0] / emit[0].sum()
    for i in range(1, size):
        here = (ahead[i - 1] @ step) * emit[i]
        ahead[i] = here / here.sum()
    for i in range(size - 2, -1, -1):
        here = step @ (behind[i + 1] * emit[i + 1])
        behind[i] = here / here.sum()
    both: Floats = ahead * behind
    both /= both.sum(1, keepdims=True)
    return both


def best(likely: Floats) -> list[str]:
    """The labels with the greatest product of chances; a name goes on only where it began."""
    scores = np.log(likely + 1e-6)
    allowed = np.zeros((len(LABELS), len(LABELS)))
    for inside in range(2, len(LABELS), 2):
        allowed[:, inside] = -1e4
        allowed[inside - 1 : inside + 1, inside] = 0
    total = scores[0] + np.where(np.arange(len(LABELS)) % 2, 0, np.where(np.arange(len(LABELS)) > 0, -1e4, 0))
    back = np.zeros((len(scores), len(LABELS)), np.int64)
    for i in range(1, len(scores)):
        ways = total[:, None] + allowed
        back[i] = ways.argmax(0)
        total = ways.max(0) + scores[i]
    at = int(total.argmax())
    found = [at]
    for i in range(len(scores) - 1, 0, -1):
        at = int(back[i, at])
        found.append(at)
    return [LABELS[n] for n in reversed(found)]
