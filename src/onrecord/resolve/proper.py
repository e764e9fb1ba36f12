"""Proper names of a document for telling who is who: runs of capitals, with the kind that their form and place show.

The names that the parser found are taken first; here they are joined where an organisation's name runs over "and", "of"
or a plural's apostrophe, cut from titles, and their kind is checked against what stands around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import NameKind, Parsed, Span
from onrecord.parse import words
from onrecord.resolve.kinds import CAP, kind_of, word_lists

RUN = re.compile(
    rf"{CAP}(?:(?:[’'](?= ))?(?: (?:and|of|for|of the|for the|&|de|la|van|von|der|bin|al|di|du))? {CAP})*"
    rf"(?:[’'](?= [a-z]))?"
)
OPENING = re.compile(r"[A-ZÀ-Þ][^\n()]{0,80}\([^()\n]{2,40}\) ?[—–-]+ |[A-ZÀ-Þ]{2}[A-ZÀ-Þ ,]{0,60} ?[—–] ")
HEADLINE = re.compile(
    r"\b(?:Is|Are|Was|Were|Be|Been|Has|Have|Had|Do|Does|Did|Will|Would|Can|Could|Should|Says|Said|Goes|Go|To|But|If|Not|"
    r"His|Her|Its|Their|Who|What|When|Where|Why|How|This|That|These|Calls|Gets|Over|About|After|Before) [A-Z]|"
    r" (?:Is|Are|Was|Were|Has|Have|Had|Will|Says|Said|To|On|Over|After|About)$|"
    r"^(?:[A-ZÀ-Þ’'-]+ )+[A-ZÀ-Þ’'-]{5,}$|^(?:[A-Z]\S+ ){5,}[A-Z]\S+$"
)
PRONOUN = re.compile(r"I[’']")
DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


@dataclass(frozen=True, slots=True)
class Proper:
    """One place where something is named."""

    span: Span
    kind: NameKind
    text: str


def proper(parsed: Parsed) -> tuple[Proper, ...]:
    """The proper names of the body in order of position; none overlaps another."""
    text = parsed.document.text
    starts = {s.start for s in parsed.sentences} | {q.inner.start for q in parsed.quotes}
    kinds = {name.span: name.kind for name in parsed.names}
    elsewhere = {m.group() for m in re.finditer(rf"(?<=[a-z,] ){CAP}", text)}
    elsewhere |= {m.group().split()[0] for m in re.finditer(rf"{CAP} {CAP}", text)} | {
        name.text for name in parsed.names
    }
    elsewhere = {word for word in elsewhere if word.casefold() not in word_lists()["nouns"]}
    found: list[Proper] = []
    opened = [m.span() for p in words.paragraphs(parsed.document)[:5] if (m := OPENING.match(text, p.start, p.end))]
    for match in RUN.finditer(text):
        if any(start <= match.start() < end for start, end in opened) or HEADLINE.search(match.group()):
            continue
        for piece in _pieces(text, Span(*match.span()), kinds):
            span = _after_title(text, _without_title(text, piece, piece.start in starts, elsewhere))
            if span.end - span.start > 1 and not PRONOUN.match(text, span.start):
                kind = kind_of(text, span, kinds)
                found.append(Proper(span, "place" if _is_origin(text, span, kind, found) else kind, span.of(text)))
    return tuple(found)


def _is_origin(text: str, span: Span, kind: NameKind, found: list[Proper]) -> bool:
    """Whether a name is where the person right before it is from: "Ann Orr of Upper Orme"."""
    if kind != "person" or not found or found[-1].kind != "person" or " " not in found[-1].text:
        return False
    given = span.of(text).split()[0].casefold() in word_lists()["given"]
    return text[found[-1].span.end : span.start] == " of " and not given


def _pieces(text: str, run: Span, kinds: dict[Span, NameKind]) -> list[Span]:
    """A run, split at "and", "of" and apostrophes unless the whole is an organisation's name."""
    whole = run.of(text).rstrip("’'")
    if whole.startswith(("The ", "A ", "An ")):
        cut = whole.index(" ") + 1
        run, whole = Span(run.start + cut, run.end), whole[cut:]
    tokens = whole.split()
    lists = word_lists()
    if tokens[-1].casefold() in lists["strict"] or (tokens[0].casefold() in lists["strict"] and len(tokens) > 2):
        left = re.match(r"(?P<left>.+?) (?P<word>and|of|for) ", whole)
        inner = left and Span(run.start, run.start + len(left["left"]))
        if not (inner and left and _stands_alone(inner.of(text), left["word"], kinds.get(inner))):
            return [Span(run.start, run.start + len(whole))]
    if not re.search(r" (?:and|of|for)\b|[’'] ", whole):
        return [Span(run.start, run.start + len(whole))]
    found: list[Span] = []
    place = run.start
    for part in re.split(r"( (?:and|of|for)(?: the)? |[’'] )", whole):
        if part[:1].isupper() and found and _joins(text, found[-1], place):
            found[-1] = Span(found[-1].start, place + len(part))
        elif part[:1].isupper():
            found.append(Span(place, place + len(part)))
        place += len(part)
    return found


def _joins(text: str, left: Span, place: int) -> bool:
    """Whether "of" after a body's first words goes on with its name: "Institute of Tides"."""
    last = left.of(text).split()[-1].casefold()
    return last in word_lists()["strict"] and text[left.end : place].strip() in ("of", "of the", "for")


def _stands_alone(name: str, word: str, kind: NameKind | None) -> bool:
    """Whether what stands before "and", "of" or "for" in a body's name is a name of its own: a person, or a body."""
    tokens = name.split()
    if len(tokens) < 2:
        return False
    if tokens[-1].casefold() in word_lists()["bodies"] or kind == "organisation":
        return word == "and"
    return kind in (None, "person")


def _without_title(text: str, span: Span, initial: bool, elsewhere: set[str]) -> Span:
    """A name without the titles before it and without a sentence's first word that is none of it."""
    lists = word_lists()
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
        first = folded in DAYS or (start == span.start and initial and folded in lists["starters"])
        if last and (
            folded in lists["starters"]
            or (initial and start == span.start and not _name_alone(word.group(), elsewhere))
        ):
            return Span(start, start)
        if not (title or first) or last:
            return Span(start, span.end)
        start = word.end() + len(text[word.end() : span.end]) - len(text[word.end() : span.end].lstrip())


def _after_title(text: str, span: Span) -> Span:
    """A name without a title inside its run and what stands before that: "Ruritanian President Ann Lee"."""
    lists = word_lists()
    tokens = list(re.finditer(r"\S+", span.of(text)))
    if (
        len(tokens) < 3
        or tokens[-1].group().casefold() in lists["strict"]
        or tokens[0].group().casefold() in lists["given"]
    ):
        return span
    for n in range(len(tokens) - 2, 0, -1):
        if tokens[n].group().casefold().rstrip(".") in lists["roles"] and tokens[n + 1].group().rstrip(".") not in (
            "Jr",
            "Sr",
            "II",
            "III",
        ):
            return Span(span.start + tokens[n + 1].start(), span.end)
    return span


def _name_alone(word: str, elsewhere: set[str]) -> bool:
    """Whether a single capitalised word at the start of a sentence is a name: it is one elsewhere, or not a word."""
    return word in elsewhere or (word.isupper() and len(word) > 1) or word.casefold() in word_lists()["given"]
