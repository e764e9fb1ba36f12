"""What the fast model sees of a text: small integers for each word, and the offsets they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.attribute.lexicon import TIME_WORDS, forms
from onrecord.attribute.units import Sentence
from onrecord.model import Parsed
from onrecord.parse.words import paragraphs

CLITIC = r"[’'](?:s|ve|re|ll|d|m)(?!\w)"
WORD = re.compile(rf"{CLITIC}|\w+(?:(?:[\-.&/]|(?!{CLITIC})[’'])\w+)*|\.\.+|[^\w\s]", re.IGNORECASE)
DIGIT = re.compile(r"\d")
PREFIXES, SUFFIXES, SHAPES, STATES, PLACES = 2048, 4096, 16, 6, 4
GROUPS = ("speech", "addressed", "directive", "judging", "stance", "document", "nouns")
MEDIUM = frozenset(
    ["statement", "interview", "news", "conference", "tweet", "letter", "email", "speech", "briefing", "report", "post"]
)
OUT, OPENING, INSIDE, CLOSING, FIRST, CONTINUED = range(6)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One paragraph: `starts` and `ends` of its words in the text, and `ids`, an array of words by features:
    word, prefix, suffix, shape, vocabulary classes, quotation state, place in the sentence."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    ids: NDArray[np.int32]


def vocabulary_class(low: str) -> int:
    """A bit for each group of the vocabularies of saying that a word belongs to, 0 to 511."""
    bits = sum(1 << i for i, group in enumerate(GROUPS) if low in forms(group)) | (low in forms("quoting"))
    return bits | (low in TIME_WORDS) << 7 | (low in MEDIUM) << 8


CLASSES = 512


def shape(word: str) -> int:
    """Case, digits and length of a word, or the sort of a mark, below SHAPES."""
    if not word[0].isalnum():
        return 14 if word in ",;" else 15 if word in ".!?…" else 13 if word in "—–―-:" else 12
    if DIGIT.search(word):
        return 10 if word.isdigit() else 11
    length = min(len(word), 9) // 5  # 0 to 1
    if word.islower():
        return length
    if word.isupper():
        return 2 + (len(word) > 1) + (len(word) > 4)
    if word[0].isupper():
        return 6 + length
    return 8


def affixes(low: str) -> tuple[int, int]:
    return crc32(low[:3].encode()) % PREFIXES, crc32(low[-3:].encode()) % SUFFIXES


class Extractor:
    """Turns parsed documents into sequences; keeps the features of words it has seen."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary  # lower-case words, digits as 0; 0 is any other word
        self.seen: dict[str, tuple[int, int, int, int, int]] = {}

    def word(self, word: str) -> tuple[int, int, int, int, int]:
        known = self.seen.get(word)
        if known is None:
            low = DIGIT.sub("0", word.lower().replace("’", "'"))
            known = (self.vocabulary.get(low, 0), *affixes(low), shape(word), vocabulary_class(low))
            if len(self.seen) > 200_000:
                self.seen.clear()
            self.seen[word] = known
        return known

    def sequences(self, parsed: Parsed, sentences: list[list[Sentence]]) -> list[Sequence]:
        """One sequence for each paragraph of the document, in order."""
        return [
            self._sequence(parsed, span, own) for span, own in zip(paragraphs(parsed.document), sentences, strict=True)
        ]

    def _sequence(self, parsed: Parsed, span: tuple[int, int], sentences: list[Sentence]) -> Sequence:
        text = parsed.document.text
        matches = list(WORD.finditer(text, *span))
        starts, ends = tuple(m.start() for m in matches), tuple(m.end() for m in matches)
        state = _states(parsed, span, starts)
        ids = np.zeros((len(matches), 7), np.int32)
        place = _places(sentences, starts)
        word = self.word
        for i, match in enumerate(matches):
            mark = QUOTED.get(state[i])
            ids[i, :5] = word(mark or match.group())
        ids[:, 5], ids[:, 6] = state, place
        return Sequence(starts, ends, ids)


QUOTED: dict[int, str] = {OPENING: "“", CLOSING: "”"}


def _states(parsed: Parsed, span: tuple[int, int], starts: tuple[int, ...]) -> list[int]:
    """For each word, whether it is outside quotations, inside, or a mark that opens or closes one."""
    state = [OUT] * len(starts)
    key: Callable[[object], int] = lambda q: q.span.start  # type: ignore[attr-defined]  # noqa: E731
    first = bisect_left(parsed.quotes, span[0], key=key)
    for quote in parsed.quotes[first:]:
        if quote.span.start >= span[1]:
            break
        left, right = bisect_left(starts, quote.span.start), bisect_left(starts, quote.span.end)
        opened = quote.inner.start > quote.span.start
        inside = True
        for i in range(left, right):
            if starts[i] < quote.inner.start:
                state[i] = OPENING
            elif starts[i] >= quote.inner.end:
                state[i] = CLOSING
            else:
                state[i] = (FIRST if opened else CONTINUED) if inside else INSIDE
                inside = False
    return state


def _places(sentences: list[Sentence], starts: tuple[int, ...]) -> list[int]:
    """1 for the first word of a sentence, plus 2 where the sentence holds a quotation."""
    place = [0] * len(starts)
    for sentence in sentences:
        left = bisect_left(starts, sentence.units[0].start)
        right = bisect_left(starts, sentence.units[-1].end)
        quoted = 2 * any(u.quote is not None for u in sentence.units)
        for i in range(left, right):
            place[i] = quoted
        if left < len(place):
            place[left] += 1
    return place
