"""Quotations that a noun leads in, without a verb of saying: "His answer was: “No.”", "in Brecht’s words, “never”"."""

from __future__ import annotations

from functools import cache

from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import AUXILIARIES, inflect, irregular, listed
from onrecord.attribute.phrases import DETERMINERS, FINITE, leading_subject, noun_phrase
from onrecord.attribute.units import Sentence, Unit
from onrecord.model import Span

POSSESSIVES = frozenset(["his", "her", "its", "their", "my", "our"])
ENDINGS = ("’s", "'s", "s’", "s'")
COPULAS = frozenset(["was", "is", "were", "are", "came", "remains", "remained"])
BACK = 14  # units before a quotation in which the noun may stand
TAIL = 6  # units between the noun with its verb and a colon: "was short and clear"
SURE = 0.75


def noun_led(sentence: Sentence, taken: list[bool]) -> list[Draft]:
    """Quotations of a sentence that no verb took and that a noun of saying leads in."""
    units = sentence.units
    found = []
    for i in range(1, len(units)):
        if units[i].quote is None or taken[i] or units[i - 1].quote is not None:
            continue
        parts = _parts(units, i)
        if parts is None or any(taken[a] for a in (*range(*parts[0]), *range(*parts[1]))):
            continue
        last = i + 1
        while last < len(units) and units[last].quote is not None and not taken[last]:
            last += 1
        for j in range(i, last):
            taken[j] = True
        source, cue = (Span(units[a].start, units[b - 1].end) for a, b in parts)
        content = [Span(u.start, u.end) for u in units[i:last]]
        found.append(Draft([source], [cue], content, SURE, sentence.paragraph, sentence.number, way="quoted"))
    return found


def _parts(units: tuple[Unit, ...], at: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Source and cue, as ranges of units, of the quotation at units[at]."""
    mark = units[at - 1].text if units[at - 1].text in {":", ","} else ""
    end = at - len(mark)
    for i in range(end - 1, max(-1, at - BACK), -1):
        if units[i].quote is not None or units[i].text in ";:.!?":
            return None
        if not _is_noun(units, i):
            continue
        if not _leads_up(units, i, end, mark):
            continue
        return _owned(units, i, end) or _words_of(units, i, end) or (_given(units, i) if mark == ":" else None)
    return None


def _is_noun(units: tuple[Unit, ...], i: int) -> bool:
    low = units[i].low
    return low in _nouns() or (low == "say" and i > 0 and units[i - 1].low == "to")


@cache
def _nouns() -> frozenset[str]:
    return listed("leading") | frozenset(w + "s" for w in listed("leading"))


@cache
def _giving() -> frozenset[str]:
    """Forms of the verbs by which somebody gives out a message."""
    return frozenset(f for w in listed("giving") for f in (w, *inflect(w, irregular())))


def _leads_up(units: tuple[Unit, ...], noun: int, end: int, mark: str) -> bool:
    """Whether what stands between the noun and the quotation lets the quotation be what the noun means."""
    between = units[noun + 1 : end]
    if not between or (units[noun].low == "words" and between[0].low == "of" and mark == ","):
        return True
    rest = between[1:] if between[0].low in COPULAS else between
    if mark != ":":
        return not rest
    return len(rest) <= TAIL and not any(u.low in FINITE | {"that"} or u.text == "," for u in rest)


def _owned(units: tuple[Unit, ...], noun: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """What a possessor has said: "his blunt answer was", "Brecht’s words"."""
    owner = noun - 1
    while owner > max(-1, noun - 4) and units[owner].quote is None and units[owner].text.islower():
        if units[owner].low in POSSESSIVES or units[owner].low.endswith(ENDINGS):
            break
        if not units[owner].text.isalpha() or units[owner].low in DETERMINERS | FINITE:
            return None
        owner -= 1
    if owner < 0 or units[owner].quote is not None:
        return None
    verb = noun + 2 if noun + 1 < end and units[noun + 1].low in COPULAS else noun + 1
    if units[owner].low in POSSESSIVES:
        return (owner, owner + 1), (noun, verb)
    if units[owner].low.endswith(ENDINGS):
        first = noun_phrase(units, owner + 1)
        return (first, owner + 1), (noun, verb)
    return None


def _words_of(units: tuple[Unit, ...], noun: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The words of somebody: "in the words of the harbour master"."""
    if units[noun].low != "words" or noun + 2 >= end or units[noun + 1].low != "of" or noun < 2:
        return None
    return ((noun + 2, end), (noun - 2, noun + 2)) if units[noun - 2].low == "in" else None


def _given(units: tuple[Unit, ...], noun: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """What somebody gives out: "the governor issued the following statement"."""
    subject = leading_subject(units, noun)
    if subject is None:
        return None
    verb = subject[1]
    while verb < noun and units[verb].low in AUXILIARIES - {"has", "have", "had"}:
        verb += 1
    if verb + 1 < noun and units[verb].low in {"has", "have"} and units[verb + 1].low in _giving():
        verb += 1
    if verb >= noun or units[verb].low not in _giving():
        return None
    between = units[verb + 1 : noun]
    if any(u.quote is not None or u.text in ",;" or u.low in FINITE for u in between):
        return None
    return subject, (verb, noun + 1)
