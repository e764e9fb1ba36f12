"""How likely each line of a dump belongs to the body of the article, and from which likelihood on it is taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.features import AROUND, OWN, Matrix, around, prose
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.network import Network, load
from onrecord.clean.dump.vocabulary import ROLES

LOWEST, HIGHEST = 0.25, 0.6  # between these the threshold of a page may lie
COLUMNS = (*OWN, *AROUND)


def _model() -> Network | None:
    """The network, or None where the weights are not installed or were made for other columns."""
    network = load()
    return network if network is not None and network.names == COLUMNS else None


def body_scores(lines: Sequence[Line], own: Matrix, title: int | None, run: tuple[int, int]) -> NDArray[np.float64]:
    """0..1 for each line. By the network where its weights are installed, else by rules."""
    network = _model()
    if network is None:
        return by_rules(lines, own, title, run)
    return network.probabilities(np.concatenate([own, around(lines, own, title, run)], axis=1))


def threshold(scores: NDArray[np.float64], words: NDArray[np.float64]) -> float:
    """The score from which on lines are taken: the one with the best F1 (on words) if the scores are true chances."""
    order = np.argsort(-scores, kind="stable")
    expected = np.cumsum((scores * words)[order])
    taken = np.cumsum(words[order])
    best = int(np.argmax(2 * expected / np.maximum(1e-9, taken + float((scores * words).sum()))))
    return float(np.clip(scores[order[best]], LOWEST, HIGHEST))


def by_rules(lines: Sequence[Line], own: Matrix, title: int | None, run: tuple[int, int]) -> NDArray[np.float64]:
    """Prose inside the main run, and questions between two lines of prose (the headings of explainers)."""
    score = prose(own)
    out = np.zeros(len(lines))
    start, end = run
    column = {name: own[:, i] for i, name in enumerate(OWN)}
    chrome = np.zeros(len(lines))
    for role in ROLES:
        if role not in {"credit", "correction", "caption", "footer"}:
            chrome += column[f"is_{role}"] == 1
        if role not in {"credit", "correction"}:
            chrome += (column[f"is_{role}"] > 0) & (column["words"] < 30)
    for i in range(start, end):
        if i == title or chrome[i]:
            continue
        if score[i] > 0.5 or column["is_credit"][i]:
            out[i] = 0.9
        elif lines[i].text.endswith("?") and lines[i].blank_before and column["words"][i] < 16 and i > start:
            out[i] = 0.6
    return out
