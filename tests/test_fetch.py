"""Fetching against a real server on loopback: slow, endless, circling, bombing, wrong, forbidden, unchanged."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from onrecord import read
from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.fetch import AGENT, Fetcher
from onrecord.read.network import Address, is_public
from onrecord.run.build import build
from onrecord.settings import Settings
from test_formats import BODY, HTML, damaged, judged, put

OPEN = ipaddress.ip_address("127.0.0.2")  # stands for the open internet in these tests; 127.0.0.1 is private
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title>
<item><title>One</title><link>{0}/article</link><pubDate>Wed, 02 Apr 2031 06:15:30 GMT</pubDate></item>
<item><title>Two</title><link>http://127.0.0.1:{1}/secret</link></item>
</channel></rss>"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.headers.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path)
        try:
            if route is None:
                self.answer(b"", 404)
            else:
                route(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        told = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body))} | headers
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str) -> None:
        super().__init__((host, 0), Handler)
        self.asked: Counter[str] = Counter()
        self.headers: list[tuple[str, dict[str, str]]] = []
        self.routes: dict[str, Callable[[Handler], None]] = {"/article": lambda h: h.answer(HTML.encode())}
        self.over = threading.Event()

    @property
    def at(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}"


def served(host: str) -> Iterator[Site]:
    site = Site(host)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    site.over.set()
    site.shutdown()
    site.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    yield from served("127.0.0.2")


@pytest.fixture
def private() -> Iterator[Site]:
    """A service of this machine that no document may reach."""
    hidden = served("127.0.0.1")
    inner = next(hidden)
    inner.routes["/secret"] = lambda h: h.answer(HTML.encode())
    yield inner
    next(hidden, None)


def open_here(address: Address) -> bool:
    return address == OPEN or is_public(address)


def options(tmp_path: Path, **given: object) -> Settings:
    return Settings(**({"fetch_delay": 0, "fetch_seconds": 20, "cache": str(tmp_path / "cache")} | given))  # type: ignore[arg-type]


def fetched(url: str, settings: Settings, *, typed: bool = False) -> str:
    with Fetcher(settings, open_here) as web:
        return web.get(url, typed=typed).data.decode()


def refused(url: str, settings: Settings, *, typed: bool = False) -> str:
    with Fetcher(settings, open_here) as web, pytest.raises(UnreadableError) as error:
        web.get(url, typed=typed)
    return str(error.value)


def test_a_page_is_fetched_with_a_clear_name_and_after_robots(tmp_path: Path, site: Site) -> None:
    found = list(read.pages([f"{site.at}/article#part"], options(tmp_path), Fetcher(options(tmp_path), open_here)))
    assert len(found) == 1
    page = found[0]
    assert isinstance(page, Page)
    assert (page.kind, page.url, page.path) == ("html", f"{site.at}/article", f"{site.at}/article#part")
    assert page.fetched_at
    assert [path for path, _ in site.headers] == ["/robots.txt", "/article"]
    assert {headers["User-Agent"] for _, headers in site.headers} == {AGENT}


def test_robots(tmp_path: Path, site: Site) -> None:
    rules = b"User-agent: onrecord\nDisallow: /article\n\nUser-agent: *\nDisallow:\n"
    site.routes["/robots.txt"] = lambda h: h.answer(rules)
    site.routes["/open"] = lambda h: h.answer(HTML.encode())
    site.routes["/over"] = lambda h: h.answer(b"", 302, Location="/article")
    assert "robots.txt" in refused(f"{site.at}/article", options(tmp_path))
    assert "robots.txt" in refused(f"{site.at}/over", options(tmp_path))
    assert site.asked["/article"] == 0
    assert "Ostholm" in fetched(f"{site.at}/open", options(tmp_path))
    site.routes["/robots.txt"] = lambda h: h.answer(b"", 503)
    assert "503" in refused(f"{site.at}/open", options(tmp_path))


def test_a_host_is_asked_no_faster_than_it_wants(tmp_path: Path, site: Site) -> None:
    times: list[float] = []

    def note(handler: Handler) -> None:
        times.append(time.monotonic())
        handler.answer(HTML.encode())

    site.routes |= {"/a": note, "/b": note, "/robots.txt": lambda h: h.answer(b"User-agent: *\nCrawl-delay: 0.3\n")}
    with Fetcher(options(tmp_path), open_here) as web:
        web.get(f"{site.at}/a")
        web.get(f"{site.at}/b")
    assert times[1] - times[0] > 0.15  # of the 0.3 asked for: the server may note the first one late


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    def once(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.answer(b"", 304)
        else:
            handler.answer(HTML.encode(), ETag='"1"')

    site.routes["/article"] = once
    settings = options(tmp_path)
    with Fetcher(settings, open_here) as web:
        first = web.get(f"{site.at}/article")
    with Fetcher(settings, open_here) as web:
        second = web.get(f"{site.at}/article")
    assert second == first
    assert site.headers[-1][1]["If-None-Match"] == '"1"'
    for body in (tmp_path / "cache").rglob("*.body"):
        body.write_bytes(b"damaged")
    assert fetched(f"{site.at}/article", settings) == HTML


def test_a_page_is_asked_for_by_its_day_and_kept_only_where_it_may_be(tmp_path: Path, site: Site) -> None:
    day = "Wed, 02 Apr 2031 06:15:30 GMT"

    def dated(handler: Handler) -> None:
        if handler.headers.get("If-Modified-Since") == day:
            handler.answer(b"", 304)
        else:
            handler.answer(HTML.encode(), Last_Modified=day)

    site.routes |= {"/a": dated, "/b": lambda h: h.answer(HTML.encode(), Last_Modified=day, Cache_Control="no-store")}
    site.routes["/c"] = lambda h: h.answer(b"", 304)
    settings = options(tmp_path)
    assert [fetched(f"{site.at}/{path}", settings) for path in "abab"] == [HTML] * 4
    assert [headers.get("If-Modified-Since") for path, headers in site.headers if path in ("/a", "/b")] == [
        None, None, day, None,
    ]  # fmt: skip
    assert "304" in refused(f"{site.at}/c", settings)  # unchanged since never


def test_an_answer_that_breaks_off_is_no_page(tmp_path: Path, site: Site) -> None:
    def cut(handler: Handler) -> None:
        handler.close_connection = True
        handler.answer(HTML.encode()[:200], Content_Length="9000")

    site.routes["/article"] = cut
    assert "could not be fetched" in refused(f"{site.at}/article", options(tmp_path))


def drip(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.over.wait(0.1):
        handler.wfile.write(b"X-More: 1\r\n")


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while not handler.server.over.is_set():
        handler.wfile.write(b"<p>again" * 9000)


def slow(handler: Handler) -> None:
    handler.server.over.wait(60)


def slow_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.1):
        handler.wfile.write(b".")


BOMB = gzip.compress(b"<p>" + b"a" * 20_000_000)


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        (slow, "longer than 1 seconds"),
        (slow_body, "longer than 1 seconds"),
        (drip, "longer than 1 seconds"),
        (endless, "larger than 1,000,000 bytes"),
        (lambda h: h.answer(b"a" * 2_000_000), "larger than 1,000,000 bytes: 2,000,000"),
        (lambda h: h.answer(BOMB, Content_Encoding="gzip"), "larger than 1,000,000 bytes"),
        (lambda h: h.answer(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "larger than 1,000,000 bytes"),
        (lambda h: h.answer(b"\x1f\x8bnot", Content_Encoding="gzip"), "damaged"),
        (lambda h: h.answer(b"x", Content_Encoding="zstd"), "packed in a way"),
        (lambda h: h.answer(b"", 302, Location="/x"), "circle"),
        (lambda h: h.answer(b"", 302, Location="file:///etc/passwd"), "no web page"),
        (lambda h: h.answer(b"", 302, Location="http://[bad"), "could not be fetched"),
        (lambda h: h.answer(b"", 410), "410 Gone"),
        (lambda h: h.answer(b"", 302, Location="http://127.0.0.1:1/"), "private network"),
        (lambda h: h.answer(b"", 302, Location="http://localhost:1/"), "private network"),
        (lambda h: h.answer(b"", 302, Location="http://[::ffff:127.0.0.1]:1/"), "private network"),
        (lambda h: h.answer(b"", 302, Location="http://169.254.169.254/meta"), "private network"),
        (lambda h: h.answer(b"", 302, Location="http://0x7f000001/"), "private network"),
        (lambda h: h.wfile.write(b"SMTP ready\r\n\r\n"), "could not be fetched"),
    ],
)  # fmt: skip
def test_bad_servers(tmp_path: Path, site: Site, route: Callable[[Handler], None], reason: str) -> None:
    site.routes["/x"] = route
    settings = options(tmp_path, fetch_seconds=1, max_bytes=1_000_000)
    assert reason in refused(f"{site.at}/x", settings)
    assert "Ostholm" in fetched(f"{site.at}/article", options(tmp_path, fetch_seconds=20))


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (lambda h: h.answer(b"", 302, Location="http://127.0.0.1:1/robots.txt"), "private network"),
        (lambda h: h.answer(b"", 302, Location="/robots.txt"), ""),
        (endless, "larger than 512,000 bytes"),
        (lambda h: h.answer(b"", 429), "429"),
        (lambda h: h.answer(b"", 404), ""),
        (lambda h: h.answer(b"\xff\x00" * 900), ""),
    ],
)
def test_bad_rules(tmp_path: Path, site: Site, rules: Callable[[Handler], None], reason: str) -> None:
    """A site whose rules cannot be read is not asked; one that has none, or only says nonsense, is."""
    site.routes["/robots.txt"] = rules
    if reason:
        assert reason in refused(f"{site.at}/article", options(tmp_path))
        assert site.asked["/article"] == 0
    else:
        assert "Ostholm" in fetched(f"{site.at}/article", options(tmp_path))


def test_many_redirects_end(tmp_path: Path, site: Site) -> None:
    for n in range(12):
        site.routes[f"/{n}"] = lambda h, n=n: h.answer(b"", 301, Location=f"/{n + 1}")  # type: ignore[misc]
    assert "more than 8 times" in refused(f"{site.at}/0", options(tmp_path))
    assert site.asked["/9"] == 0


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "nonsense", "hex", "utf-16"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_wrong_character_set(tmp_path: Path, site: Site, encoding: str, declared: str) -> None:
    body = HTML.replace("<head>", f'<head><meta charset="{encoding}">').encode(encoding)
    site.routes["/article"] = lambda h: h.answer(body, Content_Type=f"text/html; charset={declared}")
    settings = options(tmp_path)
    page = next(iter(read.pages([f"{site.at}/article"], settings, Fetcher(settings, open_here))))
    assert isinstance(page, Page)
    assert "operator’s" in page.data.decode()


# ------------------------------------------------------------------------------- private networks
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("0.0.0.0", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
        ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is expected


def test_a_private_address_is_fetched_only_when_it_is_typed_and_allowed(tmp_path: Path, private: Site) -> None:
    secret = f"{private.at}/secret"
    assert "private network" in refused(secret, options(tmp_path))
    assert "private network" in refused(secret, options(tmp_path), typed=True)
    assert "private network" in refused(secret, options(tmp_path, fetch_private=True))
    assert not private.asked
    for address in (secret, secret.replace("127.0.0.1", "localhost")):
        assert "Ostholm" in fetched(address, options(tmp_path, fetch_private=True), typed=True)


def test_a_feed_cannot_make_the_tool_read_a_local_service(tmp_path: Path, site: Site, private: Site) -> None:
    feed = FEED.format(site.at, private.server_address[1]).encode()
    site.routes["/feed"] = private.routes["/feed"] = lambda h: h.answer(feed, Content_Type="application/rss+xml")
    for start, settings in ((site, options(tmp_path)), (private, options(tmp_path, fetch_private=True))):
        found = list(read.pages([f"{start.at}/feed"], settings, Fetcher(settings, open_here)))
        assert [type(item).__name__ for item in found] == ["Page", "Rejected"]
        assert found[0].path == f"{start.at}/feed!{site.at}/article"
        assert "private network" in found[1].reason  # type: ignore[union-attr]
    assert private.asked["/secret"] == 0


def test_names_are_judged_by_every_address_that_they_have_and_each_time(
    tmp_path: Path, site: Site, private: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads to the open internet and to this machine, at once or by turns, leads nowhere."""
    private.routes["/robots.txt"] = lambda h: h.answer(b"")
    site.routes["/secret"] = lambda h: h.answer(b"", 302, Location="/secret?again")
    real, turns = socket.getaddrinfo, iter(["127.0.0.2", "127.0.0.2", "127.0.0.1"])

    def resolved(host: str, *more: Any, **named: Any) -> list[Any]:
        if host == "both.example":
            return [*real("127.0.0.2", *more, **named), *real("127.0.0.1", *more, **named)]
        return real(next(turns) if host == "turns.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    port = private.server_address[1]
    assert "private network (127.0.0.1)" in refused(f"http://both.example:{port}/secret", options(tmp_path))
    at = f"http://turns.example:{site.server_address[1]}/secret"
    assert "private network (127.0.0.1)" in refused(at, options(tmp_path))
    assert (site.asked["/secret"], private.asked["/secret"]) == (1, 0)


@pytest.mark.parametrize("name", ["list.txt", "feeds.opml", "library.json", "marks.html", "a.url"])
def test_no_file_can_make_the_tool_read_a_local_service(tmp_path: Path, private: Site, name: str) -> None:
    at = f"{private.at}/secret"
    content = {
        "list.txt": at,
        "feeds.opml": f'<opml version="2.0"><body><outline xmlUrl="{at}"/></body></opml>',
        "library.json": f'[{{"id": "1", "URL": "{at}"}}]',
        "marks.html": f'<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="{at}">x</A></DL>',
        "a.url": f"[InternetShortcut]\nURL={at}\n",
    }[name]
    found = follow(put(tmp_path, name, content), options(tmp_path, fetch=True, fetch_private=True))
    assert ["private network" in item.reason for item in found] == [True]  # type: ignore[union-attr]
    assert not private.asked


def test_a_build_from_an_address(tmp_path: Path, private: Site) -> None:
    record = build([f"{private.at}/secret"], tmp_path / "r.db", options(tmp_path, fetch_private=True)).record
    assert [(d.title, d.url, d.path) for d in record.documents] == [
        ("Ferry to Ostholm stops", f"{private.at}/secret", f"{private.at}/secret")
    ]


# ------------------------------------------------------------------------- feeds and lists of addresses
def follow(path: Path | str, settings: Settings) -> list[Page | Rejected]:
    return list(read.pages([path], settings, Fetcher(settings, open_here)))


def test_addresses_in_files_are_fetched_only_when_asked_for(tmp_path: Path, site: Site) -> None:
    site.routes["/feed"] = lambda h: h.answer(FEED.format(site.at, 1).encode())
    opml = f'<?xml version="1.0"?><opml version="2.0"><body><outline text="x" xmlUrl="{site.at}/feed"/></body></opml>'
    csl = f"""[{{"id": "a/1", "type": "article-newspaper", "title": "The ferry", "container-title": "The Harbour Post",
        "URL": "{site.at}/article", "author": [{{"family": "Lund", "given": "Mira"}}],
        "issued": {{"date-parts": [["2031", 4, 2]]}}}}, {{"id": "b", "type": "book", "title": "No address"}}]"""
    marks = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p><DT><H3>Ferry</H3><DL><p><DT><A HREF="{site.at}/article" ADD_DATE="1">Ferry</A>
<DT><A HREF="javascript:alert(1)">x</A></DL><p></DL>"""
    webloc = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>URL</key><string>{site.at}/article</string></dict></plist>"""
    lists = {
        "list.txt": f"# mine\n{site.at}/article\n\n",
        "feeds.opml": opml,
        "library.json": csl,
        "marks.html": marks,
        "a.url": f"[InternetShortcut]\r\nURL={site.at}/article\r\n",
        "a.webloc": webloc,
    }
    for name, content in lists.items():
        path = put(tmp_path, name, content)
        before = follow(path, options(tmp_path))
        assert all(isinstance(item, Rejected) for item in before)
        assert "only with --fetch" in before[0].reason  # type: ignore[union-attr]
        after = follow(path, options(tmp_path, fetch=True))
        assert isinstance(after[0], Page), (name, after)
        assert after[0].url == f"{site.at}/article"
        assert after[0].path.startswith(f"{path}!http")
    library = follow(tmp_path / "library.json", options(tmp_path, fetch=True))
    assert isinstance(library[0], Page)
    assert (library[0].given.outlet, library[0].given.published) == ("The Harbour Post", "2031-04-02")
    assert library[0].given.authors == ("Mira Lund",)
    assert "no web address" in library[1].reason  # type: ignore[union-attr]


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Post</title><item><title>Ferry &amp; pier</title><link>https://harbour.example/1</link>
<dc:creator>Mira Lund</dc:creator><pubDate>Wed, 02 Apr 2031 08:15:30 +0200</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[{BODY * 2}<script>alert(1)</script>]]></content:encoded></item>
<item><title>Teaser</title><link>https://harbour.example/2</link><description>Short.</description></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Pier</title><id>x</id>
<entry><title>Ferry &amp;amp; pier</title><link href="https://harbour.example/1"/><id>1</id>
<published>2031-04-02T06:15:30Z</published><updated>2031-04-03T06:15:30Z</updated>
<author><name>Mira Lund</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY * 2}</div></content></entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>Pier</title></channel><item rdf:about="1"><title>Ferry and pier</title>
<link>https://harbour.example/1</link><dc:date>2031-04-02T06:15:30Z</dc:date><dc:creator>Mira Lund</dc:creator>
<content:encoded><![CDATA[{BODY * 2}]]></content:encoded></item></rdf:RDF>"""


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_a_feed_with_whole_articles_gives_pages(tmp_path: Path, feed: str) -> None:
    found = follow(put(tmp_path, "feed.xml", feed), options(tmp_path))
    page = found[0]
    assert isinstance(page, Page)
    assert page.url == "https://harbour.example/1"
    html = page.data.decode()
    assert 'content="2031-04-02T06:15:30+00:00"' in html
    assert 'content="Mira Lund"' in html
    assert html.count("said Mira Lund") == 6
    assert "alert" not in html
    if feed is RSS:
        assert ["only with --fetch" in found[1].reason, "neither" in found[2].reason] == [True, True]  # type: ignore[union-attr]


def test_bad_feeds_have_a_reason(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
    channel = '<rss version="2.0"><channel><title>&l8;</title></channel></rss>'
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{laughs}]>{channel}'
    for name, data in {"empty": '<rss version="2.0"><channel/></rss>', "cut": RSS[:200], "bomb": bomb}.items():
        found = follow(put(tmp_path, name, data), options(tmp_path))
        assert [type(item).__name__ for item in found] == ["Rejected"]


def test_the_same_address_is_fetched_once_in_a_run(tmp_path: Path, site: Site) -> None:
    path = put(tmp_path, "list.txt", f"{site.at}/article\n{site.at}/article#two\n")
    found = follow(path, options(tmp_path, fetch=True))
    assert [type(item).__name__ for item in found] == ["Page", "Rejected"]
    assert site.asked["/article"] == 1


CSL = b"""[{"id": "1", "type": "article", "title": "The ferry", "URL": "https://harbour.example/1",
"author": [{"family": "Lund"}], "issued": {"date-parts": [["2031", 4]]}}]"""
OPML = b'<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://harbour.example/f"/></body></opml>'


@hypothesis_settings(max_examples=80, deadline=None)
@given(damaged([RSS.encode(), ATOM.encode(), RDF.encode(), CSL, OPML]))
def test_any_damage_ends_in_pages_or_a_reason(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    judged(tmp_path_factory.getbasetemp(), data)
