"""Changes that a sentence tells by its figures: "rose 12 % to 340", "a fall of a third from 60", "nine, up from two".

A word of change is looked for first; a figure belongs to it by what stands directly before the figure: nothing or "by"
(the amount), "from" (the start), "to" (the end). What does not fit is left without a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from onrecord import words
from onrecord.model import Change, Figure, Span

__all__ = ["with_changes"]

Role = Literal["by", "from", "to"]
LONGEST = 60  # characters between a word of change and its figure, or two of its figures
BREAK = re.compile(
    r"[.;:!?“”\"()–—]\s|[.;:!?“”\"()–—]|\b(?:who|which|that|while|but|when|after|before|because|if|as|and|than|off)\b"
)
ROLE = re.compile(r"(?:^|[\s,])(?P<role>by|from|to|at)\s(?:the |just |only |a further |another )?\Z")
OF = re.compile(r"\s(?:of|by)\s(?:just |only |a further |another )?\Z")
PLAIN = re.compile(r"\s(?:(?:[a-z]+ly|again|further|another|a further|some|back|as much as)\s)?\Z")
ARTICLE = re.compile(r"(?:^|\W)(?:an?|the|this|that|another|its|their)\s(?:further |estimated |record )?\Z", re.I)
OPEN = re.compile(  # before an "up" or "down" that tells a change; not "made up 12 %"
    r"(?:^|[,(–—-]|\b(?:is|are|was|were|be|been|being|went|going|goes|go|gone|came|moved|revised|edged|ticked|inched|"
    r"nudged|pushed|finished|closed|ended|opened|and|or|both|still))\s?\Z"
)
BESIDE = re.compile(r"[^.;:!?“”\"]{0,60}[,(–—]\s?(?:(?:which|that) (?:is|was) )?\Z")
RELATIVE = frozenset({"%", "share", "percentage points", "basis points"})


@dataclass(slots=True)
class Told:
    """A change while it is read: indices of its figures in the sentence."""

    direction: Literal["up", "down"] | None
    by: int | None = None
    from_: int | None = None
    to: int | None = None

    def members(self) -> list[int]:
        return [i for i in (self.by, self.from_, self.to) if i is not None]


@cache
def _moves() -> re.Pattern[str]:
    table = words.table("figures")["moves"]
    listed = sorted({*table["up"], *table["down"], *table["either"]}, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(listed)})(?![\w-])", re.IGNORECASE)


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(words.table("figures")["moves"][key])


def with_changes(text: str, sentence: Span, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a sentence, each with the changes that it belongs to; offsets are code points into `text`."""
    if not figures:
        return []
    told = list(_merged(_told(text, sentence, figures)))
    if not told:
        return list(figures)
    ids = [figure.id for figure in figures]
    changes = [
        Change(
            direction=one.direction,
            by=None if one.by is None else ids[one.by],
            from_=None if one.from_ is None else ids[one.from_],
            to=None if one.to is None else ids[one.to],
        )
        for one in told
    ]
    of = [tuple(c for c, one in zip(changes, told, strict=True) if i in one.members()) for i in range(len(figures))]
    return [replace(figure, changes=own) if own else figure for figure, own in zip(figures, of, strict=True)]


def _told(text: str, sentence: Span, figures: Sequence[Figure]) -> Iterator[Told]:
    for match in _moves().finditer(text, *sentence):
        word = match.group().lower()
        if word in _listed("either") and re.match(r" (?:back )?(?:up|down)\b", text[match.end() : match.end() + 10]):
            continue  # the next word tells it
        if any(f.span.start < match.end() and match.start() < f.span.end for f in figures):
            continue
        if word in ("up", "down") and not any(f.span.end == match.start() - 1 for f in figures):
            before = text[max(sentence.start, match.start() - 24) : match.start()]
            if not OPEN.search(before):
                continue
        direction: Literal["up", "down"] | None = None
        if word not in _listed("either"):
            direction = "up" if word in _listed("up") else "down"
        one = Told(direction)
        _ahead(text, match, word, figures, one)
        _before(text, sentence, match, word, figures, one)
        if _holds(one, word, figures):
            yield one


def _ahead(text: str, match: re.Match[str], word: str, figures: Sequence[Figure], one: Told) -> None:
    """Takes in the figures behind a word of change, as long as each says by its preposition what it is."""
    end = match.end()
    for i, figure in enumerate(figures):
        if figure.span.start < match.end():
            continue
        gap = text[end : figure.span.start]
        first = end == match.end()
        if len(gap) > LONGEST or BREAK.search(gap) or (first and "," in gap) or _moves().search(gap):
            return
        role = _role(gap, word, figure, first)
        if role is None or getattr(one, "from_" if role == "from" else role) is not None:
            return
        setattr(one, "from_" if role == "from" else role, i)
        end = figure.span.end


def _role(gap: str, word: str, figure: Figure, first: bool) -> Role | None:
    """What a figure is to a change by the words between them; `first` of the figures behind the word."""
    found = ROLE.search(gap)
    if found is None:
        return "by" if first and _is_amount(gap, word, figure) else None
    people = figure.unit == "people"
    if found["role"] == "from":
        return "from"
    if found["role"] == "by":
        return None if people and word not in _listed("alone") else "by"
    if found["role"] == "at":  # "down 3 points at 61"
        return None if first or people else "to"
    object_ = len(gap.split()) > 1  # of "cut its staff to 12", but "cut power to 300 homes" tells no number of power
    far = (object_ and figure.of is not None) or gap.count(" to ") > 1 or gap.startswith(" of ")
    return None if first and far else "to"


def _is_amount(gap: str, word: str, figure: Figure) -> bool:
    """Whether a figure directly behind a word of change is its amount."""
    if word in _listed("nouns") and OF.fullmatch(gap):
        return True
    measured = figure.unit in RELATIVE or figure.of == "points" or (figure.unit is not None and figure.of is None)
    return measured and word in _listed("alone") and PLAIN.fullmatch(gap) is not None


def _before(text: str, sentence: Span, match: re.Match[str], word: str, figures: Sequence[Figure], one: Told) -> None:
    """Takes in the figure before: of "a 12 % rise" the amount, of "nine ships, up from two" the end."""
    at = max((i for i, f in enumerate(figures) if f.span.end <= match.start()), default=None)
    if at is None:
        return
    figure = figures[at]
    gap = text[figure.span.end : match.start()]
    if word in _listed("nouns") and one.by is None and gap in (" ", "-", " annual ", " yearly ", " overall "):
        if ARTICLE.search(text, max(sentence.start, figure.span.start - 24), figure.span.start):
            one.by = at
        return
    beside = BESIDE.fullmatch(gap) is not None and not BREAK.search(gap.rstrip(" (–—"))
    if word not in ("up", "down") or one.to is not None or not beside:
        return
    if (one.by is not None or one.from_ is not None) and figure.unit not in ("years", "months"):
        known = figures[one.from_] if one.from_ is not None else None
        if known is None or known.unit in (None, figure.unit) or figure.unit is None:
            one.to = at


def _holds(one: Told, word: str, figures: Sequence[Figure]) -> bool:
    """Whether what was found is a change; settles a direction that only the two ends show."""
    if not one.members() or (one.from_ is not None and one.by is None and one.to is None):
        return False
    start = figures[one.from_] if one.from_ is not None else None
    end = figures[one.to] if one.to is not None else None
    if word in _listed("either") and (start is None or end is None):
        return False
    amount = figures[one.by] if one.by is not None else None
    relative = amount is not None and (amount.unit in RELATIVE or amount.of == "points")
    if word in _listed("loose") and end is None and not relative:
        return False
    if not start or not end or start.value is None or end.value is None:
        return True
    if start.unit == end.unit or None in (start.unit, end.unit):
        way: Literal["up", "down"] = "up" if end.value > start.value else "down"
        if end.value == start.value or one.direction not in (None, way):
            return False
        one.direction = way
    return True


def _merged(told: Iterator[Told]) -> Iterator[Told]:
    """One change where two words tell it: "rose to 340, up from 300"."""
    last: Told | None = None
    for one in told:
        same = last and last.to is not None and (last.to, last.direction) == (one.to, one.direction)
        if last and same and last.from_ is None:
            last.from_ = one.from_
            last.by = last.by if last.by is not None else one.by
            continue
        if last:
            yield last
        last = one
    if last:
        yield last
