"""A process of its own for what may go wrong: it does one task after the other, with a limit of memory.

Run as `python -m onrecord.run.worker BYTES`: pickled (function, arguments) on standard input, on standard output the
pickled answers of each, one by one, and a mark when there are no more. Whoever started it ends it when it is late.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any, BinaryIO

READY, ANSWER, OVER, MEMORY, FAULT = "ready", "answer", "over", "memory", "fault"


def _main(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits; its end is our end
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints does not come between the answers
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if memory:
        _limit(memory)
    _tell(answers, READY, None)
    while True:
        try:
            function, arguments = pickle.load(tasks)
        except EOFError:
            return
        try:
            for answer in function(*arguments):
                _tell(answers, ANSWER, answer)
        except MemoryError:
            _tell(answers, MEMORY, None)
            return  # what was asked for in vain may still be held in parts
        except Exception as error:  # the boundary: told to whoever asked, and the next task goes on
            _tell(answers, FAULT, f"{type(error).__name__}: {error}")
        else:
            _tell(answers, OVER, None)


def _limit(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return  # the limit of time stands
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):
        return


def _tell(answers: BinaryIO, kind: str, value: Any) -> None:
    pickle.dump((kind, value), answers, protocol=5)
    answers.flush()


if __name__ == "__main__":
    _main(int(sys.argv[1]))
