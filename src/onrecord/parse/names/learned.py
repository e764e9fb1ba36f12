"""Names by a learned model (a linear-chain CRF), one vote per string in a document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import pycrfsuite

from onrecord.model import Document, Name, Span
from onrecord.parse.names.features import features, seen
from onrecord.parse.names.pieces import pieces
from onrecord.parse.names.votes import Candidate, settle, spread

WEIGHTS = "names.crfsuite"
LABELS = "POLM"  # persons, organisations, places (as in votes.KINDS), and names of other kinds


@cache
def tagger() -> pycrfsuite.Tagger | None:
    """The model, None where its weights are not installed."""
    resource = files("onrecord") / "weights" / WEIGHTS
    if not resource.is_file():
        return None
    loaded = pycrfsuite.Tagger()
    with as_file(resource) as path:
        loaded.open_inmemory(path.read_bytes())
    return loaded


def installed() -> bool:
    return tagger() is not None


def names(document: Document, sentences: Sequence[Span]) -> tuple[Name, ...]:
    """The names of a document, in order of position, none inside another. Needs the weights."""
    model = tagger()
    if model is None:
        raise RuntimeError("no weights for names")
    text = document.text
    cut = [found for sentence in sentences if (found := pieces(text, sentence))]
    inner, lower = seen(cut)
    candidates: list[Candidate] = []
    for sentence in cut:
        if not any(p.text[0].isupper() for p in sentence):
            continue
        model.set(features(sentence, inner, lower))
        for start, end in runs(model.tag()):
            span = Span(sentence[start].start, sentence[end - 1].end)
            string = text[span.start : span.end]
            person, organisation, place, other = (model.marginal(f"B-{k}", start) for k in LABELS)
            candidates.append(Candidate(span, string, (person, organisation, place, other)))
    voted = settle(candidates)
    kept = {name.span for name in voted}
    return spread(text, cut, voted, lower, [c.span for c in candidates if c.span not in kept])


def runs(labels: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of labels "B-P", "I-P" as start and end."""
    found: list[tuple[int, int]] = []
    start = 0
    kind = ""
    for n, label in enumerate([*labels, "O"]):
        if kind and not (label[0] == "I" and label[2:] == kind):
            found.append((start, n))
            kind = ""
        if label != "O" and not kind:
            start, kind = n, label[2:]
    return found
