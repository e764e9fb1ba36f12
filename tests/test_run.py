"""Work in processes: every page gets its answer, in order, whatever one of them does to its process."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

import unruly
from onrecord import model as m
from onrecord.run import here
from onrecord.run.annotate import answers
from onrecord.run.build import build
from onrecord.run.here import StoppedError, Workers, read_pages
from onrecord.run.spool import Spool
from onrecord.settings import Settings
from unruly import dies_of_x, misbehave


def page(number: int, text: str | None = None) -> m.Page:
    data = (text or f"“Number {number} is late,” said Ann Lee, the mayor of Orme.").encode()
    return m.Page(path=str(number), kind="text", data=data, sha256=sha256(data).hexdigest())


def read(pages: list[m.Page], workers: int = 2) -> tuple[list[m.Reading | m.Rejected], list[str]]:
    done: list[str] = []
    with Workers(Settings(workers=workers)) as mine:
        return list(read_pages(pages, mine, lambda p: done.append(p.path))), done


@pytest.mark.parametrize("count", [0, 1, here.FEW, 45])
@pytest.mark.parametrize("workers", [1, 2])
def test_every_page_is_answered_in_order(count: int, workers: int) -> None:
    answered, done = read([page(i) for i in range(count)], workers)
    assert [a.document.path for a in answered if isinstance(a, m.Reading)] == [str(i) for i in range(count)]
    assert done == [str(i) for i in range(count)]


def test_a_page_that_is_no_article_is_rejected_and_the_rest_goes_on() -> None:
    answered, _ = read([page(i, " \n " if i == 7 else None) for i in range(30)])
    assert [a for a in answered if isinstance(a, m.Rejected)] == [m.Rejected("7", "there is no word in the text")]
    assert len(answered) == 30


# ----------------------------------------------------------------- what a document may do to the process that reads it
REASONS = {
    "hang": "reading it took longer than 4 seconds",
    "eat": "reading it needs more memory than a document may have",
    "die": "reading it brings its process down",
    "abort": "reading it brings its process down",
    "deep": "onrecord failed on it (RecursionError",
}


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("workers", [1, 2])
def test_what_eats_or_dies_costs_itself_alone(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "MEMORY", 400_000_000)
    tasks = ["well", "eat", "die", "print", "ask", "abort", "deep", "well"]
    with Workers(Settings(workers=workers)) as mine:
        answered = list(mine.map(misbehave, tasks))
    assert [task for task, _ in answered] == tasks
    for task, answer in answered:
        assert str(answer).startswith(REASONS.get(task, task))


@pytest.mark.usefixtures("near")
def test_it_is_stopped_among_many() -> None:
    with Workers(Settings(workers=2)) as mine:
        mine.seconds = 4
        many = [answer for _, answer in mine.map(misbehave, ["well"] * 20 + ["hang", "die"] + ["well"] * 20)]
        assert [str(a) for a in many if isinstance(a, StoppedError)] == [REASONS["hang"], REASONS["die"]]
        assert many.count("well") == 40
        first = mine.all[0]
        assert first.process is not None
        first.process.kill()
        first.process.wait()
        assert mine.ask(misbehave, "well") == "well"  # a process that something else ended is started anew


@pytest.mark.usefixtures("near")
def test_a_file_that_brings_its_reader_down_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(here.work, "opened", dies_of_x)
    with Workers(Settings()) as mine:
        found = [item for name in ("a", "x", "b") for item in mine.opened(tmp_path / name)]
    assert found == [
        m.Rejected(str(tmp_path / "a"), "seen"),
        m.Rejected(str(tmp_path / "x"), "reading it brings its process down"),
        m.Rejected(str(tmp_path / "b"), "seen"),
    ]


@pytest.mark.usefixtures("near")
def test_in_a_small_build_one_page_is_stopped_and_the_other_is_in_the_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(here, "MEMORY", 600_000_000)
    monkeypatch.setattr(here, "SECONDS", 8)
    monkeypatch.setattr(here.work, "read", unruly.read)
    for word in ("HANG", "EAT", "DIE", "well"):
        (tmp_path / f"{word}.txt").write_text(f"“The ferry is late,” said Ann Lee, the mayor of {word}. " * 3)
    built = build([tmp_path], tmp_path / "x.db", Settings())
    assert {Path(r.path).stem: r.reason for r in built.record.rejected} == {
        "HANG": "reading it took longer than 8 seconds",
        "EAT": REASONS["eat"],
        "DIE": REASONS["die"],
    }
    assert [Path(d.path).stem for d in built.record.documents] == ["well"]


@pytest.mark.usefixtures("near")
def test_annotate_stops_a_line_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "MEMORY", 600_000_000)
    monkeypatch.setattr(here.work, "annotated", unruly.annotated)
    rows = [{"id": n, "text": text} for n, text in enumerate(["It is late to EAT.", "It is late.", "It is later."])]
    lines = [json.dumps(row).encode() for row in rows]
    given = BytesIO(b"\xef\xbb\xbf" + b"\n\n".join([*lines, b"7" * 20_000]))
    told = [json.loads(line) for line in answers(given, frozenset({"clean"}), Settings(max_bytes=19_000))]
    assert [row["id"] for row in told] == [0, 1, 2, None]
    assert told[0]["error"] == REASONS["eat"]
    assert told[1]["text"] == "It is late."
    assert "longer than 19,000 bytes" in told[3]["error"]


# ---------------------------------------------------------------------------------- many pages and little memory
def test_pages_are_held_on_disk_and_come_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page(n, f"<p>{n} " + os.urandom(400).hex()) for n in range(50)]
    pages = [replace(p, kind="html", url=f"https://quay{n % 3}.example/{n}") for n, p in enumerate(pages)]
    monkeypatch.setattr("onrecord.run.spool.IN_MEMORY", 2000)
    with Spool() as spool:
        assert spool.fill([*pages, m.Rejected("x", "why")]) == [m.Rejected("x", "why")]
        assert [spool.whole(n) for n in reversed(range(50))] == pages[::-1]
        assert {p.data for p in spool.pages} == {b""}
        assert set(spool.sites) == {"quay0.example", "quay1.example", "quay2.example"}
