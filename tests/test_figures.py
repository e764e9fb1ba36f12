"""Figures: what is one and what is none, values, intervals, units, and what they count."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document, Figure
from onrecord.parse.figures import figures

CASES = tomllib.loads((Path(__file__).parent / "cases" / "figures.toml").read_text("utf-8"))


def read(text: str) -> tuple[Figure, ...]:
    return figures(Document(id="d-1", path="", text=text, sha256=""))


def number(value: float | None) -> str:
    return "open" if value is None else f"{value:.10g}"


def line(figure: Figure) -> str:
    """A figure as the table of cases writes it."""
    exact = figure.value is not None and figure.low == figure.value == figure.high
    parts = [
        figure.text,
        "-" if figure.value is None else number(figure.value),
        "" if exact else f"{number(figure.low)}..{number(figure.high)}",
        figure.unit or "",
        figure.of or "",
        figure.whose or "",
    ]
    return " | ".join(parts).rstrip(" |")


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{group}-{name}") for group, cases in CASES.items() for name, case in cases.items()],
)
def test_cases(case: dict[str, object]) -> None:
    assert [line(figure) for figure in read(str(case["text"]))] == case["figures"]


CHANGES = tomllib.loads((Path(__file__).parent / "cases" / "changes.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CHANGES, ids=[case["text"][:40] for case in CHANGES])
def test_changes(case: dict) -> None:
    found = read(case["text"])
    of = {figure.id: figure.text for figure in found} | {None: "-"}
    changes = dict.fromkeys(change for figure in found for change in figure.changes)
    told = [f"{c.direction} | {of[c.by]} | {of[c.from_]} | {of[c.to]}" for c in changes]
    assert told == case["changes"]


WORDS = st.sampled_from(
    [
        *("about", "up to", "more than", "between", "from", "to", "and", "or", "-", "–", "of", "a", "half", "third"),
        *("one", "two", "twenty", "hundred", "million", "dozen", "dozens", "12", "2024", "1,500", "3.5", "0", "007"),
        *("$", "£", "US$", "%", "per cent", "m", "bn", "km", "people", "ships", "year-old", "May", "am", ":", ",", "."),
        *("up", "fell", "a rise of", "cut", "went"),
        *("Ana", "Vell", "(", ")", "“", "”", "\n\n", "voted", "by", "rose", "+", "°C", "½", "in", "ten", "x"),
    ]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "  "])), max_size=40).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(st.one_of(TEXTS, st.text(max_size=80)))
def test_spans_slice_exactly_and_never_overlap(text: str) -> None:
    found = read(text)
    for figure in found:
        assert figure.span.of(text) == figure.text
        assert figure.of is None or figure.of in text
        assert figure.whose is None or figure.whose in text
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(TEXTS)
def test_the_interval_holds_the_value(text: str) -> None:
    for figure in read(text):
        if figure.value is None:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.high
        assert figure.low is None or figure.value is None or figure.low <= figure.value
        assert figure.high is None or figure.value is None or figure.value <= figure.high


@given(TEXTS)
def test_a_change_names_figures_of_its_sentence_and_agrees_with_them(text: str) -> None:
    found = {figure.id: figure for figure in read(text)}
    for figure in found.values():
        for change in figure.changes:
            members = [i for i in (change.by, change.from_, change.to) if i]
            assert figure.id in members
            assert len(set(members)) == len(members)
            assert all(change in found[i].changes for i in members)
            if change.from_ and change.to:
                first, last = found[change.from_], found[change.to]
                if first.unit == last.unit and first.value is not None and last.value is not None:
                    assert change.direction == ("up" if last.value > first.value else "down")


@given(st.integers(min_value=2101, max_value=10**12))
def test_digits_with_commas_keep_their_value(count: int) -> None:
    found = read(f"They counted {count:,} votes in Orvale.")
    assert [figure.value for figure in found] == [count]


def test_ids_hang_on_document_and_place() -> None:
    first, second = read("Nine ships and nine boats.")
    assert first.id != second.id
    assert first == read("Nine ships and nine boats.")[0]
