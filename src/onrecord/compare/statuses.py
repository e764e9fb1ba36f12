"""What a contested thing is according to a holder. Viewpoints are kept apart; nothing is said of which is right.

Subject and status are slices of a document. Where a sentence names the thing by a pronoun only, the subject is the one
of a status told right before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.subjects import Subjects
from onrecord.compare.wordwork import name_key
from onrecord.model import Attribution, Place, Span, Status

STOP = r"(?:from|in|on|for|by|to|under|since|and|but)\b"
QUOTED = r"[“\"‘][^“”\"\n]{2,60}[”\"’]"
THING = r"(?P<thing>[^,;:.!?“”\"()]{2,60}?)"
WHAT = rf"(?P<what>{QUOTED}|[^,;:.!?()“”\"]{{2,70}}?)"
END = (
    r"(?=[,;:.!?)”\"]|\s+(?:since|in|after|but|and|while|when|because|until|from|on|with|at|for|by|the|is|was|are|were|"
    r"will|would|has|have|comes|came|takes|took|that|which|who)\b|$)"
)
SHORT = r"(?P<thing>it|them|this|him|her|[Tt]he (?:[\w’'-]+ ){0,2}?[\w’'-]+|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
PRONOUN = re.compile(r"(?:it|him|her|them|this|that|these|those|one)$", re.I)
NEVER = re.compile(r"(?:me|us|you|both|himself|herself|itself|themselves)\b", re.I)
TAIL = re.compile(r" (?:in|on|at|during|after|before|since|for|from) .*$")
ARTICLE = re.compile(r" (?:an?|the)$")
MARKS = '“”"‘’ ,.'
NEAR = 1  # sentences back to the status whose subject a pronoun stands for


@dataclass(frozen=True, slots=True)
class Row:
    """What one place says: the holder (None in the outlet's own voice), the thing, its status, and the words."""

    holder: str | None
    thing: str
    what: str
    span: Span
    ended: bool = False


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    t = {name: "|".join(rows) for name, rows in words.table("statuses").items()}
    of_law = rf"(?:an? |the )?(?:\w+ly )?(?:{t['adjectives']})(?: (?!{STOP})[\w-]+){{0,2}}"
    naming = rf"(?:{QUOTED}|{of_law}|an? [^,;:.!?()“”\"]{{2,50}}?)"
    return {
        "as": re.compile(rf"\b(?P<verb>{t['as']}) {THING} as {WHAT}{END}"),
        "quoted": re.compile(
            rf"\b(?P<verb>{t['bare']}) {THING} (?:to be )?(?:under )?(?:an? |the )?(?P<what>{QUOTED})"
        ),
        "bare": re.compile(rf"\b(?P<verb>{t['bare']}) {SHORT} (?:to be )?(?P<what>{naming}){END}"),
        "crisis": re.compile(
            rf"\b(?P<verb>declar(?:es|ed)) (?P<what>an? (?:[\w-]+ ){{0,4}}?(?:{t['declared']}))\b"
            r"(?: (?:in|over|for|at) (?P<thing>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}))?"
        ),
        "ended": re.compile(
            rf"\b(?P<verb>{t['ended']})\b(?P<thing>(?: (?!in\b|on\b|at\b|after\b|moment\b)[\w’'-]+){{0,5}})"
        ),
        "denied": re.compile(rf"\b(?P<what>(?:does|did|do) not recogni[sz]e) {THING}{END}"),
        "to": re.compile(
            r"(?<!\S)To (?P<holder>(?:the )?[^,;:.!?“”\"]{2,50}?),? (?P<thing>it|this|[Tt]he [^,;:.!?“”\"]{2,40}?|"
            rf"[A-Z][^,;:.!?“”\"]{{1,40}}?) (?P<verb>is|was|has been|remains) (?:an? |the )?{WHAT}{END}"
        ),
        "uses": re.compile(rf"\b(?P<verb>{t['uses']}) (?:the (?:term|phrase|word|words|name) )?(?P<what>{QUOTED})"),
        "which": re.compile(
            rf"(?P<thing>(?:[\w’'-]+ ){{0,4}}[\w’'-]+), which [^,;.“”\"]{{1,40}} (?P<verb>{t['bare']})"
            rf" (?P<what>{QUOTED})"
        ),
        "same": re.compile(rf"\b(?P<verb>{t['same']})"),
        "own": re.compile(
            rf"\b(?P<what>(?:{t['own']}) [a-z]+)(?: of (?P<thing>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}}))?"
        ),
        "told": re.compile(
            rf"{SHORT} (?:is|was|are|were|remains?|has been) (?:still |now )?(?P<what>[“\"‘]?{of_law}[”\"’]?){END}"
        ),
        "naming": re.compile(rf"^(?:{t['bare']}|{t['as']})$"),
    }


def statuses(context: Context, subjects: Subjects) -> tuple[Status, ...]:
    """One row for each holder, thing and status in the same words, with the day it began or ended where stated."""
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    places: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    days: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for _, doc, _reading in context.walk():
        for row in _document(context, subjects, doc):
            key = (row.holder or "", name_key(row.thing), name_key(row.what))
            rows[key].append(row)
            places[key].append(Place(doc, row.span))
            since, until = days.get(key, (None, None))
            day = _day(context, doc, row.span, row.ended)
            days[key] = (since, until or day) if row.ended else (since or day, until)
    return tuple(
        Status(
            subject=found[0].thing,
            status=found[0].what,
            according_to=found[0].holder,
            since=days[key][0],
            until=days[key][1],
            evidence=tuple(dict.fromkeys(places[key])),
        )
        for key, found in sorted(rows.items())
    )


def _document(context: Context, subjects: Subjects, doc: str) -> list[Row]:
    """The rows of a document in order, pronouns settled by the row right before."""
    reading = context.readings[doc]
    text = reading.document.text
    found = [(n, r) for n, s in enumerate(reading.sentences) for r in _sentence(context, subjects, doc, s)]
    for a in reading.attributions:
        found += [(context.sentence_index(doc, r.span.start) or 0, r) for r in _named(context, a)]
    found.sort(key=lambda f: (f[1].span, f[1].holder or ""))
    out: list[Row] = []
    last: tuple[int, Row] | None = None
    for n, row in found:
        near = last[1] if last and n - last[0] <= NEAR else None
        thing, what = row.thing, row.what or (near.what if near else "")
        if not thing or PRONOUN.match(thing):
            thing = near.thing if near else thing if what[:1] in '“‘"' else ""
        thing = ARTICLE.sub("", thing if WHICH.search(row.span.of(text)) else TAIL.sub("", thing)).strip(MARKS)
        what = what.strip(MARKS)
        if (
            not thing
            or not what
            or NEVER.match(thing)
            or any(r.span == row.span and r.holder == row.holder for r in out)
        ):
            continue
        settled = Row(row.holder, thing, what, row.span, row.ended)
        out.append(settled)
        if row.holder is not None:
            last = n, settled
    return out


def _sentence(context: Context, subjects: Subjects, doc: str, sentence: Span) -> Iterator[Row]:
    """The rows of a sentence; an empty thing or status is that of the row before."""
    text = context.document(doc).text
    taken: list[Span] = []
    for name, pattern in _patterns().items():
        if name in ("naming", "own", "told"):
            continue
        for m in pattern.finditer(text, sentence.start, sentence.end):
            span = Span(m.start(), m.start() + len(m.group().rstrip()))
            if any(t.meets(span) for t in taken):
                continue
            at = m.end("holder") if name == "to" else m.start("verb" if name != "denied" else "what")
            holders, _ = subjects.before(doc, at)
            group = m.groupdict()
            thing, what = (group.get("thing") or "").strip(), (group.get("what") or "").strip()
            if name == "crisis" and not thing:
                thing, what = what, m["verb"]
            if name == "ended":
                recalled = RECALLED.fullmatch(m["verb"])
                thing, what = thing or (recalled[1] if recalled else ""), DETERMINED.split(m["verb"])[0]
            if name == "ended" and not thing:
                continue
            if holders:
                taken.append(span)
            for h in holders:
                yield Row(h, thing, what, span, name == "ended")
    yield from _own(context, doc, sentence)


def _own(context: Context, doc: str, sentence: Span) -> Iterator[Row]:
    """What the outlet itself calls a thing whose standing is in question: "the breakaway region of X"."""
    text = context.document(doc).text
    for m in _patterns()["own"].finditer(text, sentence.start, sentence.end):
        span = Span(m.start(), m.end())
        quoted = any(q.span.meets(span) for q in context.readings[doc].quotes)
        if m["thing"] and not quoted and not context.holders(doc, span):
            yield Row(None, m["thing"], m["what"], span)


def _named(context: Context, a: Attribution) -> list[Row]:
    """A verb of naming as the cue: "called the walkout 'unlawful'", "…, which it called 'unlawful'"."""
    text = context.document(a.document).text
    if a.speaker and (told := next((m for c in a.content if (m := _told(text, c))), None)):
        return [Row(a.speaker, told["thing"], told["what"], Span(told.start("thing"), told.end()))]
    if not a.speaker or not a.cue or not _patterns()["naming"].match(a.cue[-1].of(text).strip()):
        return []
    inside = [q.span for q in context.readings[a.document].quotes if any(c.meets(q.span) for c in a.content)]
    if len(inside) != 1 or len(inside[0].of(text).split()) > 8:
        return []
    thing = text[a.content[0].start : inside[0].start].strip().removesuffix(" as").strip(" ,")
    start = a.content[0].start
    if inside[0].start <= start:
        lead = WHICH.search(text, max(0, a.cue[-1].start - 90), a.cue[-1].start)
        if not lead:
            return []
        thing, start = lead["thing"], lead.start("thing")
    return [Row(a.speaker, thing, inside[0].of(text), Span(start, max(a.content[0].end, inside[0].end)))]


DETERMINED = re.compile(r" (?:its|the|his|her|their|that|this)\b")
RECALLED = re.compile(r".* (\w+) back$")
WHICH = re.compile(r"(?P<thing>(?:[\w’'-]+ ){0,3}[\w’'-]+), which [^,;.“”\"]{1,40} ?")


def _told(text: str, content: Span) -> re.Match[str] | None:
    """A content that says outright what something is in law or standing, or is called."""
    lead = LED.match(text, content.start)
    return _patterns()["told"].match(text, lead.end() if lead else content.start, content.end)


LED = re.compile(r"that ")


def _day(context: Context, doc: str, span: Span, ended: bool) -> str | None:
    """The time in the sentence that says since or until when."""
    sentence = context.sentence(doc, span)
    text = context.document(doc).text
    for t in context.times_in(doc, sentence):
        if t.earliest and t.type == "DATE":
            lead = text[max(sentence.start, t.span.start - 12) : t.span.start].lower()
            near = t.span.start - span.end <= 30 and t.span.end > span.start
            if re.search(r"\bsince (?:the |early |late )?$", lead) or (
                (ended or near) and re.search(r"\b(?:in|on) (?:the )?$", lead)
            ):
                return t.latest if ended else t.earliest
    return None
