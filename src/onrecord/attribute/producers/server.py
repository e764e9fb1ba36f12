"""A language model behind an OpenAI-compatible server that the user names, as a producer of attributions.

The text of a document goes to that server and to no other (by the proxy of the environment, unless the server is on
this machine). The answer is distrusted: it is a list of strings that must be found in the text. Everything that can go
wrong ends as NoLayerError with a short reason, at the latest after twice the time set.
"""

from __future__ import annotations

import os
import time
from hashlib import sha256
from typing import Any

import httpx

from onrecord import words
from onrecord.attribute.producers.answer import SCHEMA, proposals
from onrecord.attribute.producers.layer import Layer, Proposal
from onrecord.attribute.producers.windows import windows
from onrecord.errors import NoLayerError, UsageError
from onrecord.model import Parsed
from onrecord.settings import Settings

NAME = "server"
TRIES = 4  # requests for one stretch of text
PAUSE = 0.5  # seconds before the second try, doubled before each further one
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LARGEST = 4_000_000  # bytes of an answer
BUSY, NO_SCHEMA = 429, (400, 422)


class Server:
    """Asks a server stretch by stretch. Raises UsageError where the settings do not say which."""

    def __init__(self, settings: Settings) -> None:
        if not settings.server_url or not settings.server_model:
            raise UsageError("producer server: server_url and server_model are to be set in the settings file")
        self.url = settings.server_url.rstrip("/") + "/chat/completions"
        try:
            self.near = httpx.URL(self.url).host in LOOPBACK
        except httpx.InvalidURL as error:
            raise UsageError(f"producer server: server_url = {settings.server_url!r}: {error}") from error
        self.model = settings.server_model
        self.timeout = float(settings.server_timeout)
        self.headers = {"Accept": "application/json", "Accept-Encoding": "identity"} | _key(settings)
        self.with_schema = True
        self.version = f"{self.model}/{_hash(_instructions())}"
        self.identity = f"{NAME} {self.url} {self.version}"

    def propose(self, parsed: Parsed) -> Layer:
        """The layer for one document. Raises NoLayerError where one of its stretches has no usable answer."""
        deadline = time.monotonic() + self.timeout
        found: list[Proposal] = []
        malformed = 0
        # A server on this machine is asked past any proxy of the environment: the text stays here.
        with httpx.Client(headers=self.headers, follow_redirects=False, trust_env=not self.near) as client:
            for stretch in windows(parsed):
                body = self._ask(client, stretch.of(parsed.document.text), deadline)
                more, bad = proposals(body, stretch)
                found += more
                malformed += bad
        return Layer(producer=NAME, version=self.version, proposals=tuple(found), malformed=malformed)

    def _ask(self, client: httpx.Client, text: str, deadline: float) -> bytes:
        reason, pause = "late", 0.0
        failed = 0
        while failed < TRIES and time.monotonic() + pause < deadline:
            time.sleep(pause)
            try:
                status, body, wait = self._request(client, text, deadline)
            except httpx.TimeoutException as error:
                raise NoLayerError("late") from error
            except (httpx.RequestError, httpx.StreamError):
                status, body, wait = 0, b"", 0.0
            if status == httpx.codes.OK:
                return body
            reason = f"status_{status}" if status else "unreachable"
            if status in NO_SCHEMA and self.with_schema:
                self.with_schema = False  # this server knows no schemas; the instructions say the same
            elif status in (0, BUSY) or status >= httpx.codes.INTERNAL_SERVER_ERROR:
                failed += 1
                pause = max(PAUSE * 2 ** (failed - 1), wait)
            else:
                break
        raise NoLayerError(reason)

    def _request(self, client: httpx.Client, text: str, deadline: float) -> tuple[int, bytes, float]:
        """The status, the body and the seconds to wait that a server answers one request with."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise NoLayerError("late")
        with client.stream("POST", self.url, json=self._question(text), timeout=left) as response:
            if response.status_code != httpx.codes.OK:
                return response.status_code, b"", _seconds(response.headers.get("retry-after", ""))
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > LARGEST:
                    raise NoLayerError("too_large")
                if time.monotonic() > deadline:
                    raise NoLayerError("late")
            return response.status_code, bytes(body), 0.0

    def _question(self, text: str) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "model": self.model,
            "temperature": 0,
            "stream": False,
            "messages": [{"role": "system", "content": _instructions()}, {"role": "user", "content": text}],
        }
        if self.with_schema:
            schema = {"name": "attributions", "strict": True, "schema": SCHEMA}
            asked["response_format"] = {"type": "json_schema", "json_schema": schema}
        return asked


def _instructions() -> str:
    return str(words.table("server")["instructions"]).strip()


def _hash(instructions: str) -> str:
    """The version of the instructions, so that a change of them is a change of the producer."""
    return sha256(instructions.encode()).hexdigest()[:8]


def _key(settings: Settings) -> dict[str, str]:
    if not settings.server_key_env:
        return {}
    key = os.environ.get(settings.server_key_env, "")
    if not key.isascii() or not key.isprintable() or not key:
        raise UsageError(f"producer server: the environment variable {settings.server_key_env} holds no key")
    return {"Authorization": f"Bearer {key}"}


def _seconds(given: str) -> float:
    """A Retry-After in seconds; a date or anything else says nothing."""
    return float(given) if given.isdigit() and len(given) < 8 else 0.0
