"""Makes attributions of drafts: none overlap, and every quoted run is held by one or listed with a reason."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from operator import itemgetter

from onrecord.attribute.draft import Draft
from onrecord.attribute.overlap import quotes_in, start_of
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
    """Gives a sentence that is nothing but quotation to the attribution of the sentence before, also over the end of
    a paragraph that is nothing else, and each part of a quotation over paragraphs to the one that has another."""
    held = sorted(s for d in drafts for s in d.content)
    places = sorted((d.cue[0].start if d.cue else d.reach()[0], i) for i, d in enumerate(drafts))
    last: Draft | None = None
    for paragraph in paragraphs:
        if not all(_is_quotation(s) for s in paragraph):
            last = None
        for sentence in paragraph:
            start, end = sentence.units[0].start, sentence.units[-1].end
            own = [drafts[i] for _, i in places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]]
            if own:
                last = max(own, key=lambda d: max(c.end for c in d.content))
            elif not _is_quotation(sentence):
                last = None
            elif last is not None:
                loose = [u.quote.span for u in sentence.units if u.quote and not _is_held(u.quote, held)]
                last.content.extend(loose)
    return _join_groups(parsed, drafts)


def _is_quotation(sentence: Sentence) -> bool:
    return all(u.quote is not None or not u.text[0].isalnum() for u in sentence.units)


def _join_groups(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """Gives the parts of quotations over paragraphs that no draft holds to the draft that has another part."""
    held = sorted((s, i) for i, d in enumerate(drafts) for s in d.content)
    spans = [s for s, _ in held]
    owners: dict[int, int] = {}
    for quote in parsed.quotes:
        at = bisect_right(spans, Span(quote.span.start, 1 << 60)) - 1
        if at >= 0 and spans[at].holds(quote.span):
            owners.setdefault(quote.group, held[at][1])
    for quote in parsed.quotes:
        owner = owners.get(quote.group)
        at = bisect_right(spans, Span(quote.span.start, 1 << 60))
        near = spans[max(0, at - 1) : at + 1]
        if owner is not None and not any(s.meets(quote.span) for s in near):
            drafts[owner].content.append(quote.span)
    return drafts


def whole(quotes: tuple[Quote, ...], draft: Draft) -> list[Span]:
    """The content of a draft with quotations that it cuts taken in whole, and pieces that meet taken as one."""
    out: list[Span] = []
    for span in sorted(draft.content):
        start, end = span
        for quote in quotes_in(quotes, span):
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
        content = [c for c in content if not _meets_any(c, held)]
        if content:
            for span in content:
                insort(held, span)
            draft.content = content
            kept.append(draft)
    return sorted(kept, key=lambda d: d.reach())


def _meets_any(span: Span, held: list[Span]) -> bool:
    """Whether a span meets one of a list of spans that are in order and apart."""
    at = bisect_left(held, span)
    return any(span.meets(h) for h in held[max(0, at - 1) : at + 1])


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
        rivals=tuple(draft.rivals),
    )


def kind_of(parsed: Parsed, content: tuple[Span, ...]) -> AttributionKind:
    """direct where every word of the content is inside quotation marks, indirect where none is, else mixed."""
    inside = outside = 0
    for span in content:
        index = max(0, bisect_right(parsed.tokens, span.start, key=itemgetter(0)) - 1)
        while index < len(parsed.tokens) and parsed.tokens[index].start < span.end:
            token = parsed.tokens[index]
            index += 1
            if token.end <= span.start or not token.text[0].isalnum():
                continue
            at = bisect_right(parsed.quotes, token.start, key=start_of) - 1
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
