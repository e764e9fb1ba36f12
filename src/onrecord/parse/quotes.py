"""Runs inside quotation marks, of all styles, with apostrophes told apart and quotations over paragraphs joined.

Only the outermost runs are given: a quotation inside a quotation is part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from onrecord.model import Quote, Span

MARKS = re.compile(r"'(?=''(?![\w']))|``|''|[“”„‟\"«»‘’‚‛'‹›]")
DOUBLE = frozenset({"“", "”", "„", "‟", '"', "«", "»", "``", "''"})
OPENS = frozenset({"“", "„", "‟", "«", "``", "‘", "‚", "‛", "‹"})
CLOSES = frozenset({"”", "»", "’", "›"})
# What ends a run that a mark opened. Guillemets and low marks also close with the mark that others open with.
ENDS = {
    "“": frozenset(["”", '"', "''", "“"]),  # some type the opening mark at the end, too
    "”": frozenset(["”", '"']),
    "„": frozenset(["“", "”", "‟", '"']),
    "‟": frozenset(["”", '"']),
    '"': frozenset(['"', "”", "“"]),
    "«": frozenset(["»"]),
    "»": frozenset(["«"]),
    "``": frozenset(["''", '"', "”"]),
    "''": frozenset(["''", '"']),
    "‘": frozenset(["’", "'"]),
    "’": frozenset(["’", "'"]),
    "‚": frozenset(["‘", "’", "'"]),
    "‛": frozenset(["’", "'"]),
    "'": frozenset(["'", "’"]),
    "‹": frozenset(["›"]),
    "›": frozenset(["‹"]),
}
NEUTRAL = frozenset(['"', "''"])
BEFORE_OPENING = frozenset(' \t\n\u00a0\u2009\u202f([{—–-/“"„«‘:,…')
ELISION = re.compile(
    r"[’'‘](?:tis|twas|twere|em|cause|til|till|n|bout|round|cos|cuz|ere|\d0s|\d\d)\b(?:[’']\B)?", re.IGNORECASE
)
STOPS = ",.!?…;:"


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    can_open: bool
    can_close: bool
    paragraph: int

    @property
    def double(self) -> bool:
        return self.text in DOUBLE


def quotes(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quote, ...]:
    """The outermost quoted runs of the paragraphs, in order. A run never crosses the end of a paragraph; the
    parts of a quotation that goes on in the next one share their `group`."""
    found: list[Quote] = []
    group = -1
    open_mark: str | None = None  # the mark of a run that the paragraph before left open
    for number, paragraph in enumerate(paragraphs):
        marks = list(_marks(text, paragraph, number))
        runs = _runs(text, paragraph, marks, open_mark)
        for run in runs:
            if not (run.group == 0 and open_mark is not None):
                group += 1
            found.append(replace(run, group=group))
            open_mark = None
        if runs and not runs[-1].closed:
            open_mark = '"' if not runs[-1].single else "'"
        elif not runs:
            open_mark = None
    return tuple(found)


def _marks(text: str, paragraph: Span, number: int) -> list[_Mark]:
    """The quotation marks of a paragraph, without apostrophes and signs for inches and minutes."""
    found = []
    for match in MARKS.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        mark = match.group()
        if mark in {"’", "'", "‘", "‛"} and (before.isalnum() and after.isalnum()):
            continue
        if mark in {"’", "'", "‘"} and not before.isalnum() and ELISION.match(text, start):
            continue
        opening = (before in BEFORE_OPENING or before.isspace()) and not after.isspace()
        closing = not before.isspace() and not after.isalnum()
        if mark in NEUTRAL and before.isspace() and not after.isalnum():
            closing = True  # a stray space before the closing mark
        if mark in NEUTRAL and before in ",.?!" and after.isupper():
            closing = True  # a space lost behind it
        if mark in OPENS:
            can_open, can_close = not after.isspace() or before.isspace(), closing and mark in "“‘"
        elif mark in CLOSES:
            can_open, can_close = opening and before.isspace() and after.isalnum(), True
        else:
            can_open, can_close = opening, closing
        if mark == "’" and before.isspace() and after.isalnum():
            can_close = False
        if can_open or can_close:
            found.append(_Mark(start, end, mark, can_open, can_close, number))
    return found


def _runs(text: str, paragraph: Span, marks: list[_Mark], carried: str | None) -> list[Quote]:
    """The outermost runs of one paragraph; `group` is 0 for one that goes on from the paragraph before, else 1."""
    runs: list[Quote] = []
    starts = [m.start for m in marks]
    position = 0
    if carried is not None:
        position, first = _continued(text, paragraph, marks, carried)
        runs += first
    while position < len(marks):
        mark = marks[position]
        if not mark.can_open or (mark.text == '"' and text[mark.start - 1 : mark.start].isdigit()):
            position += 1
            continue
        closing = _closing(text, marks, position)
        if closing is not None:
            runs.append(_run(mark.start, mark.end, marks[closing], mark.double))
            position = closing + 1
            continue
        reopened = next((i for i in range(position + 1, len(marks)) if _same_opening(marks[i], mark)), None)
        if not mark.double and (mark.text == "'" or text[paragraph.start : mark.start].strip() != ""):
            position += 1  # an apostrophe before a word, or a mark that nothing closes
            continue
        stop = paragraph.end if reopened is None else marks[reopened].start
        while stop > mark.end and text[stop - 1].isspace():
            stop -= 1
        if stop > mark.end:
            open_run = Quote(Span(mark.start, stop), Span(mark.end, stop), 1, False, not mark.double)
            runs.append(open_run)
        position = len(marks) if reopened is None else bisect_left(starts, stop)
    return runs


def _continued(text: str, paragraph: Span, marks: list[_Mark], carried: str) -> tuple[int, list[Quote]]:
    """Where to go on in a paragraph after one whose last run stayed open, and the run that goes on, if any."""
    double = carried == '"'
    if marks and marks[0].start == paragraph.start:
        mark = marks[0]
        if mark.double != double or not (mark.can_open or mark.text in "“\"‘'"):
            return 0, []
        closing = _closing(text, marks, 0)
        if closing is not None:
            return closing + 1, [replace(_run(mark.start, mark.end, marks[closing], double), group=0)]
        span = Span(mark.start, paragraph.end)
        return len(marks), [Quote(span, Span(mark.end, paragraph.end), 0, False, not double)]
    first = next((m for m in marks if m.double == double), None)
    if double and first is not None and first.can_close and not first.can_open:
        return marks.index(first) + 1, [
            Quote(Span(paragraph.start, first.end), Span(paragraph.start, first.start), 0, True, False)
        ]
    return 0, []


def _run(start: int, inner: int, closing: _Mark, double: bool) -> Quote:
    return Quote(Span(start, closing.end), Span(inner, closing.start), 1, True, not double)


def _same_opening(mark: _Mark, first: _Mark) -> bool:
    return mark.can_open and mark.text == first.text and not (mark.text in NEUTRAL and mark.can_close)


def _closing(text: str, marks: list[_Mark], opening: int) -> int | None:
    """The index of the mark that ends the run which marks[opening] begins."""
    first = marks[opening]
    ends = ENDS[first.text]
    deeper = 0
    for i in range(opening + 1, len(marks)):
        mark = marks[i]
        if mark.text == first.text and first.text in "“«„‘" and mark.can_open and not mark.can_close:
            if first.double and text[first.end : mark.start].count(" ") >= 1 and not _closes_twice(marks, i, ends):
                return None  # the same mark opens again and only one end follows: the first was never closed
            deeper += 1
            continue
        if mark.text not in ends or not mark.can_close or (mark.text == "“" and mark.can_open and first.text != "„"):
            continue
        if (
            mark.can_open
            and mark.text in {'"', "'", "''"}
            and mark.text == first.text
            and deeper == 0
            and _opens(text, mark)
        ):
            continue
        if not first.double and _is_possessive(text, marks, i, first):
            continue
        if deeper:
            deeper -= 1
            continue
        return i
    return None


def _closes_twice(marks: list[_Mark], position: int, ends: frozenset[str]) -> bool:
    """Whether two ends follow before the next opening of the same sort."""
    count = 0
    for mark in marks[position + 1 :]:
        if mark.text in ends and mark.can_close:
            count += 1
        elif mark.text == marks[position].text and mark.can_open:
            return count > 1
    return count > 1


def _opens(text: str, mark: _Mark) -> bool:
    before = text[mark.start - 1 : mark.start]
    return before.isspace() and text[mark.end : mark.end + 1].isalnum()


def _is_possessive(text: str, marks: list[_Mark], position: int, first: _Mark) -> bool:
    """Whether an apostrophe after s inside single marks ends a plural ("the dockers’ union") rather than the run."""
    mark = marks[position]
    before, after = text[mark.start - 1], text[mark.end : mark.end + 2]
    if before not in "szxSZX" or len(after) < 2 or not (after[0] == " " and after[1].isalnum()):
        return False
    for later in marks[position + 1 :]:
        if later.text == first.text and later.can_open and not later.can_close:
            return False
        if later.text in "’'" and later.can_close:
            return text[later.start - 1] in STOPS or not after[1].isupper()
    return False
