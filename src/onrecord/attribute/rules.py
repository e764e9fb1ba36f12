"""Attributions by rule: a verb of saying or "according to", who it belongs to, and what was said.

Each sentence is read as words and whole quotations (see `units`). Spans are cut where the text is cut; a part
that is not in the text cannot come out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.attribute.lexicon import AUXILIARIES, TIME_WORDS, forms, saying
from onrecord.attribute.phrases import (
    BOUNDARIES,
    PRONOUNS,
    object_end,
    skip_adverbials,
    subject_after,
    subject_before,
    trim,
)
from onrecord.attribute.units import PREPOSITIONS, Sentence, Unit
from onrecord.model import Span

PRODUCER = "rules/1"
# Forms that are nouns at least as often as they report speech.
AMBIGUOUS = frozenset(
    "state states report reports note notes claim claims comment comments call calls text texts post posts offer "
    "offers question place blast brand label labels promise promises pledge pledges vow vows boast joke jokes reply "
    "replies answer answers counter estimate estimates forecast forecasts signal signals quote quotes warning praise "
    "finding order orders request requests demand demands press attack attacks support hope hopes fear fears worry "
    "worries doubt doubts ring smile sigh rule rules saying".split()
)


@dataclass(slots=True)
class Draft:
    """An attribution in the making: character spans of its parts."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    confidence: float = 0.5
    paragraph: int = 0
    sentence: int = 0
    producer: str = PRODUCER

    def reach(self) -> tuple[int, int]:
        spans = [*self.source, *self.cue, *self.content]
        return min(s.start for s in spans), max(s.end for s in spans)


def find(paragraphs: list[list[Sentence]]) -> list[Draft]:
    """The attributions of a document, in order; their contents do not overlap."""
    drafts: list[Draft] = []
    for paragraph in paragraphs:
        for sentence in paragraph:
            found = in_sentence(sentence)
            drafts += found
    return drafts


def in_sentence(sentence: Sentence) -> list[Draft]:
    units = sentence.units
    taken = [False] * len(units)
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
    return drafts


def _cues(units: tuple[Unit, ...]) -> list[int]:
    """Where cues may stand, verbs of saying before "according to", which yields to them."""
    verbs = [
        i
        for i, u in enumerate(units)
        if u.quote is None and u.low in saying() | forms("stance") | forms("document") and not u.text.isupper()
    ]
    according = [
        i for i, u in enumerate(units[:-1]) if u.quote is None and u.low == "according" and units[i + 1].low == "to"
    ]
    return verbs + according


def _group_start(units: tuple[Unit, ...], at: int) -> int:
    start = at
    while start > 0 and units[start - 1].quote is None and units[start - 1].low in AUXILIARIES:
        start -= 1
    return start


def _span(units: tuple[Unit, ...], first: int, last: int) -> Span:
    """The characters of units[first:last]."""
    return Span(units[first].start, units[last - 1].end)


def _verb(units: tuple[Unit, ...], at: int, taken: list[bool], previous: Span | None) -> tuple[Draft | None, list[int]]:
    verb = units[at].low
    start = _group_start(units, at)
    nominal = start > 0 and units[start - 1].low in {"the", "a", "an", "of", "to", "no", "his", "her", "its", "their"}
    if nominal and not (units[start - 1].low == "to"):
        return None, []
    subject = subject_before(units, start, taken)
    after = at + 1
    inverted = False
    if subject is None and verb in forms("speech") and not verb.endswith("ing") and _may_invert(units, start):
        right = subject_after(units, at + 1, taken)
        if right is not None:
            subject, after, inverted = right, right[1], True
    content, end, kind = _content(units, at, start, after, subject, inverted, taken)
    if not content or (verb in AMBIGUOUS and not _is_verb(units, at, start, content)):
        return None, []
    if subject is None and not inverted and kind != "after":
        return None, []
    if subject is None and not _elided(units, start):
        return None, []
    source = _span(units, *subject) if subject is not None else previous
    if source is None:
        return None, []
    plain = (verb in forms("speech") and verb not in forms("stance")) or kind == "put"
    if not plain and not any(u.quote for a, b in content for u in units[a:b]) and kind != "judged":
        that = any(units[a].low == "that" for a, _ in content)
        if not that:
            return None, []
    spans = [_span(units, a, b) for a, b in content]
    used = [i for a, b in content for i in range(a, b)]
    used += list(range(start, at + 1)) + (list(range(*subject)) if subject else [])
    confidence = 0.9 if any(u.quote for a, b in content for u in units[a:b]) else 0.75
    draft = Draft([source], [_span(units, start, at + 1)], sorted(spans), confidence)
    return draft, used


def _is_verb(units: tuple[Unit, ...], at: int, start: int, content: list[tuple[int, int]]) -> bool:
    """Whether a form that is often a noun ("state", "reports") reports speech here: what follows or stands right
    before it must show it."""
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


def _content(
    units: tuple[Unit, ...],
    at: int,
    start: int,
    after: int,
    subject: tuple[int, int] | None,
    inverted: bool,
    taken: list[bool],
) -> tuple[list[tuple[int, int]], int, str]:
    """What was said as unit ranges, where it ends, and how it was found."""
    left = subject[0] if subject is not None and not inverted else start
    before = _before(units, left, taken)
    if not inverted and subject is not None and (halves := _interrupted(units, left, after, taken)):
        return halves, halves[-1][1], "both"
    behind = _after(units, at, after, taken) if not inverted else _resumed(units, after, taken)
    if before is not None and behind is not None:
        quoted = units[before[0]].quote is not None or units[before[1] - 1].quote is not None
        if quoted or units[behind[0] - 1].text == ",":
            return [before, behind], behind[1], "both"
        return [behind], behind[1], "after"
    if behind is not None:
        return [behind], behind[1], _how(units[at].low)
    if before is not None:
        return [before], before[1], "before"
    return [], 0, ""


def _how(verb: str) -> str:
    return "judged" if verb in forms("judging") else "put" if verb in {"put", "puts"} else "after"


def _numeric(units: tuple[Unit, ...], first: int) -> bool:
    return any(u.quote is None and any(c.isdigit() for c in u.text) for u in units[first : first + 5])


def _clause_end(units: tuple[Unit, ...], first: int, end: int) -> int:
    return next((i for i in range(first + 1, end) if units[i].text in ",;" and units[i].quote is None), end)


def _interrupted(units: tuple[Unit, ...], left: int, after: int, taken: list[bool]) -> list[tuple[int, int]] | None:
    """The halves of "One thing, she said on Tuesday, is clear"."""
    if left < 2 or units[left - 1].quote is not None or units[left - 1].text != "," or any(taken[:left]):
        return None
    end = _sentence_end(units, after)
    comma = after
    while comma < min(end, after + 8) and units[comma].quote is None and units[comma].text not in ",:;":
        if units[comma].low in BOUNDARIES:
            return None
        comma += 1
    if comma + 2 >= end or units[comma].text != "," or any(taken[comma:end]):
        return None
    adverbial = comma == after or units[after].low in TIME_WORDS | PREPOSITIONS
    first = trim(units, 0, left - 1)
    if not adverbial or first >= left - 1 or units[first].low in PREPOSITIONS | BOUNDARIES | {"according"}:
        return None
    if units[comma + 1].low in BOUNDARIES | {"adding", "citing", "according"}:
        return None
    return [(first, left - 1), (comma + 1, end)]


def _before(units: tuple[Unit, ...], left: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content in front of ", X said": a quotation, or the clause from the start of the sentence."""
    if left == 0:
        return None
    last = left
    if units[last - 1].text in ",—–-" and units[last - 1].quote is None:
        last -= 1
    elif units[last - 1].quote is None:
        return None
    if last <= 0 or any(taken[i] for i in range(last)):
        if last > 0 and units[last - 1].quote is not None and not taken[last - 1]:
            return last - 1, last
        return None
    first = trim(units, 0, last)
    words = sum(1 for u in units[first:last] if u.quote is None and u.text[0].isalnum())
    if units[last - 1].quote is not None:
        if units[last - 1].text[-2:-1] in ",?!.—–…" and words <= 2:
            return last - 1, last
        return first, last
    if words < 3 or units[first].low in PREPOSITIONS | BOUNDARIES | {"asked", "speaking"}:
        return None
    return first, last


def _after(units: tuple[Unit, ...], at: int, after: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content behind the verb: a quotation, "that …", a clause, or what somebody is called or asked to do."""
    verb = units[at].low
    end = _sentence_end(units, after)
    if after >= end:
        return None
    if verb in {"put", "puts"}:
        number = range(after + 1, min(end, after + 12))
        ok = any(
            units[i].low == "at" and units[i + 1].quote is None and _numeric(units, i + 1)
            for i in number
            if i + 1 < end
        )
        return (after, _clause_end(units, after, end)) if ok else None
    first = skip_adverbials(units, after, end, verb)
    if first is None or first >= end or taken[first]:
        return None
    if verb in forms("judging") and verb not in forms("speech"):
        stop = object_end(units, after, end)
        return (after, stop) if any(u.quote for u in units[after:stop]) else None
    plainly = units[first].quote is not None or units[first].low == "that" or (
        first > after and verb in forms("addressed")
    )
    if verb in forms("addressed") | forms("directive") and not plainly:
        inner = object_end(units, first, end)
        return (first, inner) if inner > first + 1 and verb in forms("directive") else None
    stop = end
    for i in range(first + 1, end):
        if units[i].text == "," and i + 1 < end and units[i + 1].low in {"adding", "according", "saying", "citing"}:
            stop = i
            break
        if taken[i] or (units[i].low in {"and", "but"} and i + 1 < end and _says_more(units, i + 1)):
            stop = i
            break
    while stop > first and units[stop - 1].quote is None and units[stop - 1].text in ",;:—–-":
        stop -= 1
    return (first, stop) if stop > first and (stop - first > 1 or units[first].quote is not None) else None


def _says_more(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a verb of saying with the same subject follows "and"."""
    if units[at].quote is None and units[at].low in AUXILIARIES and at + 1 < len(units):
        at += 1
    unit = units[at]
    return unit.quote is None and unit.low in saying() - AMBIGUOUS and not unit.low.endswith("ing") and unit.low.endswith(("ed", "s", "d", "ote"))


def _resumed(units: tuple[Unit, ...], after: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content that goes on after "…,” said X, “…"."""
    if after + 1 < len(units) and units[after].text in ",:" and units[after + 1].quote is not None:
        return after + 1, after + 2
    return None


def _sentence_end(units: tuple[Unit, ...], first: int) -> int:
    end = len(units)
    while end > first and units[end - 1].quote is None and units[end - 1].text in ".!?…":
        end -= 1
    return end


def _according(units: tuple[Unit, ...], at: int, taken: list[bool]) -> tuple[Draft | None, list[int]]:
    end = _sentence_end(units, at)
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
