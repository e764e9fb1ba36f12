"""One file on disk: opened, read as what it is, and what the user says of it in `sources.csv` put on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import UnreadableError
from onrecord.model import Page, Rejected
from onrecord.read.formats import read_safely
from onrecord.read.source import Item, Source, Unread
from onrecord.read.sources import NAME, Table, read_table
from onrecord.settings import Settings


def opened(what: Unread, settings: Settings) -> Iterator[Item]:
    """The pages of a file or of what was fetched, or Rejected with the reason."""
    return read_safely(what, settings) if isinstance(what, Source) else read_file(what, settings)


def read_file(path: Path, settings: Settings) -> Iterator[Item]:
    """The pages of one file, or Rejected with the reason."""
    name = str(path)
    if not path.is_file():
        yield Rejected(name, "it is not a regular file" if path.exists() else "the link leads nowhere")
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        yield Rejected(name, f"the file could not be opened: {error.strerror or error}")
        return
    with stream:
        yield from read_safely(Source(stream=stream, name=name, size=path.stat().st_size), settings)


class Tables:
    """The tables of sources beside the files that are read, each opened once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.held: dict[Path, Table | None] = {}

    def applied(self, item: Item, file: Path, root: Path) -> Item:
        """A page of `file` with what the nearest table says of it, from its own folder up to `root`."""
        for folder in _folders(file, root):
            if folder not in self.held:
                self.held[folder] = self._opened(folder)
            table = self.held[folder]
            if table is not None and isinstance(item, Page):
                below = file.relative_to(folder).as_posix()
                inside = below + item.path.removeprefix(str(file)) if item.path.startswith(str(file)) else item.path
                return table.applied(item, below, inside)
        return item

    def left_over(self) -> Iterator[Rejected]:
        """What is wrong with the tables, and rows that nothing was read for."""
        for folder in sorted(self.held):
            table = self.held[folder]
            if table is not None:
                yield from table.left_over()

    def _opened(self, folder: Path) -> Table | None:
        path = next((p for p in (folder / NAME, folder / "Sources.csv", folder / NAME.upper()) if p.is_file()), None)
        if path is None:
            return None
        try:
            with path.open("rb") as stream:
                return read_table(stream.read(self.settings.max_bytes), str(path))
        except UnreadableError as error:
            return Table({}, [Rejected(str(path), str(error))])
        except OSError as error:
            return Table({}, [Rejected(str(path), f"the table of sources could not be read: {error.strerror}")])


def _folders(file: Path, root: Path) -> list[Path]:
    """The folders from that of `file` up to `root`, or its own alone where it was handed in by itself."""
    if file == root:
        return [file.parent]
    folders = []
    for folder in file.parents:
        folders.append(folder)
        if folder == root:
            break
    return folders
