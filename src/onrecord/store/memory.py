"""What a record remembers of earlier runs: values under keys that are made of all that the values depend on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping


class Memory(MutableMapping[str, bytes]):
    """Entries are read when asked for; `keep` writes the new ones and drops those that nobody asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.asked: set[str] = set()
        self.fresh: dict[str, bytes] = {}

    def __getitem__(self, key: str) -> bytes:
        if key in self.fresh:
            return self.fresh[key]
        row = self.db.execute("SELECT data FROM memory WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        self.asked.add(key)
        found: bytes = row[0]
        return found

    def __setitem__(self, key: str, value: bytes) -> None:
        self.fresh[key] = value

    def __delitem__(self, key: str) -> None:
        self.fresh.pop(key, None)
        self.db.execute("DELETE FROM memory WHERE key = ?", (key,))

    def __iter__(self) -> Iterator[str]:
        yield from self.fresh
        yield from (row[0] for row in self.db.execute("SELECT key FROM memory") if row[0] not in self.fresh)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def keep(self) -> None:
        """Write what is new and drop what this run did not ask for, in the open transaction."""
        gone = [(k,) for (k,) in self.db.execute("SELECT key FROM memory") if k not in self.asked]
        self.db.executemany("DELETE FROM memory WHERE key = ?", gone)
        self.db.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", sorted(self.fresh.items()))
