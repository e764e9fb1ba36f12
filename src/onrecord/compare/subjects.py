"""Who the subject of a verb is: the actor named right before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from onrecord.compare.context import Context
from onrecord.model import Span

LEAD = 4  # words before the subject of a sentence
GAP = re.compile(r"(?:’s|'s)?(?:(?:,[^,.;“”\"]{2,90}){1,3},)?(?: (?!and\b|that\b|said\b|but\b)[\w’'-]+){0,3} ?$")
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
        self.places = {d: sorted(spans.items()) for d, spans in found.items()}
        self.starts = {d: [s.start for s, _ in rows] for d, rows in self.places.items()}

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
