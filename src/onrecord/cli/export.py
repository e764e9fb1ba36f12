"""`onrecord export`: the record as JSON, or one of its tables as CSV."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.output import command
from onrecord.errors import UsageError
from onrecord.publish.lookup import look_up
from onrecord.publish.tables import TABLES, table
from onrecord.store.export import to_json
from onrecord.store.record import open_record


@command(
    "export",
    """
onrecord export story.db > story.json
onrecord export story.db --format csv --table differences > differences.csv
""",
)
@options.record
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--table", "name", type=click.Choice(list(TABLES)), help="One table instead of the whole record.")
def export(record: Path, form: str, name: str | None) -> None:
    """Print the whole RECORD as JSON, or one table of it as JSON or CSV, to standard output."""
    out = sys.stdout.buffer
    if form == "csv" and name is None:
        raise UsageError(f"--format csv needs --table, one of {', '.join(TABLES)}; the whole record is JSON")
    held = open_record(record)
    if name is None:
        out.write(to_json(held) + b"\n")
    else:
        rows = table(look_up(held), name)
        out.write((rows.as_csv() if form == "csv" else rows.as_json() + "\n").encode())
