"""What a source phrase is: a pronoun, a name with its titles, a description, several at once, or a paper.

"Its foreign minister, Dario Venn"  -> name, with the role "Its foreign minister"
"A spokesman for the federation"    -> description, head "spokesman"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord import words
from onrecord.attribute.mediums import paper_pattern
from onrecord.model import Span
from onrecord.resolve.cast import Cast
from onrecord.resolve.kinds import CAP
from onrecord.resolve.proper import Proper

SourceKind = Literal["none", "pronoun", "name", "description", "joint", "paper"]
PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "i",
        "we",
        "you",
        "who",
        "him",
        "her",
        "them",
        "his",
        "hers",
        "their",
        "its",
        "which",
        "himself",
        "herself",
        "themselves",
        "itself",
    }
)
DET = re.compile(
    r"(?:the|an?|this|that|these|those|another|one|some|several|many|both|two|three|four|five)\b ?",
    re.IGNORECASE,
)
INDEFINITE = re.compile(
    r"(?:an?|another|one|some|several|many|two|three|four|five|other|more|few|most)\b", re.IGNORECASE
)
POSSESSIVE = re.compile(r"(?:his|her|its|their|our|my)\b ?", re.IGNORECASE)
STOP = re.compile(
    r"(?:,|;|\(|—|–| (?:of|for|at|in|from|to|on|with|by|near|close|familiar|briefed|who|which|that|whose|whom|"
    r"speaking|involved|based|responsible|named|known|aged|on behalf|as|under|within|inside|outside|among|across|"
    r"about|over|working|living|present|seen|obtained|published|issued|released|posted|cited|quoted|carried|leaked|"
    r"dated|reviewed)\b)"
)
MORE = re.compile(
    r" (?:by|to|from|on|published|seen|obtained|issued|posted|released|sent|addressed) [^,.;:“”\"\n]{2,90}"
)
HANGING = re.compile(r"(?:[\w’'-]+ ){0,4}(?:of|for|by|at|from|in|with|to|who) ")
AND = re.compile(r" (?:and|as well as|or) (?=(?:the|an?|its|their|his|her|one|two)\b|[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Source:
    """A source phrase taken apart. `name` is its head where it is named, `role` what stands before or after the name,
    `noun` the head of a description, `phrase` the description without article and clauses, `owner` a name that the
    description hangs on ("Castavia's foreign ministry")."""

    kind: SourceKind
    span: Span | None = None
    text: str = ""
    name: Proper | None = None
    noun: str = ""
    phrase: str = ""
    definite: bool = False
    owner: Proper | None = None


def read(cast: Cast, spans: tuple[Span, ...]) -> Source:
    """The source phrase of an attribution; of several spans the first that says who."""
    found = [_read(cast, span) for span in spans if span.of(cast.text).strip()]
    for kind in ("name", "joint", "description", "paper", "pronoun"):
        for source in found:
            if source.kind == kind:
                return source
    return Source("none")


def _read(cast: Cast, whole: Span) -> Source:
    text = whole.of(cast.text).strip(" ,:;—–-")
    first = whole.start + whole.of(cast.text).index(text)
    span = Span(first, first + len(text))
    if text.casefold() in PRONOUNS:
        return Source("pronoun", span, text)
    names = cast.within(span) or _bare(cast, span, text)
    if _joint(text, names, span):
        return Source(
            "joint",
            span,
            text,
            phrase=_lower(text[article.end() if (article := DET.match(text)) else 0 :], names, span),
        )
    head = _head(text, names, span)
    name = (
        _before_age(cast, text, span)
        or _name_head(head, names, span)
        or _apposed(text, head, names, span)
        or _inside(text, head, names, span)
    )
    if name is not None:
        after = name.span.start - span.start > head
        return Source("name", span, text, name=name, noun=noun_of(text[:head]) if after else "")
    return _unnamed(cast, text, head, names, span)


def _unnamed(cast: Cast, text: str, head: int, names: list[Proper], span: Span) -> Source:
    noun, phrase = noun_of(text[:head]), _phrase(text, names, span)
    if paper_pattern().match(text) and not HANGING.match(text[:head] + " "):
        more = MORE.match(cast.text, span.end)
        whole = Span(span.start, more.end()) if more else span
        owner = _author(whole.of(cast.text), cast.within(whole), whole)
        alone = _phrase(text[:head], [n for n in names if n.span.end - span.start <= head], span)
        return Source(
            "paper", span, whole.of(cast.text), phrase=alone, owner=owner, noun=noun, definite=_definite(text)
        )
    return Source(
        "description",
        span,
        text,
        noun=noun,
        phrase=phrase,
        definite=_definite(text),
        owner=next((n for n in names if n.span.start - span.start < head and _is_owner(cast.text, n)), None),
    )


def _definite(text: str) -> bool:
    return not INDEFINITE.match(text) and bool(DET.match(text) or POSSESSIVE.match(text))


def _before_age(cast: Cast, text: str, span: Span) -> Proper | None:
    """The name before a source that begins with its bearer's age: "52, who has a shop"."""
    if not re.match(r"\d{1,3}\b", text):
        return None
    return next((n for n in cast.names if 0 < span.start - n.span.end <= 2), None)


def _bare(cast: Cast, span: Span, text: str) -> list[Proper]:
    """A source of capitalised words alone that the names step did not take: "Lantria" at the start of a sentence."""
    plain = re.fullmatch(rf"(?:[Tt]he )?({CAP}(?: {CAP})*)", text)
    if plain is None or noun_of(text) in _nouns() or text.casefold() in _nouns():
        return []
    first = span.start + plain.start(1)
    here = Span(first, first + len(plain[1]))
    return [Proper(here, "place" if " " not in plain[1] else "organisation", plain[1])]


@cache
def _nouns() -> frozenset[str]:
    people = words.table("people")
    return frozenset(w for key in ("person", "group", "body") for w in people[key])


def _head(text: str, names: list[Proper], span: Span) -> int:
    """Where the head of the phrase ends: at the first comma, preposition or clause that is in no name."""
    covered = [(n.span.start - span.start, n.span.end - span.start) for n in names]
    for match in STOP.finditer(text):
        if not any(s < match.start() + 1 < e or s <= match.start() < e for s, e in covered) and match.start() > 0:
            return match.start()
    return len(text)


def _name_head(head: int, names: list[Proper], span: Span) -> Proper | None:
    """The name with which the head ends, if the phrase is about its bearer: "DHF general secretary Ilse Korvan"."""
    for name in names:
        if abs(name.span.end - span.start - head) <= 1 and name.span.end - span.start <= head + 1:
            return name
    return None


def _inside(text: str, head: int, names: list[Proper], span: Span) -> Proper | None:
    """A person's name after titles alone, in a phrase whose last word is no noun for anybody: a verb taken with it."""
    if noun_of(text[:head]) in _nouns():
        return None
    for name in names:
        first, last = name.span.start - span.start, name.span.end - span.start
        if (
            name.kind == "person"
            and last < head
            and text[last : last + 1] == " "
            and re.fullmatch(r"[a-z ]+", text[last:head])
        ):
            return name if not re.search(r"\b(?:of|for|at|to|by|with)\b", text[:first]) else None
    return None


def _apposed(text: str, head: int, names: list[Proper], span: Span) -> Proper | None:
    """The name after a description: "The mayor of Lowfield, Ann Lee": a comma, the name, a comma or the end."""
    for name in names:
        first, last = name.span.start - span.start, name.span.end - span.start
        if first <= head or name.kind == "place":
            continue
        lead = re.search(r", (?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Lady|Rev)\.? )?$", text[:first])
        tail = re.match(r"$|,|;| ?\(|[’']?$", text[last:])
        before = [n for n in names if n.kind == "person" and n.span.end <= name.span.start]
        second = any(text[n.span.end - span.start :][:2] not in ("'s", "’s") for n in before)  # two people, not offices
        if lead and tail and not re.search(r"\b(?:who|which|and)\b" if second else r"\b(?:who|which)\b", text[:first]):
            return name
    return None


def _is_owner(text: str, name: Proper) -> bool:
    return text[name.span.end : name.span.end + 2] in ("'s", "’s") or text[name.span.end - 1 : name.span.end + 1] in (
        "s'",
        "s’",
    )


def _author(text: str, names: list[Proper], span: Span) -> Proper | None:
    """Whose paper it is: "figures published by X", "a report from X", "X's filing"."""
    for name in names:
        before = text[: name.span.start - span.start]
        if re.search(r"\b(?:by|from|of) (?:the |its |their |his |her )?(?:[\w-]+ ){0,2}$", before) and not re.search(
            r"\b(?:seen|obtained|reviewed|viewed|cited|quoted|reported|carried) by (?:the )?$", before
        ):
            return name
        if text[name.span.end - span.start :][:2] in ("'s", "’s"):
            return name
    return None


def _joint(text: str, names: list[Proper], span: Span) -> bool:
    """Whether the phrase joins two sources, with neither in an apposition or clause of the other."""
    for match in AND.finditer(text):
        place = span.start + match.start()
        if any(n.span.start <= place < n.span.end for n in names):
            continue
        left = text[: match.start()]
        if re.search(r"\b(?:who|which|that|of|for|at|in|by|both|between|to)\b", left) and not re.match(r"Both ", left):
            continue
        if left.count(",") % 2 == 1:
            continue
        rest = text[match.end() :]
        if re.match(r"(?:the|an?|its|their|his|her|one|two)\b", rest) or any(
            n.span.start == place + len(match.group()) for n in names
        ):
            return True
    return False


def noun_of(head: str) -> str:
    """The head noun of a phrase that ends with it, in lower case: the longest known one, else its last word."""
    folded = re.sub(r"[’']s?$", "", head.strip(" ,").casefold()).replace("’", "'")
    parts = folded.split()
    for size in (3, 2):
        if len(parts) > size and " ".join(parts[-size:]) in _known():
            return " ".join(parts[-size:])
    return parts[-1] if parts else ""


@cache
def _known() -> frozenset[str]:
    people = words.table("people")
    return frozenset(w for key in ("person", "group", "body") for w in people[key] if " " in w)


def _phrase(text: str, names: list[Proper], span: Span) -> str:
    """A description without its article and without what follows in commas: "person briefed on the talks"."""
    end = len(text)
    for match in re.finditer(r",| (?:who|which|that)\b| \(", text):
        if not any(n.span.start - span.start <= match.start() < n.span.end - span.start for n in names):
            end = match.start()
            break
    cut = text[:end]
    article = re.match(r"(?:the|an?|this|that|these|those) ", cut, re.IGNORECASE)
    first = article.end() if article else 0
    return _lower(cut[first:].strip(), names, Span(span.start + first, span.end))


def _lower(phrase: str, names: list[Proper], span: Span) -> str:
    """The first letter in lower case unless a name begins there or it is a capital of an acronym."""
    owner = re.match(r"[\w-]+[’']s? ", phrase)
    if any(n.span.start == span.start for n in names) or phrase[1:2].isupper() or owner:
        return phrase
    return phrase[:1].lower() + phrase[1:]
