"""`onrecord show`: the tables of a record in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.output import command, print_table, say
from onrecord.publish.lookup import look_up
from onrecord.publish.tables import TABLES, table
from onrecord.store.record import open_record


@command(
    "show",
    """
onrecord show story.db                        who says what
onrecord show story.db differences            where the reports differ
onrecord show story.db origins --json         the same rows for a program
""",
)
@options.record
@click.argument("name", type=click.Choice(list(TABLES)), default="statements", metavar="[TABLE]")
@click.option("--json", "form", flag_value="json", help="Print the rows as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print the rows as CSV.")
@click.option("--limit", type=click.IntRange(min=0), default=40, show_default=True, help="Rows shown; 0: all.")
def show(record: Path, name: str, form: str | None, limit: int) -> None:
    """Show one TABLE of a RECORD: statements, differences, timeline, positions, statuses, origins, sources,
    unattributed, judgements, decided, clashes or rejected."""
    held = open_record(record)
    rows = table(look_up(held), name)
    if form == "json":
        click.echo(rows.as_json())
    elif form == "csv":
        sys.stdout.buffer.write(rows.as_csv().encode())
    else:
        print_table(rows, limit or None)
        if name == "statements":
            unclear = sum(a.speaker is None for a in held.attributions)
            say(f"{unclear} of {len(held.attributions)} attributions have no speaker that is certain.")
