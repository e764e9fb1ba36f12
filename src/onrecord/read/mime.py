"""MIME messages: parts, header words, and days, read so that no header that a bad program wrote can stop it."""

from __future__ import annotations

import email
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

DEPTH = 40  # of parts in parts; deeper is refused by the caller
ENOUGH_PARTS = 20_000


def parse(data: bytes) -> Message:
    """A message. The older policy is used on purpose: the newer one raises on some malformed headers."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    return email.message_from_bytes(data.lstrip(b"\r\n"))


def parts(message: Message, depth: int = 0) -> list[Message]:
    """The parts that hold no parts, in order; attached messages are not opened."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        return [message]
    inner = message.get_payload()
    if depth > DEPTH or not isinstance(inner, list):
        return []
    found: list[Message] = []
    for part in inner:
        if isinstance(part, Message) and len(found) < ENOUGH_PARTS:
            found += parts(part, depth + 1)
    return found


def payload(part: Message) -> bytes:
    """The decoded content of a part."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


def words(message: Message, name: str) -> str | None:
    """A header with its encoded words (`=?utf-8?q?...?=`) decoded and its line breaks gone; None where it is empty."""
    raw = message.get(name)
    if raw is None:
        return None
    try:
        pieces = decode_header(str(raw))
        text = "".join(
            piece if isinstance(piece, str) else piece.decode(encoding or "latin-1", "replace")
            for piece, encoding in pieces
        )
    except (HeaderParseError, LookupError, ValueError):
        text = str(raw)
    return " ".join(text.split()) or None


def day(message: Message, name: str = "Date") -> str | None:
    """A header's day and time as ISO, with the zone it names; None where it cannot be read."""
    raw = words(message, name)
    if raw is None:
        return None
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()


def address(message: Message, name: str) -> str | None:
    """A header that holds a web address, which long lines may have broken."""
    raw = message.get(name)
    if raw is None:
        return None
    joined = "".join(str(raw).split()).strip("<>")
    return joined if joined.lower().startswith(("http://", "https://")) else None
