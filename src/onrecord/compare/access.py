"""What a document says of how it has a statement: a medium, a carrier, an addressee, a paper, a contact of its own.

Only words outside the statement itself count, those of its own sentence, or of the next statement of the same
speaker beside it. A bare "said" is no access.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord import words
from onrecord.compare.context import Context
from onrecord.compare.newsrooms import NEWSROOM, OUTLET, SEEN, itself, newsroom, own_name
from onrecord.compare.wordwork import WORD, name_key
from onrecord.model import Attribution, Hop, Span

Kind = Literal["own", "source", "carrier", "release", "occasion", "soft", "interview"]
TOLD = re.compile(r"\b(?:told|tells|tell|telling)\s+((?:[\w’'&.-]+[ ]?){1,7})")
INTERVIEW = re.compile(r"\binterviews?$")  # whose it was is told by the words around it, not by the medium
WITH = re.compile(r"\binterviews? (?:with|to|for)\s+((?:[\w’'&.-]+[ ]?){1,7})")
STATEMENT = frozenset({"statement", "release", "communique", "communiqué", "remarks", "comments"})
PLAIN = STATEMENT | frozenset({"press", "news", "written", "short", "brief", "separate", "emailed", "a", "an", "the"})
ASKED = re.compile(r"(?:’s|'s)? (?:asked|and other \w+)")
US = re.compile(r"us\b|this (?:news)?paper|this \w+")
BEHIND = 45  # characters behind a source that may still describe it
BACK = 1  # the same, where it is said at the later one
REACH = 2  # sentences between two statements of one speaker that share what is said of access


@dataclass(frozen=True, slots=True, order=True)
class Access:
    """One stated way to a statement. `key` is equal for what is the same source; `words` is where it is said."""

    kind: Kind
    key: str
    words: Span | None = None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    table = words.table("access")
    joined = {n: "|".join(table[n]) for n in ("occasions", "own", "presence", "papers", "sources", "releases")}
    out = {n: re.compile(rf"\b(?:{pattern})", re.I) for n, pattern in joined.items()}
    out["occasions"] = re.compile(rf"^(?:{joined['occasions']})\b", re.I)
    out["second"] = re.compile(rf"(?:{'|'.join(table['second'])})\b.*\b(?:{'|'.join(table['unnamed'])})\b", re.I)
    out["unnamed"] = re.compile(rf"\b(?:{'|'.join(table['unnamed'])})\b", re.I)
    out["events"] = re.compile(rf"\b(?:{'|'.join(table['events'])})\b", re.I)
    mediums = words.table("mediums")
    nouns = [*mediums["service"]["nouns"], *mediums["document"]["nouns"], *mediums["statement"]["nouns"]]
    listed = "|".join(re.escape(n) for n in sorted(nouns, key=len, reverse=True))
    platforms = "|".join(re.escape(n) for n in mediums["platform"]["names"])
    out["put out"] = re.compile(
        rf"\b(?:in|by|through|via) (?:an?|the|its|his|her|their)(?: [\w’'-]+){{0,2}}? (?P<noun>{listed})\b"
        rf"|\bon (?P<platform>{platforms})\b"
    )
    out["dateline"] = re.compile(table["dateline"])
    return out


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a document says that a reporter of its own was at an occasion, and the day of that."""

    words: Span
    day: str
    speaker: str | None  # of the statement it stands at; None where it stands by itself


@dataclass(frozen=True, slots=True)
class Stated:
    """What the documents of a coverage say of access: for each attribution, and of where their reporters were."""

    ways: dict[str, tuple[Access, ...]]
    present: dict[str, Presence]
    seconded: frozenset[str]  # attributions to an unnamed source beside which another one is cited


def stated(context: Context) -> Stated:
    ways = {i: found for d in context.readings for i, found in accesses(context, d).items()}
    return Stated(ways, presences(context), seconded(context))


def seconded(context: Context) -> frozenset[str]:
    """The attributions right behind which "a second person", "another official" speaks."""
    pattern = _patterns()["second"]
    return frozenset(
        one.id
        for doc, reading in context.readings.items()
        for one, other in itertools.pairwise(reading.attributions)
        if one.source
        and other.source
        and pattern.match(context.text(doc, other.source[0]))
        and any(_unnamed(context, doc, s) for s in one.source)
    )


def accesses(context: Context, doc: str) -> dict[str, tuple[Access, ...]]:
    """For each attribution of a document the stated ways to it, its own and those of a statement beside it."""
    ordered = [a for a in context.readings[doc].attributions if a.content]
    found = {a.id: _own_access(context, a) for a in ordered}
    for step in (1, -1):
        walk = ordered if step == 1 else ordered[::-1]
        for before, after in itertools.pairwise(walk):
            if (
                not found[after.id]
                and found[before.id]
                and _continues(context, before, after, REACH if step == 1 else BACK)
            ):
                found[after.id] = tuple(a for a in found[before.id] if a.kind != "release") or found[before.id]
    for a in ordered:
        if not found[a.id] and (paper := _of_paper(context, a)):
            found[a.id] = (paper,)
    soft = _agency_copy(context, doc)
    if soft is None:
        return found
    return {i: ways if any(a.kind != "occasion" for a in ways) else (*ways, soft) for i, ways in found.items()}


def _continues(context: Context, one: Attribution, other: Attribution, reach: int) -> bool:
    """Whether two statements stand beside each other, of one speaker, and no other date is given."""
    if one.speaker is None or one.speaker != other.speaker:
        return False
    first, later = sorted((one, other), key=lambda x: x.content[0].start)
    a = context.sentence_index(one.document, first.content[-1].end - 1)
    b = context.sentence_index(one.document, later.content[0].start)
    if a is None or b is None or b - a > reach:
        return False
    ends = (one.said.earliest, one.said.latest), (other.said.earliest, other.said.latest)
    return None in ends[0] or None in ends[1] or ends[0] == ends[1]


def around(context: Context, attribution: Attribution, *, quoted_only: bool = False) -> tuple[int, str]:
    """The sentences of a statement with what is said in it (or only what is quoted of it) blanked, and their offset."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    whole = context.sentence(attribution.document, Span(min(s.start for s in spans), max(s.end for s in spans)))
    text = context.text(attribution.document, whole)
    quotes = [q.span for q in context.readings[attribution.document].quotes if q.span.meets(whole)]
    for c in quotes if quoted_only else attribution.content:
        a, b = max(0, c.start - whole.start), min(len(text), c.end - whole.start)
        text = text[:a] + " " * (b - a) + text[b:]
    return whole.start, text


def _own_access(context: Context, attribution: Attribution) -> tuple[Access, ...]:
    doc = attribution.document
    out: list[Access] = []
    for hop in attribution.chain:
        name = context.house(context.actor_name(hop.actor) or hop.name)
        if hop.role == "carrier" and hop.basis != "inferred" and name and name != context.outlet(doc):
            out.append(Access("carrier", f"{OUTLET}{name}", hop.evidence))
        elif hop.role == "medium" and hop.basis != "inferred" and not INTERVIEW.search(hop.name or ""):
            out.append(_medium(context, attribution, hop))
    speaker = context.actors.get(attribution.speaker or "")
    if speaker and speaker.kind in ("outlet", "agency") and context.house(speaker.name) != context.outlet(doc):
        out.append(Access("carrier", f"{OUTLET}{context.house(speaker.name)}", attribution.source[0]))
    offset, text = around(context, attribution)
    carried = any(a.kind == "carrier" for a in out)
    return tuple(dict.fromkeys(out + _worded(context, doc, attribution, offset, text, carried)))


def _medium_key(attribution: Attribution, name: str) -> str:
    """A medium of a speaker, whoever's it is said to be: "her ministry's press service" is the ministry's."""
    words = [w for w in name_key(name).split() if w not in ("his", "her", "its", "their")]
    if words and words[-1] in STATEMENT and PLAIN.issuperset(words):
        words = ["statement"]  # by whatever name
    return f"{attribution.speaker or name_key(attribution.speaker_text)} {' '.join(words)}"


def _medium(context: Context, attribution: Attribution, hop: Hop) -> Access:
    """What a medium is: something put out, which is the same for all who name it, or an occasion."""
    name = context.actor_name(hop.actor) or hop.name or ""
    key = _medium_key(attribution, name)
    key = key if key.endswith(" statement") else hop.actor or key
    said = f"{name} {context.text(attribution.document, hop.evidence) if hop.evidence else ''}"
    own = own_name(context.document(attribution.document).outlet or "")
    paper = _patterns()["papers"].search(said)
    if paper and itself(own, said, paper.end()):
        return Access("release", f"paper {OUTLET}{context.outlet(attribution.document)}", hop.evidence)
    if own and own.search(name):
        return Access("own", f"{OUTLET}{context.outlet(attribution.document)}", hop.evidence)
    return Access("occasion" if _patterns()["events"].search(said) else "release", key, hop.evidence)


def _worded(
    context: Context, doc: str, attribution: Attribution, offset: int, text: str, carried: bool
) -> list[Access]:
    """The ways that the words around a statement tell."""
    pattern, own = _patterns(), own_name(context.document(doc).outlet or "")
    out: list[Access] = []
    key = f"{OUTLET}{context.outlet(doc)}"
    out += _addressed(context, doc, offset, text)
    carried = carried or any(a.kind == "carrier" for a in out)
    if not carried:
        found = pattern["own"].search(text)
        if found:  # "in an interview" does not say whose
            said = found.group().lower()
            unsaid = said.endswith(" interview") and "phone" not in said and "exclusive" not in said
            after = itself(own, text, found.end()) or found.end()
            out.append(Access("interview" if unsaid else "own", key, Span(offset + found.start(), offset + after)))
    here = presence(context, doc, offset, text)
    if here:
        out.append(Access("own", key, here))
    paper = pattern["papers"].search(text)
    if paper and (end := itself(own, text, paper.end())):
        out.append(Access("release", f"paper {key}", Span(offset + paper.start(), offset + end)))
    elif paper and (other := newsroom(context, text[paper.end() :].lstrip()[:SEEN])):
        named = NEWSROOM.search(text, paper.end())
        place = Span(offset + paper.start(), offset + (named or paper).end())
        out.append(Access("release", f"paper {OUTLET}{other}", place))
    if not carried and not any(h.role == "medium" for h in attribution.chain):
        mixed = around(context, attribution, quoted_only=True)[1] if attribution.kind == "mixed" else text
        put_out = pattern["put out"].search(mixed)
        if put_out:
            name = put_out["platform"] or put_out["noun"]
            out.append(Access("release", _medium_key(attribution, name), _place(offset, put_out)))
    if any(_unnamed(context, doc, s) for s in attribution.source):
        out.append(Access("source", f"{doc} {name_key(attribution.speaker_text) or attribution.id}", None))
    return out


def _addressed(context: Context, doc: str, offset: int, text: str) -> list[Access]:
    """To whom the words were said: the outlet itself, those at an occasion, or another outlet."""
    pattern, own = _patterns(), own_name(context.document(doc).outlet or "")
    out: list[Access] = []
    key = f"{OUTLET}{context.outlet(doc)}"
    for match in TOLD.finditer(text):
        whom = match.group(1)
        us = (own.match(whom) if own else None) or US.match(whom)
        here, there = pattern["occasions"].match(whom), NEWSROOM.match(whom)
        if us:
            out.append(Access("own", key, _told(offset, match, us)))
        elif here:
            out.append(Access("occasion", "occasion", _told(offset, match, here)))
        elif there and (other := newsroom(context, whom)) and other != context.outlet(doc):
            out.append(Access("carrier", f"{OUTLET}{other}", _told(offset, match, there)))
    for match in WITH.finditer(text):
        other = newsroom(context, match.group(1), anybody=True)
        if other and other != context.outlet(doc) and not (own and own.match(match.group(1))):
            out.append(Access("carrier", f"{OUTLET}{other}", _place(offset, match)))
    return out


def _told(offset: int, match: re.Match[str], whom: re.Match[str]) -> Span:
    """From the word of telling to the end of whom it was told."""
    return Span(offset + match.start(), offset + match.start(1) + whom.end())


def _of_paper(context: Context, attribution: Attribution) -> Access | None:
    """What a paper says that another sentence of the document tells to have been seen: "the log suggests"."""
    doc = attribution.document
    head = WORD.findall(context.text(doc, attribution.source[0])) if attribution.source else []
    if not head or not head[-1].islower():
        return None
    for noun, place in _papers(context, doc):
        if noun == head[-1]:
            return Access("release", f"paper {OUTLET}{context.outlet(doc)}", place)
    return None


def _papers(context: Context, doc: str) -> Iterator[tuple[str, Span]]:
    """The papers that a document's outlet has seen: the noun, and the words that say so."""
    text, own = context.document(doc).text, own_name(context.document(doc).outlet or "")
    nouns = frozenset([*words.table("mediums")["document"]["nouns"], *words.table("access")["paper_nouns"]])
    for match in _patterns()["papers"].finditer(text):
        if end := itself(own, text, match.end()):
            sentence = context.sentence(doc, Span(match.start(), match.end()))
            for word in reversed(WORD.findall(text[sentence.start : match.start()])):
                if word in nouns:
                    yield word, Span(match.start(), end)
                    break


def _place(offset: int, match: re.Match[str]) -> Span:
    return Span(offset + match.start(), offset + match.end())


def _unnamed(context: Context, doc: str, source: Span) -> bool:
    """Whether a source is an unnamed person described as having access."""
    sentence = context.sentence(doc, source)
    pattern, text = _patterns(), context.text(doc, Span(source.start, min(source.end + BEHIND, sentence.end)))
    named = re.search(r"[a-z] [A-Z]\w+ [A-Z]", context.text(doc, source))
    return not named and bool(pattern["sources"].search(text) and pattern["unnamed"].search(context.text(doc, source)))


def presence(context: Context, doc: str, offset: int, text: str) -> Span | None:
    """Where a text says that a reporter of its own outlet was there."""
    found = _patterns()["presence"].search(text)
    if found:
        return _place(offset, found)
    own = own_name(context.document(doc).outlet or "")
    if own is None:
        return None
    for lead in re.finditer(r"\b(?:asked by|among them|when|question from|reply to|answer to|told)\s+", text, re.I):
        match = own.match(text, lead.end()) or (
            re.compile(r"the ").match(text, lead.end()) and own.match(text, lead.end() + 4)
        )
        if match is None:
            continue
        verb = ASKED.match(text, match.end())
        if verb or lead.group().lower().startswith(("asked", "among", "question", "reply", "answer")):
            return Span(offset + lead.start(), offset + (verb or match).end())
    return None


def presences(context: Context) -> dict[str, Presence]:
    """For each document that says so, the first occasion at which a reporter of its own was."""
    out: dict[str, Presence] = {}
    for doc, reading in context.readings.items():
        words = presence(context, doc, 0, reading.document.text)
        if words is None:
            continue
        near = [
            a for a in reading.attributions if context.sentence(doc, a.content[0]).meets(context.sentence(doc, words))
        ]
        days = [a.said.latest for a in near if a.said.latest and a.said.earliest in (None, a.said.latest)]
        day = days[0] if days else reading.document.published.latest
        out[doc] = Presence(words, day or "", near[0].speaker if near else None)
    return out


def _agency_copy(context: Context, doc: str) -> Access | None:
    """An agency's own copy is access, though a weak one: it stands in where nothing better is stated."""
    document = context.document(doc)
    line = _patterns()["dateline"].search(document.text[:160])
    named = name_key(line.group(1)) if line else ""
    outlet = context.outlet(doc)
    initials = "".join(w[0] for w in outlet.split())
    if named and (named in (outlet, initials) or named in outlet.split()):
        return Access("soft", f"{OUTLET}{outlet}", _place(0, line)) if line else None
    return None


def voiced(context: Context, doc: str, span: Span) -> tuple[Access, ...]:
    """The ways that a sentence in the outlet's own voice tells."""
    whole = context.sentence(doc, span)
    text = context.text(doc, whole)
    pattern, own = _patterns(), own_name(context.document(doc).outlet or "")
    out: list[Access] = []
    paper = pattern["papers"].search(text)
    if paper and (end := itself(own, text, paper.end())):
        out.append(
            Access("release", f"paper {context.outlet(doc)}", Span(whole.start + paper.start(), whole.start + end))
        )
    elif found := pattern["releases"].search(text):
        out.append(Access("release", "released", _place(whole.start, found)))
    return tuple(out)
