"""Documents that arrive later: any batches give the record of all at once, and stories at rest are not compared."""

from __future__ import annotations

import json
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import ARTICLES, SETTINGS, built, content, reading
from onrecord.run import judge as judging
from onrecord.run.build import build
from onrecord.store import record as store
from onrecord.store.memory import Memory

EVERY = sorted(ARTICLES)


@hypothesis.settings(max_examples=10, deadline=None)
@given(order=st.permutations(EVERY), cuts=st.sets(st.integers(1, len(EVERY) - 1), max_size=3), judged=st.booleans())
def test_documents_in_any_batches_give_the_record_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], cuts: set[int], judged: bool
) -> None:
    folder = tmp_path_factory.mktemp("batches")
    rows = [reading(i) for i in order]
    ends = [*sorted(cuts), len(rows)]
    record = built(folder / "a.db", rows[: ends[0]])
    if judged:
        first = record.documents[0].id
        record = judging.judge(folder / "a.db", [judging.make(record, "fix", [first], {"outlet": "Evening Post"})])
    for end in ends[1:]:
        record = built(folder / "a.db", rows[:end])
    with store.connect(folder / "b.db", create=True) as db:
        for one in record.judgements:
            store.add_judgement(db, one)
    fresh = built(folder / "b.db", reversed(rows))
    assert content(record) == content(fresh)
    assert len({a.id for a in record.actors}) == len(record.actors)


def test_a_story_that_nothing_touches_is_taken_from_memory(tmp_path: Path) -> None:
    """The memory holds what was made of each story; a later document of one story leaves that of the others."""
    path = tmp_path / "r.db"
    built(path, map(reading, ["1", "2", "5"]))
    before = remembered(path)
    record = built(path, map(reading, ["1", "2", "5", "3"]))
    assert len(record.stories) == 2
    assert len(before) == len(remembered(path)) == 4  # the statements and the comparison of two stories
    assert len(before & remembered(path)) == 2


def remembered(path: Path) -> set[str]:
    with store.connect(path) as db:
        return set(Memory(db))


def test_what_is_added_stays_beside_what_was_there(tmp_path: Path) -> None:
    lines = {i: json.dumps(ARTICLES[i]) + "\n" for i in EVERY}
    for name, some in (("old", "123"), ("new", "45"), ("all", "12345")):
        (tmp_path / f"{name}.jsonl").write_text("".join(lines[i] for i in some))
    one = build([tmp_path / "old.jsonl"], tmp_path / "a.db", SETTINGS)
    assert (one.read, one.kept) == (3, 0)
    two = build([tmp_path / "new.jsonl"], tmp_path / "a.db", SETTINGS, add=True)
    assert (two.read, two.kept) == (2, 0)
    fresh = build([tmp_path / "all.jsonl"], tmp_path / "b.db", SETTINGS)
    assert content(two.record) == content(fresh.record)
    again = build([tmp_path / "new.jsonl"], tmp_path / "a.db", SETTINGS, add=True)
    assert (again.read, again.kept) == (0, 2)
    assert again.record == two.record
    fewer = build([tmp_path / "new.jsonl"], tmp_path / "a.db", SETTINGS)
    assert {d.path for d in fewer.record.documents} == {"4", "5"}
