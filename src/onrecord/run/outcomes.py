"""What became of each judgement, read off the finished record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from onrecord import model as m
from onrecord.run import members
from onrecord.run.carry import Case
from onrecord.run.locate import MET, common
from onrecord.run.rulings import Settled

GONE = "no row of this record rests on its words any more"
ELSEWHERE = "its targets are in different stories; say first that the stories are one"


def finish(record: m.Record, settled: Settled) -> m.Record:
    """A record with the outcome of each judgement and the rows that judgements bear on."""
    if not settled.cases:
        return record
    decided = [*record.decided, *settled.decided]
    seen = {d.judgement for d in decided}
    ruled = {r.judgement for r in settled.constraints.rulings} | {r.judgement for r in settled.constraints.copies}
    for judgement in sorted(ruled - seen):
        _undone(settled.cases[judgement], GONE)
    rows = Rows(record, settled)
    for one in settled.linked:
        found = [rows.of(one.section, x) for group in one.groups for x in group]
        if len(one.groups) == 1 and len(found) > 1 and one.section == "claims" and not _meet(found):
            _undone(settled.cases[one.judgement], ELSEWHERE)
            continue
        decided += [
            m.Decided(judgement=one.judgement, section=one.section, id=i) for i in sorted({i for f in found for i in f})
        ]
    documents = {d.id for d in record.documents}
    kept = [replace(d, places=tuple(p for p in d.places if p.document in documents)) for d in decided]
    kept = sorted(dict.fromkeys(kept), key=lambda d: (d.judgement, d.section, d.removed, d.id))
    became = tuple(settled.cases[j.id].outcome() for j in record.judgements)
    return replace(record, decided=tuple(kept), outcomes=became)


def _undone(case: Case, why: str) -> None:
    case.done = False
    case.why.append(why)


def _meet(found: list[frozenset[str]]) -> bool:
    """Whether any two members are in one row."""
    count: dict[str, int] = defaultdict(int)
    for rows in found:
        for row in rows:
            count[row] += 1
    return any(n > 1 for n in count.values())


class Rows:
    """The rows of a record that members of clusters are in."""

    def __init__(self, record: m.Record, settled: Settled) -> None:
        self.record = record
        self.story = {d.id: d.story for d in record.documents}
        self.statements = {a.id: a.statements for a in record.attributions}
        self.actors = actors_of(record, settled.readings)

    def of(self, section: str, member: str) -> frozenset[str]:
        match section:
            case "stories":
                return frozenset(s for s in (self.story.get(member),) if s)
            case "statements":
                return frozenset(self.statements.get(member, ()))
            case "actors":
                return frozenset(a for a in (self.actors.get(member),) if a)
            case _:
                return self._claims(members.place(member))

    def _claims(self, place: m.Place) -> frozenset[str]:
        """The claims that rest on a place, and on no other that is more like it."""
        scores = {
            c.id: max((common(e.span, place.span) for e in c.evidence if e.document == place.document), default=0.0)
            for c in self.record.claims
        }
        best = max(scores.values(), default=0.0)
        return frozenset(i for i, score in scores.items() if score == best and best >= MET)


def actors_of(record: m.Record, readings: Iterable[m.Reading]) -> dict[str, str]:
    """From the actors of single documents to those of the record, by what names them."""
    at = {(x.document, x.span): a.id for a in record.actors for x in a.mentions}
    said = {a.id: a for a in record.attributions}
    found: dict[str, str] = {}
    for r in readings:
        for actor in r.actors:
            known = next((at[x.document, x.span] for x in actor.mentions if (x.document, x.span) in at), None)
            if known is not None:
                found[actor.id] = known
        for a in r.attributions:
            whole = said.get(a.id)
            if whole is None:
                continue
            if a.speaker and whole.speaker and whole.speaker_basis != "inferred":
                found.setdefault(a.speaker, whole.speaker)
            stated = [h for h in whole.chain if h.basis != "inferred" or h.role == "outlet"]
            for mine, theirs in zip(a.chain, stated, strict=False):
                if mine.actor and theirs.actor and mine.role == theirs.role:
                    found.setdefault(mine.actor, theirs.actor)
    return found
