"""The two articles that the first user brought, where they lie beside the checkout: what an editor reads in them, told
by shape alone, since no word of theirs is ours to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from conftest import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> onrecord.Record:
    if not SEEDS.is_dir():
        pytest.skip("the first user's two articles are not beside this checkout")
    return onrecord.build(SEEDS, Path(tmp_path_factory.mktemp("seeds")) / "seeds.db")


def test_two_articles_of_one_story_one_of_them_undated(record: onrecord.Record) -> None:
    assert len(record.documents) == 2
    assert len(record.stories) == 1
    assert all(d.outlet and d.title for d in record.documents)
    dated, undated = sorted(record.documents, key=lambda d: d.published.basis != "stated")
    assert (len(dated.authors), dated.published.basis) == (1, "stated")
    assert (undated.authors, undated.published.value) == ((), None)
    assert "may have been updated" in " ".join(undated.flags).replace("_", " ")


def test_one_statement_in_two_outlets_rests_on_one_origin(record: onrecord.Record) -> None:
    attributions = {a.id: a for a in record.attributions}
    shared = [s for s in record.statements if len({attributions[a].document for a in s.attributions}) == 2]
    ways = [[h.role for a in s.attributions for h in attributions[a].chain] for s in shared]
    assert any(way.count("carrier") >= 2 and way.count("medium") >= 2 for way in ways)
    both = [c for c in record.claims if c.outlets == 2 and c.according_to]
    assert (1, 1, 1) in {(c.origins.low, c.origins.high, c.origins.best) for c in both}
    assert all((c.origins.best or 0) <= 1 for c in both)


def test_a_speaker_named_in_one_and_unnamed_in_the_other(record: onrecord.Record) -> None:
    assert "inferred" in {a.speaker_basis for a in record.attributions}


def test_what_differs(record: onrecord.Record) -> None:
    assert {"figure", "date", "list", "quote", "attribution"} <= {d.facet for d in record.differences}
    assert [d for d in record.differences if d.class_ == "contradiction"] == []
