"""Dumps whose lines were broken to fit a width, as text browsers, mailers and terminals do: the paragraphs again.

A line was broken where the first word of the next one would not have fitted. Nothing is joined in a dump whose lines
are as long as their paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.clean.bylines import is_byline

Range = tuple[int, int]

WIDEST = 132  # columns; wider than this nothing is broken on purpose
NARROWEST = 40
LEAST = 5  # broken lines from which on a dump counts as broken to a width
OVER = 6  # columns by which a heading, which stands further out, may be wider
CARRIED = 0.4  # of them the share whose next line opens in small letters
NUMBERED = 6  # links from which on their numbers are taken out
OPENS = re.compile(r"(?:[*+•●◦▪□■○♦·◇◆-]|o(?=\s)|#+|>+|\d{1,3}[.)]|\(BUTTON\)|\(_\)|\[[ xX_]\])(?=\s)|\[\d{1,4}\]\s?$")
NUMBER = re.compile(r"\[(\d{1,4})\](?=\S)")
_WORD = re.compile(r"\S+")


def _width(rows: Sequence[str]) -> int:
    """The width that the lines of prose were broken to; a few longer ones are tables and addresses."""
    long = sorted(len(row) for row in rows if row.count(" ") >= 5)
    return long[-1 - len(long) // 50] if long else 0


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _goes_on(row: str, following: str, width: int) -> bool:
    """Whether the next line continues this one: its first word would not have fitted here."""
    word = _WORD.match(following.lstrip())
    if word is None or OPENS.match(following.lstrip()) or len(row) > width + OVER:
        return False
    inner, outer = _indent(following), _indent(row)
    bullet = OPENS.match(row.lstrip())
    hanging = bool(bullet) and outer < inner <= outer + 6
    first = not bullet and 0 <= outer - inner <= 4  # the first line of a paragraph may stand in
    full = len(row) >= NARROWEST and len(row) + 1 + len(word.group()) > width - 1
    byline = following.lstrip()[:1].isupper() and is_byline(following.strip())
    return full and (hanging or first) and not byline


def paragraphs(dump: str, rows: Sequence[Range]) -> list[list[Range]]:
    """The physical lines of a dump, as many to a group as make up one paragraph; each alone where none was broken.

    `rows` are half-open ranges of code points without the line breaks.
    """
    texts = [dump[start:end].rstrip() for start, end in rows]
    width = _width(texts)
    if not NARROWEST <= width <= WIDEST:
        return [[row] for row in rows]
    joins = [_goes_on(one, two, width) for one, two in pairwise(texts)]
    carried = sum(two.lstrip()[:1].islower() for two, join in zip(texts[1:], joins, strict=True) if join)
    if sum(joins) < LEAST or carried < CARRIED * sum(joins):
        return [[row] for row in rows]
    found = [[rows[0]]]
    for row, join in zip(rows[1:], joins, strict=True):
        if join:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def has_numbers(dump: str) -> bool:
    """Whether links are numbered in the text, as text browsers do: "[12]Markets"; in order, from one on."""
    numbers = [int(match.group(1)) for match in NUMBER.finditer(dump)]
    rising = sum(b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) >= NUMBERED and numbers[0] <= 3 and rising >= 0.7 * (len(numbers) - 1)
