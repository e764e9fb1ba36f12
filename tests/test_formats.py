"""Formats that people hand in, with files as real programs write them: each gives pages, or a clear reason."""

from __future__ import annotations

import base64
import gzip
import plistlib
import quopri
import stat
import tracemalloc
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from conftest import served
from onrecord import read
from onrecord.clean import clean
from onrecord.clean.site import site_of
from onrecord.model import Page, Rejected
from onrecord.publish.lookup import look_up
from onrecord.publish.tables import table
from onrecord.run.build import build
from onrecord.settings import Settings
from onrecord.store.export import plain

BODY = "".join(
    f"<p>The ferry to Ostholm will stop for {n} weeks while its hull is mended, said Mira Lund, the operator’s head. "
    "She told passengers that buses would run from the northern pier in its place.</p>"
    for n in ("three", "four", "five")
)
HTML = (
    "<!DOCTYPE html><html><head><title>Ferry to Ostholm stops</title></head>"
    f"<body><article><h1>Ferry to Ostholm stops</h1>{BODY}</article></body></html>"
)
DUMP = "Menu\nNews\nThe ferry stops\nThe ferry will stop for a month, its operator said."
URL = "https://harbour.example/2031/04/ferry"


def read_all(*paths: Path, **given: object) -> list[Page | Rejected]:
    return list(read.pages(paths, Settings(**given)))  # type: ignore[arg-type]


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def one(path: Path, **given: object) -> Page:
    found = read_all(path, **given)
    assert len(found) == 1, found
    assert isinstance(found[0], Page), found[0]
    return found[0]


def reason(path: Path, **given: object) -> str:
    found = read_all(path, **given)
    assert len(found) == 1, found
    assert isinstance(found[0], Rejected)
    return found[0].reason


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


# ------------------------------------------------------------------------------------------ MHTML
def quoted(html: str) -> str:
    return quopri.encodestring(html.encode()).decode()


CHROME = f"""From: <Saved by Blink>
Snapshot-Content-Location: {URL}
Subject: =?utf-8?Q?Ferry=20to=20Ostholm=20stops?=
Date: Wed, 2 Apr 2031 08:15:30 +0200
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--kYx3----"


------MultipartBoundary--kYx3----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://ads.example/frame

<html><body>frame</body></html>
------MultipartBoundary--kYx3----
Content-Type: text/html
Content-ID: <frame-0@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: {URL}

{quoted(HTML)}
------MultipartBoundary--kYx3----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://harbour.example/a.png

iVBORw0KGgo=
------MultipartBoundary--kYx3------
"""
EXPLORER = f"""From: "Saved by Windows Internet Explorer 11"
Subject: Ferry
Date: Wed, 2 Apr 2031 08:15:30 +0200
MIME-Version: 1.0
Content-Type: text/html;
\tcharset="windows-1252"
Content-Transfer-Encoding: quoted-printable
Content-Location: {URL}
X-MimeOLE: Produced By Microsoft MimeOLE

{quopri.encodestring(HTML.encode("windows-1252")).decode()}
"""
# A Firefox add-on: no From line, the start named by its id, text in base64.
FIREFOX = f"""Subject: Ferry
Date: Wed, 02 Apr 2031 06:15:30 GMT
MIME-Version: 1.0
Content-Type: multipart/related; boundary="unmht-5"; start="<a1>"

This is a multi-part message in MIME format.

--unmht-5
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit
Content-Location: https://harbour.example/frame

<html><body>a frame</body></html>
--unmht-5
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64
Content-ID: <a1>
Content-Location: {URL}

{base64.encodebytes(HTML.encode()).decode()}
--unmht-5--
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mhtml", [CHROME, EXPLORER, FIREFOX], ids=["chrome", "explorer", "firefox"])
def test_mhtml(tmp_path: Path, mhtml: str, newline: str) -> None:
    page = one(put(tmp_path, "a.mhtml", mhtml.replace("\n", newline)))
    assert (page.kind, page.url) == ("html", URL)
    assert page.fetched_at in ("2031-04-02T08:15:30+02:00", "2031-04-02T06:15:30+00:00")
    assert "the operator’s head" in page.data.decode()
    document = clean(page, Settings())
    assert document.title == "Ferry to Ostholm stops"
    assert document.captured == page.fetched_at


def test_an_mhtml_that_ends_too_early_gives_what_it_has_or_a_reason(tmp_path: Path) -> None:
    cut = one(put(tmp_path, "a.mhtml", CHROME[: CHROME.index("</article>") - 60]))
    assert b"Mira Lund" in cut.data
    assert "no HTML part" in reason(put(tmp_path, "b.mhtml", CHROME[:300]))


def test_webarchive_of_safari(tmp_path: Path) -> None:
    main = {
        "WebResourceData": HTML.encode(),
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceFrameName": "",
    }
    data = plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)
    page = one(put(tmp_path, "a.webarchive", data))
    assert (page.kind, page.url) == ("html", URL)
    damaged = data[:-40] + b"\xff" * 40
    assert "damaged" in reason(put(tmp_path, "b.webarchive", damaged))
    picture = plistlib.dumps({"WebMainResource": main | {"WebResourceMIMEType": "image/png"}}, fmt=plistlib.FMT_BINARY)
    assert "image/png" in reason(put(tmp_path, "c.webarchive", picture))


# ------------------------------------------------------------------------------------ saved pages
@pytest.mark.parametrize(
    ("comment", "url", "at"),
    [
        ("<!-- saved from url=(0041)https://harbour.example/2031/04/ferry -->", URL, None),
        (
            f"<!--\n Page saved with SingleFile \n url: {URL} \n"
            " saved date: Wed Apr 02 2031 08:15:30 GMT+0200 (Central European Summer Time)\n-->",
            URL,
            "2031-04-02T08:15:30+02:00",
        ),
        (
            f"<!-- saved from url=(0070)https://web.archive.org/web/20310402061530/{URL} -->",
            URL,
            "2031-04-02T06:15:30+00:00",
        ),
        ("<!-- saved from url=(0014)about:internet -->", None, None),
    ],
)
def test_the_address_and_the_day_that_a_saved_page_bears(
    tmp_path: Path, comment: str, url: str | None, at: str | None
) -> None:
    page = one(put(tmp_path, "a.html", HTML.replace("<html>", f"<html>\n{comment}")))
    assert (page.url, page.fetched_at) == (url, at)


def test_a_page_from_a_web_archive_keeps_the_address_there(tmp_path: Path) -> None:
    at = f"https://web.archive.org/web/20310402061530id_/{URL}"
    page = one(put(tmp_path, "a.html", f"<!-- saved from url=(0070){at} -->" + HTML))
    assert page.archive_url == at
    field = clean(page, Settings()).fields["archive_url"]
    assert (field.value, field.method) == (at, "saved from a web archive")  # it is not the user who says so


# -------------------------------------------------------------------------------------------- ZIP
def test_zip_members_bear_their_path_and_assets_are_passed_over(tmp_path: Path) -> None:
    inner = zipped({"deep/c.html": HTML})
    data = zipped({
        "b.mhtml": CHROME,
        "a.html": HTML,
        "a_files/frame.html": HTML,
        "__MACOSX/._a.html": b"\0\5\x16\7",
        ".DS_Store": b"\0\0",
        "more/x.zip": inner,
        "n.jsonl": '{"id": "line", "text": "One."}\n{broken\n',
        "i.png": b"\x89PNG\r\n",
    })  # fmt: skip
    path = put(tmp_path, "x.zip", data)
    found = read_all(path)
    assert [f"{type(item).__name__} {item.path.removeprefix(str(path))}" for item in found] == [
        "Page !a.html",
        "Page !b.mhtml",
        "Rejected !i.png",
        "Page !more/x.zip!deep/c.html",
        "Page line",
        "Rejected !n.jsonl:2",
    ]
    assert isinstance(found[1], Page)
    assert found[1].url == URL


def test_zip_bombs_have_a_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    bomb = zipped({"bomb.html": b"<p>" + b"a" * 30_000_000, "good.html": HTML})
    found = read_all(put(tmp_path, "a.zip", bomb))
    assert ["expands more than 500 times" in found[0].reason, type(found[1]).__name__] == [True, "Page"]  # type: ignore[union-attr]
    many = zipped({f"{n:03}.txt": b"word " * 900_000 for n in range(60)} | {"zz.html": HTML})
    found = read_all(put(tmp_path, "b.zip", many))
    assert {item.reason for item in found if isinstance(item, Rejected)} == {
        "the archive expands more than 200 times; the rest is not read"
    }
    large = zipped({"a.html": HTML, "b.txt": b"word " * 3000})
    assert [type(item).__name__ for item in read_all(put(tmp_path, "c.zip", large), max_bytes=9000)] == [
        "Page",
        "Rejected",
    ]


def test_zips_in_zips_end_somewhere(tmp_path: Path) -> None:
    data = zipped({"a.html": HTML})
    for _ in range(9):
        data = zipped({"in.zip": data}, zipfile.ZIP_STORED)
    assert "nested more than" in reason(put(tmp_path, "a.zip", data))


def test_zip_members_that_are_not_opened(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../up.html", HTML)
        archive.writestr("/etc/root.html", HTML)
        archive.writestr("C:/windows.html", HTML)
        link = zipfile.ZipInfo("link.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("ok.html", HTML)
    found = read_all(put(tmp_path, "a.zip", out.getvalue()))
    assert [type(item).__name__ for item in found] == ["Rejected"] * 4 + ["Page"]
    secret = bytearray(zipped({"a.html": HTML}, zipfile.ZIP_STORED))
    for at, offset in ((secret.index(b"PK\x03\x04"), 6), (secret.index(b"PK\x01\x02"), 8)):
        secret[at + offset] |= 1
    assert "encrypted" in reason(put(tmp_path, "b.zip", bytes(secret)))


@pytest.mark.parametrize(
    ("member", "what"),
    [("xl/workbook.xml", "Excel"), ("META-INF/container.xml", "EPUB"), ("ppt/presentation.xml", "PowerPoint")],
)
def test_other_files_that_are_zips_are_named(tmp_path: Path, member: str, what: str) -> None:
    assert what in reason(put(tmp_path, "a", zipped({member: "<x/>"})))


def test_a_damaged_zip_has_a_reason(tmp_path: Path) -> None:
    data = zipped({"a.html": HTML, "b.html": HTML + "<!-- another -->"})
    assert "damaged" in reason(put(tmp_path, "a.zip", data[: len(data) // 2]))
    broken = bytearray(data)
    broken[60:90] = bytes(30)
    found = read_all(put(tmp_path, "b.zip", bytes(broken)))
    assert [type(item).__name__ for item in found] == ["Rejected", "Page"]


# ------------------------------------------------------------------------------------------- WARC
def record(kind: str, body: bytes = b"", *, version: str = "1.0", **more: str) -> bytes:
    names = {"uri": "WARC-Target-URI", "at": "WARC-Date", "type": "Content-Type"}
    given = {"uri": URL, "at": "2031-04-02T06:15:30Z", "type": "application/http; msgtype=response"} | more
    head = [f"WARC/{version}", f"WARC-Type: {kind}", "WARC-Record-ID: <urn:uuid:8a2d6c1e-0000-4000-8000-000000000001>"]
    head += [f"{names[name]}: {value}" for name, value in given.items()]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK", type_: str = "text/html; charset=utf-8") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {type_}", *headers, "", ""])
    return head.encode() + body


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 300] for at in range(0, len(body), 300)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


INFO = record("warcinfo", b"software: x\r\n", type="application/warc-fields", uri="x")
PACKED = gzip.compress(HTML.encode())
# Wget: the address in angle brackets, bodies as the server sent them, in chunks and packed.
WGET = [
    INFO,
    record("request", b"GET / HTTP/1.1\r\n\r\n", type="application/http; msgtype=request"),
    record(
        "response",
        http(chunked(PACKED), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        uri=f"<{URL}>",
    ),
    record("resource", b"wget log", uri="<metadata://gnu.org/software/wget/warc/wget.log>", type="text/plain"),
]
# Heritrix: revisits, images, pages that are not there.
HERITRIX = [
    INFO,
    record("response", http(HTML.encode("windows-1252"), type_="text/html; charset=windows-1252")),
    record("revisit", http(b"", type_="text/html"), type="application/http; msgtype=response"),
    record("response", http(b"\x89PNG", type_="image/png"), uri="https://harbour.example/a.png"),
    record("response", http(b"<html>gone</html>", status="404 Not Found"), uri="https://harbour.example/old"),
    record("metadata", b"via: x\r\n", type="application/warc-fields"),
]
# Browsertrix: WARC 1.1 with parts of seconds, headers of the packed body renamed.
BROWSERTRIX = [
    record("warcinfo", b"software: x\r\n", version="1.1", type="application/warc-fields"),
    record(
        "response",
        http(HTML.encode(), "x-orig-content-encoding: br", "x-orig-transfer-encoding: chunked"),
        version="1.1",
        at="2031-04-02T06:15:30.123Z",
    ),
    record("resource", b"{}", version="1.1", uri="urn:pageinfo:" + URL, type="application/json"),
    record("resource", b"text", version="1.1", uri="urn:text:" + URL, type="text/plain"),
]
WARCS = {"wget": WGET, "heritrix": HERITRIX, "browsertrix": BROWSERTRIX}


@pytest.mark.parametrize("packing", ["none", "records", "whole"])
@pytest.mark.parametrize("producer", WARCS)
def test_warc(tmp_path: Path, producer: str, packing: str) -> None:
    records = WARCS[producer]
    data = b"".join(gzip.compress(r) for r in records) if packing == "records" else b"".join(records)
    path = put(tmp_path, "a.warc.gz", gzip.compress(data) if packing == "whole" else data)
    found = read_all(path)
    page, rest = found[0], found[1]
    assert isinstance(page, Page)
    assert page.path == f"{path}!20310402061530/{URL}"
    assert (page.kind, page.url, "operator’s" in page.data.decode()) == ("html", URL, True)
    assert page.fetched_at in ("2031-04-02T06:15:30Z", "2031-04-02T06:15:30.123Z")
    assert isinstance(rest, Rejected)
    assert len(found) == 2
    assert {
        "wget": "1 records of type resource",
        "heritrix": "1 pages with status 404, 1 records that are no web pages, 1 revisits",
        "browsertrix": "2 records of type resource",
    }[producer] in rest.reason


def test_a_bad_record_is_named_with_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    good = record("response", http(HTML.encode()))
    other = record("response", http(HTML.replace("Mira", "Vera").encode()), uri=URL + "/2")
    junk = good.replace(b"WARC/1.0", b"WURC/1.0")
    plain = read_all(put(tmp_path, "a.warc", good + junk + other))
    assert [type(item).__name__ for item in plain] == ["Page", "Rejected", "Page"]
    assert plain[1].path.endswith(f"a.warc@{len(good)}")
    first, broken = gzip.compress(good), bytearray(gzip.compress(good))
    broken[60:90] = bytes(30)
    packed = read_all(put(tmp_path, "b.warc.gz", first + bytes(broken) + gzip.compress(other)))
    assert [type(item).__name__ for item in packed if isinstance(item, Page)] == ["Page", "Page"]
    assert next(item.path for item in packed if isinstance(item, Rejected)).startswith(str(tmp_path / "b.warc.gz"))
    for name, cut in (("c.warc", (good + other)[:-700]), ("d.warc.gz", first + gzip.compress(other)[:-100])):
        found = read_all(put(tmp_path, name, cut))
        assert [type(item).__name__ for item in found] == ["Page", "Rejected"]


def test_a_record_that_expands_too_far_has_a_reason(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 30_000_000)
    data = record("response", http(bomb, "Content-Encoding: gzip")) + record("response", http(HTML.encode()))
    found = read_all(put(tmp_path, "a.warc", data), max_bytes=1_000_000)
    assert ["larger than 1,000,000" in found[0].reason, type(found[1]).__name__] == [True, "Page"]  # type: ignore[union-attr]


def test_wacz(tmp_path: Path) -> None:
    warc = b"".join(gzip.compress(r) for r in BROWSERTRIX)
    data = zipped(
        {
            "archive/data.warc.gz": warc,
            "indexes/index.cdx": "x",
            "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n',
            "datapackage.json": '{"profile": "data-package"}',
            "datapackage-digest.json": "{}",
        },
        zipfile.ZIP_STORED,
    )
    path = put(tmp_path, "a.wacz", data)
    page = read_all(path)[0]
    assert page.path == f"{path}!archive/data.warc.gz!20310402061530/{URL}"


def test_a_web_archive_in_a_zip_is_read_as_a_stream(tmp_path: Path) -> None:
    records = [record("response", http(HTML.encode()), uri=f"{URL}/{n}") for n in range(40)]
    data = zipped({"a.warc": b"".join(records), "b.warc.gz": b"".join(map(gzip.compress, records))})
    found = read_all(put(tmp_path, "a.zip", data), max_bytes=2000)
    assert [type(item).__name__ for item in found] == ["Page"] * 80


def test_memory_stays_flat_over_a_web_archive(tmp_path: Path) -> None:
    filler = b"<!-- " + b"%d" * 50_000 + b" -->"
    with (tmp_path / "a.warc.gz").open("wb") as out:
        for n in range(200):
            out.write(gzip.compress(record("response", http(HTML.encode() + filler), uri=f"{URL}/{n}"), 1))
    tracemalloc.start()
    count = sum(isinstance(item, Page) for item in read.pages([tmp_path / "a.warc.gz"], Settings()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200
    assert peak < 5_000_000  # bytes; the pages together are 20 million


# ------------------------------------------------------------------------------------ sources.csv
def test_sources_beside_the_files_go_before_what_the_pages_say(tmp_path: Path) -> None:
    page = HTML.replace("<head>", '<head><meta property="og:site_name" content="The Wrong Paper">')
    put(tmp_path, "in/a.html", page)
    put(tmp_path, "in/sub/b.txt", DUMP)
    put(tmp_path, "in/pack.zip", zipped({"c.html": page, "d.html": page.replace("Mira", "Vera")}))
    put(tmp_path, "in/sources.csv", "\ufeff" + "\r\n".join([
        "File;URL;Outlet;Published;Archive_URL",
        f"a.html;{URL};The Harbour Post;2031-04-02;https://archive.example/abc",
        "sub/b.txt;;Ostholm Daily;April;",
        "pack.zip;https://nowhere.example/;Ostholm Weekly;2031-04-03;",
        "pack.zip!d.html;;Pier News;;",
        "gone.html;;Nobody;;",
        "a.html;;Again;;",
        ";;Nothing;;",
    ]))  # fmt: skip
    found = {item.path.removeprefix(str(tmp_path)): item for item in read_all(tmp_path / "in")}
    a, b, c, d = (
        found[f"/in/{name}"] for name in ("a.html", "sub/b.txt", "pack.zip!c.html", "pack.zip!d.html")
    )
    assert all(isinstance(item, Page) for item in (a, b, c, d))
    assert [item.given.outlet for item in (a, b, c, d)] == [  # type: ignore[union-attr]
        "The Harbour Post", "Ostholm Daily", "Ostholm Weekly", "Pier News",
    ]  # fmt: skip
    assert isinstance(c, Page)
    assert c.given.url is None
    assert isinstance(a, Page)
    document = clean(a, Settings())
    assert (document.outlet, document.url, document.published.basis) == ("The Harbour Post", URL, "given")
    assert document.fields["outlet"].method == "given"
    assert document.fields["outlet"].rivals[0].value == "The Wrong Paper"
    archived = document.fields["archive_url"]
    assert (archived.value, archived.method) == ("https://archive.example/abc", "given")
    wrong = {path: item.reason for path, item in found.items() if isinstance(item, Rejected)}
    assert sorted(wrong) == [f"/in/sources.csv:{n}" for n in (6, 7, 8)]


def test_sources_in_a_zip_and_beside_a_single_file(tmp_path: Path) -> None:
    table = f"file,url,outlet\nx/a.html,{URL},The Harbour Post\n"
    page = one(put(tmp_path, "a.zip", zipped({"sources.csv": table, "x/a.html": HTML})))
    assert (page.url, page.given.outlet) == (URL, "The Harbour Post")
    put(tmp_path, "y/sources.csv", "outlet\tfile\nPier News\ta.html\n")
    assert one(put(tmp_path, "y/a.html", HTML)).given.outlet == "Pier News"


def test_what_the_user_gives_is_in_the_record_and_says_so(tmp_path: Path) -> None:
    kept = "https://archive.example/abc?a=1&b=2"
    put(tmp_path, "in/a.html", HTML)
    put(tmp_path, "in/sources.csv", f"file,url,outlet,published,archive_url\na.html,{URL},The Harbour Post,,{kept}\n")
    record = build([tmp_path / "in"], tmp_path / "r.db", Settings()).record
    field = plain(record)["documents"][0]["fields"]["archive_url"]
    assert (field["value"], field["method"]) == (kept, "given")
    row = table(look_up(record), "sources").as_dicts()[0]
    assert (row["url"], row["archive_url"], row["given"]) == (URL, kept, "archive_url; outlet; url")
    with served(tmp_path / "r.db") as at, httpx.Client(base_url=at) as client:
        assert kept in client.get("/table/sources.csv").text
        assert client.get("/table/sources.json").json()[0]["archive_url"] == kept
        page = client.get(f"/document/{record.documents[0].id}").text
    assert f'<a href="{escape(kept)}" rel="noreferrer">archived copy</a> <span class="basis">given</span>' in page
    assert f'<a href="{URL}" rel="noreferrer">its address</a> <span class="basis">given</span>' in page


def test_a_table_without_files_is_named(tmp_path: Path) -> None:
    put(tmp_path, "sources.csv", "name,where\na,b\n")
    put(tmp_path, "a.html", HTML)
    found = read_all(tmp_path)
    assert [type(item).__name__ for item in found] == ["Page", "Rejected"]
    assert "no column `file`" in found[1].reason  # type: ignore[union-attr]


# ---------------------------------------------------------------------------------------- any bytes
SEEDS = [
    CHROME.encode(),
    zipped({"a.html": HTML, "sources.csv": "file,url\na.html,x\n"}),
    b"".join(WGET),
    b"".join(gzip.compress(r) for r in HERITRIX),
]


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """One of the seeds with some bytes changed, put in or cut off."""
    broken = bytearray(draw(st.sampled_from(seeds)))
    for at, gone, new in draw(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 9), st.binary(max_size=6)))):
        place = at % (len(broken) + 1)
        broken[place : place + gone] = new
    return bytes(broken[: draw(st.integers(min(4, len(broken)), len(broken)))])


def judged(folder: Path, data: bytes) -> None:
    """Whatever is in the file, it gives pages, or reasons that are none of our own faults."""
    for item in read_all(put(folder, "damaged", data)):
        assert isinstance(item, Page | Rejected)
        if isinstance(item, Page):
            assert site_of(item) != ""
        else:
            assert "please report" not in item.reason
            assert "reader down" not in item.reason


@hypothesis_settings(max_examples=80, deadline=None)
@given(damaged(SEEDS))
def test_any_damage_ends_in_pages_or_a_reason(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    judged(tmp_path_factory.getbasetemp(), data)
