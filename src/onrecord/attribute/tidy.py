"""Cuts from the content of a draft what is the outlet's own: a closing credit, a clause behind an inverted speaker."""

from __future__ import annotations

import re

from onrecord.attribute.draft import Draft
from onrecord.attribute.overlap import quotes_in
from onrecord.model import Quote, Span

WORDS = 3  # of a first piece that can be a sentence of its own
# ", according to the agency" and all behind it to the end of a piece
CREDIT = re.compile(r"[,—–―-]?[”\"’']? ?\baccording to\b[^“”\"]*$")
# ", Vesna reported on Monday" at the end of a piece
REPORTED = re.compile(
    r",[”\"’']? (?P<who>(?:the |The |a |state )?[A-ZÀ-Þa-z][^,;:“”\"]{1,60}?) "
    r"(?:has |have )?reports?(?:ed)?\b(?: \w+){0,3}$"
)
CLAUSE = re.compile(r"\b(?:that|who|which|he|she|it|they|was|were|is|are|will|would|and)\b")
CLOCK = re.compile(
    r"\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\.?)?[,:—–―-]? |"
    r"\w+ (?:minutes?|hours?|days?|weeks?|months?|years?) (?:later|earlier),? "
)
THAT_SAID = re.compile(r"(?:[\w’'-]+ ){1,7}?(?:that|which) (?P<verb>said|says|read|reads)[ :,]+(?=\S{2})")
PERIOD = r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
OCCASION = re.compile(
    r",? (?:in|at|during|on) (?:an?|the|his|her|its|their) (?:[\w’'-]+ ){0,3}?(?:interview|statement|conference|speech|"
    r"briefing|e-?mail|letter|post|tweet|message|address|podcast|memo|blog|video|call)\b|,? by (?:tele)?phone\b"
)
# "Ferrax Chemicals | on Monday described": the day of the saying, not part of who says it
DAY_BEHIND = re.compile(
    r"(?<!ed)(?: (?:late|early|earlier|later))?(?: on)? "
    r"(?:(?:last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening|afternoon))?|"
    r"(?:last|this) (?:week|month|year|night|morning|afternoon|evening)|yesterday|today|tonight)$"
)
ASIDE = re.compile(
    rf"(?:as|after|when|which|who|whose|where|although|though|amid|despite|following|ahead of|before|since|"
    rf"(?!including\b)[a-z]+ing|(?:[\w-]+ ){{0,4}}?{PERIOD} (?:after|before|since|later|earlier)|"
    r"(?:shortly|soon|just) (?:after|before)|after (?:the|a|an))\b"
)


def source_alone(text: str, draft: Draft) -> list[Span]:
    """The sources of a draft without where or when it was said: "Ann Orr, who runs it, in an interview on Monday"."""
    out = []
    for whole in draft.source:
        span = _unbracketed(text, whole)
        found = OCCASION.search(text, span.start + 2, span.end)
        if found is not None and draft.cue and draft.cue[0].of(text).lower().startswith("according"):
            found = None
        clause = (
            found is not None
            and found.group()[0] != ","
            and re.search(r"\b(?:who|which|that)\b[^,]*$", text[span.start : found.start()])
        )
        span = Span(span.start, found.start()) if found is not None and not clause else span
        day = DAY_BEHIND.search(text, span.start + 2, span.end)
        out.append(Span(span.start, day.start()) if day is not None else span)
    return out


def _unbracketed(text: str, span: Span) -> Span:
    """A source without a time of day before it, and without what stands behind a bracket that it does not open."""
    clock = CLOCK.match(text, span.start, span.end)
    start = clock.end() if clock and clock.end() < span.end else span.start
    depth = 0
    for at in range(start, span.end):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth < 0:
            return Span(start, at) if at > start else span
    return Span(start, span.end)


def tidied(text: str, quotes: tuple[Quote, ...], draft: Draft) -> list[Span]:
    """The content of a draft without closing credits and without the outlet's own clause behind ", X said,"."""
    content = _before_credit(text, quotes, draft)
    marks = [*draft.source, *draft.cue]
    if not content or not draft.source or not draft.cue:
        return content
    first, end = content[0], max(s.end for s in marks)
    inverted = first.end <= min(s.start for s in marks) and len(first.of(text).split()) >= WORDS
    if not inverted or draft.cue[0].of(text).lower().startswith("according"):
        return content
    own = [s for s in content if s.start >= end and not quotes_in(quotes, s) and ASIDE.match(text, s.start, s.end)]
    return [s for s in content if s not in own]


def past_paper(text: str, draft: Draft) -> None:
    """Takes "a note on his website that said" out of the content that follows: the verb becomes part of the cue."""
    span = min(draft.content)
    found = THAT_SAID.match(text, span.start, span.end)
    if found is None or not draft.cue or span.start < draft.cue[-1].end:
        return
    draft.cue = [*draft.cue, Span(*found.span("verb"))]
    draft.content = [Span(found.end(), span.end) if s == span else s for s in draft.content]


def _before_credit(text: str, quotes: tuple[Quote, ...], draft: Draft) -> list[Span]:
    out = []
    for span in draft.content:
        end = span.end
        behind = max((s.start for s in (*draft.cue, *draft.source)), default=0) < span.start
        for pattern in (CREDIT, REPORTED) if behind else (CREDIT,):
            found = pattern.search(text, max(span.start, end - 200), end)
            if found is None or any(q.span.start < found.start() < q.inner.end for q in quotes_in(quotes, span)):
                continue
            if pattern is REPORTED and CLAUSE.search(found["who"]):
                continue
            end = found.start() + (text[found.start() : found.start() + 2] in (",”", ',"', ",’", ",'")) * 2
        while end > span.start and text[end - 1] in " —–―-":
            end -= 1
        if end - span.start > 1:
            out.append(Span(span.start, end))
    return out
