"""Text with marks: runs of a text that carry the same marks, and two renderings word against word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from onrecord.model import Span

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
CLOSING = re.compile(r"[^\w\s]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of the text with a class for its look, and what a click opens."""

    span: Span
    name: str
    href: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that carry the same marks; `classes` is a value for the class attribute."""

    start: int
    text: str
    classes: str = ""
    href: str | None = None
    title: str | None = None


def runs(text: str, within: Span, marks: Iterable[Mark]) -> list[Run]:
    """`within` cut at every edge of a mark; where marks overlap, the shortest gives link and title."""
    held = [m for m in marks if m.span.meets(within)]
    edges = sorted({within.start, within.end, *(e for m in held for e in m.span if within.start < e < within.end)})
    covers: list[list[Mark]] = [[] for _ in edges]
    for m in held:
        first, end = max(m.span.start, within.start), min(m.span.end, within.end)
        for i in range(bisect_left(edges, first), bisect_left(edges, end)):
            covers[i].append(m)
    out = []
    for i, (start, end) in enumerate(pairwise(edges)):
        over = sorted(covers[i], key=lambda m: (m.span.end - m.span.start, m.name))
        link = next((m for m in over if m.href), None)
        titles = dict.fromkeys(m.title for m in over if m.title)
        classes = " ".join(dict.fromkeys(m.name for m in over))
        out.append(Run(start, text[start:end], classes, link.href if link else None, "; ".join(titles) or None))
    return out


Op = Literal["same", "cut", "only"]


@dataclass(frozen=True, slots=True)
class Piece:
    """`same` stands in both renderings, `cut` only in the fuller one, `only` in this one alone."""

    op: Op
    text: str


def against(fuller: str, this: str) -> list[Piece]:
    """This rendering word against the fuller one. Punctuation and capitals are not a difference."""
    a, b = list(WORD.finditer(fuller)), list(WORD.finditer(this))
    words = [[found.group().casefold() for found in side] for side in (a, b)]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    out: list[Piece] = []
    at = 0
    for op, i, j, k, n in matcher.get_opcodes():
        if j > i and op in ("delete", "replace"):
            closing = CLOSING.match(this, at)
            if out and closing:  # the mark that ends what was kept comes before what was cut
                out.append(Piece("same", closing.group()))
                at = closing.end()
            out.append(Piece("cut", fuller[a[i].start() : a[j - 1].end()]))
        if n > k:
            end = b[n - 1].end() if n < len(b) else len(this)
            lead = this[at : b[k].start()]
            if op == "equal":
                out.append(Piece("same", lead + this[b[k].start() : end]))
            else:
                out += [Piece("same", lead)] if lead else []
                out.append(Piece("only", this[b[k].start() : end]))
            at = end
    return out or [Piece("same", this)]


def differing(a: str, b: str) -> tuple[list[Piece], list[Piece]]:
    """Both sides of a difference with the words marked (`only`) that the other side lacks; sides that have
    less than half of their words in common are marked whole."""
    sides = [[p for p in against(other, this) if p.op != "cut"] for other, this in ((b, a), (a, b))]
    for pieces in sides:
        if sum(len(p.text) for p in pieces if p.op == "only") > sum(len(p.text) for p in pieces) / 2:
            return [Piece("only", a)], [Piece("only", b)]
    return sides[0], sides[1]


def around(text: str, span: Span, reach: int = 120) -> tuple[str, str]:
    """Some words before and after a span, of its own paragraph, for a snippet."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - reach)
    stop = text.find("\n", span.end)
    end = min(len(text) if stop < 0 else stop, span.end + reach)
    before, after = text[start : span.start], text[span.end : end]
    if start and text[start - 1] != "\n":
        before = "…" + before.partition(" ")[2]
    if end < len(text) and text[end] != "\n":
        after = after.rpartition(" ")[0] + "…"
    return before, after


