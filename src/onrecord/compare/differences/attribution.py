"""What is somebody's word in one document and the outlet's own in another, or has its addressee changed in a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.compare.access import TOLD, around
from onrecord.compare.alike import cover
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference, short
from onrecord.compare.wordwork import stems
from onrecord.model import Attribution, Difference, Place, Span

ARTICLE = re.compile(r"\b(?:an?|one|some|another) $", re.I)
INDEFINITE = re.compile(r"(?:an?|one|some|another)\b", re.I)
REASONS = {
    "lost": "said by {who} in one, in the outlet's own voice in the other",
    "named": "{who} by name in one, ‘{what}’ in the other",
    "addressee": "the same words are said to others",
}


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for draft in drafts:
        if draft.claim.kind == "statement":
            yield from _lost(context, draft)
            yield from _addressee(context, draft)
            yield from _named(context, draft)


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


def _named(context: Context, draft: Draft) -> Iterator[Difference]:
    """A speaker who is named in one document and only described in another."""
    said = [context.attributions[i] for i in dict.fromkeys(p.attribution for p in draft.pieces if p.attribution)]
    said = [a for a in said if a.source]
    docs = {a.document for a in said if _by_name(context, a)}
    named = [a for a in said if a.document in docs and _by_name(context, a)]
    bare = [a for a in said if a.document not in docs and _described(context, a)]
    if named and bare:
        who = context.actor_name(named[0].speaker) or context.text(named[0].document, named[0].source[0])
        what = context.text(bare[0].document, bare[0].source[0])
        yield difference(
            context,
            "attribution",
            "finer_detail",
            [Place(a.document, a.source[0]) for a in named],
            [Place(a.document, a.source[0]) for a in bare],
            REASONS["named"].format(who=who, what=what),
            draft.claim.id,
        )


def _described(context: Context, a: Attribution) -> bool:
    """Whether the source is somebody of a kind: "a spokesman", "one spokesman"."""
    source = a.source[0]
    before = context.document(a.document).text[max(0, source.start - 8) : source.start]
    words = context.text(a.document, source)
    return bool(INDEFINITE.match(words)) or (words[:1].islower() and bool(ARTICLE.search(before)))


def _by_name(context: Context, a: Attribution) -> bool:
    """Whether the source of an attribution is an actor that it names."""
    actor = context.actors.get(a.speaker or "")
    words = context.text(a.document, a.source[0]) if a.source else ""
    return actor is not None and actor.kind == "person" and actor.name.split()[-1] in words
