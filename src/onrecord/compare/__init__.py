"""Claims with their origins, and where the documents differ.

`compare(coverage)` takes documents put together by `group` and answers a record: what it carries through
(documents, actors, attributions, statements, copies, figures, times, names, stories) and what it adds (claims,
differences, positions, statuses, events, brief). Linear in the number of documents of a story but for capped blocks.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.compare import access, origins
from onrecord.compare import claims as claiming
from onrecord.compare.brief import brief
from onrecord.compare.context import Context
from onrecord.compare.differences import differences
from onrecord.compare.events import events
from onrecord.compare.positions import positions
from onrecord.compare.statuses import statuses
from onrecord.compare.subjects import Subjects
from onrecord.model import Claim, Coverage, NameOf, Record
from onrecord.version import VERSION

__all__ = ["compare"]


def compare(coverage: Coverage) -> Record:
    """The record of a coverage, without `rejected` and `judgements`, which only the caller knows."""
    context = Context(coverage)
    drafts = claiming.drafts(context)
    known = access.stated(context)
    claims: tuple[Claim, ...] = tuple(replace(d.claim, origins=origins.count(context, d, known)) for d in drafts)
    readings = coverage.readings
    subjects = Subjects(context)
    held = statuses(context, subjects)
    apart = differences(context, drafts, held)
    dated = events(context)
    return Record(
        onrecord=VERSION,
        documents=tuple(r.document for r in readings),
        actors=coverage.actors,
        attributions=tuple(a for r in readings for a in r.attributions),
        unattributed=tuple(u for r in readings for u in r.unattributed),
        statements=coverage.statements,
        claims=claims,
        copies=coverage.copies,
        differences=apart,
        positions=positions(context, subjects),
        statuses=held,
        events=dated,
        brief=brief(context, claims, apart, dated, held),
        figures=tuple(f for r in readings for f in r.figures),
        times=tuple(t for r in readings for t in r.times),
        stories=coverage.stories,
        names=tuple(NameOf(r.document.id, n.span, n.kind, n.text) for r in readings for n in r.names),
    )
