"""What was settled about single documents, carried out on their readings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from onrecord import model as m
from onrecord.run import edits
from onrecord.run.links import Linker
from onrecord.run.locate import Located

AGAINST = "a later judgement decides otherwise"


@dataclass(slots=True)
class Case:
    """A judgement while it is settled."""

    judgement: m.Judgement
    done: bool = False
    against: set[str] = field(default_factory=set)
    why: list[str] = field(default_factory=list)

    def outcome(self) -> m.Outcome:
        state: m.JudgementState = "not_applied"
        if self.done:
            state = "in_part" if self.against or self.why else "applied"
        elif self.against:
            state = "overruled"
        reason = "; ".join(dict.fromkeys([*([AGAINST] if self.against else []), *self.why])) or None
        return m.Outcome(judgement=self.judgement.id, state=state, reason=reason, against=tuple(sorted(self.against)))


@dataclass(slots=True)
class Plan:
    """What is to be done to readings. Rows are (section, id); values are judgements or what they give."""

    edits: dict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))  # row -> fields
    by: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # row -> judgements
    references: dict[str, m.Target] = field(default_factory=dict)  # attribution -> the actor that is its speaker
    gone: dict[str, str] = field(default_factory=dict)  # row that is taken out -> judgement
    additions: list[tuple[Case, dict[str, str]]] = field(default_factory=list)


@dataclass(slots=True)
class Done:
    """Rows that were changed or taken out, and (judgement, actor of a document) of actors that were changed."""

    decided: list[m.Decided] = field(default_factory=list)
    actors: list[tuple[str, str]] = field(default_factory=list)


def carry_out(look: Located, plan: Plan, actors: Linker) -> Done:
    """Change the readings of `look` as planned; a speaker who is an actor elsewhere is tied to it in `actors`."""
    done = Done()
    gone: dict[str, set[str]] = defaultdict(set)
    for d, r in look.readings.items() if plan.gone else ():
        rows = [("attributions", a.id, " … ".join(c.of(r.document.text) for c in a.content), a.content)
                for a in r.attributions]  # fmt: skip
        rows += [("figures", f.id, f.text, (f.span,)) for f in r.figures]
        rows += [("times", t.id, t.text, (t.span,)) for t in r.times]
        for section, ident, text, spans in rows:
            if ident in plan.gone:
                gone[d].add(ident)
                places = tuple(m.Place(d, s) for s in spans)
                done.decided.append(
                    m.Decided(
                        judgement=plan.gone[ident], section=section, id=ident, removed=True, text=text, places=places
                    )
                )
    for d, idents in gone.items():
        look.readings[d] = edits.without(look.readings[d], frozenset(idents))
    for (section, ident), fields in sorted(plan.edits.items()):
        _edited(look, plan, actors, done, (section, ident, fields))
    for case, fields in reversed(plan.additions):
        _added(look, case, fields, actors, done)
    return done


def _edited(look: Located, plan: Plan, actors: Linker, done: Done, what: tuple[str, str, dict[str, str]]) -> None:
    section, ident, fields = what
    home = next((d for d, r in look.readings.items() if any(x.id == ident for x in getattr(r, section))), None)
    if home is None or not fields:
        return
    reading = look.readings[home]
    if section == "attributions":
        speaker = None
        if fields.get("speaker"):
            reading, speaker = _speaker(look, reading, fields["speaker"], plan.references.get(ident), actors)
        reading = edits.attribution(reading, ident, fields, speaker)
    else:
        change = {"actors": edits.actor, "figures": edits.figure, "times": edits.time}[section]
        reading = change(reading, ident, fields)
    look.readings[home] = reading
    for judgement in plan.by[section, ident]:
        if section == "actors":
            done.actors.append((judgement, ident))
        else:
            done.decided.append(m.Decided(judgement=judgement, section=section, id=ident))


def _speaker(
    look: Located, reading: m.Reading, name: str, reference: m.Target | None, actors: Linker
) -> tuple[m.Reading, str]:
    """The actor of a reading that a person says speaks, tied to the actor of the record that is meant."""
    elsewhere = look.actors(reference) if reference else ()
    here = [a.id for a in reading.actors if a.id in elsewhere]
    if here:
        return reading, here[0]
    made, ident = edits.actor_in(reading, name, look.kind_of(name))
    if elsewhere:
        actors.merge((ident, *elsewhere), "")
    return made, ident


def _added(look: Located, case: Case, fields: dict[str, str], actors: Linker, done: Done) -> None:
    """An attribution by its spans, which are kept as anchors."""
    target = case.judgement.targets[0]
    parts: dict[str, list[m.Span]] = defaultdict(list)
    found = look.documents(target)
    for anchor in target.anchors:
        place = look.finder.place(anchor) if anchor.part else None
        if anchor.part and place is None:
            case.why.append(f"its words are not found in the document any more: {anchor.text[:60]!r}")
            return
        if anchor.part and place is not None:
            parts[anchor.part].append(place.span)
    if not found or not parts["content"]:
        case.why.append(look.missing(target))
        return
    reading, ident, why = edits.added(look.readings[found[0]], {k: tuple(v) for k, v in parts.items()})
    if ident is None:
        case.why.append(why or "")
        return
    rest = {k: v for k, v in fields.items() if k not in ("content", "source", "cue")}
    speaker = None
    if rest.get("speaker"):
        reference = next((t for t in case.judgement.targets[1:] if t.section == "actors"), None)
        reading, speaker = _speaker(look, reading, rest["speaker"], reference, actors)
    look.readings[found[0]] = edits.attribution(reading, ident, rest, speaker)
    case.done = True
    done.decided.append(m.Decided(judgement=case.judgement.id, section="attributions", id=ident))
