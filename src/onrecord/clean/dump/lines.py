"""A dump as lines: each with its range in the dump, its indentation, its bullet and what stands between it and the
line before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import Span

_BULLET = re.compile(r"[•●◦▪▸►‣⁃·*-]\s+")  # a dash proper may open speech
_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[\s\u200b\u200e\u200f\ufeff\u00ad]+")
# a paragraph's end run into a short line without a space: "... without notice.The Daily Paper"
_TAIL = r"(?=[A-Z][^\W\d_]+(?:\s\S+){0,7}$)"
_GLUED = re.compile(rf"(?<=[^\W\d_]{{3}}[.!?]){_TAIL}|(?<=[^\W\d_]{{3}}[.!?][”\"’]){_TAIL}")
_GAP = re.compile(r"\s{3,}|\t")
LONGEST_HEAD = 200  # characters of a line in which a wide gap may part a name from an outlet
LONG = 60  # characters of prose before a glued line


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `span` is its range in the dump without the bullet and the space around it."""

    span: Span
    text: str  # white space folded to single spaces, a wide gap in a short line to two
    indent: int
    bullet: str  # "", "•" or "1"
    blank_before: bool


def _cut(raw: str) -> list[int]:
    """Where a physical line falls into two: at a place where a paragraph and a short line were run together."""
    if len(raw) < LONG:
        return [len(raw)]
    found = [match.start() for match in _GLUED.finditer(raw, LONG)]
    return [*found[-1:], len(raw)]


def split(dump: str) -> list[Line]:
    """The lines of a dump that hold something, in order."""
    found: list[Line] = []
    blank = True
    start = 0
    ends = [*(match.span() for match in _BREAKS.finditer(dump)), (len(dump), len(dump))]
    for end, following in ends:
        raw = dump[start:end]
        floor = 0
        for stop in _cut(raw):
            piece = raw[floor:stop]
            body = piece.strip()
            if not _SPACE.sub("", body):
                blank = True
                floor = stop
                continue
            indent = len(piece) - len(piece.lstrip())
            bullet = ""
            if (match := _BULLET.match(body)) and match.end() < len(body):
                bullet = "•"
                body = body[match.end() :]
            if _NUMBER.match(body):
                bullet = "1"
            at = start + floor + piece.index(body, indent)
            wide = _GAP.sub("\t", body) if len(body) < LONGEST_HEAD else body
            text = "  ".join(_SPACE.sub(" ", part).strip() for part in wide.split("\t"))
            found.append(Line(Span(at, at + len(body)), text.strip(), indent, bullet, blank))
            blank = False
            floor = stop
        start = following
    return found
