"""Looks for bytes that a reader cannot stand, guided by coverage, from the files of `tests/files` on.

    pip install atheris
    python tests/fuzz/readers.py WORK -max_total_time=600        # further options: libFuzzer's

WORK is a folder for what reaches new code. Whatever the bytes are, they end in pages, or in reasons that are no faults
of our own, soon and in little memory. What breaks that is written as `crash-…`, `timeout-…` or `oom-…`; as a file in
`tests/fuzz/found` the tests read it ever after.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["onrecord.read", "onrecord.clean.site", "warcio", "feedparser"]):
    from onrecord.clean.site import site_of
    from onrecord.model import Page, Rejected
    from onrecord.read.formats import READERS, read_safely
    from onrecord.read.source import Source
    from onrecord.settings import Settings

    for module, _ in READERS.values():
        import_module(f"onrecord.read.{module}")

FILES = Path(__file__).resolve().parents[1] / "files"
SETTINGS = Settings(max_bytes=2_000_000)
LARGEST = 60_000  # bytes of a seed


def one(data: bytes) -> None:
    for item in read_safely(Source(stream=BytesIO(data), name="x", size=len(data)), SETTINGS):
        if isinstance(item, Rejected) and "please report" in item.reason:
            raise AssertionError(item.reason)
        if isinstance(item, Page):
            site_of(item)


if __name__ == "__main__":
    seeds = Path(sys.argv[1])
    seeds.mkdir(exist_ok=True)
    for file in FILES.glob("*/*"):
        # a PDF is read in a process of its own, which costs a second and is not seen from here
        if file.stat().st_size <= LARGEST and file.suffix != ".pdf":
            (seeds / f"{file.parent.name}-{file.name}").write_bytes(file.read_bytes())
    arguments = ["-max_len=60000", "-timeout=10", "-rss_limit_mb=2000", *sys.argv[2:]]
    atheris.Setup([sys.argv[0], str(seeds), *arguments], one)
    atheris.Fuzz()
