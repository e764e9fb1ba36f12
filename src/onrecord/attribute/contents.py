"""What was said, from a verb of saying and its subject: the units before and behind that are the content."""

from __future__ import annotations

from onrecord.attribute.adverbials import ASKING, is_aside, object_end, skip_adverbials
from onrecord.attribute.lexicon import AMBIGUOUS, AUXILIARIES, TIME_WORDS, forms, listed, saying, views
from onrecord.attribute.phrases import BOUNDARIES, DETERMINERS, FINITE, OBJECTS, PLACES, PRONOUNS, trim
from onrecord.attribute.units import PREPOSITIONS, Unit

REPORTED = frozenset(["reported", "reports"])
DAYS = listed("days")
MARKS = frozenset(",:;—–―")
HEARERS = 8  # units between a verb and a colon that say to whom or of what: "scolded the council: “…”"
LEAVING = views("leaving")


def content(
    units: tuple[Unit, ...],
    at: int,
    start: int,
    after: int,
    subject: tuple[int, int] | None,
    inverted: bool,
    taken: list[bool],
) -> tuple[list[tuple[int, int]], str]:
    """What was said as unit ranges, and how it was found."""
    left = subject[0] if subject is not None and not inverted else start
    before = _before(units, left, taken)
    if before is not None and _ends_open(units[before[1] - 1]):
        more = _resumed(units, after, taken)
        return ([before] if more is None else [before, more]), "before"
    if not inverted and subject is not None and (halves := _interrupted(units, left, after, taken)):
        return halves, "both"
    behind = _after(units, at, after, taken) if not inverted else _resumed(units, after, taken)
    if before is not None and behind is not None and units[behind[0] - 1].text == "," and is_aside(units, behind[0]):
        behind = None
    if before is None or behind is None:
        found = [part for part in (before, behind) if part is not None]
        return found, "before" if behind is None else _how(units[at].low)
    quoted = units[before[0]].quote is not None or units[before[1] - 1].quote is not None
    if not quoted and units[left - 1].text in "—–―-" and units[behind[0]].quote is not None:
        return [behind], "after"
    if quoted or units[behind[0] - 1].text == ",":
        return [before, behind], "both"
    return [behind], "after"


def _ends_open(unit: Unit) -> bool:
    """Whether a quotation ends as one does that an attribution follows: “…,” or “…?”."""
    if unit.quote is None:
        return False
    inner = unit.text.rstrip("”\"’'»›“‘ ")
    return len(inner) > 1 and inner[-1] in ",?!—–―…-"


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
    end = sentence_end(units, after)
    comma = after
    while comma < min(end, after + 8) and units[comma].quote is None and units[comma].text not in ",:;":
        if units[comma].low in BOUNDARIES:
            return None
        comma += 1
    if comma + 2 >= end or units[comma].text != "," or any(taken[comma:end]):
        return None
    adverbial = comma == after or units[after].low in TIME_WORDS | PREPOSITIONS
    first = trim(units, 0, left - 1)
    led = units[first].low in PREPOSITIONS and any(u.low in DAYS | PLACES for u in units[first : left - 1])
    if not adverbial or first >= left - 1 or led or units[first].low in BOUNDARIES | {"according"}:
        return None
    if units[comma + 1].low in BOUNDARIES | {"adding", "citing", "according"} or is_aside(units, comma + 1):
        return None
    return [(first, left - 1), (comma + 1, end)]


def _before(units: tuple[Unit, ...], left: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content in front of ", X said": a quotation, or the clause from the start of the sentence."""
    last = left
    if last > 0 and units[last - 1].text in ",—–―-" and units[last - 1].quote is None:
        last -= 1
    elif last > 0 and units[last - 1].quote is None:
        return None
    if last <= 0:
        return None
    quoted = units[last - 1].quote is not None
    first = last - 1
    while first > 0 and units[first].quote is not None and units[first - 1].quote is not None:
        first -= 1
    if quoted and first > 0 and units[first - 1].text in ":(" and not any(taken[first:last]):
        return first, last
    if any(taken[:last]):
        return (last - 1, last) if quoted and not taken[last - 1] else None
    first = trim(units, 0, last)
    words = sum(1 for u in units[first:last] if u.quote is None and u.text[0].isalnum())
    if quoted:
        return (last - 1 if words <= 2 and units[last - 1].text[-2:-1] in ",?!.—–―…" else first), last
    plain = words >= 3 and units[first].low not in PREPOSITIONS | BOUNDARIES | {"asked", "speaking"}
    return (first, last) if plain else None


def _after(units: tuple[Unit, ...], at: int, after: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content behind the verb: a quotation, "that …", a clause, or what somebody is called or asked to do."""
    verb = units[at].low
    end = closing_credit(units, after, sentence_end(units, after))
    if after >= end:
        return None
    if verb in {"put", "puts"}:
        return _put(units, after, end, taken)
    if verb in forms("commanding") | forms("urging") and (start := _infinitive(units, after, end)) is not None:
        return (start if verb in forms("commanding") else after), _stop(units, start, end, taken)
    if verb in forms("committing") and units[after].low == "to" and units[after].quote is None:
        return after, _stop(units, after, end, taken)
    first = skip_adverbials(units, after, end, verb)
    if first is None or first >= end or taken[first]:
        return None
    return _behind(units, verb, after, first, end, taken)


def _behind(
    units: tuple[Unit, ...], verb: str, after: int, first: int, end: int, taken: list[bool]
) -> tuple[int, int] | None:
    """Content that begins at `first`, as the verb takes it."""
    if verb.startswith("accus") and any(u.low == "of" for u in units[after:end] if u.quote is None):
        return after, _before_more(units, after, _stop(units, after, end, taken))
    quote = _past_colon(units, verb, first, end, taken)
    if quote is not None:
        return quote, _stop(units, quote, end, taken)
    if verb in forms("judging") and verb not in forms("speech"):
        stop = object_end(units, after, end)
        return (after, stop) if any(u.quote for u in units[after:stop]) else None
    asks = verb in forms("asking") and units[first].low in ASKING
    clause = units[first].quote is not None or units[first].low == "that" or asks
    if verb in forms("addressed") | forms("directive") and not (
        clause or (first > after and verb in forms("addressed"))
    ):
        stop = object_end(units, first, end)
        return (first, stop) if stop > first + 1 and verb in forms("directive") else None
    stop = _stop(units, first, end, taken)
    return (first, stop) if stop > first and (stop - first > 1 or units[first].quote is not None) else None


def _before_more(units: tuple[Unit, ...], first: int, end: int) -> int:
    """Where an accusation ends that a quotation closes: "accused him of “cowardice”, and the hall fell silent"."""
    for i in range(first, end - 2):
        if units[i].quote is not None and units[i + 1].text == "," and units[i + 2].low in BOUNDARIES:
            return i + 1
    return end


def _past_colon(units: tuple[Unit, ...], verb: str, first: int, end: int, taken: list[bool]) -> int | None:
    """The quotation behind the object of a verb and a colon: "scolded the council: “…”"."""
    if verb in forms("document") or units[first].quote is not None:
        return None
    for i in range(first, min(end - 1, first + HEARERS)):
        unit = units[i]
        if unit.text == ":" and i > first:
            return i + 1 if _is_quote(units, i + 1, taken) else None
        if unit.quote is not None or unit.text in ",;:—–―" or unit.low in FINITE | {"that"} or unit.low.endswith("ed"):
            return None
    return None


def _put(units: tuple[Unit, ...], after: int, end: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content of "put the number at 300", and of "put it: “…”"."""
    if units[after].low == "it" and units[after].quote is None:
        quote = next((i for i in range(after + 1, min(end, after + 8)) if units[i].quote is not None), None)
        if quote is not None and units[quote - 1].text in ",:":
            return quote, _stop(units, quote, end, taken)
    for i in range(after, min(end - 1, after + 12)):
        if units[i].low == "at" and units[i + 1].quote is None and _numeric(units, i + 1):
            return after, _clause_end(units, after, end)
    return None


def _infinitive(units: tuple[Unit, ...], first: int, end: int) -> int | None:
    """Where "to leave" or "not to leave" begins behind "ordered them"."""
    for i in range(first, min(end - 1, first + 16)):
        unit = units[i]
        if unit.quote is not None or unit.low in {"that", ":", ";", "if", "whether", "what", "how", "why"}:
            return None
        if unit.low == "to" and i > first and units[i + 1].quote is None and units[i + 1].text.islower():
            if units[i - 1].low == "not":
                return i - 1
            near = i - first <= 3 or units[first].low in OBJECTS or _is_hearer(units, first, i)
            return (
                i
                if near and units[i + 1].low not in DETERMINERS and not any(u.text == "," for u in units[first:i])
                else None
            )
    return None


def _is_hearer(units: tuple[Unit, ...], first: int, last: int) -> bool:
    """Whether units[first:last] are a noun phrase and a time or place: "a labour court in Ostrel on Tuesday"."""
    head = units[first]
    if not (head.low in DETERMINERS or head.text[0].isupper()):
        return False
    return not any(
        u.low in FINITE | BOUNDARIES - {"and"} | {"for", "about", "permission", "right"} for u in units[first:last]
    )


def _stop(units: tuple[Unit, ...], first: int, end: int, taken: list[bool]) -> int:
    """Where content that begins at `first` ends: before more of saying, or with the sentence."""
    stop = end
    for i in range(first, end):
        if units[i].quote is not None and _is_closed(units, i, end):
            stop = i + 1
            break
        if i == first:
            continue
        if units[i].text == "," and i + 1 < end and units[i + 1].low in {"adding", "according", "saying", "citing"}:
            stop = i
            break
        if units[i].low == "but" and units[i].quote is None and _keeps_silent(units, i + 1, end):
            stop = i
            break
        if units[i].quote is None and units[i].text in ",;" and _another_says(units, i + 1, end):
            stop = i
            break
        if taken[i] or (units[i].low in {"and", "but"} and i + 1 < end and _says_more(units, i + 1)):
            stop = i
            break
    while stop > first and units[stop - 1].quote is None and units[stop - 1].text in ",;:—–―-":
        stop -= 1
    return stop


def _another_says(units: tuple[Unit, ...], first: int, end: int) -> bool:
    """Whether another one speaks from here on: "but the company says", "; the mayor put"."""
    if units[first - 1].text == ",":
        if first >= end or units[first].low not in {"while", "but", "whereas"}:
            return False
        first += 1
    for i in range(first, min(end, first + 9)):
        unit = units[i]
        if unit.quote is not None or unit.text in ",;:" or (i == first and unit.low in PRONOUNS):
            return False
        if unit.low in saying() - AMBIGUOUS | {"put", "puts"}:
            return i > first
        if unit.low in FINITE | BOUNDARIES - {"and"} and unit.low not in AUXILIARIES:
            return False
    return False


def _keeps_silent(units: tuple[Unit, ...], first: int, end: int) -> bool:
    """Whether "but" is followed by what the speaker did not say: "but has not said whether"."""
    near = [u.low for u in units[first : min(end, first + 5)] if u.quote is None]
    verbs = listed("silences")
    return bool(near) and (near[0] in forms("refusing") or (near[0] in verbs and bool(set(near) & forms("unsaid"))))


def _is_closed(units: tuple[Unit, ...], at: int, end: int) -> bool:
    """Whether a quotation that ends with a mark of its own is followed by words that are not part of the content."""
    if at + 1 >= end or units[at + 1].quote is not None:
        return False
    last, following = units[at].text.rstrip("”\"’'»›“‘ ")[-1:], units[at + 1].low
    if last in set(".?!") or (last == "," and (following in LEAVING or following.endswith("ing"))):
        return True
    return _is_utterance(units[at]) and _leads_out(units, at + 1, end)


def _is_utterance(unit: Unit) -> bool:
    """Whether a quotation begins like a sentence, and has two words or more."""
    inner = unit.text.lstrip("“\"‘'«„`")
    return inner[:1].isupper() and " " in inner.strip()


def _leads_out(units: tuple[Unit, ...], first: int, end: int) -> bool:
    """Whether the words behind a quotation only say when or where it was said, or what its speaker did then."""
    if units[first].low in {"when", "as", "while", "after", "before", "until"}:
        return True
    rest = units[first:end]
    if units[first].low in {"and", "but"} and len(rest) > 1:
        return rest[1].quote is None and (rest[1].low.endswith("ed") or rest[1].low in listed("pasts"))
    where = units[first].low in PREPOSITIONS | TIME_WORDS | {"toward", "towards", "into", "for"}
    return where and not any(u.quote is None and (u.low in FINITE or u.text in ";:") for u in rest)


def _says_more(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a verb of saying with the same subject follows "and"."""
    if units[at].quote is None and units[at].low in AUXILIARIES and at + 1 < len(units):
        at += 1
    unit = units[at]
    return (
        unit.quote is None
        and unit.low in saying() - AMBIGUOUS
        and not unit.low.endswith("ing")
        and unit.low.endswith(("ed", "s", "d", "ote"))
    )


def _resumed(units: tuple[Unit, ...], after: int, taken: list[bool]) -> tuple[int, int] | None:
    """Content that goes on after "…,” said X on Monday, “…" or ": “…"."""
    for i in range(after, min(after + 8, len(units) - 1)):
        if units[i].quote is not None or taken[i]:
            return None
        if units[i].text in MARKS and units[i + 1].quote is not None and not taken[i + 1]:
            return i + 1, i + 2
        if units[i].text == "," and units[i + 1].low in {"and", "but"} and _is_quote(units, i + 2, taken):
            return i + 2, i + 3
        if units[i].text in MARKS or units[i].low in BOUNDARIES:
            return None
    return None


def _is_quote(units: tuple[Unit, ...], at: int, taken: list[bool]) -> bool:
    return at < len(units) and units[at].quote is not None and not taken[at]


def closing_credit(units: tuple[Unit, ...], first: int, end: int) -> int:
    """Where the credit that closes a sentence begins, ", Vesna reported on Monday"; `end` where there is none."""
    at = end
    while at > first and at > end - 4 and units[at - 1].quote is None and units[at - 1].low in TIME_WORDS:
        at -= 1
    at -= 1
    if at <= first or units[at].quote is not None or units[at].low not in REPORTED:
        return end
    if units[at - 1].low in {"has", "have"}:
        at -= 1
    start = at
    while start > first and start > at - 10 and units[start - 1].quote is None and units[start - 1].text != ",":
        start -= 1
        if units[start].low in FINITE | BOUNDARIES - {"and"} | PRONOUNS:
            return end
    named = start < at and (units[start].text[0].isupper() or units[start].low in DETERMINERS)
    if not named or start <= first:
        return end
    return start - 1 if units[start - 1].quote is None else start


def sentence_end(units: tuple[Unit, ...], first: int) -> int:
    end = len(units)
    while end > first and units[end - 1].quote is None and units[end - 1].text in ".!?…":
        end -= 1
    return end
