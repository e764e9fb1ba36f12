"""One person spelt in two ways: "Jon Smyth" against "John Smith" with everything else alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.wordwork import apart, name_key
from onrecord.model import Difference, Place

REASON = "one name in two spellings"
CHANGED = 2  # letters in one part of the name
POSTINGS = 60


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for _, docs in context.stories:
        places: dict[str, list[Place]] = defaultdict(list)
        for doc in docs:
            for name in context.readings[doc].names:
                key = name_key(name.text)
                if name.kind == "person" and " " in key and not any(p.document == doc for p in places[key]):
                    places[key].append(Place(doc, name.span))
        yield from _story(context, {k: v for k, v in places.items() if v})


def _story(context: Context, places: dict[str, list[Place]]) -> Iterator[Difference]:
    index: dict[str, list[str]] = defaultdict(list)
    rank = {k: (context.order[v[0].document], v[0].span) for k, v in places.items()}
    paired: set[str] = set()
    for key in sorted(places, key=lambda k: rank[k]):
        parts = key.split()
        for part in (parts[0], parts[-1]):
            for other in index[part][:POSTINGS]:
                together = {p.document for p in places[key]} & {p.document for p in places[other]}
                if key not in paired and other != key and not together and spelt(parts, other.split()):
                    paired.add(key)
                    yield difference(context, "name", "wording", places[other], places[key], REASON)
            index[part].append(key)


def spelt(a: list[str], b: list[str]) -> bool:
    """Whether two names differ in one part by a letter or two."""
    if len(a) != len(b):
        return False
    changed = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(changed) != 1:
        return False
    x, y = changed[0]
    if _british(x) == _british(y):
        return False
    least = min(len(x), len(y))
    return least >= 3 and x[0] == y[0] and 0 < apart(x, y) <= (1 if least < 6 else CHANGED)


def _british(word: str) -> str:
    """A word without what only tells British from American spelling."""
    return word.replace("our", "or").replace("tre", "ter").replace("ise", "ize").replace("isation", "ization")
