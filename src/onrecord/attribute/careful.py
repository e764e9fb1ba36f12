"""Attributions by the careful model: the vectors of the encoder, read by heads like those of the fast model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from onrecord.attribute import fast, network
from onrecord.attribute.draft import Draft
from onrecord.attribute.features import Extractor
from onrecord.attribute.network import Floats, Heads, Packing, Reading
from onrecord.attribute.units import Sentence
from onrecord.errors import MissingWeightsError
from onrecord.model import Parsed
from onrecord.parse import encoder

PRODUCER = "careful/1"
WEIGHTS = "careful-heads.npz"


@dataclass(frozen=True, slots=True)
class Careful(Heads):
    """The heads over the encoder's vectors."""

    def read(self, vectors: Floats, lengths: list[int]) -> Reading:
        """Labels and states for the words of paragraphs, from the vectors of all words one after the other."""
        w, pack = self.arrays, Packing.of(lengths)
        states = network.recurrent(w, 0, vectors, pack) + vectors @ w["skip"]
        emit = states @ w["tag"] + w["tag_bias"]
        return Reading(network.best(emit, w["move"], pack), network.soft(emit), states, pack.offsets)


def find(model: Careful, encoded: encoder.Encoded, parsed: Parsed, sentences: list[list[Sentence]]) -> list[Draft]:
    """The attributions of a document, in order; their contents do not overlap."""
    found = fast.pieces(_words(), parsed, sentences)
    if not found:
        return []
    vectors = encoded.at([start for _, piece in found for start in piece.starts])
    reading = model.read(vectors, [len(piece.starts) for _, piece in found])
    return fast.drafts(model, reading, found, parsed, PRODUCER)


@cache
def _words() -> Extractor:
    return Extractor({})  # for where words begin and end; what they are is the encoder's to see


@cache
def installed() -> Careful:
    """The heads of the package's weights. Raises MissingWeightsError where they are not there."""
    resource = files("onrecord") / "weights" / WEIGHTS
    if not resource.is_file():
        raise MissingWeightsError(
            encoder.NEEDED.format(what=f"its weights (onrecord/weights/{WEIGHTS}) are not installed")
        )
    with as_file(resource) as path:
        return load(path)


def load(path: Path) -> Careful:
    with np.load(path) as stored:
        return Careful({name: stored[name].astype(np.float32) for name in stored.files})
