"""The words and rules of `words/times/*.toml`, compiled.

Another language is another pair of files: the tables keep their names, the rules may differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import words

LANGUAGE = "en"
WORD = re.compile(r"[^\W\d_]+|\d+")
TRIGGERS = (
    "month", "weekday", "unit", "part", "season", "decade", "reference", "frequency", "day", "holiday", "named",
)  # fmt: skip
CLOCK_WORDS = ("am", "pm", "a", "p", "oclock", "clock", "noon", "midday", "midnight", "past", "sunrise", "sunset")
EXTRA_TRIGGERS = (
    "noon", "midday", "midnight", "clock", "tonight", "overnight", "weekend", "weekends", "weekdays", "half",
    "quarter", "fiscal", "q", "h", "fy", "year", "bc", "ad", "ce", "bce", "am", "pm", "m", "yesterday", "tomorrow",
    "nineteen", "eighteen", "seventeen", "sunrise", "sunset", "nightfall",
)  # fmt: skip
NEVER_FIRST = {  # words of the rules with which no expression begins
    "of", "in", "to", "and", "or", "s", "from", "by", "on", "with", "ended", "ending", "so", "old", "part", "ago",
    "hence", "before", "after", "until", "till", "began", "p", "y", "d", "b",
}  # fmt: skip
CASED = ("month", "month_short", "weekday", "weekday_short", "holiday", "named")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what kind of thing it finds, whether that may stand alone, and its patterns."""

    name: str
    kind: str
    build: str
    alone: bool
    guard: str | None
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`tables` by name with lower-case words; `starters` are the words that an expression can begin with."""

    tables: dict[str, dict[str, Any]]
    rules: tuple[Rule, ...]
    any_rule: re.Pattern[str]
    triggers: frozenset[str]
    starters: frozenset[str]


def _either(entries: list[str], cased: bool) -> str:
    forms = sorted({form for e in entries for form in ((e, e.upper()) if cased else (e,))}, key=lambda f: (-len(f), f))
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return f"(?-i:{joined})" if cased else f"(?:{joined})"


def _patterns(table: dict[str, Any]) -> dict[str, str]:
    """A regular expression for every table and pattern, by name."""
    made: dict[str, str] = dict(table["pattern"])
    for name, entries in table.items():
        if isinstance(entries, dict) and name not in ("pattern", "zone"):
            made[name] = _either(list(entries), name in CASED)
    made["zone"] = _either(table["zone"]["zones"], True)
    made["month"] += r"(?![A-Za-z])"
    made["weekday"] += r"(?![A-Za-z])"
    short = _either(list(table["month_short"]), True)
    made["month_short"] = short + r"(?![A-Za-z])"
    made["month_any"] = rf"(?:{made['month']}|{short}(?![A-Za-z])\.?)"
    made["weekday_any"] = rf"(?:{made['weekday']}|{_either(list(table['weekday_short']), True)}(?![A-Za-z])\.?)"
    made["ordinal"] += r"(?![A-Za-z])"
    made["ordinal_day"] = _either([w for w, n in table["ordinal"].items() if n > 0], False) + r"(?![A-Za-z])"
    made["ordinal_any"] = r"(?:\d{1,2}(?:st|nd|rd|th)|" + made["ordinal"] + ")"
    units = [u for u in table["unit"] if u not in ("min", "hr", "yr", "centurie", "millennia")]
    one = _either([*units, "min", "hr", "yr"], False)
    made["unit_one"] = one + r"(?![A-Za-z])"
    plural = _either([*(u for u in units if u != "century"), "min", "hr", "yr", "centurie"], False)
    made["unit_plural"] = rf"(?:{plural}s|millennia)(?![A-Za-z])"
    made["unit_many"] = rf"(?:{plural}s?|century|millennia)\b['’]?(?![A-Za-z])"
    numbers = _either(list(table["number"]), False)
    made["n"] = (
        rf"(?:(?:an?\s+(?=hundred|thousand))?{numbers}(?:(?:\s+and\s+|[\s-]){numbers})*"
        rf"|{made['count']}|an?|another)(?![A-Za-z])"
    )
    hours = _either([w for w, n in table["number"].items() if 1 <= n <= 12], False)
    made["hour_word"] = hours + r"(?![A-Za-z-])"
    made["part"] += r"(?![A-Za-z])"
    made["season"] += r"(?![A-Za-z])"
    return made


def _expand(template: str, patterns: dict[str, str]) -> str:
    """A rule's template as a regular expression with named groups."""
    taken: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name, _, of = match.group(1).rpartition(":")
        name = name or of
        if of in ("sep", "dash") or name in taken:
            return f"(?:{patterns[of]})"
        taken.add(name)
        return f"(?P<{name}>{patterns[of]})"

    spaced = template.replace(" ?", "\0").replace(" ", r"\s+").replace("\0", r"\s?")
    return re.sub(r"\{([a-z_0-9]+(?::[a-z_0-9]+)?)\}", group, spaced)


def _compiled(template: str, patterns: dict[str, str]) -> re.Pattern[str]:
    body = _expand(template, patterns)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{body})(?![A-Za-z0-9])", re.IGNORECASE)


def _first_words(table: dict[str, Any], templates: list[str]) -> set[str]:
    found: set[str] = set()
    for name, entries in table.items():
        if isinstance(entries, dict) and name not in ("pattern", "zone"):
            found.update(match.group().lower() for entry in entries for match in WORD.finditer(entry))
            found.update(match.group().lower() + "s" for entry in entries for match in WORD.finditer(entry))
    for text in [*templates, *table["pattern"].values()]:
        found.update(re.findall(r"[a-z]+", text.lower()))
    return found


@cache
def lexicon(language: str = LANGUAGE) -> Lexicon:
    """The compiled words and rules of a language."""
    table = words.table(f"times/{language}")
    patterns = _patterns(table)
    rules: list[Rule] = []
    templates: list[str] = []
    for row in words.table(f"times/{language}-rules")["rule"]:
        compiled = tuple(_compiled(template, patterns) for template in row["match"])
        templates += row["match"]
        rules.append(Rule(row["name"], row["kind"], row["build"], row.get("alone", True), row.get("guard"), compiled))
    tables = {
        name: {word.lower(): value for word, value in entries.items()}
        for name, entries in table.items()
        if isinstance(entries, dict)
    }
    triggers = {
        match.group().lower()
        for name in TRIGGERS
        for entry in table[name]
        for match in WORD.finditer(entry)
        if len(match.group()) > 2 and match.group().lower() not in ("the", "before", "after", "past")
    } - {"time", "point", "right", "saint", "king", "mother", "father", "new", "black", "good", "ash", "bonfire", "guy"}
    triggers |= {f"{unit}s" for unit in (*table["unit"], *table["season"], *table["part"], *table["weekday"])}
    triggers |= {word.lower() for word in (*EXTRA_TRIGGERS, *triggers, *table["month_short"], *table["weekday_short"])}
    triggers = {word.lower() for word in triggers} | {"past", "future", "present", "term", "period", "era"}
    anything = re.compile(
        "|".join(re.sub(r"\(\?P<[a-z_0-9]+>", "(?:", p.pattern) for rule in rules for p in rule.patterns), re.IGNORECASE
    )
    starters = frozenset((_first_words(table, templates) | {"q", "h"}) - NEVER_FIRST)
    return Lexicon(tables, tuple(rules), anything, frozenset(triggers), starters)
