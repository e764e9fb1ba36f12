"""Finds attributions: who is said to have said what, with the words that say so."""

from __future__ import annotations

from onrecord.attribute import account, rules, units
from onrecord.errors import MissingWeightsError
from onrecord.model import Attributed, Parsed
from onrecord.settings import Settings

__all__ = ["attribute"]


def attribute(parsed: Parsed, settings: Settings) -> Attributed:
    """The attributions of a document in order of position, and the quoted runs that none of them holds.

    Raises MissingWeightsError where the model that is asked for is not installed.
    """
    paragraphs = units.sentences(parsed)
    if settings.model == "careful":
        raise MissingWeightsError("model careful: its weights are not installed; use --model fast or --model rules")
    drafts = rules.find(paragraphs)
    return account.settle(parsed, drafts, paragraphs)
