"""Two numbers that one expression joins: ranges, and the two sides of a vote."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.model import Span
from onrecord.parse.figures import context, counted
from onrecord.parse.figures.kinds import counts
from onrecord.parse.figures.numerals import Numeral, exact
from onrecord.parse.figures.quantity import Quantity, measured

JOIN = re.compile(r"\s?(?:-|–|—|\bto\b|\band\b|\bor\b)[\s-]?(?:and |to |or )?", re.I)
BETWEEN = re.compile(r"\bbetween(?: about| around| roughly| some)?\s\Z", re.I)
OPENING = re.compile(r"\b(?:between|from)\s\Z", re.I)
AT_CLOCK = re.compile(r"\b(?:from|open|opens|until)\s\Z", re.I)
VOTE_AFTER = re.compile(r"\s(?:vote|majority|ruling|decision)\b")
GAME_AFTER = re.compile(r"\s(?:wins?|lead|defeat|victory|loss|draw|home|away|aggregate)\b")
CHANGE = re.compile(r"([a-z]+)(?: by| another| a further)?\s\Z")
NEAR = re.compile(r"[a-z]+")
FAR = 4  # times that the second number of a range is the first, at most, behind "by"


def pair(  # noqa: PLR0911  # each reason why two numbers stand apart
    text: str, sentence: Span, first: Numeral, second: Numeral
) -> list[Quantity] | None:
    """The figures that two numbers make together: one range, two votes, or none (a score). None where they stand
    apart."""
    left, right = measured(text, sentence, first), measured(text, sentence, second)
    if first.value is None or second.value is None or first.share or second.share:
        return None
    gap = text[left.end : right.start] if left.end <= right.start else text[first.end : right.start]
    if not JOIN.fullmatch(gap) or not comparable(left, right):
        return None
    if context.outside(text, sentence.start, first, sentence.end, ahead=False):
        return None
    if context.outside(text, sentence.start, second, sentence.end, joined=True):
        return None
    before = text[max(sentence.start, left.start - 40) : left.start]
    if gap.strip().startswith("and") and not BETWEEN.search(before):
        return None
    if right.kind == "count" and (lasting := context.duration(text, second.end, sentence.end)):
        aged = replace(right, end=lasting[1], unit=lasting[0], kind="age")
        return [ranged(left, aged, before)] if lasting[0] else []
    if is_vote(text, before, right, sentence):
        return [replace(left, unit="votes"), replace(right, unit="votes")]
    if gap.startswith(("- or", "- and", "- to")):
        return [replace(left, unit=left.unit or right.unit, kind=right.kind), right]
    return joined(text, sentence, left, right, gap.strip(" -–—").lower(), before)


def joined(text: str, sentence: Span, left: Quantity, right: Quantity, word: str, before: str) -> list[Quantity] | None:
    """The range that two quantities make by the word (or nothing, for a dash) between them."""
    first, second = left.value or 0.0, right.value or 0.0
    bare = left.kind == "count" and right.kind == "count"
    if not word and bare and not rising(text, left, right, sentence):
        return []
    if word == "or" and bare and not (second - first == 1 and first < 20):
        return None
    if word.startswith("to") and changed(before, own_unit=bool(left.unit), far=second >= FAR * first):
        return None
    if bare:
        clock = AT_CLOCK.search(before) and max(first, second) <= 12
        years = all(context.YEARISH.match(text[q.start : q.end]) for q in (left, right))
        named = left.numeral is not None and context.label(text, sentence.start, left.numeral)
        if clock or years or named:
            return []
        right = counts(text, sentence, right, "") or right
    return [ranged(left, right, before)]


def comparable(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can be the ends of one range."""
    return left.unit in (None, right.unit) or (left.kind == "currency" and right.unit is None)


def is_vote(text: str, before: str, right: Quantity, sentence: Span) -> bool:
    """Whether "14 to nine" are the two sides of a vote."""
    if right.kind != "count" or re.search(r"\d", before[-4:]):
        return False
    near = NEAR.findall(before.lower())[-5:]
    return any(w in context.listed("votes") for w in near) or (
        VOTE_AFTER.match(text[right.end : min(sentence.end, right.end + 20)].lower()) is not None
    )


def rising(text: str, left: Quantity, right: Quantity, sentence: Span) -> bool:
    """Whether "10-15" is a range: it rises, and a plural noun follows that is no unit of time."""
    if (right.value or 0.0) <= (left.value or 0.0):
        return False
    noun = counted.noun(text, right.end, sentence.end, one=False)
    if noun is None or noun.head in context.listed("durations"):
        return False
    return not GAME_AFTER.match(text[right.end : right.end + 12])


def changed(before: str, own_unit: bool, far: bool = False) -> bool:
    """Whether a change is told of just before: "rose from 3 to 5" has two figures, so have "fell 12p to 340p" and "cut
    the staff by 40 to 260", whose numbers lie too far apart for a range."""
    low = before.lower()
    if not (low.endswith("from ") or (far and low.endswith(" by "))):
        last = CHANGE.search(low)
        return own_unit and last is not None and last[1] in context.listed("changes")
    near = NEAR.findall(re.split(r"[.;:]", low)[-1])[-6:]
    return any(word in context.listed("changes") for word in near)


def ranged(left: Quantity, right: Quantity, before: str) -> Quantity:
    """The range from one quantity to another; the scale and unit of the second hold for a first without."""
    low, high = left.low, right.high
    base = right.numeral.base if right.numeral else None
    if left.numeral is not None and left.numeral.base is None and base and low < base:
        low = exact(low, high / base)
    opening = OPENING.search(before)
    start = left.start - (len(opening.group()) if opening else 0)
    unit, kind = (left.unit, left.kind) if left.kind == "currency" or not right.unit else (right.unit, right.kind)
    return Quantity(start, right.end, None, min(low, high), max(low, high), unit, kind, None)
