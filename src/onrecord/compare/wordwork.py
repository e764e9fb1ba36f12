"""The words of a span as stems, so that two wordings of one thing can be laid side by side."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from onrecord import words

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ers",
    "ier",
    "ies",
    "ied",
    "er",
    "es",
    "ed",
    "ly",
    "s",
    "e",
    "y",
)


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Lower case, straight apostrophes, no accents."""
    low = word.lower().replace("’", "'")
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A crude stem: folded, without possessive and common endings."""
    low = POSSESSIVE.sub("", fold(word))
    if low[:1].isdigit():
        return low.replace(",", "")
    for suffix in SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            low = low[: -len(suffix)]
            break
    return low[:9]


@lru_cache(maxsize=1)
def plain() -> frozenset[str]:
    """Words that carry no subject."""
    return frozenset(words.lines("plain"))


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words that carry a subject, in order."""
    return tuple(stem(w) for w in WORD.findall(text) if fold(w) not in plain())


def folded(text: str) -> tuple[str, ...]:
    """All words, folded: for comparing wording."""
    return tuple(fold(w) for w in WORD.findall(text))


def name_key(name: str | None) -> str:
    """A name as one comparable string: folded words without article and possessive."""
    found = [POSSESSIVE.sub("", w) for w in folded(name or "")]
    return " ".join(w for w in found if w not in ("the", "a", "an"))


def apart(a: str, b: str, most: int = 3) -> int:
    """The number of single-letter changes between two words, counted up to `most`."""
    if abs(len(a) - len(b)) >= most:
        return most
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return min(row[-1], most)
