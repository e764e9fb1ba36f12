"""Attributions by somebody else: a language model behind a server that the user names, or a spaCy pipeline.

A producer answers a layer of proposals; `admit` lets in what is part of the text and counts what is not. Beside them
stands what the model of the settings finds and no proposal touches, and that alone where the producer fails.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from onrecord.attribute.draft import Draft
from onrecord.attribute.producers.admit import admit, together
from onrecord.attribute.producers.layer import Layer, Part, Producer, Proposal
from onrecord.attribute.producers.server import Server
from onrecord.attribute.producers.syntax import Spacy
from onrecord.errors import NoLayerError, UsageError
from onrecord.model import Attributed, Parsed
from onrecord.settings import Settings

__all__ = ["Layer", "Part", "Producer", "Proposal", "admit", "over", "producer", "unmeasured"]

FAILED, DROPPED = "producer_failed", "producer_dropped"  # how the flags of a document begin


@cache
def producer(settings: Settings) -> Producer:
    """The producer that the settings name. Raises UsageError where it cannot be had as they say."""
    name = settings.producer or ""
    if name.startswith("spacy:"):
        return Spacy(name.removeprefix("spacy:"))
    if name == "server":
        return Server(settings)
    raise UsageError(f"producer {name!r}: it is server, or spacy: and a pipeline")


def over(parsed: Parsed, drafts: list[Draft], settings: Settings) -> tuple[Parsed, list[Draft]]:
    """The drafts of the producer with those of onrecord's own that it leaves room for, and the document with a flag
    for each reason that something was dropped for, with the count, or for which the producer failed."""
    try:
        layer = producer(settings).propose(parsed)
    except NoLayerError as error:
        return _flagged(parsed, [f"{FAILED}_{error}"]), drafts
    admitted, dropped = admit(parsed, layer)
    return _flagged(parsed, [f"{DROPPED}_{reason}_{n}" for reason, n in dropped.items()]), together(
        parsed, admitted, drafts
    )


def _flagged(parsed: Parsed, flags: list[str]) -> Parsed:
    document = parsed.document
    return replace(parsed, document=replace(document, flags=tuple(sorted({*document.flags, *flags}))))


def unmeasured(attributed: Attributed) -> Attributed:
    """The same without a confidence for what a producer proposed: nobody measured how often it is right."""
    return replace(
        attributed,
        attributions=tuple(
            replace(a, confidence=None) if a.producer.startswith(("server/", "spacy/")) else a
            for a in attributed.attributions
        ),
    )
