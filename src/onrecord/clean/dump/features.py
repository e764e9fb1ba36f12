"""Numbers about each line of a dump, for the model that tells body lines from the rest.

`own` describes a line by itself, `around` by its neighbours and its place in the page. Rows are lines, in order;
columns are named by `OWN` and `AROUND`. Nothing depends on how the dump was laid out beyond what a line shows: pages
flattened with and without blank lines, bullets and indentation give much the same numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.bylines import is_byline, is_person
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import ROLES, roles_of

Matrix = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:[’'`.-][^\W_]+)*")
_STOP = re.compile(r"[.!?…。！？](?:[”\"’'»)\]]|\s)*$")
_SENTENCE = re.compile(r"[.!?…](?:[”\"’'»)]*)\s+(?=[“\"‘'«(]?[A-ZÀ-ÞА-Я])|[。！？]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_URL = re.compile(r"https?:|www\.|\.(?:com|org|net|co\.uk|de|jpg|png)\b")
_GLUE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]|\d[A-Z][a-z]{2}|[a-z]{2}\d")

OWN = (
    "words", "chars", "lower", "titled", "capitals", "digits", "stop", "colon", "question", "commas", "sentences",
    "quoted",
    "opens_low", "opens_quote", "bullet", "number", "url", "glued", "bars", "wide", "dateline_date", "byline",
    "person",
    "twice", "brackets", "word_length", *(f"is_{role}" for role in ROLES),
)  # fmt: skip

AROUND = (
    "place", "place_words", "prose_before", "prose_after", "blank_before", "blank_after", "indent",
    "indent_same_before",
    "indent_same_after", "short_run", "prose_run", "mean3", "mean7", "mean15", "before3", "after3", "since_prose",
    "until_prose", "since_strong", "until_strong", "bullets5", "chrome5", "since_end_mark", "since_date",
    "like_title",
    "in_title", "lines", "known", "names_known", "like_before", "like_after", "off_indent", "off_blank",
    "run_blank", "marks_since_title",
    "after_run", "before_run", "until_date", "since_person", "ends_credit",
)  # fmt: skip


def own(lines: Sequence[Line]) -> Matrix:
    """Shape (lines, len(OWN)): what each line shows by itself and how often it stands in the page."""
    often = Counter(line.text for line in lines)
    rows = np.zeros((len(lines), len(OWN)), dtype=np.float32)
    for i, line in enumerate(lines):
        rows[i] = _row(line, often[line.text])
    return rows


def _row(line: Line, times: int) -> list[float]:
    text = line.text
    words = _WORD.findall(text)
    wide = len(_WIDE.findall(text))
    count = len(words) + wide // 2
    cased = [word for word in words if word[0].isalpha()]
    lower = sum(word[0].islower() for word in cased)
    capitals = sum(word.isupper() and len(word) > 1 for word in cased)
    short = len(text) < 160
    roles = roles_of(text)
    return [
        float(count), float(len(text)), lower / max(1, len(cased)),
        sum(word[0].isupper() for word in cased) / max(1, len(cased)),
        capitals / max(1, len(cased)), sum(char.isdigit() for char in text) / max(1, len(text)),
        float(bool(_STOP.search(text))), float(text.endswith((":", "："))), float(text.endswith("?")),
        float(sum(text.count(mark) for mark in ",;、，،")), float(len(_SENTENCE.findall(text))),
        float(any(mark in text for mark in "“”\"„«»「」")), float(text[0].islower()), float(text[0] in "“\"„«‘'–—「"),
        float(line.bullet == "•"), float(line.bullet == "1"), float(bool(_URL.search(text))),
        float(len(_GLUE.findall(text[:200]))),
        float(text.count("|") + text.count("·") + text.count(" / ")), float(wide > len(text) / 4),
        float(short and is_date_line(text)), float(short and is_byline(text)), float(short and is_person(text)),
        float(min(times, 4)), float(text[:1] in "([" and text[-1:] in ")]"), sum(map(len, words)) / max(1,
        len(words)),
        *({"start": 1.0, "whole": 2.0, "any": 3.0}.get(roles.get(role, ""), 0.0) for role in ROLES),
    ]  # fmt: skip


def prose(rows: Matrix) -> NDArray[np.float64]:
    """0..1 for each line: how much it looks like a paragraph of running text."""
    named = {name: rows[:, i].astype(np.float64) for i, name in enumerate(OWN)}
    chrome = sum((named[f"is_{role}"] > 0).astype(float) for role in ROLES if role not in {"credit", "correction"})
    score = (
        -4.2
        + 1.1 * np.log1p(named["words"])
        + 2.2 * named["lower"] * (named["words"] > 3)
        + 1.0 * named["stop"]
        + 0.4 * np.log1p(named["commas"] + named["sentences"])
        + 2.0 * named["wide"] * (named["words"] > 20)
        - 1.6 * np.minimum(chrome, 2)
        - 0.8 * named["bullet"]
        - 4.0 * named["digits"]
        - 1.0 * (named["twice"] > 1)
        - 0.6 * np.minimum(named["bars"], 3)
    )
    return np.asarray(1 / (1 + np.exp(-score)))


def _since(flags: NDArray[np.bool_]) -> NDArray[np.float64]:
    """For each line, how many lines back the last flagged one is (itself: 0), at most 50."""
    out = np.empty(len(flags))
    last = -50
    for i, flag in enumerate(flags):
        last = i if flag else last
        out[i] = min(50, i - last)
    return out


def _window(values: NDArray[np.float64], before: int, after: int) -> NDArray[np.float64]:
    """Means over `before` lines ahead and `after` lines behind each line, itself included."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - before), np.minimum(len(values), at + after + 1)
    return np.asarray((total[high] - total[low]) / np.maximum(1, high - low))


def _runs(flags: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The length of the run of equal flags that each line stands in, signed by nothing, at most 50."""
    out = np.empty(len(flags))
    start = 0
    for i in range(1, len(flags) + 1):
        if i == len(flags) or flags[i] != flags[start]:
            out[start:i] = min(50, i - start)
            start = i
    return out


def _words_of(lines: Sequence[Line]) -> list[frozenset[str]]:
    """Content words of each line in lower case; names keep a capital mark, so that both can be told apart."""
    found = []
    for line in lines:
        words = _WORD.findall(line.text[:1500])
        found.append(frozenset(f"^{w.lower()}" if w[0].isupper() else w.lower() for w in words if len(w) > 3))
    return found


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


_CREDIT_END = re.compile(
    r"\([^()]{3,60}\)\.?$|(?:[.!?]|[a-z])\s+(?:[A-Z][\w.’'-]+\s?){1,4}/\s?(?:[A-Z][\w.’'-]*\s?){1,5}$"
)


def _topic(lines: Sequence[Line], run: tuple[int, int]) -> NDArray[np.float64]:
    """Shape (4, lines): words and names shared with the main run, and likeness to the line before and behind."""
    words = _words_of(lines)
    start, end = run
    inside: Counter[str] = Counter(word for those in words[start:end] for word in those)
    out = np.zeros((4, len(lines)))
    for i, mine in enumerate(words):
        itself = 1 if start <= i < end else 0
        plain = [word for word in mine if word[0] != "^"]
        names = [word for word in mine if word[0] == "^"]
        out[0, i] = sum(inside[word] > itself for word in plain) / max(1, len(plain))
        out[1, i] = sum(inside[word] > itself for word in names) / max(1, len(names))
        if i and len(mine) > 1 and len(words[i - 1]) > 1:
            out[2, i] = _shared(mine, words[i - 1])
        if i + 1 < len(words) and len(mine) > 1 and len(words[i + 1]) > 1:
            out[3, i] = _shared(mine, words[i + 1])
    return out


def around(lines: Sequence[Line], rows: Matrix, title: int | None, run: tuple[int, int]) -> Matrix:
    """Shape (lines, len(AROUND)): neighbours and place in the page.

    `title` is the line of the headline, if known, `run` the half-open range of lines of the main run of prose.
    """
    size = len(lines)
    column = {name: rows[:, i].astype(np.float64) for i, name in enumerate(OWN)}
    score, words = prose(rows), column["words"]
    strong = (score > 0.8) & (words > 20)
    weight = np.concatenate([[0.0], np.cumsum(words * (score > 0.5))])
    total = max(1.0, weight[-1])
    blank = np.array([line.blank_before for line in lines], dtype=float)
    indent = np.array([line.indent for line in lines], dtype=float)
    same = np.concatenate([[False], indent[1:] == indent[:-1]]).astype(float)
    chrome = np.zeros(size)
    for role in ROLES:
        chrome += column[f"is_{role}"] > 0
    back = np.s_[::-1]
    in_title = np.zeros(size)
    after_title = np.full(size, -1.0)
    if title is not None:
        after_title = np.clip(np.arange(size) - title, -50, 50).astype(float)
        mine = set(_WORD.findall(lines[title].text.lower()))
        for i, line in enumerate(lines):
            those = _WORD.findall(line.text.lower()) if len(line.text) < 300 else []
            in_title[i] = sum(word in mine for word in those) / len(those) if those else 0.0
    at = np.arange(size)
    inside = (at >= run[0]) & (at < run[1]) & (score > 0.5)
    usual = float(np.median(indent[inside])) if inside.any() else 0.0
    run_blank = float(blank[inside].mean()) if inside.any() else 0.0
    told = [column[f"is_{role}"] > 0 for role in ("footer", "bio", "newsletter")]
    told += [column[f"is_{role}"] == 1 for role in ("related", "comments")]
    marks = np.any(told, axis=0) & (words < 15)
    total_marks = np.cumsum(marks)
    since_title = np.clip(total_marks - (total_marks[title] if title is not None else 0), -1, 20)
    credit = np.array([float(bool(_CREDIT_END.search(line.text[-130:]))) for line in lines])
    out = np.stack(
        [
            np.arange(size) / max(1, size), (weight[:-1] + weight[1:]) / 2 / total, weight[:-1],
            total - weight[1:], blank,
            np.concatenate([blank[1:], [1.0]]), np.minimum(indent, 60), same, np.concatenate([same[1:], [0.0]]),
            _runs(words < 8), _runs(score > 0.6), _window(score, 1, 1), _window(score, 3, 3), _window(score, 7, 7),
            _window(score, 3, -1), _window(score, -1, 3), _since(score > 0.6), _since((score > 0.6)[back])[back],
            _since(strong), _since(strong[back])[back], _window(column["bullet"], 2, 2), _window(chrome, 2, 2),
            _since((column["is_related"] == 1) | (column["is_comments"] == 1) | (column["is_footer"] > 0)),
            _since(column["dateline_date"] > 0), after_title, in_title, np.full(size, float(min(size, 600))),
            *_topic(lines, run), np.clip(indent - usual, -20, 20), np.abs(blank - run_blank), np.full(size,
            run_blank), since_title,
            np.clip(at - run[1] + 1, -30, 30), np.clip(at - run[0], -30, 30),
            _since((column["dateline_date"] > 0)[back])[back],
            _since(column["person"] + column["byline"] > 0), credit,
        ],
        axis=1,
    )  # fmt: skip
    return np.asarray(out, dtype=np.float32)
