"""The documentation is true: commands, names of the public API, and what the README shows."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from pathlib import Path

import pytest

import onrecord
from conftest import ROOT


def test_the_command_reference_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs" / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text("utf-8") == module.commands(), "run `make docs`"


def test_the_public_names() -> None:
    assert sorted(onrecord.__all__) == list(onrecord.__all__)
    assert all(getattr(onrecord, name) is not None for name in onrecord.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        _ = onrecord.nothing


def test_the_api_builds_and_opens(tmp_path: Path) -> None:
    pages = sorted((ROOT / "examples" / "pages").iterdir())[:2]
    built = onrecord.build(pages, tmp_path / "r.db")
    assert onrecord.open(tmp_path / "r.db") == built
    with pytest.raises(onrecord.UnreadableError, match="nothing could be read"):
        onrecord.build(tmp_path / "nowhere", tmp_path / "x.db")
    with pytest.raises(onrecord.RecordError, match="no such record"):
        onrecord.open(tmp_path / "none.db")


PAGES = [p.relative_to(ROOT) for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_in_the_documentation_lead_somewhere(page: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in t]
    assert [t for t in targets if not (ROOT / page.parent / t).exists()] == []


def test_the_record_opens_as_plain_sqlite_with_the_tables_of_the_documentation(example: Path) -> None:
    with sqlite3.connect(example) as db:
        held = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")}
        told = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "store.md").read_text("utf-8"), re.MULTILINE))
        assert told
        assert told <= held
        for name in sorted(told):
            db.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchall()
        found = db.execute("SELECT count(*) FROM search WHERE search MATCH 'tunnel'").fetchone()[0]
        assert found > 3
