"""From the lines of a dump to pieces, zones and fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from onrecord.clean.body import Cleaned, Piece
from onrecord.clean.bylines import opened
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump import facts, features
from onrecord.clean.dump.headline import headline, main_run, title_of
from onrecord.clean.dump.lines import Line, split
from onrecord.clean.dump.outlet import outlet_of
from onrecord.clean.dump.refine import BRACKETED, grow, refine, together
from onrecord.clean.dump.score import body_scores, threshold
from onrecord.clean.dump.vocabulary import ZONES, roles_of
from onrecord.clean.marks import ENOUGH, is_entry, note
from onrecord.clean.publisher import stated_publisher
from onrecord.clean.site import recurring
from onrecord.model import Field, Rival, SiteProfile, Zone

PLACED = frozenset(("standfirst", "kicker", "menu", "teaser", "aside"))  # kinds that only the place tells
_SUFFIX = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,50}$")
# "PORT ALDER, Tarnland (Northwire) —", "ALDER, Tarnland, June 4 (NWA) -"; without an agency in capitals and with a dash
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][^()]{2,90}\([A-Z][\w .&/-]{1,30}\)\s*[-–—]"
    r"|^[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}(?:,\s[\w .]{2,30})?\s[—–]\s"
)


def clean_dump(text: str, profile: SiteProfile | None = None) -> Cleaned:
    """Article and zones of a dump. Places are half-open ranges of code points into `text`: `chars 120-480`.

    `profile` says what recurs on the pages of its site: no such line is body.
    Where no line looks like an article there are no pieces.
    """
    lines = split(text)
    if not lines:
        return Cleaned(pieces=())
    own = features.own(lines)
    run = main_run(features.prose(own), own[:, 0].astype(np.float64))
    scores = body_scores(lines, own, headline(lines, own, run), run)
    words = own[:, 0].astype(np.float64)
    often = recurring([line.text for line in lines], profile)
    likely = [bool(flag) and i not in often for i, flag in enumerate(scores >= threshold(scores, words))]
    in_body = grow(lines, together(likely, scores, words), scores, often)
    if not any(in_body):
        return Cleaned(pieces=(), zones=_zones(lines, in_body, facts.Frame(None, 0, 0), often))
    first = in_body.index(True)
    last = len(in_body) - in_body[::-1].index(True)
    title = title_of(lines, own, run, scores, first)
    in_body = [flag and i not in often for i, flag in enumerate(refine(lines, in_body, title))]
    if True in in_body:
        first = in_body.index(True)
        last = len(in_body) - in_body[::-1].index(True)
    frame = facts.Frame(title, first, last)
    outlet = outlet_of(text, lines, title, (first, last))
    behind = stated_publisher((line.text for line in lines[last:]), outlet.value)
    fields = {
        "title": _title(lines, title),
        "authors": facts.authors_of(lines, frame, in_body),
        "outlet": outlet,
        **({"publisher": behind} if behind else {}),
        **facts.dates_of(lines, frame, in_body, facts.day_first(text)),
    }
    partial = any("partial" in roles_of(line.text) for line in lines[first : last + 6] if len(line.text) < 200)
    return Cleaned(
        pieces=_pieces(lines, in_body),
        zones=_zones(lines, in_body, frame, often),
        fields=fields,
        flags=("partial",) if partial else (),
        partial=partial,
    )


def _place(start: int, end: int) -> str:
    return f"chars {start}-{end}"


def _title(lines: Sequence[Line], title: int | None) -> Field:
    if title is None:
        return Field(value=None, method="none")
    text = lines[title].text
    bare = _SUFFIX.sub("", text)
    again = [line for line in lines if line.text == bare and line is not lines[title]]
    if bare != text and again:
        return Field(value=bare, method="headline", evidence=text, confidence=0.9)
    rivals = (Rival(value=bare, reason="without what may be the outlet's name"),) if bare != text else ()
    return Field(value=text, method="headline", evidence=text, confidence=0.85 if again else 0.7, rivals=rivals)


def _pieces(lines: Sequence[Line], in_body: Sequence[bool]) -> tuple[Piece, ...]:
    found = []
    chosen = [i for i, flag in enumerate(in_body) if flag]
    timed = {i for i in chosen if is_entry(lines[i].text)}
    for position, i in enumerate(chosen):
        line = lines[i]
        text = line.text.replace("  ", " ")
        kind = _kind(text, position == 0, position == len(chosen) - 1)
        if i in timed and len(timed) >= ENOUGH:
            kind = "entry"
        found.append(Piece(text, kind, _place(*line.span)))
    return tuple(found)


def _kind(text: str, is_first: bool, is_last: bool) -> str:
    if is_first and _DATELINE.match(text):
        return "dateline"
    roles = roles_of(text)
    if len(text) < 300 and ("credit" in roles or (is_last and BRACKETED.match(text))):
        return "credit"
    if changed := note(text):
        return changed
    words = text.split()
    if len(words) <= 14 and (text[-1].isalnum() or text[-1] in "?’”\"'") and not (text[0] in '“"‘«' and len(words) > 8):
        return "subhead"
    return "body"


def _zones(
    lines: Sequence[Line], in_body: Sequence[bool], frame: facts.Frame, often: Mapping[int, str]
) -> tuple[Zone, ...]:
    """What is not body, in order; lines of one kind that follow each other are one zone."""
    found: list[Zone] = []
    run: list[int] = []
    kind = ""
    for i in range(len(lines) + 1):
        here = "" if i == len(lines) or in_body[i] else _zone_kind(lines, i, frame)
        here = "boilerplate" if i in often and here in PLACED else here
        if run and here != kind:
            start, end = lines[run[0]].span.start, lines[run[-1]].span.end
            found.append(
                Zone(
                    kind, "\n".join(lines[j].text for j in run), _place(start, end), often.get(run[0], "line of a dump")
                )
            )
            run = []
        if here:
            run.append(i)
        kind = here
    return tuple(found)


def _zone_kind(lines: Sequence[Line], i: int, frame: facts.Frame) -> str:
    line = lines[i]
    if i == frame.title:
        return "title"
    roles = roles_of(line.text)
    near = frame.title is not None and frame.title - 8 <= i < frame.first
    if near and opened(line.text) is not None and len(line.text) < 200:
        return "byline"
    if near and len(line.text) < 120 and is_date_line(line.text):
        return "date"
    found = note(line.text) or next((name for role, name in ZONES if role in roles), None)
    return found or _by_place(line, i, frame)


def _by_place(line: Line, i: int, frame: facts.Frame) -> str:
    """The kind of a line without a vocabulary of its own: what stands above, in and below an article."""
    if frame.title is not None and frame.title < i < frame.first:
        return "standfirst" if len(line.text) > 40 or i == frame.title + 1 else "byline"
    if i < frame.first:
        return "kicker" if frame.title is not None and i == frame.title - 1 else "menu"
    return "teaser" if i >= frame.last else "aside"
