"""Offsets of the parts of a document: words, sentences, quotations and, where wanted, names, times, figures."""

from __future__ import annotations

from collections.abc import Collection

from onrecord.model import Document, Parsed
from onrecord.parse import times, words
from onrecord.parse.figures import figures
from onrecord.parse.names import names
from onrecord.parse.quotes import quotes
from onrecord.settings import ModelName

__all__ = ["EVERYTHING", "parse"]

EVERYTHING = frozenset({"names", "times", "figures"})


def parse(document: Document, want: Collection[str] = EVERYTHING, *, model: ModelName = "fast") -> Parsed:
    """Words, sentences and quotations of the body, and of names, times and figures those that are in `want`.

    With `model` rules no trained weights are used for names either."""
    text, paragraphs = document.text, words.paragraphs(document)
    sentences = words.sentences(text, paragraphs)
    quoted = quotes(text, paragraphs)
    return Parsed(
        document=document,
        tokens=words.tokens(text),
        sentences=sentences,
        quotes=quoted,
        names=names(document, sentences, model, quoted) if "names" in want else (),
        times=times.find(text, paragraphs) if "times" in want else (),
        figures=figures(document, sentences) if "figures" in want else (),
    )
