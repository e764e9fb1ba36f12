"""From what people have saved to pages: a walk over files and folders, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.model import Page, Rejected
from onrecord.read.files import read_file, walk
from onrecord.read.lines import line
from onrecord.settings import Settings

__all__ = ["line", "pages"]


def pages(paths: Iterable[str | Path], settings: Settings) -> Iterator[Page | Rejected]:
    """Every page in the files and folders, in the order given, folders in sorted order.

    What cannot be read comes as Rejected, with the reason; nothing is raised for a bad file.
    """
    for path in paths:
        for file in walk(Path(path)):
            if isinstance(file, Rejected):
                yield file
            else:
                yield from read_file(file, settings)
