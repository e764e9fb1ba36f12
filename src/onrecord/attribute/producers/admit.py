"""Lets a layer in: what is a part of the document becomes drafts, everything else is dropped under a reason.

Nothing that a producer invents can pass: drafts hold spans of the document's text alone. The reasons are few and
fixed; a document shows them, with their counts, among its flags.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.attribute.account import whole
from onrecord.attribute.draft import Draft
from onrecord.attribute.merge import OTHER_SOURCE
from onrecord.attribute.ordered import Ordered
from onrecord.attribute.producers.layer import Layer
from onrecord.attribute.producers.locate import UNSOURCED, Locator, Placed
from onrecord.model import Parsed, Rival, Span
from onrecord.parse.words import paragraphs

MALFORMED, OVERLAPS, HEADING, PARAGRAPHS = "wrong_shape", "overlaps", "in_a_heading", "over_paragraphs"
CUTS = "cuts_a_quotation"
HEADINGS = frozenset({"subhead", "dateline", "credit"})


def admit(parsed: Parsed, layer: Layer) -> tuple[list[Draft], dict[str, int]]:
    """The drafts of a layer in order of the text, and how many of its spans and proposals were dropped, by reason.

    The contents of the drafts are apart; of two proposals that overlap the first in the layer is taken. One that is
    proposed twice is one draft and is not counted as dropped.
    """
    dropped: Counter[str] = Counter({MALFORMED: layer.malformed})
    body = _Body(parsed)
    taken = _Taken(len(parsed.document.text))
    drafts: list[Draft] = []
    seen: set[tuple[Span, ...]] = set()
    for placed in Locator(parsed).all(layer.proposals):
        dropped.update(placed.lost)
        if not placed.content:
            continue
        draft, lost = body.draft(placed, layer.name)
        dropped.update(lost)
        if draft is None or tuple(draft.content) in seen:
            continue
        if taken.crosses(draft):
            dropped[OVERLAPS] += 1
            continue
        seen.add(tuple(draft.content))
        taken.add(draft)
        drafts.append(draft)
    return sorted(drafts, key=Draft.reach), {reason: n for reason, n in sorted(dropped.items()) if n}


class _Taken:
    """Which characters of a text are content, and which a source or cue, of some draft."""

    def __init__(self, length: int) -> None:
        self.content, self.other = bytearray(length), bytearray(length)

    def add(self, draft: Draft) -> None:
        for mask, spans in ((self.content, draft.content), (self.other, [*draft.source, *draft.cue])):
            for start, end in spans:
                mask[start:end] = b"\1" * (end - start)

    def crosses(self, draft: Draft) -> bool:
        """Whether a part of the draft lies in content, or its content over a source or cue."""
        parts = [*draft.source, *draft.cue, *draft.content]
        return any(1 in self.content[a:b] for a, b in parts) or any(1 in self.other[a:b] for a, b in draft.content)


class _Body:
    """The paragraphs of a document, and which of them are none of its running text."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text = parsed.document.text
        self.paragraphs = Ordered(paragraphs(parsed.document), lambda s: s)
        self.headings = Ordered((p.span for p in parsed.document.paragraphs if p.kind in HEADINGS), lambda s: s)

    def draft(self, placed: Placed, producer: str) -> tuple[Draft | None, list[str]]:
        """The draft of a placed proposal, or None, and the reasons for what is dropped."""
        lost: list[str] = []
        if any(self.headings.meeting(s) for s in placed.content):
            return None, [HEADING]
        source, cue = (list(self._inside(spans, lost)) for spans in (placed.source, placed.cue))
        if not source and not cue:
            return None, lost if lost or placed.lost else [UNSOURCED]
        content = [piece for span in placed.content for piece in self._pieces(span)]
        parts = [*source, *cue, *content]
        if any(a.meets(b) for i, a in enumerate(parts) for b in parts[:i]):
            return None, [*lost, OVERLAPS]
        draft = Draft(source, cue, content, producer=producer)
        draft.content = whole(self.parsed.quotes, draft)
        return (draft, lost) if draft.content else (None, [*lost, CUTS])

    def _inside(self, spans: Iterable[Span], lost: list[str]) -> Iterator[Span]:
        """The sources or cues that lie in one paragraph of the running text."""
        for span in spans:
            if self.headings.meeting(span):
                lost.append(HEADING)
            elif not self.paragraphs.around(span):
                lost.append(PARAGRAPHS)
            else:
                yield span

    def _pieces(self, span: Span) -> Iterator[Span]:
        """A content paragraph by paragraph, without the space between them."""
        for paragraph in self.paragraphs.meeting(span):
            start, end = max(span.start, paragraph.start), min(span.end, paragraph.end)
            while start < end and self.text[start].isspace():
                start += 1
            while end > start and self.text[end - 1].isspace():
                end -= 1
            if start < end:
                yield Span(start, end)


def together(parsed: Parsed, admitted: list[Draft], own: list[Draft]) -> list[Draft]:
    """The admitted drafts, and those of onrecord's own that cross none of them.

    Where both have the same cue, a source that the admitted draft lacks is taken from the own one, and another source
    is kept as a rival.
    """
    taken = _Taken(len(parsed.document.text))
    owner: dict[int, Draft] = {}
    for draft in admitted:
        taken.add(draft)
        owner |= {at: draft for cue in draft.cue for at in range(*cue)}
    added = []
    for draft in own:
        same = next((owner[at] for cue in draft.cue for at in range(*cue) if at in owner), None)
        if same is not None:
            _compare_sources(parsed.document.text, same, draft)
        elif not taken.crosses(draft):
            added.append(draft)
    return admitted + added


def _compare_sources(text: str, draft: Draft, own: Draft) -> None:
    if not own.source or any(a.meets(b) for a in own.source for b in (*draft.source, *draft.content, *draft.cue)):
        return
    if draft.source:
        other = own.source[0]
        draft.rivals.append(Rival(value=other.of(text), reason=OTHER_SOURCE, span=other, confidence=own.confidence))
    else:
        draft.source = list(own.source)
        draft.producer = f"{draft.producer}+{own.producer}"
