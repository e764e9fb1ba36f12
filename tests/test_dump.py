"""Text dumps: what an editor would keep, the fields, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean.dump import clean_dump, facts, score
from onrecord.clean.dump.lines import split
from onrecord.clean.dump.network import load

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dumps.toml").read_text("utf-8"))["case"]
FIELDS = ("title", "authors", "published", "modified", "captured", "outlet")
LONG = re.compile(r"(?m)^.{100,}$")  # enough of these, and a dump shows that it was broken
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def each() -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in CASES]


@pytest.mark.parametrize("case", each())
def test_body(case: dict[str, Any]) -> None:
    pieces = clean_dump(case["dump"]).pieces
    assert [piece.text for piece in pieces] == case["body"]
    kinds = {str(i): piece.kind for i, piece in enumerate(pieces) if piece.kind != "body"}
    assert kinds == case["kinds"]


def broken(dump: str, width: int, indent: str) -> str:
    """The dump as a text browser prints it: no line wider than `width`, all of them indented."""
    rows = [wrap(row, width - len(indent), break_long_words=False) or [""] for row in dump.split("\n")]
    return "\n".join(f"{indent}{part}".rstrip() for row in rows for part in row)


@pytest.mark.parametrize("width", [72, 79])
@pytest.mark.parametrize(
    "case", [case for case in CASES if len(LONG.findall(case["dump"])) > 3], ids=lambda case: case["name"]
)
def test_lines_broken_to_a_width_are_paragraphs_again(case: dict[str, Any], width: int) -> None:
    rows = [line.text for line in split(broken(case["dump"], width, "   "))]
    assert [row for row in rows if row in case["body"]] == [text for text in case["body"] if text in rows]
    assert not [text for text in case["body"] if len(text) > width and text not in rows]


def test_a_text_browsers_page() -> None:
    links = "".join(
        f"     * [{n}]{name}\n" for n, name in enumerate(("News", "Sport", "Food", "Books", "Quay", "Log in"), 1)
    )
    dump = (
        f"   [0]Tide Post\n\n{links}\nFerry to Ostholm stops for a month\n\n   By [7]Mara Tollen\n   3 April 2031\n\n"
        "   The ferry between Harnwick and the island of Ostholm will stop for a\n"
        "   month from Monday, its operator said on Tuesday. [8]About 300 people\n   use it on a weekday.\n\n"
        "   “We have looked at every other answer and there is none,” said Jonne\n"
        "   Karsk, who runs the company. “The hull cannot wait until autumn, and\n"
        "   nobody will lend us another boat.”\n\n"
        "   Lise Ombry, who runs the only shop on Ostholm, said she expects to\n"
        "   lose about half of her takings, and that the council, which promised\n"
        "   a smaller boat, could not say when that would sail.\n\n"
        "References\n\n   1. https://tidepost.example/news\n   2. https://tidepost.example/sport\n"
    )
    found = clean_dump(dump)
    assert [piece.text.split()[0] for piece in found.pieces] == ["The", "“We", "Lise"]
    assert all("[" not in piece.text and "\n" not in piece.text for piece in found.pieces)
    assert (found.fields["title"].value, found.fields["authors"].value) == (
        "Ferry to Ostholm stops for a month",
        "Mara Tollen",
    )
    start, end = map(int, found.pieces[0].place.removeprefix("chars ").split("-"))
    assert dump[start:end].startswith("The ferry")
    assert dump[start:end].endswith("weekday.")


@pytest.mark.parametrize("case", each())
def test_fields(case: dict[str, Any]) -> None:
    fields = clean_dump(case["dump"]).fields
    found = {name: fields[name].value for name in FIELDS if name in fields and fields[name].value}
    assert found == {name: case[name] for name in FIELDS if name in case}
    assert all(field.evidence for field in fields.values() if field.value)


@pytest.mark.parametrize("case", each())
def test_rules_alone_find_most_of_the_body(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "_model", lambda: None)
    found = {piece.text for piece in clean_dump(case["dump"]).pieces}
    assert len(found & set(case["body"])) >= 0.7 * len(case["body"])


def test_nothing_is_lost_between_pieces_and_zones() -> None:
    for case in CASES:
        cleaned = clean_dump(case["dump"])
        shown = [piece.text for piece in cleaned.pieces]
        shown += [line.replace("  ", " ") for zone in cleaned.zones for line in zone.text.split("\n")]
        assert sorted(shown) == sorted(line.text.replace("  ", " ") for line in split(case["dump"]))


def test_a_short_line_run_into_a_paragraph_is_cut_off() -> None:
    dump = "The towns have agreed to share the water until the end of the year, the office said on Monday.Quill Weekly"
    assert [line.text for line in split(dump)][-1] == "Quill Weekly"


def test_no_article_no_pieces() -> None:
    assert clean_dump("").pieces == ()
    assert clean_dump("Home\nNews\nSport\n").pieces == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120) | st.sampled_from(["By Ann Lee", "12 May 2024", "Read more", "© 2024 X"])))
def test_places_hold_the_text(parts: list[str]) -> None:
    dump = "\n".join(parts)
    cleaned = clean_dump(dump)
    for piece in cleaned.pieces:
        assert piece.place is not None
        start, end = (int(number) for number in re.findall(r"\d+", piece.place))
        assert re.sub(r"[\s\u200b\u200e\u200f\ufeff\u00ad]+", " ", dump[start:end]).strip() == piece.text
    assert cleaned == clean_dump(dump)


def test_seeds_come_out_without_chrome() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed articles are not beside this checkout")
    cleaned = [clean_dump(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    for page in cleaned:
        assert len(page.pieces) >= 10
        assert page.fields["title"].value
        assert page.fields["outlet"].value
        assert not any("Placeholder while" in piece.text for piece in page.pieces)
    dated = [page for page in cleaned if page.fields["published"].value]
    assert len(dated) == 1
    assert dated[0].fields["authors"].value


LIVE = """
Harnwick Echo
Home
News
Weather

Storm closes the harbour and the schools: as it happened

9 January 2031

16.40 GMT
Ferries stop for the night
The last boat from Ostholm has tied up in Harnwick and no more will sail before morning, the operator says.
Share

13.05 GMT
Roof lost at the fish hall
Half the roof of the fish hall has come down in the harbour. “We heard it go and ran,” says Jonne Karsk.
Share

9.20 GMT
Schools are closed
All nine schools on the coast road are closed today, the county says, and buses run only as far as the bridge.
Share

Most read
Bridge plan sinks again
Otter seen in canal
© Harnwick Echo
"""


def test_a_live_page_keeps_the_times_above_its_entries() -> None:
    pieces = clean_dump(LIVE).pieces
    assert [piece.text for piece in pieces if piece.kind == "entry"] == ["16.40 GMT", "13.05 GMT", "9.20 GMT"]
    shown = [piece.text for piece in pieces]
    assert "Roof lost at the fish hall" in shown
    assert not {"Share", "Otter seen in canal", "9 January 2031"} & set(shown)


def test_order_of_day_and_month() -> None:
    french = "Le bac entre le port et l’île ne circulera plus pendant un mois, a annoncé mardi son exploitant. " * 3
    english = "The ferry between the port and the island will stop for a month, its operator said on Tuesday. " * 3
    assert facts.day_first(f"Publié le 06/01/2031\n{french}") is True
    assert facts.day_first(f"Published on 06/01/2031\n{english}") is None
    assert facts.day_first(f"Published on 06/01/2031\n{english}\nUpdated 01/25/2031") is False
    assert facts.day_first(f"01/25/2031 25/01/2031\n{french}") is None


TOLD = """
The ferry between Harnwick and the island of Ostholm will stop for a month from Monday, its operator said on Tuesday.

“We have looked at every other answer and there is none,” Lise Ombry, who runs the only shop on the island, told us.

Ombry said she expects to lose about half of her takings, and that the council had promised a smaller boat by May.
"""


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("Island waits for its ferry\n\nLise Ombry\n3 April 2031", None),
        ("Island waits for its ferry\n\nAnna Brandt\n3 April 2031", "Anna Brandt"),
        (
            "Island waits for its ferry\n\nBy Anna Brandt\nHarbor fees will rise next year\nBy: Jonas Weiler",
            "Anna Brandt",
        ),
        ("Island waits for its ferry\n\nBy Anna Brandt\nand\nBy Jonas Weiler", "Anna Brandt; Jonas Weiler"),
    ],
)
def test_authors_of_a_dump(head: str, authors: str | None) -> None:
    assert clean_dump(f"Tide Post\n\n{head}\n{TOLD}").fields["authors"].value == authors


def test_the_weights_are_made_for_the_columns() -> None:
    network = load()
    assert network is not None
    assert network.names == score.COLUMNS
    assert network.probabilities(np.zeros((0, len(score.COLUMNS)), dtype=np.float32)).shape == (0,)
    assert network.probabilities(np.zeros((1, len(score.COLUMNS)), dtype=np.float32)).shape == (1,)
