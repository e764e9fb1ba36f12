"""What happened or is to happen when: clauses that a time expression dates, the same in several documents as one."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from onrecord import words
from onrecord.compare.alike import Groups, overlap
from onrecord.compare.context import Context
from onrecord.compare.evidence import PAST, finite, proposes, subject, trimmed
from onrecord.compare.wordwork import WORD
from onrecord.model import Event, Modality, Place, Span, Time, ident

BREAK = re.compile(r"[,:](?!\d)|[;—–“”\"()]|\s(?:and|but|while|which|who|that|after|before|because|when)\s")
LEAD = re.compile(r"(?:that|after|before|because|when|while|as|until|although|though) +")  # leaves a clause of its own
NO_SUBJECT = re.compile(r"(?:and|but|or|who|whom|whose|which|where|in which)\b ?")
SUBJECT = re.compile(r"(?:he|she|it|they|we|the|a|an|this|that|these|those|his|her|its|their|[A-Z]\w+|\d[\d,.]*)\b")
HABIT = re.compile(r"(?:[a-z]+ )?(?:spring|summer|autumn|fall|winter|[A-Z][a-z]+)")  # a month or season by its name
WILL = re.compile(r"\bwill\b")
FIRST = re.compile(r"\b(?:I|my|me|mine|myself)\b")
PRONOUN = re.compile(r"(?:he|she|it|they|we)\b")
UNDONE = re.compile(r"(?:In|At|On|After|By|Under|According)\b|[^,]+, (?:\w+ed|who|which|that|an?|the)\b[^,]*$")
PRESENT = frozenset(("is", "are", "do", "does", "can", "may", "must", "could", "might", "has", "have"))
DANGLING = re.compile(r"\b(?:as|and|or|to|of|not|that|the|an?|had been|would|will|if|by|with|her|his|its|their)$")
FURTHER = 160  # characters
LONGEST = 45  # words of a clause that is made longer to read by itself
DUE = re.compile(r"\b(?:by|before|no later than)(?: the)? $")
UNTOLD = ("dateline", "credit", "entry", "subhead")  # paragraphs that tell nothing
STAMP = re.compile(r"\d{1,2}[:.]\d\d\b")  # the time of an entry in a live page
LEAST = 3  # words of a clause beside its time
SAME = 0.5
SAME_DAY = 0.34  # the same of what is announced for one day


@lru_cache(maxsize=1)
def _modal() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words.table("events")
    return re.compile("|".join(table["announced"])), re.compile("|".join(table["cancelled"]))


@lru_cache(maxsize=1)
def _kept() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a report of words an event (an occasion), and what is none."""
    table = words.table("events")
    occasions = rf"\b(?:{'|'.join(table['occasions'])})\b"
    return re.compile(occasions, re.I), re.compile("|".join(table["never"]), re.I)


def events(context: Context) -> tuple[Event, ...]:
    """Dated clauses, in order of their days."""
    out: list[Event] = []
    for story, docs in context.stories:
        buckets: dict[tuple[str, str], list[tuple[str, Span, Modality, frozenset[str]]]] = defaultdict(list)
        for doc in docs:
            for time in context.readings[doc].times:
                if row := _event(context, doc, time):
                    earliest, latest = _days(context, doc, time)
                    buckets[earliest or "", latest or ""].append(row)
        for (earliest, latest), rows in sorted(buckets.items()):
            out += _merged(context, story, earliest or None, latest or None, rows)
    return tuple(out)


def _event(context: Context, doc: str, time: Time) -> tuple[str, Span, Modality, frozenset[str]] | None:
    if time.type not in ("DATE", "TIME") or not (time.earliest or time.latest):
        return None
    clause = dated(context, doc, time)
    if clause is None:
        return None
    return doc, clause, _modality(context, doc, clause, time), subject(context, doc, clause)


def dated(context: Context, doc: str, time: Time) -> Span | None:
    """The clause that tells what a time dates, so that it reads by itself; None if it dates no event."""
    text = context.document(doc).text
    sentence = context.sentence(doc, time.span)
    core = trimmed(context, doc, _clause(text, sentence, time.span))
    if core is None or len(core.of(text).split()) < LEAST + len(time.text.split()):
        return None
    clause = _whole(context, doc, core, sentence)
    return clause if clause and _tells(context, doc, core, clause, sentence, time) else None


def _whole(context: Context, doc: str, core: Span, sentence: Span) -> Span | None:
    """The clause so that it reads by itself: with its subject and its verb, or None where the sentence has no verb."""
    text = context.document(doc).text
    lead = LEAD.match(core.of(text))
    bare = Span(core.start + (lead.end() if lead else 0), core.end)
    joined = NO_SUBJECT.match(bare.of(text))
    if joined and joined.group().strip() in ("and", "but", "or") and SUBJECT.match(text, bare.start + joined.end()):
        bare, joined = Span(bare.start + joined.end(), bare.end), None
    aside = text[max(0, bare.start - 2) : bare.start].rstrip().endswith(",") and not PRONOUN.match(text, bare.start)
    alone = bare.start == sentence.start or (SUBJECT.match(text, bare.start) and not aside)
    if text[bare.end : bare.end + 1] == "," and UNDONE.match(bare.of(text)):
        alone = False  # "In a statement published on Tuesday, …", "The report, dated June 18, …"
    if alone and not joined and proposes(bare.of(text)):
        return _closed(context, doc, bare, sentence)
    every = trimmed(context, doc, sentence) or sentence
    for wider in (every, Span(every.start, core.end)):
        if len(wider.of(text).split()) <= LONGEST and proposes(wider.of(text)):
            return _closed(context, doc, wider, sentence)
    return _closed(context, doc, bare, sentence) if proposes(bare.of(text)) else None


def _closed(context: Context, doc: str, clause: Span, sentence: Span) -> Span:
    """The clause up to the next break where it ends in the middle, and with the mark that opens its quotation."""
    text = context.document(doc).text
    end = clause.end
    while DANGLING.search(text, clause.start, end) and (more := BREAK.search(text, end + 2, sentence.end)):
        end = more.start()
        if end - clause.end > FURTHER:
            break
    else:
        if DANGLING.search(text, clause.start, end):
            end = sentence.end
    start = clause.start
    said = text[start:end]
    if text[start - 1 : start] in ("“", "‘", '"') and (said.count("”") > said.count("“") or said.count('"') % 2):
        start -= 1
    closed = Span(start, end)
    if said.count("“") > said.count("”"):
        mark = text.find("”", end, sentence.end)
        closed = Span(start, mark + 1) if mark >= 0 else closed
    return closed if start < clause.start or closed.end > end else trimmed(context, doc, closed) or closed


def _tells(context: Context, doc: str, core: Span, clause: Span, sentence: Span, time: Time) -> bool:
    """Whether a clause tells what happened or is to happen: no line above the text, not only that something was said,
    nothing that is so every year, nobody's own day in a quotation."""
    reading = context.readings[doc]
    text = reading.document.text
    said = core.of(text)
    occasions, never = _kept()
    above = any(p.kind in UNTOLD and p.span.holds(time.span) for p in reading.document.paragraphs)
    if above or (STAMP.match(text, sentence.start) and time.span.start - sentence.start <= 1):
        return False
    published = reading.document.published.earliest
    if WILL.search(said) and published and time.latest and time.latest < published:
        return False  # a time beside the one that the plan is for
    if never.search(said) or (FIRST.search(said) and any(q.span.meets(core) for q in reading.quotes)):
        return False
    if HABIT.fullmatch(time.text.removeprefix("in ").removeprefix("the ")) and _habitual(clause.of(text)):
        return False
    for a in reading.attributions:
        reports = any(c.meets(core) for c in a.cue) and not any(c.meets(core) for c in a.content)
        if reports and not occasions.search(said):
            return False
    return True


def _habitual(text: str) -> bool:
    """Whether a clause is in the present and names no plan."""
    announced, _ = _modal()
    past = any(PAST.fullmatch(w) or w in finite() - PRESENT for w in WORD.findall(text))
    return not past and not announced.search(text)


def _days(context: Context, doc: str, time: Time) -> tuple[str | None, str | None]:
    """The days of an event: of one that is due by a day, those from publication to that day."""
    document = context.document(doc)
    if not DUE.search(document.text[max(0, time.span.start - 25) : time.span.start]):
        return time.earliest, time.latest
    known = document.published.basis in ("stated", "given")
    return (document.published.earliest if known else None), time.latest


def _clause(text: str, sentence: Span, time: Span) -> Span:
    """The part of a sentence between breaks that holds a time; the part before it too where it is short."""
    cuts = [m.start() for m in BREAK.finditer(text, sentence.start, time.start)]
    start = sentence.start
    for cut in reversed(cuts):
        if len(text[cut : time.start].split()) > LEAST:
            start = cut
            break
    ahead = BREAK.search(text, time.end, sentence.end)
    end = ahead.start() if ahead else sentence.end
    if start == sentence.start and len(text[start:end].split()) < LEAST + 2 and ahead:
        more = BREAK.search(text, ahead.end(), sentence.end)
        end = more.start() if more else sentence.end
    return Span(start, end)


def _modality(context: Context, doc: str, clause: Span, time: Time) -> Modality:
    announced, cancelled = _modal()
    said = clause.of(context.document(doc).text)
    published = context.document(doc).published
    if cancelled.search(said):
        return "cancelled"
    if published.latest and time.earliest and time.earliest > published.latest:
        return "announced"
    if announced.search(said) and not (published.earliest and time.latest and time.latest < published.earliest):
        return "announced"
    if published.latest and time.latest and time.latest <= published.latest:
        return "happened"
    return "unknown"


def _merged(
    context: Context,
    story: str,
    earliest: str | None,
    latest: str | None,
    rows: list[tuple[str, Span, Modality, frozenset[str]]],
) -> list[Event]:
    """Clauses of one interval that share most of their telling words are one event."""
    rows = list({(r[0], r[1]): r for r in reversed(rows)}.values())[::-1]  # a clause with two times of one day once
    groups = Groups(range(len(rows)))
    for i, one in enumerate(rows[:400]):
        for j in range(i):
            both = one[3] & rows[j][3]
            least = SAME_DAY if earliest == latest and one[2] == rows[j][2] == "announced" else SAME
            if len(both) >= 2 and one[0] != rows[j][0] and overlap(context, story, one[3], rows[j][3]) >= least:
                groups.join(i, j)
    out = []
    for group in groups.groups():
        doc, span, modality, _ = rows[group[0]]
        places = tuple(Place(rows[i][0], rows[i][1]) for i in group)
        text = context.text(doc, span)
        out.append(
            Event(
                id=ident("e", earliest, latest, *(f"{p.document} {p.span}" for p in places)),
                text=text,
                evidence=places,
                earliest=earliest,
                latest=latest,
                modality=modality,
            )
        )
    return out
