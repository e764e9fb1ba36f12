"""From readings to the saved record: what people decided is applied, documents are put together, ids go on.

The same for a build and for a judgement, which needs no page to be read again: readings are kept in the record.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from onrecord import model as m
from onrecord.attribute import identity
from onrecord.errors import RecordError
from onrecord.pipeline import make_record, read_document
from onrecord.run.clashes import clashes
from onrecord.run.ids import history, keep_ids
from onrecord.run.outcomes import finish
from onrecord.run.rulings import Reread, settle
from onrecord.settings import Settings
from onrecord.store import record as store
from onrecord.store.memory import Memory
from onrecord.version import VERSION

STEPS = ("read", "group and compare", "save")
SETTINGS = "settings"  # the key under which a record keeps the settings of its build


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `done` of `total` in step `step`; `total` is None while it is not known."""

    step: str
    done: int
    total: int | None


Report = Callable[[Progress], None]


def derive(
    db: sqlite3.Connection,
    readings: Iterable[m.Reading],
    rejected: Iterable[m.Rejected],
    settings: Settings,
    report: Report = lambda progress: None,
) -> m.Record:
    """The record of readings (one for each place that holds a page) as people decided, saved."""
    before = store.load(db) if store.is_built(db) else None
    report(Progress(STEPS[1], 0, None))
    memory = Memory(db)
    judgements = store.judgements(db)
    read = list(merge_same(list(readings)))
    settled = settle(judgements, read, _reread(settings, memory))
    record = make_record(settled.readings, settled.constraints, memory)
    out = {d.id: d.judgement for d in settled.decided if d.section == "documents" and d.removed}
    gone = [r.document for r in read if r.document.id in out]
    left = [m.Rejected(path, f"rejected by a person ({out[d.id]})") for d in gone for path in d.paths]
    record = replace(
        record, onrecord=VERSION, rejected=tuple(sorted((*rejected, *left), key=lambda r: (r.path, r.reason))),
        judgements=judgements,
    )  # fmt: skip
    if before is not None:
        record = keep_ids(record, before, store.identities(db))
    record = finish(record, settled)
    record = replace(record, clashes=clashes(record, settled))
    report(Progress(STEPS[2], 0, None))
    store.save(db, record)
    with db:
        memory.keep()
        store.keep_identities(db, history(record))
        store.remember(db, SETTINGS, msgspec.json.encode(settings).decode())
    return record


def again(path: Path, report: Report = lambda progress: None) -> m.Record:
    """The record in a file derived anew from its kept readings. Raises RecordError where it holds none."""
    with store.connect(path) as db:
        known = store.recall(db, SETTINGS)
        if known is None:
            raise RecordError(f"{path}: it keeps no readings; build it again with `onrecord build PATH... -o {path}`")
        return derive(db, *kept_pages(db), msgspec.json.decode(known, type=Settings), report)


def kept_pages(db: sqlite3.Connection) -> tuple[list[m.Reading], list[m.Rejected]]:
    """The readings of all that was handed in, and what could not be read."""
    readings: list[m.Reading] = []
    rejected: list[m.Rejected] = []
    for place, reading, reason in store.pages(db):
        if reading is not None:
            readings.append(at(reading, place))
        else:
            rejected.append(m.Rejected(place, reason or "it could not be read"))
    return readings, rejected


def _reread(settings: Settings, memory: MutableMapping[str, bytes]) -> Reread:
    """Reads a clean document anew, once for each content."""

    def reread(document: m.Document) -> m.Reading:
        key = m.ident("reread", VERSION, identity(settings), msgspec.json.encode(document))
        known = memory.get(key)
        if known is None:
            known = memory[key] = msgspec.msgpack.encode(read_document(document, settings))
        return msgspec.msgpack.decode(known, type=m.Reading)

    return reread


# ------------------------------------------------------------------------------------- documents of several places
def at(reading: m.Reading, path: str) -> m.Reading:
    """A reading of the page that lies at a path."""
    return replace(reading, document=replace(reading.document, path=path, paths=(path,)))


def merge_same(readings: list[m.Reading]) -> Iterator[m.Reading]:
    """One reading a document: the same bytes from the same outlet are one document with several paths."""
    paths: dict[str, list[str]] = {}
    for reading in readings:
        paths.setdefault(reading.document.id, []).append(reading.document.path)
    seen: set[str] = set()
    for reading in sorted(readings, key=lambda r: (r.document.id, r.document.path, r.document.captured or "")):
        document = reading.document
        if document.id not in seen:
            seen.add(document.id)
            every = tuple(sorted(set(paths[document.id])))
            yield replace(reading, document=replace(document, path=every[0], paths=every))
