"""Finds proposed words in a document: where they stand exactly, or that they do not stand there.

Only the way a mark is drawn may differ (curly or straight quotation marks, long or short dashes, kinds and numbers of
spaces); what comes out is always a span of the document's own text, and it begins and ends where words do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter

from onrecord.attribute.producers.layer import Part, Proposal
from onrecord.model import Parsed, Span
from onrecord.parse.words import paragraphs

MANY = 30  # places of one content; words that stand in more of them tell nothing
NOT_IN_TEXT, OUTSIDE, EMPTY, AMBIGUOUS, FAR = "not_in_text", "outside_text", "empty", "ambiguous", "not_beside_content"
UNSOURCED = "no_source_or_cue"
DRAWN = str.maketrans({**dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’‚‹›′`", "'"), **dict.fromkeys("–—―‑‐−", "-")})

Cost = tuple[int, int, int, int]  # parts missing, then paragraphs, sentences and code points that the parts reach over


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A proposal as spans; `lost` are the reasons for which single parts of it were dropped."""

    content: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A proposal with the places it may have, the best of them all equally good."""

    proposal: Proposal
    places: list[Placed] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class Finder:
    """Looks strings up in one stretch of a text."""

    def __init__(self, text: str, within: Span) -> None:
        self.text, self.within = text, within
        drawn = text[within.start : within.end].translate(DRAWN)
        kept = [i for i, c in enumerate(drawn) if not (c.isspace() and i and drawn[i - 1].isspace())]
        self.folded = "".join(" " if drawn[i].isspace() else drawn[i] for i in kept)
        self.at = [within.start + i for i in kept]
        self.known: dict[str, list[Span]] = {}

    def places(self, words: str) -> list[Span]:
        """Where the words stand: as they are, or else with other marks and spaces."""
        if words not in self.known:
            self.known[words] = self._exact(words.strip()) or self._folded(" ".join(words.translate(DRAWN).split()))
        return self.known[words]

    def _exact(self, words: str) -> list[Span]:
        found: list[Span] = []
        start = self.text.find(words, *self.within) if words else -1
        while start >= 0:
            if self._whole(start, start + len(words)):
                found.append(Span(start, start + len(words)))
            start = self.text.find(words, start + 1, self.within.end)
        return found

    def _folded(self, words: str) -> list[Span]:
        found: list[Span] = []
        start = self.folded.find(words) if words else -1
        while start >= 0:
            span = Span(self.at[start], self.at[start + len(words) - 1] + 1)
            if self._whole(*span):
                found.append(span)
            start = self.folded.find(words, start + 1)
        return found

    def _whole(self, start: int, end: int) -> bool:
        """Whether neither end of a stretch lies inside a word."""
        text = self.text
        cut = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        return not cut and not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


class Locator:
    """Places the proposals of one document."""

    def __init__(self, parsed: Parsed) -> None:
        self.text = parsed.document.text
        self.paragraphs = [s.start for s in paragraphs(parsed.document)]
        self.sentences = [s.start for s in parsed.sentences]
        self.finders: dict[Span, Finder] = {}

    def all(self, proposals: Sequence[Proposal]) -> list[Placed]:
        """Each proposal placed; without content where it has no place, or several with nothing to tell them apart:
        then the order of the proposals decides, if there are as many alike as there are places."""
        groups: dict[Span | None, list[int]] = {}
        for i, proposal in enumerate(proposals):
            groups.setdefault(proposal.within, []).append(i)
        placed: dict[int, Placed] = {}
        for indices in groups.values():
            known = {p: self._open(p) for p in dict.fromkeys(proposals[i] for i in indices)}
            placed |= zip(indices, _in_order([known[proposals[i]] for i in indices]), strict=True)
        return [placed[i] for i in range(len(proposals))]

    def _open(self, proposal: Proposal) -> _Open:
        lost: list[str] = []
        content, cue, source = (
            [found for part in parts if (found := self._where(part, proposal.within, lost))]
            for parts in (proposal.content, proposal.cue, proposal.source)
        )
        if not content:
            return _Open(proposal, lost=lost or [EMPTY])
        if not cue and not source:
            return _Open(proposal, lost=lost or [UNSOURCED])
        if len(content[0]) > MANY:
            return _Open(proposal, lost=[AMBIGUOUS])
        best: list[Placed] = []
        least: Cost | None = None
        for anchor in content[0]:
            cost, placed = self._around(anchor, content[1:], cue, source, lost)
            if least is None or cost < least:
                best, least = [placed], cost
            elif cost == least:
                best.append(placed)
        return _Open(proposal, places=best)

    def _where(self, part: Part, within: Span | None, lost: list[str]) -> list[Span]:
        whole = Span(0, len(self.text))
        if isinstance(part, Span):
            start, end = part
            if not 0 <= start <= end <= len(self.text):
                lost.append(OUTSIDE)
                return []
            while start < end and self.text[start].isspace():
                start += 1
            while end > start and self.text[end - 1].isspace():
                end -= 1
            if start == end:
                lost.append(EMPTY)
            return [Span(start, end)] if start < end else []
        if not part.strip():
            lost.append(EMPTY)
            return []
        stretch = within or whole
        if stretch not in self.finders:
            self.finders[stretch] = Finder(self.text, stretch)
        found = self.finders[stretch].places(part)
        if not found:
            lost.append(NOT_IN_TEXT)
        return found

    def _around(
        self, anchor: Span, content: list[list[Span]], cue: list[list[Span]], source: list[list[Span]], lost: list[str]
    ) -> tuple[Cost, Placed]:
        """The parts of a proposal nearest to one place of its first content, and what they reach over."""
        missing: list[str] = []
        held = [anchor]
        for found in content:
            piece = self._best(found, held)
            if piece is None:
                missing.append(FAR)
            else:
                held.append(piece)
        said = tuple(sorted(held))
        # A source may be what tells which "said" is meant, so the first cue and source are chosen together.
        choices: list[tuple[Cost, Span | None, Span | None]] = []
        for verb in [*self._near(cue[0], held), None] if cue else [None]:
            taken = [*held, verb] if verb else held
            for who in [*self._near(source[0], taken), None] if source else [None]:
                gaps = int(bool(cue) and verb is None) + int(bool(source) and who is None)
                choices.append((self._cost([*taken, who] if who else taken, gaps), verb, who))
        _, verb, who = min(choices, key=itemgetter(0))
        parts: list[list[Span]] = [[], []]
        for own, first, rest in ((parts[0], verb, cue), (parts[1], who, source)):
            if first is not None:
                own.append(first)
                held.append(first)
            elif rest:
                missing.append(FAR)
        for own, rest in ((parts[0], cue[1:]), (parts[1], source[1:])):
            for found in rest:
                piece = self._best(found, held)
                if piece is None:
                    missing.append(FAR)
                else:
                    own.append(piece)
                    held.append(piece)
        cues, sources = (tuple(sorted(own)) for own in parts)
        placed = Placed(content=said, cue=cues, source=sources, lost=(*lost, *missing))
        return self._cost(held, len(missing)), placed

    def _best(self, found: list[Span], held: list[Span]) -> Span | None:
        return min(self._near(found, held), key=lambda s: self._cost([*held, s], 0), default=None)

    def _near(self, found: list[Span], held: list[Span]) -> Iterator[Span]:
        """Of places in order the next before and after each of the spans held, apart from all of them and at most a
        paragraph away."""
        seen = set()
        for span in held:
            before = bisect_right(found, span.start, key=itemgetter(1)) - 1
            after = bisect_left(found, span.end, key=itemgetter(0))
            for at in (before, after):
                if 0 <= at < len(found) and at not in seen and not any(found[at].meets(h) for h in held):
                    seen.add(at)
                    first, last = sorted((span, found[at]))
                    if self._steps(self.paragraphs, [Span(first.end - 1, last.start + 1)]) <= 1:
                        yield found[at]

    def _cost(self, spans: list[Span], missing: int) -> Cost:
        first, last = min(s.start for s in spans), max(s.end for s in spans)
        return missing, self._steps(self.paragraphs, spans), self._steps(self.sentences, spans), last - first

    @staticmethod
    def _steps(starts: list[int], spans: list[Span]) -> int:
        """How many paragraphs or sentences begin between the first and the last character of some spans."""
        first, last = min(s.start for s in spans), max(s.end for s in spans)
        return bisect_left(starts, last) - bisect_right(starts, first)


def _in_order(candidates: list[_Open]) -> list[Placed]:
    """The place of each, by the order of those that have but one where several are equally good."""
    fixed = [c.places[0].content[0].start if len(c.places) == 1 else None for c in candidates]
    before = list(accumulate(range(len(fixed)), lambda last, i: i if fixed[i] is not None else last, initial=-1))
    after = list(
        accumulate(reversed(range(len(fixed))), lambda last, i: i if fixed[i] is not None else last, initial=len(fixed))
    )[::-1]
    return [_one(candidates, fixed, i, before[i], after[i + 1]) for i in range(len(candidates))]


def _one(candidates: list[_Open], fixed: list[int | None], i: int, before: int, after: int) -> Placed:
    one = candidates[i]
    if len(one.places) <= 1:
        return one.places[0] if one.places else Placed(lost=tuple(one.lost))
    low = fixed[before] if before >= 0 else None
    high = fixed[after] if after < len(fixed) else None
    inside = [
        p for p in one.places
        if (low is None or low < p.content[0].start) and (high is None or p.content[0].start < high)
    ]  # fmt: skip
    alike = [j for j in range(before + 1, after) if candidates[j].proposal == one.proposal]
    if len(inside) == len(alike):
        return inside[alike.index(i)]
    return inside[0] if len(inside) == 1 else Placed(lost=(AMBIGUOUS,))
