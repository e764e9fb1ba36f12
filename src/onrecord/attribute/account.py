"""Makes attributions of drafts: none overlap, and every quoted run is held by one or listed with a reason."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.attribute.draft import Draft
from onrecord.attribute.units import Sentence
from onrecord.model import (
    Attributed,
    Attribution,
    AttributionKind,
    Parsed,
    Quote,
    Span,
    Unattributed,
    ident,
)

SCARE = "words in quotation marks, not speech"
TITLE = "title or name"
NO_SOURCE = "no source found"
TITLE_WORD = re.compile(r"[A-Z0-9]|(?:a|an|the|of|and|in|on|for|to|with|or|at|by|from)\b")


def settle(parsed: Parsed, drafts: list[Draft], paragraphs: list[list[Sentence]]) -> Attributed:
    text = parsed.document.text
    drafts = _carry_on(parsed, drafts, paragraphs)
    for draft in drafts:
        draft.content = whole(parsed.quotes, draft)
    drafts = _apart(drafts)
    attributions = tuple(_attribution(parsed, draft) for draft in drafts)
    held = sorted(span for a in attributions for span in a.content)
    unattributed = tuple(
        Unattributed(parsed.document.id, quote.span, _reason(text, quote))
        for quote in parsed.quotes
        if not _is_held(quote, held)
    )
    return Attributed(parsed=parsed, attributions=attributions, unattributed=unattributed)


def _carry_on(parsed: Parsed, drafts: list[Draft], paragraphs: list[list[Sentence]]) -> list[Draft]:
    """Gives a quotation that follows an attribution in its paragraph, or goes on in the next one, to it."""
    held = {s for d in drafts for s in d.content}
    by_place: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        by_place[draft.paragraph, draft.sentence] = draft
    for paragraph in paragraphs:
        last: Draft | None = None
        for sentence in paragraph:
            here = by_place.get((sentence.paragraph, sentence.number))
            if here is not None:
                last = here if any(u.quote is not None for u in sentence.units) else None
                continue
            alone = all(u.quote is not None or not u.text[0].isalnum() for u in sentence.units)
            if not alone:
                last = None
                continue
            if last is not None:
                for unit in sentence.units:
                    if unit.quote is not None and unit.quote.span not in held:
                        last.content.append(unit.quote.span)
                        held.add(unit.quote.span)
    groups: dict[int, Draft] = {}
    for quote in parsed.quotes:
        owner = next((d for d in drafts if any(c.holds(quote.span) for c in d.content)), None)
        if owner is not None:
            groups.setdefault(quote.group, owner)
    for quote in parsed.quotes:
        owner = groups.get(quote.group)
        if owner is not None and not any(c.meets(quote.span) for d in drafts for c in d.content):
            owner.content.append(quote.span)
    return drafts


def whole(quotes: tuple[Quote, ...], draft: Draft) -> list[Span]:
    """The content of a draft with quotations that it cuts taken in whole, and pieces that meet taken as one."""
    starts = [q.span.start for q in quotes]
    out: list[Span] = []
    for span in sorted(draft.content):
        start, end = span
        first = max(0, bisect_right(starts, start) - 1)
        for quote in quotes[first : bisect_right(starts, end)]:
            if quote.span.meets(Span(start, end)):
                start, end = min(start, quote.span.start), max(end, quote.span.end)
        grown = Span(start, end)
        if any(grown.meets(s) for s in (*draft.cue, *draft.source)):
            continue
        if out and out[-1].end >= grown.start:
            out[-1] = Span(out[-1].start, max(out[-1].end, grown.end))
        else:
            out.append(grown)
    return out


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Drafts in order, surest first where contents meet; pieces already held are left out."""
    kept: list[Draft] = []
    held: list[Span] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.reach())):
        content = sorted(c for c in set(draft.content) if c.end > c.start)
        content = [c for c in content if not any(c.meets(h) for h in held)]
        if content:
            held += content
            draft.content = content
            kept.append(draft)
    return sorted(kept, key=lambda d: d.reach())


def _attribution(parsed: Parsed, draft: Draft) -> Attribution:
    document = parsed.document.id
    source, cue, content = (tuple(sorted(s)) for s in (draft.source, draft.cue, draft.content))
    return Attribution(
        id=ident("a", document, source, cue, content),
        document=document,
        kind=kind_of(parsed, content),
        source=source,
        cue=cue,
        content=content,
        confidence=round(draft.confidence, 3),
        producer=draft.producer,
    )


def kind_of(parsed: Parsed, content: tuple[Span, ...]) -> AttributionKind:
    """direct where every word of the content is inside quotation marks, indirect where none is, else mixed."""
    inside = outside = 0
    starts = [t.start for t in parsed.tokens]
    quote_starts = [q.span.start for q in parsed.quotes]
    for span in content:
        index = max(0, bisect_right(starts, span.start) - 1)
        while index < len(parsed.tokens) and parsed.tokens[index].start < span.end:
            token = parsed.tokens[index]
            index += 1
            if token.end <= span.start or not token.text[0].isalnum():
                continue
            at = bisect_right(quote_starts, token.start) - 1
            quoted = at >= 0 and token.start < parsed.quotes[at].span.end
            inside, outside = inside + quoted, outside + (not quoted)
    return "indirect" if not inside else "mixed" if outside else "direct"


def _is_held(quote: Quote, held: list[Span]) -> bool:
    at = bisect_right(held, Span(quote.span.start, 1 << 60)) - 1
    return at >= 0 and held[at].start <= quote.inner.start and quote.inner.end <= held[at].end


def _reason(text: str, quote: Quote) -> str:
    words = quote.inner.of(text).split()
    if (
        words
        and all(TITLE_WORD.match(w) for w in words)
        and words[0][0].isupper()
        and text[quote.inner.end - 1] not in ",?!."
    ):
        return TITLE
    if len(words) <= 4 and text[quote.inner.end - 1 : quote.inner.end] not in (",", "?", "!"):
        return SCARE
    return NO_SOURCE
