"""A record on disk: one SQLite file that also opens in Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

import msgspec

from onrecord import model as m
from onrecord.errors import RecordError
from onrecord.store import sections
from onrecord.store.rows import from_row, to_row

SCHEMA_VERSION = 2
APPLICATION = 0x4F4E5243  # "ONRC", so that `file` and we know a record from any other SQLite file


@contextmanager
def connect(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """An open record, closed at the end. Raises RecordError where `path` is not a record of this schema version."""
    if not create and not path.is_file():
        raise RecordError(f"{path}: no such record; make one with `onrecord build PATH... -o {path}`")
    try:
        db = sqlite3.connect(path)
    except sqlite3.Error as error:
        raise RecordError(f"{path}: cannot be opened ({error}); does its folder exist?") from error
    with closing(db):
        db.row_factory = sqlite3.Row
        _check(db, path, create)
        yield db


def _check(db: sqlite3.Connection, path: Path, create: bool) -> None:
    try:
        empty = not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise RecordError(f"{path}: not a record ({error})") from error
    if empty and create:
        db.executescript(files(__package__).joinpath("schema.sql").read_text("utf-8"))
        db.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {SCHEMA_VERSION};")
    elif application != APPLICATION:
        raise RecordError(f"{path}: a file of another kind, not a record of onrecord; choose another path")
    elif version != SCHEMA_VERSION:
        raise RecordError(
            f"{path}: a record of schema {version}, this version reads {SCHEMA_VERSION}; build it anew elsewhere"
        )


def save(db: sqlite3.Connection, record: m.Record) -> None:
    """Replace the record in one transaction; judgements and kept readings stay."""
    with db:
        db.execute("INSERT OR REPLACE INTO about VALUES ('onrecord', ?)", (record.onrecord,))
        sections.save(db, record)


def load(db: sqlite3.Connection) -> m.Record:
    """The whole record. Raises RecordError where nothing was built into it yet."""
    row = db.execute("SELECT value FROM about WHERE key = 'onrecord'").fetchone()
    if row is None:
        raise RecordError("the record is empty; build something into it first")
    return sections.load(db, row[0])


def open_record(path: Path) -> m.Record:
    """The record in a file. Raises RecordError where it is none."""
    with connect(path) as db:
        return load(db)


def is_built(db: sqlite3.Connection) -> bool:
    """Whether something was built into the record before."""
    return bool(db.execute("SELECT count(*) FROM about WHERE key = 'onrecord'").fetchone()[0])


def kept_readings(db: sqlite3.Connection, keys: Iterable[str]) -> Iterator[tuple[str, m.Reading]]:
    """The readings of an earlier build under these keys, where there are any."""
    for key in keys:
        row = db.execute("SELECT data FROM reading WHERE key = ?", (key,)).fetchone()
        if row is not None:
            yield key, msgspec.msgpack.decode(row[0], type=m.Reading)


def keep_reading(db: sqlite3.Connection, key: str, reading: m.Reading) -> None:
    db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, msgspec.msgpack.encode(reading)))


def forget_readings(db: sqlite3.Connection, kept: set[str]) -> None:
    """Drop the readings of pages that are no longer handed in."""
    gone = [(row[0],) for row in db.execute("SELECT key FROM reading") if row[0] not in kept]
    db.executemany("DELETE FROM reading WHERE key = ?", gone)


def add_judgement(db: sqlite3.Connection, judgement: m.Judgement) -> None:
    with db:
        sections.insert(db, "judgement", [to_row(judgement)])


def judgements(db: sqlite3.Connection) -> tuple[m.Judgement, ...]:
    return tuple(from_row(m.Judgement, row) for row in sections.select(db, "judgement"))


def search(db: sqlite3.Connection, query: str, limit: int = 50) -> list[sqlite3.Row]:
    """Passages that hold all words of the query, best first, with `snippet` in square brackets.

    The words are quoted for FTS5, so that no character of a query is an operator."""
    words = " ".join(f'"{word}"' for word in query.replace('"', " ").split())
    if not words:
        return []
    return db.execute(
        "SELECT p.document, p.body, p.kind, p.start, p.end, p.text, d.outlet, d.title, "
        "snippet(search, 0, '[', ']', '…', 24) AS snippet "
        "FROM search JOIN passage p ON p.n = search.rowid JOIN document d ON d.id = p.document "
        "WHERE search MATCH ? ORDER BY rank, p.n LIMIT ?",
        (words, limit),
    ).fetchall()
