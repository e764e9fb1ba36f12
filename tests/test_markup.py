"""The reader of tags: what is text and where it stands, in good markup and in bad."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean.page.blocks import Element, attributes
from onrecord.clean.page.features import NAMES, UNAIDED, features, with_witness
from onrecord.clean.page.letters import read_letters
from onrecord.clean.page.reader import DEEPEST, parse_html
from onrecord.clean.page.trees import FIRST, load
from onrecord.clean.page.zones import place
from onrecord.errors import UnreadableError

CASES = tomllib.loads((Path(__file__).parent / "cases" / "markup.toml").read_text("utf-8"))["markup"]
OPEN = ["<p>", "<div class='a'>", "<a href=/x>", "<b>", "<ul>", "<li>", "<td>", "<table>", "<h2>"]
TAGS = st.sampled_from([*OPEN, "</p>", "</div>", "</a>", "</b>", "</ul>", "</table>", "</h1>", "<br>", "<x/>"])
WORDS = st.sampled_from(["one", " two ", "&amp;", "\u200b", "a < b", "“Three,”", "\n", "4.5", "日本。"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks_and_their_places(case: dict[str, Any]) -> None:
    found = parse_html(case["page"]).blocks
    assert [[block.text, place(block)] for block in found] == case["blocks"]
    if "links" in case:
        assert sum(block.links for block in found) == case["links"]


def test_metadata_is_read_wherever_it_stands() -> None:
    page = parse_html(
        "<HTML lang=sv><title>A &lt; B</title><meta name=a content='x &amp; y'><body><meta itemprop=b content=z>"
        '<SCRIPT TYPE=\'application/ld+json\'>{"@type": "Article"}</SCRIPT><p>Text'
    )
    assert (page.get("lang"), page.title) == ("sv", "A < B")
    assert [element.get("content") for element in page.iter("meta")] == ["x & y", "z"]
    assert [text for _, text in page.scripts] == ['{"@type": "Article"}']


def test_an_element_knows_its_text_parent_and_what_is_inside() -> None:
    page = parse_html("<div><p>One <a href='/x'>two <i>three</i></a> four</p> five</div>")
    paragraph = next(page.iter("p"))
    assert "".join(paragraph.itertext()) == "One two three four"
    assert [element.tag for element in paragraph.iter("a", "i", "div")] == ["a", "i"]
    assert paragraph.getparent() == next(page.iter("div"))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (" class=\"a b\" id=c hidden DATA-x='1'", {"class": "a b", "id": "c", "hidden": "", "data-x": "1"}),
        (" title='a &gt; b' title=no", {"title": "a > b"}),
        (" href=/x/ /", {"href": "/x/"}),
    ],
)
def test_attributes(raw: str, found: dict[str, str]) -> None:
    assert attributes(raw) == found


def test_text_without_markup_is_no_page() -> None:
    with pytest.raises(UnreadableError, match="no readable markup"):
        parse_html("Only text, 3 < 4.")


def test_elements_deeper_than_any_page_leave_their_text() -> None:
    page = parse_html("<div>" * (3 * DEEPEST) + "Deep" + "</div>" * (3 * DEEPEST) + "<p>After</p>")
    assert [block.text for block in page.blocks] == ["Deep", "After"]


@pytest.mark.parametrize(
    "piece",
    ["<svg ", "<a ", "<!", "<!--", '<a b="', "<a b='", "<", "<li>", "<p><b>", "</x>", "<a =", "<script><SCRIPT>"],
)
def test_broken_markup_without_end_is_read_in_linear_time(piece: str) -> None:
    """Each would take hours were it looked at again from every place."""
    page = parse_html("<div>Start</div>" + piece * 60_000 + "<p>End")
    assert page.blocks[0].text == "Start"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TAGS, WORDS), min_size=1, max_size=40))
def test_any_tags_make_one_tree(parts: list[str]) -> None:
    try:
        page = parse_html("".join(parts) + "<hr>")
    except UnreadableError:
        return
    for number, parent in enumerate(page.parents):
        assert parent < number
        assert parent < 0 or page.end(number) <= page.end(parent)
    places = [place(block) for block in page.blocks]
    assert len(set(places)) == len(places)
    inside = "".join("".join(Element(page, 0).itertext()).replace("\u200b", "").split())
    assert "".join("".join(block.text.split()) for block in page.blocks) == inside


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(TAGS, WORDS), max_size=40))
def test_every_page_has_its_features(parts: list[str]) -> None:
    page = parse_html("".join(parts) + "<hr>")
    count = len(page.blocks)
    rows = features(page, "One two", "", np.full(count, -1.0, dtype=np.float32))
    assert rows.shape == (count, len(UNAIDED))
    both = with_witness(rows, page, np.zeros(count, dtype=np.float32))
    assert both.shape == (count, len(NAMES))
    assert np.isfinite(both).all()


def test_counts_of_letters() -> None:
    found = read_letters(["“We go,” she said. Now!", "SHARE 24", "日本、終わり。", "- a list:"])
    assert found.words.tolist() == [5, 2, 2, 2]
    assert found.commas.tolist() == [1, 0, 1, 0]
    assert found.sentences.tolist() == [2, 0, 1, 0]
    assert found.ends.tolist() == [True, False, True, True]
    assert found.quote.tolist() == [True, False, False, False]
    assert found.opens_lower.tolist() == [0.0, 0.0, 0.0, 0.5]
    assert found.upper[1] == 5 / 8
    assert found.digits[1] == 2 / 8


@pytest.mark.parametrize("name", ["page_body", "page_body_fast"])
def test_rows_that_are_left_alone_early_are_no_body(name: str) -> None:
    trees = load(name)
    assert trees is not None
    assert trees.names == tuple(NAMES[: len(trees.names)])
    rows = np.random.default_rng(0).normal(size=(400, len(trees.names))).astype(np.float32) * 2
    whole = trees.sums(rows, 0, len(trees.feature)) + trees.start
    early = trees.sums(rows, 0, FIRST) + trees.start < trees.floor
    answers = trees.probabilities(rows)
    assert np.allclose(answers[~early], 1 / (1 + np.exp(-whole[~early])), atol=1e-6)
    assert (answers[early] < 0.2).all()
