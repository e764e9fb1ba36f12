"""What stands between a verb of saying and the content: "reporters", "in a statement on Monday", a colon."""

from __future__ import annotations

from onrecord.attribute.lexicon import TIME_WORDS, forms, views
from onrecord.attribute.phrases import OBJECTS, PRONOUNS
from onrecord.attribute.units import PREPOSITIONS, Unit

ASIDES, PERIODS = views("asides"), views("periods")
ASKING = frozenset(["whether", "if", "why", "how", "what", "when", "who", "where"])
FAR = 25  # units behind a verb in which "that" or a colon may still belong to it


def skip_adverbials(units: tuple[Unit, ...], first: int, end: int, verb: str) -> int | None:
    """The first unit of content behind a verb: past "reporters", "in a statement on Monday", ":" and ","."""
    head = units[first]
    if head.quote is not None or head.low == "that" or (head.low in ASKING and verb in forms("asking")):
        return first
    if head.text in ":,—–―-":
        begins = first + 1 < end and (head.text == ":" or units[first + 1].quote is not None)
        return first + 1 if begins else None
    addressed = verb in forms("addressed") | forms("directive")
    adverbial = head.low in PREPOSITIONS | TIME_WORDS | {"about", "under"} or head.low.endswith("ly")
    if not (addressed or adverbial):
        return first
    mark = _mark(units, first, end)
    if mark is not None:
        return mark if mark >= 0 else None
    if addressed and not adverbial:
        return _past_object(units, first, end)
    return _past_time(units, first, end) if head.low in TIME_WORDS else None


def _mark(units: tuple[Unit, ...], first: int, end: int) -> int | None:
    """Where "that", a colon or a quotation shows that content begins; -1 if a quotation is no content."""
    for i in range(first, min(end, first + FAR)):
        unit = units[i]
        if unit.text == "," and i + 1 < end and units[i + 1].quote is None and units[i + 1].low.endswith("ing"):
            return None
        if unit.quote is not None:
            return i if units[i - 1].text in ":," or i - first < 8 else -1
        if unit.low == "that" and i > first and units[i - 1].low not in PREPOSITIONS:
            return i
        if unit.text == ":":
            return i + 1
        if unit.text == ";":
            return None
    return None


def _past_time(units: tuple[Unit, ...], first: int, end: int) -> int | None:
    """The content behind "said on Monday": a clause without "that"."""
    at = first
    while at < end and units[at].quote is None and units[at].low in TIME_WORDS:
        at += 1
    return at if end - at > 2 and units[at].text not in ",.;" and units[at].low not in PREPOSITIONS else None


def _past_object(units: tuple[Unit, ...], first: int, end: int) -> int | None:
    """The content behind "told X": a clause that begins right after a short object."""
    head = units[first]
    if head.low in OBJECTS or head.low in PRONOUNS:
        return first + 1 if end - first > 3 else None
    at = first
    while (
        at < end
        and units[at].quote is None
        and (units[at].text[0].isupper() or (units[at].low == "the" and at == first))
    ):
        at += 1
    if first < at < end and end - at > 2 and units[at].text not in ",.;:" and units[at].low not in PREPOSITIONS:
        return at
    return None


def object_end(units: tuple[Unit, ...], first: int, end: int) -> int:
    """Where the object of "called the walkout “unlawful” and said" ends."""
    for i in range(first, end):
        unit = units[i]
        if unit.quote is not None:
            if (
                i + 1 < end
                and units[i + 1].quote is None
                and units[i + 1].low in {"and", "or"}
                and i + 2 < end
                and units[i + 2].quote is not None
            ):
                continue
            follow = units[i + 1].low if i + 1 < end else ""
            if follow in {"and", "but", "after", "as", "while", "on", "in", "when", ","} or not follow:
                return i + 1
        elif unit.text in ";:" or (unit.text == "," and i > first):
            return i
    return end


def is_aside(units: tuple[Unit, ...], first: int) -> bool:
    """Whether what begins at `first`, behind ", X said on Monday,", is the outlet's own: "a day after the vote"."""
    unit = units[first]
    if unit.quote is not None:
        return False
    if unit.low in ASIDES or (unit.low.endswith("ing") and unit.text.islower()):
        return True
    near = [u.low for u in units[first : first + 6] if u.quote is None]
    for i, word in enumerate(near):
        if word in (ASIDES - PERIODS) | {"later", "earlier"}:
            return i > 0 and near[i - 1] in PERIODS
    return False
