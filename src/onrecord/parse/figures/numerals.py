"""Numbers as they are written: digits, words, scales, fractions, shares and vague counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], start=1)}
TEENS = {
    w: n
    for n, w in enumerate(
        [
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
            "nineteen",
        ],
        start=10,
    )
}
TENS = {
    w: 10 * n
    for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALES |= {"lakh": 10**5, "crore": 10**7, "dozen": 12, "bln": 10**9, "mln": 10**6}
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mil": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9}
LETTERS |= {"tn": 10**12, "trn": 10**12}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
PARTS |= {"ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000}
HALVES = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128})  # what written fractions have below the line
GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
VAGUE = {"dozens": (12, 120), "scores": (20, 200), "hundreds": (100, 1000), "thousands": (10**3, 10**4)}
VAGUE |= {"millions": (10**6, 10**7), "billions": (10**9, 10**10), "trillions": (10**12, 10**13)}

_U = "(?:one|two|three|four|five|six|seven|eight|nine)"
_T = "(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TY = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_S = rf"(?:{_TY}(?:[-‑ ]{_U})?\b|{_T}\b|{_U}\b)"
_H = rf"(?:(?:a|{_S})[- ]hundred\b(?:(?: and)? {_S})?|{_S})"
_D = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+|"
    r"\d{1,3}(?: \d{3})* 000\b|\d+(?:\.\d+)?|\.\d+)"
)
_OF = r"(?:three|four|five|six|seven|eight|nine|ten|twelve|twenty|a hundred|[2-9]|10|12|20|50|[1-9]00|10?0?,?000)"
_BIG = r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen|bln|mln)\b"
_PART = r"(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth|thousandth)"
_VAGUE = r"(?:dozens|scores|hundreds|thousands|millions|billions|trillions)"
_SMALL_AFTER_BIG = rf"(?:,? (?:and )?{_H}(?: {_BIG})?)"

NUMERAL = re.compile(
    r"(?:"
    rf"(?P<share>{_S}|{_D})(?: out of | in )(?:every )?(?P<of>{_OF})\b(?![\w%.,]*\d)"
    rf"|(?P<part>(?:(?:a|{_U}|\d)[- ])?(?:{_PART}s?|half(?:[- ]a)?))\b"
    rf"|(?P<vague>(?:(?:tens|hundreds|thousands|dozens|scores|many) of )?{_VAGUE})\b"
    rf"|(?P<slash>[1-9]\d?[/⁄][1-9]\d{{0,2}})(?![\w/⁄.]|,\d)(?= of |-| [a-z])"
    rf"|(?P<glyphs>(?:\d+ ?)?[½¼¾⅓⅔⅕⅛])(?P<glyphscale> {_BIG})?"
    rf"|(?P<words>(?:(?P<half>half a)|a|{_H})(?P<andhalf> and a (?:half|quarter))?[- ]{_BIG}"
    rf"(?:[- ]{_BIG})?{_SMALL_AFTER_BIG}?{_SMALL_AFTER_BIG}?|{_H}(?P<andhalf2> and a (?:half|quarter)\b)?)"
    rf"|(?P<digits>{_D})(?:(?P<fraction> [1-9]/[2-9]\b)"
    r"|[- ]?(?P<letters>k|K|mn|mln|mil|m|M|bn|bln|b|B|tn|trn)(?![^\W_])"
    rf"|(?P<scale>(?:[- ]{_BIG}){{1,2}}))?"
    r")",
    re.IGNORECASE,
)
TRIGGER = re.compile(
    rf"[\d½¼¾⅓⅔⅕⅛]|(?<![\w])(?:a (?:{_PART}|{_BIG})|half|tens of|many (?:thousands|hundreds|millions)|{_VAGUE}|{_S})",
    re.IGNORECASE,
)
PART_BIG = re.compile(
    rf"(?P<part>half|(?:a |one )?quarter|three[- ]quarters|two[- ]thirds|a third)(?: of)?(?: a)? (?P<big>{_BIG})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text. `value` is None where only bounds are said; `letters` is a scale of one or two letters
    that stands at the digits and may be a unit instead ("30m"), not yet multiplied in."""

    start: int
    end: int
    value: float | None
    low: float
    high: float
    share: bool = False
    spelt: bool = False
    letters: str = ""
    scaled: bool = False
    base: float | None = None  # the number before its scale, where it has one
    comma: bool = False


def numerals(text: str, start: int, end: int) -> Iterator[Numeral]:
    """The numbers between two offsets, in order, none inside another."""
    position = start
    while trigger := TRIGGER.search(text, position, end):
        at = trigger.start()
        if at > start and text[at] in "0123456789" and text[at - 1] == "." and not text[at - 2 : at - 1].isalnum():
            at -= 1
        found = NUMERAL.match(text, at, end)
        if found is None or (numeral := read(found)) is None:
            position = trigger.end()
            continue
        yield numeral
        position = numeral.end


def read(found: re.Match[str]) -> Numeral | None:
    """The number that a match of NUMERAL says, None where it says none."""
    readers = {"share": ratio, "part": fraction, "vague": vague, "slash": slashed, "glyphs": glyphs, "words": worded}
    reader = next((reader for group, reader in readers.items() if found[group]), digital)
    return reader(found)


def ratio(found: re.Match[str]) -> Numeral:
    """A share of small numbers: "one in five", "nine out of ten"."""
    part, whole = plain(found["share"]), plain(found["of"])
    if not 0 < part < whole:
        return simple(found, "share")
    value = part / whole
    return Numeral(*found.span(), value, value, value, share=True, spelt=True)


def slashed(found: re.Match[str]) -> Numeral | None:
    """A written fraction: "1/2", "3/8"."""
    above, below = (int(part) for part in re.split("[/⁄]", found["slash"]))
    if above >= below or below not in HALVES:
        return None
    return Numeral(*found.span(), above / below, above / below, above / below, scaled=True)


def glyphs(found: re.Match[str]) -> Numeral:
    """Digits with a fraction of one character: "2½"."""
    digits = found["glyphs"][:-1].strip()
    value = (float(digits) if digits else 0.0) + GLYPHS[found["glyphs"][-1]]
    if found["glyphscale"]:
        value = exact(value, SCALES[found["glyphscale"].strip().lower()])
    return Numeral(*found.span(), value, value, value)


def worded(found: re.Match[str]) -> Numeral:
    """Number words, with digits before a scale allowed."""
    value = spelt(found["words"])
    base = next((value / s for s in (10**12, 10**9, 10**6, 10**3) if value >= s), None)
    return Numeral(*found.span(), value, value, value, spelt=True, scaled=value >= 10**6, base=base)


def digital(found: re.Match[str]) -> Numeral:
    """Digits, with the fraction, the scale or the letters that stand at them."""
    start, end = found.span()
    digits = found["digits"]
    value = plain(digits)
    if found["fraction"]:
        above, below = found["fraction"].strip().split("/")
        value += int(above) / int(below)
    for word in (found["scale"] or "").lower().replace("-", " ").split():
        value = exact(value, SCALES[word])
    letters = found["letters"] or ""
    if len(letters) == 1 and found.start("letters") != found.end("digits"):
        letters, end = "", found.end("digits")
    return Numeral(
        start,
        end,
        value,
        value,
        value,
        letters={"M": "mn", "B": "bn"}.get(letters, letters.lower()),
        scaled=bool(found["scale"]),
        base=plain(digits) if found["scale"] or letters else None,
        comma="," in digits,
    )


def simple(found: re.Match[str], group: str) -> Numeral:
    """The number of one group alone, where the rest of the match is no part of it."""
    value = plain(found[group])
    return Numeral(found.start(group), found.end(group), value, value, value, spelt=found[group][0].isalpha())


def plain(written: str) -> float:
    """The value of digits or of number words."""
    if written[0].isdigit() or written[0] == ".":
        return float(re.sub(r"[,\s]", "", written))
    return spelt(written)


def exact(value: float, scale: float) -> float:
    """A product without the noise of binary fractions: 1.1 million is 1100000."""
    return float(f"{value * scale:.12g}")


def spelt(written: str) -> float:
    """The value of number words, with digits before a scale allowed: "two hundred and six thousand"."""
    total = current = 0.0
    half = 0.0
    tokens = written.lower().replace("‑", " ").replace("-", " ").replace(",", " ").split()
    for n, token in enumerate(tokens):
        if token in UNITS or token in TEENS or token in TENS:
            current += UNITS.get(token) or TEENS.get(token) or TENS[token]
        elif token in ("half", "quarter"):
            half = 1 / PARTS[token]
        elif token == "a":
            current += 1 if n == 0 and tokens[n + 1 : n + 2] not in (["half"], ["quarter"]) else 0
        elif token in ("hundred", "dozen"):
            current = ((current or (0 if half else 1)) + half) * SCALES[token]
            half = 0.0
        elif token in SCALES:
            total += ((current or (0 if half else 1)) + half) * SCALES[token]
            current = half = 0.0
    return total + current + half


def fraction(found: re.Match[str]) -> Numeral | None:
    """A spoken fraction: "a third", "two-thirds", "half"."""
    start, end = found.span("part")
    if big := PART_BIG.match(found.string, start):
        parts = big["part"].lower().replace("-", " ").split()
        above = plain(parts[0]) if parts[0] in UNITS else 1
        value = exact(above / PARTS[parts[-1].rstrip("s")], SCALES[big["big"].lower()])
        return Numeral(start, big.end(), value, value, value, spelt=True, scaled=value >= 10**6)
    tokens = found["part"].lower().replace("-", " ").split()
    if tokens[0] == "half":
        return Numeral(start, start + 4, 0.5, 0.5, 0.5, share=True, spelt=True)
    if len(tokens) == 1:
        return None
    above = 1 if tokens[0] == "a" else int(plain(tokens[0]))
    below = PARTS[tokens[1].rstrip("s") if tokens[1] != "half" else "half"]
    if (above > 1) != tokens[1].endswith("s") or above >= below:
        return None
    value = above / below
    return Numeral(start, end, value, value, value, share=True, spelt=True)


def vague(found: re.Match[str]) -> Numeral:
    """A count by its order alone: "dozens", "tens of thousands"."""
    tokens = found["vague"].lower().split()
    low, high = VAGUE[tokens[-1]]
    if len(tokens) > 1:
        by = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "many": 1}[tokens[0]]
        if by >= 100:
            low, high = low // 1 * by, high * by
        else:
            low, high = low * by, high * by
    return Numeral(found.start(), found.end("vague"), None, low, high, spelt=True, scaled=tokens[-1] != "dozens")
