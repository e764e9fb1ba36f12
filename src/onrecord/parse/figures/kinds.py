"""What kind of figure a number is, if it is one: a measure, an age, a share, a count."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.model import Span
from onrecord.parse.figures import context, counted, hedges
from onrecord.parse.figures.numerals import Numeral
from onrecord.parse.figures.quantity import Quantity, measured

AGE_BEFORE = re.compile(r"\b(?:aged|age|ages|aged between|aged from|(?:man|woman|boy|girl|child)\sof)\s\Z", re.I)
PERSON_AGE = re.compile(r"(?:[A-Z][\w’'-]+|\b[A-Z]\.)(?:,\s|\s\()\Z")
FULL_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+ \(\Z")
AGE_END = re.compile(r"(?:,(?!\s?\d)|\)|;|\.(?=\s|$)|\s[-–—]\s|$)")
PERSON_OF = re.compile(r"\b(?:mum|mom|mother|dad|father|parent|grandmother|grandfather)[- ]of[- ]\Z", re.I)
ONE_AFTER = re.compile(
    r"\s(?:of|another|days?|time|by|or|things?|on|to|in|is|that|who|side|hand|more|such|point|way|else|with|at|for|from|"
    r"reason|the|year|week|month|morning|evening|night|step|moment|part|and|can|should|would|must|might|has|had|was|"
    r"were|will|as)\b|[^\w\s]|\s[^\w\s]|$"
)
ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|the|which|another|last|first|next|only|big|good|bad|new|old|right|wrong|other|little|"
    r"loved|number|day|phase|square|it[’']s|an?|my|his|her|their|our|your)\s\Z",
    re.I,
)
VERB_AFTER = re.compile(r"\s(?:[a-z]+\s){1,3}(?:said|says|told|saying|added|wrote|recalled|described|called|noted)\b")

# spoken fractions
NO_SHARE = re.compile(
    r"[-\s](?:an? )?(?:hour|day|year|time|century|minute|decade|month|week)|\sof (?:an? |the )?(?:hour|century|year|"
    r"day|decade|season|game|match|month|20\d\d)\b|[-\s]?final|-back|-pound|[-\s]party"
)
HALF_NOT_BEFORE = re.compile(
    r"\b(?:first|second|other|latter|better|top|bottom|one|in|the|opening|each|whole|this|that|last|next)\s\Z"
)
HALF_BEFORE = re.compile(r"\b(?:by|at least|about|nearly|almost|over|more than|around|roughly)\s\Z")
HALF_AFTER = re.compile(r"\s(?:of|the|its|their|his|her|all|those|these)\b|[.,;:!?)”\"’]|\s?$")
PART_AFTER = re.compile(r"\s(?:of|the|as)\b|[.,;:!?)”\"’]|\s?$")
THIRD_AFTER = re.compile(
    r"\s(?:of|in|more|less|to|who|say|said|are|were|have|had|since|from|as|and|at|on|by|higher|lower)\b|"
    r"[.,;:!?)”\"’–—-]|\s?$"
)


def quantity(text: str, sentence: Span, numeral: Numeral) -> Quantity | None:  # noqa: PLR0911  # one way out a kind
    """The number as a figure, None where it is none."""
    if context.outside(text, sentence.start, numeral, sentence.end):
        return None
    some = measured(text, sentence, numeral)
    if some.kind in ("currency", "measure") or (some.kind == "share" and some.unit != "share"):
        return None if text[some.start : some.end].lower() == "one time" else some
    before = text[max(sentence.start, numeral.start - 40) : numeral.start]
    lasting = context.duration(text, numeral.end, sentence.end)
    if lasting:
        what, end = lasting
        return replace(some, end=end, unit=what, kind="age") if what else None
    if AGE_BEFORE.search(before) or aged(text, sentence, numeral, before):
        return replace(some, unit="years", kind="age")
    if PERSON_OF.search(before):
        return replace(some, unit="people", kind="family")
    if numeral.share:
        return some if share(text, sentence, numeral) else None
    return None if context.label(text, sentence.start, numeral) else counts(text, sentence, some, before)


def aged(text: str, sentence: Span, numeral: Numeral, before: str) -> bool:
    """Whether a bare number behind a person's name is an age: "Ana Vell, 61, said", "Bo Rann (41)"."""
    value = numeral.value or 0
    if numeral.spelt or not 1 <= value <= 115 or value % 1 or not PERSON_AGE.search(before):
        return False
    if before.endswith("("):
        return text.startswith(")", numeral.end) and FULL_NAME.search(before) is not None
    return AGE_END.match(text, numeral.end, sentence.end) is not None


def share(text: str, sentence: Span, numeral: Numeral) -> bool:
    """Whether a spoken fraction is meant as one: not "a third man", "the second half", "half an hour"."""
    written = text[numeral.start : numeral.end].lower()
    before = text[max(sentence.start, numeral.start - 24) : numeral.start].lower()
    after = text[numeral.end : min(sentence.end, numeral.end + 24)].lower()
    if " in " in written or " out of " in written:
        fits = context.duration(text, numeral.end, sentence.end) is None
    elif NO_SHARE.match(after):
        fits = False
    elif written == "half":
        fits = half(before, after)
    elif written in ("a third", "a quarter", "one third", "one quarter"):
        fits = THIRD_AFTER.match(after) is not None
    elif written.startswith(("a ", "one ")):
        fits = PART_AFTER.match(after) is not None and not before.endswith(" in ")
    else:
        fits = " quarters" not in written or re.match(r"\s(?:of|in)\b|[.,;]", after) is not None
    return fits


def half(before: str, after: str) -> bool:
    if HALF_NOT_BEFORE.search(before):
        return before.endswith((" in ", "the other ")) and after.startswith(" of ")
    if re.match(r"[-’'a-z]", after) and not after.startswith("’ "):
        return False
    return HALF_AFTER.match(after) is not None or HALF_BEFORE.search(before) is not None


def counts(text: str, sentence: Span, some: Quantity, before: str) -> Quantity | None:
    """A bare number as a count, with the noun that it counts in its span where that stands next to it."""
    numeral = some.numeral
    if numeral is None:  # a range has been counted before
        return some
    one = numeral.value == 1 and numeral.spelt
    after = text[numeral.end : min(sentence.end, numeral.end + 60)]
    behind = hedges.behind().match(text, numeral.end, sentence.end)
    hyphen = re.match(r"[-‑]([a-z]+)", after)
    if hyphen and not behind:
        return compound(some, numeral, hyphen)
    score = context.SCORE.match(after) and not (numeral.comma or numeral.scaled)
    if score or (one and (ONE_AFTER.match(after) or ONE_BEFORE.search(before) or VERB_AFTER.match(after))):
        return None
    noun = counted.noun(text, behind.end() if behind else numeral.end, sentence.end, one)
    if noun is None:
        return None if one else unnamed(text, sentence, some, before)
    idiom = noun.head == "figures" and numeral.spelt and 4 <= (numeral.value or 0) <= 9  # "a six-figure sum"
    if idiom or any(w in context.listed("durations") for w in noun.span.of(text).lower().split()):
        return None
    direct = noun.span.start == numeral.end + 1 and " " not in noun.span.of(text)
    return replace(some, end=noun.span.end if direct else some.end, unit=counted.unit_of(noun.head))


def compound(some: Quantity, numeral: Numeral, hyphen: re.Match[str]) -> Quantity | None:
    """A number with a word joined by a hyphen: "25-seat", "2,000-strong"; not "two-way"."""
    word, end = hyphen[1], numeral.end + hyphen.end()
    if word == "strong":
        return replace(some, end=end, unit="people")
    if word in context.listed("compounds") and (word not in context.listed("adjectives") or not numeral.spelt):
        return replace(some, end=end, unit=counted.unit_of(word + "s"))
    return None


def unnamed(text: str, sentence: Span, some: Quantity, before: str) -> Quantity | None:
    """A count without a noun at it: "the figure rose to 118", "three of its terminals"."""
    numeral = some.numeral
    if numeral is None or re.search(r"\b(?:top|bottom|last|big|final|fab)\s\Z", before, re.I):
        return None
    after = text[numeral.end : numeral.end + 10]
    if numeral.spelt and not numeral.scaled and re.match(r"\s(?:[A-Z]|of a kind)", after):
        return None
    whole = counted.part_of(text, numeral.end, sentence.end)
    if whole and counted.plural(head := whole.of(text).rpartition(" ")[2].lower()):
        return replace(some, unit=counted.unit_of(head))
    return some
