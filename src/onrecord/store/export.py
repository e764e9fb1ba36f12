"""The record as JSON, as `onrecord export` prints it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec

from onrecord.model import Record


def plain(value: object) -> Any:
    """Dataclasses as plain dicts and lists under their exported names: a trailing underscore goes."""
    return _renamed(msgspec.to_builtins(value))


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.removesuffix("_"): _renamed(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(inner) for inner in value]
    return value


def to_json(record: Record) -> bytes:
    """The whole record as one JSON object in UTF-8, without a line end."""
    rows = {f.name: plain(getattr(record, f.name)) for f in fields(record)}
    for section in ("copies", "positions", "statuses"):  # rows whose ids are made of what is in them
        rows[section] = [{"id": x.id} | row for x, row in zip(getattr(record, section), rows[section], strict=True)]
    return msgspec.json.encode(rows)
