"""Puts what the model found together with what the rules found: the model cuts, the rules see to quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import itemgetter

from onrecord.attribute.account import whole
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import forms, saying, views
from onrecord.attribute.overlap import any_quote, quotes_in
from onrecord.attribute.tidy import past_paper, source_alone, tidied
from onrecord.attribute.unsaid import WORD, is_unsaid
from onrecord.model import Parsed, Quote, Rival, Span

HALF = 0.5
SHORTEST = 4  # words of content that no quotation marks show to be somebody's
# How sure to be, beside the model's own confidence, as measured on articles kept apart: where a rule has the same cue,
# where none has, and of a rule by itself.
DOUBT_LEFT, MODEL_ALONE, RULE_ALONE = 0.55, 0.9, 0.7
HELD = 0.5  # as likely right as not; above it what is lost on articles kept apart grows faster than what is spared
OTHER_SOURCE = "source by the rules"
QUOTED_BY = re.compile(r"\b(?:is|was|were|been|being) (?:\w+ )?(?:quoted|cited)\b")
LEAD = 3  # words that may lead into a quotation behind a verb that alone is none of saying
PASSIVE = re.compile(r"^(?:\w+ )?(?:is|are|was|were|be|been|being) (?:\w+ )?\w+(?:ed|ought|own)\b")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|\w+ed|be)\b|[’']s\b"
)


def merged(parsed: Parsed, learned: list[Draft], ruled: list[Draft], *, trusted: bool = False) -> list[Draft]:
    """The drafts of the model, cut as the rules cut where both have the same cue, and those of the rules that meet
    none of the model's and are sure by themselves; paragraph by paragraph.

    A `trusted` model cuts for itself, and what it is sure of may tell of a view; what says nothing is left out.
    """
    parts: dict[int, tuple[list[Draft], list[Draft]]] = {}
    for which, drafts in enumerate((learned, ruled)):
        for draft in drafts:
            parts.setdefault(draft.paragraph, ([], []))[which].append(draft)
    return [draft for _, part in sorted(parts.items()) for draft in _in_paragraph(parsed, *part, trusted)]


def _in_paragraph(parsed: Parsed, learned: list[Draft], ruled: list[Draft], trusted: bool) -> list[Draft]:
    for draft in learned:
        draft.content = _in_sentence(parsed, draft)
        draft.content = whole(parsed.quotes, draft)
    learned = [d for d in learned if d.content and not _only_carries(parsed, d, ruled)]
    learned = [d for d in learned if _is_said(parsed, d) or (trusted and _is_held(parsed, d))]
    _take_back(parsed.document.text, learned, ruled)
    learned = [d for d in learned if d.content]
    agreed = [False] * len(learned)
    added = []
    for rule in ruled:
        same = next((i for i, d in enumerate(learned) if any(c.meets(r) for c in d.cue for r in rule.cue)), None)
        if same is not None:
            agreed[same] = True
            if not trusted:
                _agree(parsed.document.text, parsed.quotes, learned[same], rule)
            elif not learned[same].source or _is_relative(parsed.document.text, learned[same]):
                learned[same].source = list(rule.source)
        elif not _crosses(rule, learned) and _is_sure(parsed, rule):
            rule.confidence *= RULE_ALONE
            added.append(rule)
    for draft in learned + added:
        past_paper(parsed.document.text, draft)
        draft.source = source_alone(parsed.document.text, draft)
        draft.content = tidied(parsed.document.text, parsed.quotes, draft)
    for draft, both in zip(learned, agreed, strict=True):
        sure = draft.confidence
        draft.confidence = 1 - (1 - sure) * DOUBT_LEFT if both else sure * MODEL_ALONE
    return [d for d in learned + added if d.content]


def _take_back(text: str, learned: list[Draft], ruled: list[Draft]) -> None:
    """Leaves out of a draft of the model further pieces that are a quotation with a cue of its own beside it, and all
    of it where that cue tells of saying and the model's has no source or tells of something else."""
    tells = _telling() | forms("quoting") | forms("stance")
    for rule in ruled:
        if rule.way != "quoted":
            continue
        for draft in learned:
            if any(c.meets(r) for c in draft.cue for r in rule.cue):
                continue
            kept = [s for s in draft.content if not any(s.meets(r) for r in rule.content)]
            own = any(c.meets(k) for other in ruled if other is not rule for c in draft.cue for k in other.cue)
            told = any(w in tells for s in draft.cue for w in WORD.findall(s.of(text).lower()))
            if rule.source and not (draft.source and told) and len(kept) < len(draft.content):
                draft.content = []
            elif kept and own:
                draft.content = kept


def _agree(text: str, quotes: tuple[Quote, ...], draft: Draft, rule: Draft) -> None:
    """Cuts the content of a draft of the model as the rule with the same cue does, where that was better on articles
    kept apart: around quotations, which may be followed by more of them, and at the ends of clauses, save where the
    rule took all that stands behind a verb."""
    if not draft.source or _is_relative(text, draft):
        draft.source = list(rule.source)
    elif rule.source and not any(r.meets(s) for r in rule.source for s in draft.source):
        other = rule.source[0]
        draft.rivals.append(Rival(value=other.of(text), reason=OTHER_SOURCE, span=other, confidence=rule.confidence))
    if any(r.meets(c) for r in rule.content for c in (*draft.cue, *draft.source)):
        return
    common = shared(draft.content, rule.content)
    if any_quote(quotes, rule.content):
        alone = [s for s in draft.content if any(q.span == s for q in quotes_in(quotes, s))]
        more = [s for s in alone if not any(s.meets(r) for r in rule.content)]
        if common > 0 or not more:
            draft.content = sorted([*(_led_in(text, quotes, s, draft.content) for s in rule.content), *more])
        return
    if rule.way == "that" and rule.content[0].of(text).startswith("that ") and _ends(draft.content, rule.content):
        draft.content = list(rule.content)
        return
    longer = rule.way == "after" and size(rule.content) > size(draft.content)
    if (rule.way == "to" and common > 0) or (common >= HALF and not longer):
        draft.content = list(rule.content)


def _ends(wide: list[Span], narrow: list[Span]) -> bool:
    """Whether one piece ends another: "to clients that rates would fall" and "that rates would fall"."""
    return len(wide) == len(narrow) == 1 and wide[0].end == narrow[0].end and wide[0].start < narrow[0].start


def _is_relative(text: str, draft: Draft) -> bool:
    """Whether a source is only "who" or "which", or an outlet by which somebody "was quoted"."""
    return draft.source[0].of(text).lower() in {"who", "which", "that"} or bool(QUOTED_BY.search(draft.cue[0].of(text)))


def _led_in(text: str, quotes: tuple[Quote, ...], span: Span, learned: list[Span]) -> Span:
    """A quotation that the rule took by itself, with the words that lead into it and out of it as the model has them;
    nothing leads out of one that ends with a mark of its own."""
    wider = next((s for s in learned if s.holds(span)), None)
    if wider is None or not any(q.span == span for q in quotes_in(quotes, span)):
        return span
    if text[wider.start : span.start].rstrip()[-1:] in {"(", ":"}:
        return span
    inside = text[span.start : span.end].strip("”\"’'»›“‘« ")
    whole_one = wider.start == span.start and inside[:1].isupper() and " " in inside
    own_end = whole_one or inside[-1:] in {",", ".", "?", "!"}
    return Span(wider.start, span.end if own_end else wider.end)


def size(spans: list[Span]) -> int:
    return sum(s.end - s.start for s in spans)


def shared(one: list[Span], two: list[Span]) -> float:
    """The characters that two lists of spans share, over all they cover."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in two)
    all_of_them = sum(s.end - s.start for s in (*one, *two)) - both
    return both / all_of_them if all_of_them else 0.0


def _in_sentence(parsed: Parsed, draft: Draft) -> list[Span]:
    """The content of a draft of the model without what an unquoted piece takes of neighbouring sentences."""
    at = bisect_right(parsed.sentences, draft.cue[0].start, key=itemgetter(0)) - 1
    sentence = parsed.sentences[at] if at >= 0 else Span(0, len(parsed.document.text))
    out = []
    for span in draft.content:
        if span.meets(sentence) and not sentence.holds(span) and not quotes_in(parsed.quotes, span):
            span = Span(max(span.start, sentence.start), min(span.end, sentence.end))  # noqa: PLW2901
            while span.end > span.start and parsed.document.text[span.end - 1] in ".!? ":
                span = Span(span.start, span.end - 1)  # noqa: PLW2901
        if span.end > span.start:
            out.append(span)
    inside = [s for s in out if s.meets(sentence) or quotes_in(parsed.quotes, s)]
    return inside if any(s.meets(sentence) for s in inside) else out


def _only_carries(parsed: Parsed, draft: Draft, ruled: list[Draft]) -> bool:
    """Whether the source only passes on what another source of the same sentence says: "Bell said it was over,
    according to the agency"."""
    cue = WORD.findall(draft.cue[0].of(parsed.document.text).lower())
    if not cue or (cue[0] != "according" and cue[-1] not in {"reported", "reports", "report"}):
        return False
    others = [r for r in ruled if not any(c.meets(k) for c in draft.cue for k in r.cue)]
    return any(
        c.meets(r)
        for o in others
        if o.way in {"that", "after", "quoted"}
        for c in draft.content
        for r in (*o.cue, *o.content)
    )


def _is_said(parsed: Parsed, draft: Draft) -> bool:
    """Whether a draft of the model tells of something said, written or held, and not of a refusal."""
    text = parsed.document.text
    cue = [w for s in draft.cue for w in WORD.findall(s.of(text).lower())]
    if is_unsaid(parsed.document, draft):
        return False
    told = bool(set(cue) & _telling())
    if not told or any_quote(parsed.quotes, draft.content):
        return told or _is_view(parsed, draft, cue)
    if cue[-1:] in (["asked"], ["asking"]) and not draft.source:
        return False  # a question put to the speaker
    content = [w for s in draft.content for w in WORD.findall(s.of(text))]
    if len(content) < SHORTEST and (len(content) < SHORTEST - 1 or content[0] not in {"that", "That"}):
        return False
    return bool(set(cue) & (saying() | forms("document") | forms("stance") | forms("nouns") | {"according", ":"}))


def _is_held(parsed: Parsed, draft: Draft) -> bool:
    """Whether a trusted model is sure enough that a draft tells of a view, though no word of saying does."""
    return draft.confidence >= HELD and not is_unsaid(parsed.document, draft)


@cache
def _telling() -> frozenset[str]:
    """Words of a cue that tell of saying or writing, not of a view, a wish or a deed alone."""
    said = forms("speech") - forms("stance") | forms("addressed") | forms("judging") - forms("stance")
    return said | forms("document") | forms("nouns") | forms("directive") | views("also_said") | {"according", ":"}


def _is_view(parsed: Parsed, draft: Draft, cue: list[str]) -> bool:
    """Whether a cue without a word of saying is enough: before a quotation, or a view of somebody in a clause."""
    text = parsed.document.text
    if not views("naming").isdisjoint(cue):
        return False
    first = draft.content[0]
    for quote in (q for span in draft.content for q in quotes_in(parsed.quotes, span)):
        led = text[first.start : quote.span.start].split()
        if len(led) <= LEAD or len(quote.inner.of(text).split()) >= SHORTEST:
            return True
    if not draft.source or PASSIVE.search(draft.cue[0].of(text)):
        return False
    clause = re.match(r"[Tt]hat\b", text[first.start :][:5]) is not None
    return clause or bool(set(cue) & views("holding") and VERB.search(first.of(text)))


def _is_sure(parsed: Parsed, rule: Draft) -> bool:
    """Whether a rule is enough without the model: for quotations, "according to", and verbs that say little else."""
    if any_quote(parsed.quotes, rule.content):
        return True
    cue = WORD.findall(rule.cue[-1].of(parsed.document.text).lower())
    if rule.way == "that" and cue[-1] in _telling() | forms("quoting"):
        return True
    return rule.way == "to" or cue[-1] in forms("plain") or cue[0] == "according" or cue[-1] in {":", "put", "puts"}


def _crosses(rule: Draft, learned: list[Draft]) -> bool:
    """Whether a part of the rule's attribution lies in content, or its content over a cue, of the model's."""
    source = [] if rule.way == "quoted" else rule.source
    parts: list[Span] = [*source, *rule.cue, *rule.content]
    return any(p.meets(c) for d in learned for c in d.content for p in parts) or any(
        c.meets(p) for d in learned for p in (*d.cue, *d.source) for c in rule.content
    )
