"""What a line of a dump looks like from its words alone: the roles whose vocabulary it matches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from onrecord.clean.trie import either
from onrecord.words import table

ROLES = (
    "share", "newsletter", "related", "comments", "footer", "menu", "ad", "caption", "credit", "correction", "bio",
    "time_to_read", "partial",
)  # fmt: skip
# The zone that a line or block of each role is, the first that fits.
ZONES = (
    ("correction", "correction"),
    ("caption", "caption"),
    ("ad", "advertisement"),
    ("newsletter", "newsletter"),
    ("related", "related"),
    ("comments", "comment"),
    ("share", "share"),
    ("footer", "footer"),
    ("bio", "byline"),
    ("menu", "menu"),
)
NOTHING: Mapping[str, str] = MappingProxyType({})
REACH = 220  # characters from either end of a line in which `any` entries are looked for


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, frozenset[str]], ...]:
    rows = []
    for role in ROLES:
        entry = table("dump")[role]
        start = re.compile(rf"\W*(?:{either(entry['start'])})(?![^\W_])") if "start" in entry else None
        anywhere = re.compile(rf"(?<![^\W_])(?:{either(entry['any'])})(?![^\W_])") if "any" in entry else None
        rows.append((role, start, anywhere, frozenset(entry.get("whole", ()))))
    return tuple(rows)


SHORT = 60  # characters; in a longer line one common word at the start ("About 80 people ...") says nothing


def _is_telling(entry: str) -> bool:
    words = entry.split()
    return len(words) > 1 or entry.endswith(":") or words[-1] in {"copyright", "©", "(c)", "advertisement"}


PROSE = 5  # words from which on a line that ends as a sentence is prose
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\Z")


@cache
def _openings() -> dict[str, frozenset[str]]:
    """Role -> entries that open sentences of articles as well."""
    return {role: frozenset(table("dump")[role].get("opens_prose", ())) for role in ROLES}


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text)) and len(text.split()) >= PROSE


_MARKS = re.compile(r"[\W\d_]+")


@cache
def _wholes() -> dict[str, frozenset[str]]:
    return {role: frozenset(_MARKS.sub(" ", word).strip() for word in whole) for role, _, _, whole in _patterns()}


@cache
def _every() -> tuple[re.Pattern[str], frozenset[str]]:
    """All entries at once, which few lines hold, and all that are whole lines."""
    held = [word for role in ROLES for key in ("start", "any") for word in table("dump")[role].get(key, ())]
    marked = [word for word in held if _opening(word) != word]
    source = rf"(?<![^\W_])(?:{either(word for word in held if _opening(word) == word)})|{either(marked)}"
    return re.compile(source), frozenset().union(*_wholes().values())


def _opening(entry: str) -> str:
    return re.sub(r"\A\W+", "", entry)


@lru_cache(maxsize=4096)  # a line is asked by every part that reads it
def roles_of(text: str) -> Mapping[str, str]:
    """Role -> how it matched (`start`, `any`, `whole`), for every vocabulary that the line matches."""
    low = text.lower()
    ends = low if len(low) <= 2 * REACH else f"{low[:REACH]}\n{low[-REACH:]}"
    bare = _MARKS.sub(" ", low).strip() if len(low) < 60 else ""
    entries, wholes = _every()
    if not entries.search(ends) and bare not in wholes:
        return NOTHING
    sentence = _is_sentence(low)
    found: dict[str, str] = {}
    for role, start, anywhere, _ in _patterns():
        match = start.match(low) if start else None
        if match and sentence and _opening(match.group()) in _openings()[role]:
            match = None
        if match and (len(low) <= SHORT or _is_telling(match.group())):
            found[role] = "start"
        elif anywhere and anywhere.search(ends):
            found[role] = "any"
        elif bare and bare in _wholes()[role]:
            found[role] = "whole"
    return MappingProxyType(found)
