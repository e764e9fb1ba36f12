"""Files and folders to pages: order, kinds by content, encodings, and reasons for what is not read."""

from __future__ import annotations

import base64
import gzip
import json
import quopri
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import read
from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.encoding import decode
from onrecord.settings import Settings

HTML = "<!doctype html><html><head><title>T</title></head><body><p>Größe und Maß, “so”.</p></body></html>"
DUMP = "Menu\nNews\nThe ferry stops\nThe ferry will stop for a month, its operator said."


def pages(path: Path, **given: int) -> list[Page | Rejected]:
    return list(read.pages([path], Settings(**given)))  # type: ignore[arg-type]


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def text_or_reason(data: bytes) -> str:
    try:
        return decode(data)
    except UnreadableError as error:
        return str(error)


def page_or_reason(row: object) -> Page | str:
    try:
        return read.line(row, "here")
    except UnreadableError as error:
        return str(error)


def test_kind_is_told_by_content(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", HTML)
    put(tmp_path, "b.html", DUMP)
    put(tmp_path, "c.dat", gzip.compress(HTML.encode()))
    put(tmp_path, "d.txt", '{"id": "1", "text": "Clean."}\n')
    kinds = [page.kind for page in pages(tmp_path) if isinstance(page, Page)]
    assert kinds == ["html", "dump", "html", "text"]


def test_walk_is_sorted_and_skips_hidden_files_and_assets(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        ".hidden",
        "b/.git/x.txt",
        "p.html",
        "p_files/ad.html",
        "q-march/q.txt",
    ):
        put(tmp_path, name, HTML if name.endswith("html") else DUMP)
    names = [str(Path(page.path).relative_to(tmp_path)) for page in pages(tmp_path)]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "p.html", "q-march/q.txt"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        (bytes(range(256)) * 12, "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "ZIP"),
        (b"\x1f\x8bnot really gzip", "compressed"),
        (gzip.compress(HTML.encode())[:-12], "compressed"),
        (b"<html>" + b"a" * 5000, "larger"),
        (gzip.compress(b"a" * 5000), "larger"),
    ],
)
def test_what_is_not_read_has_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    put(tmp_path, "x", data)
    put(tmp_path, "y", DUMP)
    found = pages(tmp_path, max_bytes=4000)
    assert isinstance(found[0], Rejected)
    assert reason in found[0].reason
    assert isinstance(found[1], Page)


def test_a_missing_path_and_a_folder_loop_have_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "f/a.txt", DUMP)
    (tmp_path / "f" / "again").symlink_to(tmp_path / "f")
    (tmp_path / "f" / "gone").symlink_to(tmp_path / "nothing")
    reasons = [page.reason for page in pages(tmp_path / "f") if isinstance(page, Rejected)]
    assert ["leads back" in reasons[0], "nowhere" in reasons[1]] == [True, True]
    assert "no such file" in pages(tmp_path / "none")[0].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-15"]
)
def test_encodings(encoding: str) -> None:
    text = HTML.replace("<head>", f"<head><meta charset='{encoding}'>").replace("“so”", "so")
    assert decode(text.encode(encoding)) == text


def test_an_undeclared_encoding_is_guessed() -> None:
    text = "Die Fähre nach Ostholm fällt für einen Monat aus, sagte der Betreiber. Größere Schäden gebe es nicht. " * 8
    assert decode(text.encode("windows-1252")) == text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    text = "Größe und Maß. " * 200
    assert decode(text.encode() + b"\xff" + text.encode()).count("Größe") == 400


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        '\ufeff{"id": "a", "text": "One.", "authors": ["Ann Lee"], "published": "2031-04-02"}',
        "",
        "{broken",
        '{"id": "b"}',
        '{"id": "c", "text": "Two.", "html": "<p>Two.</p>"}',
        '{"id": "d", "text": 7}',
        '["e"]',
        json.dumps({"html": HTML, "url": "https://a.example/1"}),
        '{"id": 9, "dump": "Three\\ud800."}',
    ]
    path = put(tmp_path, "x.jsonl", "\n".join(rows))
    found = pages(path)
    read_ = [page for page in found if isinstance(page, Page)]
    assert [page.path for page in read_] == ["a", f"{path}:8", "9"]
    assert read_[0].given.authors == ("Ann Lee",)
    assert read_[1].url == "https://a.example/1"
    assert read_[2].data.decode() == "Three\ufffd."
    refused = {page.path.rsplit(":", 1)[1]: page.reason for page in found if isinstance(page, Rejected)}
    assert sorted(refused) == ["3", "4", "5", "6", "7"]
    assert "not JSON" in refused["3"]
    assert "has none" in refused["4"]
    assert "has text and html" in refused["5"]


def test_a_line_too_long_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = ['{"id": "a", "text": "One."}', json.dumps({"id": "b", "text": "x" * 3000}), '{"id": "c", "text": "Three."}']
    found = pages(put(tmp_path, "x.jsonl", "\n".join(rows)), max_bytes=1000)
    assert [type(page).__name__ for page in found] == ["Page", "Rejected", "Page"]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0025)https://a.example/story-1 -->",
        "<!--\n Page saved with SingleFile \n url: https://a.example/story-1 \n saved date: Wed Apr 02 2031 -->",
    ],
)
def test_the_address_in_a_saved_page(tmp_path: Path, comment: str) -> None:
    put(tmp_path, "a.html", HTML.replace("<html>", f"{comment}\n<html>"))
    page = pages(tmp_path)[0]
    assert isinstance(page, Page)
    assert page.url == "https://a.example/story-1"


def test_when_a_page_was_saved(tmp_path: Path) -> None:
    saved = "Wed Apr 02 2031 08:15:00 GMT+0200 (Central European Summer Time)"
    note = f"<!--\n Page saved with SingleFile \n url: https://a.example/1 \n saved date: {saved}\n-->"
    put(tmp_path, "a.html", HTML.replace("<html>", f"<html>{note}"))
    page = pages(tmp_path)[0]
    assert isinstance(page, Page)
    assert (page.url, page.fetched_at) == ("https://a.example/1", "2031-04-02T08:15:00+02:00")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_mhtml(tmp_path: Path, encoding: str, newline: str) -> None:
    code = quopri.encodestring if encoding == "quoted-printable" else base64.encodebytes
    lines = [
        "From: <Saved by a browser>",
        "Snapshot-Content-Location: https://a.example/story-1",
        'Content-Type: multipart/related; type="text/html"; boundary="=-x"',
        "",
        "--=-x",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
        "",
        code(HTML.encode()).decode(),
        "--=-x",
        "Content-Type: image/png",
        "",
        "...",
        "--=-x--",
    ]
    put(tmp_path, "a.mhtml", newline.join(lines))
    page = pages(tmp_path)[0]
    assert isinstance(page, Page)
    assert (page.kind, page.url) == ("html", "https://a.example/story-1")
    assert page.data.decode().strip() == HTML


def test_mhtml_without_a_page_has_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "a.mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\nplain\n--x--\n")
    assert "no HTML part" in pages(tmp_path)[0].reason  # type: ignore[union-attr]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    assert isinstance(text_or_reason(data), str)


@settings(max_examples=80, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["id", "text", "html", "url", "authors", "x"]), inner, max_size=5),
        ),
        max_leaves=8,
    )
)
def test_any_line_is_a_page_or_a_reason(row: object) -> None:
    page = page_or_reason(row)
    assert page
    if isinstance(page, Page):
        assert page.data
        assert page.kind in ("text", "html", "dump")


@pytest.mark.parametrize(
    "row",
    [
        {"maintext": "One.", "url": "https://a.example/1", "date_publish": "2031-04-02 08:15:30",
         "authors": ["Ann Lee"]},
        {"plaintext": "One.", "source": "https://a.example/1", "publishing_date": "2031-04-02", "author": "Ann Lee"},
        {"text": "One.", "raw_text": "x", "source": "https://a.example/1", "date": "2031-04-02", "author": "Ann Lee; "},
        {"text": "One.", "url": "https://a.example/1", "source": "x", "published": "2031-04-02", "date": "1999",
         "authors": ["Ann Lee"], "author": "Bo"},
    ],
)  # fmt: skip
def test_lines_of_other_programs(row: dict[str, object]) -> None:
    page = read.line(row, "here")
    assert (page.kind, page.data, page.url) == ("text", b"One.", "https://a.example/1")
    assert (page.given.authors, (page.given.published or "")[:10]) == (("Ann Lee",), "2031-04-02")
