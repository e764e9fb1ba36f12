"""Text dumps: what an editor would keep, the fields, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean.dump import clean_dump, score
from onrecord.clean.dump.lines import split

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dumps.toml").read_text("utf-8"))["case"]
FIELDS = ("title", "authors", "published", "modified", "captured", "outlet")
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def each() -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in CASES]


@pytest.mark.parametrize("case", each())
def test_body(case: dict[str, Any]) -> None:
    pieces = clean_dump(case["dump"]).pieces
    assert [piece.text for piece in pieces] == case["body"]
    kinds = {str(i): piece.kind for i, piece in enumerate(pieces) if piece.kind != "body"}
    assert kinds == case["kinds"]


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
