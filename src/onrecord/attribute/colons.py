"""Attributions that a colon makes: "Ana Bell: “No.”", a paragraph that ends in one, and transcripts."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import saying
from onrecord.attribute.phrases import FINITE, PRONOUNS
from onrecord.attribute.units import PREPOSITIONS, Sentence, Unit
from onrecord.model import Span

LABEL = re.compile(r"(?:Q|A|[A-Z][\w.’'\-]*(?: (?:[A-Z][\w.’'\-]*|de|van|von|of|the|for)){0,4})(?= ?:)")
BEFORE = frozenset("—–―-;:•·*▪")  # stand before a label
LABELLED = 2  # words of a name; a label with more gives what its bearer is
NO_LABEL = FINITE | PRONOUNS | PREPOSITIONS | saying() | {"and", "but", "that", "who", "which", "not"}
SMALL = frozenset(["of", "and", "the", "for", "de", "van", "von", "del", "la"])


def labelled(sentence: Sentence, taken: list[bool]) -> list[Draft]:
    """Quotations behind a colon that no verb of saying took: the name in front is the source."""
    units = sentence.units
    found = []
    for i in range(1, len(units)):
        if units[i].quote is None or units[i - 1].quote is not None or units[i - 1].text != ":" or taken[i]:
            continue
        first = next((j + 1 for j in range(i - 2, -1, -1) if units[j].quote is None and units[j].text in BEFORE), 0)
        source = _name(units, first, i - 1) or _leading(units, first, i - 1)
        if source is None or any(taken[source[0] : source[1]]):
            continue
        last = i + 1
        while last < len(units) and units[last].quote is not None:
            last += 1
        for j in range(i, last):
            taken[j] = True
        sure = 0.8 if source[1] == i - 1 else 0.5
        found.append(
            Draft(
                [Span(units[source[0]].start, units[source[1] - 1].end)],
                [Span(units[i - 1].start, units[i - 1].end)],
                [Span(units[j].start, units[j].end) for j in range(i, last)],
                sure,
                sentence.paragraph,
                sentence.number,
            )
        )
    return found


def _name(units: tuple[Unit, ...], first: int, last: int) -> tuple[int, int] | None:
    """The words before a colon if they are a name and nothing else."""
    while first < last and units[first].low in {"more", "from", "and"}:
        first += 1
    words = units[first:last]
    if not 0 < len(words) <= 8 or any(u.quote is not None for u in words):
        return None
    good = all(u.text[0].isupper() or u.low in SMALL or u.text in ",()" or u.text[0].isdigit() for u in words)
    if not good:
        plain = all(u.text.isalpha() and u.low not in NO_LABEL for u in words)
        good = plain and words[-1].text[0].isupper() and len(words) > LABELLED and words[-2].text[0].isupper()
    return (first, last) if good and words[0].text[0].isupper() else None


def _leading(units: tuple[Unit, ...], first: int, last: int) -> tuple[int, int] | None:
    """The subject with which a clause before a colon begins: a pronoun, or names up to the verb."""
    if first >= last or units[first].quote is not None:
        return None
    if units[first].low in PRONOUNS:
        return first, first + 1
    end = first
    while end < last and units[end].quote is None and (units[end].text[0].isupper() or end == first):
        end += 1
    if end < last and units[end].quote is None and (units[end].low in FINITE or units[end].low.endswith(("ed", "s"))):
        return first, end
    return None


def joined(paragraphs: list[list[Sentence]]) -> list[list[Sentence]]:
    """The sentences, where one that ends a paragraph with a colon takes in the quotation that begins the next."""
    out = [list(p) for p in paragraphs]
    for one, two in itertools.pairwise(out):
        if not one or not two or one[-1].units[-1].text != ":" or two[0].units[0].quote is None:
            continue
        last, first = one[-1], two[0]
        count = next((i for i, u in enumerate(first.units) if u.quote is None), len(first.units))
        if any(u.text[0].isalnum() for u in first.units[count:]):
            continue
        one[-1] = Sentence(last.units + first.units[:count], last.paragraph, last.number)
        two[0] = Sentence(first.units, first.paragraph, first.number, lead=count)
    return out


def transcript(text: str, paragraphs: tuple[Span, ...]) -> list[Draft]:
    """Turns of a transcript: paragraphs that begin with labels and colons, where labels come back."""
    turns = [(p, m) for p in paragraphs if (m := LABEL.match(text, p.start, p.end))]
    labels = Counter(m.group() for _, m in turns)
    again = {label for label, n in labels.items() if n > 1}
    if len(turns) < 4 or len(again) < 2:
        return []
    drafts = []
    for number, paragraph in enumerate(paragraphs):
        match = LABEL.match(text, paragraph.start, paragraph.end)
        if match is None or match.group() not in again:
            continue
        colon = text.index(":", match.end())
        start = colon + 1
        while start < paragraph.end and text[start].isspace():
            start += 1
        if start < paragraph.end:
            cue, content = Span(colon, colon + 1), Span(start, paragraph.end)
            drafts.append(Draft([Span(*match.span())], [cue], [content], 0.8, number))
    return drafts
