"""What the parts of the comparison look up in the coverage: documents, sentences, attributions, copies, weights."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.compare.wordwork import name_key, stems
from onrecord.model import Actor, Attribution, Coverage, Document, PassageKind, Reading, Span, Statement, Time

FEW = 20  # sentences that a story is taken to have beside its own, so that in a small one shared words still tell


@dataclass(frozen=True, slots=True)
class Shared:
    """Wording of a document that stands in another one too."""

    span: Span
    other: str
    there: Span
    kind: PassageKind


@dataclass
class Context:
    """Lookups over one coverage. Documents are walked in the order of `order`: by publication, then id."""

    coverage: Coverage
    readings: dict[str, Reading] = field(init=False)
    order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.readings = {r.document.id: r for r in self.coverage.readings}
        ranked = sorted(self.readings, key=lambda d: (self.readings[d].document.published.latest or "9999", d))
        self.order = {d: i for i, d in enumerate(ranked)}

    # ------------------------------------------------------------------------------ documents
    def document(self, doc: str) -> Document:
        return self.readings[doc].document

    def text(self, doc: str, span: Span) -> str:
        return span.of(self.readings[doc].document.text)

    def outlet(self, doc: str) -> str:
        """The outlet as a comparable string; a document without one stands for itself."""
        return self.house(self.readings[doc].document.outlet) or doc

    @cached_property
    def _houses(self) -> dict[str, str]:
        """Every name of an outlet or agency, and the initials of those with a longer one -> its first name."""
        out: dict[str, str] = {}
        named = [(a.name, a.aliases) for a in self.coverage.actors if a.kind in ("outlet", "agency")]
        named += [(r.document.outlet, ()) for r in self.coverage.readings if r.document.outlet]
        for name, aliases in sorted(named):
            key = out.get(name_key(name)) or name_key(name)
            words = key.split()
            initials = "".join(w[0] for w in words) if len(words) > 2 else ""
            for way in (name_key(name), initials, *map(name_key, aliases)):
                if way:
                    out.setdefault(way, key)
        return out

    def house(self, name: str | None) -> str:
        """An outlet or agency by any of its names, as one comparable string."""
        key = name_key(name)
        return self._houses.get(key, key)

    def newsroom(self, name: str) -> str | None:
        """An outlet or agency that the coverage knows, by any of its names; None if there is none of that name."""
        return self._houses.get(name_key(name))

    def shown(self, doc: str) -> str:
        """The outlet as it is written, for reasons."""
        document = self.readings[doc].document
        return document.outlet or document.path.replace("\\", "/").rsplit("/", 1)[-1]

    @cached_property
    def stories(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Stories with their documents in order; a document of none is a story of its own."""
        listed: list[tuple[str, tuple[str, ...]]] = [
            (s.id, tuple(sorted((d for d in s.documents if d in self.readings), key=self.order.__getitem__)))
            for s in self.coverage.stories
        ]
        seen = {d for _, docs in listed for d in docs}
        alone: list[tuple[str, tuple[str, ...]]] = [
            (f"alone {d}", (d,)) for d in sorted(self.readings, key=self.order.__getitem__) if d not in seen
        ]
        return tuple(sorted(listed) + alone)

    @cached_property
    def story_of(self) -> dict[str, str]:
        return {d: story for story, docs in self.stories for d in docs}

    # ------------------------------------------------------------------------------ sentences
    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {d: [s.start for s in r.sentences] for d, r in self.readings.items()}

    def sentence_index(self, doc: str, place: int) -> int | None:
        """The index of the sentence at an offset, or of the last one before it."""
        index = bisect_right(self._starts[doc], place) - 1
        return index if index >= 0 else None

    def sentence(self, doc: str, span: Span) -> Span:
        """The sentence (or sentences) a span lies in; the span itself where there is none."""
        first = self.sentence_index(doc, span.start)
        last = self.sentence_index(doc, max(span.start, span.end - 1))
        if first is None or last is None:
            return span
        found = self.readings[doc].sentences
        return Span(min(found[first].start, span.start), max(found[last].end, span.end))

    def times_in(self, doc: str, span: Span) -> tuple[Time, ...]:
        """The time expressions inside a span."""
        times = self.readings[doc].times
        first = bisect_left(self._time_starts[doc], span.start)
        last = bisect_left(self._time_starts[doc], span.end)
        return tuple(t for t in times[first:last] if t.span.end <= span.end)

    @cached_property
    def _time_starts(self) -> dict[str, list[int]]:
        return {d: [t.span.start for t in r.times] for d, r in self.readings.items()}

    # ------------------------------------------------------------------------------ attributions
    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        return {a.id: a for r in self.coverage.readings for a in r.attributions}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return {s.id: s for s in self.coverage.statements}

    @cached_property
    def said_in(self) -> dict[str, list[tuple[Statement, list[Attribution]]]]:
        """Story -> its statements with their attributions there."""
        out: dict[str, list[tuple[Statement, list[Attribution]]]] = defaultdict(list)
        for statement in self.coverage.statements:
            members: dict[str, list[Attribution]] = defaultdict(list)
            for i in statement.attributions:
                a = self.attributions.get(i)
                if a and a.content:
                    members[self.story_of[a.document]].append(a)
            for story, found in members.items():
                out[story].append((statement, found))
        return out

    @cached_property
    def actors(self) -> dict[str, Actor]:
        return {a.id: a for a in self.coverage.actors}

    def actor_name(self, actor: str | None) -> str | None:
        found = self.actors.get(actor) if actor else None
        return found.name if found else None

    def holders(self, doc: str, span: Span) -> tuple[Attribution, ...]:
        """The attributions whose content meets a span."""
        return tuple(a for a in self.readings[doc].attributions if any(c.meets(span) for c in a.content))

    # ------------------------------------------------------------------------------ copies
    @cached_property
    def shared(self) -> dict[str, tuple[Shared, ...]]:
        """For each document the wording it has in common with others, by position."""
        out: dict[str, list[Shared]] = defaultdict(list)
        for copy in self.coverage.copies:
            for p in copy.passages:
                out[copy.a].append(Shared(p.a, copy.b, p.b, p.kind))
                out[copy.b].append(Shared(p.b, copy.a, p.a, p.kind))
        return {d: tuple(sorted(found, key=lambda s: (s.span, s.other, s.there))) for d, found in out.items()}

    @cached_property
    def shared_with(self) -> dict[tuple[str, str], tuple[Shared, ...]]:
        """(document, other) -> the wording that the first has in common with the other, by position."""
        out: dict[tuple[str, str], list[Shared]] = defaultdict(list)
        for doc, found in self.shared.items():
            for s in found:
                out[doc, s.other].append(s)
        return {pair: tuple(found) for pair, found in out.items()}

    @cached_property
    def partners(self) -> dict[str, tuple[str, ...]]:
        """Document -> the documents with which it shares wording outside quotations, in order."""
        out: dict[str, list[str]] = defaultdict(list)
        for doc, other in self._directions:
            out[doc].append(other)
        return {d: tuple(sorted(found, key=self.order.__getitem__)) for d, found in out.items()}

    @cached_property
    def _directions(self) -> dict[tuple[str, str], str]:
        """(a, b) -> 'from' where a took its wording from b, 'gave', 'both' or 'unknown'; copies only."""
        out: dict[tuple[str, str], str] = {}
        for c in self.coverage.copies:
            if c.relation == "same_quote_only":
                continue
            there = {"a_from_b": "from", "b_from_a": "gave", "both_from": "both"}.get(c.direction, "unknown")
            back = {"from": "gave", "gave": "from"}.get(there, there)
            out[c.a, c.b], out[c.b, c.a] = there, back
        return out

    def copied(self, doc: str, other: str) -> str | None:
        """How a document stands to another one whose wording it shares: 'from' it, 'gave' it, 'both' from a third,
        'unknown'; None where they share no wording outside quotations."""
        return self._directions.get((doc, other))

    def originals(self, doc: str) -> tuple[str, ...]:
        """The documents a document took wording from, earliest first."""
        return self._originals.get(doc, ())

    @cached_property
    def _originals(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, list[str]] = defaultdict(list)
        for (doc, other), how in self._directions.items():
            if how == "from":
                out[doc].append(other)
        return {d: tuple(sorted(found, key=self.order.__getitem__)) for d, found in out.items()}

    # ------------------------------------------------------------------------------ weights
    def stems(self, doc: str, span: Span) -> tuple[str, ...]:
        return stems(self.text(doc, span))

    @cached_property
    def _counts(self) -> dict[str, tuple[int, Counter[str]]]:
        out: dict[str, tuple[int, Counter[str]]] = {}
        for story, docs in self.stories:
            seen: Counter[str] = Counter()
            total = 0
            for doc in docs:
                for sentence in self.readings[doc].sentences:
                    total += 1
                    seen.update(set(self.stems(doc, sentence)))
            out[story] = (total, seen)
        return out

    def weights(self, story: str) -> dict[str, float]:
        """How much each stem of a story tells: little for one in every sentence, much for a rare one."""
        return self._weights[story]

    @cached_property
    def _weights(self) -> dict[str, dict[str, float]]:
        return {
            story: {word: math.log((total + FEW) / (n + 0.5)) for word, n in seen.items()}
            for story, (total, seen) in self._counts.items()
        }

    def unseen(self, story: str) -> float:
        """The weight of a stem that no sentence of a story has."""
        return math.log((self._counts[story][0] + FEW) / 0.5)

    def walk(self) -> Iterator[tuple[str, str, Reading]]:
        """(story, document id, reading) in order."""
        for story, docs in self.stories:
            for doc in docs:
                yield story, doc, self.readings[doc]
