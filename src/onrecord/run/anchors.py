"""Anchors: places of the sources with their words, made when a person judges and found again in any later record.

A document is found by its id, by its bytes, or by its outlet with the same beginning and end or the same title, a
span in it by its offsets where the same words stand there, else by its words with what stands before and after them;
of a document that is not found so, by its words in another of the outlet. What is found twice is not found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from onrecord.model import Anchor, Document, Place, Span

AROUND = 32  # characters kept before and after the words
HEAD, TAIL = 80, 40  # characters of the beginning and the end of a document that tell it


def whole(document: Document, part: str | None = None) -> Anchor:
    """The anchor of a document as a whole: `before` is its title, `text` its beginning, `after` its end."""
    return Anchor(
        document=document.id, sha256=document.sha256, outlet=document.outlet, before=document.title or "",
        text=document.text[:HEAD], after=document.text[-TAIL:], part=part,
    )  # fmt: skip


def at(document: Document, span: Span, part: str | None = None) -> Anchor:
    """The anchor of a span."""
    text = document.text
    return Anchor(
        document=document.id, sha256=document.sha256, outlet=document.outlet, span=span, text=span.of(text),
        before=text[max(0, span.start - AROUND) : span.start], after=text[span.end : span.end + AROUND], part=part,
    )  # fmt: skip


class Finder:
    """The documents of the present record by what anchors know of them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.by_id = {d.id: d for d in documents}
        self.by_bytes: dict[str, list[Document]] = defaultdict(list)
        self.by_ends: dict[tuple[str | None, str, str], list[Document]] = defaultdict(list)
        for d in self.by_id.values():
            self.by_bytes[d.sha256].append(d)
            self.by_ends[d.outlet, d.text[:HEAD], d.text[-TAIL:]].append(d)
        self.by_title: dict[tuple[str | None, str | None], list[Document]] = defaultdict(list)
        self.by_outlet: dict[str | None, list[Document]] = defaultdict(list)
        for d in self.by_id.values():
            self.by_outlet[d.outlet].append(d)
            self.by_title[d.outlet, d.title].append(d)

    def document(self, anchor: Anchor) -> Document | None:
        """The document of an anchor, None where there is none or more than one."""
        found = self.by_id.get(anchor.document)
        if found is not None:
            return found
        same = self.by_bytes.get(anchor.sha256, [])
        own = [d for d in same if d.outlet == anchor.outlet] or same
        if not own and anchor.span is None:
            own = self.by_ends.get((anchor.outlet, anchor.text, anchor.after), [])
            own = own or (self.by_title.get((anchor.outlet, anchor.before), []) if anchor.before else [])
        if not own and anchor.span is not None:
            words = anchor.before + anchor.text + anchor.after
            own = [d for d in self.by_outlet.get(anchor.outlet, ()) if words in d.text]
        return own[0] if len(own) == 1 else None

    def place(self, anchor: Anchor) -> Place | None:
        """Where the words of an anchor stand now; of a whole document, from its first to its last character."""
        document = self.document(anchor)
        if document is None:
            return None
        if anchor.span is None:
            return Place(document.id, Span(0, len(document.text)))
        span = _span(document.text, anchor, anchor.span)
        return None if span is None else Place(document.id, span)


def _span(text: str, anchor: Anchor, known: Span) -> Span | None:
    if known.of(text) == anchor.text:
        return known
    found = [Span(m.start(), m.end()) for m in re.finditer(re.escape(anchor.text), text)]
    if not found:  # the same words, broken into lines in another way
        words = r"\s+".join(map(re.escape, anchor.text.split()))
        found = [Span(m.start(), m.end()) for m in re.finditer(words, text)] if words else []
    if len(found) > 1:
        near = [_common(text, span, anchor) for span in found]
        found = [span for span, n in zip(found, near, strict=True) if n == max(near)]
    return found[0] if len(found) == 1 else None


def _common(text: str, span: Span, anchor: Anchor) -> int:
    """How many characters before and after a span are those of the anchor."""
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return _equal(before[::-1], anchor.before[::-1]) + _equal(after, anchor.after)


def _equal(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
