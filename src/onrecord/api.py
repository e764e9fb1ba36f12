"""onrecord from Python: build a record, open one, and read its typed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from onrecord.model import Record
from onrecord.run.build import build as build_record
from onrecord.run.derive import Progress
from onrecord.settings import Settings
from onrecord.store.record import open_record


def build(
    paths: Sequence[str | Path] | str | Path,
    output: str | Path = "record.db",
    *,
    add: bool = False,
    settings: Settings | None = None,
    report: Callable[[Progress], None] | None = None,
) -> Record:
    """Build the record of all articles in `paths` into the file `output`, or renew it, and answer it. With `add` what
    is in the record stays in it beside them.

    Raises UnreadableError where nothing could be read, RecordError where `output` is another kind of file.
    """
    every = [paths] if isinstance(paths, str | Path) else list(paths)
    tell = report or (lambda progress: None)
    return build_record(every, Path(output), settings or Settings(), tell, add=add).record


def open(record: str | Path) -> Record:  # reads as onrecord.open(path), as with gzip.open
    """The record in a file. Raises RecordError where there is none."""
    return open_record(Path(record))
