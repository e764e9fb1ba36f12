"""Vocabularies as data files that an editor can change, and the one loader for them.

`NAME.txt` holds one entry a line; `NAME.toml` holds tables. `#` starts a comment in both.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of `words/NAME.txt`, in order, without comments and blank lines."""
    text = files(__name__).joinpath(f"{name}.txt").read_text("utf-8")
    stripped = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


@cache
def table(name: str) -> dict[str, Any]:
    """The tables of `words/NAME.toml`."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
