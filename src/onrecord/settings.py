"""One `Settings`, from one TOML file and the command line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from onrecord.errors import UsageError

ModelName = Literal["rules", "fast", "careful"]
CleanName = Literal["fast", "careful"]


@cache
def best_model() -> ModelName:
    """The best model whose weights are installed; everything runs without any, by rules."""
    return "fast" if files("onrecord.weights").joinpath("fast.npz").is_file() else "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told; all of it is part of the key under which readings are kept."""

    model: ModelName = field(default_factory=best_model)
    clean: CleanName = "careful"
    workers: int = 0  # processes; 0 is one for each core
    max_bytes: int = 50_000_000  # a larger file is rejected with its size as the reason


def load(path: Path | None, **given: object) -> Settings:
    """Settings from a TOML file (if any), overridden by what is given and not None.

    Raises UsageError on an unknown key or a value out of its list.
    """
    settings = Settings()
    table: dict[str, object] = {}
    if path is not None:
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"settings {path}: {error}") from error
    known = {f.name for f in fields(Settings)}
    values = table | {name: value for name, value in given.items() if value is not None}
    for name, value in values.items():
        if name not in known:
            raise UsageError(f"settings {path}: unknown key {name!r}; known are {', '.join(sorted(known))}")
        allowed = {"model": get_args(ModelName), "clean": get_args(CleanName)}.get(name)
        if allowed and value not in allowed:
            raise UsageError(f"settings {path}: {name} = {value!r}; it is one of {', '.join(allowed)}")
        if allowed is None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise UsageError(f"settings {path}: {name} = {value!r}; it is a whole number from 0")
    return replace(settings, **values)  # type: ignore[arg-type]  # checked name by name above
