"""When something was said: from the words at the statement, from its scene, or not before the day of publication."""

from __future__ import annotations

import re
from functools import cache

from onrecord import words
from onrecord.attribute.ordered import Ordered
from onrecord.model import Attribution, Document, Said, Span, Time

DATED = re.compile(r"\b(?:dated|published|issued|released|posted|filed|sent)(?: (?:on|in|at|late on|early on))? $")
YEAR = re.compile(r"(?:19|20)\d\d")
RELATIVE = re.compile(r"\b(?:earlier|later|before|after|ago)\b")
CLAUSE = re.compile(r"\b(?:after|when|while|who|which|whose|where|before|since|until|because)\b|[;:] ")
ENTRY = re.compile(r"^\d{1,2}[:.]\d{2}\b", re.MULTILINE)
ENTRIES = 3  # lines that begin with a time of day, from which a document is a live blog
PRESENT = re.compile(r"\b(?:says?|tells?|adds?|calls?|asks?|warns?|insists?|claims?|explains?|confirms?|replies)\b")
LATER = re.compile(r"\binterview\b[^.;“”\"]{0,70} (?:published|aired|broadcast|printed|shown)(?: on| late| early)* $")
SINCE = re.compile(r"\b[Ss]ince (?:late |early |last )?$")
ASIDE = re.compile(
    r"\b(?:until|before|after|by|between|for|than|till|effective|from|ahead of|prior to|expires?|due|"
    r"scheduled for|set for)(?: the)? $"
)


def published_day(document: Document) -> str | None:
    """The last day on which the document can have been published, as an ISO date."""
    value = document.published.latest or document.published.value
    return value[:10] if value else None


def default(document: Document) -> Said:
    """What holds where the document gives nothing: no later than its publication."""
    return Said(earliest=None, latest=published_day(document), text=None)


def entries(document: Document) -> int:
    """How many lines begin with a time of day."""
    return len(ENTRY.findall(document.text))


def live(document: Document, attribution: Attribution, entries: int) -> Said | None:
    """The day of publication for what a live blog, a text of many entries, tells in the present tense."""
    day = published_day(document)
    if day is None or entries < ENTRIES:
        return None
    present = any(PRESENT.search(span.of(document.text)) for span in attribution.cue)
    return Said(earliest=day, latest=day, text=None) if present else None


def own(document: Document, times: Ordered[Time], attribution: Attribution, runs: list[Span]) -> Said | None:
    """The time that the statement's own sentence gives outside content: the nearest to the cue; None if it has none."""
    text = document.text
    cue = attribution.cue[0] if attribution.cue else None
    found: list[tuple[bool, int, Time]] = []
    for run, time in ((part, time) for part in runs for time in times.within(part)):
        if time.type not in ("DATE", "TIME") or _ahead(document, time) or _open(document, time):
            continue
        before = text[max(0, time.span.start - 24) : time.span.start]
        if ASIDE.search(before) or not _of_saying(text, attribution, cue, run, time.span):
            continue
        relative = bool(RELATIVE.search(time.span.of(text)))
        found.append((relative, _distance(cue, time.span), time))
    if not found:
        return None
    return _as_said(document, min(found, key=lambda row: (row[0], row[1], row[2].span))[2])


def _of_saying(text: str, attribution: Attribution, cue: Span | None, run: Span, span: Span) -> bool:
    """Whether a time in a run is the saying's: not in the source unless a paper is dated by it, not in a clause of its
    own between cue and time, and in a run after the content only at its start."""
    before = text[max(0, span.start - 24) : span.start]
    if any(s.holds(span) for s in attribution.source):
        return bool(DATED.search(before) or (YEAR.fullmatch(span.of(text)) and _paper().match(text, span.end)))
    if cue is None:
        return True
    if not run.meets(cue):
        return span.start - run.start < 25 if run.start >= cue.end else not CLAUSE.search(text[span.end : run.end])
    between = text[min(span.end, cue.end) : max(span.start, cue.start)]
    for source in attribution.source:
        if span.end <= source.start or source.end <= span.start:
            between = between.replace(source.of(text), " ")
    return not CLAUSE.search(SINCE.sub("", between))


@cache
def _paper() -> re.Pattern[str]:
    """What stands behind the year of a paper: " census" of "a 2021 census"."""
    table = words.table("mediums")
    nouns = [n for group in ("document", "published", "statement", "interview") for n in table[group]["nouns"]]
    return re.compile(rf" (?:[\w’'-]+ ){{0,2}}?(?:speech|address|{'|'.join(map(re.escape, nouns))})\b")


def scene(document: Document, times: Ordered[Time], sentence: Span, whole: bool) -> Said | None:
    """The time that opens a sentence ("On Thursday, …") or, with `whole`, any time in it."""
    text = document.text
    for time in times.within(sentence):
        if time.type not in ("DATE", "TIME"):
            continue
        lead = text[sentence.start : time.span.start]
        before = text[max(0, time.span.start - 24) : time.span.start]
        if (
            (whole or (len(lead) < 60 and "," not in lead and not re.search(r"\b(?:said|who|which|that)\b", lead)))
            and not ASIDE.search(before)
            and not _ahead(document, time)
        ):
            return _as_said(document, time)
    return None


def _as_said(document: Document, time: Time) -> Said:
    text = document.text
    earliest, latest = time.earliest, time.latest
    if LATER.search(text[max(0, time.span.start - 90) : time.span.start]):
        earliest = None
    if SINCE.search(text[max(0, time.span.start - 16) : time.span.start]):
        latest = published_day(document)
    return Said(earliest=earliest, latest=latest, text=time.span.of(text))


def _open(document: Document, time: Time) -> bool:
    """Whether a time says nothing although the document's day is known."""
    return bool(published_day(document)) and not (time.earliest or time.latest)


def _ahead(document: Document, time: Time) -> bool:
    day = published_day(document)
    return bool(day and time.earliest and time.earliest[:10] > day)


def _distance(cue: Span | None, span: Span) -> int:
    if cue is None:
        return span.start
    return max(cue.start - span.end, span.start - cue.end, 0)
