"""What a statement has from the one that it continues, or from the scene in which it is said.

A follow-on by the same speaker ("he added", "she said" in the same paragraph) keeps the medium, the carriers and the
day of what it continues, unless its own sentence names others. All that comes this way is `inherited`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.attribute import mediums
from onrecord.attribute.chain import gaps
from onrecord.attribute.ordered import Ordered
from onrecord.model import Attribution, Hop, Parsed, Said, Span, Time
from onrecord.resolve import said
from onrecord.resolve.scene import Spoken
from onrecord.resolve.speakers import ADDED

# A sentence that sets a scene in which words are spoken
OCCASION = re.compile(
    r"\b(?:faced (?:the press|reporters|journalists|questions)|spoke (?:to|with) (?:reporters|journalists|the press)|"
    r"(?:gave|delivered|opened) (?:a|an|his|her|the) (?:[\w-]+ ){0,3}?(?:speech|address|testimony|briefing)|"
    r"appeared before|testified|took questions|addressed (?:reporters|parliament|the nation|a crowd))\b"
)
TOLD = re.compile(r"\b(?:told|tells|telling|tell)\b")


@dataclass(slots=True)
class Line:
    """One attribution on its way through this step; `own` tells which hops and time its own sentence gives."""

    attribution: Attribution
    spoken: Spoken
    paragraph: int
    sentence: int
    hops: list[Hop]
    credit: list[Hop]
    said: Said | None
    own_hops: bool = False
    own_time: bool = False


def carry(parsed: Parsed, times: Ordered[Time], lines: list[Line], contents: Ordered[Span]) -> None:
    """Fills in, in order, what each line has from its scene or from the line that it continues."""
    outside = Ordered((t for t in times.items if not contents.meeting(t.span)), lambda time: time.span)
    spoke: dict[int, list[Line]] = {}
    for n, line in enumerate(lines):
        line.own_hops, line.own_time = bool(line.hops), line.said is not None
        previous = _continued(lines, n)
        if previous is not None:
            _from_previous(parsed, line, previous)
        if line.said is None or not line.hops:
            _from_scene(parsed, outside, line, spoke, contents)
        spoke.setdefault(line.sentence, []).append(line)
    for n, line in enumerate(lines):
        _from_next(parsed, line, lines[n + 1 : n + 2])
    _lead(lines)


def _continued(lines: list[Line], n: int) -> Line | None:
    """The line that this one continues: the last of the same speaker, in the same paragraph or the one before."""
    line = lines[n]
    if line.spoken.entity is None:
        return None
    for other in (lines[k] for k in range(n - 1, -1, -1)):
        if line.paragraph - other.paragraph > 2:
            return None
        if other.spoken.entity is line.spoken.entity:
            return other
    return None


def _bare(line: Line, text: str) -> bool:
    """Whether the source is a pronoun, or the cue says that more follows."""
    return line.spoken.source.kind == "pronoun" or _added(line, text)


def _added(line: Line, text: str) -> bool:
    return any(ADDED.search(span.of(text)) for span in line.attribution.cue)


def _from_previous(parsed: Parsed, line: Line, previous: Line) -> None:
    text = parsed.document.text
    near = line.paragraph == previous.paragraph or (line.paragraph - previous.paragraph == 1 and _bare(line, text))
    if line.own_time and line.said is not None and previous.said is not None and not _same(line.said, previous.said):
        return
    if not line.hops and near and not _elsewhere(line, text):
        line.hops = [replace(hop, basis="inherited") for hop in previous.hops]
    if line.said is None and previous.said is not None and _same_occasion(parsed, line, previous, near):
        line.said = Said(earliest=previous.said.earliest, latest=previous.said.latest, text=None)


def _same_occasion(parsed: Parsed, line: Line, previous: Line, near: bool) -> bool:
    """Whether the day of the earlier line holds for this one: not if it was said over a time ("since Monday"), nor if
    this one was put out by a way of its own, unless it is the quotation to the lead."""
    assert previous.said is not None
    if previous.said.earliest != previous.said.latest and previous.said.latest == said.published_day(parsed.document):
        return False
    full = line.attribution.kind != "indirect" or line.spoken.source.kind == "pronoun"
    to_lead = previous.sentence == 0 and line.paragraph - previous.paragraph == 1 and full
    if line.own_hops and not previous.own_hops:
        return to_lead
    return near or line.paragraph - previous.paragraph == 1


def _same(one: Said, other: Said) -> bool:
    return (one.earliest, one.latest) == (other.earliest, other.latest)


def _elsewhere(line: Line, text: str) -> bool:
    """Whether "told" names hearers of its own, so that another occasion may be meant."""
    return any(TOLD.search(span.of(text)) for span in line.attribution.cue)


def _from_scene(
    parsed: Parsed, times: Ordered[Time], line: Line, spoke: dict[int, list[Line]], contents: Ordered[Span]
) -> None:
    """The day and the news conference of the sentence that sets the scene: earlier in the paragraph, or at the end of
    the one before where a pronoun opens the paragraph."""
    entity = line.spoken.entity
    if entity is None:
        return
    for index in range(line.sentence - 1, max(line.sentence - 4, -1), -1):
        sentence = parsed.sentences[index]
        same = "\n" not in parsed.document.text[sentence.end : parsed.sentences[line.sentence].start]
        if not same and line.spoken.source.kind != "pronoun":
            return
        told = spoke.get(index, [])
        if any(o.spoken.entity is not entity for o in told):
            return
        if contents.around(sentence):
            continue
        if not any(sentence.holds(place) for place in entity.places) and not re.match(
            r"(?:On|At) ", sentence.of(parsed.document.text)
        ):
            if not same:
                return
            continue
        events = [
            np
            for gap in gaps(sentence, list(contents.meeting(sentence)))
            for np in mediums.of_kind(parsed.document.text, gap, "event")
        ]
        if line.said is None:
            faced = bool(events) or OCCASION.search(sentence.of(parsed.document.text)) is not None
            line.said = said.scene(parsed.document, times, sentence, faced)
        if events and not line.hops and not told:
            line.hops = [
                Hop(role="medium", name=events[0].of(parsed.document.text), basis="inherited", evidence=events[0])
            ]
        if line.said is not None or line.hops:
            return


def _from_next(parsed: Parsed, line: Line, following: list[Line]) -> None:
    """A quotation whose carrier is named in the next sentence: "…", he said. He told the Mercury that …"""
    for other in following:
        same = other.spoken.entity is line.spoken.entity is not None and other.paragraph == line.paragraph
        if not same or line.hops or other.spoken.source.kind != "pronoun" or line.attribution.kind == "indirect":
            continue
        carriers = [hop for hop in other.hops if hop.role == "carrier" and hop.basis == "stated"]
        if carriers and other.attribution.kind != "direct" and _elsewhere(other, parsed.document.text):
            line.hops = [replace(hop, basis="inherited") for hop in carriers]


def _lead(lines: list[Line]) -> None:
    """What a lead has from the paragraph that names its speaker: the carriers and the day."""
    first = lines[0] if lines else None
    if first is None or first.spoken.basis != "proposed" or first.spoken.source.kind != "description":
        return
    named = next(
        (line for line in lines[1:] if line.spoken.entity is first.spoken.entity and line.paragraph != first.paragraph),
        None,
    )
    if named is None:
        return
    for line in lines:
        if line.paragraph != first.paragraph or line.spoken.entity is not first.spoken.entity:
            continue
        if not line.hops:
            line.hops = [replace(hop, basis="inherited") for hop in named.hops if hop.role == "carrier"]
        if line.said is None and named.said is not None:
            line.said = Said(earliest=named.said.earliest, latest=named.said.latest, text=None)
