"""Finds attributions: who is said to have said what, with the words that say so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from onrecord.attribute import account, careful, chain, fast, rules, units
from onrecord.attribute.draft import Draft
from onrecord.attribute.features import Extractor
from onrecord.attribute.merge import merged
from onrecord.attribute.network import Network, installed
from onrecord.model import Attributed, Parsed
from onrecord.parse import encoder
from onrecord.settings import Settings

__all__ = ["attribute", "identity"]


def attribute(parsed: Parsed, settings: Settings) -> Attributed:
    """The attributions of a document in order of position, and the quoted runs that none of them holds.

    Raises MissingWeightsError where the model that is asked for is not installed, UsageError where a producer is not.
    """
    paragraphs = units.sentences(parsed)
    drafts = rules.find(parsed, paragraphs)
    if settings.model != "rules":
        learned = _learned(parsed, paragraphs, settings)
        drafts = merged(parsed, learned, drafts, trusted=settings.model == "careful")
    if settings.producer is None:
        return _settled(parsed, drafts, paragraphs)
    from onrecord.attribute import producers  # noqa: PLC0415  # with a client for servers, which few runs need

    parsed, drafts = producers.over(parsed, drafts, settings)
    return producers.unmeasured(_settled(parsed, drafts, paragraphs))


@cache
def identity(settings: Settings) -> str:
    """Who finds attributions: what tells readings by one model or producer from those by another.

    Raises MissingWeightsError where the model that is asked for cannot be had, UsageError where a producer cannot.
    """
    if settings.model == "careful":
        careful.installed()
        encoder.installed()
    if settings.producer is None:
        return settings.model
    from onrecord.attribute import producers  # noqa: PLC0415

    return f"{settings.model} {producers.producer(settings).identity}"


def _learned(parsed: Parsed, paragraphs: list[list[units.Sentence]], settings: Settings) -> list[Draft]:
    """What the model that is asked for finds, with the share of such findings that was right as confidence."""
    if settings.model == "careful":
        model = careful.installed()
        encoded = encoder.encode(parsed.document, parsed.sentences, parsed.quotes)
        learned, share = careful.find(model, encoded, parsed, paragraphs), model.share
    else:
        network, extractor = _fast()
        learned, share = fast.find(network, extractor, parsed, paragraphs), network.share
    for draft in learned:
        draft.confidence = share(draft.confidence)
    return learned


def _settled(parsed: Parsed, drafts: list[Draft], paragraphs: list[list[units.Sentence]]) -> Attributed:
    settled = account.settle(parsed, drafts, paragraphs)
    return replace(settled, attributions=chain.credits(parsed, settled.attributions))


@cache
def _fast() -> tuple[Network, Extractor]:
    network = installed()
    return network, Extractor(network.vocabulary)
