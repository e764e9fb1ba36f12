"""The vocabularies of saying as the forms that occur in text."""

from __future__ import annotations

from functools import cache

from onrecord import words

VOWELS = frozenset("aeiou")
AUXILIARIES = frozenset(
    [
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "do",
        "does",
        "did",
        "'s",
        "’s",
        "'ve",
        "’ve",
        "'d",
        "’d",
        "'ll",
        "’ll",
        "not",
        "never",
        "also",
        "later",
        "earlier",
        "then",
        "once",
        "again",
        "repeatedly",
        "reportedly",
        "recently",
        "previously",
        "subsequently",
        "already",
        "still",
        "only",
        "even",
        "publicly",
        "privately",
        "simply",
        "further",
        "just",
        "always",
        "often",
        "initially",
        "first",
        "n't",
        "n’t",
    ]
)
TIME_WORDS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "last",
        "this",
        "earlier",
        "late",
        "early",
        "later",
        "on",
        "morning",
        "afternoon",
        "evening",
        "night",
        "week",
        "month",
        "year",
        "overnight",
        "now",
        "again",
    ]
)

# Forms that are nouns at least as often as they report speech.
AMBIGUOUS = frozenset(
    [
        "state",
        "states",
        "report",
        "reports",
        "note",
        "notes",
        "claim",
        "claims",
        "comment",
        "comments",
        "call",
        "calls",
        "text",
        "texts",
        "post",
        "posts",
        "offer",
        "offers",
        "question",
        "place",
        "blast",
        "brand",
        "label",
        "labels",
        "promise",
        "promises",
        "pledge",
        "pledges",
        "vow",
        "vows",
        "boast",
        "joke",
        "jokes",
        "reply",
        "replies",
        "answer",
        "answers",
        "counter",
        "estimate",
        "estimates",
        "forecast",
        "forecasts",
        "signal",
        "signals",
        "quote",
        "quotes",
        "warning",
        "praise",
        "finding",
        "order",
        "orders",
        "request",
        "requests",
        "demand",
        "demands",
        "press",
        "attack",
        "attacks",
        "support",
        "hope",
        "hopes",
        "fear",
        "fears",
        "worry",
        "worries",
        "doubt",
        "doubts",
        "ring",
        "smile",
        "sigh",
        "rule",
        "rules",
        "saying",
    ]
)


@cache
def forms(group: str) -> frozenset[str]:
    """All inflected forms of the verbs of one group, in lower case; for `nouns` singular and plural."""
    table = words.table("verbs_of_saying")
    found: set[str] = set()
    for word in table[group].split():
        if group == "nouns":
            found |= {word, word[:-1] + "ies" if word.endswith("y") else word + "s"}
        else:
            found |= {word, *inflect(word, table["irregular"])}
    return frozenset(found)


def inflect(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """The third person, past and participles of a verb."""
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [third, verb + "ed", verb + "ing"]


@cache
def saying() -> frozenset[str]:
    """Forms of every verb that can report speech."""
    return forms("speech") | forms("addressed") | forms("directive") | forms("judging")
