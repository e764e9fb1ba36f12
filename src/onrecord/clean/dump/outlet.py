"""Which outlet published a dump: by its masthead, its copyright line, its title's suffix and what repeats them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.clean.bylines import opened
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.model import Field, Rival
from onrecord.words import table

HINTS = 24  # names that are weighed against each other
MASTHEAD = 8  # lines from the top in which a masthead is looked for
_RIGHTS = re.compile(r"©|\(c\)\s|copyright|all rights reserved|alle rechte vorbehalten|tous droits", re.IGNORECASE)
_HOLDER = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s©]*(?:\([cC]\)\s*)?"
    r"(?:(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)\d\d)?)?[,.\s]*)?(?:by\s+|of\s+)?"
    r"(?P<name>[^\d©|.,;:\n]{2,60}?(?:\.\w{2,3}(?!\w))?)\s*(?=[.,;|:©]|\s[-–—]|\d{4}|$|\s[Aa]ll\s+[Rr]ights|\s[Rr]egistered)"
)
_BEFORE_RIGHTS = re.compile(r"^\W*(?P<name>[^\d©|.,;:\n]{2,60}?)\s*(?:[-–—|.,]\s*)+all rights reserved", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"^(?P<name>[A-Z][^.,;:|]{2,50}?)\s+is\s+"
    r"(?:published by|a trademark of|a registered trademark|reader-funded|owned by)\b"
)
_ADDRESS = re.compile(r"^(?P<name>[A-Z][^.,;:|\d]{2,40}?),\s.*(?:\d|[Rr]egistered)")
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_SUFFIX = re.compile(r"\s+[|–—»·-]\s+(?P<name>[^|–—»·]{2,50})$")
_AGENCY = re.compile(r"^[^a-z]{0,60}[^()]{0,60}\((?P<name>[A-Z][\w .&-]{1,30})\)\s*[-–—]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Hint:
    name: str
    method: str
    line: Line
    weight: float


def _bare(name: str) -> str:
    """A publisher's name without legal endings: "Daybreak Media IP Limited" is "Daybreak"."""
    words = name.strip(" .,-–—|").split()
    ends = table("outlets_shape")["company"]["words"]
    while len(words) > 1 and words[-1].lower().strip(",") in ends:
        words.pop()
    return " ".join(words).strip(" ,")


def _looks_like_name(name: str) -> bool:
    words = _WORD.findall(name)
    if opened(name) is not None or sum(char.isdigit() for char in name) > 2:
        return False
    if not 1 <= len(words) <= 6 or len(name) > 48 or not name[0].isalpha() or name[-1] in ".!?:,":
        return False
    big = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return (
        big >= max(1, len(words) - 2)
        and words[0][0].isupper()
        and not any(r in ("menu", "share", "ad") for r in roles_of(name))
    )


def _mastheads(lines: Sequence[Line], stop: int) -> list[_Hint]:
    found = []
    kinds = table("outlets_shape")["names"]["words"]
    for i, line in enumerate(lines[: min(MASTHEAD, stop)]):
        if line.bullet or line.indent > 8:
            continue
        parts = [line.text]
        if match := next((m for m in _GLUED.finditer(line.text) if m.start() > 3), None):
            parts = [line.text[: match.start()]]
        elif " | " in line.text:
            parts = [part.strip() for part in line.text.split(" | ")][:2]
        for part in parts:
            if _looks_like_name(part):
                typical = any(word.lower() in kinds for word in _WORD.findall(part))
                found.append(
                    _Hint(
                        part,
                        "masthead",
                        line,
                        0.6 - 0.05 * i + 0.5 * typical + 0.3 * (i == 0) + 0.6 * (parts[0] != line.text),
                    )
                )
    return found


def _rights(lines: Sequence[Line], start: int) -> list[_Hint]:
    found = []
    for i, line in enumerate(lines):
        if not _RIGHTS.search(line.text) and i < start:
            continue
        head = line.text[:400]
        if match := _HOLDER.search(head) or _BEFORE_RIGHTS.search(head):
            name = _bare(match.group("name"))
            if _looks_like_name(name):
                found.append(_Hint(name, "copyright line", line, 1.0))
        elif i >= start and (match := _PUBLISHED.match(head)):
            found.append(_Hint(match.group("name"), "publisher's line", line, 1.0))
        elif (
            i >= max(start, len(lines) - 6)
            and (match := _ADDRESS.match(head))
            and _looks_like_name(match.group("name"))
        ):
            found.append(_Hint(match.group("name"), "publisher's line", line, 0.7))
    return found


def _suffixes(lines: Sequence[Line], title: int | None) -> list[_Hint]:
    if title is None:
        return []
    known = lines[title].text
    found = []
    for line in lines[: title + 1]:
        match = _SUFFIX.search(line.text)
        if match and (line is lines[title] or line.text[: match.start()].strip() == known):
            name = match.group("name").strip()
            if _looks_like_name(name):
                found.append(_Hint(name, "suffix of the title", line, 0.9))
    return found


def _core(name: str) -> str:
    words = [word.lower() for word in _WORD.findall(name)]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _mixed_case(name: str, text: str) -> str:
    """A name in capitals as the rest of the page writes it, else with capital initials."""
    if not name.isupper():
        return name
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(text):
        if not match.group().isupper() and match.group()[0].isupper():
            return match.group()
    longest = max((len(word) for word in name.split()), default=0)
    return name if longest <= 4 else " ".join(word.capitalize() for word in name.split())


def outlet_of(dump: str, lines: Sequence[Line], title: int | None, body: tuple[int, int]) -> Field:
    """The field `outlet`; its value is None where nothing but an unconfirmed first line speaks for a name."""
    first, last = body
    hints = _mastheads(lines, first) + _rights(lines, last) + _suffixes(lines, title)
    if title is not None and last > first and (match := _AGENCY.match(lines[first].text)):
        hints.append(_Hint(match.group("name"), "dateline", lines[first], 0.4))
    low = dump.lower()
    scored: list[tuple[float, int, _Hint]] = []
    for position, hint in enumerate(hints[:HINTS]):
        core = _core(hint.name)
        if not core:
            continue
        mentions = len(re.findall(rf"(?<!\w){re.escape(core)}(?!\w)", low))
        score = hint.weight + 0.15 * min(4, mentions - 1)
        for other in hints[:HINTS]:
            theirs = _core(other.name)
            if other.method != hint.method and theirs and (theirs == core or theirs.startswith(core + " ")):
                score += 0.8 * other.weight
            elif other.method != hint.method and set(core.split()) >= set(theirs.split()):
                score += 0.5 * other.weight
        scored.append((score, -position, hint))
    scored.sort(key=lambda row: (-row[0], -row[1]))
    rivals = tuple(
        Rival(value=hint.name, reason=hint.method, span=hint.line.span, confidence=round(min(0.9, score / 3), 2))
        for score, _, hint in scored[1:4]
        if scored and _core(hint.name) != _core(scored[0][2].name)
    )
    if not scored or scored[0][0] < 1.0:
        return Field(value=None, method="none", rivals=rivals)
    score, _, best = scored[0]
    return Field(
        value=_mixed_case(best.name, dump), method=best.method, evidence=best.line.text[:200],
        confidence=round(min(0.95, score / 3), 2), rivals=rivals,
    )  # fmt: skip
