"""The record on disk: what is saved comes back, people's judgements survive, ids go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from made import built, reading
from onrecord import model as m
from onrecord.errors import RecordError
from onrecord.publish.lookup import Lookup
from onrecord.run.ids import keep_ids
from onrecord.store import record as store


def test_a_record_comes_back_as_it_was_saved(look: Lookup, tmp_path: Path) -> None:
    with store.connect(tmp_path / "r.db", create=True) as db:
        store.save(db, look.record)
        assert store.load(db) == look.record


def test_judgements_survive_a_new_build(look: Lookup, tmp_path: Path) -> None:
    judgement = m.Judgement(id="j-1", kind="reject", target=look.record.statements[0].id, author="ed", at="2025-01-01")
    with store.connect(tmp_path / "r.db", create=True) as db:
        store.save(db, look.record)
        store.add_judgement(db, judgement)
        store.save(db, replace(look.record, documents=look.record.documents[:1], attributions=(), statements=(),
                               claims=(), copies=(), differences=(), positions=(), statuses=(), figures=(), times=(),
                               events=(), brief=(), names=(), actors=(), unattributed=()))  # fmt: skip
        assert store.judgements(db) == (judgement,)
        assert len(store.load(db).documents) == 1


def test_search_takes_any_characters(example: Path) -> None:
    with store.connect(example) as db:
        assert len(store.search(db, "tunnel closed")) >= 2
        assert store.search(db, "reported tunnel") == store.search(db, "REPORT tunnels")
        for query in ("", '"', "a OR b NOT", "x*", "(((", "text:y", "NEAR(a b)", "🙂", "'; DROP TABLE document"):
            store.search(db, query)


def test_judgements_and_readings_go_over_to_a_new_schema(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    before = built(path, map(reading, ["1", "2"]))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO judgement (id, kind, target, at) VALUES ('j-1', 'reject', 's-0', '2031-01-01')")
        db.executescript(
            "ALTER TABLE judgement DROP COLUMN targets_json; ALTER TABLE reading DROP COLUMN again; DROP TABLE outcome;"
            "DROP TABLE decided; DROP TABLE clash; DROP TABLE page; DROP TABLE memory; DROP TABLE identity;"
            "PRAGMA user_version = 2"
        )
    with pytest.raises(RecordError, match="build into it again"):
        store.open_record(path)
    with store.connect(path, create=True) as db:
        assert not store.is_built(db)
        assert [j.id for j in store.judgements(db)] == ["j-1"]
        assert len(list(store.kept_readings(db, ["r-0", "r-1"]))) == 2
    after = built(path, map(reading, ["1", "2"]))
    assert after.statements == before.statements
    assert [o.state for o in after.outcomes] == ["not_applied"]


OTHERS = [("user_version = 99", "schema 99"), ("application_id = 7", "another kind")]


@pytest.mark.parametrize(("pragma", "says"), OTHERS)
def test_other_databases_are_refused(example: Path, tmp_path: Path, pragma: str, says: str) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(example.read_bytes())
    with sqlite3.connect(copy) as db:
        db.execute(f"PRAGMA {pragma}")
    with pytest.raises(RecordError, match=says):
        store.open_record(copy)


def record_of(**stories: str) -> m.Record:
    """A record of stories only: story id -> the letters of its documents."""
    rows = (m.Story(id=ident, title=None, documents=tuple(letters)) for ident, letters in stories.items())
    return m.Record(onrecord="0", stories=tuple(rows))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"g1": "abc"}, {"g9": "abcd"}, {"g1": ("abcd", ())}),  # it grew
        ({"g1": "abc", "g2": "de"}, {"g9": "abcde"}, {"g1": ("abcde", ("g2",))}),  # two became one
        ({"g1": "abcde"}, {"g8": "abc", "g9": "de"}, {"g1": ("abc", ()), "g9": ("de", ())}),  # one became two
        ({"g1": "ab"}, {"g1": "cd", "g2": "ab"}, {"g1": ("ab", ()), "g1-split": ("cd", ())}),  # a fresh id is taken
        ({"g1": "a"}, {"g9": "b"}, {"g9": ("b", ())}),  # nothing in common
    ],
)
def test_ids_go_on(before: dict[str, str], after: dict[str, str], expected: dict[str, object]) -> None:
    kept = keep_ids(record_of(**after), record_of(**before))
    have = {s.id: ("".join(s.documents), s.former) for s in kept.stories}
    renamed = {("g1-split" if i not in ("g1", "g2", "g8", "g9") else i): value for i, value in have.items()}
    assert renamed == expected
