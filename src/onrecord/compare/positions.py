"""Where somebody stands on an issue, only as far as the text says it outright.

The issue is the words behind the verb: it is a slice like everything else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.subjects import Subjects
from onrecord.model import Place, Position, Span, Stance

OBJECT = re.compile(
    r"(?: (?!because\b|after\b|before\b|while\b|when\b|saying\b|but\b|said\b)"
    r"(?:[^\s,;:.!?“”\"()—]|\.(?=\w)|(?<=\.[A-Z])\.)+){1,12}"
)
LED = re.compile(
    r"(?:(?:in public|publicly)? ?(?:on|about|over|to|for|of|with|against|whether)|in favou?r of)\s+(?=\S)"
)
PRONOUN = re.compile(r"(?:it|that|this|them|him|her|one|these|those|so)\b$", re.I)
NESTED = re.compile(r"\b(?:says?|said|claims?|claimed|according to|calls?|called)\b")
FIRST = re.compile(r"\b(?:I|[Ww]e|[Oo]ur \w+|[Mm]y \w+)(?: (?:also|still|now|have|are|would|will))? ?$")
STANCES: tuple[Stance, ...] = ("undeclared", "neutral", "against", "for")


@lru_cache(maxsize=1)
def _verbs() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    table = words.table("stances")
    return tuple((s, re.compile(rf"(?<= )(?:{'|'.join(table[s])})", re.I)) for s in STANCES)


@lru_cache(maxsize=1)
def _said() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    table = words.table("stances")
    found: list[tuple[Stance, str]] = [("conditional", "conditional"), ("against", "said_against")]
    return tuple((stance, re.compile("|".join(table[name]))) for stance, name in found)


def positions(context: Context, subjects: Subjects) -> tuple[Position, ...]:
    """The positions that the documents state, one for each actor, stance and issue in the same words."""
    rows: dict[tuple[str, Stance, str], list[Place]] = defaultdict(list)
    shown: dict[tuple[str, Stance, str], str] = {}
    for _, doc, reading in context.walk():
        for sentence in reading.sentences:
            for actor, stance, issue, span in (*_told(context, subjects, doc, sentence),):
                key = (actor, stance, " ".join(issue.lower().split()))
                rows[key].append(Place(doc, span))
                shown.setdefault(key, " ".join(issue.split()))
        for a in reading.attributions:
            if not a.speaker:
                continue
            for stance, pattern in _said():
                content = next((c for c in a.content if _outright(pattern, c.of(reading.document.text))), None)
                if content is not None:
                    issue = " ".join(content.of(reading.document.text).split())
                    key = (a.speaker, stance, issue.lower())
                    rows[key].append(Place(doc, content))
                    shown.setdefault(key, issue)
                    break
    return tuple(
        Position(actor=actor, issue=shown[actor, stance, issue], stance=stance, evidence=tuple(dict.fromkeys(places)))
        for (actor, stance, issue), places in sorted(rows.items())
    )


def _outright(pattern: re.Pattern[str], said: str) -> bool:
    """Whether what is said takes a stance of its speaker's own, not that of somebody whom it cites."""
    found = pattern.search(said)
    return bool(found) and not NESTED.search(said[: found.start()] if found else "")


def _issue(text: str, verb: Span, found: Span | None, sentence: Span) -> str:
    """The words behind the verb, without what only leads to them; where that is a pronoun all of the clause."""
    words = found.of(text).strip() if found else verb.of(text)
    words = words[lead.end() :] if (lead := LED.match(words)) else words
    return text[sentence.start : (found or verb).end].strip() if PRONOUN.fullmatch(words) else words


def _told(context: Context, subjects: Subjects, doc: str, sentence: Span) -> list[tuple[str, Stance, str, Span]]:
    """(actor, stance, issue, span) for each verb of a stance in a sentence, outside quotation marks."""
    text = context.document(doc).text
    quotes = [q.span for q in context.readings[doc].quotes if q.span.meets(sentence)]
    out: list[tuple[str, Stance, str, Span]] = []
    taken: list[Span] = []
    for stance, pattern in _verbs():
        for match in pattern.finditer(text, sentence.start, sentence.end):
            verb = Span(match.start(), match.end())
            if any(t.meets(verb) for t in taken):
                continue
            if any(q.meets(verb) for q in quotes) and not FIRST.search(text[max(0, verb.start - 30) : verb.start]):
                continue
            actors, _ = subjects.before(doc, verb.start)
            found = OBJECT.match(text, verb.end, sentence.end)
            if not actors or (not found and stance in ("for", "against")):
                continue
            taken.append(verb)
            span = Span(verb.start, found.end() if found else verb.end)
            issue = _issue(text, verb, Span(*found.span()) if found else None, sentence)
            out += [(actor, stance, issue, span) for actor in actors]
    return out
