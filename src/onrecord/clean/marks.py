"""Lines with a mark of their own: the times above the entries of a live page, corrections, notes of a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.vocabulary import roles_of

ENOUGH = 3  # lines with a time of day above paragraphs make a live page; one such line may be a timetable's
LONGEST_ENTRY = 160  # characters
ORDERED = 0.8  # of the steps from time to time that go the same way
SHORTEST_NOTE, LONGEST_NOTE = 11, 600
NEXT = 3  # lines below a time in which the text of its entry begins

_ZONE = r"(?:GMT|UTC|BST|[CEW]E?S?T|[ECMP][SD]T|AE[SD]T|IST|JST|Uhr|h)"
# no year: what stands above teasers has one, what stands above live entries has none
_DAY = r"(?:\d{1,2}\.?\s+[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?\s+\d{1,2})(?!,?\s+\d{4})[,\s–—|-]*"
_HALF = r"[ap]\.?m\b\.?"
_TIME = rf"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?{_HALF})?|(?:1[0-2]|[1-9])\s?{_HALF})"
_CLOCK = rf"{_TIME}(?:\s*\(?{_ZONE}\b\)?)?"
_PARTS = re.compile(r"(\d{1,2})[:.h](\d\d)(?::\d\d)?(?:\s?([ap])\.?m\b)?|(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_ENTRY = re.compile(
    rf"\W{{0,3}}(?:(?:posted|published|updated)?\s*(?:at)?\s*)(?:{_DAY})?{_CLOCK}"
    r"(?=\s*\Z|\s*[–—|:•·,-]\s|\s+[\"'“‘„«(]?[A-ZÀ-Þ0-9А-Я])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[.…][\"'”’»)]*\Z")
_NOTE = re.compile(
    r"\W*(?:(?P<update>update|updated|aktualisierung|mise à jour|actualización|atualização)"
    r"|correction|corrected|clarification|korrektur|berichtigung|rectificatif|fe de errores|corrección)"
    r"\b[^.:\n]{0,40}:",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\W*this (?:story|article|post|page|report) (?:has been|was) updated\b", re.IGNORECASE)


def is_entry(text: str) -> bool:
    """Whether a short line opens with a time of day, as the headings of live entries do: "14:48 Utility boss speaks".

    The time stands alone, or before a heading; a sentence that opens with a time is none.
    """
    if len(text) > LONGEST_ENTRY or not _DIGIT.search(text, 0, 40):
        return False
    found = _ENTRY.match(text)
    if not found or (found.end() < len(text) and _lower_after(text, found.end())):
        return False
    return not _SENTENCE.search(text[found.end() :]) and not (_YEAR.search(text) and is_date_line(text))


def _lower_after(text: str, end: int) -> bool:
    """Whether the words go on in lower case, which the pattern (it ignores case) lets pass: "3.50 per cent"."""
    rest = text[end:].lstrip(" \t–—|:•·,-\"'“‘„«(")
    return bool(rest) and rest[0].islower()


def entries(texts: Sequence[str], in_body: Sequence[bool]) -> list[int]:
    """Of a live page the lines that open its entries and the headings below them, in order; () of any other page."""
    found = []
    for n, text in enumerate(texts):
        if is_entry(text):
            below = next((m for m in range(n + 1, min(n + 1 + NEXT, len(texts))) if in_body[m]), None)
            if below is not None and not any(is_entry(texts[m]) for m in range(n + 1, below + 1)):
                found.append((n, below))
    if len(found) < ENOUGH or not _in_order([texts[n] for n, _ in found]):
        return []
    return [m for n, below in found for m in range(n, below) if m == n or _is_heading(texts[m])]


def _in_order(texts: Sequence[str]) -> bool:
    """Whether times of day run one way, as those of a live page do; midnight and a new day may turn them once or so."""
    times = [_minutes(text) for text in texts]
    if len(set(times)) < ENOUGH or times.count(0) > 1:
        return False
    later = sum(b >= a for a, b in pairwise(times))
    earlier = sum(b <= a for a, b in pairwise(times))
    return max(later, earlier) >= ORDERED * (len(times) - 1)


def _minutes(text: str) -> int:
    found = _PARTS.search(text)
    if not found:
        return 0
    hour, minute = int(found[1] or found[4]), int(found[2] or 0)
    half = (found[3] or found[5] or "").lower()
    return (hour % 12 + 12 * (half == "p") if half else hour) * 60 + minute


def _is_heading(text: str) -> bool:
    return 3 <= len(text.split()) <= 20 and not is_date_line(text) and not roles_of(text)


def note(text: str) -> str | None:
    """`correction` or `update` for a paragraph that says what was changed in the article, else None."""
    if len(text) > LONGEST_NOTE or len(text) < SHORTEST_NOTE:
        return None
    if found := _NOTE.match(text):
        return "update" if found["update"] else "correction"
    if _CHANGED.match(text):
        return "update"
    return "correction" if roles_of(text).get("correction") == "start" else None
