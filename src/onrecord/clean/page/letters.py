"""Counts of letters, words and marks in many short texts at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
UPPER, DIGIT, WORD, COMMA, STOP, CLOSE, OPEN, SPACE, QUOTE, BRACKET, BULLET, DASH = (1 << n for n in range(12))
MARKS = {
    COMMA: ",;،、，",
    STOP: ".!?…।。！？",
    CLOSE: "\"'”’»)]",
    OPEN: "\"'“‘«„([",
    QUOTE: "\"'“‘«„",
    BRACKET: "([",
    BULLET: "•·▪-–—*►→>|",
    DASH: "—–-",
}
KNOWN = 0x3100  # characters above count as letters without case, but for marks
SAMPLE = 300  # characters in which capitals and digits are counted
HEAD = 62  # characters in which the dash of a dateline is looked for


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
def _classes() -> npt.NDArray[np.uint16]:
    table = np.full(0x10000, WORD, dtype=np.uint16)
    table[:KNOWN] = 0
    for code in range(KNOWN):
        char = chr(code)
        if char.isalnum() or char == "_":
            table[code] = WORD | (UPPER if char.isupper() else 0) | (DIGIT if char.isdigit() else 0)
        elif char.isspace():
            table[code] = SPACE
    for bit, chars in MARKS.items():
        for char in chars:
            table[ord(char)] = (int(table[ord(char)]) & ~WORD) | bit
    return table


def read_letters(texts: list[str]) -> Letters:
    """The counts of texts without line breaks, none of them empty."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.int32)
    kinds = _classes().take(codes, mode="clip")
    size = np.array([len(text) for text in texts])
    start = np.concatenate([[0], np.cumsum(size + 1)[:-1]])
    end = start + size
    sample = np.minimum(end, start + SAMPLE)

    def counted(flags: Column, limit: Column | None = None) -> Column:
        at = np.flatnonzero(flags)
        owner = np.searchsorted(end, at, side="right")
        if limit is not None:
            owner = owner[at < limit[owner]]
        return np.bincount(owner, minlength=len(texts))

    is_word = (kinds & WORD) != 0
    begins = is_word.copy()
    begins[1:] &= ~is_word[:-1]
    stops = (kinds & STOP) != 0
    stops[:-1] &= (kinds[1:] & (SPACE | CLOSE)) != 0
    dashes = (kinds & DASH) != 0
    dashes[1:] &= codes[:-1] == ord(" ")
    shown = sample - start
    first = kinds[start]
    opened = np.where(((first & OPEN) != 0) & (size > 1), start + 1, start)
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
        upper=counted((kinds & UPPER) != 0, sample) / shown,
        digits=counted((kinds & DIGIT) != 0, sample) / shown,
        colon=codes[end - 1] == ord(":"),
        quote=(first & QUOTE) != 0,
        bracket=(first & BRACKET) != 0,
        dash=(size > 80) & (counted(dashes, np.minimum(end, start + HEAD)) > 0),
        bullet=(first & BULLET) != 0,
    )
