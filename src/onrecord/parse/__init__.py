"""Offsets of the parts of a document: words, sentences, quotations and, where wanted, names, times, figures."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.util import find_spec

from onrecord.model import Document, Figure, Name, Parsed, Time
from onrecord.parse import words
from onrecord.parse.quotes import quotes

EVERYTHING = frozenset({"names", "times", "figures"})


def parse(document: Document, want: Collection[str] = EVERYTHING) -> Parsed:
    """Words, sentences and quotations of the body, and of names, times and figures those that are in `want`."""
    paragraphs = words.paragraphs(document)
    return Parsed(
        document=document,
        tokens=words.tokens(document.text),
        sentences=words.sentences(document.text, paragraphs),
        quotes=quotes(document.text, paragraphs),
        names=_names(document) if "names" in want else (),
        times=_times(document) if "times" in want else (),
        figures=_figures(document) if "figures" in want else (),
    )


def _names(document: Document) -> tuple[Name, ...]:
    if find_spec("onrecord.parse.names") is None:
        return ()
    return tuple(import_module("onrecord.parse.names").names(document))


def _times(document: Document) -> tuple[Time, ...]:
    if find_spec("onrecord.parse.times") is None or not hasattr(import_module("onrecord.parse.times"), "times"):
        return ()
    return tuple(import_module("onrecord.parse.times").times(document))


def _figures(document: Document) -> tuple[Figure, ...]:
    if find_spec("onrecord.parse.figures") is None:
        return ()
    return tuple(import_module("onrecord.parse.figures").figures(document))
