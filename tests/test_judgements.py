"""What people decide: applied, found again after ids have moved, taken back, handed on."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import run
from made import ARTICLES, TABLE, built, content, judgement, pick, reading, rows
from onrecord import model as m
from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.run import judge as judging
from onrecord.run.derive import again
from onrecord.store import record as store

CASES = TABLE["case"]
APPLIED = [c for c in CASES if "usage" not in c["outcomes"]]
by_name = pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])


def judged(path: Path, case: dict[str, Any], articles: list[str] | None = None) -> m.Record:
    """The record of a case after all its judgements, each made on the record as it is then."""
    record = built(path, map(reading, articles or case["articles"]))
    for number, one in enumerate(case["judge"]):
        record = judging.judge(path, [judgement(record, one, number)])
    return record


@by_name
def test_cases(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    if case["outcomes"] == ["usage"]:
        record = built(path, map(reading, case["articles"]))
        with pytest.raises(UsageError):
            judgement(record, case["judge"][0])
        return
    record = judged(path, case)
    assert [o.state for o in record.outcomes] == case["outcomes"], [o.reason for o in record.outcomes]
    assert store.open_record(path) == record
    for group in case.get("one", ()):
        assert len({where(record, named) for named in group}) == 1, group
    for one, other in case.get("two", ()):
        assert where(record, one) != where(record, other), (one, other)
    for named in case.get("absent", ()):
        assert not rows(record, named), named
    for named in case.get("present", ()):
        assert rows(record, named), named
    for named, field, value in case.get("shown", ()):
        assert value in shown(record, named, field), named
    taken = {d.judgement for d in record.decided if d.removed}
    wrong = {j.id for j in record.judgements if j.kind == "reject"}
    assert taken == wrong  # what leaves a table is listed


def where(record: m.Record, named: str) -> object:
    """What a member is in: the statements of an attribution, the story of a document, the actor that speaks."""
    ident = pick(record, named)
    for a in record.attributions:
        if a.id == ident:
            return a.statements
    return next((d.story for d in record.documents if d.id == ident), ident)


def shown(record: m.Record, named: str, field: str) -> str:
    ident = pick(record, named)
    row: Any = next(r for r in getattr(record, named.partition(":")[0]) if r.id == ident)
    for part in field.split("."):
        row = getattr(row, part)
    return str(row or "")


# ------------------------------------------------------------------------------------- properties
SOME = ["1", "2", "3", "6"]
POOL: list[dict[str, Any]] = [
    {"kind": "split", "targets": ["attributions:We are closing@Northwire", "attributions:We are closing@Daily Comet"]},
    {"kind": "merge", "targets": ["attributions:We are closing@Northwire", "attributions:We are closing@Daily Comet"]},
    {"kind": "merge", "targets": ["attributions:nearly 900@Northwire", "attributions:Almost 1,000@Daily Comet"]},
    {"kind": "split", "targets": ["documents:Bridge closed", "documents:Queue at Lindal"]},
    {"kind": "merge", "targets": ["documents:Bridge closed", "documents:Queue at Lindal"]},
    {"kind": "reject", "targets": ["attributions:It is not safe@Belmark Post"]},
    {"kind": "fix", "targets": ["attributions:It is not safe@Belmark Post"], "value": {"said": "2031-05-19"}},
    {"kind": "fix", "targets": ["attributions:It is not safe@Belmark Post"], "value": {"speaker": "Otto Brand"}},
    {"kind": "fix", "targets": ["documents:Queue at Lindal"], "value": {"outlet": "Evening Post"}},
    {"kind": "add", "targets": ["documents:Bridge closed", "documents:Queue at Lindal"]},
]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> list[m.Judgement]:
    """Judgements about one record, at different instants."""
    record = built(tmp_path_factory.mktemp("pool") / "r.db", map(reading, SOME))
    return [judgement(record, one, number) for number, one in enumerate(POOL)]


@settings(max_examples=12, deadline=None)
@given(chosen=st.lists(st.integers(0, len(POOL) - 1), unique=True, max_size=6), seed=st.integers(0, 99))
def test_any_way_to_the_same_judgements_gives_the_same_record(
    pool: list[m.Judgement], tmp_path_factory: pytest.TempPathFactory, chosen: list[int], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("way")
    order = SOME[:]
    random.Random(seed).shuffle(order)
    built(folder / "a.db", map(reading, SOME))
    at_once = judging.judge(folder / "a.db", [pool[i] for i in chosen])
    one_by_one = built(folder / "b.db", map(reading, order))
    for i in sorted(chosen, key=lambda i: (i + seed) % 7):
        one_by_one = judging.judge(folder / "b.db", [pool[i]])
    assert content(at_once) == content(one_by_one)
    assert at_once.outcomes == one_by_one.outcomes
    with store.connect(folder / "c.db", create=True) as db:
        for i in chosen:
            store.add_judgement(db, pool[i])
    fresh = built(folder / "c.db", map(reading, order))
    assert content(fresh) == content(at_once)


@pytest.mark.parametrize("case", APPLIED, ids=[c["name"] for c in APPLIED])
def test_undo_restores_exactly(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    before = built(path, map(reading, case["articles"]))
    record = judged(path, case)
    for one in reversed(record.judgements):
        record, _ = judging.undo(path, one.id[:8])
    assert unformed(record) == unformed(before)


def unformed(record: m.Record) -> m.Record:
    """A record without the ids that rows had for a while, which stay known."""
    sections = ("actors", "statements", "claims", "stories")
    return replace(record, **{s: tuple(replace(r, former=()) for r in getattr(record, s)) for s in sections})


@pytest.mark.parametrize("case", APPLIED, ids=[c["name"] for c in APPLIED])
def test_a_judgement_survives_a_rebuild_in_which_all_ids_and_offsets_have_moved(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "r.db"
    before = judged(path, case)
    known = {d.id for d in before.documents}
    moved = built(path, (reading(i, "By our own correspondent in Lindal.") for i in case["articles"]))
    assert not known & {d.id for d in moved.documents}
    assert [o.state for o in moved.outcomes] == case["outcomes"], [o.reason for o in moved.outcomes]
    for group in case.get("one", ()):
        assert len({where(moved, named) for named in group}) == 1, group
    for one, other in case.get("two", ()):
        assert where(moved, one) != where(moved, other), (one, other)
    for named in case.get("absent", ()):
        assert not rows(moved, named), named
    assert [j.id for j in moved.judgements] == [j.id for j in before.judgements]


def test_a_document_that_goes_and_comes_back_takes_its_judgement_along(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    case = next(c for c in CASES if c["name"] == "an attribution is not of a statement")
    there = judged(path, case)
    gone = built(path, map(reading, ["1", "2"]))
    assert [o.state for o in gone.outcomes] == ["not_applied"]
    assert "none of its documents is in this record" in str(gone.outcomes[0].reason)
    back = built(path, map(reading, ["3", "1", "2"]))
    assert content(back) == content(there)
    assert back.outcomes == there.outcomes


def test_a_judgement_without_anchors_is_kept_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    record = built(path, map(reading, ["1", "2"]))
    bare = m.Judgement(id="j-1", kind="reject", target=record.statements[0].id, at="2031-01-01")
    after = judging.judge(path, [bare])
    assert after.judgements == (bare,)
    assert [(o.state, bool(o.reason)) for o in after.outcomes] == [("not_applied", True)]
    assert content(after) == content(record)


# ------------------------------------------------------------------------------------- names
def test_one_name_with_two_roles_is_for_a_person_to_judge(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    record = built(path, map(reading, ["1", "2", "3", "4"]))
    assert [c.name for c in record.clashes] == ["Ada Renholt"]
    titles = {r.title for r in record.clashes[0].roles}
    assert any("spokeswoman" in t for t in titles)
    assert any("mayor" in t for t in titles)
    actor = pick(record, "actors:Ada Renholt")
    two = judging.judge(path, [judging.make(record, "split", [actor, pick(record, "documents:Freight firm")], {})])
    assert two.clashes == ()
    assert len([a for a in two.actors if a.name == "Ada Renholt"]) == 2
    record, _ = judging.undo(path, two.judgements[0].id)
    one = judging.judge(path, [judging.make(record, "merge", [actor], {})])
    assert one.clashes == ()
    assert [o.state for o in one.outcomes] == ["applied"]


# ------------------------------------------------------------------------------------- between people
def test_judgements_are_handed_on(tmp_path: Path) -> None:
    record = built(tmp_path / "a.db", map(reading, SOME))
    made = [judgement(record, one, number) for number, one in enumerate(POOL[:4])]
    mine = judging.judge(tmp_path / "a.db", made)
    (tmp_path / "mine.jsonl").write_bytes(judging.written(mine.judgements))
    built(tmp_path / "b.db", map(reading, reversed(SOME)))
    yours = judging.judge(tmp_path / "b.db", judging.read(tmp_path / "mine.jsonl"))
    assert yours.judgements == mine.judgements
    assert content(yours) == content(mine)
    twice = judging.judge(tmp_path / "b.db", judging.read(tmp_path / "mine.jsonl"))
    assert twice == again(tmp_path / "b.db")
    assert json.loads(judging.written(made).splitlines()[0])["targets"][0]["anchors"]


def test_articles_are_told_apart() -> None:
    assert len({a["text"] for a in ARTICLES.values()}) == len(ARTICLES)


# ------------------------------------------------------------------------------------- the command
def test_the_command(tmp_path: Path) -> None:
    path, other = tmp_path / "r.db", tmp_path / "o.db"
    record = built(path, map(reading, ["1", "2", "3"]))
    wrong = pick(record, "differences:figure")
    done = run("judge", path, "reject", wrong[:8], "--note", "a misprint", ONRECORD_AUTHOR="Ann")
    assert (done.returncode, b"applied" in done.stderr) == (0, True), done.stderr.decode()
    rows = json.loads(run("judge", path, "list", "--format", "json").stdout)
    assert [(r["kind"], r["note"], r["author"], r["outcome"]) for r in rows] == [
        ("reject", "a misprint", "Ann", "applied")
    ]
    assert b"figure" in run("show", path, "decided", "--csv").stdout
    assert b"a misprint" in run("why", path, rows[0]["id"]).stdout
    (tmp_path / "mine.jsonl").write_bytes(run("judge", path, "export").stdout)
    built(other, map(reading, ["2", "3"]))
    handed = run("judge", other, "apply", tmp_path / "mine.jsonl")
    assert (handed.returncode, b"not applied" in handed.stderr) == (3, True)  # the document is not there
    assert run("judge", path, "undo", rows[0]["id"]).returncode == 0
    assert store.open_record(path) == record


WRONG: list[tuple[list[str], str]] = [
    (["reject", "x-nothing"], "no such row"),
    (["reject"], "no target"),
    (["fix", "STORY", "--value", "title"], "FIELD=VALUE"),
    (["fix", "STORY", "--value", "colour=red"], "no such field"),
    (["fix", "STORY"], "no value is given"),
    (["reject", "STORY"], "cannot be rejected"),
    (["undo", "j-none"], "0 judgements begin so"),
    (["apply"], "apply needs"),
]


@pytest.mark.parametrize(("words", "says"), WRONG, ids=[" ".join(w) for w, _ in WRONG])
def test_wrong_usage_says_what_to_do(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], says: str
) -> None:
    path = tmp_path_factory.mktemp("wrong") / "r.db"
    record = built(path, map(reading, ["1"]))
    given = [record.stories[0].id if w == "STORY" else w for w in words]
    done = CliRunner().invoke(main, ["judge", str(path), *given])
    assert (done.exit_code, says in done.output) == (2, True), done.output


def test_a_file_that_is_none_of_judgements_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    built(path, map(reading, ["1"]))
    (tmp_path / "bad.jsonl").write_text('{"id": "j-1"}\n')
    done = CliRunner().invoke(main, ["judge", str(path), "apply", str(tmp_path / "bad.jsonl")])
    assert (done.exit_code, "line 1" in done.output) == (1, True), done.output
