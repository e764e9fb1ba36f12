"""The credit of a whole document: an agency in its dateline, in a line at its end, in a zone or in the byline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.attribute.outlets import NAME, Press, fold, gazetteer
from onrecord.model import Hop, Parsed, Span

DATELINE = re.compile(r"(?:[A-ZÀ-Þ][^\n()]{0,80}? )?\((?P<name>[^()\n]{2,40})\) ?(?:[—–―-]+|:) ?(?=\S)")
LAST = re.compile(
    rf"[(\[—–―\s-]*(?:Source|Sources|From|Via|By|Credit|©|Copyright|Copyright ©)?:? ?(?:\d{{4}},? )?"
    rf"(?P<name>{NAME})(?: (?:news agency|newswire))?[)\].\s]*"
    rf"(?P<added>,? (?:with|and) additional reporting (?:by|from) [^\n]{{2,80}})?"
    r"(?:All rights reserved\.?)?\s*"
)
ADDED_IN = re.compile(rf"(?:in|from) (?P<place>{NAME})\W*$")
ZONES = frozenset({"credit", "dateline", "byline", "source", "agency"})
FIRST = 5  # paragraphs at the start in which a dateline may stand, behind lines that the cleaner left
LINES = 3  # paragraphs at the end in which a credit line may stand


@dataclass(frozen=True, slots=True)
class Credit:
    """The carrier hop of a whole document; `own_place` is from where the outlet itself added reporting."""

    hop: Hop
    own_place: str | None = None


def credit_of(page: Press, parsed: Parsed) -> Credit | None:
    """The agency that the document credits for itself as a whole, unless it is the document's own outlet."""
    text = page.text
    paragraphs = [p.span for p in parsed.document.paragraphs] or [
        Span(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    ]
    if not paragraphs:
        return None
    own_place = _own_place(text, paragraphs[-LINES:])
    named: list[tuple[str, Span | None, str | None]] = []
    opening = _opening(text, paragraphs[:FIRST])
    if opening:
        named.append((opening.of(text), opening, None))
    for span in paragraphs[-LINES:]:
        named += [(n, Span(s, s + len(n)), None) for n, s in _line(page, text, span, opening)]
    for zone in parsed.document.zones:
        if zone.kind in ZONES:
            named += [(n, None, zone.kind) for n in _zone(page, zone.text)]
    named += [(a, None, "byline") for a in parsed.document.authors if _agency(a)]
    names = [row for row in named if not _skip(page, row[0])]
    if not names or len({fold(n) for n, _, _ in names}) > 1:
        return None
    name, evidence, zone_kind = names[0]
    known = (
        zone_kind if zone_kind and any(z.kind == zone_kind and name in z.text for z in parsed.document.zones) else None
    )
    return Credit(Hop(role="carrier", name=name, basis="inherited", evidence=evidence, zone=known), own_place)


def _opening(text: str, paragraphs: list[Span]) -> Span | None:
    """The name in the brackets of the dateline."""
    for span in paragraphs:
        found = DATELINE.match(text, span.start, span.end)
        if (
            found
            and found.start("name") - span.start < 90
            and (span == paragraphs[0] or text[span.start : span.start + 3].isupper())
        ):
            return Span(*found.span("name"))
    return None


def _agency(name: str) -> bool:
    known = gazetteer().get(fold(name))
    return known is not None and known[1] == "agency"


def _skip(page: Press, name: str) -> bool:
    """The outlet's own name, a person, or a word that closes a text."""
    folded = fold(name)
    return (
        folded in page.own
        or (folded in page.people and " " in folded)
        or folded.split()[0]
        in {"ends", "end", "more", "photo", "file", "updated", "adds", "recasts", "reporting", "editing"}
        or any(folded.startswith(own + " ") for own in page.own)
    )


def _line(page: Press, text: str, span: Span, opening: Span | None) -> list[tuple[str, int]]:
    """The agency that a short closing line consists of."""
    line = span.of(text)
    found = LAST.fullmatch(line) if len(line) < 160 else None
    if found is None:
        return []
    name = found["name"]
    known = _agency(name) or fold(name) in page.named or bool(found["added"])
    bracketed = line.startswith(("(", "[", "—", "–")) and len(name.split()) <= 4
    if known or bracketed or (opening is not None and fold(opening.of(text)) == fold(name)):
        return [(name, span.start + found.start("name"))]
    return []


def _zone(page: Press, text: str) -> list[str]:
    opening = DATELINE.match(text + " .")
    if opening:
        return [opening["name"]]
    found = LAST.fullmatch(text.strip())
    return [found["name"]] if found and (_agency(found["name"]) or fold(found["name"]) in page.named) else []


def _own_place(text: str, last: list[Span]) -> str | None:
    for span in last:
        line = span.of(text)
        if len(line) < 160 and "dditional reporting" in line:
            found = ADDED_IN.search(line)
            return found["place"] if found else None
    return None
