"""Time expressions: a table of cases an editor can extend, and what must hold on any text."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document, Paragraph, Published, Span
from onrecord.parse.times import find
from onrecord.resolve.calendar import easter, holiday, interval, third
from onrecord.resolve.times import times
from onrecord.resolve.undated import interval as undated

CASES = tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text("utf-8"))["case"]
VOCABULARY = (
    "on in the of last next early late end Monday Friday May March 2 12 31 1998 2024 's week year month two days ago "
    "earlier later quarter third spring 6am 17:20 noon Easter today “ ” \" . , – daily every a per '98 1990s"
)
WORDS = st.sampled_from(VOCABULARY.split())


def document(text: str, published: str = "2024-05-15", paragraphs: tuple[Paragraph, ...] = ()) -> Document:
    value = published or None
    basis = "given" if value else "unknown"
    dated = Published(value=value, earliest=value, latest=value, basis=basis)
    return Document(id="d-1", path="p", text=text, sha256="", published=dated, paragraphs=paragraphs)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_case(case: dict) -> None:
    found = times(document(case["text"], case["published"]))
    wanted = [tuple([*row, None, None][:5]) for row in case["times"]]
    assert [(t.text, t.type, t.value, t.earliest, t.latest) for t in found] == wanted


@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["", "2024-05-15", "0001-01-01", "9999-12-31"]))
def test_spans_slice_and_intervals_are_ordered(text: str, published: str) -> None:
    found = times(document(text, published))
    last = 0
    for time in found:
        assert time.span.of(text) == time.text
        assert last <= time.span.start < time.span.end
        last = time.span.end
        assert (time.earliest is None) == (time.latest is None)
        if time.earliest and time.latest:
            assert date.fromisoformat(time.earliest) <= date.fromisoformat(time.latest)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(e.span.of(text) for e in find(text, (Span(0, len(text)),)))


@given(st.lists(WORDS.filter(lambda w: not w.startswith(("1", "2", "'"))), max_size=40).map(" ".join))
def test_nothing_is_closed_without_a_year_or_a_day(text: str) -> None:
    assert [t for t in times(document(text, "")) if t.earliest] == []


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["START", "MID", "END"]))
def test_thirds_lie_inside(day: date, edge: str) -> None:
    iso = day.isoformat()
    week = f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"
    for value in (iso[:4], iso[:7], iso, f"{iso[:4]}-Q2", f"{iso[:4]}-WI", week, iso[:3]):
        days = interval(value)
        assert days is not None
        first, last = third(value, days, edge)
        assert days[0] <= first <= last <= days[1]


@given(st.integers(1600, 3000))
def test_holidays(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    election = holiday("11-1-1+1", year)
    assert election is not None
    assert election.isoweekday() == 2
    assert election.day in range(2, 9)


def test_a_live_entry_has_its_own_day() -> None:
    text = "13 May 18:05 Water rises\n\nIt rained this morning.\n\n14 May 09:20 Water falls\n\nIt is dry this morning."
    spans = [Span(m, m + len(p)) for p in text.split("\n\n") for m in [text.index(p)]]
    kinds = ["entry", "body", "entry", "body"]
    found = times(document(text, "2024-05-15", tuple(map(Paragraph, spans, kinds))))
    assert [t.value for t in found if t.text == "this morning"] == ["2024-05-13TMO", "2024-05-14TMO"]


def test_a_correction_note_has_its_own_day() -> None:
    text = "Correction, 20 May 2024: A version published yesterday gave a wrong name.\nThe mayor resigned yesterday."
    found = times(document(text))
    assert [t.value for t in found if t.text == "yesterday"] == ["2024-05-19", "2024-05-14"]


@pytest.mark.parametrize(
    ("text", "value", "rivals"),
    [
        ("The vote: Friday.", "2024-05-10", ["2024-05-17"]),
        ("The vote: 10 November.", "2024-11-10", ["2023-11-10"]),
        ("The vote: 20 May.", "2024-05-20", []),  # near: no newsroom means another year
        ("They voted on 10 November.", "2023-11-10", []),
        ("The council meets next Friday.", "2024-05-17", ["2024-05-24"]),
        ("The fair: Labor Day.", "XXXX-XX-XX", ["2024-09-02"]),
    ],
)
def test_rivals_are_kept(text: str, value: str, rivals: list[str]) -> None:
    (time,) = times(document(text))
    assert time.value == value
    assert [rival.value for rival in time.rivals] == rivals


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The bridge opened on 3 March 2019. It fell in May 2021.", "2021-05-01", None),
        ("The law passed in 2019 and failed in 2019. It will be tried again in 2023.", "2019-01-01", "2023-12-31"),
        ("It opened in 2019.", None, None),  # one year alone may be misread
        ("The minister resigned on Friday.", None, None),
    ],
)
def test_undated(text: str, earliest: str | None, latest: str | None) -> None:
    page = document(text, "")
    expressions = find(text, (Span(0, len(text)),))
    found = undated(page, expressions, times(page))
    assert (found.value, found.earliest, found.latest) == (None, earliest, latest)
    assert found.basis == ("inferred" if earliest or latest else "unknown")


def test_a_capture_bounds_an_undated_page() -> None:
    text = "The mill closed on 2 May 2021."
    page = document(text, "")
    page = Document(id="d-1", path="p", text=text, sha256="", captured=(date(2021, 5, 2) + timedelta(9)).isoformat())
    found = undated(page, find(text, (Span(0, len(text)),)), times(page))
    assert (found.earliest, found.latest) == ("2021-05-02", "2021-05-11")
    assert found.evidence == "tells 2 May 2021 as past; captured then"
