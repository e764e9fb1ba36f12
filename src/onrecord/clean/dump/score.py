"""How likely each line of a dump belongs to the body of the article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.features import OWN, Matrix, prose
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import ROLES


def body_scores(
    lines: Sequence[Line], own: Matrix, title: int | None, run: tuple[int, int]
) -> NDArray[np.float64]:
    """0..1 for each line; from .5 up it is body."""
    return by_rules(lines, own, title, run)


def by_rules(
    lines: Sequence[Line], own: Matrix, title: int | None, run: tuple[int, int]
) -> NDArray[np.float64]:
    """Prose inside the main run, and short lines without a role between two lines of prose (subheads)."""
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
