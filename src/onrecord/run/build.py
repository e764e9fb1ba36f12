"""A record built from files: what was read before is taken from the record, the rest is read, all is put together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from onrecord import model as m
from onrecord.attribute import identity
from onrecord.clean.site import Shown, profiles
from onrecord.errors import UnreadableError
from onrecord.read import pages as read_paths
from onrecord.run import work
from onrecord.run.derive import STEPS, Progress, at, derive, kept_pages
from onrecord.run.here import StoppedError, Workers, read_pages
from onrecord.run.spool import Spool
from onrecord.settings import Settings
from onrecord.store import record as store
from onrecord.version import VERSION

OPENING = "open"  # the step before STEPS, whose end is not known beforehand
FAILED = "producer_failed"  # the flag of a document for which another producer of attributions gave nothing


@dataclass(frozen=True, slots=True)
class Built:
    record: m.Record
    read: int  # pages read in this run
    kept: int  # pages whose reading was kept from an earlier one


def page_key(page: m.Page, settings: Settings) -> str:
    """The key under which a reading is kept: everything that it depends on, and not where the page lies."""
    given = msgspec.json.encode(page.given)
    known = (page.kind, page.sha256, page.url, page.fetched_at, given, msgspec.json.encode(page.site))
    return m.ident("r", VERSION, identity(settings), settings.clean, *known)


def build(
    paths: Sequence[str | Path],
    output: Path,
    settings: Settings,
    report: Callable[[Progress], None] = lambda progress: None,
    *,
    add: bool = False,
) -> Built:
    """Build or renew the record in `output` and answer it. With `add` what is in the record stays in it beside what is
    handed in; without, what is not handed in any more leaves it.

    Raises UnreadableError where nothing could be read at all; the message lists the first reasons. Raises UsageError
    where the producer of the settings cannot be had.
    """
    identity(settings)  # a producer that cannot be had stops the build before it begins
    with Workers(settings) as workers, Spool() as spool, ExitStack() as ends:
        pages = read_paths(paths, settings, open_=workers.opened)
        rejected = spool.fill(pages, lambda count: report(Progress(OPENING, count, None)))
        if not spool.pages:
            raise UnreadableError(_nothing(paths, rejected))
        db = ends.enter_context(store.connect(output, create=True))
        read, kept, readings = _readings(db, spool, workers, rejected, report, add)
        if not readings:
            raise UnreadableError(_nothing(paths, rejected))
        if add:
            readings, rejected = kept_pages(db)
        record = derive(db, readings, rejected, settings, report)
    return Built(record, read, kept)


def _profiled(spool: Spool, workers: Workers) -> list[m.Page]:
    """The pages without their data, each with the profile of its site, which is learnt from all of them."""

    def look(positions: Sequence[int]) -> Iterator[Shown]:
        for _, answer in workers.map(work.shown, map(spool.whole, positions)):
            yield Shown("", ()) if isinstance(answer, StoppedError) else answer

    found = profiles(spool.pages, spool.sites, look)
    return [replace(page, site=profile) for page, profile in zip(spool.pages, found, strict=True)]


def _readings(
    db: sqlite3.Connection,
    spool: Spool,
    workers: Workers,
    rejected: list[m.Rejected],
    report: Callable[[Progress], None],
    add: bool,
) -> tuple[int, int, list[m.Reading]]:
    pages = _profiled(spool, workers)
    keys = [page_key(page, workers.settings) for page in pages]
    known = dict(store.kept_readings(db, dict.fromkeys(keys)))
    first = {key: n for n, key in reversed(list(enumerate(keys))) if key not in known}
    fresh = [key for key in dict.fromkeys(keys) if key in first]
    count = 0

    def one_more(_page: m.Page) -> None:
        nonlocal count
        count += 1
        report(Progress(STEPS[0], count, len(fresh)))

    reasons: dict[str, str] = {}
    wanted = (replace(pages[n], data=spool.whole(n).data) for n in map(first.__getitem__, fresh))
    for key, answer in zip(fresh, read_pages(wanted, workers, one_more), strict=True):
        if isinstance(answer, m.Rejected):
            reasons[key] = answer.reason
        else:
            known[key] = answer
            failed = any(flag.startswith(FAILED) for flag in answer.document.flags)
            store.keep_reading(db, key, answer, again=failed)
            if count % 200 == 0:
                db.commit()  # what was read is not read again after an interruption
    unread = list(rejected)
    rejected += [m.Rejected(p.path, reasons[k]) for k, p in zip(keys, pages, strict=True) if k in reasons]
    here = [(p.path, k if k in known else None, reasons.get(k)) for k, p in zip(keys, pages, strict=True)]
    here += [(x.path, None, x.reason) for x in unread]
    before = store.page_rows(db) if add else []
    held = {path for path, _, _ in here}
    here += [row for row in before if row[0] not in held]
    store.forget_readings(db, {k for _, k, _ in here if k})
    store.keep_pages(db, here)
    db.commit()
    readings = [at(known[k], p.path) for k, p in zip(keys, pages, strict=True) if k in known]
    return len(fresh), len(set(keys)) - len(fresh), readings


def _nothing(paths: Sequence[str | Path], rejected: list[m.Rejected]) -> str:
    shown = "".join(f"\n  {r.path}: {r.reason}" for r in rejected[:5])
    more = f"\n  and {len(rejected) - 5} more" if len(rejected) > 5 else ""
    where = ", ".join(map(str, paths))
    return f"nothing could be read in {where}{':' if rejected else '; it holds no file'}{shown}{more}"
