"""What looks like a time and is none: each guard looks at the words around a match."""

from __future__ import annotations

import re
from collections.abc import Callable

BEFORE_YEAR = re.compile(r"[$£€¥#№]\s?$|\b(?:No|Nos|Page|page|Room|room|Route|Highway|Flight|Boeing|Airbus|Article|Section|"
                         r"Resolution|resolution|Unit|Channel|Model|nearly|about|roughly|than|some|least|almost|over|total of|"
                         r"to about|around)\.?\s+$|[\d.,]-?$|(?<!mi)(?<!lat)(?<!earl)(?<!pos)(?<!pr)[A-Za-z]-$", re.IGNORECASE)  # fmt: skip
AFTER_YEAR = re.compile(
    r"\s*(?:%|percent\b|per cent\b|degrees?\b|people\b|men\b|women\b|troops\b|soldiers\b|workers\b|miles?\b|feet\b|"
    r"met(?:er|re)s?\b|kilomet(?:er|re)s?\b|square\b|tons?\b|tonnes?\b|pounds?\b|dollars?\b|euros?\b|jobs\b|homes\b|"
    r"houses\b|shares\b|votes?\b|delegates\b|employees\b|members\b|years?\b|hours?\b|times\b|acres\b|barrels\b|"
    r"students\b|prisoners\b|pages\b|words\b|points?\b|copies\b|cases\b|deaths\b|rpm\b|kg\b|km\b|mg\b|m\b|ft\b|block\b|"
    r"others\b|civilians\b|residents\b|refugees\b|cubic\b|calories\b|GMT\b|UTC\b|hours\b|hrs\b|[A-Z][a-z]+ (?:St|Ave|Rd)\b)"
)
PREPOSITION = re.compile(r"\b(?:in|since|of|by|until|till|from|to|through|during|before|after|late|early|mid|and|or|between|"
                         r"circa|around|into|for|till|year|the|The|In|Since|By|From|Before|After|Until|During|spring|summer|"
                         r"autumn|fall|winter)[\s-]+$|[(\[–—,-]\s?$")  # fmt: skip
NAME_BEFORE = re.compile(r"(?<![.!?\n“\"] )(?<!^)\b(?!(?:In|Since|By|From|Before|After|Until|During|The|Between|For|Of|On|At|And|Till|To|As|"
                         r"January|February|March|April|May|June|July|August|September|October|November|December|Fiscal|"
                         r"Through|Throughout|Spring|Summer|Autumn|Fall|Winter|Late|Early|Mid|Circa|Year|Christmas|Easter|"
                         r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)[A-Z][a-zA-Z]+\s$")  # fmt: skip
MODERN = range(1900, 2100)


def year(text: str, start: int, end: int) -> bool:
    """Whether a bare number of four digits is a year."""
    body = text[start:end]
    digits = re.search(r"\d{4}", body)
    if not digits:
        if body[:1] in "'’‘":  # '98, but no foot and no end of a quotation
            before = text[start - 1 : start]
            return (not before or before.isspace() or before in "(–—-") and text[end : end + 1] != "s"
        return True
    if not body[0].isdigit():
        return True
    before, after = text[max(0, start - 16) : start], text[end : end + 24]
    if BEFORE_YEAR.search(before) or AFTER_YEAR.match(after) or re.match(r"[.,]\d|[A-Za-z]|[-–]\w+-", after):
        return False
    if len(body) < 6 and NAME_BEFORE.search(text[max(0, start - 24) : start]) and not re.match(r"\s?[),;]", after):
        return False
    if int(digits.group()) in MODERN:
        return True
    return 1000 <= int(digits.group()) < 1900 and bool(PREPOSITION.search(before))


def plural(text: str, start: int, end: int) -> bool:
    """"weeks", "for years": only where nothing before counts or names them."""
    before = text[max(0, start - 20) : start]
    return bool(re.search(r"\b(?:for|within|in|in just|follows|following|after|lasted|spent|takes?|took|just)\s+$", before, re.I)) or text[
        start : start + 4
    ].lower() == "the "


def often(text: str, start: int, end: int) -> bool:
    """"a day" is a rate only beside an amount; "weekly" is no name of a paper."""
    body = text[start:end].lower()
    if body.endswith(("second", "seconds")):
        return False
    if re.match(r"an?\s|per\s", body):
        before = text[max(0, start - 40) : start]
        if body.startswith("per"):
            return True
        rate = r"(?:\d[\d.,]*(?:mn?|bn|k|p|%)?|million|billion|thousand|hundred|dollars|euros|pounds|cents|crowns|percent|" \
               r"twice|times|hours|barrels|people|\))\s+$"  # fmt: skip
        money = r"(?:[$£€]\s?[\d.,]+|\b\d[\d.,]*)\S*(?:\s\w+){0,2}\s+$"
        return bool(re.search(rate, before) or re.search(money, before)) and not re.match(
            r"\s+(?:ago|earlier|later|before|after|old|from|or)\b", text[end : end + 12])  # fmt: skip
    if body[-2:] == "ly":
        return not (text[start].isupper() and text[max(0, start - 1) : start] != "\n" and re.search(r"[\w,]\s$", text[max(0, start - 2) : start]))
    return True


def reference(text: str, start: int, end: int) -> bool:
    """"as soon as", "previously announced", "right now" inside a name are no references."""
    body = text[start:end].lower()
    after, before = text[end : end + 16], text[max(0, start - 8) : start].lower()
    if body == "soon":
        return not before.endswith("as ") and not before.endswith("too ") and not after.startswith((" as", " after", "er"))
    if body in ("previously", "formerly"):
        return not re.match(r"\s[a-z]+ed\b", after)
    if body == "the past":
        return not re.match(r"\s(?:few|several|[a-z]+\s(?:years|months|weeks|days)|\d|year|week|month|decade|century)", text[end : end + 30])
    if body == "now":
        return not after.startswith("-")
    return True


def counted(text: str, start: int, end: int) -> bool:
    """"a second day": counted from an event that goes on, not the day of a trial that is told of."""
    before = text[max(0, start - 24) : start].lower()
    return bool(re.search(r"(?:\b(?:for|on|into|entered|entering|starting|begin|began|is|now|in|enters|was)\s+)$", before))


def month(text: str, start: int, end: int) -> bool:
    """"May" and "March" begin sentences that are no dates; alone they need a word that dates."""
    body = text[start:end]
    if body not in ("May", "March", "MAY", "MARCH"):
        return True
    before, after = text[max(0, start - 16) : start], text[end : end + 12]
    if re.match(r"\s+\d", after):
        return True
    if not re.search(r"(?:\b(?:in|In|since|Since|of|by|By|until|Until|till|from|From|to|through|during|and|or|for|late|early|mid|last|next|"
                     r"this|before|after|between|each|every|the|end)[\s-]+|[,(–-]\s?)$", before):  # fmt: skip
        return False
    return not re.match(r"\s+(?:on|for|against|of|in|[A-Z]\w+ (?:said|told))\b", after) if body == "March" and before.endswith("the ") else True


def season(text: str, start: int, end: int) -> bool:
    """"fall" and "spring" are verbs and other nouns as well."""
    body = text[start:end]
    if " " in body.replace("the ", "").strip() or re.search(r"\d", body):
        return True
    word = body.lower().removeprefix("the ").strip()
    before, after = text[max(0, start - 16) : start], text[end : end + 20]
    if word.startswith("fall"):
        dated = re.search(r"\b(?:in|since|by|until|during|through|this|last|next|every|each|early|late|for)[\s-]+$", before, re.I)
        return bool(dated) and not re.match(r"\s+(?:of|in|from|for|to|short|through|back|below|behind|on)\b", after)
    if word.startswith("spring"):
        return not re.search(r"\b(?:to|will|would|could|can|may|might|Arab|Prague|hot|Palm|the)\s+$", before) and not re.match(
            r"\s+(?:up|from|into|to|water|onions?|rolls?|chicken)\b|[A-Za-z]|ed\b", after) and body[0].islower()  # fmt: skip
    return body[0].islower() or body.startswith("The ") or bool(re.search(r"(?:^|[.!?\n]\s*)$", before))


def title(text: str, start: int, end: int) -> bool:
    """"This Week" inside a sentence is the name of a programme or a paper."""
    words = text[start:end].split()
    return len(words) < 2 or not words[-1][0].isupper() or words[-1].isupper()


def fraction(text: str, start: int, end: int) -> bool:
    """"three-quarters of", "a quarter of" are shares; "a second" is mostly none; "the two Mondays" no length."""
    body = text[start:end].lower()
    if "quarter" in body:
        if re.search(r"\ba quarter$|three[\s-]quarters$|one[\s-]quarter$|-quarter$", body):
            return False
    if body.endswith(("second", "min")):
        return bool(re.match(r"\d+[\s-]second|\d+ ?min|[a-z]+-second", body)) and not re.match(r"an?\b", body)
    if body.endswith((" season", "summer", "winter", "seasons")):
        return not re.match(r"an?\s", body)
    return True


GUARDS: dict[str, Callable[[str, int, int], bool]] = {
    "year": year, "plural": plural, "often": often, "reference": reference, "counted": counted,
    "month": month, "season": season, "title": title, "fraction": fraction,
}  # fmt: skip


def allowed(guard: str, text: str, start: int, end: int) -> bool:
    """Whether a match may stand where it stands."""
    return GUARDS[guard](text, start, end)
