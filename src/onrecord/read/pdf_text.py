"""The runs of text in a PDF, read in a process of its own, which can be stopped and may break without harm.

Run as `python -m onrecord.read.pdf_text`: a PDF on standard input, one JSON object on standard output.
"""

from __future__ import annotations

import ctypes
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from onrecord.errors import UnreadableError

SECONDS = 60  # for one PDF; a page takes some hundredths of a second
MEMORY = 4 << 30  # bytes of address space for the process
PAGES = 400  # of one PDF; longer ones are books
CHARACTERS = 3_000_000
APART = 1.0  # of the height of the type: a wider space parts two runs on one line
HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "-", "\u2010": "-"}  # PDFium gives 2 for a hyphen at a line's end
NAME = 200  # bytes of a font's name
Box = tuple[float, float, float, float]
PASSWORD = "password"  # as PDFium's message names it


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters on one line: its page from 0, its box in points from the bottom left, its type's height."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """`made_by` are the programs that the PDF names as its creator and its producer."""

    title: str | None
    made_by: str
    pages: int
    runs: tuple[Run, ...]


def extract(data: bytes) -> Extracted:
    """The runs of a PDF in the order in which it draws them. Raises UnreadableError with what is wrong."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "onrecord.read.pdf_text"], input=data, capture_output=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"reading the PDF took longer than {SECONDS} seconds") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableError("the PDF brings its reader down; it is damaged or too large") from error
    if "error" in answer:
        raise UnreadableError(answer["error"])
    return Extracted(answer["title"], answer["made_by"], answer["pages"], tuple(Run(*run) for run in answer["runs"]))


def _read(data: bytes) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if PASSWORD in str(error).lower():
            return {"error": "the PDF is encrypted and opens only with a password"}
        return {"error": "the PDF is damaged"}
    pages = len(document)
    if pages > PAGES:
        return {"error": f"the PDF has {pages} pages; more than {PAGES} are not read"}
    runs: list[tuple[object, ...]] = []
    count = 0
    for number in range(pages):
        try:
            text = document[number].get_textpage()
        except pypdfium2.PdfiumError:
            continue
        count += text.count_chars()
        if count > CHARACTERS:
            return {"error": f"the PDF holds more than {CHARACTERS:,} characters"}
        runs += [(number, *run) for run in _runs(text)]
    title, *made = (_told(document, name) for name in ("Title", "Creator", "Producer"))
    return {"title": title or None, "made_by": " ".join(made), "pages": pages, "runs": runs}


def _told(document: pypdfium2.PdfDocument, name: str) -> str:
    """An entry of the PDF's properties; nothing where it is no text."""
    try:
        return str(document.get_metadata_value(name)).strip()
    except UnicodeDecodeError:
        return ""


def _runs(page: pypdfium2.PdfTextPage) -> Iterator[tuple[float, float, float, float, float, str, bool]]:
    """The runs of one page: a new one at a line's end, another height of type, or a wide space."""
    held: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    size = before = 0.0
    bold = False
    for char, (left, bottom, right, top), height, index in _characters(page):
        inside = left >= before - 0.1 * size  # the second letter of a ligature bears the box of the first
        before = left
        fits = (
            bool(held)
            and char != "\n"
            and abs(bottom - box[1]) < 0.45 * max(size, height)
            and (inside or left - box[2] > -0.5 * size)
            and left - box[2] < APART * max(size, height)
        )
        if not fits:
            if "".join(held).strip():
                yield box[0], box[1], box[2], box[3], size, "".join(held).strip(), bold
            held, box, size = [], [left, bottom, right, top], height
            bold = char != "\n" and _is_bold(page, index)
        if char != "\n":
            held.append(char)
            box[2] = max(box[2], right)
            size = max(size, height)
    if "".join(held).strip():
        yield box[0], box[1], box[2], box[3], size, "".join(held).strip(), bold


def _is_bold(page: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether the font of a character calls itself bold."""
    name = ctypes.create_string_buffer(NAME)
    length = pdfium.FPDFText_GetFontInfo(page, index, name, NAME, None)
    return 0 < length <= NAME and b"bold" in name.value.lower()


def _characters(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, Box, float, int]]:
    """Upright characters with their boxes, the height of their type and their index; a space that PDFium found between
    two words lies where it was found."""
    rect = pdfium.FS_RECTF()
    last, size = (0.0, 0.0, 0.0, 0.0), 0.0
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, index)
        char = chr(code) if code and code < sys.maxunicode and not 0xD800 <= code < 0xE000 else ""
        if char in "\r\n" or not char:
            if char == "\n":
                yield "\n", last, size, index
            continue
        if abs(pdfium.FPDFText_GetCharAngle(page, index)) > 0.1:
            continue
        if char.isspace():
            yield " ", (last[2], last[1], last[2], last[3]), size, index
            continue
        pdfium.FPDFText_GetLooseCharBox(page, index, ctypes.byref(rect))
        last = (rect.left, rect.bottom, rect.right, rect.top)
        size = _size(page, index) or rect.top - rect.bottom
        yield HYPHENS.get(char, char), last, size, index


def _size(page: pypdfium2.PdfTextPage, index: int) -> float:
    """The height of the type of a character in points as it is drawn. Its box is of another height in every font, and
    with some programs in every letter."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)):
        return 0.0
    drawn: float = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    return round(drawn, 2)


def _main() -> None:
    try:
        import resource  # noqa: PLC0415  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # the limit of time stands
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    _main()
