"""How a text names its own outlet, and other newsrooms."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord import words
from onrecord.compare.context import Context

NEWSROOM = re.compile(
    r"(?:the )?(?P<name>[A-Z][\w’'&-]*(?: (?:(?:of|and|the) )?[A-Z][\w’'&-]*)*)"
    r"(?P<what>(?: \w+)? (?:agency|newspaper)\b)?"
)
ITSELF = re.compile(r"(?:this|our) (?:news)?(?:paper|magazine|website|station|broadcaster|agency|site)\b|us\b", re.I)
OUTLET = "outlet: "  # begins the key of an outlet
SEEN = 40  # characters between "seen by" and the outlet


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Words that many outlets have in their names."""
    return frozenset(words.table("access")["outlet_words"])


@lru_cache(maxsize=4096)
def own_name(outlet: str) -> re.Pattern[str] | None:
    """The ways a document may name its own outlet: in full, or by the words that tell it from others."""
    parts = [w for w in re.findall(r"[\w&’'.-]+", outlet) if w[:1].isupper() or w.isdigit()]
    telling = [w for w in parts if w.lower() not in _generic()] or parts[-1:]
    last = parts[-1:] if len(parts) > 1 and parts[-1].lower() not in {"news", "agency", "press"} else []
    bare = re.sub(r"^the\s+", "", outlet, flags=re.I)
    ways = [bare, *telling[-1:], *(f"the {w}" for w in last), *(w for w in telling if w.isupper())]
    ways = [w for w in ways if len(w) > 2]
    return (
        re.compile(
            rf"(?:the )?(?:{'|'.join(re.escape(w) for w in sorted(set(ways), key=len, reverse=True))})(?!\w)", re.I
        )
        if ways
        else None
    )


def newsroom(context: Context, whom: str, *, anybody: bool = False) -> str | None:
    """The outlet or agency at the start of a phrase: one that the coverage knows or that is called an agency or a
    newspaper, or `anybody` with a name."""
    found = NEWSROOM.match(whom)
    if found is None:
        return None
    known = context.newsroom(found["name"]) or context.newsroom(f"the {found['name']}")
    return known or (context.house(found["name"]) if found["what"] or anybody else None)


def itself(own: re.Pattern[str] | None, text: str, start: int) -> int | None:
    """Where the name of its own outlet ends that a text gives right after a place; None if it gives none there."""
    near = text[start : start + SEEN]
    space = len(near) - len(near.lstrip())
    found = ITSELF.match(near, space) or (own.search(near) if own else None)
    return start + found.end() if found else None
