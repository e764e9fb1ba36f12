"""`onrecord why`: the evidence path of one row."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from onrecord.cli import options
from onrecord.cli.output import command
from onrecord.publish.lookup import look_up
from onrecord.publish.why import why as evidence_path
from onrecord.store.record import open_record


@command(
    "why",
    """
onrecord why story.db x-3f0c            a difference, by the first characters of its id
onrecord why story.db a-9b1e --json
""",
)
@options.record
@click.argument("ident", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON.")
def why(record: Path, ident: str, as_json: bool) -> None:
    """Show what the row with this ID rests on: file, span, the words, the rule or model, and the reason."""
    lines = evidence_path(look_up(open_record(record)), ident)
    if as_json:
        click.echo(json.dumps([{"what": what, "words": words} for what, words in lines], ensure_ascii=False, indent=1))
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for what, words in lines:
        grid.add_row(what, words.replace("[", "\\["))
    Console().print(grid)
