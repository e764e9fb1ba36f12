"""Counts of letters, words and marks in many short texts at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
UPPER, DIGIT, WORD, COMMA, STOP, CLOSE, OPEN, SPACE = (1 << n for n in range(8))
KNOWN = 0x3100  # characters with a class of their own; those above count as letters, but for the last two rows of marks
SAMPLE = 300  # characters in which capitals and digits are counted
HEAD = 62  # characters in which the dash of a dateline is looked for
COMMAS, STOPS = ",;،、，", ".!?…。！？।"
CLOSERS, OPENERS = "\"'”’»)]", "\"'“‘«„(["
QUOTES, BRACKETS, BULLETS, DASHES = "\"'“‘«„", "([", "•·▪-–—*►→>|", "—–-"


@dataclass(frozen=True, slots=True)
class Letters:
    """A column a count, a row a text: lengths, words, shares of capitals and digits, and how texts begin and end."""

    size: Column
    words: Column
    commas: Column
    sentences: Column
    ends: Column  # as a sentence
    opens_lower: Column  # 0.5 where it begins with no letter
    upper: Column
    digits: Column
    colon: Column
    quote: Column
    bracket: Column
    dash: Column
    bullet: Column


@cache
def _classes() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    table[KNOWN:] = WORD
    for code in range(KNOWN):
        char = chr(code)
        if char.isalnum() or char == "_":
            table[code] = WORD | (UPPER if char.isupper() else 0) | (DIGIT if char.isdigit() else 0)
        elif char.isspace():
            table[code] = SPACE
    for chars, bit in ((COMMAS, COMMA), (STOPS, STOP), (CLOSERS, CLOSE), (OPENERS, OPEN)):
        for char in chars:
            table[ord(char)] = (int(table[ord(char)]) & ~WORD) | bit
    return table


@cache
def _codes(chars: str) -> npt.NDArray[np.uint16]:
    return np.array(sorted(map(ord, chars)), dtype=np.uint16)


def read_letters(texts: list[str]) -> Letters:
    """The counts of texts without line breaks, none of them empty."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = np.minimum(codes, 0xFFFF).astype(np.uint16)
    size = np.array([len(text) for text in texts])
    start = np.concatenate([[0], np.cumsum(size + 1)[:-1]])
    end = start + size
    kinds = _classes()[codes]

    def counted(flags: Column, low: Column = start, high: Column = end) -> Column:
        sums = np.concatenate([[0], np.cumsum(flags, dtype=np.int32)])
        return np.asarray(sums[high] - sums[low])

    is_word = (kinds & WORD) != 0
    begins = is_word.copy()
    begins[1:] &= ~is_word[:-1]
    stops = (kinds & STOP) != 0
    stops[:-1] &= (kinds[1:] & (SPACE | CLOSE)) != 0
    dashes = np.isin(codes, _codes(DASHES))
    dashes[1:] &= codes[:-1] == 32
    sample = np.minimum(end, start + SAMPLE)
    shown = sample - start
    first, last = codes[start], codes[end - 1]
    opened = np.where(((kinds[start] & OPEN) != 0) & (size > 1), start + 1, start)
    letter = (kinds[opened] & (WORD | DIGIT)) == WORD
    lower = letter & ((kinds[opened] & UPPER) == 0) & (codes[opened] < KNOWN)
    closed = end - 1
    for _ in range(2):
        closed = np.where(((kinds[closed] & CLOSE) != 0) & (closed > start), closed - 1, closed)
    return Letters(
        size=size.astype(float),
        words=np.maximum(1, counted(begins)),
        commas=counted((kinds & COMMA) != 0),
        sentences=counted(stops),
        ends=((kinds[closed] & STOP) != 0) | (codes[closed] == ord(":")),
        opens_lower=np.where(letter, lower, 0.5),
        upper=counted((kinds & UPPER) != 0, start, sample) / shown,
        digits=counted((kinds & DIGIT) != 0, start, sample) / shown,
        colon=last == ord(":"),
        quote=np.isin(first, _codes(QUOTES)),
        bracket=np.isin(first, _codes(BRACKETS)),
        dash=(size > 80) & (counted(dashes, start, np.minimum(end, start + HEAD)) > 0),
        bullet=np.isin(first, _codes(BULLETS)),
    )
