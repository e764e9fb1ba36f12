"""What looks like a time and is none: each guard looks at the words around a match."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from onrecord import words
from onrecord.parse.times.lexicon import LANGUAGE

NEAR = 40  # characters before a match that a guard looks at
MODERN = range(1900, 2100)


@cache
def _pattern(table: str, name: str, form: str, ignore: bool = True) -> re.Pattern[str]:
    """The words of one list in a regular expression; `form` has @ in their place."""
    entries = words.table(f"times/{LANGUAGE}-guards")[table][name]
    either = "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in entries)
    return re.compile(form.replace("@", f"(?:{either})"), re.IGNORECASE if ignore else 0)


def _before(text: str, start: int) -> str:
    return text[max(0, start - NEAR) : start]


def year(text: str, start: int, end: int) -> bool:  # noqa: PLR0911  # one return for each thing it may be
    """Whether a number of four digits, or of two after an apostrophe, is a year."""
    body, before, after = text[start:end], _before(text, start), text[end : end + 24]
    digits = re.search(r"\d{4}", body)
    if digits is None and body[:1] in "'’‘":  # '98, but no foot and no end of a quotation
        return (not before or before[-1] in " \n\t(–—-") and after[:1] != "s"
    if digits is None or not body[0].isdigit():
        return True
    joined = re.search(r"[$£€¥#№]\s?$|[\d.,]-?$|[A-Za-z]-$", before)
    if joined and not re.search(r"\b(?:mid|late|early|post|pre|end)-$", before, re.IGNORECASE):
        return False
    if _pattern("year", "numbered", r"\b@\.?\s+$").search(before) or re.match(r"[.,]\d|[A-Za-z]|[-–]\w+-", after):
        return False
    if _pattern("year", "counted", r"\s*(?:%|@\b|[A-Z][a-z]+ (?:St|Ave|Rd)\b)", False).match(after):
        return False
    if len(body) < 6 and not re.match(r"\s?[),;]", after) and _in_name(before):
        return False
    dating = _pattern("year", "dating", r"\b@[\s-]+$|[(\[–—,-]\s?$")
    return int(digits.group()) in MODERN or bool(dating.search(before))


def _in_name(before: str) -> bool:
    """ "Vision 2030": a capitalised word before the number that neither begins a sentence nor dates."""
    form = r"(?<![.!?\n“\"] )(?<!^)\b(?!@\b)[A-Z][a-zA-Z]+\s$"
    return bool(_pattern("year", "beginning", form, False).search(before))


def plural(text: str, start: int, end: int) -> bool:
    """ "for weeks": a bare plural is a length of time only after such a word."""
    said = _pattern("plural", "before", r"\b@\s+$").search(_before(text, start))
    return bool(said) or text[start : start + 4].lower() == "the "


def often(text: str, start: int, end: int) -> bool:
    """ "a day" is a rate only beside an amount; "Weekly" inside a sentence is the name of a paper."""
    body, before = text[start:end].lower(), _before(text, start)
    if body.endswith(("second", "seconds")) or re.match(r"\s+of\b", text[end : end + 4]):
        return False
    if re.match(r"an?\s", body):
        money = re.search(r"(?:[$£€]\s?[\d.,]+\S*(?:\s\w+)?|\b\d[\d.,]*(?:\s\w+){1,2})\s+$", before)
        rate = _pattern("rate", "before", r"(?:\d[\d.,]*(?:mn?|bn|k|p|%)?|@|\))\s+$").search(before)
        later = _pattern("rate", "not_after", r"\s+@\b").match(text[end : end + 12])
        return bool(money or rate) and not later
    named = body.endswith("ly") and text[start].isupper() and re.search(r"[\w,] $", before)
    return not named


def reference(text: str, start: int, end: int) -> bool:
    """ "the past three years" is a length, "now-famous" no time."""
    body, after = text[start:end].lower(), text[end : end + 30]
    if body == "the past":
        unit = r"years|months|weeks|days|quarters|decades|seasons"
        return not re.match(rf"\s(?:few|several|[a-z]+\s(?:{unit})|\d|year|week|month|decade|century)", after)
    return body != "now" or not after.startswith("-")


def counted(text: str, start: int, end: int) -> bool:
    """ "a second day": counted from an event that goes on, not the day of a trial that is told of."""
    return bool(_pattern("counted_day", "before", r"\b@\s+$").search(_before(text, start)))


def month(text: str, start: int, end: int) -> bool:
    """ "May" and "March" begin sentences that are no dates; alone they need a word that dates."""
    body, before, after = text[start:end], _before(text, start), text[end : end + 12]
    if re.search(r"[A-Z]", body[0]) and " " not in body and _in_name(before):
        return False
    if len(body.rstrip(".")) < 5 and body.title() != "May" and body.lower() not in ("june", "july"):
        dated = re.search(r"\b(?:in|since|until|last|next|early|late|mid)[\s-]+$", before, re.IGNORECASE)
        return bool(dated) and not re.match(r"\s+[A-Z]", after)
    if body.title() not in ("May", "March"):
        return True
    if not _pattern("month", "before", r"(?:\b@[\s-]+|[,(–-]\s?)$").search(before):
        return False
    return body == "May" or not (before.endswith("the ") and re.match(r"\s+(?:on|for|against|of|in)\b", after))


def season(text: str, start: int, end: int) -> bool:
    """ "fall" and "spring" are verbs and other nouns as well; "Winter" inside a sentence is a name."""
    body, before, after = text[start:end], _before(text, start), text[end : end + 20]
    word = re.sub(r"(?i)^the\s+", "", body)
    if re.search(r"\s|\d", word):
        return True
    if word.lower() == "fall":
        dated = _pattern("season", "fall_before", r"\b@[\s-]+$").search(before)
        return bool(dated) and not _pattern("season", "fall_not_after", r"\s+@\b").match(after)
    if word.lower() == "spring":
        other = _pattern("season", "spring_not_after", r"\s+@\b").match(after)
        named = _pattern("season", "spring_not_before", r"\b@\s+$").search(before)
        return not other and not named and body[0].islower()
    return word[0].islower() or bool(re.search(r"(?:^|[.!?\n]\s*)$", before))


def title(text: str, start: int, end: int) -> bool:
    """ "This Week" inside a sentence is the name of a programme or a paper."""
    last = text[start:end].rsplit(maxsplit=1)[-1]
    return not last[0].isupper() or last.isupper()


def fraction(text: str, start: int, end: int) -> bool:
    """ "three-quarters of" and "a quarter of" are shares; "a second" is mostly no length of time."""
    body = text[start:end].lower()
    if re.search(r"\ba quarter$|three[\s-]quarters$|one[\s-]quarter$|-quarter$", body):
        return False
    if body.endswith(("second", "min")):
        return bool(re.match(r"\d+[\s-]second|\d+ ?min|[a-z]+-second", body)) and not re.match(r"an?\b", body)
    return not (body.endswith((" season", " seasons")) and re.match(r"an?\s", body))


def today(text: str, start: int, end: int) -> bool:
    """ "Today" alone in quotation marks, or after USA, is the name of a programme or a paper."""
    before, after = _before(text, start), text[end : end + 1]
    quoted = before[-1:] in "“\"‘'" and after in "”\"’'" and before[-1:] != "" and after != ""
    return not (text[start].isupper() and (quoted or before.endswith("USA ")))


def named(text: str, start: int, end: int) -> bool:
    """ "the Sunday Herald" is the name of a paper; "the Sunday Mr Pell spoke" does not occur in news."""
    after = re.match(r"\s(?P<word>[A-Z][a-z]+)\b", text[end : end + 24])
    article = re.search(r"\b(?:the|that)\s(?=\w+$)", text[max(0, start - 5) : end], re.IGNORECASE)
    if after is None or article is None:
        return True
    return after["word"] in _months()


@cache
def _months() -> frozenset[str]:
    return frozenset(words.table(f"times/{LANGUAGE}")["month"])


GUARDS: dict[str, Callable[[str, int, int], bool]] = {
    guard.__name__: guard
    for guard in (year, plural, often, reference, counted, month, season, title, fraction, today, named)
}


def allowed(guard: str, text: str, start: int, end: int) -> bool:
    """Whether a match may stand where it stands."""
    return GUARDS[guard](text, start, end)
