"""What looks like a time and is none: each guard looks at the words around a match."""

from __future__ import annotations

import re
from collections.abc import Callable

BEFORE_YEAR = re.compile(r"[$£€¥#№]\s?$|\b(?:No|Nos|Page|page|Room|room|Route|Highway|Flight|Boeing|Airbus|Article|Section|"
                         r"Resolution|resolution|Unit|Channel|Model|nearly|about|roughly|than|some|least|almost|over|total of|"
                         r"to about|around)\.?\s+$|[\d.,]-?$|[A-Za-z]-$")  # fmt: skip
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
    if int(digits.group()) in MODERN:
        return True
    return 1000 <= int(digits.group()) < 1900 and bool(PREPOSITION.search(before))


def plural(text: str, start: int, end: int) -> bool:
    """"weeks", "for years": only where nothing before counts or names them."""
    before = text[max(0, start - 20) : start]
    return bool(re.search(r"(?:^|\b(?:for|in|within|over|after|took|take|takes|lasted|follows|followed|spent|and|of|until)\s+)$", before, re.I))


def often(text: str, start: int, end: int) -> bool:
    """"a day" is a rate only beside an amount; "weekly" is no name of a paper."""
    body = text[start:end].lower()
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
        return not re.match(r"-|\s?that\b", after)
    return True


def counted(text: str, start: int, end: int) -> bool:
    """"a second day": counted from an event that goes on, not the day of a trial that is told of."""
    before = text[max(0, start - 24) : start].lower()
    return bool(re.search(r"(?:\b(?:for|on|into|entered|entering|starting|begin|began|is|now|in|enters|was)\s+)$", before))


GUARDS: dict[str, Callable[[str, int, int], bool]] = {
    "year": year, "plural": plural, "often": often, "reference": reference, "counted": counted,
}  # fmt: skip


def allowed(guard: str, text: str, start: int, end: int) -> bool:
    """Whether a match may stand where it stands."""
    return GUARDS[guard](text, start, end)
