"""Whether a name is a person's, an organisation's or a place's: by its form and by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import words
from onrecord.model import NameKind, Span

CAP = r"[A-ZÀ-ÖØ-Þ](?:\.(?= [A-ZÀ-Þ])|(?:[^\W_]|[-&.](?=[^\W_])|[’'](?!s\b)(?=[^\W_]))*)"
SHORT = re.compile(r" \((?P<short>[A-Z][A-Z0-9&./-]{0,9}[A-Z0-9]s?)\)")
AFTER_PERSON = re.compile(r",? (?:who\b|\d{2},|\(?\d{2}\)?,)|, \d{2}\b")
AFTER_BODY = re.compile(
    r"(?:,? which\b|[’']s? (?:spokes|chief executive|chair|director|board|headquarters|employees|workers|members|"
    r"shares|website))"
)
APPOSED = re.compile(
    r"\b(?:the|an?|its|their|his|her) (?:[\w’'-]+ ){0,3}?(?P<noun>[\w-]+)(?: (?:of|for|at|in) [^,.;]{1,40})?, $",
    re.IGNORECASE,
)
IN_PLACE = re.compile(r"\b(?:in|at|from|near|outside|across|off|into|of|to|towards|around|through|over) (?:the )?$")
PEOPLE = re.compile(r"(?:\w+ )?[A-Z]\w+(?:ans|ists|ites|isms?|crats)")
THINGS = frozenset(words.table("names_of_things")["ends"])


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The vocabularies that tell names apart, folded."""
    table, people = words.table("names"), words.table("people")
    bodies = {*table["organisation_heads"], *(w for ws in people["named"].values() for w in ws)}
    roles = {*people["person"], *table["titles"], *table["title_parts"], *people["honorifics"]}
    return {
        "bodies": frozenset(bodies),
        "strict": frozenset(table["organisation_heads"]) - {"house", "post", "mail", "united", "force", "point"},
        "places": frozenset(table["place_heads"]),
        "starters": frozenset(table["starters"]) | frozenset(table["not_names"]),
        "roles": frozenset(roles),
        "honorifics": frozenset(people["honorifics"]),
        "body_nouns": frozenset(people["body"])
        - {"city", "town", "island", "state", "country", "police", "office", "service", "parent", "team"},
        "nouns": frozenset(w for key in ("person", "group", "body") for w in people[key]),
        "peoples": frozenset(line.split("|")[0].strip() for line in words.lines("nationalities")),
        "given": frozenset(name.casefold() for name in words.lines("given_names")),
    }


def is_role(word: str) -> bool:
    return word.casefold().rstrip(".") in word_lists()["roles"]


@cache
def _genders() -> dict[str, str]:
    table = words.table("given_genders")
    return {name.casefold(): gender for gender in ("female", "male") for name in table[gender].split()}


def given_gender(name: str) -> str | None:
    """ "female" or "male" where a full name's first name is nearly always that."""
    first, _, rest = name.partition(" ")
    return _genders().get(first.casefold()) if rest else None


def is_demonym(name: str) -> bool:
    """Whether a name is only a people's: "Norwegians", "New Zealander"."""
    last = name.rsplit(maxsplit=1)[-1]
    peoples = word_lists()["peoples"]
    return last in peoples or last.removesuffix("s") in peoples or bool(PEOPLE.fullmatch(name))


@dataclass(frozen=True, slots=True)
class Place:
    """A name where it stands: its words folded, the word before it and the text before that."""

    name: str
    first: str
    last: str
    single: bool
    before: str
    word: str  # the word directly before, "" across a comma or the end of a sentence


def _place(text: str, span: Span) -> Place:
    tokens = span.of(text).split()
    before = text[max(0, span.start - 24) : span.start]
    word = before.split()[-1].casefold() if before.split() else ""
    if word.endswith((",", ";", ":")) or (word.endswith(".") and word.rstrip(".") not in word_lists()["honorifics"]):
        word = ""
    return Place(span.of(text), tokens[0].casefold(), tokens[-1].casefold(), len(tokens) == 1, before, word.rstrip("."))


def kind_of(text: str, span: Span, kinds: dict[Span, NameKind]) -> NameKind:
    """The kind of the name at a span; `kinds` are those that the parser gave."""
    place = _place(text, span)
    return (
        _by_form(text, span, place)
        or _by_title(text, span, place)
        or _by_apposition(text, span, place)
        or _by_words(text, span, place)
        or _as_parsed(span, place, kinds)
    )


def _by_form(text: str, span: Span, place: Place) -> NameKind | None:
    last = place.name.split()[-1]
    acronym = last.isupper() and 1 < len(last) < 7
    return "organisation" if place.last in word_lists()["strict"] or SHORT.match(text, span.end) or acronym else None


def _by_title(text: str, span: Span, place: Place) -> NameKind | None:
    lists = word_lists()
    if place.word in lists["honorifics"] | lists["roles"] or AFTER_PERSON.match(text, span.end):
        return "person"
    if not place.single and place.first in lists["given"] and place.last not in lists["bodies"] | lists["places"]:
        return "person"
    return "place" if is_demonym(place.name) else None


def _by_apposition(text: str, span: Span, place: Place) -> NameKind | None:
    lists = word_lists()
    apposed = APPOSED.search(text, max(0, span.start - 80), span.start)
    noun = apposed["noun"].casefold() if apposed else place.word
    if noun in lists["body_nouns"]:
        return "organisation"
    if apposed and noun in lists["roles"] and not place.single:
        return "person"
    return "person" if given_gender(place.name) and not IN_PLACE.search(place.before) else None


def _by_words(text: str, span: Span, place: Place) -> NameKind | None:
    lists = word_lists()
    if not place.single and (place.last in THINGS or place.first in ("hotel", "café", "cafe")):
        return "place"
    if place.last in lists["places"] or (place.first in lists["places"] and place.last not in lists["bodies"]):
        return "place"
    body = place.last in lists["bodies"] and not place.single
    return "organisation" if body or AFTER_BODY.match(text, span.end) else None


def _as_parsed(span: Span, place: Place, kinds: dict[Span, NameKind]) -> NameKind:
    known = kinds.get(span)
    if known is None:
        inside = [kind for s, kind in kinds.items() if s.meets(span)]
        known = inside[-1] if inside else None
    if known in (None, "person") and place.single and IN_PLACE.search(place.before):
        return "place"
    return known or ("person" if len(place.name.split()) in (2, 3) else "place")
