"""Names: what is one, where it ends, its kind, and one kind for a string in a document."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document, Name, Span
from onrecord.parse.names import learned, names
from onrecord.parse.names.pieces import pieces
from onrecord.parse.names.votes import Candidate, settle
from onrecord.settings import ModelName

CASES = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text("utf-8"))
MODELS: tuple[ModelName, ...] = ("rules", "fast") if learned.installed() else ("rules",)


def read(text: str, model: ModelName) -> tuple[Name, ...]:
    return names(Document(id="d-1", path="", text=text, sha256=""), model=model)


@pytest.mark.parametrize("case", [pytest.param(c, id=name) for name, c in CASES["rules"].items()])
def test_rules(case: dict[str, object]) -> None:
    assert [f"{name.text} | {name.kind}" for name in read(str(case["text"]), "rules")] == case["names"]


@pytest.mark.skipif(not learned.installed(), reason="the weights for names are not installed")
@pytest.mark.parametrize("case", [pytest.param(c, id=name) for name, c in CASES.get("learned", {}).items()])
def test_learned(case: dict[str, object]) -> None:
    assert [f"{name.text} | {name.kind}" for name in read(str(case["text"]), "fast")] == case["names"]


WORDS = st.sampled_from(
    [
        *("Ana", "Vell", "Berlin", "Mr", "President", "the", "of", "Ministry", "and", "said", "Smith", "U.S."),
        *("NATO", "al"),
        *("'s", "’", "-", ".", ",", "“", "(", "41", "New", "York", "O'Brien", "in", "A.", "é"),
        *("Ørsted", "\n\n", "de", "I"),
    ]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "  "])), max_size=30).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@pytest.mark.parametrize("model", MODELS)
@given(text=st.one_of(TEXTS, st.text(max_size=60)))
def test_spans_slice_exactly_and_never_overlap(model: ModelName, text: str) -> None:
    found = read(text, model)
    assert all(name.span.of(text) == name.text for name in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize("model", MODELS)
@given(text=TEXTS)
def test_a_string_has_one_kind(model: ModelName, text: str) -> None:
    kinds: dict[str, str] = {}
    for name in read(text, model):
        assert kinds.setdefault(name.text, name.kind) == name.kind


@given(st.text(max_size=80))
def test_pieces_hold_every_visible_character(text: str) -> None:
    found = pieces(text, Span(0, len(text)))
    assert all(text[p.start : p.end] == p.text for p in found)
    assert "".join(p.text for p in found) == "".join(text.split())


def test_a_surname_takes_the_kind_of_the_full_name() -> None:
    full = Candidate(Span(0, 9), "Ana Halle", (0.9, 0.0, 0.1, 0.0))
    last = Candidate(Span(20, 25), "Halle", (0.2, 0.0, 0.6, 0.1))
    assert [name.kind for name in settle([full, last])] == ["person", "person"]


def test_most_mentions_decide() -> None:
    votes = [(0.1, 0.8, 0.0, 0.0), (0.1, 0.7, 0.1, 0.0), (0.6, 0.2, 0.1, 0.1)]
    found = settle([Candidate(Span(n * 9, n * 9 + 5), "Orval", vote) for n, vote in enumerate(votes)])
    assert [name.kind for name in found] == ["organisation"] * 3


def test_a_name_of_another_kind_is_dropped() -> None:
    assert settle([Candidate(Span(0, 5), "Orval", (0.1, 0.2, 0.1, 0.6))]) == ()
