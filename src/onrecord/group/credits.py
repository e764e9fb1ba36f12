"""Whom a document credits for its text: datelines, credit lines, bylines and credit zones, and its own reporters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord import words
from onrecord.group.actors import acronym, name_key
from onrecord.model import Actor, Reading

DATELINE = re.compile(r"\s*[^\W\d_a-z][^\n()]{1,70}?\(([^()\n]{2,40})\)\s*[-–—:]")
SIGNED = re.compile(r"\b(?:reporting|writing|written|editing|edited) by\b", re.I)
DATE, LINE = "dateline", "credit line"
LONGEST = 25  # words of a credit line
ZONES = frozenset(words.table("group")["credits"]["zones"])
NO_ZONES = frozenset(words.table("group")["credits"]["no_zones"])
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """`outlet` is the key of the document's own newsroom, () if unknown; `named` are those of others that it credits,
    each with where; `own` tells that it names its own desk or reporters in a dateline or a reporting line."""

    outlet: Key
    named: dict[Key, str]
    own: bool


def newsrooms(readings: Sequence[Reading], people: Iterable[Actor]) -> dict[Key, Key]:
    """Every name, alias and acronym of an outlet or agency, to the key of its name, unless two bear it."""
    found: dict[Key, set[Key]] = {}
    for names in words.table("agencies")["agencies"]:
        _add(found, name_key(names[0]), [name_key(n) for n in names[1:]])
    for actor in sorted((a for a in people if a.kind in ("agency", "outlet")), key=lambda a: a.id):
        keys = [name_key(n) for n in (actor.name, *actor.aliases)]
        known = sorted({next(iter(found[k])) for k in keys if len(found.get(k, ())) == 1})
        _add(found, known[0] if len(known) == 1 else keys[0], keys)
    for outlet in sorted({r.document.outlet for r in readings if r.document.outlet}):
        if name_key(outlet) not in found:
            _add(found, name_key(outlet), ())
    return {name: next(iter(keys)) for name, keys in sorted(found.items()) if len(keys) == 1 and name}


def _add(found: dict[Key, set[Key]], key: Key, aliases: Iterable[Key]) -> None:
    for name in (key, acronym(key), *aliases):
        if name:
            found.setdefault(name, set()).add(key)


def credits(reading: Reading, known: Mapping[Key, Key]) -> Credits:
    """What a document says of the source of its text."""
    outlet = name_key(reading.document.outlet or "")
    outlet = known.get(outlet, outlet)
    named: dict[Key, str] = {}
    dateline: list[Key] = []
    signed = False
    for where, text in _places(reading):
        inside = _newsrooms_in(text, known)
        signed = signed or (where == LINE and bool(SIGNED.search(text)) and not inside)
        dateline += inside if where == DATE else []
        for key in inside:
            named.setdefault(key, where)
    if not outlet and signed and len(set(dateline)) == 1:
        outlet = dateline[0]  # a dispatch with its own reporters whose site is not known
    own = outlet in dateline or (signed and not named.keys() - {outlet})
    named.pop(outlet, None)
    return Credits(outlet, named, own)


def _places(reading: Reading) -> list[tuple[str, str]]:
    """Where a credit can stand, with the text there."""
    document = reading.document
    found: list[tuple[str, str]] = []
    if match := DATELINE.match(document.text):
        found.append((DATE, match.group(1)))
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    last = lines[-2:] if len(lines) > 2 else []
    found += [(LINE, line) for line in last if _is_credit(line) or len(line.split()) <= 4]
    found += [("byline", author) for author in document.authors]
    for zone in document.zones:
        if zone.kind in ZONES:
            found += [("byline", line) for line in zone.text.splitlines() if len(line.split()) <= LONGEST]
        elif zone.kind not in NO_ZONES:
            found += [(LINE, line) for line in zone.text.splitlines() if _is_credit(line.strip())]
    return found


def _is_credit(line: str) -> bool:
    """Whether a line is nothing but a credit: bracketed whole, or a few words that say who reported."""
    bracketed = line[:1] in "([" and line[-1:] in ")]" and line.count("(") <= 1
    return len(line.split()) <= LONGEST and (bracketed or bool(SIGNED.search(line)))


def _newsrooms_in(text: str, known: Mapping[Key, Key]) -> list[Key]:
    said = name_key(text)
    found = []
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + 6) + 1):
            if (key := known.get(said[start:end])) and key not in found:
                found.append(key)
    return found
