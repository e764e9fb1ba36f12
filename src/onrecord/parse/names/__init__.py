"""Names of persons, organisations and places: by a learned model where its weights are installed, else by rules."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Document, Name, Span
from onrecord.parse import words
from onrecord.parse.names import learned, rules
from onrecord.settings import ModelName

__all__ = ["names"]


def names(document: Document, sentences: Sequence[Span] | None = None, model: ModelName = "fast") -> tuple[Name, ...]:
    """The names in a document's text, in order of position, none inside another, one kind for each string.

    `rules` uses no weights; the others fall back to the rules where the weights are not installed.
    """
    if sentences is None:
        sentences = words.sentences(document.text, words.paragraphs(document))
    if model == "rules" or not learned.installed():
        return rules.names(document, sentences)
    return learned.names(document, sentences)
