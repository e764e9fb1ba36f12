"""One `Settings`, from one TOML file and the command line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from onrecord.errors import UsageError

ModelName = Literal["rules", "fast", "careful"]
CleanName = Literal["fast", "careful"]
PATTERNS = {
    "producer": (re.compile(r"server|spacy:\S+"), "server, or spacy: and a pipeline, as in spacy:en_core_web_sm"),
    "server_url": (re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?"), "an address such as http://127.0.0.1:8080/v1"),
    "server_model": (re.compile(r"\S(?:.*\S)?"), "the name of a model on the server"),
    "server_key_env": (re.compile(r"[A-Za-z_]\w*"), "the name of an environment variable"),
}


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
    fetch: bool = False  # fetch the addresses in lists and feeds; an address that is handed in itself is always fetched
    fetch_private: bool = False  # let an address that is handed in itself lie on this machine or in a private network
    fetch_seconds: int = 30  # for one document
    fetch_delay: int = 1  # seconds between two requests to one host at least; its robots.txt may ask for more
    cache: str = ""  # the folder for what was fetched; the user's cache folder where it is empty
    producer: str | None = None  # who else proposes attributions: "server", or "spacy:" and a pipeline
    server_url: str | None = None  # the base address of an OpenAI-compatible server, with /v1 where it has that
    server_model: str | None = None  # the name of the model there
    server_key_env: str | None = None  # the environment variable that holds the key; the key itself is kept nowhere
    server_timeout: int = 120  # seconds that the server may take for one document, all tries together


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
        if wrong := _wrong(name, value):
            raise UsageError(f"settings {path}: {name} = {value!r}; {wrong}")
    made = replace(settings, **values)  # type: ignore[arg-type]  # checked name by name above
    if made.producer == "server" and not (made.server_url and made.server_model):
        raise UsageError(
            "producer server: the settings file has to give server_url and server_model; no address is built in"
        )
    return made


def _wrong(name: str, value: object) -> str | None:
    """What is wrong with a value, as a hint at what it has to be; None where nothing is."""
    allowed = {"model": get_args(ModelName), "clean": get_args(CleanName)}.get(name)
    if allowed:
        return None if value in allowed else f"it is one of {', '.join(allowed)}"
    if name in PATTERNS:
        pattern, hint = PATTERNS[name]
        return None if isinstance(value, str) and pattern.fullmatch(value) else f"it is {hint}"
    if name in ("fetch", "fetch_private"):
        return None if isinstance(value, bool) else "it is true or false"
    if name == "cache":
        return None if isinstance(value, str) and "\0" not in value else "it is the path of a folder"
    least = 1 if name in ("server_timeout", "fetch_seconds") else 0
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= least
    return None if whole else f"it is a whole number from {least}"
