"""Names of persons, organisations and places: by a learned model where its weights are installed, else by rules."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Document, Name, Quote, Span
from onrecord.parse import encoder, words
from onrecord.parse.names import learned, rules
from onrecord.parse.quotes import quotes as find_quotes
from onrecord.settings import ModelName

__all__ = ["names"]


def names(
    document: Document,
    sentences: Sequence[Span] | None = None,
    model: ModelName = "fast",
    quotes: Sequence[Quote] | None = None,
) -> tuple[Name, ...]:
    """The names in a document's text, in order of position, none inside another, one kind for each string.

    `rules` uses no weights; `fast` falls back to the rules where its weights are not installed; `careful` raises
    MissingWeightsError where the encoder or the packages that run it are not.
    """
    within = words.paragraphs(document)
    if sentences is None:
        sentences = words.sentences(document.text, within)
    if model == "rules" or not learned.installed():
        return rules.names(document, sentences)
    if model == "fast":
        return learned.names(document, sentences)
    if quotes is None:
        quotes = find_quotes(document.text, within)
    return learned.names(document, sentences, encoder.encode(document, sentences, quotes))
