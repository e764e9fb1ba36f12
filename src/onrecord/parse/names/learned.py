"""Names by a learned model, a linear-chain CRF and beside it the encoder where one runs; one vote per string in a
document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import pycrfsuite

from onrecord.model import Document, Name, Span, Token
from onrecord.parse.encoder import Encoded
from onrecord.parse.names import encoded as encoded_names
from onrecord.parse.names import gazetteer, rules
from onrecord.parse.names.features import features, seen
from onrecord.parse.names.pieces import pieces
from onrecord.parse.names.votes import Candidate, settle, spread

ENCODER = 0.4  # exponent of the chances of the encoder, the rest is the CRF’s; .5 is no better and loses rare names
LEAST = 1e-3  # the chance that either leaves to every label
RULE = 0.2  # what the weights of the rules count beside the chances of the model
INITIALS = re.compile(r"(?!U\.[SKN]\.|D\.C\.)(?:[A-Z]\.)+")
NO_SYLLABLE = frozenset(
    {
        "led",
        "run",
        "era",
        "like",
        "born",
        "made",
        "held",
        "area",
        "wide",
        "bred",
        "type",
        "only",
        "free",
        "ins",
        "to",
        "in",
    }
)
PASSED_OVER = 0.4  # what a listed name weighs that the model did not find
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
        loaded.open(str(path))
    return loaded


def installed() -> bool:
    return tagger() is not None


def names(document: Document, sentences: Sequence[Span], encoded: Encoded | None = None) -> tuple[Name, ...]:
    """The names of a document, in order of position, none inside another. Needs the weights; what the encoder makes
    of the document counts too where it is given."""
    model = tagger()
    if model is None:
        raise RuntimeError("no weights for names")
    text = document.text
    cut = [own for sentence in sentences if (own := pieces(text, sentence))]
    inner, lower = seen(cut)
    candidates: list[Candidate] = []
    for sentence in cut:
        if not any(p.text[0].isupper() for p in sentence):
            continue
        model.set(features(sentence, inner, lower))
        if encoded is None:
            found, chance = runs(model.tag()), model.marginal
        else:
            found, chance = both(model, sentence, encoded)
        tagged = mended(sentence, found)
        candidates += listed(sentence, tagged)
        for start, end in tagged:
            if rules.nameless(sentence, start, end):
                continue
            span = Span(sentence[start].start, sentence[end - 1].end)
            string = text[span.start : span.end]
            title = start > 0 and sentence[start - 1].text.lower().rstrip(".") in gazetteer.entries("titles")
            rule = rules.weigh(text, sentence, start, end, title)
            person, organisation, place = (
                chance(f"B-{kind}", start) + RULE * weight for kind, weight in zip("POL", rule, strict=True)
            )
            candidates.append(Candidate(span, string, (person, organisation, place, chance("B-M", start))))
    voted = settle(candidates)
    kept = {name.span for name in voted}
    return spread(text, cut, voted, lower, [c.span for c in candidates if c.span not in kept])


def both(
    model: pycrfsuite.Tagger, sentence: Sequence[Token], encoded: Encoded
) -> tuple[list[tuple[int, int]], Callable[[str, int], float]]:
    """The runs of the labels that the CRF and the encoder together hold most likely, and how likely each label is."""
    known = set(model.labels())
    own = [
        [model.marginal(name, n) if name in known else 0.0 for name in encoded_names.LABELS]
        for n in range(len(sentence))
    ]
    likely = encoded_names.chances(encoded, [p.start for p in sentence])
    mixed = (likely + LEAST) ** ENCODER * (np.array(own) + LEAST) ** (1 - ENCODER)
    mixed /= mixed.sum(1, keepdims=True)
    labels = encoded_names.best(mixed)
    return runs(labels), lambda name, n: float(mixed[n, encoded_names.LABELS.index(name)])


def mended(sentence: Sequence[Token], found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs with ends that need no model: initials before a name belong to it, and so does the head of an
    organisation in "University of X"; two organisations joined by "and" are two."""
    heads = gazetteer.entries("organisation_heads")
    better: list[tuple[int, int]] = []
    for run in found:
        start, end = run
        least = better[-1][1] if better else 0
        while start < end - 1 and not sentence[start].text[0].isalnum():
            start += 1
        if start > least and INITIALS.fullmatch(sentence[start - 1].text) and sentence[start].text[0].isupper():
            start -= 1
        if end + 1 < len(sentence) and end - start > 1 and syllable(*sentence[end - 1 : end + 2]):
            end += 2
        at = start - 1 - (start > 1 and sentence[start - 1].text == "the")
        if at > least and sentence[at].text == "of" and sentence[at - 1].text.lower() in heads:
            start = at - 1 if sentence[at - 1].text[0].isupper() else start
        joint = next((n for n in range(start + 2, end - 1) if sentence[n].text == "and"), None)
        if joint and sentence[joint - 1].text.lower() in heads and sentence[end - 1].text.lower() in heads:
            better.append((start, joint))
            start = joint + 1 + (sentence[joint + 1].text == "the")
        better.append((start, end))
    return better


def syllable(before: Token, hyphen: Token, piece: Token) -> bool:
    """Whether a hyphen joins the second syllable of a given name: "Jong-un", not "Korea-led"."""
    tight = hyphen.text == "-" and before.end == hyphen.start and hyphen.end == piece.start
    return tight and piece.text.islower() and len(piece.text) < 5 and piece.text not in NO_SYLLABLE


def listed(sentence: Sequence[Token], found: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Listed organisations and places of one word that the model passed over, where no capital stands beside them."""
    free = [True] * len(sentence)
    for start, end in found:
        free[start:end] = [False] * (end - start)
    more = []
    for n, piece in enumerate(sentence):
        if not free[n] or not piece.text[0].isupper():
            continue
        organisation, place = piece.text in gazetteer.organisations(), piece.text in gazetteer.places()
        beside = [sentence[k].text[0] for k in (n - 1, n + 1) if 0 <= k < len(sentence)]
        if (organisation or place) and not any(ch.isupper() for ch in beside):
            weights = (0.0, PASSED_OVER, 0.0, 0.0) if organisation else (0.0, 0.0, PASSED_OVER, 0.0)
            more.append(Candidate(Span(piece.start, piece.end), piece.text, weights))
    return more


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
