"""Finds attributions: who is said to have said what, with the words that say so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from onrecord.attribute import account, chain, fast, rules, units
from onrecord.attribute.features import Extractor
from onrecord.attribute.merge import merged
from onrecord.attribute.network import Network, installed
from onrecord.errors import MissingWeightsError
from onrecord.model import Attributed, Parsed
from onrecord.settings import Settings

__all__ = ["attribute"]


def attribute(parsed: Parsed, settings: Settings) -> Attributed:
    """The attributions of a document in order of position, and the quoted runs that none of them holds.

    Raises MissingWeightsError where the model that is asked for is not installed.
    """
    if settings.model == "careful":
        raise MissingWeightsError("model careful: its weights are not installed; use --model fast or --model rules")
    paragraphs = units.sentences(parsed)
    drafts = rules.find(parsed, paragraphs)
    if settings.model == "fast":
        network, extractor = _fast()
        learned = fast.find(network, extractor, parsed, paragraphs)
        for draft in learned:
            draft.confidence = network.share(draft.confidence)
        drafts = merged(parsed, learned, drafts)
    settled = account.settle(parsed, drafts, paragraphs)
    return replace(settled, attributions=chain.credits(parsed, settled.attributions))


@cache
def _fast() -> tuple[Network, Extractor]:
    network = installed()
    return network, Extractor(network.vocabulary)
