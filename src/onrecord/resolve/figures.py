"""As of when a figure is told: the last day of the time that dates it in its clause.

"By Tuesday 340 people had been treated", "in 2019 the mill employed 40": a time at the figure or at the head of its
clause, with nothing between that opens another clause. A time that tells when something was said dates no figure, nor
does one from which or against which is counted ("since 2019", "more than in 2019").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord import words
from onrecord.model import Figure, Span, Time, TimeExpression
from onrecord.parse.times.lexicon import LANGUAGE

__all__ = ["dated_figures"]

BEHIND, AHEAD = 70, 90  # characters between a figure and a time after and before it
BREAK = re.compile(
    r"[.;:!?“”\"()–—]\s|[“”\"()–—]|\n|,\s|\b(?:who|which|that|whose|where|while|but|because|after|before|if|as|than|"
    r"though|although|when|since|whether|ahead|and (?:the|an?|he|she|it|they|has|have|had|was|were|is|are|will))\b",
    re.IGNORECASE,
)
COUNTED_FROM = re.compile(
    r"\b(?:since|from|after|before|than(?: in| on| at)?|between|compared (?:with|to)(?: in)?|for|against|"
    r"(?:ended|dated|elected|born|founded|built|signed|passed|of))\s(?:the\s|late\s|early\s|about\s)*\Z",
    re.IGNORECASE,
)
FRONTED = re.compile(
    r"(?:^|[.;:!?“”\"–—]\s?|,\s(?:and\s|but\s)?)(?:(?:by|in|on|at|until|during|as of|late|early)\s)*(?:the\s)?\Z",
    re.IGNORECASE,
)
BARE_THE = re.compile(r"\b(?:the|these|those|all)\s(?:other\s)?\Z", re.IGNORECASE)
GLUE = re.compile(r"\w[-‑]\w")


def dated_figures(
    text: str,
    sentences: Sequence[Span],
    figures: Sequence[Figure],
    expressions: Sequence[TimeExpression],
    times: Sequence[Time],
) -> tuple[Figure, ...]:
    """The figures with `as_of` where the words give it; `expressions` and `times` go in pairs, in order, offsets are
    code points into `text`."""
    if not figures or not times:
        return tuple(figures)
    starts = [sentence.start for sentence in sentences]

    def sentence_of(at: int) -> int:
        return bisect_right(starts, at) - 1

    inside: dict[int, list[Time]] = {}
    for expression, time in zip(expressions, times, strict=True):
        if _dates(text, expression, time):
            inside.setdefault(sentence_of(time.span.start), []).append(time)
    beside: dict[int, list[Figure]] = {}
    for figure in figures:
        beside.setdefault(sentence_of(figure.span.start), []).append(figure)
    found = []
    for figure in figures:
        at = sentence_of(figure.span.start)
        dating = _time(text, sentences[at], figure, beside[at], inside[at]) if at in inside and at >= 0 else None
        found.append(replace(figure, as_of=dating.latest) if dating else figure)
    return tuple(found)


def _dates(text: str, expression: TimeExpression, time: Time) -> bool:
    """Whether a time may date a figure at all."""
    if time.type not in ("DATE", "TIME") or not time.latest or time.basis != "stated" or expression.said:
        return False
    before = text[max(0, time.span.start - 30) : time.span.start]
    return not COUNTED_FROM.search(before) and not re.match(r"['’]", text[time.span.end : time.span.end + 1])


def _time(text: str, sentence: Span, figure: Figure, figures: Sequence[Figure], times: Sequence[Time]) -> Time | None:
    """The time that dates a figure: the nearest behind it in its clause, else the nearest before it."""
    if figure.unit not in ("years", "months", "weeks", "days") and GLUE.search(figure.text):
        return None  # "the 300-member council"
    if BARE_THE.search(text, max(sentence.start, figure.span.start - 12), figure.span.start):
        return None  # "the 27 states met on Tuesday"
    behind = next((t for t in times if t.span.start >= figure.span.end), None)
    if behind and _reaches(text, figure, behind, figures):
        return behind
    ahead = next((t for t in reversed(times) if t.span.end <= figure.span.start), None)
    if ahead is None or any(_takes(text, other, ahead) for other in figures if other.span.end <= ahead.span.start):
        return None
    gap = text[ahead.span.end : figure.span.start]
    if FRONTED.search(text, max(sentence.start, ahead.span.start - 30), ahead.span.start):
        gap = gap.removeprefix(",")
    return ahead if len(gap) <= AHEAD and not BREAK.search(gap) and not _reports().search(gap) else None


def _reaches(text: str, figure: Figure, time: Time, figures: Sequence[Figure]) -> bool:
    """Whether a time behind a figure dates it: directly, or over figures that it dates too."""
    gap = text[figure.span.end : time.span.start]
    if len(gap) > BEHIND or BREAK.search(gap) or _reports().search(gap):
        return False
    between = [f for f in figures if figure.span.end <= f.span.start and f.span.end <= time.span.start]
    if any(figure.id == change.from_ for change in figure.changes):
        return not between  # of "from 3 to 5 in April" only the 5 is April's
    return not any(f.id == change.from_ for f in between for change in f.changes)


def _takes(text: str, figure: Figure, time: Time) -> bool:
    """Whether a time belongs to the figure directly before it: "two a day earlier", "40 in 2019 and 60 …"."""
    gap = text[figure.span.end : time.span.start]
    return len(gap.split()) <= 1 and len(gap) <= 12 and not BREAK.search(gap)


@cache
def _reports() -> re.Pattern[str]:
    verbs = words.table(f"times/{LANGUAGE}-cues")["said"]["verbs"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, verbs))}|says|tells)\b", re.IGNORECASE)
