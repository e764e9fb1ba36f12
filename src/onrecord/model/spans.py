"""Runs of a text, and ids made of content."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open run of code points in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def ident(prefix: str, *parts: object) -> str:
    """A content-hash id: `prefix`, a hyphen and 16 hexadecimal digits that depend on the parts alone."""
    joined = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{blake2b(joined, digest_size=8).hexdigest()}"
