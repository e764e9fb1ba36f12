"""Writes docs/commands.md from the commands themselves; a test holds that it is up to date."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli import main

TARGET = Path(__file__).with_name("commands.md")


def commands() -> str:
    """The page: the help of the main command and of each of its commands."""
    parts = ["# Commands\n\nMade by `make docs` from the commands themselves.\n"]
    parts.append(_help("onrecord", main))
    context = click.Context(main)
    for name in sorted(main.list_commands(context)):
        command = main.get_command(context, name)
        assert command is not None
        parts.append(_help(f"onrecord {name}", command))
    return "\n".join(parts)


def _help(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
    return f"## {name}\n\n```\n{command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    TARGET.write_text(commands(), "utf-8")
