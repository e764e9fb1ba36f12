"""Noun phrases and adverbials around a cue, by closed word classes and punctuation alone."""

from __future__ import annotations

import re
from functools import cache

from onrecord.attribute.lexicon import AUXILIARIES, TIME_WORDS, listed, saying, views
from onrecord.attribute.units import PREPOSITIONS, Unit

BOUNDARIES = frozenset(
    [
        "that", "which", "who", "whom", "whose", "when", "while", "as", "if", "because", "although", "though",
        "since", "where", "whether", "so", "or", "yet", "until", "unless", "after", "before", "what", "why", "how",
        "than", "but", "and",
    ]
)  # fmt: skip
PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "one"])
OBJECTS = frozenset(
    ["him", "her", "them", "us", "me", "reporters", "journalists", "lawmakers", "mps", "senators", "investors"]
)
DETERMINERS = frozenset(
    [
        "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your",
        "some", "many", "several", "one", "two", "three", "four", "five", "six", "no", "both", "all", "another",
        "each", "most", "few", "other",
    ]
)  # fmt: skip
ARTICLES = frozenset(["the", "a", "an", "his", "her", "its", "their", "our", "my"])
FINITE = frozenset(
    [
        "is", "are", "was", "were", "has", "have", "had", "will", "would", "could", "should", "may", "might",
        "can", "do", "does", "did", "be", "been", "says", "said", "told",
    ]
)  # fmt: skip
OPENING = frozenset(
    [
        "in", "on", "at", "after", "before", "during", "by", "from", "for", "with", "under", "over", "asked",
        "speaking", "writing", "but", "and", "yet", "so",
    ]
)  # fmt: skip
ADVERBIAL = frozenset(["by", "during", "after", "before", "to", "when", "as", "via"])
PLACES = frozenset(
    [
        "statement", "tweet", "post", "message", "letter", "email", "e-mail", "interview", "speech", "briefing",
        "report", "note", "release", "telephone", "phone", "facebook", "twitter", "telegram", "instagram", "x",
        "television", "radio", "conference", "video", "memo", "blog", "column", "article", "testimony", "filing",
        "address", "call", "emailed", "televised", "written",
    ]
)  # fmt: skip


CLOCK = re.compile(r"\d{1,2}[.:]\d{2}")
NO_SUBJECT = OPENING | BOUNDARIES | TIME_WORDS


def subject_before(units: tuple[Unit, ...], end: int, taken: list[bool]) -> tuple[int, int] | None:
    """The noun phrase that ends right before units[end], with its apposition."""
    if end == 0:
        return None
    last = end
    if units[last - 1].quote is None and units[last - 1].text == ",":
        return _with_apposition(units, last - 1, taken)
    if units[last - 1].quote is None and units[last - 1].low in PRONOUNS:
        return last - 1, last
    first = _left_edge(units, last, taken)
    if first >= last:
        return None
    return _listed_names(units, first, last), _before_day(units, first, last)


def _before_day(units: tuple[Unit, ...], first: int, last: int) -> int:
    """Where a noun phrase ends that is followed by a day: "Rusk | on Tuesday said"."""
    end = last
    while end > first + 1 and units[end - 1].low in TIME_WORDS | listed("months"):
        end -= 1
    if units[end - 1].low in {"in", "at"} and first + 1 < end < last:
        end -= 1
    if end < last and units[end - 1].low.endswith("ed"):
        return last  # "figures published on Monday"
    return last if end > first and units[last - 1].low in listed("months") else end


def _listed_names(units: tuple[Unit, ...], first: int, last: int) -> int:
    """Where a list of names begins that ends with units[first:last]: "Ada Rusk, Jon Vale and Lotte Brand"."""
    few = units[first:last]
    if not any(u.low == "and" for u in few) or not all(u.text[0].isupper() or u.low in {"and", "of"} for u in few):
        return first
    start = first
    while start > 1 and units[start - 1].text == ",":
        name = start - 1
        while name > 0 and units[name - 1].quote is None and units[name - 1].text[0].isupper():
            name -= 1
        if name == start - 1 or units[name].low in NO_SUBJECT | listed("months") | DETERMINERS:
            break
        start = name
    return start if start == 0 or units[start - 1].text in ".,;:—–―" else first


def leading_subject(units: tuple[Unit, ...], before: int) -> tuple[int, int] | None:
    """The noun phrase with which a sentence begins, up to its first verb, if that stands before units[before]."""
    first = _past_opening(units, trim(units, 0, before), before)
    if first >= before or units[first].quote is not None or units[first].low in NO_SUBJECT:
        return None
    for i in range(first + 1, min(before, first + 20)):
        unit = units[i]
        if unit.quote is not None or unit.text in ";:—–―":
            return None
        if unit.text.islower() and (unit.low in _verbs() or unit.low.endswith("ed")):
            last = i
            while last > first and (units[last - 1].low in AUXILIARIES or units[last - 1].text == ","):
                last -= 1
            return (first, last) if last > first else None
    return None


def holder(units: tuple[Unit, ...], subject: tuple[int, int]) -> tuple[int, int] | None:
    """Who holds what a participle belongs to: "she" in "she held a banner reading"; the phrase itself else."""
    first, last = subject
    if any(u.quote is None and (u.low in listed("pasts") or u.low.endswith("ed")) for u in units[first:last]):
        return leading_subject(units, last) or subject
    return subject


@cache
def _verbs() -> frozenset[str]:
    """Forms by which the first noun phrase of a sentence ends, beside those in -ed."""
    return FINITE | AUXILIARIES | listed("pasts") | saying()


def _past_opening(units: tuple[Unit, ...], first: int, before: int) -> int:
    """Past a short adverbial with a comma at the start of a sentence: "On the other hand, the mayor"."""
    if first >= before or units[first].quote is not None or units[first].low not in OPENING | TIME_WORDS:
        return first
    for i in range(first + 1, min(before - 1, first + 8)):
        if units[i].quote is not None or units[i].low in _verbs() - TIME_WORDS or units[i].low.endswith("ed"):
            return first
        if units[i].text == ",":
            return i + 1
    return first


def _with_apposition(units: tuple[Unit, ...], comma: int, taken: list[bool]) -> tuple[int, int] | None:
    """The phrase before ", its chairman," when the verb follows the second comma."""
    opening = next(
        (
            i
            for i in range(comma - 1, max(-1, comma - 30), -1)
            if units[i].quote is None and units[i].text == "," and not _in_list(units, i, comma)
        ),
        None,
    )
    if opening is None or opening == 0 or comma - opening < 2:
        return None
    between = units[opening + 1]
    first = _left_edge(units, opening, taken)
    if first >= opening:
        return None
    low = between.low
    if low.endswith("ing") or low in PREPOSITIONS - {"of"}:
        return first, opening
    if low not in {"who", "which", "whose"} and any(u.quote is None and u.low in FINITE for u in units[opening:comma]):
        return None
    head = units[first]
    if (
        low in DETERMINERS | {"who", "which", "whose"}
        or between.text[0].isupper()
        or between.text[0].isdigit()
        or (head.text[0].isupper() and low not in BOUNDARIES | FINITE)
    ):
        return first, comma
    return None


def noun_phrase(units: tuple[Unit, ...], last: int) -> int:
    """Where the noun phrase begins that ends right before units[last]."""
    return _left_edge(units, last, [False] * len(units))


def _in_list(units: tuple[Unit, ...], i: int, comma: int) -> bool:
    """Whether a comma stands inside an apposition: before "which" or a place after a place."""
    return (
        i + 2 == comma
        and units[i + 1].text[0].isupper()
        and i > 1
        and units[i - 1].text[0].isupper()
        and (any(units[j].text == "," for j in range(max(0, i - 12), i)))
    )


def _left_edge(units: tuple[Unit, ...], last: int, taken: list[bool]) -> int:
    first = last
    while first > 0:
        unit = units[first - 1]
        if unit.quote is not None or taken[first - 1] or unit.text in ",;:—–―.!?…([":
            break
        if unit.text in {")", "]"}:
            inner = first - 2
            while inner > 0 and units[inner].text not in "([":
                inner -= 1
            first = max(0, inner)
            continue
        if unit.low == "and" and _joins(units, first - 1, last):
            first -= 1
            continue
        if unit.low in BOUNDARIES | FINITE or (unit.low in PRONOUNS - {"one"} and first != last):
            break
        if first != last and units[first].low in ARTICLES and _ends_phrase(unit):
            break
        first -= 1
    while first < last and (_opens(units, first, last) or _is_minute(units, first)):
        first += 1
    if last - first > 3 and units[first + 1].low in views("periods") and units[first + 2].low in {"later", "earlier"}:
        first += 3
    return first


def _ends_phrase(unit: Unit) -> bool:
    """Whether a word in front of an article is the noun with which another phrase ends: "to the crew | the captain"."""
    open_ended = unit.low in PREPOSITIONS | listed("prepositions") | DETERMINERS | listed("pasts")
    if unit.low in listed("months"):
        return True
    return unit.text.isalpha() and unit.text.islower() and not open_ended and not unit.low.endswith(("ing", "ed", "ly"))


def _opens(units: tuple[Unit, ...], at: int, last: int) -> bool:
    """Whether a unit in front of a noun phrase is none of it: "On", "Tuesday", "Last" of "Last night", "10.42"."""
    unit = units[at]
    if unit.quote is not None:
        return False
    following = units[at + 1].low if at + 1 < last else ""
    if unit.low in {"this", "last", "early", "late", "later", "earlier"}:
        free = following in TIME_WORDS | DETERMINERS or (at + 1 < last and units[at + 1].text[0].isupper())
        return free and not (unit.low in {"this", "last"} and following not in TIME_WORDS)
    if unit.low in listed("months"):
        return following in DETERMINERS
    return unit.low in OPENING | TIME_WORDS or CLOCK.fullmatch(unit.text) is not None


def _is_minute(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a number is the minute of a time of day: 20 of 14:20."""
    return at > 1 and units[at].text.isdigit() and units[at - 1].text == ":" and units[at - 2].text.isdigit()


def _joins(units: tuple[Unit, ...], at: int, last: int) -> bool:
    """Whether "and" stands between two names or noun phrases that share the verb."""
    if at == 0 or at + 1 >= last:
        return False
    left, right = units[at - 1], units[at + 1]
    if left.quote is not None or right.quote is not None:
        return False
    capital = left.text[0].isupper() and right.text[0].isupper()
    return capital or (right.low in DETERMINERS and _opens_clause(units, at)) or _shares_owner(units, at)


def _shares_owner(units: tuple[Unit, ...], at: int) -> bool:
    """Whether "and" joins two offices of one owner, or two owners: "Ostria’s prime minister and finance minister"."""
    first = at
    while first > 0 and units[first - 1].quote is None and units[first - 1].text not in ",;:—–―":
        first -= 1
    few = units[first:at]
    if not 1 < len(few) <= 6 or not (few[0].low in DETERMINERS or few[0].text.endswith(("’s", "'s"))):
        return False
    verbs = _verbs() | PREPOSITIONS - {"of"}
    return units[at + 1].text.islower() and not any(u.low in verbs or u.low.endswith("ed") for u in few)


def _opens_clause(units: tuple[Unit, ...], at: int) -> bool:
    """Whether the few words before "and" are all that the clause has: a noun phrase by itself."""
    first = at
    while first > 0 and units[first - 1].quote is None and units[first - 1].text not in ",;:—–―":
        first -= 1
    few = units[first:at]
    return (
        0 < len(few) <= 5
        and (few[0].low in DETERMINERS or few[0].text[0].isupper())
        and not any(u.low in FINITE | PREPOSITIONS - {"of", "at"} for u in few)
    )


def subject_after(units: tuple[Unit, ...], first: int, taken: list[bool]) -> tuple[int, int] | None:
    """The noun phrase behind the verb or "according to", with titles and appositions."""
    size = len(units)
    if first >= size or units[first].quote is not None or taken[first]:
        return None
    head = units[first]
    if head.low in PRONOUNS:
        return first, first + 1
    if not (head.text[0].isupper() or head.low in DETERMINERS or head.text[0].isalpha()):
        return None
    if head.low in PREPOSITIONS | BOUNDARIES | TIME_WORDS | AUXILIARIES | FINITE and head.low not in DETERMINERS:
        return None
    last = first
    apposed = False
    while last < size and not _stops(units, first, last, apposed) and not taken[last]:
        apposed = apposed or units[last].text == ","
        last += 1
    while last > first and units[last - 1].quote is None and units[last - 1].text in ",":
        last -= 1
    return (first, last) if last > first else None


def _stops(units: tuple[Unit, ...], first: int, at: int, apposed: bool) -> bool:
    """Whether a noun phrase that begins at `first` ends before units[at]; inside an apposition little ends it."""
    unit = units[at]
    if unit.quote is not None:
        return not (at > first and apposed)
    if unit.text == ",":
        return not _apposed(units, at)
    unopened = unit.text == ")" and not any(u.text == "(" for u in units[first:at])
    if unit.text in ".!?…;:—–―" or apposed:
        return unopened or unit.text in ".!?…;:—–―"
    if unopened or unit.low in BOUNDARIES - {"and", "that"}:
        return True
    if at == first:
        return False
    adverb = unit.low in TIME_WORDS - {"this", "last", "on"} or unit.low in ADVERBIAL
    return adverb or (unit.low in {"in", "on"} and _adverbial(units, at))


def _adverbial(units: tuple[Unit, ...], at: int) -> bool:
    return any(
        (u.quote is None and u.low in PLACES | TIME_WORDS) or u.text[0].isdigit() for u in units[at + 1 : at + 5]
    )


def _apposed(units: tuple[Unit, ...], comma: int) -> bool:
    """Whether what follows a comma goes on describing the source."""
    if comma + 1 >= len(units) or units[comma + 1].quote is not None:
        return False
    following = units[comma + 1]
    if following.low in {"who", "which", "whose", "a", "an", "the", "one", "his", "her", "its", "their"}:
        return following.low != "the" or True
    if following.low.endswith("ing") or following.low in BOUNDARIES | PREPOSITIONS | TIME_WORDS | PRONOUNS:
        return False
    return (
        following.text[0].isdigit()
        or following.text[0].isupper()
        or following.low.endswith(("or", "er", "ist", "man", "ief", "ent"))
    )


def trim(units: tuple[Unit, ...], first: int, last: int) -> int:
    """Past a dateline and a leading "But" at the start of a sentence."""
    for i in range(first, min(last, first + 14)):
        if (
            units[i].quote is None
            and units[i].text in "—–―"
            and i > first
            and units[first].text.isupper()
            and len(units[first].text) > 2
        ):
            first = i + 1
            break
    while (
        first < last
        and units[first].quote is None
        and units[first].low in {"but", "and", "yet", "so", "meanwhile", ","}
    ):
        first += 1
    return first
