"""`onrecord annotate`: a filter, JSON lines in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from onrecord import settings as settings_module
from onrecord.cli import options
from onrecord.cli.output import command
from onrecord.errors import UsageError
from onrecord.run.annotate import LAYERS, Layer, answers, ready


@command(
    "annotate",
    """
onrecord annotate < articles.jsonl > read.jsonl
onrecord annotate --only times,figures articles.jsonl
echo '{"id": "1", "text": "It will rain, the mayor said."}' | onrecord annotate --only attributions
""",
)
@click.argument("source", type=click.File("rb"), default="-", metavar="[FILE]")
@click.option("--only", help=f"Just these layers, with commas between: {', '.join(LAYERS)}.")
@options.model
@options.producer
@options.clean
@options.settings
def annotate(
    source: BinaryIO,
    only: str | None,
    model: str | None,
    producer: str | None,
    clean: str | None,
    settings_file: Path | None,
) -> None:
    """Read documents as JSON lines and print what each one says, one line for one line, in order.

    A line holds {"id", "text" | "html" | "dump", "url"?, "outlet"?, "title"?, "authors"?, "published"?}. A line that
    cannot be read gives {"id", "error"} in its place.
    """
    settings = settings_module.load(settings_file, model=model, producer=producer, clean=clean)
    layers = _layers(only)
    ready(layers, settings)
    out = sys.stdout.buffer
    for answer in answers(source, layers, settings):
        out.write(answer + b"\n")
        out.flush()


def _layers(only: str | None) -> frozenset[Layer]:
    if only is None:
        return frozenset(LAYERS)
    asked = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in asked if name not in LAYERS]
    if unknown or not asked:
        raise UsageError(f"--only {only}: {', '.join(unknown) or 'nothing'} is no layer; there are {', '.join(LAYERS)}")
    return frozenset(layer for layer in LAYERS if layer in asked)
