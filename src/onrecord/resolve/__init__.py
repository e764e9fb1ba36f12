"""Who speaks, by which way and when: the actors of one document, and each attribution's speaker, chain and day.

Actors are those of the document alone; an actor without a name ("person briefed on the talks") bears its description
in lower case and stands for itself, never for another of the same description elsewhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace

from onrecord.attribute.chain import regions
from onrecord.attribute.ordered import Ordered, spans
from onrecord.attribute.outlets import fold, gazetteer, own_names
from onrecord.model import Attributed, Attribution, Hop, Reading, Time
from onrecord.parse.words import paragraphs
from onrecord.resolve import said, undated
from onrecord.resolve.cast import Cast, Entity, actors, gather
from onrecord.resolve.continuing import Line, carry
from onrecord.resolve.figures import dated_figures
from onrecord.resolve.roles import give_roles
from onrecord.resolve.scene import Spoken
from onrecord.resolve.speakers import cited, speakers
from onrecord.resolve.times import resolve_times

__all__ = ["resolve"]


def resolve(attributed: Attributed) -> Reading:
    """The reading of one document: its actors, and its attributions with speaker, chain and the day of the saying.

    The medium and carrier hops that the attributions bring are kept; those that a statement continues are added as
    `inherited`, the speaker first and the document's outlet last.
    """
    parsed = attributed.parsed
    cast = gather(parsed)
    give_roles(cast)
    spoken = speakers(cast, attributed.attributions)
    times = resolve_times(parsed.times, parsed.document)
    dated = Ordered(times, lambda time: time.span)
    lines = _lines(cast, dated, attributed.attributions, spoken)
    carry(parsed, dated, lines, spans(s for a in attributed.attributions for s in a.content))
    carriers = {id(line): [_carrier(cast, hop) for hop in line.hops + line.credit] for line in lines}
    outlet = _outlet(cast)
    used = [e for line in lines for e in [line.spoken.entity, *carriers[id(line)]] if e]
    ids, found = actors(cast)
    assert all(id(entity) in ids for entity in used)
    finished = tuple(_finish(cast, line, carriers[id(line)], outlet, ids) for line in lines)
    document = replace(
        parsed.document,
        published=undated.interval(parsed.document, parsed.times, times),
        flags=tuple(sorted({*parsed.document.flags, *undated.flags(parsed.document, times)})),
    )
    return Reading(
        document=document,
        sentences=parsed.sentences,
        quotes=parsed.quotes,
        names=parsed.names,
        times=times,
        figures=dated_figures(parsed.document.text, parsed.sentences, parsed.figures, parsed.times, times),
        actors=found,
        attributions=finished,
        unattributed=attributed.unattributed,
    )


def _lines(cast: Cast, times: Ordered[Time], attributions: tuple[Attribution, ...], spoken: list[Spoken]) -> list[Line]:
    parsed = cast.parsed
    starts = [p.start for p in paragraphs(parsed.document)]
    lines = []
    shared = Counter(
        hop for a in attributions for hop in set(a.chain) if hop.role == "carrier" and hop.basis == "inherited"
    )
    whole = {hop for hop, n in shared.items() if n * 2 > len(attributions)}  # the credit of the document
    entries = said.entries(parsed.document)
    for attribution, who, runs in zip(attributions, spoken, regions(parsed, attributions), strict=True):
        mark = min(s.start for s in attribution.cue or attribution.source or attribution.content)
        credited = [h for h in attribution.chain if h.role in ("medium", "carrier")]
        source = cited(cast, attribution, runs, who)
        if source is not None and who.entity is not None:
            credited.append(Hop(role="carrier", name=who.entity.name, basis="stated", evidence=who.source.span))
        lines.append(
            Line(
                attribution=attribution,
                spoken=source or who,
                paragraph=bisect_right(starts, mark),
                sentence=cast.sentence(mark),
                hops=[h for h in credited if h not in whole],
                credit=[h for h in credited if h in whole],
                said=said.own(parsed.document, times, attribution, runs)
                or said.live(parsed.document, attribution, entries),
            )
        )
    return lines


def _carrier(cast: Cast, hop: Hop) -> Entity | None:
    """The actor of a carrier, found among the outlets named in the text or added; a medium has none."""
    if hop.role != "carrier" or not hop.name:
        return None
    key = fold(hop.name)
    for entity in cast.entities:
        if entity.kind != "person" and key in {fold(entity.name), *map(fold, entity.aliases)}:
            break
    else:
        entity = cast.add(Entity(hop.name, "agency" if hop.basis == "inherited" else "outlet"))
    known = gazetteer().get(key)
    if known:
        entity.called(known[0])
        entity.kind = known[1]
    elif entity.kind not in ("agency", "outlet"):
        entity.kind = "outlet"
    if hop.evidence is not None:
        first = cast.text.find(hop.name, hop.evidence.start, hop.evidence.end)
        if first >= 0:
            entity.at(type(hop.evidence)(first, first + len(hop.name)))
    return entity


def _outlet(cast: Cast) -> Entity | None:
    """The actor of the document's own outlet, with the shorter names by which the text calls it."""
    document = cast.parsed.document
    if not document.outlet:
        return None
    own = own_names(document)
    for entity in cast.entities:
        if entity.kind in ("agency", "outlet") and fold(entity.name) in own:
            entity.called(entity.name)
            old, entity.name = entity.name, document.outlet
            entity.called(old)
            return entity
    known = gazetteer().get(fold(document.outlet))
    return cast.add(Entity(document.outlet, known[1] if known else "outlet"))


def _finish(
    cast: Cast, line: Line, carriers: list[Entity | None], outlet: Entity | None, ids: dict[int, str]
) -> Attribution:
    document = cast.parsed.document
    who = line.spoken
    speaker = ids[id(who.entity)] if who.entity is not None else None
    span = who.source.span
    named = who.source.kind != "pronoun" and who.basis == "stated"
    first = Hop(
        role="speaker",
        actor=speaker,
        name=who.entity.name if who.entity is not None else None,
        basis="stated" if span is not None and named else "inherited",
        evidence=span,
    )
    middle = [
        replace(hop, actor=ids[id(entity)] if entity is not None else None)
        for hop, entity in zip(line.hops + line.credit, carriers, strict=True)
    ]
    last = Hop(
        role="outlet",
        actor=ids[id(outlet)] if outlet is not None else None,
        name=document.outlet,
        basis="stated" if document.outlet else "inferred",
    )
    return replace(
        line.attribution,
        speaker=speaker,
        speaker_text=span.of(cast.text) if span is not None else None,
        speaker_basis=who.basis,
        said=line.said or said.default(document),
        chain=(first, *middle, last),
        rivals=line.attribution.rivals + who.rivals,
    )
