"""Words and sentences as offsets."""

from __future__ import annotations

import re

from onrecord.model import Document, Span, Token

TOKEN = re.compile(r"\w+(?:[’'\-.]\w+)*(?:[’'](?=\s|$))?|[^\w\s]")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Rev|Hon|St|Jr|Sr|vs|No|Inc|Ltd|Co|Corp|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.N|U\.K|a\.m|p\.m|e\.g|i\.e|approx|etc))\.$"
)
END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s+[\"“‘'«(\[]*[A-Z0-9—–-]|\s*$)")


def paragraphs(document: Document) -> tuple[Span, ...]:
    """The paragraphs of the body: those the cleaner found, or the non-empty lines of a text taken as it is."""
    if document.paragraphs:
        return tuple(p.span for p in document.paragraphs)
    return tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", document.text))


def tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text))


def sentences(text: str, within: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sentences, each inside one of the given paragraphs."""
    found: list[Span] = []
    for paragraph in within:
        start = paragraph.start
        for match in END.finditer(text, paragraph.start, paragraph.end):
            if match.group()[0] == "." and ABBREVIATION.search(text, max(start, match.start() - 12), match.start() + 1):
                continue
            found.append(Span(start, match.end()))
            start = match.end()
            while start < paragraph.end and text[start].isspace():
                start += 1
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return tuple(found)
