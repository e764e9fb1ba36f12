"""Attributions by rule: a verb of saying or "according to", who it belongs to, and what was said.

Each sentence is read as words and whole quotations (see `units`). Spans are cut where the text is cut; a part
that is not in the text cannot come out.
"""

from __future__ import annotations

from onrecord.attribute import colons, nouns, signed
from onrecord.attribute.adverbials import ASKING
from onrecord.attribute.contents import content, sentence_end
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import AMBIGUOUS, AUXILIARIES, forms, listed, multiword, reporting
from onrecord.attribute.phrases import FINITE, PRONOUNS, holder, leading_subject, subject_after, subject_before, trim
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
CLAUSES = ASKING | {"that"}
PASSIVE = frozenset(["was", "were", "is", "are", "been", "being", "be"])
DASHES = frozenset("—–―-")
GROUP = AUXILIARIES | {"now"}
LONGEST = 600  # units; what is longer is no sentence, and would take long
# in front of an infinitive that tells of a saying: "went on to say", "had to admit"
GOING_ON = tuple(tuple(w.split()) for w in ("went on to", "goes on to", "going on to", "was forced to", "had to"))
NOMINAL = frozenset(["the", "a", "an", "of", "no", "his", "her", "its", "their", "to"])


def find(parsed: Parsed, paragraphs: list[list[Sentence]]) -> list[Draft]:
    """The attributions of a document, in order; their contents do not overlap."""
    drafts = colons.transcript(parsed.document.text, spans_of_paragraphs(parsed.document))
    turns = {d.paragraph for d in drafts}
    for paragraph in signed.joined(colons.joined(paragraphs)):
        for sentence in paragraph:
            if sentence.paragraph not in turns:
                drafts += in_sentence(sentence, sentence is paragraph[-1])
    return [draft for draft in drafts if not is_unsaid(parsed.document, draft)]


def in_sentence(sentence: Sentence, is_last: bool = False) -> list[Draft]:
    """The attributions of a sentence; only the last of a paragraph can be signed with a dash and a name."""
    units = sentence.units
    if len(units) > LONGEST:
        return []
    taken = [i < sentence.lead for i in range(len(units))]
    drafts = signed.signed(sentence, taken) if is_last else []
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
    drafts += nouns.noun_led(sentence, taken)
    drafts += colons.labelled(sentence, taken)
    return resumed(sentence, drafts, taken)


def resumed(sentence: Sentence, drafts: list[Draft], taken: list[bool]) -> list[Draft]:
    """The drafts, where a quotation that goes on behind an aside between dashes is given to the one before it."""
    units = sentence.units
    for i in range(3, len(units)):
        quote = units[i].quote
        if quote is None or taken[i] or units[i - 1].text not in DASHES or not units[i].text[1:2].islower():
            continue
        opened = next((j for j in range(i - 2, 0, -1) if units[j].text in DASHES and units[j].quote is None), 0)
        before = units[opened - 1]
        owner = next((d for d in drafts if before.quote and any(s.meets(before.quote.span) for s in d.content)), None)
        if opened and owner is not None:
            owner.content.append(quote.span)
            taken[i] = True
    return drafts


def _cues(units: tuple[Unit, ...]) -> list[int]:
    """Where cues may stand, verbs of saying before "according to", which yields to them."""
    known = reporting()
    verbs = [
        i
        for i, u in enumerate(units)
        if u.quote is None and not u.text.isupper() and (u.low in known or _tail(units, i))
    ]
    according = [
        i for i, u in enumerate(units[:-1]) if u.quote is None and u.low == "according" and units[i + 1].low == "to"
    ]
    return verbs + according


def _tail(units: tuple[Unit, ...], at: int) -> int:
    """How many of the words behind a verb belong to it: one in "pointed out"."""
    tails = multiword().get(units[at].low, ())
    following = tuple(u.low if u.quote is None else "" for u in units[at + 1 : at + 5])
    return next((len(t) for t in tails if following[: len(t)] == t and following[len(t) : len(t) + 1] != ("to",)), 0)


def _group_start(units: tuple[Unit, ...], at: int) -> int:
    start = at
    before = tuple(u.low for u in units[max(0, at - 3) : at])
    start -= next((len(w) for w in GOING_ON if before[-len(w) :] == w), 0)
    while start > 0 and units[start - 1].quote is None and units[start - 1].low in GROUP:
        start -= 1
    return start


def _span(units: tuple[Unit, ...], first: int, last: int) -> Span:
    """The characters of units[first:last]."""
    return Span(units[first].start, units[last - 1].end)


def _verb(units: tuple[Unit, ...], at: int, taken: list[bool], previous: Span | None) -> tuple[Draft | None, list[int]]:
    verb, start, tail = units[at].low, _group_start(units, at), _tail(units, at)
    if start > 0 and units[start - 1].low in NOMINAL:
        return None, []
    participle = verb.endswith("ing") and start == at and at > 0 and units[at - 1].text == ","
    subject = None if participle else subject_before(units, start, taken)
    after, inverted = at + 1 + tail, False
    attached = subject is not None and verb.endswith("ing") and start == at
    if subject is not None and attached:
        subject = holder(units, subject)
    says = (tail or verb in forms("speech") | forms("quoting")) and not verb.endswith("ing")
    if subject is None and says and _may_invert(units, start):
        right = subject_after(units, after, taken)
        if right is not None:
            subject, after, inverted = right, right[1], True
    parts, kind = content(units, at, start, after, subject, inverted, taken)
    if not parts or not _reports(units, at, start, parts, subject):
        return None, []
    if attached and units[parts[0][0]].quote is not None:
        parts = [(parts[0][0], parts[0][0] + 1)]
    if subject is None and (kind != "after" or not _elided(units, start)):
        return None, []
    if subject is None and previous is None and not any(taken[:start]):
        led = leading_subject(units, start)
        previous = _span(units, *led) if led is not None else None
    source = _span(units, *subject) if subject is not None else previous
    quoted = any(u.quote for a, b in parts for u in units[a:b])
    if source is None or not (quoted or _is_plain(verb, kind) or _in_clause(units, verb, parts)):
        return None, []
    last = _as_saying(units, at) + tail
    used = [i for a, b in parts for i in range(a, b)]
    used += list(range(start, last)) + (list(range(*subject)) if subject else [])
    spans = sorted(_span(units, a, b) for a, b in parts)
    way = "quoted" if quoted else "that" if any(units[a].low == "that" for a, _ in parts) else kind
    if kind == "after" and verb in forms("commanding") and units[parts[0][0]].low in {"to", "not"}:
        way = "to"
    return Draft([source], [_span(units, start, last)], spans, SHARES[way], way=way), used


def _reports(
    units: tuple[Unit, ...], at: int, start: int, parts: list[tuple[int, int]], subject: tuple[int, int] | None
) -> bool:
    """Whether a form reports speech here: no noun, no verb that needs a quotation or a clause and has none, and not
    the question that the speaker was asked ("when a reporter asked whether …, she replied")."""
    verb = units[at].low
    if verb in AMBIGUOUS and not _tail(units, at) and not _is_verb(units, at, start):
        return False
    if verb in forms("quoting") and not any(units[a].quote or units[a].low in CLAUSES for a, _ in parts):
        return False
    hearing = forms("addressed") | forms("directive") | forms("asking")
    if start < at and units[at - 1].low in PASSIVE and verb in hearing:
        return False  # "parents were told": those who heard it
    put = subject is not None and subject[0] > 0 and units[subject[0] - 1].low in {"when", "after", "as", "once"}
    return not (put and verb in forms("asking"))


def _in_clause(units: tuple[Unit, ...], verb: str, parts: list[tuple[int, int]]) -> bool:
    """Whether content begins with "that" or, behind a verb of asking, with a word that asks."""
    begins = CLAUSES if verb in forms("asking") else {"that"}
    return any(units[a].low in begins for a, _ in parts)


def _as_saying(units: tuple[Unit, ...], at: int) -> int:
    """Where the cue ends that begins with the verb: "quoted as saying" is one."""
    behind = [u.low for u in units[at + 1 : at + 3] if u.quote is None]
    relayed = units[at].low in {"quoted", "cited"} and behind[:1] == ["as"] and behind[1:] in (["saying"], ["telling"])
    return at + 3 if relayed else at + 1


def _is_plain(verb: str, kind: str) -> bool:
    """Whether a verb alone shows that something was said, without a quotation and without "that"."""
    if verb in forms("commanding") | forms("urging") | forms("committing"):
        return True
    return kind in {"put", "judged"} or (verb in forms("speech") and verb not in forms("stance"))


def _is_verb(units: tuple[Unit, ...], at: int, start: int) -> bool:
    """Whether a form that is often a noun ("state", "reports") reports speech here: what follows or stands right
    before it must show it."""
    participle = units[at].low.endswith("ing") and start == at and at > 0
    if participle and (units[at - 1].text == "," or units[at - 1].low in {"after", "before", "while", "by"}):
        return True
    if at + 1 < len(units) and (
        units[at + 1].quote is not None or units[at + 1].text in ":," or units[at + 1].low == "that"
    ):
        return start < at or units[start - 1].low not in PREPOSITIONS
    return start < at or (start > 0 and units[start - 1].low in PRONOUNS - {"one"})


def _may_invert(units: tuple[Unit, ...], start: int) -> bool:
    """Whether a subject may follow the verb: something that could be content stands before it."""
    return start > 0 and (units[start - 1].quote is not None or units[start - 1].text in ",—–―-")


def _elided(units: tuple[Unit, ...], start: int) -> bool:
    """Whether the subject is that of the verb before: "and said", ", adding", "before telling"."""
    if start == 0:
        return False
    before = units[start - 1]
    if before.low == "by":
        return units[start].low.endswith("ing")
    return before.text == "," or before.low in {"and", "but", "then", "before", "after", "while", "or", "to"}


def _according(units: tuple[Unit, ...], at: int, taken: list[bool]) -> tuple[Draft | None, list[int]]:
    end = sentence_end(units, at)
    if at == 0 or (units[at - 1].low in {"but", "and"} and at <= 2):
        comma = next((i for i in range(at + 2, end) if units[i].text == ","), None)
        if comma is not None and comma + 1 < end and units[comma + 1].low in {"who", "which", "whose"}:
            comma = next((i for i in range(comma + 1, end) if units[i].text == ","), None)
        if comma is None or comma + 1 >= end or any(taken[comma + 1 : end]):
            return None, []
        source, content = (at + 2, comma), (comma + 1, end)
    else:
        last = at - 1 if units[at - 1].text in ",—–―-" else at
        first = trim(units, 0, last)
        if first >= last or any(taken[first:last]):
            return None, []
        stop = subject_after(units, at + 2, taken)
        if stop is None:
            return None, []
        source, content = stop, (first, last)
    if source[1] <= source[0] or content[1] - content[0] < 2:
        return None, []
    pieces = [content]
    if content[0] < at and source[1] + 2 < end and units[source[1]].text == "," and _is_phrase(units, *content):
        pieces.append((source[1] + 1, end))  # "The lake, according to the ministry, loses a metre a year"
    if any(taken[i] for piece in pieces for i in range(*piece)):
        return None, []
    draft = Draft([_span(units, *source)], [_span(units, at, at + 2)], [_span(units, *p) for p in pieces], 0.85)
    return draft, [*(i for p in pieces for i in range(*p)), *range(*source), at, at + 1]


def _is_phrase(units: tuple[Unit, ...], first: int, last: int) -> bool:
    """Whether units[first:last] have no verb."""
    return not any(u.quote or u.low in FINITE | listed("pasts") or u.low.endswith("ed") for u in units[first:last])
