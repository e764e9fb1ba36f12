"""Titles and offices that a document gives: before a name, after it, or with "who leads"."""

from __future__ import annotations

import re
from functools import cache

from onrecord import words
from onrecord.model import Role, Span
from onrecord.resolve.cast import Cast, Entity
from onrecord.resolve.kinds import given_gender
from onrecord.resolve.sources import noun_of

BACK = re.compile(r"(?:[\w’'&/.-]+ )+$")
BREAK = re.compile(
    r"(?:the|an?|his|her|its|their|our|and|or|but|by|with|to|of|for|in|on|at|from|as|that|said|says|told|tells|saying|where|when|which|who|while|"
    r"after|before|than|against|is|was|were|has|had|have|be|been|said:|added|asked|fellow|[A-ZÀ-Þ][\w-]*[’']s|[\w-]+s[’'])$",
    re.IGNORECASE,
)
AFTER = re.compile(r"(?: \([A-Z0-9&./-]{2,12}\))?(?:, \d{2,3})?, (?P<role>[^,.;:“”\"()—\n]{3,90})")
WHO = re.compile(
    r"(?:, \d{2,3})?,? who (?P<role>(?:leads|heads|runs|chairs|directs|manages|owns|founded|represents|led|headed|"
    r"ran|chaired|teaches|studies|covers|works|serves)"
    r" [^,.;:“”\"()—\n]{3,80})"
)
BEFORE = re.compile(r", (?:Dr |Mr |Mrs |Ms )?$")
ARTICLE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|One|(?:[A-ZÀ-Þ][\w-]* ){0,3}?[A-ZÀ-Þ][\w-]*[’']s?) "
)
HEAD = re.compile(
    r" (?:of|for|at|in|with|to|from|on|who|which|that|covering|responsible|under|based|appointed|by|after|before|as|"
    r"when|over|against|while|since)\b"
)
NO_ROLE = re.compile(r"(?:who|which|whose|whom|and|but|or|where|when|while|that|as)\b")
FINITE = re.compile(r" (?:said|says|told|was|is|are|were|has|had|have|will|would|can|could)\b")
LEADING = {
    **dict.fromkeys(("leads", "led"), "leader"),
    **dict.fromkeys(("heads", "headed", "runs", "ran"), "head"),
    **dict.fromkeys(("chairs", "chaired"), "chair"),
    "owns": "owner",
    "directs": "director",
    "manages": "manager",
    "founded": "founder",
}


@cache
def _nouns() -> dict[str, frozenset[str]]:
    people, names = words.table("people"), words.table("names")
    return {
        "person": frozenset({*people["person"], *names["titles"]}) - {"private", "major", "general", "lead"}
        | {"general"},
        "body": frozenset({*people["body"], *people["named"]}),
        "female": frozenset(people["female"]),
        "male": frozenset(people["male"]),
        "honorifics": frozenset(people["honorifics"]),
    }


def give_roles(cast: Cast) -> None:
    """Adds to each entity the roles, and the gender, that stand beside its names."""
    document = cast.parsed.document.id
    for entity in cast.entities:
        kind = "person" if entity.kind == "person" else "body"
        for place in sorted(entity.places):
            for span in _roles(cast, place, kind):
                role = Role(span.of(cast.text), document, span)
                if role not in entity.roles:
                    entity.roles.append(role)
            if kind == "person":
                entity.gender = entity.gender or _gender(cast, place, entity)
        if kind == "person" and entity.gender is None:
            entity.gender = given_gender(entity.name) or _by_pronouns(cast, entity)


def _roles(cast: Cast, place: Span, kind: str) -> list[Span]:
    text = cast.text
    sentence = cast.parsed.sentences[cast.sentence(place.start)]
    found: list[Span] = []
    before = _before(text, sentence.start, place.start, kind)
    if before:
        found.append(before)
    apposed = _apposed(text, sentence.start, place.start, kind)
    if apposed:
        found.append(_bare(text, apposed))
    for pattern in (AFTER, WHO):
        match = pattern.match(text, place.end, sentence.end)
        if match and (pattern is WHO or _stands_after(match["role"], kind)):
            found.append(_bare(text, Span(*match.span("role"))))
    return found


def _stands_after(role: str, kind: str) -> bool:
    """Whether what follows a name and a comma is an apposition: a role of the right kind, and no clause of its own."""
    if NO_ROLE.match(role) or (FINITE.search(role) and not re.search(r" (?:who|which|that) ", role)):
        return False
    head = HEAD.split(role, maxsplit=1)[0].split()
    return _is(role, kind) and (kind == "person" or (bool(head) and head[-1].islower()))


def _apposed(text: str, floor: int, end: int, kind: str) -> Span | None:
    """The description before a name and a comma, from the first article whose noun is a role: "the mayor, Ann Lee"."""
    comma = BEFORE.search(text, max(floor, end - 120), end)
    if comma is None:
        return None
    for article in ARTICLE.finditer(text, max(floor, end - 120), comma.start()):
        role = Span(article.start(), comma.start())
        words_ = role.of(text)
        if re.search(r"[,.;:“”\"()—\n]", words_) or not _is(_bare(text, role).of(text), kind):
            continue
        if kind == "person" or HEAD.split(words_, maxsplit=1)[0].split()[-1].islower():
            return role
    return None


def _bare(text: str, span: Span) -> Span:
    """Without the article before it and a clause after it."""
    article = re.match(r"(?:the|an?) ", span.of(text), re.IGNORECASE)
    start = span.start + (article.end() if article else 0)
    clause = re.search(
        r" (?:who|which|that|and (?:a|an|the)|said|says|told|was|is|has|had|will|also)\b", text[start : span.end]
    )
    return Span(start, start + clause.start() if clause else span.end)


def _before(text: str, floor: int, end: int, kind: str) -> Span | None:
    """The title directly before a name: tokens back to an article, a preposition or a verb."""
    lead = text[max(floor, end - 70) : end]
    run = BACK.search(lead)
    if run is None:
        return None
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", run.group())]
    kept: list[tuple[int, str]] = []
    for start, token in reversed(tokens[-7:]):
        if BREAK.match(token) or token.endswith((",", ";")):
            break
        kept.insert(0, (start, token))
    while kept and kept[-1][1].casefold().rstrip(".") in _nouns()["honorifics"]:
        kept.pop()
    if not kept or noun_of(kept[-1][1]) not in _nouns()[kind]:
        return None
    first = end - len(lead) + run.start() + kept[0][0]
    last = end - len(lead) + run.start() + kept[-1][0] + len(kept[-1][1])
    return Span(first, last)


def head_noun(role: str) -> str:
    """The head of a role: "secretary of the branch" -> "secretary"; "leads the Forum" -> "leader"."""
    first = role.split(maxsplit=1)[0].casefold() if role else ""
    if first in LEADING:
        return LEADING[first]
    cut = HEAD.split(role, maxsplit=1)[0]
    return noun_of(cut)


def _is(role: str, kind: str) -> bool:
    return head_noun(role) in _nouns()[kind]


def _by_pronouns(cast: Cast, entity: Entity) -> str | None:
    """The gender of the pronouns that follow an entity's names in sentences that name no other person: all but one in
    four must agree, and there must be two."""
    votes = {"male": 0, "female": 0}
    for place in entity.places:
        sentence = cast.parsed.sentences[cast.sentence(place.start)]
        others = [n for n in cast.within(sentence) if n.kind == "person" and cast.of.get(n.span) is not entity]
        if others:
            continue
        for word in re.findall(r"\b(?:he|his|him|she|her|hers)\b", cast.text[place.end : sentence.end]):
            votes["male" if word in ("he", "his", "him") else "female"] += 1
    best = max(votes, key=lambda gender: votes[gender])
    return best if votes[best] >= 2 and votes[best] >= 4 * (sum(votes.values()) - votes[best]) else None


def gender_of(noun: str) -> str | None:
    for gender in ("female", "male"):
        if noun in _nouns()[gender]:
            return gender
    return None


def _gender(cast: Cast, place: Span, entity: Entity) -> str | None:
    before = cast.text[max(0, place.start - 14) : place.start].split()
    word = before[-1].casefold().rstrip(".") if before else ""
    told = gender_of(word)
    if told:
        return told
    for role in entity.roles:
        for token in re.findall(r"[\w-]+", role.title.casefold()):
            told = gender_of(token)
            if told and (token == head_noun(role.title) or "-of-" in token):
                return told
    return None
