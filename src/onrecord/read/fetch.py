"""Polite fetching: robots.txt, a delay for each host, conditional requests, limits of time, size and redirects.

An address that a document or a feed names is never followed into a private network, nor over a redirect.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus

import httpcore
import httpx
from protego import Protego

from onrecord.errors import UnreadableError
from onrecord.read.cache import Cache, Kept
from onrecord.read.encoded import unpacked
from onrecord.read.network import CONNECT, Address, Backend, RefusedError, Transport, is_public
from onrecord.settings import Settings
from onrecord.version import VERSION

ROBOT = "onrecord"
AGENT = f"{ROBOT}/{VERSION} (reads articles that its user has named; obeys robots.txt)"
HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
HOPS = 8  # redirects
ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
ROBOTS_SECONDS = 10.0
LONGEST_DELAY = 60.0  # seconds that a Crawl-delay may ask for
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document from the web: where it was found in the end, its bytes unpacked, when it was fetched (UTC)."""

    url: str
    data: bytes
    at: str
    charset: str | None = None


class Fetcher:
    """Fetches one document at a time. `public` tells which network addresses any document may lead to."""

    def __init__(self, settings: Settings, public: Callable[[Address], bool] = is_public) -> None:
        self.settings = settings
        self.backend = Backend(public)
        self.client = httpx.Client(
            transport=Transport(self.backend), headers=HEADERS, timeout=CONNECT, follow_redirects=False, trust_env=False
        )
        self.cache = Cache(settings.cache)
        self.robots: dict[str, Protego | str] = {}  # by origin; a string is why it could not be read
        self.last: dict[str, float] = {}  # by host
        self.asked: set[str] = set()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, url: str, *, typed: bool = False) -> Fetched:
        """The document at `url`. `typed`: the user named it, and it was not found in a document.

        Raises UnreadableError with the reason.
        """
        at = _parsed(url)
        if str(at) in self.asked:
            raise UnreadableError("the same address was asked for before in this run")
        self.asked.add(str(at))
        self.client.cookies.clear()
        self.backend.allowed = at.host if typed and self.settings.fetch_private else None
        seen: set[str] = set()
        for _ in range(HOPS + 1):
            self._obey(at)
            answer = self._ask(at, self.settings.fetch_seconds, self.settings.max_bytes)
            if isinstance(answer, Fetched):
                return answer
            if str(answer) in seen:
                raise UnreadableError("its redirects lead round in a circle")
            seen.add(str(answer))
            at = answer
        raise UnreadableError(f"it redirects more than {HOPS} times")

    def _obey(self, url: httpx.URL) -> None:
        """Raises UnreadableError where robots.txt forbids the address, or cannot be read; waits for the host's turn."""
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self.robots:
            self.robots[origin] = self._rules(httpx.URL(origin + "/robots.txt"))
        rules = self.robots[origin]
        if isinstance(rules, str):
            raise UnreadableError(rules)
        if not rules.can_fetch(str(url), ROBOT):
            raise UnreadableError("the site's robots.txt does not allow it to be fetched")
        delay = max(float(self.settings.fetch_delay), min(LONGEST_DELAY, float(rules.crawl_delay(ROBOT) or 0.0)))
        wait = self.last.get(url.host, -delay) + delay - time.monotonic()
        if url.host in self.last and wait > 0:
            time.sleep(wait)
        self.last[url.host] = time.monotonic()

    def _rules(self, url: httpx.URL) -> Protego | str:
        """The rules of a site: none where it has no robots.txt, and the reason where it fails (RFC 9309)."""
        try:
            for _ in range(HOPS):
                answer = self._ask(url, ROBOTS_SECONDS, ROBOTS_BYTES)
                if isinstance(answer, Fetched):
                    return Protego.parse(answer.data.decode("utf-8", "replace"))
                url = answer
        except _StatusError as error:
            return Protego.parse("") if 400 <= error.status < 500 and error.status != 429 else f"robots.txt: {error}"
        except UnreadableError as error:
            return str(error)
        return Protego.parse("")

    def _ask(self, url: httpx.URL, seconds: float, limit: int) -> Fetched | httpx.URL:
        """The document, or where a redirect leads. Raises UnreadableError with the reason."""
        kept = self.cache.get(str(url))
        headers = {}
        if kept is not None:
            asked = {"If-None-Match": kept[0].etag, "If-Modified-Since": kept[0].modified}
            headers = {name: value for name, value in asked.items() if value}
        self.backend.deadline = time.monotonic() + seconds
        try:
            with self.client.stream("GET", url, headers=headers) as answer:
                if answer.status_code == HTTPStatus.NOT_MODIFIED and kept is not None:
                    return Fetched(url=kept[0].url, data=kept[1], at=kept[0].at, charset=kept[0].charset)
                if answer.status_code in REDIRECTS and answer.headers.get("Location"):
                    return _parsed(str(url.join(answer.headers["Location"])))
                if answer.status_code != HTTPStatus.OK:
                    raise _StatusError(answer.status_code)
                return self._taken(answer, url, limit)
        except RefusedError as error:
            raise UnreadableError(f"it was not fetched: {error}") from error
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise UnreadableError(f"the server took longer than {seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, *TROUBLE) as error:
            said = " ".join(str(error).split())[:200]
            raise UnreadableError(f"it could not be fetched: {said or type(error).__name__}") from error

    def _taken(self, answer: httpx.Response, url: httpx.URL, limit: int) -> Fetched:
        length = answer.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > limit:
            raise UnreadableError(f"it is larger than {limit:,} bytes: {int(length):,}")
        data = unpacked(answer.iter_raw(), answer.headers.get("Content-Encoding"), limit)
        head = Message()
        head["Content-Type"] = answer.headers.get("Content-Type", "")
        told = Fetched(
            url=str(url),
            data=data,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            charset=head.get_content_charset(),
        )
        etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        if (etag or modified) and "no-store" not in answer.headers.get("Cache-Control", "").lower():
            kept = Kept(url=told.url, at=told.at, charset=told.charset, etag=etag, modified=modified)
            self.cache.put(str(url), kept, data)
        return told


TROUBLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    OSError,
)


class _StatusError(UnreadableError):
    def __init__(self, status: int) -> None:
        phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
        super().__init__(f"the server answered {status} {phrase}".strip())
        self.status = status


def _parsed(url: str) -> httpx.URL:
    """An address without its fragment. Raises UnreadableError for what is no web address."""
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise UnreadableError(f"the address cannot be read: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UnreadableError(f"the address {str(parsed)[:200]} leads to no web page")
    if parsed.userinfo:
        raise UnreadableError("the address holds a name or password, which is not sent")
    return parsed
