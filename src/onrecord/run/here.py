"""Reading pages on this machine: a pool of processes, a time limit for each page, and quarantine for a page that
brings its process down. The answer is the same on any number of workers."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from types import FrameType

from onrecord.errors import UnreadableError
from onrecord.model import Page, Reading, Rejected
from onrecord.pipeline import read_page
from onrecord.settings import Settings

SECONDS_A_PAGE = 120  # a page that takes longer is rejected; the slowest of 557 saved news pages took 4
FEW = 16  # pages that are read in this process, since starting others takes longer

Answer = Reading | Rejected


class _TooLongError(Exception):
    pass


def read_safely(page: Page, settings: Settings) -> Answer:
    """The reading of a page, or Rejected with the reason: nothing that is in one page stops the others."""
    extra = 2 * settings.server_timeout if settings.producer == "server" else 0  # waiting is no fault of the page
    try:
        with _time_limit(SECONDS_A_PAGE + extra):
            return read_page(page, settings)
    except UnreadableError as error:
        return Rejected(page.path, str(error))
    except _TooLongError:
        return Rejected(page.path, f"reading took longer than {SECONDS_A_PAGE + extra} seconds")
    except MemoryError:
        return Rejected(page.path, "reading needed more memory than there is")
    except Exception as error:  # the boundary: a fault of ours on one page costs that page, and says so
        return Rejected(page.path, f"onrecord failed on this page ({type(error).__name__}: {error}); please report it")


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise _TooLongError after so many seconds, where the platform and thread allow an alarm."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_pages(pages: Iterable[Page], settings: Settings, done: Callable[[Page], None]) -> Iterator[Answer]:
    """One answer for each page, in order; `done` is called as each arrives. Holds only a few pages at a time."""
    source = iter(pages)
    few = list(islice(source, FEW))
    workers = settings.workers or os.cpu_count() or 1
    if len(few) < FEW or workers == 1:
        for page in chain(few, source):
            answer = read_safely(page, settings)
            done(page)
            yield answer
        return
    yield from _in_processes(chain(few, source), settings, workers, done)


def _in_processes(
    pages: Iterator[Page], settings: Settings, workers: int, done: Callable[[Page], None]
) -> Iterator[Answer]:
    pool = _pool(workers)
    waiting: deque[tuple[Page, Future[Answer]]] = deque()
    try:
        for page in pages:
            try:
                future = pool.submit(read_safely, page, settings)
            except BrokenProcessPool:
                pool = _pool(workers)
                future = pool.submit(read_safely, page, settings)
            waiting.append((page, future))
            if len(waiting) >= 4 * workers:
                yield _next(waiting, settings, done)
        while waiting:
            yield _next(waiting, settings, done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _next(
    waiting: deque[tuple[Page, Future[Answer]]], settings: Settings, done: Callable[[Page], None]
) -> Answer:
    page, future = waiting.popleft()
    try:
        answer = future.result()
    except BrokenProcessPool:
        answer = _alone(page, settings)
    done(page)
    return answer


def _alone(page: Page, settings: Settings) -> Answer:
    """A page that was under way when a process died, read in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(read_safely, page, settings).result()
        except BrokenProcessPool:
            return Rejected(page.path, "reading it brings its process down")
