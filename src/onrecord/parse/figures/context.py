"""What a number is when it is no figure: a date, a clock time, a duration, a label, a score, part of a name."""

from __future__ import annotations

import re
from functools import cache

from onrecord import words
from onrecord.parse.figures import hedges, units
from onrecord.parse.figures.numerals import Numeral


@cache
def listed(key: str) -> frozenset[str]:
    return frozenset(words.table("figures")["classes"][key])


@cache
def months() -> str:
    return "(?:" + "|".join(sorted(listed("months"), key=lambda m: (-len(m), m))) + r")\b\.?"


@cache
def month_before() -> re.Pattern[str]:
    """A month (with the days already said) that ends where the number begins: "March 10 and "."""
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"\b{months()}(?:\s{day})?(?:\s?(?:,|and|or|to|-|–|—|through|until)\s?{day})*"
        r"(?:,|\s?-|\s?–|\s(?:to|and|or))?\s?\Z",
        re.IGNORECASE,
    )


@cache
def month_behind() -> re.Pattern[str]:
    """A month, or the next days of one, behind a number: " and 12 March"."""
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    month = months()
    return re.compile(
        rf"(?:st|nd|rd|th)?(?:\s?(?:,|-|–|and|or|to)\s?{day})*(?:\s(?:of\s)?{month}(?!\s[a-z]+\s(?:have|be)\b)|[-/]{month})",
        re.IGNORECASE,
    )


CLOCK = re.compile(
    r"(?:[:.]\d{2})?\s?(?:[ap]\.?m\b\.?|hrs\b|(?:GMT|UTC|BST|EDT|EST|CET)\b|o[’']clock)|:\d{2}(?!\d)|[h]\d\d\b"
)
CLOCK_BEFORE = re.compile(r"(?:\d:|\d\.\d|\bhalf past |\bquarter (?:past|to) )\Z", re.IGNORECASE)
AT_TIME = re.compile(r"\b(?:at|after|before|by|until|till|since|from|past|around|about|struck)\s\Z", re.IGNORECASE)
TIME_AFTER = re.compile(
    r"[’”\"')]*\s(?:the (?:next|following|previous)|on|in the (?:morning|evening|afternoon)|that|this|every|tonight|"
    r"each|sharp)\b"
)
STRUCTURE = re.compile(r"[A-Za-z@#_/\\&.×^][-./]?\Z|[×x]10[-−]\Z|[A-Za-z]\d*[-./]\Z|\d[:/.]\Z|\d{4}[-–]\Z")
ALLOWED_PREFIX = re.compile(
    r"(?<![\w-])(?:sub-|minus[- ]|now-|then-|non-|near-|to-|and-|or-|under-|over-|mid-|pre-|some-|"
    r"mum-of-|mom-of-|dad-of-|mother-of-|father-of-)\Z",
    re.IGNORECASE,
)
SCIENTIFIC = re.compile(r"\s?[×x*^]\s?10|[⁰¹²³⁻]")
ORDINAL = re.compile(r"(?:st|nd|rd|th|s|ers?)(?![^\W_])|[’']s\b(?! \w+s\b)")
GLUED = re.compile(r"[^\W\d_]|[@#_/\\]\w|\.\d|:\d|,\d")
SCORE = re.compile(r"\s?[-–]\s?\d{1,3}(?![\d,%]|\.\d)")
YEARISH = re.compile(r"(?:1[0-9]\d\d|20\d\d|21\d\d)\Z")
COUNTED = frozenset({"votes", "jobs", "homes", "houses", "units", "ships", "cars"})
NO_YEAR = re.compile(
    r"\b(?:(?:average|total|sum|number|maximum|minimum) of|more than|fewer than|less than|at least|up to|nearly|almost|"
    r"some|roughly|as many as)\s\Z"
)
PHONE = re.compile(r"(?<![\w$£€])\(?\+?\d[\d()]*(?:[ .\-][\d()]{2,}){2,6}(?![\w,%]|\.\d)")
LABEL = re.compile(r"(?:^|[^\w])(?P<word>[^\W\d_]+\.?)(?:\s|\s?#|-)\Z")
LABEL_LIST = re.compile(
    r"(?:^|[^\w])(?P<word>[A-Za-z]+)\s(?:[A-Z]?\d{1,4}(?:,\s|\s?[-–]\s?|\s(?:and|to|or|through)\s))+\Z"
)
DURATION = re.compile(
    r"[-‑\s](?:and a half |a half |more |further |additional |extra |consecutive |straight |full |long |short |"
    r"working |calendar |business |whole |other |and a half-|successive |school |light |full-|sleepless )?"
    r"(?P<word>[A-Za-z]+)\b(?P<age>[-\s](?:old|olds|of age)\b)?"
)


QUARREL = re.compile(r"[\s-](?:war|battle|peace|feud|conflict|dispute|row)")


def duration(text: str, position: int, end: int) -> tuple[str | None, int] | None:
    """A unit of time behind a number, with the end of its words: the unit of an age, None for a duration."""
    found = DURATION.match(text, position, end)
    if not found or found["word"].lower() not in listed("durations"):
        return None
    unit = next((u for u in ("month", "year", "week", "day") if found["word"].lower().startswith(u)), None)
    if found["age"] and unit and not QUARREL.match(text, found.end()):
        return f"{unit}s", found.end()
    return None, found.end()


def outside(text: str, start: int, numeral: Numeral, end: int, joined: bool = False, ahead: bool = True) -> bool:
    """Whether a number between two offsets of its sentence is no figure by what stands around it; what stands
    before the second number of a range (`joined`) and behind the first (not `ahead`) is not asked."""
    before = "" if joined else text[max(start, numeral.start - 40) : numeral.start]
    written = text[numeral.start : numeral.end]
    end = end if ahead else numeral.end
    if written[0].isdigit() or written[0] == ".":
        return _digits_outside(text, before, written, numeral, end)
    return _words_outside(text, before, written, numeral, end)


def _digits_outside(text: str, before: str, written: str, numeral: Numeral, end: int) -> bool:
    after = text[numeral.end : min(end, numeral.end + 40)]
    sign = units.before(text, max(0, numeral.start - 8), numeral.start)
    unit = units.behind(text, numeral.end, end)
    if (sign is None and STRUCTURE.search(before) and not ALLOWED_PREFIX.search(before)) or (
        (unit is None and GLUED.match(after)) or ORDINAL.match(after) or SCIENTIFIC.match(after)
    ):
        return True
    if sign or (unit and unit.kind != "currency"):
        return False
    if "." in written or numeral.comma or numeral.scaled or numeral.letters:
        return len(written) < 6 and CLOCK.match(after) is not None
    value = numeral.value or 0
    return (
        (written[0] == "0" and len(written) > 1)
        or (not unit and before.endswith((" -", " –")) and not re.search(r"[a-z,] [-–]\Z", before))
        or (value < 60 and (CLOCK.match(after) or CLOCK_BEFORE.search(before)) is not None)
        or (value <= 31 and (month_before().search(before) or month_behind().match(after)) is not None)
        or (YEARISH.match(written) is not None and _year(before, after))
    )


def _year(before: str, after: str) -> bool:
    """Whether four digits are a year: always, unless a hedge or a count of people says otherwise."""
    noun = re.match(r"[\s-]([a-z]+)\b", after)
    if noun and (noun[1] in listed("people") or noun[1] in COUNTED):
        return re.search(r"\b(?:in|of|since|by|from|until|the)\s\Z", before) is not None
    return NO_YEAR.search(before) is None


def _words_outside(text: str, before: str, written: str, numeral: Numeral, end: int) -> bool:
    after = text[numeral.end : min(end, numeral.end + 40)]
    within = re.match(r"[^\W_]|[’']s\b", after) or (
        re.search(r"[\w’'][-‑]\Z", before) and not ALLOWED_PREFIX.search(before)
    )
    named = written[0].isupper() and not opens(before)
    if within or named or CLOCK_BEFORE.search(before) or re.match(r"\s?(?:o[’']clock|[ap]\.?m\b)", after):
        return True
    at = AT_TIME.search(before)
    if not at or (numeral.value or 0) > 12 or numeral.share:
        return False
    ends = at.group().strip().lower() in ("at", "struck") and re.match(r"[”\"’']*(?:[.,;:]|$)", after)
    return bool(TIME_AFTER.match(after) or ends)


def dialled(written: str) -> bool:
    """Whether digits in groups are a telephone number."""
    digits = sum(ch.isdigit() for ch in written)
    return digits >= 7 and (written[0] in "+0(" or re.fullmatch(r"\d{3}[ .-]\d{3}[ .-]\d{4}", written) is not None)


def opens(before: str) -> bool:
    """Whether the text before a word leaves it at the start of a sentence or quotation."""
    if before.endswith(("“", "‘", ' "', " '", "— ", "– ")):
        return True
    return not before.strip(" \"“‘'([•–—-") or before.rstrip(" \"“‘'([").endswith((".", "?", "!", ":", "…", "”", "\n"))


def label(text: str, start: int, numeral: Numeral) -> bool:
    """Whether the word before a bare number makes it a label: "gate 2", "Boeing 737", "lines 3, 7 and 9"."""
    before = text[max(start, numeral.start - 40) : numeral.start]
    series = LABEL_LIST.search(before)
    if series and series["word"].lower().rstrip("s") in listed("labels"):
        return True
    found = LABEL.search(before)
    if found is None or hedges.ahead().search(before):
        return False
    word = found["word"].lower()
    if word in listed("labels") or (word.rstrip("s") in listed("labels") and not numeral.comma):
        return True
    named = found["word"][0].isupper() and not (numeral.spelt or numeral.comma or numeral.scaled)
    return named and not opens(before[: found.start("word")]) and word not in listed("months") | listed("stops")
