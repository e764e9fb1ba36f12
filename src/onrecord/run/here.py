"""Work on this machine in processes of their own: what takes too long, eats the memory or brings its process down costs
itself alone, and says so. The answers are the same on any number of workers."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from queue import SimpleQueue
from typing import Any, TypeVar

from onrecord.errors import OnrecordError
from onrecord.model import Page, Reading, Rejected
from onrecord.read.source import Item, Unread, name_and_size
from onrecord.run import work, worker
from onrecord.settings import Settings

SECONDS = 120  # for one page; the slowest of 557 saved news pages took 4
BYTES_A_SECOND = 5_000_000  # of a file, on top: the pages of an archive may lie far apart
START = 120  # seconds for a process to begin; it takes less than one
MEMORY = 4 << 30  # bytes of address space for a process, where the platform has the limit
FEW = 16  # pages for which one process is enough, since starting more takes longer

Answer = Reading | Rejected
T = TypeVar("T")
R = TypeVar("R")


class StoppedError(OnrecordError):
    """A task that was not done; the message is the reason."""


class Worker:
    """One process, started when it is first asked, and again after it was stopped."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, seconds: float, function: Callable[..., Iterator[R]], *arguments: object) -> Iterator[R]:
        """The answers of a function as they come. Raises StoppedError where it takes longer than `seconds` for one of
        them, needs more memory than it may have, or brings its process down."""
        process = self._sent(pickle.dumps((function, arguments), protocol=5))
        over = False
        try:
            while not over:
                kind, value = self._next(process, seconds)
                if kind == worker.ANSWER:
                    yield value
                elif kind == worker.MEMORY:
                    self.stop()
                    raise StoppedError("reading it needs more memory than a document may have")
                elif kind == worker.FAULT:
                    over = True
                    raise StoppedError(f"onrecord failed on it ({value}); please report it")
                else:
                    over = True
        finally:
            if not over:
                self.stop()

    def stop(self) -> None:
        """End the process, whatever it is at."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    _close(pipe)
            self.process = None

    def _sent(self, task: bytes) -> subprocess.Popen[bytes]:
        """The process that has the task; another one where the first is gone, which is not the fault of the task."""
        for last in (False, True):
            process = self._started()
            assert process.stdin is not None
            try:
                process.stdin.write(task)
                process.stdin.flush()
                return process
            except OSError as error:
                self.stop()
                if last:
                    raise StoppedError("its process is gone") from error
        raise AssertionError("one of the two turns ends it")

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            # One thread for sums: so many of them as there are cores take the memory, and none is needed.
            one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "onrecord.run.worker", str(self.memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=one | os.environ,
            )  # fmt: skip
            self._next(self.process, START)
        return self.process

    def _next(self, process: subprocess.Popen[bytes], seconds: float) -> tuple[str, Any]:
        assert process.stdout is not None
        with _limit(process, seconds) as late:
            try:
                kind, value = pickle.load(process.stdout)
            except (EOFError, pickle.UnpicklingError, OSError) as error:
                self.stop()
                if late.is_set():
                    raise StoppedError(f"reading it took longer than {seconds:g} seconds") from error
                raise StoppedError("reading it brings its process down") from error
        return kind, value


@contextmanager
def _limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill the process after so many seconds, and tell that by the event."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was not written is not wanted


class Workers:
    """The processes of one run, each started when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.count = settings.workers or os.cpu_count() or 1
        # A spaCy pipeline is the user's own, and may need any amount.
        memory = 0 if (settings.producer or "").startswith("spacy") else MEMORY
        self.all = [Worker(memory) for _ in range(self.count)]
        self.seconds = SECONDS + (2 * settings.server_timeout if settings.producer == "server" else 0)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.all:
            each.stop()

    def opened(self, what: Unread) -> Iterator[Item]:
        """What is in a file or in what was fetched; Rejected where its reading had to be stopped."""
        name, size = name_and_size(what)
        try:
            yield from self.all[0].ask(SECONDS + size / BYTES_A_SECOND, work.opened, what, self.settings)
        except StoppedError as error:
            yield Rejected(name, str(error))

    def ask(self, function: Callable[..., Iterator[R]], *arguments: object) -> R | StoppedError:
        """The only answer of a function, or why there is none."""
        return _asked(self.all[0], self.seconds, function, arguments)

    def map(
        self, function: Callable[..., Iterator[R]], items: Iterable[T], *more: object
    ) -> Iterator[tuple[T, R | StoppedError]]:
        """The answer of a function for each item, in their order, or why there is none. Holds only a few at a time."""
        source = iter(items)
        few = list(islice(source, FEW))
        count = self.count if len(few) == FEW else 1
        free: SimpleQueue[Worker] = SimpleQueue()
        for each in self.all[:count]:
            free.put(each)

        def answered(item: T) -> R | StoppedError:
            mine = free.get()
            try:
                return _asked(mine, self.seconds, function, (item, *more))
            finally:
                free.put(mine)

        waiting: deque[tuple[T, Future[R | StoppedError]]] = deque()
        pool = ThreadPoolExecutor(count)
        try:
            for item in chain(few, source):
                waiting.append((item, pool.submit(answered, item)))
                if len(waiting) >= 4 * count:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            if waiting:  # nobody waits for these any more
                pool.shutdown(wait=False, cancel_futures=True)
                for each in self.all:
                    if each.process is not None:
                        each.process.kill()
            pool.shutdown()


def _asked(
    mine: Worker, seconds: float, function: Callable[..., Iterator[R]], arguments: tuple[object, ...]
) -> R | StoppedError:
    try:
        (answer,) = mine.ask(seconds, function, *arguments)
    except StoppedError as error:
        return error
    return answer


def read_pages(pages: Iterable[Page], workers: Workers, done: Callable[[Page], None]) -> Iterator[Answer]:
    """One answer for each page, in order; `done` is called as each arrives."""
    for page, answer in workers.map(work.read, pages, workers.settings):
        done(page)
        yield Rejected(page.path, str(answer)) if isinstance(answer, StoppedError) else answer
