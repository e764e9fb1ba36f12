"""As of when figures are told: a table of cases, and what must hold on any text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document, Figure, Published, Time
from onrecord.parse import parse
from onrecord.resolve.figures import dated_figures
from onrecord.resolve.times import resolve_times

CASES = tomllib.loads((Path(__file__).parent / "cases" / "as_of.toml").read_text("utf-8"))["case"]
VOCABULARY = "On by in at since Monday Tuesday 2019 March , . and was 340 people 12 % rose from to up said that “ $40m"
WORDS = st.sampled_from(VOCABULARY.split())


def read(text: str, published: str | None = "2024-05-15") -> tuple[tuple[Figure, ...], tuple[Time, ...]]:
    dated = Published(value=published, earliest=published, latest=published, basis="given" if published else "unknown")
    document = Document(id="d-1", path="", text=text, sha256="", published=dated)
    parsed = parse(document, frozenset({"times", "figures"}))
    times = resolve_times(parsed.times, document)
    return dated_figures(text, parsed.sentences, parsed.figures, parsed.times, times), times


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_as_of(case: dict) -> None:
    assert [f"{f.text} | {f.as_of or '-'}" for f in read(case["text"])[0]] == case["figures"]


@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from([None, "2024-05-15"]))
def test_as_of_is_the_end_of_a_time_of_its_sentence(text: str, published: str | None) -> None:
    figures, times = read(text, published)
    assert all(figure.as_of is None or figure.as_of in {time.latest for time in times} for figure in figures)


def test_an_undated_document_dates_no_figure_by_a_weekday() -> None:
    assert [f.as_of for f in read("By Tuesday 340 people had been treated.", None)[0]] == [None]
