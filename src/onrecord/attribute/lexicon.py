"""The vocabularies of saying as the forms that occur in text."""

from __future__ import annotations

from functools import cache

from onrecord import words

VOWELS = frozenset("aeiou")


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of `words/verbs_of_saying.toml` as they stand there."""
    return frozenset(words.table("verbs_of_saying")[name].split())


AUXILIARIES = listed("auxiliaries")
AMBIGUOUS = listed("ambiguous")
TIME_WORDS = listed("times")


@cache
def forms(group: str) -> frozenset[str]:
    """All inflected forms of the verbs of one group, in lower case; for `nouns` singular and plural."""
    table = words.table("verbs_of_saying")
    found: set[str] = set()
    for word in table[group].split():
        if group == "nouns":
            found |= {word, word[:-1] + "ies" if word.endswith("y") else word + "s"}
        else:
            found |= {word, *inflect(word, irregular())}
    return frozenset(found)


def inflect(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """The third person, past and participles of a verb."""
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith(("al", "el")):
        return [verb + "s", verb + "ed", verb + "led", verb + "ing", verb + "ling"]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [third, verb + "ed", verb + "ing"]


@cache
def irregular() -> dict[str, list[str]]:
    """The forms of irregular verbs by their dictionary form."""
    return dict(words.table("verbs_of_saying")["irregular"])


@cache
def multiword() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Forms of verbs -> the words behind them with which they report speech: pointed -> (("out",),)."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for verb, tails in words.table("verbs_of_saying")["multiword"].items():
        for form in (verb, *inflect(verb, irregular())):
            found[form] = tuple(tuple(t.split()) for t in tails)
    return found


@cache
def saying() -> frozenset[str]:
    """Forms of every verb that can report speech."""
    return forms("speech") | forms("addressed") | forms("directive") | forms("judging")


@cache
def reporting() -> frozenset[str]:
    """Forms of every verb that can be a cue."""
    return saying() | forms("stance") | forms("document") | forms("quoting")


@cache
def views(name: str) -> frozenset[str]:
    """The words of one list of `words/views.toml`, verbs of `holding` and `also_said` in all their forms."""
    listed_words = words.table("views")[name].split()
    if name not in ("holding", "also_said"):
        return frozenset(listed_words)
    return frozenset(form for word in listed_words for form in (word, *inflect(word, irregular())))
