"""The pages without a browser: status codes, twins of tables, headers, and text that could harm."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from conftest import run, served
from made import built, pick, reading
from onrecord import model as m
from onrecord.publish.lookup import UNSURE, Lookup
from onrecord.publish.tables import TABLES
from onrecord.store import record as store
from onrecord.web.app import make_app
from onrecord.web.judging import back


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


@pytest.mark.parametrize("sort", ["story", "statement", "claim", "actor"])
def test_a_former_id_leads_to_the_row_that_took_it_over(example: Path, tmp_path: Path, sort: str) -> None:
    record = store.open_record(example)
    section = {"story": "stories", "statement": "statements", "claim": "claims", "actor": "actors"}[sort]
    first, *rest = getattr(record, section)
    with store.connect(tmp_path / "r.db", create=True) as db:
        store.save(db, replace(record, **{section: (replace(first, former=("x-gone",)), *rest)}))
    with served(tmp_path / "r.db") as at:
        answer = httpx.get(f"{at}/{sort}/x-gone")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/{sort}/{first.id}")


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


def test_low_confidence_is_seen_wherever_the_words_are(address: str, look: Lookup) -> None:
    unsure = {a.id: a for a in look.record.attributions if a.confidence is not None and a.confidence < UNSURE}
    assert unsure
    assert len(unsure) < len(look.record.attributions) / 2
    with httpx.Client(base_url=address) as client:
        for a in unsure.values():
            flag = f"unsure, {a.confidence:.2f}"
            assert flag in client.get(f"/document/{a.document}").text
            assert 'class="content unsure' in client.get(f"/document/{a.document}").text
            assert all(flag in client.get(f"/statement/{s}").text for s in a.statements)
        sure = next(d for d in look.documents if not any(a.document == d for a in unsure.values()))
        assert "unsure, 0" not in client.get(f"/document/{sure}").text


# ------------------------------------------------------------------------------------- judging
@pytest.fixture
def judged(tmp_path: Path) -> tuple[Path, m.Record]:
    path = tmp_path / "r.db"
    return path, built(path, map(reading, ["1", "2", "3", "4", "6"]))


def test_a_person_judges_on_a_page_and_takes_it_back(judged: tuple[Path, m.Record]) -> None:
    path, record = judged
    wrong = pick(record, "differences:figure")
    home = f"/story/{record.stories[0].id}"
    form = {"act": f"reject {wrong}", "author": "Ann Ölm", "note": "a <b>misprint</b>", "back": home}
    with served(path) as at, httpx.Client(base_url=at, headers={"Origin": at}) as client:
        assert client.post("/judge", data=form).headers["location"] == home
        after = store.open_record(path)
        assert wrong not in {d.id for d in after.differences}
        assert [(j.author, j.note) for j in after.judgements] == [("Ann Ölm", "a <b>misprint</b>")]
        shown = client.get("/judgements").text
        assert "a &lt;b&gt;misprint&lt;/b&gt;" in shown
        assert 'value="Ann Ölm"' in client.get(f"/actor/{pick(record, 'actors:Ada Renholt')}").text  # remembered
        client.post("/undo", data={"id": after.judgements[0].id})
        assert store.open_record(path) == record


def test_a_form_gives_only_what_was_changed_in_it(judged: tuple[Path, m.Record]) -> None:
    path, record = judged
    one = pick(record, "attributions:It is not safe@Belmark Post")
    form = {"act": f"fix {one}", "shown.speaker": "Ada Renholt", "value.speaker": "Ada Renholt", "shown.said": "",
            "value.said": "2031-05-19", "shown.carrier": "", "value.carrier": ""}  # fmt: skip
    with served(path) as at, httpx.Client(base_url=at, headers={"Origin": at}) as client:
        assert client.post("/judge", data=form).status_code == 303
    assert [j.value for j in store.open_record(path).judgements] == ["said=2031-05-19"]


def test_what_was_decided_shows_on_the_page_of_its_row(judged: tuple[Path, m.Record]) -> None:
    path, record = judged
    member = pick(record, "attributions:We are closing@Daily Comet")
    whole = next(a for a in record.attributions if a.id == member).statements[0]
    with served(path) as at, httpx.Client(base_url=at, headers={"Origin": at}) as client:
        form = {"act": f"split {whole} {member}", "author": "Bea", "back": f"/statement/{whole}"}
        answer = client.post("/judge", data=form, follow_redirects=True)
        assert answer.status_code == 200
        assert "Bea" in answer.text.partition('class="decided"')[2]
        ways = [f"/claim/{c.id}" for c in store.open_record(path).claims]
        ways += [f"/actor/{a.id}" for a in store.open_record(path).actors]
        assert {client.get(way).status_code for way in ways} == {200}


BAD = [
    ({}, {"act": "reject x-0"}, 400),
    ({}, {"act": "bless s-0"}, 400),
    ({}, {}, 400),
    ({"Origin": "http://evil.example"}, {"act": "reject x-0"}, 403),
    ({"Origin": "null"}, {"act": "reject x-0"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, {"act": "reject x-0"}, 403),
    ({}, {"act": "reject x-0", "note": "x" * 70_000}, 413),
]


@pytest.mark.parametrize(("headers", "form", "status"), BAD)
def test_what_is_no_form_of_ours_is_refused(
    example: Path, headers: dict[str, str], form: dict[str, str], status: int
) -> None:
    before = example.read_bytes()
    with served(example) as at, httpx.Client(base_url=at, headers={"Origin": at} | headers) as client:
        assert client.post("/judge", data=form).status_code == status
        assert client.get("/judge").status_code == 405
    assert example.read_bytes() == before


def test_a_request_that_does_not_say_where_it_comes_from_is_refused(address: str) -> None:
    assert httpx.post(address + "/judge", data={"act": "reject x-0"}).status_code == 403
    assert httpx.post(address + "/undo", data={"id": "j-0"}).status_code == 403


def test_pages_that_are_open_to_others_are_for_reading(example: Path) -> None:
    async def asked() -> tuple[str, int]:
        transport = httpx.ASGITransport(make_app(example, "*"))
        async with httpx.AsyncClient(transport=transport, base_url="http://reader.example") as client:
            answer = await client.post("/judge", data={}, headers={"Origin": "http://reader.example"})
            return (await client.get("/")).text, answer.status_code

    text, status = asyncio.run(asked())
    assert "In short" in text
    assert "Judge this" not in text
    assert status == 403


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/", "/static/keys.js", "", "/statement/s-0"])
def test_a_form_leads_back_to_a_page_of_the_record_alone(look: Lookup, path: str) -> None:
    assert back(look, path) == "/judgements"
