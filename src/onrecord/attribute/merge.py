"""Puts what the model found together with what the rules found: the model cuts, the rules see to quotations."""

from __future__ import annotations

import re

from onrecord import words
from onrecord.attribute.account import whole
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import forms, saying
from onrecord.model import Parsed, Quote, Span

REFUSAL = re.compile(rf"(?:{'|'.join(map(re.escape, words.lines('refusals')))})\b", re.IGNORECASE)
HALF = 0.5
WORD = re.compile(r"\w+|:")


def merged(parsed: Parsed, learned: list[Draft], ruled: list[Draft]) -> list[Draft]:
    """The drafts of the model, cut as the rules cut where both have the same cue, and those of the rules that meet
    none of the model's and are sure by themselves."""
    learned = [d for d in learned if _is_said(parsed, d)]
    for draft in learned:
        draft.content = whole(parsed.quotes, draft)
    out = list(learned)
    for rule in ruled:
        same = next((d for d in learned if any(c.meets(r) for c in d.cue for r in rule.cue)), None)
        if same is not None:
            _agree(parsed.quotes, same, rule)
        elif not _crosses(rule, learned) and _is_sure(parsed, rule):
            out.append(rule)
    return out


def _agree(quotes: tuple[Quote, ...], draft: Draft, rule: Draft) -> None:
    """Cuts the content of a draft of the model as the rule with the same cue does, where that was better on articles
    kept apart: around quotations, which may be followed by more of them, and at the ends of clauses, save where the
    rule took all that stands behind a verb."""
    if not draft.source:
        draft.source = list(rule.source)
    common = shared(draft.content, rule.content)
    if any(q.span.meets(s) for q in quotes for s in rule.content):
        whole_quotes = {q.span for q in quotes}
        more = [s for s in draft.content if s in whole_quotes and not any(s.meets(r) for r in rule.content)]
        if common > 0 or not more:
            draft.content = sorted([*rule.content, *more])
    elif common >= HALF and not (rule.way == "after" and size(rule.content) > size(draft.content)):
        draft.content = list(rule.content)


def size(spans: list[Span]) -> int:
    return sum(s.end - s.start for s in spans)


def shared(one: list[Span], two: list[Span]) -> float:
    """The characters that two lists of spans share, over all they cover."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in two)
    all_of_them = sum(s.end - s.start for s in (*one, *two)) - both
    return both / all_of_them if all_of_them else 0.0


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


def _is_sure(parsed: Parsed, rule: Draft) -> bool:
    """Whether a rule is enough without the model: for quotations, "according to", and verbs that say little else."""
    if any(q.span.meets(s) for s in rule.content for q in parsed.quotes):
        return True
    cue = WORD.findall(rule.cue[-1].of(parsed.document.text).lower())
    return cue[-1] in forms("plain") or cue[0] == "according" or cue[-1] in {":", "put", "puts"}


def _crosses(rule: Draft, learned: list[Draft]) -> bool:
    """Whether a part of the rule's attribution lies in content, or its content over a cue, of the model's."""
    parts: list[Span] = [*rule.source, *rule.cue, *rule.content]
    return any(p.meets(c) for d in learned for c in d.content for p in parts) or any(
        c.meets(p) for d in learned for p in (*d.cue, *d.source) for c in rule.content
    )
