"""Bad input, through the whole of a build: a clear reason or the article without the rubbish, and the rest goes on."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from functools import reduce
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.model import Record
from onrecord.run.build import build
from onrecord.settings import Settings

FIRST = "The ferry to Ostholm will stop for three weeks while its hull is mended, said Mira Lund, the operator’s head."
SECOND = "She told passengers that buses would run from the northern pier in its place, every hour until midnight."
LAST = "“Nobody will be left on the island,” she said, and asked people to come early on Friday."
ARTICLE = f"<h1>Ferry to Ostholm stops</h1><p>{FIRST}</p>\n<p>{SECOND}</p>\n<p>{LAST}</p>"
TITLE = "<title>Ferry to Ostholm stops</title>"
WELL = f"<!DOCTYPE html><html><head>{TITLE}</head><body><article>{ARTICLE}</article></body></html>"
UNSEEN_IN_WORDS = {"ferry": "fer\u200bry", "Mira": "\ufeffMira\u200d", "head": "he\u00adad"}
DIRECTED = {"Mira Lund": "\u202aMira Lund\u202c\u200f", "three": "\u2067three\u2069"}
MILLION = 1_000_000
UNSEEN = re.compile("[\u200d\u200f\u202a-\u202e\u2066-\u2069]")  # kept in texts: some scripts need them


def within(before: str, after: str = "", body: str = ARTICLE) -> str:
    return WELL.replace(ARTICLE, before + body + after)


def told(words: dict[str, str]) -> str:
    return within("", body=reduce(lambda text, word: text.replace(word, words[word]), words, ARTICLE))


def mail_in_mail(depth: int) -> str:
    head = "From: a@a.example\nMIME-Version: 1.0\nMessage-ID: <1@a.example>\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"{head}{parts}Content-Type: text/html\n\n{WELL}"


def docx_in_tables(depth: int) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cells, ends = "<w:tbl><w:tr><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        text = f"<w:p><w:r><w:t>{FIRST}</w:t></w:r></w:p>"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}">{cells}{text}{ends}</w:document>')
    return out.getvalue()


def laughing(root: str) -> str:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{laughs}]>'


WHOLE = [FIRST, SECOND, LAST]
# What is in the file, and the paragraphs that come of it; None where there has to be a reason.
CASES: dict[str, tuple[Callable[[], str | bytes], list[str] | None]] = {
    "cut off in a tag": (lambda: WELL[: WELL.index("<p>“Nobody") + 2], [FIRST, SECOND]),
    "cut off in a word": (lambda: WELL[: WELL.index("passengers") + 4], None),
    "cut off in a script": (lambda: within("", "<script>var a = '"), WHOLE),
    "a hundred elements deep": (lambda: within("<div>" * 100, "</div>" * 100), WHOLE),
    "twenty thousand elements deep": (lambda: within("<div>" * 20_000, "</div>" * 20_000), None),
    "ends of elements that never began": (lambda: within("</div></p></span>" * 50_000), WHOLE),
    "a picture of four megabytes inside": (lambda: within(f"<img src='data:x;base64,{'QUJD' * MILLION}'>"), WHOLE),
    "a style of two megabytes": (lambda: within(f"<style>a{{b:url(data:x,{'A' * 2 * MILLION})}}</style>"), WHOLE),
    "a comment that never ends": (lambda: within("", "<!--" + " x" * 100_000), WHOLE),
    "a megabyte of less-than signs": (lambda: "<" * MILLION, None),
    "a megabyte of open brackets": (lambda: "[" * MILLION, None),
    "a megabyte of blank": (lambda: "\n" * MILLION, None),
    "a copyright and half a megabyte of blank": (lambda: "News\n© " + " \n" * 250_000 + "1", None),
    "a word of a megabyte": (lambda: "a" * MILLION, None),
    "windows bytes in a UTF-8 page": (lambda: WELL.encode().replace("’".encode(), b"\x92"), WHOLE),
    "windows bytes and nothing said of them": (lambda: WELL.encode("cp1252"), WHOLE),
    "controls": (lambda: within("\x00\x01\x08\x0c\x1b[31m\x7f"), WHOLE),
    "marks of no width in words": (lambda: told(UNSEEN_IN_WORDS), WHOLE),
    "marks of direction": (lambda: told(DIRECTED), WHOLE),
    "scripts and handlers": (
        lambda: within(
            "<script>document.write('<p>Written by a script that must not be read at all.</p>')</script>",
            "<p onclick=\"alert('x')\"><a href='javascript:alert(1)' onmouseover=steal()></a></p><svg onload=alert(1)>"
            "<template><p>Nobody sees this paragraph of the template, said nobody.</p></template>"
            "<iframe srcdoc='<p>Framed words that stand on another page, she said.</p>'></iframe>",
        ),
        WHOLE,
    ),
    "a feed that laughs": (lambda: laughing("rss") + "<rss><channel><title>&l8;</title></channel></rss>", None),
    "an outline that laughs": (lambda: laughing("opml") + "<opml><body><outline xmlUrl='&l8;'/></body></opml>", None),
    "a feed a hundred thousand elements deep": (lambda: "<rss>" + "<a>" * 100_000, None),
    "an outline fifty thousand elements deep": (lambda: "<opml><body>" + "<outline>" * 50_000, None),
    "JSON a hundred thousand lists deep": (lambda: '{"id": "1", "text": ' + "[" * 100_000, None),
    "a library a hundred thousand lists deep": (lambda: '[{"id": ' + "[" * 100_000, None),
    "parts in parts": (lambda: mail_in_mail(30), WHOLE),
    "parts in parts without end": (lambda: mail_in_mail(2_000), None),
    "a document of tables in tables": (lambda: docx_in_tables(5_000), None),
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """All of it in one folder, with one article that is well."""
    folder = tmp_path_factory.mktemp("bad")
    for number, (make, _) in enumerate(CASES.values()):
        data = make()
        (folder / f"{number:02}").write_bytes(data.encode() if isinstance(data, str) else data)
    (folder / "well.jsonl").write_text(json.dumps({"id": "well", "text": "It will rain, the mayor said."}))
    return build([folder], folder.parent / "bad.db", Settings(workers=2)).record


@pytest.mark.parametrize("name", CASES)
def test_bad_input_costs_itself_alone(name: str, record: Record) -> None:
    number = f"{list(CASES).index(name):02}"
    shown = next((d for d in record.documents if Path(d.path).name == number), None)
    reasons = [r.reason for r in record.rejected if Path(r.path).name == number]
    expected = CASES[name][1]
    if expected is None:
        assert len(reasons) == 1
        assert shown is None
    else:
        assert shown is not None
        assert [UNSEEN.sub("", p.span.of(shown.text)) for p in shown.paragraphs] == expected
        assert reasons == []


def test_the_rest_goes_on_and_nothing_is_our_fault(record: Record) -> None:
    assert "well" in {d.path for d in record.documents}
    faults = re.compile("please report|took longer than|process down|more memory")
    assert [r for r in record.rejected if faults.search(r.reason)] == []
