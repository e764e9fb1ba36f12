"""What a figure counts and whose it is, as slices of the text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.model import Span
from onrecord.parse.figures.context import listed

WORD = re.compile(r"[\s\u00a0]([^\W\d_][\w’'-]*)")
DETERMINERS = frozenset(
    {"a", "all", "an", "her", "his", "its", "my", "our", "that", "the", "their", "these", "this", "those", "your"}
)
PART_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_][\w’'.-]*")
MOST_WORDS = 5
AFTER_OF = 6


class Counted(NamedTuple):
    """The noun phrase behind a number and its head, in the plural as it stands."""

    span: Span
    head: str


@cache
def stops() -> frozenset[str]:
    return listed("stops")


def plural(word: str) -> bool:
    """Whether a lower-case word is, by its form, the plural of a noun."""
    return word in listed("plurals") or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous", "’s", "'s"))
    )


def noun(text: str, position: int, end: int, one: bool) -> Counted | None:
    """The noun that the number before `position` counts: the words up to the first plural (for one: the first
    word that may be a noun), at most five, none of them a function word."""
    at = position
    first: int | None = None
    last: Counted | None = None
    for _ in range(MOST_WORDS):
        found = WORD.match(text, at, end)
        if not found:
            break
        word = found[1]
        low = word.lower()
        bare = re.sub(r"[’']s?$", "", low)
        if low in stops() and low not in ("left",):
            break
        if first is None:
            first = found.start(1)
        at = found.end()
        if bare != low:
            if low.endswith(("s'", "s’")) and last is None and not text[at : at + 1].isalnum():
                return Counted(Span(first, at - 1), bare)
            continue
        if plural(low) and not one:
            if low in ("men", "women") and (pair := re.match(r" and (women|men|children)\b", text[at : at + 14])):
                at += pair.end()
            return Counted(Span(first, at), low)
        if one and not low.endswith(("ly", "ing", "ed")):
            last = Counted(Span(first, at), low)
            following = WORD.match(text, at, end)
            if not following or following[1].lower() in stops() or following[1].endswith(("ed", "s", "ing", "ly")):
                return last
    return last if one else None


def part_of(text: str, position: int, end: int) -> Span | None:
    """The noun phrase in "of the island's voters" behind `position`, without the "of"."""
    found = re.match(r"\sof\s", text[position : position + 4])
    if not found:
        return None
    at = start = position + found.end()
    last = start
    for n in range(AFTER_OF):
        word = PART_WORD.match(text, at, end)
        if not word:
            break
        low = word.group().lower().rstrip(".")
        determiner = low in DETERMINERS
        if low in stops() and not (n < 2 and determiner):
            break
        last = word.end() - (word.group().endswith("."))
        at = word.end()
        if text[at : at + 1] not in (" ", "\u00a0") or word.group().endswith("."):
            break
        if plural(low) and not determiner:
            break
        at += 1
    return Span(start, last) if last > start else None


def unit_of(head: str) -> str:
    """The unit of a count: people for persons, else the plural of the noun."""
    many = head if plural(head) else head[:-1] + "ies" if re.search(r"[^aeiou]y$", head) else head + "s"
    return "people" if head in listed("people") or many in listed("people") else many


NAME = r"[A-Z][\w’'-]+(?: (?:(?:of|the|de|van|von|al|bin) )*[A-Z][\w’'-]+){0,4}"
PLACES = (
    "territory|island|islands|town|city|village|country|state|nation|region|republic|province|district|county|"
    "archipelago|enclave|port|settlement|suburb|community|capital|resort|hamlet|commune"
)
HOME_TO = re.compile(
    rf"(?P<name>{NAME})(?:,|—|–| —| –)\s?(?:(?:an? |the )?(?:[a-z-]+ ){{0,4}}(?:home to|population of)"
    rf"|(?:an? |the )(?:[a-z-]+ ){{0,3}}(?:{PLACES}) (?:of|with))\s\Z"
    rf"|(?P<called>{NAME}) (?:has|had) a population of\s\Z"
)
HAS = re.compile(
    rf"(?:^|[.;:—–“”\"]\s?)(?P<name>(?:The )?{NAME}) (?:now |still )?(?:has|had|employs|employed|owns|operates)\s\Z"
)
OWNED = re.compile(rf"(?P<name>(?:\b(?:the|The)\s)?(?:{NAME}|\b[a-z-]+))(?:[’']s|(?<=s)[’'])\s(?:[a-z]+\s)?\Z")
POPULATION = re.compile(rf"\bpopulation of (?P<name>{NAME}) (?:is|was|stands at|of)\s(?:[a-z ]+)?\Z")
PERSON = r"[A-Z][\w’']+(?:-[A-Z][\w’']+)*(?: (?:(?:de|van|von|al|bin) )*[A-Z][\w’']+(?:-[A-Z][\w’']+)*){0,3}"
AGED = re.compile(rf"(?<![\w-])(?P<name>{PERSON})(?:,\s(?:who is |now )?(?:aged? )?|\s\()\Z")


@cache
def _not_an_owner() -> frozenset[str]:
    """Pronouns and times: "it has 40", "this year's 40"."""
    return (stops() | listed("durations") | listed("months") | {"season", "what", "let"}) - {"the", "of"}


def owner(text: str, start: int, figure: Span, of: Span | None, age: bool) -> Span | None:
    """Whose figure it is where the words say so outright: an age's person, "X, home to 300 people", "of X's y", "X's 40
    lorries", "X has 40 lorries"."""
    begin = max(start, figure.start - 90)
    before = text[begin : figure.start]
    if age:
        found = AGED.search(before)
        return Span(begin + found.start("name"), begin + found.end("name")) if found else None
    found = HOME_TO.search(before) or POPULATION.search(before)
    if found:
        return Span(*(begin + at for at in found.span(found.lastgroup or 0)))
    owned = OWNED.search(before) or HAS.search(text[start : figure.start])
    if owned and not _not_an_owner() & {word.lower() for word in owned["name"].split()}:
        at = start if owned.re is HAS else begin
        return Span(at + owned.start("name"), at + owned.end("name"))
    if of:
        possessive = re.match(rf"(?:(?:the|The) )?(?:{NAME}|[a-z-]+)(?=[’']s? )", of.of(text))
        if possessive:
            return Span(of.start, of.start + possessive.end())
    return None
