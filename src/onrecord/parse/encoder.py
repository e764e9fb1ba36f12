"""The encoder of the careful model: one vector for each word piece of a document, which statements and names share.

A transformer over windows of several paragraphs. It sees lower-case word pieces, and beside each of them what lower
case loses and the document knows: shape, spacing, quotation state, place in the sentence, and how the word is
written elsewhere in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import MissingWeightsError
from onrecord.model import Document, Quote, Span
from onrecord.parse.words import paragraphs

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
HIDDEN = 384  # numbers in the vector of a piece
LONGEST = 254  # pieces in a window, without the two marks around it
NEW, BEFORE = 176, 48  # pieces of which a window gives the vectors, and pieces before them that it sees too
START, END = 101, 102  # the marks around a window in the vocabulary of word pieces
SHAPES, JOINS, STATES, PLACES, SEEN = 9, 3, 6, 4, 4  # values of each column of `Pieces.ids` after the first
OUT, OPENING, INSIDE, CLOSING, FIRST, CONTINUED = range(STATES)
PLAIN = {ord("’"): "'", ord("‘"): "'", ord("‛"): "'"}
MARKS = {OPENING: "“", CLOSING: "”"}
WORDS = 2048  # padded pieces in a batch
WEIGHTS, TOKENS = "careful-encoder.onnx", "careful-tokens.json"
NEEDED = "model careful: {what}; install onrecord[careful], or use --model fast or --model rules"


class Window(NamedTuple):
    """Pieces first to last (exclusive) read at once, of which the vectors from `new` on are kept."""

    first: int
    new: int
    last: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a document: their `starts` and `ends` in its text, `ids`, an array of pieces by number in
    the vocabulary, shape, spacing, quotation state, place and case elsewhere, and `offsets`: paragraph i has the
    pieces offsets[i]:offsets[i + 1]."""

    starts: Ints
    ends: Ints
    ids: NDArray[np.int32]
    offsets: Ints


@dataclass(frozen=True, slots=True)
class Encoded:
    """The pieces of a document and a vector for each, an array of pieces by HIDDEN."""

    pieces: Pieces
    vectors: Floats

    def at(self, starts: Sequence[int]) -> Floats:
        """The vectors of the words that start at these characters: those of their first pieces."""
        return self.vectors[first_pieces(self.pieces, starts)]


def first_pieces(pieces: Pieces, starts: Sequence[int]) -> Ints:
    """For each word, given by its first character, the number of the first piece that reaches into it."""
    found = np.searchsorted(pieces.ends, np.asarray(starts, np.int64), side="right")
    return np.minimum(found, max(0, len(pieces.ends) - 1))


def shape(word: str) -> int:
    """How a word is written, below SHAPES: a mark, small, with a capital, capitals of three lengths, mixed, digits."""
    if not word[0].isalnum():
        return 0
    if any(ch.isdigit() for ch in word):
        return 7 if word.isdigit() else 8
    if word.islower() or not word.isalpha():
        return 1
    if word.isupper():
        return 3 + (len(word) > 1) + (len(word) > 4)
    return 2 if word[0].isupper() and word[1:].islower() else 6


def cut(document: Document, sentences: Sequence[Span], quotes: Sequence[Quote], tokenizer: Tokenizer) -> Pieces:
    """The word pieces of a document and all that the encoder sees of them."""
    text = document.text
    spans = paragraphs(document)
    found = tokenizer.encode_batch([text[s.start : s.end].translate(PLAIN) for s in spans], add_special_tokens=False)
    counts = [len(e.ids) for e in found]
    offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    size = int(offsets[-1])
    places = np.zeros((size, 2), np.int64)
    ids = np.zeros((size, 6), np.int32)
    for span, e, at in zip(spans, found, offsets.tolist(), strict=False):
        if e.ids:
            part = slice(at, at + len(e.ids))
            places[part] = np.array(e.offsets) + span.start
            ids[part, 0] = e.ids
            ids[at, 4] = 2
    starts, ends = places[:, 0].copy(), places[:, 1].copy()
    words = [-1 if w is None else w for e in found for w in e.word_ids]
    begins = [0, *np.searchsorted(starts, [s.start for s in sentences]).tolist()]
    ids[[b for b in begins if b < size], 4] |= 1
    _written(text, ids, starts.tolist(), ends.tolist(), words, set(offsets.tolist()))
    _quoted(ids, starts, quotes, tokenizer)
    return Pieces(starts, ends, ids, offsets)


def _written(
    text: str, ids: NDArray[np.int32], starts: list[int], ends: list[int], words: list[int], fresh: set[int]
) -> None:
    """Fills in the shape of each piece's word, its spacing, and how the document writes the word elsewhere."""
    size = len(starts)
    firsts = [i for i in range(size) if i in fresh or words[i] != words[i - 1]]
    lasts = [*firsts[1:], size] if firsts else []
    forms = [text[starts[i] : ends[j - 1]] for i, j in zip(firsts, lasts, strict=True)]
    shapes = [shape(f) if f else 0 for f in forms]
    lower = {f for f, s in zip(forms, shapes, strict=True) if s == 1}
    begins = ids[firsts, 4].tolist() if firsts else []
    inner = {f for f, s, b in zip(forms, shapes, begins, strict=True) if 2 <= s <= 6 and not b}
    for i, j, form, kind in zip(firsts, lasts, forms, shapes, strict=True):
        ids[i:j, 1] = kind
        ids[i + 1 : j, 2] = 2
        ids[i, 2] = int(i > 0 and starts[i] == ends[i - 1])
        if 2 <= kind <= 6:
            ids[i:j, 5] = (form.lower() in lower) + 2 * (form in inner)


def _quoted(ids: NDArray[np.int32], starts: Ints, quotes: Sequence[Quote], tokenizer: Tokenizer) -> None:
    """Fills in the quotation state of each piece, and writes all marks of quotations in one way."""
    marks = {state: tokenizer.token_to_id(mark) or 0 for state, mark in MARKS.items()}
    for quote in quotes:
        left, right = np.searchsorted(starts, [quote.span.start, quote.span.end]).tolist()
        opened = quote.inner.start > quote.span.start
        inside = True
        for i in range(left, right):
            if starts[i] < quote.inner.start:
                ids[i, 3], ids[i, 0] = OPENING, marks[OPENING]
            elif starts[i] >= quote.inner.end:
                ids[i, 3], ids[i, 0] = CLOSING, marks[CLOSING]
            else:
                ids[i, 3] = (FIRST if opened else CONTINUED) if inside else INSIDE
                inside = False


def windows(offsets: Ints, new: int = NEW, before: int = BEFORE) -> list[Window]:
    """Windows that cover all pieces once: whole paragraphs while they fit, a longer one in even parts; each sees
    some pieces before its own."""
    cuts = [0]
    for left, right in pairwise(offsets.tolist()):
        if right - cuts[-1] > new and left > cuts[-1]:
            cuts.append(left)
        if right - cuts[-1] > new:
            parts = -(-(right - cuts[-1]) // new)
            first = cuts[-1]
            cuts += [first + (right - first) * n // parts for n in range(1, parts)]
    if offsets[-1] > cuts[-1]:
        cuts.append(int(offsets[-1]))
    return [Window(max(0, first - before), first, last) for first, last in pairwise(cuts)]


def batches(found: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, WORDS padded pieces at most."""
    batch: list[Window] = []
    for window in sorted(found, key=lambda w: (w.last - w.first, w.first)):
        if batch and (len(batch) + 1) * (window.last - window.first + 2) > WORDS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def padded(pieces: Pieces, batch: Sequence[Window]) -> tuple[NDArray[np.int64], Floats]:
    """The ids of windows of several lengths as one array of windows by places by columns, with their marks around
    them, and the mask: 1 where there is a piece."""
    length = max(w.last - w.first for w in batch) + 2
    ids = np.zeros((len(batch), length, 6), np.int64)
    mask = np.zeros((len(batch), length), np.float32)
    for row, w in enumerate(batch):
        size = w.last - w.first
        ids[row, 0, 0], ids[row, size + 1, 0] = START, END
        ids[row, 1 : size + 1] = pieces.ids[w.first : w.last]
        mask[row, : size + 2] = 1
    return ids, mask


def encode(document: Document, sentences: Sequence[Span], quotes: Sequence[Quote]) -> Encoded:
    """The vectors of a document's pieces; those of the last document are kept, as two steps ask for them. Raises
    MissingWeightsError where weights or packages are missing."""
    key = (document.text, paragraphs(document), tuple(sentences), tuple(quotes))
    if not (_last and _last[0][0] == key):
        _last[:] = [(key, encoded(document, sentences, quotes, *installed()))]
    return _last[0][1]


_last: list[tuple[object, Encoded]] = []


def encoded(
    document: Document,
    sentences: Sequence[Span],
    quotes: Sequence[Quote],
    session: InferenceSession,
    tokenizer: Tokenizer,
) -> Encoded:
    """The vectors of a document's pieces by a session of the encoder and its word pieces."""
    pieces = cut(document, sentences, quotes, tokenizer)
    vectors = np.zeros((len(pieces.starts), HIDDEN), np.float32)
    for batch in batches(windows(pieces.offsets)):
        ids, mask = padded(pieces, batch)
        states = session.run(None, {"ids": ids, "mask": mask})[0]
        for row, w in enumerate(batch):
            vectors[w.new : w.last] = states[row, w.new - w.first + 1 : w.last - w.first + 1]
    return Encoded(pieces, vectors)


def is_installed() -> bool:
    """Whether the encoder can run here: its weights and the packages that run them."""
    try:
        installed()
    except MissingWeightsError:
        return False
    return True


@cache
def installed() -> tuple[InferenceSession, Tokenizer]:
    """The encoder and its word pieces, run by one thread. Raises MissingWeightsError where either is missing."""
    folder = files("onrecord") / "weights"
    if not (folder / WEIGHTS).is_file() or not (folder / TOKENS).is_file():
        raise MissingWeightsError(NEEDED.format(what=f"its weights (onrecord/weights/{WEIGHTS}) are not installed"))
    with as_file(folder / WEIGHTS) as path, as_file(folder / TOKENS) as tokens:
        return session(path), tokens_of(tokens)


def session(path: Path) -> InferenceSession:
    try:
        import onnxruntime  # noqa: PLC0415  # an extra, and slow to load
    except ImportError as error:
        raise MissingWeightsError(NEEDED.format(what="the package onnxruntime is not installed")) from error
    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the workers are processes; and sums come out alike everywhere
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def tokens_of(path: Path) -> Tokenizer:
    try:
        from tokenizers import Tokenizer as Reader  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingWeightsError(NEEDED.format(what="the package tokenizers is not installed")) from error
    tokenizer = Reader.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
