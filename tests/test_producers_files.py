"""Files that real programs made: every format from at least three of them, none ours (see tests/files/make.sh)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from onrecord import read
from onrecord.clean import clean
from onrecord.errors import UnreadableError
from onrecord.model import Document, Page
from onrecord.settings import Settings
from test_formats import damaged, judged

FILES = Path(__file__).parent / "files"
FOUND = Path(__file__).parent / "fuzz" / "found"  # see tests/fuzz/readers.py
TABLE = tomllib.loads((Path(__file__).parent / "cases" / "producers.toml").read_text("utf-8"))
ARTICLES: dict[str, dict[str, Any]] = TABLE["article"]
ROWS: list[dict[str, Any]] = TABLE["file"]
FIELDS = ("title", "outlet", "published", "authors", "url")
NOT_FETCHED = "addresses in files are fetched only with --fetch"


def read_file(path: Path) -> tuple[list[tuple[Page, Document]], list[str], list[str]]:
    """The articles of a file, the addresses in it, and the reasons for what else is not read."""
    articles, links, rejected = [], [], []
    for item in read.pages([path], Settings()):
        if isinstance(item, Page):
            try:
                articles.append((item, clean(item, Settings())))
            except UnreadableError as error:
                rejected.append(str(error))
        elif NOT_FETCHED in item.reason:
            links.append(item.path.removeprefix(f"{path}!"))
        else:
            rejected.append(item.reason)
    return articles, links, rejected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["path"])
def test_a_file_of_a_real_program(row: dict[str, Any]) -> None:
    articles, links, rejected = read_file(FILES / row["path"])
    names = row.get("articles", [])
    assert [document.title for _, document in articles] == [_expected(name, row, "title") for name in names]
    for name, (page, document) in zip(names, articles, strict=True):
        found = {
            "title": document.title,
            "outlet": document.outlet,
            "published": (document.published.value or "")[:10] or None,
            "authors": list(document.authors),
            "url": document.url,
        }
        assert found == {field: _expected(name, row, field) for field in FIELDS}
        words = " ".join(document.text.split())
        told = ARTICLES[name]
        assert words.startswith(told["first"]) or (told["first"] in words and page.kind == "text")
        assert any(words.endswith(last) for last in told["last"])
    assert links == row.get("links", [])
    reasons = row.get("rejected", [])
    assert len(rejected) == len(reasons)
    assert all(part in reason for part, reason in zip(reasons, rejected, strict=True))


def _expected(name: str, row: dict[str, Any], field: str) -> object:
    nothing: object = [] if field == "authors" else None
    if {field, f"{name}.{field}"} & set(row.get("without", [])):
        return nothing
    return row.get(field, ARTICLES[name][field]) or nothing


def test_every_format_comes_from_three_programs_and_every_file_is_in_the_table() -> None:
    programs: dict[str, set[str]] = defaultdict(set)
    for path in FILES.glob("*/*"):
        programs[path.parent.name].add(path.stem.partition("-")[0].partition(".")[0])
    assert {name: sorted(found) for name, found in programs.items() if len(found) < 3} == {}
    assert {row["path"] for row in ROWS} == {p.relative_to(FILES).as_posix() for p in FILES.glob("*/*")}


@pytest.mark.parametrize("path", ["zip/info-zip.zip", "zip/7z-local-names.zip", "zip/bsdtar.zip", "zip/python.zip"])
def test_names_in_an_archive_are_what_they_were(path: str) -> None:
    found = [item.path for item in read.pages([FILES / path], Settings())]
    assert f"{FILES / path}!Straße nach Orme/Grüße.html" in found


# ------------------------------------------------------------------------------ the same files, damaged
SEEDS = [path.read_bytes() for path in sorted(FILES.glob("*/*")) if path.stat().st_size < 30_000]
QUICK = [data for data in SEEDS if not data.startswith(b"%PDF")]  # a PDF is read in a process of its own
PDFS = [data for data in SEEDS if data.startswith(b"%PDF")]


@hypothesis_settings(max_examples=150, deadline=None)
@given(damaged(QUICK))
def test_any_damage_to_a_real_file_ends_in_pages_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    judged(tmp_path_factory.getbasetemp(), data)


@hypothesis_settings(max_examples=4, deadline=None)
@given(damaged(PDFS))
def test_any_damage_to_a_pdf_ends_in_pages_or_a_reason(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    judged(tmp_path_factory.getbasetemp(), data)


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_by_fuzzing_stays_right(path: Path, tmp_path: Path) -> None:
    judged(tmp_path, path.read_bytes())
