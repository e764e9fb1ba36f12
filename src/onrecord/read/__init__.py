"""From what people have saved to pages: a walk over files, folders and archives, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.model import Page, Rejected
from onrecord.read.files import Tables, read_file
from onrecord.read.lines import line
from onrecord.read.source import Link
from onrecord.read.tree import walk
from onrecord.settings import Settings

__all__ = ["line", "pages"]


def pages(paths: Iterable[str | Path], settings: Settings) -> Iterator[Page | Rejected]:
    """Every page in the files and folders, in the order given, folders in sorted order.

    What cannot be read comes as Rejected, with the reason; nothing is raised for a bad file.
    """
    tables = Tables(settings)
    for path in paths:
        root = Path(path)
        for file in walk(root):
            if isinstance(file, Rejected):
                yield file
                continue
            for item in read_file(file, settings):
                told = tables.applied(item, file, root)
                if isinstance(told, Link):
                    yield Rejected(told.path, f"{told.url} is an address and is not fetched")
                else:
                    yield told
    yield from tables.left_over()
