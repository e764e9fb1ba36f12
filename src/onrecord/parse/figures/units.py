"""Currencies, measures and shares before and behind a number."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord import words


class Unit(NamedTuple):
    """A unit in the text: the characters it takes, its plain name, and which list it is from."""

    start: int
    end: int
    name: str
    kind: str  # currency, measure or share


ADJECTIVES = (
    r"(?:(?:US|U\.S\.|Australian|Canadian|New Zealand|Hong Kong|Singapore|Chinese|Japanese|Indian|Russian|Turkish|"
    r"Swiss|Swedish|Norwegian|Danish|Czech|Mexican|Israeli|Brazilian|South African|Egyptian|Syrian|Iraqi|"
    r"Iranian|Kenyan) )"
)


@cache
def signs() -> re.Pattern[str]:
    """A currency sign or code that ends where the number begins."""
    listed = sorted(words.table("figures")["currency_signs"], key=lambda s: (-len(s), s))
    return re.compile(r"(?<![A-Za-z])(?P<sign>%s)\s?\Z" % "|".join(map(re.escape, listed)))  # noqa: UP031


@cache
def names() -> dict[str, tuple[str, str]]:
    """Form -> name and kind of the unit."""
    table = words.table("figures")
    found: dict[str, tuple[str, str]] = {}
    for kind, section in (("currency", "currency_words"), ("measure", "measures"), ("share", "shares")):
        for name, forms in table[section].items():
            found.update(dict.fromkeys(forms, (name, kind)))
    for sign, name in table["currency_signs"].items():
        if sign.strip(". ").isalpha() and len(sign.strip()) == 3 and sign.isupper():
            found[sign.lower()] = (name, "currency")
    return found


@cache
def pattern() -> re.Pattern[str]:
    """A unit behind a number, with the blank or hyphen between."""
    forms = sorted((f for f in names() if len(f) > 1 or f in "%°"), key=lambda f: (-len(f), f))
    long = "|".join(re.escape(f).replace(r"\ ", "[ -]") for f in forms)
    return re.compile(
        rf"[-\s‑]?(?P<adjective>{ADJECTIVES})?(?P<form>(?i:{long})|€|£|\$)(?![^\W_])"
        r"|(?P<letter>[mgplLCFVW])(?![^\W_])|[ -](?P<apart>[mC])(?![^\W_'’])"
        r"|[-\s]?(?P<per>A/cm2|g/km|mmBTU)(?![^\W_])"
    )


PER = re.compile(
    r"(?: per | an? |/)(?P<form>(?:square |cubic |sq )?(?:litre|liter|l|kilogram|kg|metre|meter|m|kilometre|kilometer|"
    r"km|mile|gallon|hectare|acre|foot|inch|second|minute|hour|game|capita|1,000|100,000|million|kWh|tonne|ton|barrel|share|head|person|dL|dl|ml))\b"
)


def before(text: str, start: int, number: int) -> Unit | None:
    """The currency sign between two offsets that stands at the number."""
    found = signs().search(text[max(start, number - 6) : number])
    if not found:
        return None
    at = max(start, number - 6) + found.start()
    return Unit(at, number, words.table("figures")["currency_signs"][found["sign"]], "currency")


def behind(text: str, number_end: int, end: int) -> Unit | None:
    """The unit directly behind a number; "micrograms per litre" is one."""
    found = pattern().match(text, number_end, end)
    if not found:
        return None
    if found["per"]:
        return Unit(number_end, found.end(), found["per"], "measure")
    written = (found["form"] or found["letter"] or found["apart"]).lstrip("- ")
    if sign := words.table("figures")["currency_signs"].get(written):
        return Unit(number_end, found.end(), sign, "currency")
    form = written.lower()
    if len(written) > 4 and written[0].isupper() and not written.isupper() and form not in ("celsius", "fahrenheit"):
        return None  # "in 2016 Stone said"
    name, kind = names()[form.replace("-", " ") if form not in names() else form]
    if kind == "currency" and found["adjective"] and found["adjective"].strip() not in ("US", "U.S."):
        name = found["adjective"] + name
    rate = PER.match(text, found.end(), end) if kind == "measure" else None
    if rate:
        return Unit(number_end, rate.end(), f"{name} per {SINGULAR.get(rate['form'].lower(), rate['form'])}", kind)
    return Unit(number_end, found.end(), name, kind)


SINGULAR = {"l": "litre", "liter": "litre", "kg": "kilogram", "meter": "metre", "m": "metre", "kilometer": "kilometre"}
SINGULAR |= {"km": "kilometre", "dl": "decilitre", "ml": "millilitre"}
