"""What a contested thing is according to a holder. Viewpoints are kept apart; nothing is said of which is right."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.subjects import Subjects
from onrecord.model import Attribution, Place, Span, Status

THING = r"(?P<thing>[^,;:.!?“”\"()]{2,60}?)"
WHAT = r"(?P<what>[“\"‘]?[^,;:.!?()]{2,70}?[”\"’]?)"
END = r"(?=[,;:.!?)]|\s+(?:since|in|after|but|and|while|when|because|until|from|on)\b|$)"
TO = re.compile(
    r"(?:^|(?<=; )|(?<=\. ))To (?P<holder>[^,;:.!?“”\"]{2,50}?),? (?:the |it |this )?"
    r"[^,;:.!?“”\"]{0,50}?\b(?:is|was|has been|remains)\b " + WHAT + END
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = words.table("statuses")
    as_, bare = "|".join(table["as"]), "|".join(table["bare"])
    quoted = r"(?P<what>[“\"‘][^”\"’\n]{2,60}[”\"’])"
    return (
        re.compile(rf"\b(?P<verb>{as_}) {THING} as {WHAT}{END}"),
        re.compile(rf"\b(?P<verb>{bare}) {THING} (?:to be )?(?:under )?{quoted}"),
        re.compile(rf"\b(?P<verb>{'|'.join(table['ended'])})\b(?P<what>[^,;:.!?“”\"()]{{0,60}})"),
        re.compile(rf"^(?:{bare}|{as_})$"),
    )


def statuses(context: Context, subjects: Subjects) -> tuple[Status, ...]:
    """One row for each holder, thing and status in the same words, with the day it began or ended where stated."""
    rows: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    days: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for _, doc, reading in context.walk():
        found = [r for s in reading.sentences for r in _sentence(context, subjects, doc, s)]
        found += [r for a in reading.attributions for r in _named(context, a)]
        for holder, thing, what, span, ended in found:
            if PRONOUN.match(thing):
                continue
            key = (holder, " ".join(thing.split()), " ".join(what.split()))
            rows[key].append(Place(doc, span))
            since, until = days.get(key, (None, None))
            day = _day(context, doc, span, ended)
            days[key] = (since, until or day) if ended else (since or day, until)
    return tuple(
        Status(
            subject=thing,
            status=what,
            according_to=holder or None,
            since=days[holder, thing, what][0],
            until=days[holder, thing, what][1],
            evidence=tuple(dict.fromkeys(places)),
        )
        for (holder, thing, what), places in sorted(rows.items())
    )


PRONOUN = re.compile(r"(?:it|him|her|them|this|that|these|those|us|me|you|both)\b", re.I)
Row = tuple[str, str, str, Span, bool]


def _sentence(context: Context, subjects: Subjects, doc: str, sentence: Span) -> list[Row]:
    text = context.document(doc).text
    as_, bare, ended, _ = _patterns()
    out: list[Row] = []
    for n, pattern in enumerate((as_, bare, ended)):
        for m in pattern.finditer(text, sentence.start, sentence.end):
            holders, _ = subjects.before(doc, m.start("verb"))
            thing = m["thing"] if n < 2 else m["what"].strip() or m["verb"].split()[-1]
            what = m["what"] if n < 2 else m.group().strip()
            out += [
                (h, thing.strip(), what.strip(), Span(m.start(), m.start() + len(m.group().rstrip())), n == 2)
                for h in holders
            ]
    for m in TO.finditer(text, sentence.start, sentence.end):
        holders, _ = subjects.before(doc, m.end("holder") + 1)
        out += [(h, m["holder"], m["what"].strip(), Span(m.start(), m.end()), False) for h in holders]
    return out


def _named(context: Context, a: Attribution) -> list[Row]:
    """A verb of naming as the cue: "called the walkout 'unlawful'"."""
    text = context.document(a.document).text
    naming = _patterns()[3]
    if not a.speaker or not a.cue or not naming.match(a.cue[-1].of(text).strip()):
        return []
    inside = [q.span for q in context.readings[a.document].quotes if any(c.meets(q.span) for c in a.content)]
    if len(inside) != 1 or len(inside[0].of(text).split()) > 8:
        return []
    thing = text[a.content[0].start : inside[0].start].strip().removesuffix(" as").strip(" ,")
    if not thing or inside[0].start <= a.content[0].start:
        return []
    return [
        (a.speaker, thing, inside[0].of(text), Span(a.content[0].start, max(a.content[0].end, inside[0].end)), False)
    ]


def _day(context: Context, doc: str, span: Span, ended: bool) -> str | None:
    """The time in the sentence that says since or until when."""
    sentence = context.sentence(doc, span)
    text = context.document(doc).text
    for t in context.readings[doc].times:
        if sentence.holds(t.span) and t.earliest and t.type == "DATE":
            lead = text[max(sentence.start, t.span.start - 12) : t.span.start].lower()
            if re.search(r"\bsince (?:the |early |late )?$", lead) or (
                ended and re.search(r"\b(?:in|on) (?:the )?$", lead)
            ):
                return t.latest if ended else t.earliest
    return None
