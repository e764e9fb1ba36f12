"""Who the subject of a verb is: the actor named right before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from onrecord.compare.context import Context
from onrecord.model import Span

LEAD = 4  # words before the subject of a sentence
GAP = re.compile(
    r"(?:’s|'s)?(?:(?:,[^,.;“”\"]{2,90}){1,3},)?"
    r"(?: (?!and\b|that\b|said\b|but\b|he\b|she\b|it\b|they\b|we\b|I\b|who\b)[\w’'-]+){0,3} ?$"
)
OWN = re.compile(  # the speaker, or those he speaks for, right before a verb
    r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y) "
    r"(?:members?|party|government|ministry|company|union|group|country|side|staff|people|committee|council|team))"
    r"(?: (?:also|still|now|never|always|has|have|had|is|are|was|were|would|will|do|does|did|not|be|been))* ?$"
)
ALIAS = 5  # words of a description that stands for a speaker elsewhere in the document
SHARED = re.compile(r"[^;:.]{3,160}\band(?: \w+ly| then| also| has| have)? $")
JOINED = re.compile(r"^,? (?:and|or)(?: the)? $")


class Subjects:
    """The places where each document names an actor, and the sources of its attributions."""

    def __init__(self, context: Context) -> None:
        self.context = context
        found: dict[str, dict[Span, str]] = defaultdict(dict)
        for actor in context.coverage.actors:
            for m in actor.mentions:
                found[m.document][m.span] = actor.id
        for reading in context.coverage.readings:
            for a in reading.attributions:
                for source in a.source:
                    if a.speaker:
                        found[a.document].setdefault(source, a.speaker)
        for doc, places in found.items():
            self._described(doc, places)
        self.places = {d: sorted(spans.items()) for d, spans in found.items()}
        self.starts = {d: [s.start for s, _ in rows] for d, rows in self.places.items()}

    def _described(self, doc: str, places: dict[Span, str]) -> None:
        """Add the places where words that stand for one speaker at a statement ("the union") stand elsewhere."""
        text = self.context.document(doc).text
        of: dict[str, set[str]] = defaultdict(set)
        for a in self.context.readings[doc].attributions:
            for source in a.source if a.speaker else ():
                parts = source.of(text).split()
                if 2 <= len(parts) <= ALIAS and parts[0].lower() == "the":
                    of[" ".join(parts[1:])].add(a.speaker or "")
        taken = sorted(places)
        for words, actors in sorted(of.items()):
            if len(actors) > 1:
                continue
            for m in re.finditer(rf"\b[Tt]he {re.escape(words)}(?![\w’'-])", text):
                span = Span(m.start(), m.end())
                at = bisect_left(taken, span)
                near = taken[max(0, at - 1) : at + 1]
                if not any(t.meets(span) for t in near):
                    places.setdefault(span, next(iter(actors)))

    def own(self, doc: str, verb: int) -> str | None:
        """The speaker of what is said where a verb starts, if its subject is he, or those he speaks for."""
        context = self.context
        start = max(verb - 60, context.sentence(doc, Span(verb, verb + 1)).start)
        before = context.document(doc).text[start:verb]
        for a in context.holders(doc, Span(verb, verb + 1)):
            if a.speaker and OWN.search(before):
                return a.speaker
        return None

    def before(self, doc: str, verb: int) -> tuple[tuple[str, ...], Span | None]:
        """The actors that are the subject of a verb which starts at an offset, and the span they are named in."""
        rows = self.places.get(doc)
        if not rows:
            return (), None
        text = self.context.document(doc).text
        sentence = self.context.sentence(doc, Span(verb, verb + 1))
        last = bisect_left(self.starts[doc], verb)
        out: list[str] = []
        at = verb
        first = last
        for n in range(last - 1, max(-1, last - 12), -1):
            span, actor = rows[n]
            if span.start < sentence.start:
                break
            if span.end > at:
                continue
            gap = text[span.end : at]
            if (not out and GAP.fullmatch(gap)) or (out and JOINED.fullmatch(gap)):
                out.append(actor)
                at, first = span.start, n
            elif out:
                break
        if not out and (speaker := self.own(doc, verb)):
            return (speaker,), None
        if not out:
            return self._leading(rows, sentence, last, verb, text)
        return tuple(dict.fromkeys(reversed(out))), (Span(at, verb) if out and first < last else None)

    @staticmethod
    def _leading(
        rows: list[tuple[Span, str]], sentence: Span, last: int, verb: int, text: str
    ) -> tuple[tuple[str, ...], Span | None]:
        """The actor that begins the sentence, where the verb is joined to its first verb by "and"."""
        inside = [r for r in rows[max(0, last - 12) : last] if r[0].start >= sentence.start]
        if inside and len(text[sentence.start : inside[0][0].start].split()) <= LEAD:
            span, actor = inside[0]
            if SHARED.fullmatch(text[span.end : verb]):
                return (actor,), Span(span.start, verb)
        return (), None
