"""Judged rows found in the readings of the present record, by the anchors of the judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord import model as m
from onrecord.group.actors import name_key
from onrecord.run.anchors import Finder

MET = 0.5  # least share that two spans have in common, to be one


def common(a: m.Span, b: m.Span) -> float:
    """The share of two spans that they have in common."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return 1.0 if a == b else max(0, both) / max(1, max(a.end, b.end) - min(a.start, b.start))


class Located:
    """Looks judged rows up in readings. What is not found is None or empty; `missing` says why."""

    def __init__(self, readings: Iterable[m.Reading]) -> None:
        self.readings = {r.document.id: r for r in readings}
        self.finder = Finder([r.document for r in self.readings.values()])

    def missing(self, target: m.Target) -> str:
        """Why a row is not found, for people."""
        what = f"{target.section} {target.id}"
        if not any(self.finder.document(a) for a in target.anchors):
            return f"{what}: none of its documents is in this record"
        return f"{what}: what it rests on is not found in the sources any more"

    def places(self, target: m.Target) -> tuple[m.Place, ...]:
        found = (self.finder.place(a) for a in target.anchors)
        return tuple(dict.fromkeys(p for p in found if p is not None))

    def documents(self, target: m.Target) -> tuple[str, ...]:
        found = (self.finder.document(a) for a in target.anchors)
        return tuple(dict.fromkeys(d.id for d in found if d is not None))

    # --------------------------------------------------------------------------- attributions
    def attributions(self, target: m.Target) -> tuple[str, ...]:
        """The attributions of an attribution or a statement that was judged: of each place the one that is there."""
        found = dict.fromkeys(i for p in self.places(target) if (i := self._attribution(p)) is not None)
        return tuple(found)[:1] if target.section == "attributions" else tuple(found)

    def _attribution(self, place: m.Place) -> str | None:
        reading = self.readings[place.document]
        scores = [(max((common(c, place.span) for c in a.content), default=0.0), a.id) for a in reading.attributions]
        best = max(scores, default=(0.0, ""))
        return best[1] if best[0] >= MET else None

    def document_of(self, attribution: str) -> str | None:
        return next((d for d, r in self.readings.items() if any(a.id == attribution for a in r.attributions)), None)

    def contents(self, attribution: str) -> tuple[m.Place, ...]:
        """The places of what an attribution says."""
        for d, r in self.readings.items():
            for a in r.attributions:
                if a.id == attribution:
                    return tuple(m.Place(d, c) for c in a.content)
        return ()

    # --------------------------------------------------------------------------- actors
    def actors(self, target: m.Target) -> tuple[str, ...]:
        """The actors of single documents that a judged actor is made of."""
        found: dict[str, None] = {}
        for anchor in target.anchors:
            place = self.finder.place(anchor)
            document = self.finder.document(anchor)
            if document is None:
                continue
            reading = self.readings[document.id]
            at = self._mentioned(reading, place.span) if place and anchor.span else None
            at = at or self._named(reading, target.name or "")
            if at is not None:
                found[at] = None
        return tuple(found)

    @staticmethod
    def _mentioned(reading: m.Reading, span: m.Span) -> str | None:
        scores = [(max((common(x.span, span) for x in a.mentions), default=0.0), a.id) for a in reading.actors]
        best = max(scores, default=(0.0, ""))
        if best[0] >= MET:
            return best[1]
        return next((a.speaker for a in reading.attributions if span in a.source and a.speaker), None)

    @staticmethod
    def _named(reading: m.Reading, name: str) -> str | None:
        key = name_key(name)
        fit = [a.id for a in reading.actors if name_key(a.name) == key]
        return fit[0] if len(fit) == 1 else None

    def actor_document(self, actor: str) -> str | None:
        return next((d for d, r in self.readings.items() if any(a.id == actor for a in r.actors)), None)

    def speaker(self, attribution: str) -> str | None:
        for r in self.readings.values():
            for a in r.attributions:
                if a.id == attribution:
                    return a.speaker
        return None

    def kind_of(self, name: str) -> m.ActorKind:
        """The kind of the actors of this name; a person where nobody bears it."""
        key = name_key(name)
        kinds = sorted({a.kind for r in self.readings.values() for a in r.actors if name_key(a.name) == key})
        return kinds[0] if len(kinds) == 1 else "person"

    # --------------------------------------------------------------------------- figures and times
    def row_at(self, section: str, target: m.Target) -> tuple[str, str] | None:
        """(document, id) of the figure or time at the place of a judged one."""
        for place in self.places(target):
            reading = self.readings[place.document]
            rows: Sequence[m.Figure | m.Time] = reading.figures if section == "figures" else reading.times
            best = max(((common(x.span, place.span), x.id) for x in rows), default=(0.0, ""))
            if best[0] >= MET:
                return place.document, best[1]
        return None
