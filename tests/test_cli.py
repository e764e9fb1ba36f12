"""The installed command, as a user runs it: output, errors, exit codes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from pathlib import Path

import pytest

from conftest import PAGES, run

STORY = (
    "The bridge over the Arn will open in May, Mayor Lena Holt said on Tuesday. “We have waited nine years for this "
    "bridge,” she told the council. The work cost 12 million crowns, according to the council."
)


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_help_names_every_command_with_examples() -> None:
    main = run("--help").stdout.decode()
    for command in ("build", "annotate", "export", "serve", "show", "why", "demo"):
        assert f"  {command} " in main
        shown = run(command, "--help").stdout.decode()
        assert "Examples:" in shown
        assert f"onrecord {command}" in shown.split("Examples:")[1] or command == "annotate"


def test_version_is_that_of_the_record(example: Path) -> None:
    version = run("--version").stdout.decode().split()[-1]
    assert json.loads(run("export", example).stdout)["onrecord"] == version


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["build"], 2, "PATH"),
        (["build", "nowhere", "-o", "{tmp}/r.db"], 1, "there is no such file"),
        (["build", str(PAGES), "-o", "{tmp}/r.db", "--model", "best"], 2, "best"),
        (["build", str(PAGES), "-o", "{tmp}/r.db", "--settings", "{tmp}/bad.toml"], 2, "unknown key 'colour'"),
        (["build", str(PAGES), "-o", "{tmp}/other.db"], 2, "not a record"),
        (["export", "{tmp}/none.db"], 2, "no such record"),
        (["show", "{tmp}/other.db"], 2, "not a record"),
        (["show", "{tmp}/none.db", "weather"], 2, "weather"),
        (["why", "{example}", "x-none"], 2, "no such row"),
        (["export", "{example}", "--format", "csv"], 2, "--table"),
        (["annotate", "--only", "moods"], 2, "moods"),
    ],
)
def test_errors_say_what_and_what_to_do(
    arguments: list[str], code: int, says: str, tmp_path: Path, example: Path
) -> None:
    (tmp_path / "bad.toml").write_text('colour = "red"\n')
    (tmp_path / "other.db").write_bytes(b"this is not a database at all" * 99)
    done = run(*(a.format(tmp=tmp_path, example=example) for a in arguments))
    assert done.returncode == code, done.stderr.decode()
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_bad_files_are_listed_and_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    noise = random.Random(1)
    top = "The Arn Mirror\nHome\nNews\n\nBridge to open in May\n\nBy Ann Lee\n4 March 2025\n\n"
    (folder / "good.txt").write_text(f"{top}{STORY}\n")
    (folder / "empty.txt").write_text("")
    (folder / "blank.html").write_text("   \n")
    (folder / "noise.html").write_bytes(noise.randbytes(5000))
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + noise.randbytes(500))
    (folder / "cut.html.gz").write_bytes(gzip.compress(b"<html><body>" + b"<p>x</p>" * 999)[:40])
    (folder / "lines.jsonl").write_bytes(lines({"id": "1", "text": STORY}) + b"{broken\n" + lines({"id": "2"}))
    (folder / "latin.txt").write_bytes(("Caf\xe9 news\n\nBy Ann Lee\n\n" + STORY).encode("cp1252"))
    (folder / "wide.txt").write_text(f"Wide News\n\nA title of the news\n\n{STORY}", encoding="utf-16")
    (folder / "big.txt").write_bytes(b"A line of words that goes on and on. " * 40_000)
    (folder / "settings.toml").write_text("max_bytes = 1000000\n")
    done = run("build", folder, "-o", tmp_path / "r.db", "--settings", folder / "settings.toml")
    assert done.returncode == 3, done.stderr.decode()
    record = json.loads(run("export", tmp_path / "r.db").stdout)
    reasons = {Path(r["path"]).name: r["reason"] for r in record["rejected"]}
    assert {"empty.txt", "blank.html", "noise.html", "picture.txt", "cut.html.gz", "big.txt"} <= reasons.keys()
    assert {"lines.jsonl:2", "lines.jsonl:3"} <= reasons.keys()
    assert all(reasons.values())
    assert "failed on this page" not in str(reasons)
    read = {Path(d["path"]).name for d in record["documents"]}
    assert {"good.txt", "1"} <= read


def test_building_again_reads_only_what_is_new(tmp_path: Path) -> None:
    folder, record = tmp_path / "in", tmp_path / "r.db"
    folder.mkdir()
    for name in ("01-northwire-tunnel-closed.txt", "02-lindal-gazette.html"):
        (folder / name).write_bytes((PAGES / name).read_bytes())
    first = run("build", folder, "-o", record)
    one = run("export", record).stdout
    assert "(2 pages read)" in first.stderr.decode()
    assert "(0 pages read, 2 kept" in run("build", folder, "-o", record).stderr.decode()
    assert run("export", record).stdout == one
    (folder / "04.html").write_bytes((PAGES / "04-radio-belmark.html").read_bytes())
    (folder / "copy.html").write_bytes((PAGES / "04-radio-belmark.html").read_bytes())
    assert "(1 page read, 2 kept" in run("build", folder, "-o", record).stderr.decode()
    grown = json.loads(run("export", record).stdout)
    assert len(grown["documents"]) == 3
    twice = next(d for d in grown["documents"] if len(d["paths"]) == 2)
    assert [Path(p).name for p in twice["paths"]] == ["04.html", "copy.html"]
    fresh = tmp_path / "fresh.db"
    run("build", folder, "-o", fresh)
    assert content(json.loads(run("export", fresh).stdout)) == content(grown)
    before = {s["id"] for s in json.loads(one)["statements"]}
    assert before <= {i for s in grown["statements"] for i in [s["id"], *s["former"]]}


def content(record: dict[str, object]) -> dict[str, int]:
    """What is in a record, without the ids that depend on its history."""
    return {name: len(rows) for name, rows in record.items() if isinstance(rows, list)}


def test_a_fresh_build_is_the_same_in_any_order_and_on_any_number_of_workers(tmp_path: Path) -> None:
    files = sorted(PAGES.iterdir())
    made = []
    for number, (order, workers) in enumerate([(files, "1"), (files[::-1], "1"), (files[4:] + files[:4], "2")]):
        record = tmp_path / f"{number}.db"
        run("build", *order, "-o", record, "--workers", workers)
        made.append(run("export", record).stdout)
    assert made[0] == made[1] == made[2]


def test_annotate_answers_line_for_line(tmp_path: Path) -> None:
    page = (PAGES / "04-radio-belmark.html").read_text("utf-8")
    dump = (PAGES / "05-torvian-post.txt").read_text("utf-8")
    stdin = lines({"id": "a", "text": STORY, "published": "2025-03-04"}) + b"\n{bad\n"
    stdin += lines({"id": "b", "html": page}, {"id": 3, "dump": dump}, {"id": "d"}, [1])
    done = run("annotate", stdin=stdin)
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in rows] == ["a", None, "b", 3, "d", None]
    assert ["error" in r for r in rows] == [False, True, False, False, True, True]
    assert rows[0]["text"] == STORY
    speakers = {a["speaker"] for a in rows[0]["attributions"]}
    assert "Lena Holt" in speakers
    for row in (rows[0], rows[2], rows[3]):
        for layer in ("times", "figures", "names"):
            for item in row[layer]:
                assert row["text"][slice(*item["span"])] == item["text"]


def test_annotate_does_only_what_is_asked() -> None:
    row = json.loads(run("annotate", "--only", "times,names", stdin=lines({"id": "a", "text": STORY})).stdout)
    assert "times" in row
    assert "names" in row
    assert "attributions" not in row
    assert "figures" not in row


@pytest.mark.parametrize("table", ["statements", "differences", "timeline", "origins", "sources", "rejected"])
def test_show_prints_each_table(example: Path, table: str) -> None:
    shown = run("show", example, table)
    assert shown.returncode == 0, shown.stderr.decode()
    rows = json.loads(run("show", example, table, "--json").stdout)
    read = list(csv.DictReader(io.StringIO(run("show", example, table, "--csv").stdout.decode())))
    assert len(rows) == len(read)
    assert f"({len(rows)})" in shown.stdout.decode() or not rows


def test_show_says_how_many_speakers_are_open(example: Path) -> None:
    assert "have no speaker that is certain" in run("show", example).stderr.decode()


def test_why_gives_the_evidence_path_of_every_kind_of_row(example: Path) -> None:
    record = json.loads(run("export", example).stdout)
    for section in ("documents", "actors", "attributions", "statements", "claims", "differences", "figures", "times"):
        done = run("why", example, record[section][0]["id"], "--json")
        assert done.returncode == 0, (section, done.stderr.decode())
        assert json.loads(done.stdout)


def test_demo_ends_by_itself_without_a_display(tmp_path: Path) -> None:
    done = run("demo", "-o", tmp_path / "demo.db")
    assert done.returncode == 0, done.stderr.decode()
    assert "9 articles" in done.stderr.decode()
    assert "http://127.0.0.1" in done.stderr.decode()


def test_quiet_is_quiet(tmp_path: Path) -> None:
    done = run("build", PAGES, "-o", tmp_path / "r.db", "--quiet")
    assert (done.stdout, done.stderr) == (b"", b"")
