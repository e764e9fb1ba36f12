"""The `onrecord` command."""

from __future__ import annotations

import click

from onrecord.cli.annotate import annotate
from onrecord.cli.build import build
from onrecord.cli.demo import demo
from onrecord.cli.export import export
from onrecord.cli.output import Command
from onrecord.cli.serve import serve
from onrecord.cli.show import show
from onrecord.cli.why import why
from onrecord.version import VERSION

EPILOG = """\b
Examples:
  onrecord demo                            the bundled story, built and opened in the browser
  onrecord build clippings -o story.db     the record of a folder of saved pages
  onrecord show story.db differences       where the reports differ
  onrecord serve story.db                  the same in the browser

Exit codes: 0 done; 1 nothing could be read; 2 wrong usage; 3 done, but something could not be read (it is listed).
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="onrecord")
def main() -> None:
    """Give it the coverage; it gives you the record: who said what, on whose word, and where the reports differ."""


COMMANDS: tuple[Command, ...] = (build, annotate, export, serve, show, why, demo)
for command in COMMANDS:
    main.add_command(command)
