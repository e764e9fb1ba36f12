"""Where the article begins: the main run of prose in a page, and the headline above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.features import OWN, Matrix
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import ROLES

REACH = 60  # lines above the first paragraph in which the headline is looked for
_WORD = re.compile(r"[^\W\d_]{2,}")
_SUFFIX = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,60}$")


def main_run(score: NDArray[np.float64], words: NDArray[np.float64]) -> tuple[int, int]:
    """Half-open range of lines with the most prose: the best sum of `score` weighed by length, gaps counted against."""
    gain = np.where(score > 0.5, (score - 0.45) * np.log1p(words), -0.55 * (1 - score) - 0.1)
    best, run, start, found = 0.0, 0.0, 0, (0, 0)
    for i, value in enumerate(gain):
        if run <= 0:
            run, start = 0.0, i
        run += float(value)
        if run > best:
            best, found = run, (start, i + 1)
    return found


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def headline(lines: Sequence[Line], rows: Matrix, run: tuple[int, int]) -> int | None:
    """Index of the headline of the article whose prose is `run`, or None.

    It is a line of three to 35 words without a role of its own, above the prose or just inside it; for it speak
    that other lines repeat it (the page's title, a share link), that its words come back in the prose, and that
    little but bylines and dates stands between.
    """
    start, end = run
    if start >= end:
        return None
    column = {name: rows[:, i] for i, name in enumerate(OWN)}
    roles = np.zeros(len(lines))
    for role in ROLES:
        if role not in {"credit", "time_to_read"}:
            roles += column[f"is_{role}"] > 0
    body = Counter(word for line in lines[start:end] for word in set(_WORD.findall(line.text.lower())))
    plain = [_plain(line.text) for line in lines]
    titles = Counter(_plain(_SUFFIX.sub("", line.text)) for line in lines if len(line.text) < 250)
    best, found = 0.8, None
    for i in range(max(0, start - REACH), min(start + 2, end)):
        line, words = lines[i], int(column["words"][i])
        if not 2 <= words <= 35 or len(line.text) > 220 or column["dateline_date"][i] or column["byline"][i]:
            continue
        mine = [word for word in plain[i].split() if len(word) > 3]
        known = sum(body[word] > 0 for word in mine) / max(1, len(mine))
        value = 1.6 * known + 0.35 * min(3, titles[_plain(_SUFFIX.sub("", line.text))] - 1)
        value += 0.9 * (words >= 5) + 0.4 * (words >= 8) - 0.5 * (words < 4)
        value -= 1.5 * (roles[i] > 0) + 0.8 * (line.bullet == "•") + 0.9 * column["stop"][i] * (not line.text.endswith("?"))
        value -= 0.6 * column["person"][i] + 0.5 * (words > 24) + 0.02 * max(0, start - i)
        value += 0.3 * line.blank_before - (2.0 if i >= start else 0.0)
        if value > best:
            best, found = value, i
    return found
