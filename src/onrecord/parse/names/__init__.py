"""Names of persons, organisations and places."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Document, Name, Span
from onrecord.parse import words
from onrecord.parse.names import rules

__all__ = ["names"]


def names(document: Document, sentences: Sequence[Span] | None = None) -> tuple[Name, ...]:
    """The names in a document's text, in order of position, none inside another, one kind for each string."""
    if sentences is None:
        sentences = words.sentences(document.text, words.paragraphs(document))
    return rules.names(document, sentences)
