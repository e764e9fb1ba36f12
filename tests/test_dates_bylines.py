"""Visible dates and bylines: tables of cases, and what holds for any text."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean.bylines import people
from onrecord.clean.dates import Stamp, ages, captured, is_date_line, stamps

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(row, id=row["text"][:40]) for row in rows]


def told(text: str) -> tuple[Stamp | None, Stamp | None]:
    """What a byline says of publication, by label or without one, and of the last change; None for two days."""
    found = stamps(text)
    plain = [s for s in found if s.label == "published"] or [s for s in found if s.label is None]
    changed = [s for s in found if s.label == "modified"]
    one = len({s.value[:10] for s in plain}) == 1
    return plain[0] if one else None, max(changed, key=lambda s: s.value, default=None)


@pytest.mark.parametrize("case", cases("dates"))
def test_dates(case: dict[str, Any]) -> None:
    published, modified = told(case["text"])
    assert (published and published.value) == case.get("value")
    assert (modified and modified.value) == case.get("modified")
    if "seen" in case:
        assert published is not None
        assert published.span.of(case["text"]) == case["seen"]
    if "line" in case:
        assert is_date_line(case["text"]) == case["line"]


@pytest.mark.parametrize("case", cases("bylines"))
def test_bylines(case: dict[str, Any]) -> None:
    found = people(case["text"])
    assert [person.name for person in found] == case["people"]
    for person in found:
        assert person.span.of(case["text"]).casefold().split() == person.name.casefold().split()


def test_two_days_with_one_label_are_no_answer() -> None:
    assert told("12 May 2024 / 14 May 2024") == (None, None)


def test_the_order_of_day_and_month_can_be_given() -> None:
    assert [stamp.value for stamp in stamps("05/06/2024", day_first=True)] == ["2024-06-05"]
    assert [stamp.value for stamp in stamps("05/06/2024", day_first=False)] == ["2024-05-06"]


def test_date_and_age_give_the_day_of_capture() -> None:
    two, one = ages("2 days ago")[0], ages("1 day ago")[0]
    assert captured([(date(2025, 12, 6), two)]) == "2025-12-08"
    assert captured([(date(2025, 12, 6), two), (date(2025, 12, 6), one)]) == "2025-12-08"
    assert captured([(date(2025, 12, 1), two), (date(2025, 12, 6), one)]) is None
    assert captured([]) is None


@given(st.text(max_size=80) | st.from_regex(r"[0-3]?\d [A-Z][a-z]{2,8} 20\d\d,? [0-2]?\d[:.][0-5]\d", fullmatch=True))
def test_stamps_are_dates_inside_the_text(text: str) -> None:
    floor = 0
    for stamp in stamps(text):
        assert floor <= stamp.span.start < stamp.span.end <= len(text)
        assert datetime.fromisoformat(stamp.value)
        floor = stamp.span.end


@given(st.text(max_size=120))
def test_people_are_slices_of_the_text(text: str) -> None:
    for person in people(text):
        assert person.name.casefold().split() == person.span.of(text).casefold().split()
