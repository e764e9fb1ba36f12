"""Attributions by rule: a verb of saying or "according to", who it belongs to, and what was said.

Each sentence is read as words and whole quotations (see `units`). Spans are cut where the text is cut; a part
that is not in the text cannot come out.
"""

from __future__ import annotations

from onrecord.attribute import colons
from onrecord.attribute.contents import content, sentence_end
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import AMBIGUOUS, AUXILIARIES, forms, reporting
from onrecord.attribute.phrases import PRONOUNS, leading_subject, subject_after, subject_before, trim
from onrecord.attribute.units import PREPOSITIONS, Sentence, Unit
from onrecord.attribute.unsaid import is_unsaid
from onrecord.model import Parsed, Span
from onrecord.parse.words import paragraphs as spans_of_paragraphs

# How often each way was right (half the words, and the source) in the training part of PolNeAR.
SHARES = {
    "quoted": 0.9,
    "that": 0.75,
    "after": 0.74,
    "before": 0.73,
    "both": 0.72,
    "put": 0.71,
    "judged": 0.705,
    "to": 0.72,
}
GROUP = AUXILIARIES | {"now"}
LONGEST = 600  # units; what is longer is no sentence, and would take long
NOMINAL = frozenset(["the", "a", "an", "of", "no", "his", "her", "its", "their", "to"])


def find(parsed: Parsed, paragraphs: list[list[Sentence]]) -> list[Draft]:
    """The attributions of a document, in order; their contents do not overlap."""
    drafts = colons.transcript(parsed.document.text, spans_of_paragraphs(parsed.document))
    turns = {d.paragraph for d in drafts}
    for paragraph in colons.joined(paragraphs):
        for sentence in paragraph:
            if sentence.paragraph not in turns:
                drafts += in_sentence(sentence)
    return [draft for draft in drafts if not is_unsaid(parsed.document, draft)]


def in_sentence(sentence: Sentence) -> list[Draft]:
    units = sentence.units
    if len(units) > LONGEST:
        return []
    taken = [i < sentence.lead for i in range(len(units))]
    drafts: list[Draft] = []
    previous: Span | None = None
    for at in _cues(units):
        if taken[at]:
            continue
        if units[at].low == "according":
            draft, used = _according(units, at, taken)
        else:
            draft, used = _verb(units, at, taken, previous)
        if draft is None:
            continue
        draft.paragraph, draft.sentence = sentence.paragraph, sentence.number
        if draft.source:
            previous = draft.source[0]
        for i in used:
            taken[i] = True
        drafts.append(draft)
    return drafts + colons.labelled(sentence, taken)


def _cues(units: tuple[Unit, ...]) -> list[int]:
    """Where cues may stand, verbs of saying before "according to", which yields to them."""
    known = reporting()
    verbs = [i for i, u in enumerate(units) if u.quote is None and u.low in known and not u.text.isupper()]
    according = [
        i for i, u in enumerate(units[:-1]) if u.quote is None and u.low == "according" and units[i + 1].low == "to"
    ]
    return verbs + according


def _group_start(units: tuple[Unit, ...], at: int) -> int:
    start = at
    while start > 0 and units[start - 1].quote is None and units[start - 1].low in GROUP:
        start -= 1
    return start


def _span(units: tuple[Unit, ...], first: int, last: int) -> Span:
    """The characters of units[first:last]."""
    return Span(units[first].start, units[last - 1].end)


def _verb(units: tuple[Unit, ...], at: int, taken: list[bool], previous: Span | None) -> tuple[Draft | None, list[int]]:
    verb = units[at].low
    start = _group_start(units, at)
    if start > 0 and units[start - 1].low in NOMINAL:
        return None, []
    participle = verb.endswith("ing") and start == at and at > 0 and units[at - 1].text == ","
    subject = None if participle else subject_before(units, start, taken)
    after = at + 1
    inverted = False
    says = verb in forms("speech") | forms("quoting") and not verb.endswith("ing")
    if subject is None and says and _may_invert(units, start):
        right = subject_after(units, at + 1, taken)
        if right is not None:
            subject, after, inverted = right, right[1], True
    parts, kind = content(units, at, start, after, subject, inverted, taken)
    if not parts or (verb in AMBIGUOUS and not _is_verb(units, at, start)):
        return None, []
    if subject is None and (kind != "after" or not _elided(units, start)):
        return None, []
    if subject is None and previous is None and not any(taken[:start]):
        subject = leading_subject(units, start)
        previous = _span(units, *subject) if subject is not None else None
        subject = None
    source = _span(units, *subject) if subject is not None else previous
    quoted = any(u.quote for a, b in parts for u in units[a:b])
    if source is None or not (quoted or _is_plain(verb, kind) or any(units[a].low == "that" for a, _ in parts)):
        return None, []
    last = _as_saying(units, at)
    used = [i for a, b in parts for i in range(a, b)]
    used += list(range(start, last)) + (list(range(*subject)) if subject else [])
    spans = sorted(_span(units, a, b) for a, b in parts)
    way = "quoted" if quoted else "that" if any(units[a].low == "that" for a, _ in parts) else kind
    if kind == "after" and verb in forms("commanding") and units[parts[0][0]].low in {"to", "not"}:
        way = "to"
    return Draft([source], [_span(units, start, last)], spans, SHARES[way], way=way), used


def _as_saying(units: tuple[Unit, ...], at: int) -> int:
    """Where the cue ends that begins with the verb: "quoted as saying" is one."""
    behind = [u.low for u in units[at + 1 : at + 3] if u.quote is None]
    relayed = units[at].low in {"quoted", "cited"} and behind[:1] == ["as"] and behind[1:] in (["saying"], ["telling"])
    return at + 3 if relayed else at + 1


def _is_plain(verb: str, kind: str) -> bool:
    """Whether a verb alone shows that something was said, without a quotation and without "that"."""
    if verb in forms("commanding") | forms("urging"):
        return True
    return kind in {"put", "judged"} or (verb in forms("speech") and verb not in forms("stance"))


def _is_verb(units: tuple[Unit, ...], at: int, start: int) -> bool:
    """Whether a form that is often a noun ("state", "reports") reports speech here: what follows or stands right
    before it must show it."""
    if units[at].low.endswith("ing") and start == at and at > 0 and units[at - 1].text == ",":
        return True
    if at + 1 < len(units) and (
        units[at + 1].quote is not None or units[at + 1].text in ":," or units[at + 1].low == "that"
    ):
        return start < at or units[start - 1].low not in PREPOSITIONS
    return start < at or (start > 0 and units[start - 1].low in PRONOUNS)


def _may_invert(units: tuple[Unit, ...], start: int) -> bool:
    """Whether a subject may follow the verb: something that could be content stands before it."""
    return start > 0 and (units[start - 1].quote is not None or units[start - 1].text in ",—–-")


def _elided(units: tuple[Unit, ...], start: int) -> bool:
    """Whether the subject is that of the verb before: "and said", ", adding", "before telling"."""
    if start == 0:
        return False
    before = units[start - 1]
    return before.text == "," or before.low in {"and", "but", "then", "before", "after", "while", "or", "to"}


def _according(units: tuple[Unit, ...], at: int, taken: list[bool]) -> tuple[Draft | None, list[int]]:
    end = sentence_end(units, at)
    if at == 0 or (units[at - 1].low in {"but", "and"} and at <= 2):
        comma = next((i for i in range(at + 2, end) if units[i].text == ","), None)
        if comma is None or comma + 1 >= end or any(taken[comma + 1 : end]):
            return None, []
        source, content = (at + 2, comma), (comma + 1, end)
    else:
        last = at - 1 if units[at - 1].text in ",—–-" else at
        first = trim(units, 0, last)
        if first >= last or any(taken[first:last]):
            return None, []
        stop = subject_after(units, at + 2, taken)
        if stop is None:
            return None, []
        source, content = stop, (first, last)
    if source[1] <= source[0] or content[1] - content[0] < 2:
        return None, []
    draft = Draft([_span(units, *source)], [_span(units, at, at + 2)], [_span(units, *content)], 0.85)
    return draft, [*range(*content), *range(*source), at, at + 1]
