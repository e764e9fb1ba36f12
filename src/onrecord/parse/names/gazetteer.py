"""What the vocabularies know of a word, and the places they list."""

from __future__ import annotations

from functools import cache

from onrecord import words


@cache
def entries(key: str) -> frozenset[str]:
    """A list of `words/names.toml`, lower case."""
    return frozenset(words.table("names")[key])


@cache
def given_names() -> frozenset[str]:
    return frozenset(words.lines("given_names"))


@cache
def nationalities() -> frozenset[str]:
    """Single-word adjectives and names of peoples, with plurals in -s."""
    single = [line.split("|")[0].strip() for line in words.lines("nationalities")]
    return frozenset(w for name in single if " " not in name for w in (name, name + "s"))


@cache
def organisations() -> frozenset[str]:
    """Organisations that are named by one word."""
    return frozenset(words.lines("organisations"))


@cache
def places() -> frozenset[str]:
    """Every listed place, as written."""
    return frozenset(words.lines("places"))


@cache
def place_starts() -> dict[str, int]:
    """First word of the listed places of two or more words -> most words that follow it in one of them."""
    most: dict[str, int] = {}
    for place in words.lines("places"):
        parts = place.replace("-", " - ").split()
        if len(parts) > 1:
            most[parts[0]] = max(most.get(parts[0], 0), len(parts) - 1)
    return most
