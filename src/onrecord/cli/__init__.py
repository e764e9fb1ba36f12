"""The `onrecord` command. Each of its commands is loaded when it is called, so that a filter in a pipe starts fast."""

from __future__ import annotations

from importlib import import_module

import click

from onrecord.version import VERSION

COMMANDS = ("annotate", "build", "demo", "export", "judge", "serve", "show", "why")
EPILOG = """\b
Examples:
  onrecord demo                            the bundled story, built and opened in the browser
  onrecord build clippings -o story.db     the record of a folder of saved pages
  onrecord show story.db differences       where the reports differ
  onrecord serve story.db                  the same in the browser

Exit codes: 0 done; 1 nothing could be read; 2 wrong usage; 3 done, but something could not be read (it is listed).
"""


class Commands(click.Group):
    """A group whose commands are the functions of the same name in the modules of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"onrecord.cli.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="onrecord")
def main() -> None:
    """Give it the coverage; it gives you the record: who said what, on whose word, and where the reports differ."""
