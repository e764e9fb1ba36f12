"""Figures: counts, measures, sums of money, shares and ages, each with its interval.

A number is looked for first; what stands around it is read only then. Dates, clock times, durations, ordinals,
labels, scores, telephone numbers and numbers inside names are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Document, Figure, Span, ident
from onrecord.parse import words
from onrecord.parse.figures import context, counted, hedges, units
from onrecord.parse.figures.numerals import LETTERS, Numeral, exact, numerals

__all__ = ["figures"]

JOIN = re.compile(r"\s?(?:-|–|—|\bto\b|\band\b|\bor\b)[\s-]?(?:and |to |or )?", re.IGNORECASE)
AGE_BEFORE = re.compile(r"\b(?:aged|age|ages|aged between|aged from)\s\Z", re.IGNORECASE)
PERSON_AGE = re.compile(r"(?:[A-Z][\w’'-]+|\b[A-Z]\.),?\s\(?\Z")
AGE_END = re.compile(r"(?:,(?!\s?\d)|\)|;|\.(?=\s|$)|\s[-–—]\s)")
PERSON_OF = re.compile(r"\b(?:mum|mom|mother|dad|father|parent|grandmother|grandfather)[- ]of[- ]\Z", re.IGNORECASE)
MAN_OF = re.compile(r"\b(?:man|woman|boy|girl|person|child)\sof\s\Z", re.IGNORECASE)
RATE = re.compile(r"(?:,? in total)?\s(?P<rate>(?:an?|per|each|every) (?:\d+ )?[a-z]+)\b")
ONE_AFTER = re.compile(
    r"\s(?:of|another|day|days|time|by|or|thing|things|on|to|in|is|that|who|side|hand|more|such|point|way|else|with|at|for|from|"
    r"another’s|reason|side|the|year|week|month|morning|evening|night|step|moment|part|and|who|can|should|would|must|might|has|had|was|were|will|as)\b|[^\w\s]|\s[^\w\s]|$"
)
ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|the|which|another|last|first|next|only|big|good|bad|new|old|right|wrong|other|little|loved|"
    r"number|day|phase|square|it[’']s|an?|my|his|her|their|our|your)\s\Z",
    re.IGNORECASE,
)
VERB_AFTER = re.compile(
    r"\s(?:[a-z]+\s){1,3}(?:said|says|told|saying|added|wrote|recalled|described|called|noted)\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, still without its hedge; `value` is None for a range."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None
    kind: str = "count"
    numeral: Numeral | None = None


def figures(document: Document, sentences: Sequence[Span] | None = None) -> tuple[Figure, ...]:
    """The figures of a document, in order of position, none inside another."""
    text = document.text
    if sentences is None:
        sentences = words.sentences(text, words.paragraphs(document))
    return tuple(
        figure(document, sentence, quantity)
        for sentence in sentences
        for quantity in quantities(text, sentence)
    )


def quantities(text: str, sentence: Span) -> Iterator[Quantity]:
    """The quantities of a sentence, ranges put together."""
    found = list(numerals(text, *sentence))
    if not found:
        return
    phones = [m.span() for m in context.PHONE.finditer(text, *sentence)] if len(found) > 1 else []
    n = 0
    while n < len(found):
        numeral = found[n]
        phone = next((b for a, b in phones if a <= numeral.start < b and looks_dialled(text[a:b])), None)
        if phone is not None:
            while n < len(found) and found[n].start < phone:
                n += 1
            continue
        taken, some = 1, quantity(text, sentence, numeral)
        if n + 1 < len(found):
            joined = pair(text, sentence, numeral, some, found[n + 1])
            if joined is not None:
                taken, several = 2, joined
                yield from several
                n += taken
                continue
        if some is not None:
            yield some
        n += taken


def looks_dialled(written: str) -> bool:
    digits = sum(ch.isdigit() for ch in written)
    return digits >= 7 and (written[0] in "+0(" or bool(re.fullmatch(r"\d{3}[ .-]\d{3}[ .-]\d{4}|\d{3}[ .-]\d{4}", written)))


def measured(text: str, sentence: Span, numeral: Numeral) -> Quantity | None:
    """The number with what stands directly at it (sign, currency, scale letters, unit), whatever it may be."""
    sign = units.before(text, sentence.start, numeral.start)
    start = sign.start if sign else numeral.start
    value, end = numeral.value, numeral.end
    low: float | None = numeral.low
    high: float | None = numeral.high
    unit = None
    if numeral.letters:
        scale, end = scale_letters(text, sentence, numeral, money=sign is not None)
        if scale is None:
            unit = units.behind(text, end, sentence.end)
        else:
            value = low = high = exact(numeral.value or 0.0, scale)
            unit = units.behind(text, end, sentence.end)
    else:
        at = end
        plus = re.match(r"\+|-plus\b|-odd\b| odd\b", text[end : end + 5])
        if plus:
            at += plus.end()
        if numeral.value is None or (numeral.spelt and numeral.scaled):
            linked = re.match(r" of (?=[a-z])", text[at : at + 5])
            if linked and units.behind(text, at + 3, sentence.end):
                at += 3
        unit = units.behind(text, at, sentence.end)
    if text[max(sentence.start, start - 6) : start].lower().endswith(("minus ", "minus-")):
        start -= 6
        value, low, high = negative(value, low, high)
    elif re.search(r"(?:^|[\s(])[-−–]\Z", text[max(sentence.start, start - 2) : start]) and not numeral.spelt:
        if start - 1 == sentence.start or text[start] not in " ":
            start -= 1
            value, low, high = negative(value, low, high)
    if sign:
        return Quantity(start, max(end, numeral.end), value, low, high, sign.name, "currency", numeral)
    if unit:
        return Quantity(start, unit.end, value, low, high, unit.name, unit.kind, numeral)
    kind = "share" if numeral.share else "count"
    return Quantity(start, end, value, low, high, "share" if numeral.share else None, kind, numeral)


def negative(
    value: float | None, low: float | None, high: float | None
) -> tuple[float | None, float | None, float | None]:
    return (
        -value if value is not None else None,
        -high if high is not None else None,
        -low if low is not None else None,
    )


def scale_letters(text: str, sentence: Span, numeral: Numeral, money: bool) -> tuple[float | None, int]:
    """What "30m" means: the scale, or None where the letters are a unit, and where the number ends."""
    letters = numeral.letters
    width = len(letters) if text[numeral.end - len(letters) : numeral.end].lower() == letters else 1
    bare = numeral.end - width
    if money or letters not in ("m", "b", "k"):
        return LETTERS[letters], numeral.end
    if letters == "m":
        after = text[numeral.end : min(sentence.end, numeral.end + 24)]
        if re.match(r"[-\s](?:tall|long|wide|deep|high|away|from|below|above|across|race|final|sprint|hurdles|freestyle|radius|"
                    r"thick|in (?:length|height|width|depth)|into|up|down|off|apart|north|south|east|west|freestyle)\b", after):
            return None, bare
        if not re.match(r"[-\s][A-Za-z]", after):
            return (LETTERS["m"] if numeral.comma or (numeral.value or 0) % 1 else None), (
                numeral.end if numeral.comma or (numeral.value or 0) % 1 else bare
            )
    return LETTERS[letters], numeral.end


def quantity(text: str, sentence: Span, numeral: Numeral) -> Quantity | None:
    """The number as a figure, None where it is none."""
    if context.outside(text, sentence.start, numeral, sentence.end):
        return None
    some = measured(text, sentence, numeral)
    if some is None:
        return None
    if some.kind in ("currency", "measure") or (some.kind == "share" and some.unit != "share"):
        return None if some.unit == "times" and few_times(text, some) else some
    before = text[max(sentence.start, numeral.start - 40) : numeral.start]
    lasting = context.duration(text, numeral.end, sentence.end)
    if lasting:
        what, end = lasting
        unit = "months" if "month" in text[numeral.end : end].lower() else "years"
        if what == "age" and ("month" in text[numeral.end : end].lower() or "year" in text[numeral.end : end].lower()):
            return replace(some, end=end, unit=unit, kind="age")
        return None
    if AGE_BEFORE.search(before) or MAN_OF.search(before):
        return replace(some, unit="years", kind="age")
    if aged(text, sentence, numeral, before):
        return replace(some, unit="years", kind="age")
    if PERSON_OF.search(before):
        return replace(some, unit="people", kind="family")
    if numeral.share:
        return some if share(text, sentence, numeral) else None
    if context.label(text, sentence.start, numeral):
        return None
    return counts(text, sentence, some, before)


def few_times(text: str, some: Quantity) -> bool:
    return text[some.start : some.end].lower().startswith(("one time", "a time"))


def aged(text: str, sentence: Span, numeral: Numeral, before: str) -> bool:
    """Whether a bare number behind a person's name and a comma is an age: "Ana Vell, 61, said"."""
    if numeral.spelt or not 1 <= (numeral.value or 0) <= 115 or (numeral.value or 0) % 1:
        return False
    if not PERSON_AGE.search(before) or not before.rstrip(" (").endswith((",",)) and not before.endswith("("):
        return False
    after = text[numeral.end : sentence.end]
    if before.endswith("("):
        return after.startswith(")") and bool(re.search(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+ \(\Z", before))
    return not after or bool(AGE_END.match(after))


def share(text: str, sentence: Span, numeral: Numeral) -> bool:
    """Whether a spoken fraction is meant as one: not "a third man", "the second half", "half an hour"."""
    written = text[numeral.start : numeral.end].lower()
    if " in " in written or " out of " in written:
        return True
    before = text[max(sentence.start, numeral.start - 24) : numeral.start].lower()
    after = text[numeral.end : min(sentence.end, numeral.end + 24)].lower()
    if re.match(r"[-\s](?:an? )?(?:hour|day|year|time|century|minute|decade|month|week|mile marathon)", after):
        return bool(re.match(r"[-\s]?(?:an? )?mile", after))
    if re.match(r"\sof (?:an? |the )?(?:hour|century|year|day|decade|season|game|match|month|20\d\d)\b|[-\s]?final|-back|-pound|[-\s]party", after):
        return False
    if written == "half":
        if re.search(r"\b(?:first|second|other|latter|better|top|bottom|one|in|the|opening|each|whole|this|that|last|next)\s\Z", before):
            return bool(re.search(r"\b(?:in|the other)\s\Z", before) and re.match(r"\sof\b", after))
        if re.match(r"-|[’'a-z]", after):
            return False
        return bool(re.match(r"\s(?:of|the|its|their|his|her|all|those|these|a million)\b|[.,;:!?)”\"’]|\s?$", after)) or bool(
            re.search(r"\b(?:by|at least|about|nearly|almost|over|more than|around|roughly|least)\s\Z", before)
        )
    if written.startswith(("a ", "one ")) and not written.endswith(("third", "quarter")):
        return bool(re.match(r"\s(?:of|the|as)\b|[.,;:!?)”\"’]|\s?$", after)) and not re.search(r"\bin\s\Z", before)
    if written in ("a third", "a quarter", "one third", "one quarter"):
        return bool(
            re.match(r"\s(?:of|in|more|less|to|who|say|said|are|were|have|had|since|from|as|and|at|on|by|higher|lower)\b|[.,;:!?)”\"’–—-]|\s?$", after)
        )
    return " quarters" not in written or bool(re.match(r"\s(?:of|in)\b|[.,;]", after))


def counts(text: str, sentence: Span, some: Quantity, before: str) -> Quantity | None:
    """A bare number as a count, with the noun that it counts in its span where that stands next to it."""
    numeral = some.numeral
    if numeral is None:
        return None
    one = numeral.value == 1 and numeral.spelt
    after = text[numeral.end : sentence.end]
    hyphen = re.match(r"[-‑]([a-z]+)", after)
    if hyphen:
        word = hyphen[1]
        if word in ("odd", "plus", "strong"):
            strong = word == "strong"
            return replace(some, end=numeral.end + hyphen.end() if strong else some.end, unit="people" if strong else None)
        if word in context.listed("compounds") and (word not in context.listed("adjectives") or not numeral.spelt):
            return replace(some, end=numeral.end + hyphen.end(), unit=counted.unit_of(word + "s"))
        return None
    if context.SCORE.match(after) and not (numeral.comma or numeral.scaled):
        return None
    if one and (ONE_AFTER.match(after) or ONE_BEFORE.search(before) or VERB_AFTER.match(after)):
        return None
    noun = counted.noun(text, numeral.end, sentence.end, one)
    if one and noun is None:
        return None
    if noun is None and re.search(r"\b(?:top|bottom|last|big|final|fab)\s\Z", before, re.IGNORECASE):
        return None
    if noun and any(w in context.listed("durations") for w in noun.span.of(text).lower().split()):
        return None
    if noun:
        direct = noun.span.start == numeral.end + 1 and " " not in noun.span.of(text)
        end = noun.span.end if direct else some.end
        return replace(some, end=end, unit=counted.unit_of(noun.head))
    if numeral.spelt and re.match(r"\s(?:[A-Z]|of a kind)", after) and not numeral.scaled:
        return None
    whole = counted.part_of(text, numeral.end, sentence.end)
    if whole and counted.plural(head := whole.of(text).rpartition(" ")[2].lower()):
        return replace(some, unit=counted.unit_of(head))
    return some


def pair(
    text: str, sentence: Span, first: Numeral, some: Quantity | None, second: Numeral
) -> list[Quantity] | None:
    """Two numbers that one expression joins: a range, or the two sides of a vote. None where they stand apart."""
    left = measured(text, sentence, first)
    right = measured(text, sentence, second)
    if left is None or right is None or first.value is None or second.value is None or first.share or second.share:
        return None
    gap = text[left.end : right.start] if left.end <= right.start else text[first.end : right.start]
    join = JOIN.fullmatch(gap)
    if not join or not comparable(left, right):
        return None
    if context.outside(text, sentence.start, second, sentence.end, joined=True):
        return None
    word = gap.strip(" -–—").lower()
    before = text[max(sentence.start, left.start - 40) : left.start]
    if word.startswith("and") and not re.search(r"\bbetween(?: about| around| roughly| some)?\s(?:about |around )?\Z", before, re.IGNORECASE):
        return None
    if context.duration(text, second.end, sentence.end) and right.kind == "count":
        lasting = context.duration(text, second.end, sentence.end)
        if lasting and lasting[0] == "age":
            return [ranged(text, left, replace(right, end=lasting[1], unit="years"), before)]
        return []
    if is_vote(text, before, right, sentence):
        return [replace(left, unit="votes"), replace(right, unit="votes")]
    bare = left.kind == "count" and right.kind == "count"
    if word == "" and bare and not hyphened_range(text, left, right, sentence):
        return []
    if gap.startswith(("- or", "- and", "- to")):
        return [replace(left, unit=left.unit or right.unit, kind=right.kind), right]
    if word == "or" and not (first.spelt == second.spelt and second.value - first.value == 1 and first.value < 20 or not bare):
        return None
    if word.startswith("to") and changed(before, bool(left.unit)):
        return None
    if bare:
        if context.label(text, sentence.start, first) or AT_CLOCK.search(before) and first.value <= 12 and second.value <= 12:
            return []
        right = counts(text, sentence, right, "") or right
        if context.YEARISH.match(text[first.start : first.end]) and context.YEARISH.match(text[second.start : second.end]):
            return []
    return [ranged(text, left, right, before)]


def comparable(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can be the ends of one range."""
    if left.unit is None or left.unit == right.unit:
        return True
    return left.kind == "currency" and right.unit is None


AT_CLOCK = re.compile(r"\b(?:from|open|opens|until)\s\Z", re.IGNORECASE)


def is_vote(text: str, before: str, right: Quantity, sentence: Span) -> bool:
    if re.search(r"\d", before[-4:]):
        return False
    near = re.findall(r"[a-z]+", before.lower())[-5:]
    after = text[right.end : min(sentence.end, right.end + 20)].lower()
    return right.kind == "count" and (
        any(w in context.listed("votes") for w in near) or bool(re.match(r"\s(?:vote|majority|ruling|decision)\b", after))
    )


def hyphened_range(text: str, left: Quantity, right: Quantity, sentence: Span) -> bool:
    """Whether "10-15" is a range: it rises, and a plural noun follows."""
    if left.value is None or right.value is None or right.value <= left.value:
        return False
    noun = counted.noun(text, right.end, sentence.end, one=False)
    if noun is None or noun.head in context.listed("durations"):
        return False
    return not re.match(r"\s(?:win|lead|defeat|victory|loss|draw|wins|home|away|aggregate)\b", text[right.end : right.end + 12])


def changed(before: str, own_unit: bool) -> bool:
    """Whether a change is told of just before: "rose from 3 to 5" has two figures, and so has "fell 12p to 340p"."""
    if not before.lower().endswith("from "):
        last = re.search(r"([a-z]+)(?: by| another| a further)?\s\Z", before.lower())
        return own_unit and last is not None and last[1] in context.listed("changes") - {"between"}
    near = re.findall(r"[a-z]+", re.split(r"[.;:]", before)[-1].lower())[-6:]
    return any(word in context.listed("changes") for word in near)


def ranged(text: str, left: Quantity, right: Quantity, before: str) -> Quantity:
    """The range from one quantity to another; the scale and unit of the second hold for a first without."""
    low, high = left.value or 0.0, right.value or 0.0
    numeral = right.numeral
    if left.numeral is not None and numeral is not None and left.numeral.base is None and numeral.base:
        whole = numeral.base
        if low < whole:
            low = exact(low, high / whole)
    opening = re.search(r"\b(?:between|from)\s\Z", before, re.IGNORECASE)
    start = left.start - (len(opening.group()) if opening else 0)
    name = right.unit or left.unit
    kind = right.kind if right.unit else left.kind
    if left.kind == "currency":
        name, kind = left.unit, "currency"
    return Quantity(start, right.end, None, min(low, high), max(low, high), name, kind, None)


def figure(document: Document, sentence: Span, some: Quantity) -> Figure:
    """The quantity as a figure of the document, with its hedge, what it counts and whose it is."""
    text = document.text
    hedge = None
    value, low, high = some.value, some.low, some.high
    if some.numeral is not None and some.value is not None:
        hedge = hedges.find(text, sentence.start, some.start, some.end, sentence.end)
        if hedge is None and some.end > some.numeral.end:
            late = hedges.behind().match(text, some.numeral.end, sentence.end)
            if late and late.end() <= some.end:
                hedge = hedges.Hedge(some.start, some.end, late.group().strip(" -").lower(), str(late.lastgroup))
        if hedge:
            low, high = hedges.interval(hedge.kind, some.value)
    start = min(some.start, hedge.start) if hedge else some.start
    end = max(some.end, hedge.end) if hedge else some.end
    span = Span(start, end)
    of = what(text, sentence, some)
    whose = counted.owner(text, sentence.start, span, of, age=some.kind == "age")
    return Figure(
        id=ident("f", document.id, start, end),
        document=document.id,
        span=span,
        text=span.of(text),
        value=value,
        low=low,
        high=high,
        unit=some.unit,
        of=of.of(text) if of else None,
        whose=whose.of(text) if whose else None,
        hedge=hedge.text if hedge else ("range" if some.value is None else None),
    )


def what(text: str, sentence: Span, some: Quantity) -> Span | None:
    """What is counted or measured: the noun phrase behind the number or behind "of"; the rate of money."""
    if some.kind in ("age", "family"):
        return None
    position = some.numeral.end if some.kind == "count" and some.numeral else some.end
    if some.kind == "currency" and (rate := RATE.match(text, some.end, sentence.end)):
        return Span(*rate.span("rate"))
    part = counted.part_of(text, some.end, sentence.end) or counted.part_of(text, position, sentence.end)
    if part:
        return part
    if some.kind == "count" and some.numeral is None:
        return None
    noun = counted.noun(text, position, sentence.end, one=some.kind != "count")
    return noun.span if noun and (some.kind == "count" or some.unit in ("%", "share", "percentage points")) else None
