"""Puts what the model found together with what the rules found: the model cuts, the rules see to quotations."""

from __future__ import annotations

from onrecord.attribute.account import whole
from onrecord.attribute.draft import Draft
from onrecord.model import Parsed, Quote, Span


def merged(parsed: Parsed, learned: list[Draft], ruled: list[Draft]) -> list[Draft]:
    """The drafts of the model, with quotations that only a rule found, and attributions of their own for those
    that meet none of the model's."""
    out = list(learned)
    for draft in out:
        draft.content = whole(parsed.quotes, draft)
    for rule in ruled:
        near = [d for d in learned if any(c.meets(r) for c in d.content for r in rule.content)]
        same = next((d for d in learned if any(c.meets(r) for c in d.cue for r in rule.cue)), None)
        if same is not None:
            _complete(parsed.quotes, same, rule, learned)
        elif not near and _is_sure(parsed.quotes, rule) and not _crosses(rule, learned):
            out.append(rule)
    return out


def _complete(quotes: tuple[Quote, ...], draft: Draft, rule: Draft, learned: list[Draft]) -> None:
    """Adds to a draft the quotations that the rule gives to the same cue and no draft holds, and a source."""
    if not draft.source:
        draft.source = list(rule.source)
    for span in rule.content:
        held = any(span.meets(c) for d in learned for c in d.content)
        if not held and any(q.span.meets(span) for q in quotes):
            draft.content = sorted([*draft.content, span])


def _is_sure(quotes: tuple[Quote, ...], rule: Draft) -> bool:
    """Whether a rule is enough by itself: it holds a quotation."""
    return any(q.span.meets(span) for q in quotes for span in rule.content)


def _crosses(rule: Draft, learned: list[Draft]) -> bool:
    """Whether a part of the rule's attribution lies in content, or its content over a cue, of the model's."""
    parts: list[Span] = [*rule.source, *rule.cue]
    return any(p.meets(c) for d in learned for c in d.content for p in parts) or any(
        c.meets(p) for d in learned for p in (*d.cue, *d.source) for c in rule.content
    )
