"""Origins on made coverage whose copying graph is known: a small fixed part of bench/newsroom.py, with floors."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import newsroom

ROUNDS = 2
Cells = dict[float, tuple[dict[str, float], list[newsroom.Answer]]]


@pytest.fixture(scope="module")
def cells() -> Cells:
    """Two collections of six stories for light and for heavy rewriting, where half the papers say how they have it."""
    return {keep: newsroom.cell(3, newsroom.Manner(keep, 0.5), ROUNDS) for keep in (0.8, 0.3)}


@pytest.mark.parametrize(("keep", "exact", "inside", "width"), [(0.8, 0.88, 0.92, 1.2), (0.3, 0.91, 0.93, 1.5)])
def test_origins_of_made_coverage(cells: Cells, keep: float, exact: float, inside: float, width: float) -> None:
    row, answers = cells[keep]
    wrong = "\n\n".join(newsroom.shown(a) for a in answers if not a.inside)
    assert row["exact"] >= exact, wrong
    assert row["inside"] >= inside, wrong
    assert row["width"] <= width
    assert row["outlets"] < row["exact"] / 2  # counting outlets does not do


@pytest.mark.parametrize("keep", [0.8, 0.3])
def test_no_independence_is_made_up(cells: Cells, keep: float) -> None:
    assert [newsroom.shown(a) for a in cells[keep][1] if a.false] == []


def test_copies_keep_as_much_as_they_are_told(cells: Cells) -> None:
    light, heavy = cells[0.8][0]["kept"], cells[0.3][0]["kept"]
    assert 0.6 <= light <= 0.85
    assert 0.15 <= heavy <= 0.38


def test_one_seed_makes_one_coverage() -> None:
    manner = newsroom.Manner(0.5, 0.5)
    one, two = (newsroom.pages(newsroom.collection("same", manner, ["dam", "rail"])) for _ in range(2))
    assert one == two
    assert one != newsroom.pages(newsroom.collection("other", manner, ["dam", "rail"]))


def test_every_utterance_is_where_it_is_said_to_be() -> None:
    stories = newsroom.collection("spans", newsroom.Manner(0.6, 0.5))
    documents, spans = newsroom.pages(stories)
    texts = {p.path: p.data.decode() for p in documents}
    assert spans
    for (path, number), found in spans.items():
        story = stories[int(path.split("-")[0])]
        assert number < len(story.utterances)
        for start, end in found:
            words = texts[path][start:end]
            assert words.strip() == words != ""
            assert not any("\ue000" <= c <= "\ue1ff" for c in words)
