"""Quotation marks of all styles, apostrophes, and quotations over paragraphs."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document, Quote, Span
from onrecord.parse import words
from onrecord.parse.quotes import quotes

CASES = tomllib.loads((Path(__file__).parent / "cases" / "quotes.toml").read_text("utf-8"))


def read(text: str) -> tuple[Quote, ...]:
    return quotes(text, words.paragraphs(Document(id="d-1", path="", text=text, sha256="")))


@pytest.mark.parametrize("case", [pytest.param(c, id=name) for name, c in CASES["quotes"].items()])
def test_runs(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = read(text)
    assert [q.span.of(text) for q in found] == case["runs"]
    if "groups" in case:
        assert [q.group for q in found] == case["groups"]
    if "closed" in case:
        assert [q.closed for q in found] == case["closed"]


@pytest.mark.parametrize("case", [pytest.param(c, id=name) for name, c in CASES["sentences"].items()])
def test_sentences(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [s.of(text) for s in words.sentences(text, (Span(0, len(text)),))] == case["sentences"]


MARKS = st.sampled_from([*"“”‘’\"'«»„‚‹›", "``", "''", "a", "s", "S", "7", " ", ", ", ". ", "\n\n", "dogs", "’s "])


@given(st.lists(MARKS, max_size=60).map("".join))
def test_runs_slice_and_stay_apart(text: str) -> None:
    paragraphs = words.paragraphs(Document(id="d-1", path="", text=text, sha256=""))
    found = quotes(text, paragraphs)
    assert [q.span for q in found] == sorted(q.span for q in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    for quote in found:
        assert 0 <= quote.span.start <= quote.inner.start <= quote.inner.end <= quote.span.end <= len(text)
        assert any(p.holds(quote.span) for p in paragraphs)


@given(st.text(max_size=80))
def test_sentences_cover_every_word(text: str) -> None:
    document = Document(id="d-1", path="", text=text, sha256="")
    found = words.sentences(text, words.paragraphs(document))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert "".join(s.of(text) for s in found).split() == text.split() or len(
        "".join("".join(s.of(text).split()) for s in found)
    ) == len("".join(text.split()))
