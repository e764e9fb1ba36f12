"""Proper names of a document for telling who is who: runs of capitals, with the kind that their form and place show.

The names that the parser found are taken first; here they are joined where an organisation's name runs over "and", "of"
or a plural's apostrophe, cut from titles, and their kind is checked against what stands around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord import words
from onrecord.model import NameKind, Parsed, Span

CAP = r"[A-ZÀ-ÖØ-Þ](?:[^\W_]|[-&.](?=[^\W_])|[’'](?!s\b)(?=[^\W_]))*"
RUN = re.compile(
    rf"{CAP}(?:(?:[’'](?= ))?(?: (?:and|of|for|of the|for the|&|de|la|van|von|der|bin|al|di|du))? {CAP})*(?:[’'](?= [a-z]))?"
)
SHORT = re.compile(r" \((?P<short>[A-Z][A-Z0-9&./-]{0,9}[A-Z0-9]s?)\)")
OPENING = re.compile(r"[A-ZÀ-Þ][^\n()]{0,80}\([^()\n]{2,40}\) ?[—–-]+ |[A-ZÀ-Þ]{2}[A-ZÀ-Þ ,]{0,60} ?[—–] ")
AFTER_PERSON = re.compile(r",? (?:who\b|\d{2},|\(?\d{2}\)?,)|, \d{2}\b")
AFTER_BODY = re.compile(
    r"(?:,? which\b|[’']s? (?:spokes|chief executive|chair|director|board|headquarters|employees|workers|members|shares|website))"
)
PRONOUN = re.compile(r"I[’']")
IN_PLACE = re.compile(r"\b(?:in|at|from|near|outside|across|off|into|of|to|towards|around|through|over) (?:the )?$")


@dataclass(frozen=True, slots=True)
class Proper:
    """One place where something is named."""

    span: Span
    kind: NameKind
    text: str


@cache
def _lists() -> dict[str, frozenset[str]]:
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
        "peoples": frozenset(line.split("|")[0].strip() for line in words.lines("nationalities")),
        "given": frozenset(name.casefold() for name in words.lines("given_names")),
    }


def is_role(word: str) -> bool:
    return word.casefold().rstrip(".") in _lists()["roles"]


def proper(parsed: Parsed) -> tuple[Proper, ...]:
    """The proper names of the body in order of position; none overlaps another."""
    text = parsed.document.text
    starts = {s.start for s in parsed.sentences} | {q.inner.start for q in parsed.quotes}
    kinds = {name.span: name.kind for name in parsed.names}
    elsewhere = {m.group() for m in re.finditer(rf"(?<=[a-z,] ){CAP}", text)}
    found: list[Proper] = []
    opening = OPENING.match(text)
    for match in RUN.finditer(text, opening.end() if opening else 0):
        for span in _pieces(text, Span(*match.span()), kinds):
            span = _after_title(text, _without_title(text, span, span.start in starts, elsewhere))
            if span.end - span.start > 1 and not PRONOUN.match(text, span.start):
                found.append(Proper(span, _kind(text, span, kinds), span.of(text)))
    return tuple(found)


def _pieces(text: str, run: Span, kinds: dict[Span, NameKind]) -> list[Span]:
    """A run, split at "and", "of" and apostrophes unless the whole is an organisation's name."""
    whole = run.of(text).rstrip("’'")
    if whole.startswith(("The ", "A ", "An ")):
        cut = whole.index(" ") + 1
        run, whole = Span(run.start + cut, run.end), whole[cut:]
    tokens = whole.split()
    lists = _lists()
    if tokens[-1].casefold() in lists["strict"] or tokens[0].casefold() in lists["strict"] and len(tokens) > 2:
        left = re.match(r"(?P<left>.+?) (?:and|of|for) ", whole)
        inner = left and Span(run.start, run.start + len(left["left"]))
        if not (inner and _person_like(inner.of(text), kinds.get(inner))):
            return [Span(run.start, run.start + len(whole))]
    if not re.search(r" (?:and|of|for)\b|[’'] ", whole):
        return [Span(run.start, run.start + len(whole))]
    found, place = [], run.start
    for part in re.split(r"( (?:and|of|for)(?: the)? |[’'] )", whole):
        if part[:1].isupper():
            found.append(Span(place, place + len(part)))
        place += len(part)
    return found


def is_demonym(name: str) -> bool:
    """Whether a name is only a people's: "Georgians", "South Ossetian"."""
    last = name.split()[-1]
    return last in _lists()["peoples"] or last.removesuffix("s") in _lists()["peoples"]


def _person_like(name: str, kind: NameKind | None) -> bool:
    tokens = name.split()
    return len(tokens) > 1 and tokens[-1].casefold() not in _lists()["strict"] and kind in (None, "person")


def _without_title(text: str, span: Span, initial: bool, elsewhere: set[str]) -> Span:
    """A name without the titles before it and without a sentence's first word that is none of it."""
    lists = _lists()
    start = span.start
    while True:
        word = re.compile(r"\S+").match(text, start, span.end)
        if word is None:
            return Span(start, start)
        folded = word.group().casefold().rstrip(".,")
        last = word.end() >= span.end
        rest = text[word.end() : span.end].split()
        body = bool(rest) and rest[-1].casefold() in lists["strict"]
        title = (folded in lists["roles"] or "-of-" in folded) and not last and not body
        first = start in (span.start,) and initial and folded in lists["starters"]
        if last and (
            folded in lists["starters"] or initial and start == span.start and not _name_alone(word.group(), elsewhere)
        ):
            return Span(start, start)
        if not (title or first) or last:
            return Span(start, span.end)
        start = word.end() + len(text[word.end() : span.end]) - len(text[word.end() : span.end].lstrip())


def _after_title(text: str, span: Span) -> Span:
    """A name without a title inside its run and what stands before that: "Ruritanian President Ann Lee"."""
    lists = _lists()
    tokens = list(re.finditer(r"\S+", span.of(text)))
    if len(tokens) < 3 or tokens[-1].group().casefold() in lists["strict"] or tokens[0].group().casefold() in lists["given"]:
        return span
    for n in range(len(tokens) - 2, 0, -1):
        if tokens[n].group().casefold().rstrip(".") in lists["roles"] and tokens[n + 1].group().rstrip(".") not in ("Jr", "Sr", "II", "III"):
            return Span(span.start + tokens[n + 1].start(), span.end)
    return span


def _name_alone(word: str, elsewhere: set[str]) -> bool:
    """Whether a single capitalised word at the start of a sentence is a name: it is one elsewhere, or not a word."""
    return word in elsewhere or word.isupper() and len(word) > 1 or word.casefold() in _lists()["given"]


def _kind(text: str, span: Span, kinds: dict[Span, NameKind]) -> NameKind:
    """The kind of a name: by its last or first word, by what stands around it, then as the parser has it."""
    lists = _lists()
    tokens = span.of(text).split()
    last, first = tokens[-1].casefold(), tokens[0].casefold()
    before = text[max(0, span.start - 24) : span.start]
    word_before = before.split()[-1].casefold().rstrip(".") if before.split() else ""
    if last in lists["strict"] or SHORT.match(text, span.end) or (tokens[-1].isupper() and 1 < len(tokens[-1]) < 7):
        return "organisation"
    if word_before in lists["honorifics"] or AFTER_PERSON.match(text, span.end):
        return "person"
    if word_before in lists["roles"] and before.rstrip() and not before.rstrip().endswith((",", "of")):
        return "person"
    if len(tokens) > 1 and first in lists["given"] and last not in lists["bodies"] | lists["places"]:
        return "person"
    if is_demonym(span.of(text)):
        return "place"
    if last in lists["places"] or first in lists["places"] and last not in lists["bodies"]:
        return "place"
    if last in lists["bodies"] and len(tokens) > 1 or AFTER_BODY.match(text, span.end):
        return "organisation"
    known = next((kind for s, kind in kinds.items() if s == span), None)
    if known is None:
        inside = [kind for s, kind in kinds.items() if s.meets(span)]
        known = inside[-1] if inside else None
    if known in (None, "person") and len(tokens) == 1 and IN_PLACE.search(before):
        return "place"
    return known or ("person" if len(tokens) in (2, 3) else "place")
