"""Which way a sentence looks from a time expression, and what stands in quotation marks."""

from __future__ import annotations

import re
from typing import Literal

from onrecord.model import Span

Cue = Literal["past", "future"]

REACH = 160  # characters of context to each side
BREAK = re.compile(r"[.!?;:]\s|\n|[“”\"]|\s[–—-]{1,2}\s")
AHEAD = re.compile(
    r"\b(?:(?:will|won['’]t|shall|would|could|can|may|might|should|must|ought to|going to|gonna|about to|"
    r"is to|are to|was to|were to|be to|not to|to|['’]ll)(?!\s+have\b)(?:\s+(?:not|only|also|now|soon|probably|likely))?"
    r"\s+be(?:\s+\w+ly)?\s+\w{2,}(?:ed|en|ne|wn|t|ld|de|id)|"
    r"(?:will|won['’]t|shall|would|could|can|may|might|should|must)(?!\s+have\b)|ought to|going to|gonna|about to|"
    r"is to|are to|was to|were to|be to|"
    r"(?:is|are|was|were|be|been|being|'s|'re)?\s?(?:expected|scheduled|due|set|slated|supposed|planned|expecting|likely|"
    r"poised|bound|ready|prepared|preparing|planning|hoping|aiming|intending)\b|"
    r"plans?|intends?|hopes?|expects?|aims?|wants?|needs?|seeks?|promises|proposes|vows|"
    r"payable|upcoming|forthcoming|coming|no later than|effective|deadline|until|till|"
    r"meets?|begins|starts|opens|ends|expires|closes|goes|comes|votes|returns|faces|holds|runs|leaves|arrives|plays|"
    r"matures?|takes effect|takes place|kicks off|"
    r"to (?!(?:a|an|the|his|her|its|their|our|my|your|him|them|me|us|it|this|that|these|those|be sure|date|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|about|nearly|some|more|less|at|all|each|both|which|whom|whether|how|"
    r"what|where|next|last|early|late|mid|around|other|another|any|every|no|not|and|or|as|in|on|of)\b)[a-z]+|['’]ll)\b",
    re.IGNORECASE,
)
BACK = re.compile(
    r"\b(?:said|told|was|were|had|did|has|have|been|came|went|took|began|met|won|lost|fell|rose|made|gave|got|found|left|"
    r"held|led|sent|spent|sold|bought|brought|broke|built|chose|drew|drove|fought|flew|grew|hit|kept|knew|laid|paid|ran|"
    r"saw|set|shot|showed|slid|sought|spoke|stood|struck|thought|threw|withdrew|wrote|became|fled|died|quit|cut|put|"
    r"read|rang|hung|swept|sank|shut|wound|bid|beat|let|felt|heard|sat|slept|woke|wore|taught|caught|forced|"
    r"since|(?!(?:exceed|proceed|succeed|indeed|hundred|need|speed|breed|feed|seed|bleed|agreed-upon)\b)[a-z]{2,}ed|ago|earlier|previously)\b"
)
SAYING = re.compile(
    r"\b(?:said|told|announced|stated|declared|added|wrote|tweeted|posted|warned|confirmed|denied|reported|insisted|"
    r"acknowledged|claimed|argued|testified|disclosed|interview|statement|briefing|news conference|press conference|"
    r"address|speech)\b(?:\s+[\w.,’'-]+){0,6}?\s*$",
    re.IGNORECASE,
)


def _clause(text: str, span: Span, paragraph: Span) -> tuple[str, str]:
    """The text of the clause before and after an expression."""
    left = text[max(paragraph.start, span.start - REACH) : span.start]
    cut = 0
    for match in BREAK.finditer(left):
        if match.group()[0] == "." and re.search(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[ap]\.m|St|U\.S|U\.N)$", left[: match.start()]):
            continue
        cut = match.end()
    right = text[span.end : min(paragraph.end, span.end + REACH)]
    stop = BREAK.search(right)
    return left[cut:], right[: stop.start()] if stop else right


HAD_BEEN = re.compile(r"\bhad (?:previously |originally )?(?:been )?(?:due|scheduled|expected|set|slated|planned)\b|\bwas (?:previously |originally )"
                      r"(?:due|scheduled|expected|set|slated|planned)\b", re.IGNORECASE)  # fmt: skip


POSSESSIVE = re.compile(
    r"['’]s?\s(?!(?:\w+\s){0,2}(?:meeting|vote|election|game|match|hearing|summit|session|race|debate|deadline|talks|final|"
    r"ballot|poll|referendum|ceremony|concert|trial|start|opening|launch|release|visit|trip)s?\b)"
)
FRONTED = re.compile(
    r"(?:^|[,;—–-]\s+(?:(?:and|but|while|when|then|so|as|because|although|though|where)\s+)?)"
    r"(?:(?:late|early|later|earlier)\s+)?(?:(?:on|in|by|at|over|during|since)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
FORWARD = re.compile(r"\b(?:by|until|till|through|starting|beginning|effective)\s+(?:the\s+)?$", re.IGNORECASE)


SENTENCE = re.compile(r"[.!?]['\"”’)]*\s(?=[A-Z“\"‘(])|\n")
PRESENT = re.compile(r"\b(?:is|are|am)\b|['’](?:re|m)\b", re.IGNORECASE)


def direction(text: str, span: Span, paragraph: Span, level: str, quoted: bool = False) -> Cue | None:
    """Whether the verb that stands nearest looks back or ahead; None where the clause has no verb that tells."""
    left, right = _clause(text, span, paragraph)
    if level == "day" and POSSESSIVE.match(right):
        return "past"
    if level not in ("day", "week", "weekend") and FORWARD.search(left):
        return None if BACK.search(left) else "future"
    if HAD_BEEN.search(left):
        return "past"
    if FRONTED.search(left):
        told = _first(right)
        if told:
            return told
    ahead = _last(AHEAD, left)
    back = _last(BACK, left)
    if ahead is None and back is None and len(left) < 16:  # "“may take effect” from Thursday"
        whole = text[max(paragraph.start, span.start - REACH) : span.start]
        cut = max((m.end() for m in SENTENCE.finditer(whole)), default=0)
        ahead, back = _last(AHEAD, whole[cut:]), _last(BACK, whole[cut:])
    if quoted and ahead is None and back is None and PRESENT.search(left):
        return "future"
    if ahead is None and back is None:
        return _first(right)
    if back is None:
        return "future"
    if ahead is None:
        return "past"
    # "was expected", "is scheduled": the later word decides, and a participle inside a future group belongs to it
    return "future" if ahead.end() >= back.end() else "past"


def _first(right: str) -> Cue | None:
    """The direction of the first verb that tells."""
    ahead, back = AHEAD.search(right), BACK.search(right)
    if ahead and (not back or ahead.start() <= back.start()):
        return "future"
    return "past" if back else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):
        pass
    return found


def is_said(text: str, span: Span, paragraph: Span) -> bool:
    """Whether the expression tells when something was said: "said on Tuesday", "in an interview yesterday"."""
    left, right = _clause(text, span, paragraph)
    if SAYING.search(left[-80:]):
        return True
    return left.strip() in ("", "On", "on", "Late on", "Early on") and bool(re.match(r",?\s[^.]{0,60}\b(?:said|told|announced)\b", right))


OPENING, CLOSING = "“«„", "”»"


def quoted_runs(text: str, paragraph: Span) -> list[Span]:
    """The runs inside double quotation marks of one paragraph; an unclosed one runs to its end."""
    runs: list[Span] = []
    start: int | None = None
    for match in re.finditer(r"[“”\"«»„]|``|''", text[paragraph.start : paragraph.end]):
        mark, at = match.group(), paragraph.start + match.start()
        if start is None and mark not in CLOSING:
            start = at + len(mark)
        elif start is not None and mark not in OPENING:
            runs.append(Span(start, at))
            start = None
    if start is not None:
        runs.append(Span(start, paragraph.end))
    return runs
