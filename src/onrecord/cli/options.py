"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from onrecord.settings import CleanName, ModelName

record = click.argument("record", type=click.Path(path_type=Path))
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
settings = click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of settings."
)
model = click.option(
    "--model",
    type=click.Choice(get_args(ModelName)),
    help="What finds statements and names: rules (no weights), fast (the default), or careful "
    "(finds more and takes three times as long; needs onrecord[careful]).",
)
producer = click.option(
    "--producer",
    metavar="server|spacy:NAME",
    help="Who else proposes statements: the server of the settings file, or a spaCy pipeline that is installed.",
)
clean = click.option("--clean", type=click.Choice(get_args(CleanName)), help="How pages are cleaned.")
workers = click.option(
    "--workers", type=click.IntRange(min=0), help="Processes that read pages; 0 is one for each core."
)
