"""Where the article begins: the main run of prose in a page, and the headline above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.dump.features import OWN, Matrix
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import ROLES
from onrecord.clean.page.trees import Trees, load
from onrecord.clean.trie import either
from onrecord.words import table

REACH = 60  # lines above the first paragraph in which the headline is looked for
LEAST = 0.08  # chance from which on the best candidate of the learned model is taken
WEIGHTS = "dump_title"
CUES = (
    "rule", "words", "chars", "titled", "lower", "capitals", "stop", "question", "quoted", "bullet", "number",
    "person", "date", "byline",
    "roles", "to_first", "to_run", "known", "repeats", "suffixed", "date_near", "byline_near", "share_near",
    "bars_before", "blank_before",
    "blank_after", "off_indent", "score", "score_next", "longer_below", "share_of_page", "person_below", "colon",
    "brackets", "glued",
    "best_above", "best_below", "place", "menu_below",
)  # fmt: skip
_GLUED = re.compile(r"[a-zà-ÿ]{3}[A-Z][a-zà-ÿ]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MASTHEAD = 4  # lines from the top in which the motto of a newspaper may stand
_SUFFIX = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,60}$")


@cache
def _motto() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{either(table('dump')['motto']['start'])})(?!\w)[^.?!:]{{0,60}}[.!]?\Z", re.IGNORECASE)


def _is_motto(line: int, text: str, is_menu: NDArray[np.float32]) -> bool:
    """Whether a line is what a newspaper says of itself at the top of its pages, above the menu."""
    return 0 < line < _MASTHEAD and bool(_motto().match(text)) and bool((is_menu[line + 1 : line + 4] > 0).any())


def main_run(score: NDArray[np.float64], words: NDArray[np.float64]) -> tuple[int, int]:
    """Half-open range of lines with the most prose: the best sum of `score` weighed by length,
    gaps counted against."""
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


class _Page:
    """What the candidates of one page have in common."""

    def __init__(self, lines: Sequence[Line], rows: Matrix, run: tuple[int, int]) -> None:
        self.lines, self.run = lines, run
        self.column = {name: rows[:, i] for i, name in enumerate(OWN)}
        self.roles = np.zeros(len(lines))
        for role in ROLES:
            if role not in {"credit", "time_to_read"}:
                self.roles += self.column[f"is_{role}"] > 0
        self.body = Counter(word for line in lines[run[0] : run[1]] for word in set(_WORD.findall(line.text.lower())))
        self.plain = [_plain(line.text) for line in lines]
        self.bare = [_plain(_SUFFIX.sub("", line.text)) if len(line.text) < 250 else "" for line in lines]
        self.titles = Counter(self.bare)

    def known(self, i: int) -> float:
        """Share of the longer words of a line that come back in the prose."""
        mine = [word for word in self.plain[i].split() if len(word) > 3]
        return sum(self.body[word] > 0 for word in mine) / max(1, len(mine))

    def value(self, i: int) -> float:
        """How much speaks for a line as headline, by rule."""
        line, words, column, start = self.lines[i], float(self.column["words"][i]), self.column, self.run[0]
        value = 1.6 * self.known(i) + 0.35 * min(3, self.titles[self.bare[i]] - 1)
        value += 0.9 * (words >= 5) + 0.4 * (words >= 8) - 0.5 * (words < 4)
        value -= 1.5 * (self.roles[i] > 0) + 0.8 * (line.bullet == "•")
        value -= 0.9 * float(column["stop"][i]) * (not line.text.endswith("?"))
        value -= 0.6 * float(column["person"][i]) + 0.5 * (words > 24) + 0.02 * max(0, start - i)
        return float(value + 0.3 * line.blank_before - (2.0 if i >= start else 0.0))

    def may_be(self, i: int) -> bool:
        words = self.column["words"][i]
        wide = self.column["wide"][i] > 0
        long = len(self.lines[i].text) > 250 or words > (80 if wide else 40)
        masthead = i <= 2 and bool(_GLUED.search(self.lines[i].text))
        masthead = masthead or _is_motto(i, self.lines[i].text, self.column["is_menu"])
        return not (words < 2 or long or masthead or self.column["dateline_date"][i] or self.column["byline"][i])


def headline(lines: Sequence[Line], rows: Matrix, run: tuple[int, int]) -> int | None:
    """Index of the headline of the article whose prose is `run`, by rule, or None.

    It is a line of two to 40 words without a role of its own, above the prose or just inside it; for it speak
    that other lines repeat it (the page's title, a share link), that its words come back in the prose, and that
    little stands between.
    """
    start, end = run
    if start >= end:
        return None
    page = _Page(lines, rows, run)
    choices = [i for i in range(max(0, start - REACH), min(start + 2, end)) if page.may_be(i)]
    best = max(choices, key=lambda i: (page.value(i), -i), default=None)
    return best if best is not None and page.value(best) > 0.8 else None


def candidates(
    lines: Sequence[Line], rows: Matrix, run: tuple[int, int], scores: NDArray[np.float64], first: int
) -> tuple[list[int], NDArray[np.float32]]:
    """Lines that may be the headline, given the body `scores` and the first body line, with a row of CUES each."""
    page = _Page(lines, rows, run)
    column = page.column
    low, high = max(0, min(first, run[0]) - REACH), min(len(lines), max(first, run[0]) + 4)
    found = [i for i in range(low, high) if page.may_be(i)]
    indent = np.array([line.indent for line in lines[run[0] : run[1]]] or [0])
    usual = float(np.median(indent))
    out = np.zeros((len(found), len(CUES)), dtype=np.float32)
    values = [page.value(i) for i in found]
    told = column["dateline_date"] + column["byline"] + column["person"] + (column["is_share"] > 0)
    menu = (column["words"] <= 2) & (told == 0)
    for row, i in enumerate(found):
        line = lines[i]
        near = slice(i + 1, i + 9)
        out[row] = [
            values[row], column["words"][i], column["chars"][i], column["titled"][i], column["lower"][i],
            column["capitals"][i],
            column["stop"][i], column["question"][i], column["quoted"][i], column["bullet"][i],
            column["number"][i], column["person"][i],
            column["dateline_date"][i], column["byline"][i], page.roles[i], np.clip(first - i, -5, 60),
            np.clip(run[0] - i, -5, 60),
            page.known(i), min(4, page.titles[page.bare[i]] - 1), float(bool(_SUFFIX.search(line.text))),
            float(column["dateline_date"][near].any()), float(column["byline"][near].any()),
            float((column["is_share"][near] > 0).any()),
            float((column["bars"][max(0, i - 3) : i] > 0).any()), float(line.blank_before),
            float(i + 1 >= len(lines) or lines[i + 1].blank_before), np.clip(line.indent - usual, -20, 20), scores[i],
            scores[i + 1] if i + 1 < len(lines) else 0.0, float((column["words"][i + 1 : max(first,
            i + 1)] > column["words"][i]).sum()),
            i / len(lines), float(column["person"][i + 1 : i + 5].any()), column["colon"][i], column["brackets"][i],
            column["glued"][i],
            max(values[max(0, row - 8) : row], default=-3.0), max(values[row + 1 : row + 9], default=-3.0),
            row / len(found),
            float(menu[i + 1 : i + 8].sum()),
        ]  # fmt: skip
    return found, out


@cache
def _model() -> Trees | None:
    trees = load(WEIGHTS)
    return trees if trees is not None and trees.names == CUES else None


def title_of(
    lines: Sequence[Line], rows: Matrix, run: tuple[int, int], scores: NDArray[np.float64], first: int
) -> int | None:
    """Index of the headline once the body is known: by the learned model where its weights are installed,
    else by rule."""
    model = _model()
    if model is None:
        return headline(lines, rows, run)
    found, cues = candidates(lines, rows, run, scores, first)
    if not found:
        return None
    chances = model.probabilities(cues)
    best = int(np.argmax(chances))
    return found[best] if chances[best] >= LEAST else None
