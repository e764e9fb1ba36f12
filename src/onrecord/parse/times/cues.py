"""Which way a sentence looks from a time expression, and what stands in quotation marks."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from onrecord import words
from onrecord.model import Span
from onrecord.parse.times.lexicon import LANGUAGE

Cue = Literal["past", "future"]

REACH = 160  # characters of context to each side
LEAST = 16  # a shorter rest of a clause is no clause: "“may take effect” from Thursday"
BREAK = re.compile(r"[.!?;:]\s|\n|[“”\"]|\s[–—-]{1,2}\s")
SENTENCE = re.compile(r"[.!?]['\"”’)]*\s(?=[A-Z“\"‘(])|\n")
SHORT = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[ap]\.m|St|U\.S|U\.N)$")
PRESENT = re.compile(r"\b(?:is|are|am)\b|['’](?:re|m)\b", re.IGNORECASE)
PARTICIPLE = r"\s+be(?:\s+\w+ly)?\s+\w{2,}(?:ed|en|ne|wn|t|ld|de|id)"
ADVERB = r"(?:\s+(?:not|only|also|now|soon|probably|likely))?"
FRONTED = re.compile(
    r"(?:^|[,;—–-]\s+(?:(?:and|but|while|when|then|so|as|because|although|though|where)\s+)?)"
    r"(?:(?:late|early|later|earlier)\s+)?(?:(?:on|in|by|at|over|during|since)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
PLACED = re.compile(r"\b(?:on|for|by|at|from|after|before|until|and|or)\s+(?:the\s+|late\s+|early\s+)?$", re.IGNORECASE)
FORWARD = re.compile(r"\b(?:by|until|till|through|starting|beginning|effective)\s+(?:the\s+)?$", re.IGNORECASE)
RECORDED = re.compile(  # "a record set in May"
    r"(?<!be )(?<!is )(?<!are )(?<!was )\bset (?:back )?(?:on|in) (?:late |early )?$"
)
OPENING, CLOSING = "“«„", "”»"


def _either(entries: list[str]) -> str:
    return "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in entries)


@cache
def _ahead() -> re.Pattern[str]:
    t = words.table(f"times/{LANGUAGE}-cues")["ahead"]
    modals, phrases = f"(?-i:{_either(t['modals'])})", _either(t["phrases"])  # "May" and "Will" are names
    relative = r"(?<!\bwho\s)(?<!\bwhich\s)(?<!\bthat\s)"  # "who runs the inn"
    plain = f"{relative}(?:{_either(t['present'])})|{_either(t['intends'])}|{_either(t['words'])}"
    return re.compile(
        rf"\b(?:(?:{modals}|{phrases}|not\s+to|to)(?!\s+have\b){ADVERB}{PARTICIPLE}"
        rf"|(?:{modals})(?!\s+have\b){ADVERB}(?:\s+(?-i:[a-z]+))?|{phrases}"
        rf"|(?:is|are|was|were|be|been|being|'s|'re)?\s?(?:{_either(t['announced'])})\b"
        rf"|{plain}|to\s(?!(?:{_either(t['not_infinitive'])})\b)(?-i:[a-z]+))\b"
        rf"|(?:{_either(t['contracted'])})(?!\s+have\b)(?:{ADVERB}{PARTICIPLE})?\b",
        re.IGNORECASE,
    )


@cache
def _back() -> re.Pattern[str]:
    t = words.table(f"times/{LANGUAGE}-cues")["back"]
    past = rf"(?!(?:{_either(t['not_past'])})\b)[a-z]{{2,}}ed"
    return re.compile(rf"\b(?:{_either(t['verbs'])}|{_either(t['words'])}|{past})\b")


@cache
def _had_been() -> re.Pattern[str]:
    announced = "due|scheduled|expected|set|slated|planned"
    return re.compile(
        rf"\bhad (?:previously |originally )?(?:been )?(?:{announced})\b"
        rf"|\bwas (?:previously |originally )(?:{announced})\b",
        re.IGNORECASE,
    )


@cache
def _was_to() -> re.Pattern[str]:
    announced = _either(words.table(f"times/{LANGUAGE}-cues")["ahead"]["announced"])
    return re.compile(rf"\b(?:was|were) (?:{announced})\b[^,;]*$", re.IGNORECASE)


@cache
def _intent() -> re.Pattern[str]:
    governors = _either(words.table(f"times/{LANGUAGE}-cues")["ahead"]["intent"])
    return re.compile(rf"\b(?:{governors})(?:\s+[\w’'.-]+){{0,3}}\s$", re.IGNORECASE)


@cache
def _told_before() -> re.Pattern[str]:
    nouns = _either(words.table(f"times/{LANGUAGE}-cues")["back"]["nouns"])
    return re.compile(rf"\b(?:{nouns})\s+(?:(?:on|late|early|of)\s+)*$", re.IGNORECASE)


@cache
def _event_before() -> re.Pattern[str]:
    nouns = _either(words.table(f"times/{LANGUAGE}-cues")["event"]["nouns"])
    return re.compile(rf"\b(?:{nouns})s?\s+(?:(?:on|late|early|for|of)\s+)*$", re.IGNORECASE)


@cache
def _event_after() -> re.Pattern[str]:
    nouns = _either(words.table(f"times/{LANGUAGE}-cues")["event"]["nouns"])
    return re.compile(rf"(?:['’]s?)?\s(?:[\w-]+\s){{0,2}}(?:{nouns})s?\b")


@cache
def _saying() -> re.Pattern[str]:
    t = words.table(f"times/{LANGUAGE}-cues")["said"]
    return re.compile(
        rf"\b(?:{_either(t['verbs'])}|{_either(t['scenes'])})\b(?:\s+[\w.,’'-]+){{0,6}}?\s*$", re.IGNORECASE
    )


@cache
def _told_of() -> re.Pattern[str]:
    """A genitive whose noun is no event that is announced: "Tuesday's declaration"."""
    nouns = _either(words.table(f"times/{LANGUAGE}-cues")["event"]["nouns"])
    return re.compile(rf"['’]s?\s(?!(?:\w+\s){{0,2}}(?:{nouns})s?\b)")


def _clause(text: str, span: Span, paragraph: Span) -> tuple[str, str]:
    """The text of the clause before and after an expression."""
    left = text[max(paragraph.start, span.start - REACH) : span.start]
    cut = 0
    for match in BREAK.finditer(left):
        if match.group()[0] != "." or not SHORT.search(left, 0, match.start()):
            cut = match.end()
    right = text[span.end : min(paragraph.end, span.end + REACH)]
    stop = BREAK.search(right)
    return left[cut:], right[: stop.start()] if stop else right


def direction(  # noqa: PLR0911  # one return for each ground
    text: str, span: Span, paragraph: Span, level: str, quoted: bool = False
) -> Cue | None:
    """Whether the verb that stands nearest looks back or ahead; None where the clause has no verb that tells."""
    left, right = _clause(text, span, paragraph)
    if level == "day" and _told_of().match(right):
        return "past"
    wide = level not in ("day", "week", "weekend")
    if wide and _event_after().match(right) and _nearest(left) != "future":
        return None  # "before the June elections" does not say which June
    if wide and FORWARD.search(left):
        return None if _back().search(left) else "future"
    if _had_been().search(left):
        return "past"
    told = _first(right) if FRONTED.search(left) else None
    if told is None and len(left) < LEAST and not _nearest(left):
        whole = text[max(paragraph.start, span.start - REACH) : span.start]
        left = whole[max((m.end() for m in SENTENCE.finditer(whole)), default=0) :]
    told = told or _nearest(left)
    if told == "future" and wide and _was_to().search(left):
        return None  # "was set to open in April" does not say which April
    if told is None and quoted and PRESENT.search(left):
        return "future"
    return told or _after(left, right, level)


def _after(left: str, right: str, level: str) -> Cue | None:
    """What the words after an expression say of it, when none before it does."""
    cue = _first(right)
    if cue != "future" or not left.strip() or FRONTED.search(left):
        return cue
    if level not in ("day", "week", "weekend"):
        return None  # "a ruling in October would end it"
    free = level != "day" or PLACED.search(left) or _event_before().search(left)
    return "future" if free else "past"  # "her address Sunday will …"


def _nearest(left: str) -> Cue | None:
    """The direction of the last verb that tells; where both end together, "was expected", it looks ahead."""
    if _told_before().search(left) or RECORDED.search(left):
        return "past"
    ahead = max((m.end() for m in _ahead().finditer(left) if not _tells_past(left, m)), default=-1)
    back = _last(_back(), left)
    if ahead < 0 and back < 0:
        return None
    return "future" if ahead >= back else "past"


def _tells_past(left: str, match: re.Match[str]) -> bool:
    """ "lined up to hear her": after a past verb that plans nothing, the infinitive is no plan."""
    if not match.group().lower().startswith("to "):
        return False
    return bool(_back().search(left, 0, match.start())) and not _intent().search(left, 0, match.start())


def _first(right: str) -> Cue | None:
    """The direction of the first verb that tells."""
    ahead, back = _ahead().search(right), _back().search(right)
    if ahead and (not back or ahead.start() <= back.start()):
        return "future"
    return "past" if back else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; -1 without one."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def is_said(text: str, span: Span, paragraph: Span) -> bool:
    """Whether the expression tells when something was said: "said on Tuesday", "in an interview yesterday"."""
    left, right = _clause(text, span, paragraph)
    if _event_after().match(right):
        return False
    told = _saying().search(left[-80:])
    if told:  # but neither "said it would meet on Friday" nor "has scheduled a news conference Friday"
        clause = left[-80:][max(0, told.start() - 24) :]
        return not _ahead().search(clause)
    opens = left.strip() in ("", "On", "on", "Late on", "Early on")
    return opens and bool(re.match(r",?\s[^.]{0,60}\b(?:said|told|announced)\b", right))


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
