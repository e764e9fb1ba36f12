"""Puts what the model found together with what the rules found: the model cuts, the rules see to quotations."""

from __future__ import annotations

import re

from onrecord import words
from onrecord.attribute.account import whole
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import forms, saying
from onrecord.model import Parsed, Quote, Span

REFUSAL = re.compile(rf"(?:{'|'.join(map(re.escape, words.lines('refusals')))})\b", re.IGNORECASE)
WORD = re.compile(r"\w+|:")


def merged(parsed: Parsed, learned: list[Draft], ruled: list[Draft]) -> list[Draft]:
    """The drafts of the model, with quotations that only a rule found, and attributions of their own for those
    that meet none of the model's."""
    learned = [d for d in learned if _is_said(parsed, d)]
    out = list(learned)
    for draft in out:
        draft.content = whole(parsed.quotes, draft)
    for rule in ruled:
        near = [d for d in learned if any(c.meets(r) for c in d.content for r in rule.content)]
        same = next((d for d in learned if any(c.meets(r) for c in d.cue for r in rule.cue)), None)
        if same is not None:
            _complete(parsed.quotes, same, rule, learned)
        elif not near and not _crosses(rule, learned):
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


def _is_said(parsed: Parsed, draft: Draft) -> bool:
    """Whether a draft of the model tells of something said, written or held, and not of a refusal."""
    text = parsed.document.text
    start = min(s.start for s in draft.content)
    if REFUSAL.match(text, start):
        return False
    if any(q.span.meets(s) for s in draft.content for q in parsed.quotes):
        return True
    cue = {w for s in draft.cue for w in WORD.findall(s.of(text).lower())}
    return bool(cue & (saying() | forms("document") | forms("stance") | forms("nouns") | {"according", ":"}))


def _crosses(rule: Draft, learned: list[Draft]) -> bool:
    """Whether a part of the rule's attribution lies in content, or its content over a cue, of the model's."""
    parts: list[Span] = [*rule.source, *rule.cue]
    return any(p.meets(c) for d in learned for c in d.content for p in parts) or any(
        c.meets(p) for d in learned for p in (*d.cue, *d.source) for c in rule.content
    )
