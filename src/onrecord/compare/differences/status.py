"""What something is called: two names that two holders give one thing, or a status given and withdrawn later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from onrecord import words
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.evidence import subject
from onrecord.compare.wordwork import name_key, stems
from onrecord.model import Difference, Place, Span, Status

SHARED = 2  # telling words that both have in common
POSTINGS = 40
OBJECT = r"(?P<what>(?: [^\s,;:.!?“”\"()]+){1,8})"
RIVALS = 3  # pairs of one subject
CALLED = "two holders call one thing by two names"
REASON = "a status that was given, and then withdrawn"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words.table("statuses")
    given = "|".join([*table["as"], *table["bare"], "designating", "declaring", "calling", "regarding"])
    return re.compile(rf"\b(?:{given})\b{OBJECT}"), re.compile(rf"\b(?:{'|'.join(table['ended'])})\b{OBJECT}")


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    given, ended = _patterns()
    for _, docs in context.stories:
        index: dict[str, list[tuple[Place, frozenset[str]]]] = defaultdict(list)
        for doc in docs:
            for place, about in _found(context, doc, given):
                for word in sorted(about):
                    index[word].append((place, about))
        for doc in docs:
            for place, about in _found(context, doc, ended):
                if earlier := _earlier(context, doc, about, index):
                    yield difference(context, "status", "over_time", [earlier], [place], REASON)


def _found(context: Context, doc: str, pattern: re.Pattern[str]) -> Iterator[tuple[Place, frozenset[str]]]:
    """The places of a pattern in the outlet's words, with the telling words of all of it."""
    text = context.document(doc).text
    for m in pattern.finditer(text):
        span = Span(m.start(), m.end())
        if len(about := subject(context, doc, span)) >= SHARED:
            yield Place(doc, span), about


def _earlier(
    context: Context, doc: str, about: frozenset[str], index: dict[str, list[tuple[Place, frozenset[str]]]]
) -> Place | None:
    """The place in the earliest document where what is withdrawn was given: the one nearest in words, then shortest."""
    near = {row for word in sorted(about) for row in index.get(word, ())[:POSTINGS]}
    fits = [
        (context.order[p.document], -len(said & about), p.span.end - p.span.start, p)
        for p, said in near
        if len(said & about) >= SHARED and context.order[p.document] < context.order[doc]
    ]
    return min(fits, key=lambda f: (f[:3], f[3].span))[3] if fits else None


def rivals(context: Context, statuses: tuple[Status, ...]) -> Iterator[Difference]:
    """The statuses of one subject in one story that two holders name in other words, the first against the others."""
    rows: dict[tuple[str, str], list[tuple[Place, Status]]] = defaultdict(list)
    for status in statuses:
        places = sorted(status.evidence, key=lambda p: (context.order[p.document], p.span))
        key = name_key(status.subject)
        said = name_key(context.text(places[0].document, places[0].span))
        if status.according_to and status.until is None and key not in VAGUE and key in said:
            rows[context.story_of[places[0].document], key].append((places[0], status))
    for pair in sorted(rows):
        found = sorted(rows[pair], key=lambda r: (context.order[r[0].document], r[0].span, r[1].status))
        first, one = found[0]
        others = [
            place
            for place, s in found[1:]
            if s.according_to != one.according_to and not set(stems(s.status)) & set(stems(one.status))
        ]
        for place in others[:RIVALS]:
            yield difference(context, "status", "compatible", [first], [place], CALLED)


VAGUE = frozenset(("it", "this", "that", "them", "they", "he", "she"))
