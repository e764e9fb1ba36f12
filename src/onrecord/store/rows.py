"""Dataclasses to table rows and back, by their type hints alone.

A scalar is a column of its name; a Span becomes `start` and `end` (with the field's name before them unless that is
`span`); a dataclass inside becomes columns under its name; tuples and dicts become JSON text under NAME_json.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from onrecord.model import Span

T = TypeVar("T")
Kind = tuple[str, Any]  # ("scalar" | "span" | "inside" | "json", type)


@cache
def shape(cls: Any) -> dict[str, Kind]:
    """How each field of a dataclass is kept."""
    hints = get_type_hints(cls)
    return {f.name: _kind(hints[f.name]) for f in fields(cls)}


def _kind(hint: Any) -> Kind:
    if get_origin(hint) in (Union, UnionType):
        inner = [a for a in get_args(hint) if a is not type(None)]
        return _kind(inner[0]) if len(inner) == 1 else ("json", hint)
    if hint is Span:
        return "span", hint
    if get_origin(hint) in (tuple, dict):
        return "json", hint
    if is_dataclass(hint):
        return "inside", hint
    return "scalar", hint


def to_row(value: Any, skip: frozenset[str] = frozenset(), prefix: str = "") -> dict[str, Any]:
    """The columns of one dataclass instance, without the fields in `skip`."""
    row: dict[str, Any] = {}
    for name, (kind, _) in shape(type(value)).items():  # type: ignore[arg-type]  # a class is hashable
        if name in skip:
            continue
        held, column = getattr(value, name), prefix + name
        if kind == "span":
            stem = prefix if name == "span" else f"{column}_"
            row[f"{stem}start"], row[f"{stem}end"] = held if held is not None else (None, None)
        elif kind == "inside":
            row |= to_row(held, prefix=f"{column}_")
        elif kind == "json":
            row[f"{column}_json"] = msgspec.json.encode(held).decode()
        else:
            row[column] = int(held) if isinstance(held, bool) else held
    return row


def from_row(cls: type[T], row: Mapping[str, Any] | sqlite3.Row, prefix: str = "", **given: Any) -> T:
    """The dataclass instance that `to_row` made the columns from; `given` supplies fields kept elsewhere."""
    values: dict[str, Any] = dict(given)
    for name, (kind, hint) in shape(cls).items():  # type: ignore[arg-type]  # a class is hashable
        if name in given:
            continue
        column = prefix + name
        if kind == "span":
            stem = prefix if name == "span" else f"{column}_"
            start, end = row[f"{stem}start"], row[f"{stem}end"]
            values[name] = None if start is None else Span(start, end)
        elif kind == "inside":
            values[name] = from_row(hint, row, f"{column}_")
        elif kind == "json":
            values[name] = msgspec.json.decode(row[f"{column}_json"], type=hint)
        else:
            values[name] = bool(row[column]) if hint is bool else row[column]
    return cls(**values)

