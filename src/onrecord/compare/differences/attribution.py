"""What is somebody's word in one document and the outlet's own in another, or has its addressee changed in a copy."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.compare.access import TOLD, around
from onrecord.compare.claims import Draft, cover
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference, short
from onrecord.compare.wordwork import stems
from onrecord.model import Attribution, Difference, Place, Span

REASONS = {
    "lost": "said by {who} in one, in the outlet's own voice in the other",
    "addressee": "the same words are said to others",
}


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for draft in drafts:
        if draft.claim.kind == "statement":
            yield from _lost(context, draft)
            yield from _addressee(context, draft)


def _lost(context: Context, draft: Draft) -> Iterator[Difference]:
    """A statement that another document gives without its speaker."""
    said = [context.attributions[i] for i in dict.fromkeys(p.attribution for p in draft.pieces if p.attribution)]
    docs = {a.document for a in said}
    bare = [Place(p.document, p.span) for p in draft.pieces if p.attribution is None and p.document not in docs]
    bare = [p for p in bare if short(context, p.document, p.span)]
    if not bare:
        return
    first = min(said, key=lambda a: (context.order[a.document], a.content))
    who = context.actor_name(first.speaker) or first.speaker_text or "somebody"
    whole = [Place(a.document, _whole(context, a)) for a in said]
    yield difference(context, "attribution", "wording", whole, bare, REASONS["lost"].format(who=who), draft.claim.id)


def _whole(context: Context, a: Attribution) -> Span:
    """Source, cue and content together, or the content where that is long."""
    every = cover([*a.source, *a.cue, *a.content])
    return every if short(context, a.document, every) else a.content[0]


def _addressee(context: Context, draft: Draft) -> Iterator[Difference]:
    """Words that a copy lets be said to somebody else than its original does."""
    told: list[tuple[Attribution, Span, frozenset[str]]] = []
    for i in dict.fromkeys(p.attribution for p in draft.pieces if p.attribution):
        a = context.attributions[i]
        offset, text = around(context, a)
        found = TOLD.search(text)
        if found and (heads := frozenset(stems(" ".join(found.group(1).split()[:3])))):
            told.append((a, Span(offset + found.start(), offset + found.end(1)), heads))
    for a, span, heads in told:
        for b, there, others in told:
            if context.copied(b.document, a.document) == "from" and not heads & others:
                places = [Place(b.document, there)]
                yield difference(
                    context,
                    "attribution",
                    "wording",
                    [Place(a.document, span)],
                    places,
                    REASONS["addressee"],
                    draft.claim.id,
                )
