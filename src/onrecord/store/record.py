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

SCHEMA_VERSION = 3
OLDEST = 2  # the schema from which judgements and readings are taken over
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
    elif create and OLDEST <= version < SCHEMA_VERSION:
        _renew(db)
    elif version != SCHEMA_VERSION:
        known = OLDEST <= version < SCHEMA_VERSION
        what = "build into it again, its judgements are kept" if known else "build it anew elsewhere"
        raise RecordError(f"{path}: a record of schema {version}, this version reads {SCHEMA_VERSION}; {what}")


def _renew(db: sqlite3.Connection) -> None:
    """The tables of this version, with the judgements and readings of an earlier one; the rest is built anew."""
    kept = {name: [dict(row) for row in db.execute(f"SELECT * FROM {name}")] for name in ("judgement", "reading")}
    with db:
        for kind in ("view", "table"):
            found = db.execute("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'", (kind,))
            named = [row[0] for row in found if not row[0].startswith("search_")]  # which FTS5 drops itself
            for name in named:
                db.execute(f'DROP {kind} "{name}"')
    db.executescript(files(__package__).joinpath("schema.sql").read_text("utf-8"))
    with db:
        for name, rows in kept.items():
            sections.insert(db, name, rows)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


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
    """The readings of an earlier build under these keys, where there are any that need not be read again."""
    for key in keys:
        row = db.execute("SELECT data FROM reading WHERE key = ? AND NOT again", (key,)).fetchone()
        if row is not None:
            yield key, msgspec.msgpack.decode(row[0], type=m.Reading)


def keep_reading(db: sqlite3.Connection, key: str, reading: m.Reading, *, again: bool = False) -> None:
    """Keep the reading of a page; `again` says that the next build is to read the page anew."""
    db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", (key, msgspec.msgpack.encode(reading), again))


def forget_readings(db: sqlite3.Connection, kept: set[str]) -> None:
    """Drop the readings of pages that are no longer handed in."""
    gone = [(row[0],) for row in db.execute("SELECT key FROM reading") if row[0] not in kept]
    db.executemany("DELETE FROM reading WHERE key = ?", gone)


def keep_pages(db: sqlite3.Connection, pages: Iterable[tuple[str, str | None, str | None]]) -> None:
    """What was handed in: path, key of the reading, or the reason why there is none."""
    db.execute("DELETE FROM page")
    db.executemany("INSERT INTO page (path, key, reason) VALUES (?, ?, ?)", pages)


def page_rows(db: sqlite3.Connection) -> list[tuple[str, str | None, str | None]]:
    """What was handed in: path, key of the reading, or the reason why there is none."""
    return [(row[0], row[1], row[2]) for row in db.execute("SELECT path, key, reason FROM page ORDER BY n")]


def pages(db: sqlite3.Connection) -> Iterator[tuple[str, m.Reading | None, str | None]]:
    """What was handed in: path, reading, or the reason why there is none."""
    rows = db.execute("SELECT p.path, p.reason, r.data FROM page p LEFT JOIN reading r ON r.key = p.key ORDER BY p.n")
    for path, reason, data in rows:
        yield path, None if data is None else msgspec.msgpack.decode(data, type=m.Reading), reason


def remember(db: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a fact about the record, such as the settings that it was built with."""
    db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))


def recall(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def identities(db: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Section -> mark of the members of a row -> the id that it had."""
    found: dict[str, dict[str, str]] = {}
    for section, mark, ident in db.execute("SELECT section, mark, id FROM identity"):
        found.setdefault(section, {})[mark] = ident
    return found


def keep_identities(db: sqlite3.Connection, rows: Iterable[tuple[str, str, str]]) -> None:
    """Keep which members an id has; who had them first keeps them."""
    db.executemany("INSERT OR IGNORE INTO identity VALUES (?, ?, ?)", rows)


def add_judgement(db: sqlite3.Connection, judgement: m.Judgement) -> bool:
    """Keep a judgement; False where it is there already."""
    with db:
        if db.execute("SELECT 1 FROM judgement WHERE id = ?", (judgement.id,)).fetchone():
            return False
        sections.insert(db, "judgement", [to_row(judgement)])
    return True


def drop_judgement(db: sqlite3.Connection, ident: str) -> None:
    with db:
        db.execute("DELETE FROM judgement WHERE id = ?", (ident,))


def judgements(db: sqlite3.Connection) -> tuple[m.Judgement, ...]:
    """All judgements, the earliest first."""
    found = (from_row(m.Judgement, row) for row in sections.select(db, "judgement"))
    return tuple(sorted(found, key=lambda j: (j.at or "", j.id)))


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
