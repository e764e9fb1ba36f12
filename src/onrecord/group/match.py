"""Whether two attributions report the same act of saying.

Wording decides, speaker and day must agree, and what one side does not say is not held against the other. A quotation
may be cut, spliced or altered by a word; a fragment of one or two words needs the same speaker; a paraphrase needs a
tie between the documents: copied wording, one that cites the other, a common carrier or medium, the same day.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from onrecord import words
from onrecord.group.actors import is_named, is_variant, name_key
from onrecord.group.stories import background
from onrecord.group.wording import Wording
from onrecord.model import Actor, Attribution, HopRole, Reading, Span

LONG = 8  # words of a shared quotation that stand for themselves
RUN = 5  # words of a shared quotation that only need a speaker who can be the same
COPIED = 0.85  # share of the longer of two sentences that is in both, if one is a copy of the other
NEXT_DAY = 0.2  # what `days` gives for two days next to each other
CYCLE = 2  # days between two publications that may still report the same occasion
USUAL = 0.05  # share of a story's sentences above which a word of it tells no statement from another
FEW = 6  # and such sentences at least
NUMBER = 4.0  # what a number weighs
FREE = 1.6  # what a word must weigh to count at all: words in a fifth of all texts weigh nothing
VOCABULARY = words.table("group")["statements"]
NUMBERS = {word: str(number) for number, word in enumerate(VOCABULARY["numbers"])}
CALENDAR = frozenset(VOCABULARY["calendar"])
ENDINGS = tuple(VOCABULARY["endings"])
NUMERIC = frozenset("0")
YEAR = re.compile(r"(?:19|20)\d\d")
CLOCK = re.compile(r"T(\d\d:\d\d)")
BARE = 20  # a smaller number without a unit counts something, as a rule
CONTRACTED = re.compile(r"(?<=[a-z])(?:n't|'(?:s|re|ve|ll|d|m))$")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its commonest English endings; numbers as digits."""
    word = NUMBERS.get(word, word).removesuffix("'s").replace("our", "or")
    if word[:1].isdigit():
        return word.replace(",", "")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


WHEN = frozenset(map(stem, CALENDAR))


@lru_cache(maxsize=1 << 16)
def weight(word: str) -> float:
    """How rare a folded word is in the language, in nats above FREE; 0 for common words."""
    known, texts = background()
    return max(0.0, math.log(texts / (known.get(CONTRACTED.sub("", word), 0) + 1)) - FREE)


@dataclass(frozen=True, slots=True)
class Saying:
    """An attribution with what is compared. `words` are those of its content in order, `quoted` whether each stands
    inside quotation marks, `runs` its quotations as word tuples; `number` is its place among all sayings."""

    number: int
    reading: int
    attribution: Attribution
    speaker: str | None  # an actor of the record, if it is one with a name
    name: tuple[str, ...]  # the words of that name, folded, if it is a person's
    source: frozenset[str]  # capitalised words of the source and of a body's name, folded
    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    runs: tuple[tuple[str, ...], ...]
    stems: dict[str, float]
    spans: tuple[Span, ...]  # the place of each word of `words`
    media: frozenset[str]  # by actor or name
    named_media: frozenset[str]  # those of a name, not "a statement"
    carriers: frozenset[str]
    outlet: frozenset[str]
    lead: bool  # in the first two paragraphs
    earliest: date | None
    latest: date | None
    published: date | None

    @property
    def lasting(self) -> bool:
        """Whether it is dated by a stretch of days ("since Monday"): a view that is held, not one occasion."""
        return bool(self.earliest and self.latest and (self.latest - self.earliest).days > 1)

    @property
    def weight(self) -> float:
        return sum(self.stems.values())


def day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def saying(
    number: int, index: int, reading: Reading, wording: Wording, one: Attribution, speaker: Actor | None
) -> Saying:
    """What is compared of an attribution; `speaker` is its actor of the record if it has a name."""
    name = name_key(speaker.name) if speaker else ()
    person = bool(speaker and speaker.kind == "person")
    inside = sorted({i for span in one.content for i in wording.inside(span)})
    quoted = tuple(bool(wording.quoted[i]) or one.kind == "direct" for i in inside)
    runs: list[list[str]] = []
    for k, i in enumerate(inside):
        if quoted[k]:
            if k and quoted[k - 1] and inside[k - 1] == i - 1 and runs:
                runs[-1].append(wording.words[i])
            else:
                runs.append([wording.words[i]])
    text = reading.document.text
    capital = frozenset(
        wording.words[i].removesuffix("'s")
        for span in one.source
        for i in wording.inside(span)
        if text[int(wording.starts[i])].isupper() and weight(wording.words[i]) > 0
    )
    exact, told = _exact(reading, one, wording)
    stems = dict.fromkeys(exact, NUMBER)
    for i in inside:
        word = wording.words[i]
        if i in told:
            continue
        if weight(word) > 0 or word[:1].isdigit() or (word in NUMBERS and word != "one"):
            root = stem(word)
            stems[root] = NUMBER if root[:1].isdigit() else weight(word)
    return Saying(
        number=number,
        reading=index,
        attribution=one,
        speaker=speaker.id if speaker else None,
        name=name if person else (),
        source=capital if person else capital | {w for w in name if weight(w) > 0},
        words=tuple(wording.words[i] for i in inside),
        quoted=quoted,
        runs=tuple(tuple(r) for r in runs),
        stems=stems,
        spans=tuple(wording.span(i, i + 1) for i in inside),
        media=_hops(one, "medium"),
        named_media=_hops(one, "medium", named=True),
        carriers=_hops(one, "carrier"),
        outlet=_hops(one, "outlet"),
        lead=_in_lead(reading, one),
        earliest=day(one.said.earliest),
        latest=day(one.said.latest),
        published=day(reading.document.published.latest or reading.document.published.value),
    )


def _exact(reading: Reading, one: Attribution, wording: Wording) -> tuple[list[str], set[int]]:
    """The times of day and the measures of what is said, however they are written ("half past five" is 05:30), and the
    words that give them. A number without a unit is taken for what the only other measure there is of."""
    found: list[str] = []
    told: set[int] = set()
    for time in reading.times:
        clock = CLOCK.search(time.value) if time.type == "TIME" else None
        if clock and any(c.holds(time.span) for c in one.content):
            found.append(clock.group(1))
            told.update(wording.inside(time.span))
    inside = [f for f in reading.figures if f.value is not None and any(c.holds(f.span) for c in one.content)]
    units = {f.unit: measure for f in inside if f.unit and (measure := _measure(f.unit))}
    for figure in inside:
        only = next(iter(units)) if len(units) == 1 and not figure.unit and (figure.value or 0) >= BARE else None
        if figure.value is not None and (measure := units.get(figure.unit or only or "")):
            found.append(f"{float(f'{figure.value * measure[0]:.3g}'):g} {measure[1]}")
            told.update(wording.inside(figure.span))
    return found, told


@lru_cache(maxsize=1024)
def _measure(unit: str) -> tuple[float, str] | None:
    """What a unit is in the first unit of its dimension, and the dimension; also of one "per" another."""
    above, _, below = unit.partition(" per ")
    one, two = _dimensions().get(above), _dimensions().get(f"{below}s", _dimensions().get(below))
    if one is None or not below:
        return one
    return (one[0] / two[0], f"{one[1]} per {two[1]}") if two else (one[0], f"{one[1]} per {below}")


@lru_cache(maxsize=1)
def _dimensions() -> dict[str, tuple[float, str]]:
    table = words.table("conversions")
    return {unit: (float(by), dimension) for dimension, units in table.items() for unit, by in units.items()}


def _in_lead(reading: Reading, one: Attribution) -> bool:
    second = [p.span.end for p in reading.document.paragraphs[:2]]
    return bool(one.content and second) and one.content[0].end <= second[-1]


def _hops(one: Attribution, role: HopRole, named: bool = False) -> frozenset[str]:
    hops = [h for h in one.chain if h.role == role and (h.actor or h.name)]
    hops = [h for h in hops if not named or is_named(h.name or "", "medium")]
    return frozenset(h.actor or " ".join(name_key(h.name or "")) for h in hops)


def speakers(a: Saying, b: Saying) -> float:
    """1 the same actor; .5 one of the two unknown, a body and somebody who is named with it, or one name in two
    spellings; 0 two actors."""
    if a.speaker is not None and a.speaker == b.speaker:
        return 1.0
    if a.speaker is None or b.speaker is None or a.source & b.source or is_variant(a.name, b.name):
        return 0.5
    return 0.0


def days(a: Saying, b: Saying) -> float:
    """1 one known day in common, .5 nothing against it, .2 days next to each other, 0 impossible."""
    for one, two in ((a, b), (b, a)):
        if one.earliest and two.published and one.earliest > two.published and one.reading != two.reading:
            return 0.0
        if one.earliest and one.earliest == one.latest == two.latest == two.published and not two.earliest:
            return 1.0
    if not (a.earliest and a.latest and b.earliest and b.latest):
        bounds = [(x.earliest, y.latest) for x, y in ((a, b), (b, a))]
        return 0.0 if any(e and n and e > n for e, n in bounds) else 0.5
    if a.earliest <= b.latest and b.earliest <= a.latest:
        return 0.5 if a.lasting or b.lasting else 1.0
    gap = max((a.earliest - b.latest).days, (b.earliest - a.latest).days)
    return 0.2 if gap <= 1 else 0.0


def common(a: tuple[str, ...], b: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The runs of words that two sequences share in order."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [a[m.a : m.a + m.size] for m in blocks if m.size]


def _rare(words: tuple[str, ...]) -> int:
    return sum(weight(w) > 0 for w in words)


def quotation(a: Saying, b: Saying) -> tuple[int, float]:
    """The longest run of quoted words in common (its rare words), and the share of the shorter quotations shared."""
    best, shared = 0, 0
    for one in a.runs:
        for two in b.runs:
            parts = common(one, two)
            for part in parts:
                if len(part) >= 3 or len(part) == min(len(one), len(two)):
                    shared += len(part)
                    if _rare(part):
                        best = max(best, len(part))
    shorter = min(sum(map(len, a.runs)), sum(map(len, b.runs)))
    return best, min(1.0, shared / shorter) if shorter else 0.0


def overlap(a: Saying, b: Saying, leave: frozenset[str] = frozenset()) -> tuple[float, int]:
    """The weight of the shared stems as a share of the lighter saying's, and how many stems are shared.

    Stems in `leave` are left out, and so are numbers if "0" is among them.
    """
    one, two = ({s: w for s, w in x.stems.items() if not _left(s, leave)} for x in (a, b))
    both = one.keys() & two.keys()
    least = min(sum(one.values()), sum(two.values()))
    return (sum(min(one[s], two[s]) for s in both) / least if least else 0.0), len(both)


def _left(root: str, leave: frozenset[str]) -> bool:
    return root in leave or (root[:1].isdigit() and "0" in leave)


def numbers_clash(a: Saying, b: Saying) -> bool:
    """Whether both give numbers and none is the same."""
    one, two = ({s for s in x.stems if s[:1].isdigit()} for x in (a, b))
    return bool(one and two and not one & two)


def usual(readings: Sequence[Reading], wordings: Sequence[Wording]) -> frozenset[str]:
    """The stems that stand in so many sentences of a story that two statements share them by chance."""
    counts: Counter[str] = Counter()
    total = 0
    for reading, wording in zip(readings, wordings, strict=True):
        for sentence in reading.sentences:
            total += 1
            counts.update({stem(wording.words[i]) for i in wording.inside(sentence)})
    return frozenset(root for root, n in counts.items() if n > max(FEW, USUAL * total))


def same(a: Saying, b: Saying, copied: bool, common_here: frozenset[str] = frozenset()) -> bool:
    """Whether two attributions report the same act of saying; `copied` if their documents share copied wording,
    `common_here` what `usual` says of their story."""
    when, who = days(a, b), speakers(a, b)
    if not when or not a.words or not b.words:
        return False
    longest, share = quotation(a, b) if a.runs and b.runs else (0, 0.0)
    if longest >= LONG and (who or share >= 0.5):
        return True
    if not who:
        return copied and _copied_whole(a, b)
    if longest >= RUN and (share >= 0.5 or when > NEXT_DAY):
        return True
    if when > NEXT_DAY and longest and share >= 0.6:
        return copied or bool(a.carriers & b.carriers) or (who == 1 and not (a.lasting or b.lasting))
    return _reworded(a, b) if copied and when > NEXT_DAY else _paraphrase(a, b, who, when, common_here)


def retold(a: Saying, b: Saying) -> bool:
    """Whether nothing keeps two statements apart that stand at one place in a document and its copy."""
    if not days(a, b) or not speakers(a, b) or numbers_clash(a, b):
        return False
    return not a.runs and not b.runs and overlap(a, b)[1] > 0


def _copied_whole(a: Saying, b: Saying) -> bool:
    """The same sentence in a document and its copy, which gives another name or description of who said it."""
    shorter = min(len(a.words), len(b.words))
    shared = sum(len(part) for part in common(a.words, b.words))
    return shorter >= LONG and shared >= COPIED * max(len(a.words), len(b.words))


def _reworded(a: Saying, b: Saying) -> bool:
    """In documents with copied wording: most of the content, some of it literally, whatever became of its numbers."""
    cover, shared = overlap(a, b, NUMERIC)
    wording = max((len(part) for part in common(a.words, b.words) if _rare(part)), default=0)
    return (cover >= 0.55 and shared >= 2 and wording >= 3) or (a.words == b.words and len(a.words) >= 2)


def _paraphrase(a: Saying, b: Saying, who: float, when: float, common_here: frozenset[str]) -> bool:
    """The same content in other words: how much of it must agree depends on what ties the two together."""
    if who < 1 or a.lasting or b.lasting:
        return False
    cover, shared = overlap(a, b)
    if a.reading == b.reading:
        return a.lead != b.lead and bool(a.runs) != bool(b.runs) and cover >= 0.4 and shared >= 2
    if when > NEXT_DAY and _cited(a, b):
        return (cover >= 0.4 and shared >= 2) or (cover >= 0.2 and shared >= 3)
    if numbers_clash(a, b) or (a.runs and b.runs):
        return False
    both = a.stems.keys() & b.stems.keys()
    if when == 1 and cover >= 0.2 and any(":" in s or " " in s for s in both):  # one time of day, or one measure
        return True
    return len(both - common_here) >= 2 and _independent(a, b, when, cover, shared)


def _cited(a: Saying, b: Saying) -> bool:
    """Whether one document has it from the other's outlet, or both name a carrier or a medium in common."""
    return bool(a.carriers & (b.carriers | b.outlet) or b.carriers & a.outlet or a.named_media & b.named_media)


def _independent(a: Saying, b: Saying, when: float, cover: float, shared: int) -> bool:
    """Documents that nothing ties together but the day, or days close enough for one occasion."""
    if when <= NEXT_DAY:
        return cover >= 0.6 and shared >= 4
    if when == 1:
        return (cover >= 0.5 and shared >= 3) or (_same_figure(a, b) and cover >= 0.25 and shared >= 2)
    if not (a.published and b.published and abs((a.published - b.published).days) <= CYCLE):
        return False
    one_quotes = (a.attribution.kind == "direct") != (b.attribution.kind == "direct")
    one_person = bool(a.name) and (bool(a.media & b.media) or not (a.media and b.media))
    if one_person and one_quotes and cover >= 0.45 and shared >= 3:
        return True
    if one_person and _same_figure(a, b) and cover >= 0.25 and shared >= 2:
        return True
    return (a.media == b.media or one_quotes) and cover >= 0.75 and shared >= 3 and overlap(a, b, WHEN)[1] >= 2


def _same_figure(a: Saying, b: Saying) -> bool:
    """Whether both give one number of two digits or more, which is no year."""
    return any(s[:1].isdigit() and len(s) > 1 and not YEAR.fullmatch(s) for s in a.stems.keys() & b.stems.keys())
