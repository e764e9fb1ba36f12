"""Time expressions: found by their trigger words, read by the rules of `words/times/`, still unanchored.

`find` looks at every word once; only around a trigger (a month, a unit, a year, …) the rules are tried. What they find
are cores, which `join` puts together: "the end of" + "next month", "6 a.m." + "on" + "Monday".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from onrecord.model import Span, TimeExpression
from onrecord.parse.times.build import Builder
from onrecord.parse.times.cues import direction, is_said, quoted_runs
from onrecord.parse.times.guards import allowed
from onrecord.parse.times.join import Core, joined
from onrecord.parse.times.lexicon import WORD, Lexicon, lexicon

__all__ = ["find"]

BEFORE = 6  # words before a trigger in which its expression can begin
DIGITS_BEFORE = 4  # the same where it begins with a number
LONGEST = 140  # characters of one core


def find(text: str, paragraphs: tuple[Span, ...]) -> tuple[TimeExpression, ...]:
    """The time expressions of a text in order; offsets are code points into `text`. Linear in its length."""
    book = lexicon()
    builder = _builder()
    found: list[TimeExpression] = []
    for paragraph in paragraphs:
        cores = _cores(text, paragraph, book, builder)
        if not cores:
            continue
        quotes = quoted_runs(text, paragraph)
        for core in joined(text, cores):
            span = Span(core.start, core.end)
            quoted = any(run.start <= span.start and span.end <= run.end for run in quotes)
            found.append(
                TimeExpression(
                    span=span,
                    type=core.type,
                    rule=core.rule,
                    meaning=core.meaning,
                    cue=direction(text, span, paragraph, core.meaning.level, quoted),
                    quoted=quoted,
                    said=is_said(text, span, paragraph),
                )
            )
    return tuple(found)


@cache
def _builder() -> Builder:
    return Builder(lexicon())


def _is_trigger(book: Lexicon, word: str, text: str, start: int) -> bool:
    if word.isdigit():
        if len(word) == 4:
            return word[0] in "12"
        marked = start > 0 and text[start - 1] in "'’‘:/.-"
        return len(word) == 2 and (marked or word.endswith("0"))
    return word in book.triggers


def _cores(text: str, paragraph: Span, book: Lexicon, builder: Builder) -> list[Core]:
    words = [(m.start(), m.group().lower()) for m in WORD.finditer(text, paragraph.start, paragraph.end)]
    hits = [i for i, (start, word) in enumerate(words) if _is_trigger(book, word, text, start)]
    if not hits:
        return []
    cores: list[Core] = []
    done = paragraph.start
    tried = -1
    starts = [start for start, _ in words]
    for hit in hits:
        i = max(tried + 1, hit - BEFORE, bisect_right(starts, done - 1))
        while i <= hit:
            start, word = words[i]
            tried = i
            i += 1
            if start < done or not (word in book.starters or (word.isdigit() and hit - i < DIGITS_BEFORE)):
                continue
            begin = start - 1 if start > paragraph.start and text[start - 1] in "'’‘" else start
            made = _longest(text, begin, paragraph.end, book, builder)
            if not made and begin != start:
                made = _longest(text, start, paragraph.end, book, builder)
            if made:
                cores += made
                done = max(core.end for core in made)
                i = max(i, bisect_right(starts, done - 1))
    return cores


def _longest(text: str, start: int, end: int, book: Lexicon, builder: Builder) -> list[Core]:
    """The cores of the longest rule that matches at one place and makes sense there."""
    stop = min(end, start + LONGEST)
    if not book.any_rule.match(text, start, stop):
        return []
    best: list[tuple[int, int, int]] = []
    matches: list[tuple[re.Match[str], int]] = []
    for order, rule in enumerate(book.rules):
        for pattern in rule.patterns:
            match = pattern.match(text, start, stop)
            if match and match.end() > start:
                best.append((-match.end(), order, len(matches)))
                matches.append((match, order))
    for _, order, index in sorted(best):
        match, rule = matches[index][0], book.rules[order]
        if rule.guard and not allowed(rule.guard, text, match.start(), match.end()):
            continue
        groups = {name: value for name, value in match.groupdict().items() if value}
        groups[""] = match.group()
        built = builder.by_name[rule.build](groups)
        if built:
            spans = [match.span(b.group) if b.group else match.span() for b in built]
            if len(built) > 1:  # the first takes what stands before it, the last what stands after it
                spans[0], spans[-1] = (match.start(), spans[0][1]), (spans[-1][0], match.end())
            return [
                Core(s, e, rule.name, rule.kind, b.type, b.meaning, rule.alone)
                for b, (s, e) in zip(built, spans, strict=True)
            ]
    return []
