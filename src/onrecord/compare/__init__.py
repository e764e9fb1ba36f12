"""Claims with their origins, and where the documents differ.

`compare(coverage)` takes documents put together by `group` and answers a record: what it carries through
(documents, actors, attributions, statements, copies, figures, times, names, stories) and what it adds (claims,
differences, positions, statuses, events, brief). Stories are compared one by one, each by itself alone (parts.py), so
that the comparison of one that has not changed can be remembered. Linear in the number of documents of a story but for
capped blocks.
"""

from __future__ import annotations

from onrecord.compare import parts
from onrecord.group.constraints import NOTHING, Constraints
from onrecord.group.memory import Memory
from onrecord.model import Coverage, NameOf, Record
from onrecord.version import VERSION

__all__ = ["compare"]


def compare(coverage: Coverage, judged: Constraints = NOTHING, memory: Memory | None = None) -> Record:
    """The record of a coverage, without `rejected` and `judgements`, which only the caller knows.

    `judged` is what people decided. `memory` keeps what was made of each story under a key of all that it was made of:
    an entry of an earlier run is taken, what is new is added; the answer is the same with any entries or none.
    """
    found = [parts.compared(part, judged, memory) for part in parts.stories(coverage)]
    readings = coverage.readings
    together = parts.joined(found, coverage)
    return Record(
        onrecord=VERSION,
        documents=tuple(r.document for r in readings),
        actors=coverage.actors,
        attributions=tuple(a for r in readings for a in r.attributions),
        unattributed=tuple(u for r in readings for u in r.unattributed),
        statements=coverage.statements,
        claims=together.claims,
        copies=coverage.copies,
        differences=together.differences,
        positions=together.positions,
        statuses=together.statuses,
        events=together.events,
        brief=together.brief,
        figures=tuple(f for r in readings for f in r.figures),
        times=tuple(t for r in readings for t in r.times),
        stories=coverage.stories,
        names=tuple(NameOf(r.document.id, n.span, n.kind, n.text) for r in readings for n in r.names),
        decided=(*coverage.decided, *together.decided),
    )
