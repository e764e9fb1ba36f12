"""Finds attributions: who is said to have said what, with the words that say so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from onrecord.attribute import account, chain, fast, rules, units
from onrecord.attribute.draft import Draft
from onrecord.attribute.features import Extractor
from onrecord.attribute.merge import merged
from onrecord.attribute.network import Network, installed
from onrecord.errors import MissingWeightsError
from onrecord.model import Attributed, Parsed
from onrecord.settings import Settings

__all__ = ["attribute", "identity"]


def attribute(parsed: Parsed, settings: Settings) -> Attributed:
    """The attributions of a document in order of position, and the quoted runs that none of them holds.

    Raises MissingWeightsError where the model that is asked for is not installed, UsageError where a producer is not.
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
    if settings.producer is None:
        return _settled(parsed, drafts, paragraphs)
    from onrecord.attribute import producers  # noqa: PLC0415  # with a client for servers, which few runs need

    parsed, drafts = producers.over(parsed, drafts, settings)
    return producers.unmeasured(_settled(parsed, drafts, paragraphs))


@cache
def identity(settings: Settings) -> str:
    """Who finds attributions: what tells readings by one model or producer from those by another.

    Raises UsageError where the producer that is asked for cannot be had.
    """
    if settings.producer is None:
        return settings.model
    from onrecord.attribute import producers  # noqa: PLC0415

    return f"{settings.model} {producers.producer(settings).identity}"


def _settled(parsed: Parsed, drafts: list[Draft], paragraphs: list[list[units.Sentence]]) -> Attributed:
    settled = account.settle(parsed, drafts, paragraphs)
    return replace(settled, attributions=chain.credits(parsed, settled.attributions))


@cache
def _fast() -> tuple[Network, Extractor]:
    network = installed()
    return network, Extractor(network.vocabulary)
