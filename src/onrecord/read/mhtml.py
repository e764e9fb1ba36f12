"""Pages that a browser saved as one MIME file (.mhtml): the page is its first HTML part."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from onrecord.errors import UnreadableError
from onrecord.read.encoding import decode

HEAD = 4_096  # bytes in which the headers stand
HEADERS = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def is_mhtml(data: bytes) -> bool:
    """Whether the file opens with MIME headers of a page with its parts."""
    headers = HEADERS.match(data[:HEAD].replace(b"\r\n", b"\n"))
    return bool(headers and RELATED.search(headers.group()))


def read_mhtml(data: bytes) -> tuple[str, str | None]:
    """The HTML of the page and its address. Raises UnreadableError where no part is HTML."""
    message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return _text(part), _address(message, part)
    raise UnreadableError("the MIME file holds no HTML part")


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise UnreadableError("the HTML part of the MIME file is damaged")
    charset = part.get_content_charset()
    try:
        return payload.decode(charset) if charset else decode(payload)
    except (LookupError, UnicodeDecodeError):
        return decode(payload)


def _address(message: Message, part: Message) -> str | None:
    for name, holder in (("Snapshot-Content-Location", message), ("Content-Location", part)):
        value = str(holder.get(name) or "").strip()
        if value.startswith(("http://", "https://")):
            return value
    return None
