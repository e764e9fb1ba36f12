"""What every command shares: errors as one clear paragraph, exit codes, progress, and tables."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import click
from rich.box import HORIZONTALS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable
from rich.text import Text

from onrecord.errors import OnrecordError, UnreadableError
from onrecord.publish.tables import Table

DONE, NOTHING_READ, WRONG_USAGE, DONE_WITH_GAPS = 0, 1, 2, 3
LEFT_OUT = frozenset({"speaker_basis", "kind", "attributions", "confidence", "path"})  # in the JSON and CSV twins
ID_SHOWN = 10  # characters of an id: enough for `why`, which takes the beginning of one
EVERY = 5.0  # seconds between two plain lines of progress

class Command(click.Command):
    """A command whose expected errors end in one message on stderr and the exit code of RECORD."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnreadableError as error:
            click.echo(f"onrecord: {error}", err=True)
            ctx.exit(NOTHING_READ)
        except OnrecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            ctx.exit(WRONG_USAGE)
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our pipe has gone; Python would complain once more at exit
            ctx.exit(DONE)


def command(name: str, examples: str) -> Callable[[Callable[..., Any]], Command]:
    """A click command with examples below its help."""
    lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    return click.command(name, cls=Command, epilog=f"\b\nExamples:\n{lines}")


class Reporter:
    """Progress on stderr: a bar with counts and time left in a terminal, a plain line now and then elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.step: str | None = None
        self.last = self.began = time.monotonic()
        self.bar: Progress | None = None
        if not quiet and sys.stderr.isatty():
            self.bar = Progress(
                SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                TimeRemainingColumn(), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.task = self.bar.add_task("read", total=None)

    def __enter__(self) -> Reporter:
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if self.quiet:
            return
        if self.bar:
            if step != self.step:
                self.bar.remove_task(self.task)  # a reset would keep the total of the last step
                self.task = self.bar.add_task(step, total=total)
            self.bar.update(self.task, completed=done, total=total)
        elif step != self.step or done == total or time.monotonic() - self.last >= EVERY:
            self._line(step, done, total)
        self.step = step

    def _line(self, step: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if step != self.step:
            self.began = now
        self.last = now
        if total is None:
            text = f"{step} …"
        else:
            left = (now - self.began) / max(1, done) * (total - done)
            text = f"{step}: {done} of {total}" + (f", about {left:.0f} s left" if done < total and left >= 1 else "")
        click.echo(text, err=True)


def say(text: str, quiet: bool = False) -> None:
    """A line for a person, on stderr, so that stdout stays data."""
    if not quiet:
        click.echo(text, err=True)


def print_table(table: Table, limit: int | None) -> None:
    """A table for the terminal; long cells wrap. Says how many rows were left out."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    shown = table.rows[:limit]
    rich = RichTable(title=f"{table.title} ({len(table.rows)})", title_justify="left", box=HORIZONTALS, show_lines=True)
    filled = [i for i, _ in enumerate(table.columns) if any(row[i] not in (None, "") for row in shown)]
    used = [i for i in filled if table.columns[i] not in LEFT_OUT]
    for i in used:
        widest = max((len(_cell(table.columns[i], row[i])) for row in shown), default=0)
        rich.add_column(table.columns[i].replace("_", " "), no_wrap=widest <= 12, overflow="fold", ratio=_share(widest))
    for row in shown:
        rich.add_row(*(Text(_cell(table.columns[i], row[i])) for i in used))
    if shown:
        console.print(rich)
    else:
        console.print(f"{table.title}: nothing in this record.")
    if len(shown) < len(table.rows):
        console.print(f"{len(table.rows) - len(shown)} more; --limit 0 shows all.")


def _share(widest: int) -> int | None:
    """Long columns share the width by the length of their text; short ones take what they need."""
    return None if widest <= 12 else min(8, 1 + widest // 40)


def _cell(column: str, value: object) -> str:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return text[:ID_SHOWN] if column == "id" else text

