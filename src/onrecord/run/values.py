"""What a person may give: the fields of each section, how a value is written, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from onrecord import model as m
from onrecord.clean import day_range

Check = Callable[[str], str | None]  # what is wrong with a value, None where nothing is
SPANS = re.compile(r"\d+:\d+(?:,\d+:\d+)*")
COUNT = re.compile(r"\d{1,4}(?:-\d{1,4})?")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _words(value: str) -> str | None:
    return None if value.strip() else "it is empty"


def _any(_value: str) -> str | None:
    return None


def _day(value: str) -> str | None:
    return None if not value or _is_day(value) else "it is a day such as 2031-05-20, or nothing"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


def _days(value: str) -> str | None:
    ends = value.split("..")
    fit = len(ends) < 3 and all(_is_day(v) or not v for v in ends) and (len(ends) == 1 or ends[0] <= (ends[1] or "9"))
    return None if fit else "it is a day, two days as in 2031-05-19..2031-05-20, or nothing"


def _published(value: str) -> str | None:
    return None if day_range(value) else "it is an ISO date, month, year or date-time"


def _number(value: str) -> str | None:
    return None if not value or NUMBER.fullmatch(value) else "it is a number, or nothing"


def _count(value: str) -> str | None:
    low, _, high = value.partition("-")
    fit = COUNT.fullmatch(value) and int(low) <= int(high or low)
    return None if fit else "it is a number, or two as in 1-3"


def _spans(value: str) -> str | None:
    return None if SPANS.fullmatch(value) else "it is START:END, or several with a comma between them"


def _one(*names: str) -> Check:
    return lambda value: None if value in names else f"it is one of {', '.join(names)}"


FIX: Mapping[str, Mapping[str, Check]] = {
    "documents": {
        "title": _words, "outlet": _words, "authors": _any, "published": _published, "section": _words,
        "language": _words, "url": _words,
    },
    "attributions": {"speaker": _any, "said": _days, "carrier": _any, "medium": _any},
    "statements": {"speaker": _any, "said": _days},
    "actors": {"name": _words, "kind": _one(*get_args(m.ActorKind))},
    "stories": {"title": _words},
    "claims": {"origins": _count, "best": _count},
    "differences": {"class": _one(*get_args(m.DifferenceClass))},
    "copies": {
        "relation": _one(*get_args(m.CopyRelation)), "direction": _one(*get_args(m.Direction)), "from": _words,
    },
    "positions": {"stance": _one(*get_args(m.Stance))},
    "statuses": {"since": _day, "until": _day},
    "events": {"modality": _one(*get_args(m.Modality)), "earliest": _day, "latest": _day},
    "figures": {"value": _number, "low": _number, "high": _number, "unit": _any, "of": _any},
    "times": {"value": _words, "earliest": _day, "latest": _day},
}  # fmt: skip
ADD: Mapping[str, Mapping[str, Check]] = {
    "attribution": {
        "content": _spans, "source": _spans, "cue": _spans, "speaker": _any, "said": _days, "carrier": _any,
        "medium": _any,
    },
    "alias": {"alias": _words},
    "copy": FIX["copies"],
}  # fmt: skip
NEEDED = {"attribution": "content", "alias": "alias", "claims": "origins"}


def parsed(value: str | None) -> dict[str, str]:
    """The fields of a value, one `field=value` a line."""
    rows = (line.partition("=") for line in (value or "").split("\n") if line.strip())
    return {name.strip(): given.strip() for name, _, given in rows}


def written(fields: Mapping[str, str]) -> str | None:
    return "\n".join(f"{name}={' '.join(given.split())}" for name, given in sorted(fields.items())) or None


def wrong(fields: Mapping[str, str], allowed: Mapping[str, Check], what: str) -> str | None:
    """What is wrong with the fields given for something, as a hint; None where nothing is."""
    if not fields:
        return f"no value is given; {what} has {', '.join(allowed)}, as in --value {next(iter(allowed))}=…"
    if (needed := NEEDED.get(what)) and needed not in fields:
        return f"it needs {needed}=…"
    for name, value in fields.items():
        if name not in allowed:
            return f"{name}: {what} has no such field; it has {', '.join(allowed)}"
        if hint := allowed[name](value):
            return f"{name}={value}: {hint}"
    return None


def spans(value: str) -> tuple[m.Span, ...]:
    """The spans of a value that was checked."""
    ends = (piece.split(":") for piece in value.split(","))
    return tuple(m.Span(int(a), int(b)) for a, b in ends)


def said(value: str) -> m.Said:
    """When something was said, as a person gives it."""
    first, _, last = value.partition("..")
    return m.Said(earliest=first or None, latest=(last if ".." in value else first) or None)
