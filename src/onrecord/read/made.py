"""A page made from paragraphs, for formats that are no web pages: PDF, DOCX, and mails without HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape

from onrecord.errors import UnreadableError
from onrecord.model import Page

# Characters that a web page may not hold.
UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 65534, 65535])

Block = tuple[str, str]  # element (p, h1, h2, li) and text


def page_of(
    blocks: Iterable[Block],
    path: str,
    data: bytes,
    *,
    title: str | None = None,
    meta: Mapping[str, str] | None = None,
    url: str | None = None,
    fetched_at: str | None = None,
) -> Page:
    """A page with these blocks as its article. `data` is the file they were read from: its hash is the page's.

    Raises UnreadableError where there is no text.
    """
    lines = [f"<{tag}>{_clean(text)}</{tag}>" for tag, text in blocks if text.strip()]
    if not lines:
        raise UnreadableError("there is no text in the file")
    head = f"<title>{_clean(title)}</title>" if title else ""
    head += "".join(f'<meta name="{name}" content="{_clean(value)}">' for name, value in (meta or {}).items())
    body = "\n".join(lines)
    html = f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body><article>\n{body}\n</article></body></html>\n"
    return Page(
        path=path,
        kind="html",
        data=html.encode("utf-8", "replace"),
        sha256=sha256(data).hexdigest(),
        url=url,
        fetched_at=fetched_at,
    )


def dump_of(blocks: Iterable[Block], path: str, data: bytes, *, url: str | None, fetched_at: str | None) -> Page:
    """A page with these blocks as the paragraphs of a text dump, the article's among others. `data` as with `page_of`.

    Raises UnreadableError where there is no text.
    """
    lines = [" ".join(text.translate(UNSEEN).split()) for _, text in blocks if text.strip()]
    if not lines:
        raise UnreadableError("there is no text in the file")
    dump = "\n\n".join(lines).encode("utf-8", "replace")
    return Page(path=path, kind="dump", data=dump, sha256=sha256(data).hexdigest(), url=url, fetched_at=fetched_at)


def _clean(text: str) -> str:
    return escape(" ".join(text.translate(UNSEEN).split()))
