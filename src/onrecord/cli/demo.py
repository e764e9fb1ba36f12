"""`onrecord demo`: the bundled story, built and opened."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.build import summary
from onrecord.cli.output import Reporter, command, say
from onrecord.run.build import build as build_record
from onrecord.settings import Settings
from onrecord.web.server import listen, open_in_browser, run


@command("demo", "onrecord demo\nonrecord demo --no-serve -o demo.db")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("demo.db"), show_default=True,
    help="Where the record is built.",
)  # fmt: skip
@click.option("--serve/--no-serve", default=None, help="Serve the pages; by default only where there is a display.")
@options.quiet
def demo(output: Path, serve: bool | None, quiet: bool) -> None:
    """Build the bundled example, a fictional story in ten articles, and open its record.

    Where there is no display, or in CI, the address is printed and nothing is opened.
    """
    with Reporter(quiet) as report:
        built = build_record(
            [Path(str(files("onrecord") / "example"))], output, Settings(), lambda p: report(p.step, p.done, p.total)
        )
    for line in summary(built, output):
        say(line, quiet)
    if serve or (serve is None and has_display()):
        socket, address = listen("127.0.0.1", 0)
        say(f"The record is open at {address} (Ctrl-C ends it)", quiet)
        open_in_browser(address)
        run(output, socket)
    else:
        say(f"Look at it with `onrecord serve {output}`, at http://127.0.0.1:8765/", quiet)


def has_display() -> bool:
    """Whether a browser window can be opened for somebody."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
