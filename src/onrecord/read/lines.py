"""JSON lines, one document a line.

`{"id", "text" | "html" | "dump", "url"?, "outlet"?, "title"?, "authors"?, "published"?}`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO, Literal

import msgspec

from onrecord.errors import UnreadableError
from onrecord.model import Given, Page, PageKind, Rejected
from onrecord.settings import Settings

WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
TYPES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}
KINDS: tuple[PageKind, ...] = ("text", "html", "dump")
# What other programs that write JSON lines call these: trafilatura, newspaper4k, news-please, fundus.
ALSO: Mapping[str, tuple[str, ...]] = {
    "text": ("maintext", "plaintext"),
    "url": ("source", "canonical_link"),
    "outlet": ("source-hostname", "meta_site_name"),
    "authors": ("author",),
    "published": ("date", "publish_date", "date_publish", "publishing_date"),
}
TEXTS: tuple[Literal["url", "outlet", "title", "published"], ...] = ("url", "outlet", "title", "published")


def line(row: object, path: str) -> Page:
    """The page of one decoded line; `path` is its path where the line has no `id`.

    Raises UnreadableError where the line is not an object with one of text, html and dump.
    """
    if not isinstance(row, Mapping):
        raise UnreadableError(f"the line is {_named(row)}, not an object")
    row = _with_own_names(row)
    present = [kind for kind in KINDS if row.get(kind) is not None]
    if len(present) != 1:
        has = f"has {' and '.join(present)}" if present else "has none"
        raise UnreadableError(f"a line holds one of text, html and dump; this one {has}")
    kind = present[0]
    content = row[kind]
    if not isinstance(content, str):
        raise UnreadableError(f"{kind} is {_named(content)}, not a string")
    if not content.strip():
        raise UnreadableError(f"{kind} is empty")
    name = row.get("id")
    if name is not None and not isinstance(name, (str, int)):
        raise UnreadableError(f"id is {_named(name)}, not a string")
    for key in TEXTS:
        if not isinstance(row.get(key), (str, type(None))):
            raise UnreadableError(f"{key} is {_named(row[key])}, not a string")
    data = content.encode("utf-8", "replace" if _encodable(content) else "surrogatepass")
    if not _encodable(content):
        data = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
    return Page(
        path=str(name) if name is not None else path,
        kind=kind,
        data=data,
        sha256=sha256(data).hexdigest(),
        url=row.get("url"),
        given=Given(
            id=str(name) if name is not None else None,
            url=row.get("url"),
            outlet=row.get("outlet") or None,
            title=row.get("title") or None,
            authors=_authors(row.get("authors")),
            published=row.get("published") or None,
        ),
    )


def holds_text(row: Mapping[str, object]) -> bool:
    """Whether a decoded line is a document, whatever else it is."""
    return any(row.get(name) is not None for name in (*KINDS, *ALSO["text"]))


def _with_own_names(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line of another program with our names for its fields; what a field of ours says already stays."""
    told = dict(row)
    for name, others in ALSO.items():
        if told.get(name) is not None or (name == "text" and any(told.get(kind) is not None for kind in KINDS)):
            continue
        for other in others:
            value = told.get(other)
            if isinstance(value, str) and value.strip() and (name != "url" or WEB.match(value.strip())):
                told[name] = value.strip()
                break
    return told


def read_lines(stream: BinaryIO, path: str, settings: Settings) -> Iterator[Page | Rejected]:
    """The pages of a stream of JSON lines; a line that cannot be read is Rejected under its number."""
    number = 0
    while raw := stream.readline(settings.max_bytes + 1):
        number += 1
        here = f"{path}:{number}"
        if len(raw) > settings.max_bytes:
            yield Rejected(here, f"the line is longer than {settings.max_bytes:,} bytes")
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(settings.max_bytes)
            continue
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not raw.strip():
            continue
        try:
            yield line(_decoded(raw), here)
        except ValueError as error:
            yield Rejected(here, f"the line is not JSON: {error}")
        except UnreadableError as error:
            yield Rejected(here, str(error))


def _decoded(raw: bytes) -> object:
    """A line as JSON. Half surrogate pairs, which some crawlers write, are let through to be replaced."""
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        if b"\\u" not in raw:
            raise
        return json.loads(raw)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _authors(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(";") if name.strip())
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(name for name in value if name.strip())
    raise UnreadableError(f"authors is {_named(value)}, not a list of strings")


def _named(value: object) -> str:
    if value is None:
        return "null"
    return TYPES.get(type(value), type(value).__name__)
