"""The pages without a browser: status codes, twins of tables, headers, and text that could harm."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import httpx
import pytest

from conftest import run, served
from onrecord.publish.lookup import Lookup
from onrecord.publish.tables import TABLES


def test_every_row_has_its_page(address: str, look: Lookup) -> None:
    with httpx.Client(base_url=address) as client:
        ways = ["/", "/search?q=tunnel", "/search?q=", "/search?q=%22%5B%28*"]
        ways += [f"/statement/{s}" for s in look.statements] + [f"/document/{d}" for d in look.documents]
        ways += [f"/story/{s.id}" for s in look.record.stories]
        ways += [f"/why/{x.id}" for x in (*look.record.differences, *look.record.claims)]
        for way in ways:
            answer = client.get(way)
            assert answer.status_code == 200, way
            assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", TABLES)
def test_tables_have_twins(address: str, name: str) -> None:
    with httpx.Client(base_url=address) as client:
        assert client.get(f"/table/{name}").status_code == 200
        rows = client.get(f"/table/{name}.json").json()
        read = list(csv.DictReader(io.StringIO(client.get(f"/table/{name}.csv").text)))
        assert len(rows) == len(read)
        if rows:
            assert list(rows[0]) == list(read[0])


@pytest.mark.parametrize("way", ["/nothing", "/document/d-0", "/statement/s-0", "/story/g-0", "/why/a-no", "/table/x"])
def test_what_is_not_there_says_so(address: str, way: str) -> None:
    answer = httpx.get(address + way)
    assert answer.status_code == 404
    assert "Back to the record" in answer.text


def test_text_of_a_source_cannot_become_markup(tmp_path: Path) -> None:
    text = "“<script>alert(1)</script> is <b>bold</b> & wrong,” said Mayor Ann Lee on Monday, =1+1, according to her."
    line = json.dumps({"id": "<img src=x>", "text": text, "title": "<i>A</i>", "outlet": "=cmd"})
    (tmp_path / "in.jsonl").write_text(line + "\n")
    assert run("build", tmp_path / "in.jsonl", "-o", tmp_path / "r.db").returncode == 0
    with served(tmp_path / "r.db") as at, httpx.Client(base_url=at) as client:
        for way in ("/", "/table/sources", "/search?q=bold"):
            shown = client.get(way).text
            assert "<script>alert" not in shown
            assert "<i>A</i>" not in shown
            assert "<img src=x>" not in shown
        cells = [cell for row in csv.reader(io.StringIO(client.get("/table/sources.csv").text)) for cell in row]
    assert "'=cmd" in cells


def test_a_foreign_name_for_this_machine_is_refused(address: str) -> None:
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 400
    assert httpx.get(address, headers={"Host": "localhost:1"}).status_code == 200
