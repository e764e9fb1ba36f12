"""Tasks for worker processes that do what bad documents do; a module by itself, so that it is loaded at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.model import Page, Reading, Rejected
from onrecord.run import work
from onrecord.settings import Settings


def misbehave(how: str) -> Iterator[str]:
    """Faults as they come from a document."""
    if how == "hang":  # in one call of C, where no exception and no signal handler of Python is heard
        re.match(r"(?:a|a)*$", "a" * 60 + "b")
    elif how == "eat":
        held = []
        while True:
            held.append(bytearray(20_000_000))
    elif how == "die":
        os._exit(9)
    elif how == "abort":
        os.abort()
    elif how == "deep":
        next(misbehave("deep"))
    elif how == "print":
        os.write(1, b"said by a library")
        print("said by Python")
    elif how == "ask":
        assert not os.read(0, 1)
    yield how


def dies_of_x(path: str | os.PathLike[str], _settings: object) -> Iterator[Rejected]:
    if "x" in Path(path).name:
        os._exit(9)
    yield Rejected(str(path), "seen")


def read(page: Page, settings: Settings) -> Iterator[Reading | Rejected]:
    """Pages as they are read, but for what the words in them do to the process."""
    for how in ("hang", "eat", "die"):
        if how.upper().encode() in page.data:
            next(misbehave(how))
    yield from work.read(page, settings)


def annotated(raw: bytes, number: int, only: frozenset[Any], settings: Settings) -> Iterator[bytes]:
    """The same for JSON lines."""
    if b"EAT" in raw:
        next(misbehave("eat"))
    yield from work.annotated(raw, number, only, settings)
