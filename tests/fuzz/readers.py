"""Looks for bytes that a reader cannot stand, guided by coverage, from the files of `tests/files` on.

    pip install atheris
    python tests/fuzz/readers.py WORK -max_total_time=600        # further options: libFuzzer's
    ONLY=pdf python tests/fuzz/readers.py WORK                   # from the files of one format
    CLEAN=1 python tests/fuzz/readers.py WORK                    # the pages are cleaned too, which takes longer

WORK is a folder for what reaches new code. Whatever the bytes are, they end in pages, or in reasons that are no faults
of our own, soon and in little memory. What breaks that is written as `crash-…`, `timeout-…` or `oom-…`; as a file in
`tests/fuzz/found` the tests read it ever after.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["onrecord.read", "onrecord.clean", "warcio", "feedparser"]):
    from onrecord.clean import clean
    from onrecord.clean.site import site_of
    from onrecord.errors import UnreadableError
    from onrecord.model import Page, Rejected
    from onrecord.read import pdf, pdf_text
    from onrecord.read.formats import READERS, read_safely
    from onrecord.read.source import Source
    from onrecord.settings import Settings

    for module in ("clean.page", "clean.dump", *(f"read.{name}" for name, _ in READERS.values())):
        import_module(f"onrecord.{module}")

FILES = Path(__file__).resolve().parents[1] / "files"
SETTINGS = Settings(max_bytes=2_000_000)
LARGEST = 60_000  # bytes of a seed


def one(data: bytes) -> None:
    for item in read_safely(Source(stream=BytesIO(data), name="x", size=len(data)), SETTINGS):
        if isinstance(item, Rejected) and "please report" in item.reason:
            raise AssertionError(item.reason)
        if isinstance(item, Page):
            site_of(item)
            if os.environ.get("CLEAN"):
                cleaned(item)


def cleaned(page: Page) -> None:
    try:
        document = clean(page, SETTINGS)
    except UnreadableError:
        return
    assert all(paragraph.span.of(document.text).strip() for paragraph in document.paragraphs)


def extracted_here(data: bytes) -> pdf_text.Extracted:
    """A PDF in this process and not in one of its own, which would take a second and not be seen from here."""
    answer = pdf_text._read(data)
    if "error" in answer:
        raise UnreadableError(answer["error"])
    runs = tuple(pdf_text.Run(*run) for run in answer["runs"])
    return pdf_text.Extracted(answer["title"], answer["made_by"], answer["pages"], runs)


if __name__ == "__main__":
    pdf.extract = extracted_here
    seeds = Path(sys.argv[1])
    seeds.mkdir(exist_ok=True)
    for file in FILES.glob(f"{os.environ.get('ONLY', '*')}/*"):
        if file.stat().st_size <= LARGEST:
            (seeds / f"{file.parent.name}-{file.name}").write_bytes(file.read_bytes())
    arguments = ["-max_len=60000", "-timeout=10", "-rss_limit_mb=2000", *sys.argv[2:]]
    atheris.Setup([sys.argv[0], str(seeds), *arguments], one)
    atheris.Fuzz()
