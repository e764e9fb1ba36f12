"""Whom a document credits for its text: datelines, credit lines, bylines and credit zones, and its own reporters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord import words
from onrecord.group.actors import acronym, name_key
from onrecord.model import Actor, Reading

DATELINE = re.compile(r"\s*[^\W\d_a-z][^\n()]{1,70}?\(([^()\n]{2,40})\)\s*[-–—:]")
OWN = re.compile(r"\b(?:reporting|writing|written|editing|edited|additional reporting) by\b", re.I)
LINE = 25  # words of a longer paragraph, which is no credit line
ZONES = frozenset(words.table("group")["credits"]["zones"])


@dataclass(frozen=True, slots=True)
class Credits:
    """`named` are the keys of other newsrooms that a document credits, each with where; `own` tells that it names its
    own desk or reporters in a dateline or a reporting line."""

    named: dict[tuple[str, ...], str]
    own: bool


def newsrooms(readings: Sequence[Reading], people: Iterable[Actor]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every name, alias and acronym of an outlet or agency, to the key of its name, unless two bear it."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for reading in readings:
        if reading.document.outlet:
            _add(found, name_key(reading.document.outlet), ())
    for actor in people:
        if actor.kind in ("agency", "outlet"):
            _add(found, name_key(actor.name), [name_key(a) for a in actor.aliases])
    return {name: next(iter(keys)) for name, keys in sorted(found.items()) if len(keys) == 1 and name}


def _add(
    found: dict[tuple[str, ...], set[tuple[str, ...]]], key: tuple[str, ...], aliases: Iterable[tuple[str, ...]]
) -> None:
    for name in (key, acronym(key), *aliases):
        if name:
            found.setdefault(name, set()).add(key)


def credits(reading: Reading, known: dict[tuple[str, ...], tuple[str, ...]]) -> Credits:
    """What a document says of the source of its text."""
    document = reading.document
    outlet = name_key(document.outlet or "")
    outlet = known.get(outlet, outlet)
    named: dict[tuple[str, ...], str] = {}
    own = False
    for where, text in _places(reading):
        for key in _newsrooms_in(text, known):
            if key == outlet:
                own = own or where == "dateline"
            else:
                named.setdefault(key, where)
        own = own or (where == "credit line" and bool(OWN.search(text)) and not named)
    return Credits(named, own)


def _places(reading: Reading) -> list[tuple[str, str]]:
    document = reading.document
    text = document.text
    found: list[tuple[str, str]] = []
    if match := DATELINE.match(text):
        found.append(("dateline", match.group(1)))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[-2:] if len(lines) > 2 else []:
        bracketed = line[:1] in "([" and line[-1:] in ")]."
        if len(line.split()) <= LINE and (bracketed or OWN.search(line) or len(line.split()) <= 6):
            found.append(("credit line", line))
    found += [("byline", author) for author in document.authors]
    found += [("credit line", z.text) for z in document.zones if z.kind in ZONES and len(z.text.split()) <= LINE]
    return found


def _newsrooms_in(text: str, known: dict[tuple[str, ...], tuple[str, ...]]) -> list[tuple[str, ...]]:
    said = name_key(text)
    found = []
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + 6) + 1):
            if (key := known.get(said[start:end])) and key not in found:
                found.append(key)
    return found
