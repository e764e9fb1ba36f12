"""A dump as lines: each with its range in the dump, its indentation, its bullet and what stands between it and the
line before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.clean.dump.wrapped import NUMBER, has_numbers, paragraphs
from onrecord.model import Span

_BULLET = re.compile(r"[•●◦▪▸►‣⁃·*-]\s+")  # a dash proper may open speech
_HEADING = re.compile(r"#{1,6}\s+(\S.*)|\*{2,6}\s+(\S.*\S)\s+\*{2,6}")  # as html2text and Markdown mark a heading
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


def _physical(dump: str) -> list[tuple[int, int]]:
    ends = [*(match.span() for match in _BREAKS.finditer(dump)), (len(dump), len(dump))]
    starts = [0, *(following for _, following in ends[:-1])]
    return [(start, end) for start, (end, _) in zip(starts, ends, strict=True)]


def split(dump: str) -> list[Line]:
    """The lines of a dump that hold something, in order; one that was broken to fit a width is one line again."""
    found: list[Line] = []
    blank = True
    numbered = has_numbers(dump)
    for rows in paragraphs(dump, _physical(dump)):
        start, raw = rows[0][0], dump[rows[0][0] : rows[-1][1]]
        floor = 0
        for stop in _cut(raw) if len(rows) == 1 else [len(raw)]:
            piece = raw[floor:stop]
            body = piece.strip()
            bare = NUMBER.sub("", body) if numbered else body
            if not _SPACE.sub("", bare):
                blank = True
                floor = stop
                continue
            indent = len(piece) - len(piece.lstrip())
            bullet = ""
            if (match := _BULLET.match(body)) and match.end() < len(body):
                bullet = "•"
                body = body[match.end() :]
            if match := _HEADING.fullmatch(body):
                body = match[1] or match[2]
            if _NUMBER.match(body):
                bullet = "1"
            at = start + floor + piece.index(body, indent)
            text = _text(NUMBER.sub("", body) if numbered else body, len(rows) == 1)
            found.append(Line(Span(at, at + len(body)), text or body, indent, bullet, blank))
            blank = False
            floor = stop
    return found


def _text(body: str, whole: bool) -> str:
    """White space folded; in a short line that was not broken a wide gap stays one."""
    wide = _GAP.sub("\t", body) if whole and len(body) < LONGEST_HEAD else body.replace("\t", " ")
    return "  ".join(_SPACE.sub(" ", part).strip() for part in wide.split("\t")).strip()
