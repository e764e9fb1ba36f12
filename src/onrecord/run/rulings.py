"""What people decided, settled: of judgements that contradict each other the latest wins, each is found again in the
present readings, and what remains is edits to readings and constraints on what is derived from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord import model as m
from onrecord.errors import OnrecordError
from onrecord.group.constraints import NOTHING, Constraints, CopyRuling, Ruling
from onrecord.run import edits, members, values
from onrecord.run.carry import Case, Plan, carry_out
from onrecord.run.links import Linker
from onrecord.run.locate import Located

DERIVED = ("claims", "differences", "positions", "statuses", "events")
FLIPPED = {"a_from_b": "b_from_a", "b_from_a": "a_from_b"}

Slot = tuple[str, object, str]  # section, row, field ("" whether it is there)


@dataclass(frozen=True, slots=True)
class Linked:
    """Members that a judgement put together (one group) or kept apart (several), to point to their rows later."""

    judgement: str
    section: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    readings: list[m.Reading]
    constraints: Constraints
    cases: dict[str, Case]
    decided: tuple[m.Decided, ...]
    linked: tuple[Linked, ...]


Reread = Callable[[m.Document], m.Reading]


def settle(judgements: Sequence[m.Judgement], readings: Sequence[m.Reading], reread: Reread) -> Settled:
    """Readings and constraints as people decided; `reread` reads a document anew whose facts a person gives."""
    if not judgements:
        return Settled(list(readings), NOTHING, {}, (), ())
    return _Settling(judgements, readings, reread).settled()


class _Settling:
    def __init__(self, judgements: Sequence[m.Judgement], readings: Sequence[m.Reading], reread: Reread) -> None:
        self.latest = sorted(judgements, key=lambda j: (j.at or "", j.id), reverse=True)
        self.cases = {j.id: Case(j) for j in self.latest}
        self.taken: dict[Slot, tuple[object, str]] = {}
        self.linkers = {section: Linker() for section in members.CLUSTERS}
        self.plan = Plan()
        self.rulings: list[Ruling] = []
        self.copies: list[CopyRuling] = []
        self.linked: list[Linked] = []
        self.decided: list[m.Decided] = []
        self.look = Located(readings)
        self.look = Located(self._documents(reread))
        for j in self.latest:
            self._take(self.cases[j.id])
        done = carry_out(self.look, self.plan, self.linkers["actors"])
        self.decided += [d for d in done.decided if d not in self.decided]
        self.linked += [Linked(judgement, "actors", ((ident,),)) for judgement, ident in done.actors]

    def settled(self) -> Settled:
        links = {section: linker.links() for section, linker in self.linkers.items()}
        claims = links["claims"]
        constraints = Constraints(
            stories=links["stories"],
            actors=links["actors"],
            statements=links["statements"],
            claims_together=tuple(tuple(map(members.place, block)) for block in claims.together),
            claims_apart=tuple((members.place(a), members.place(b)) for a, b in sorted(claims.apart)),
            copies=tuple(self.copies),
            rulings=tuple(self.rulings),
        )
        readings = [self.look.readings[d] for d in sorted(self.look.readings)]
        return Settled(readings, constraints, self.cases, tuple(self.decided), tuple(self.linked))

    # --------------------------------------------------------------------------- who wins
    def _claim(self, case: Case, slot: Slot, value: object) -> bool:
        """Whether a judgement may say this of a field; not where a later one says something else."""
        held, by = self.taken.setdefault(slot, (value, case.judgement.id))
        if held != value:
            case.against.add(by)
            return False
        case.done = True
        return True

    def _fields(self, case: Case, section: str, row: object, fields: dict[str, str]) -> dict[str, str]:
        """The fields of a row that a judgement may give."""
        if not self._claim(case, (section, row, ""), True):
            return {}
        return {name: v for name, v in fields.items() if self._claim(case, (section, row, name), v)}

    # --------------------------------------------------------------------------- documents
    def _documents(self, reread: Reread) -> list[m.Reading]:
        given: dict[str, dict[str, str]] = defaultdict(dict)
        for case in self.cases.values():
            j = case.judgement
            if j.kind not in ("reject", "fix"):
                continue
            for target in j.targets if j.kind == "reject" else j.targets[:1]:
                if target.section == "documents":
                    self._document(case, target, given)
        out = []
        for ident, reading in self.look.readings.items():
            if self.taken.get(("documents", ident, ""), (True, ""))[0] is False:
                continue
            out.append(self._reread(reading, given[ident], reread) if given.get(ident) else reading)
        return out

    def _document(self, case: Case, target: m.Target, given: dict[str, dict[str, str]]) -> None:
        j = case.judgement
        found = self.look.documents(target)
        if not found:
            case.why.append(self.look.missing(target))
            return
        if j.kind == "reject":
            if self._claim(case, ("documents", found[0], ""), False):
                text = self.look.readings[found[0]].document
                self._decide(j.id, "documents", found[0], removed=True, text=text.title or text.path)
            return
        fields = values.parsed(j.value)
        if hint := values.wrong(fields, values.FIX["documents"], "documents"):
            case.why.append(hint)
            return
        given[found[0]] |= self._fields(case, "documents", found[0], fields)
        self.plan.by["documents", found[0]].append(j.id)

    def _reread(self, reading: m.Reading, fields: dict[str, str], reread: Reread) -> m.Reading:
        ident = reading.document.id
        try:
            made = reread(edits.document(reading.document, fields))
        except OnrecordError as error:
            for judgement in self.plan.by["documents", ident]:
                self.cases[judgement].done = False
                self.cases[judgement].why.append(str(error))
            return reading
        for judgement in self.plan.by["documents", ident]:
            self._decide(judgement, "documents", ident)
        return made

    def _decide(self, judgement: str, section: str, ident: str, *, removed: bool = False, text: str = "") -> None:
        row = m.Decided(judgement=judgement, section=section, id=ident, removed=removed, text=text)
        if row not in self.decided:
            self.decided.append(row)

    # --------------------------------------------------------------------------- all other rows
    def _take(self, case: Case) -> None:
        j = case.judgement
        match j.kind:
            case "reject":
                for target in j.targets:
                    self._reject(case, target)
            case "fix" if j.targets:
                self._fix(case, j.targets[0], values.parsed(j.value))
            case "add" if j.targets:
                self._add(case, values.parsed(j.value))
            case "merge" | "split" if j.targets:
                self._link(case)
            case _:
                case.why.append(f"a judgement of kind {j.kind} without a target cannot be applied")
        if not j.targets:
            case.why.append("it has no anchors to find its target by")

    def _reject(self, case: Case, target: m.Target) -> None:
        section = target.section
        if section == "documents":
            return
        if section in DERIVED:
            self._ruling(case, target, {})
        elif section == "copies":
            self._copy(case, target, {}, wrong=True)
        elif section in ("attributions", "statements"):
            found = self.look.attributions(target)
            for ident in found:
                self._drop(case, "attributions", ident)
            if not found:
                case.why.append(self.look.missing(target))
        elif section in ("figures", "times"):
            at = self.look.row_at(section, target)
            if at is None:
                case.why.append(self.look.missing(target))
            else:
                self._drop(case, section, at[1])
        else:
            case.why.append(f"{section} cannot be rejected, only merged, split or fixed")

    def _drop(self, case: Case, section: str, ident: str) -> None:
        if self._claim(case, (section, ident, ""), False):
            self.plan.gone[ident] = case.judgement.id

    def _fix(self, case: Case, target: m.Target, fields: dict[str, str]) -> None:
        section = target.section
        if section == "documents":
            return
        if hint := values.wrong(fields, values.FIX.get(section, {}), section):
            case.why.append(hint)
        elif section in DERIVED:
            self._ruling(case, target, fields)
        elif section == "stories":
            self._title(case, target, fields)
        elif section == "copies":
            self._copy(case, target, fields)
        else:
            self._edit(case, target, fields)

    def _edit(self, case: Case, target: m.Target, fields: dict[str, str]) -> None:
        """Fields of what a reading holds: attributions, actors, figures, times."""
        j = case.judgement
        section = "attributions" if target.section == "statements" else target.section
        found: tuple[str, ...]
        if section == "attributions":
            found = self.look.attributions(target)
        elif section == "actors":
            found = self.look.actors(target)
        else:
            at = self.look.row_at(section, target)
            found = (at[1],) if at else ()
        if not found:
            case.why.append(self.look.missing(target))
        reference = next((t for t in j.targets[1:] if t.section == "actors"), None)
        for ident in found:
            mine = self._fields(case, section, ident, fields)
            self.plan.edits[section, ident] |= mine
            if mine:
                self.plan.by[section, ident].append(j.id)
            if "speaker" in mine and reference is not None:
                self.plan.references.setdefault(ident, reference)

    def _ruling(self, case: Case, target: m.Target, fields: dict[str, str]) -> None:
        places = self.look.places(target)
        if not places:
            case.why.append(self.look.missing(target))
            return
        row = (target.name, frozenset(places))
        if fields:
            fields = self._fields(case, target.section, row, fields)
        elif not self._claim(case, (target.section, row, ""), False):
            return
        if fields or self.taken[target.section, row, ""][0] is False:
            self.rulings.append(
                Ruling(
                    judgement=case.judgement.id, section=target.section, name=target.name, places=places,
                    change=tuple(sorted(fields.items())), note=case.judgement.note,
                )
            )  # fmt: skip

    def _title(self, case: Case, target: m.Target, fields: dict[str, str]) -> None:
        places = self.look.places(target)
        if not places:
            case.why.append(self.look.missing(target))
            return
        if self._fields(case, "stories", frozenset(p.document for p in places), fields):
            change = tuple(sorted(fields.items()))
            self.rulings.append(
                Ruling(judgement=case.judgement.id, section="stories", name=None, places=places, change=change)
            )

    def _copy(self, case: Case, target: m.Target, fields: dict[str, str], *, wrong: bool = False) -> None:
        parts = {a.part: d.id for a in target.anchors if (d := self.look.finder.document(a)) is not None}
        if len({parts.get("a"), parts.get("b"), None}) != 3:
            case.why.append(self.look.missing(target))
            return
        self._between(case, str(parts["a"]), str(parts["b"]), fields, wrong=wrong)

    def _between(self, case: Case, a: str, b: str, fields: dict[str, str], *, wrong: bool = False) -> None:
        """How two documents stand to each other, a and b as they were when this was judged."""
        if a > b:
            a, b = b, a
            if "direction" in fields:
                fields = fields | {"direction": FLIPPED.get(fields["direction"], fields["direction"])}
        if wrong:
            if self._claim(case, ("copies", (a, b), ""), False):
                self.copies.append(CopyRuling(judgement=case.judgement.id, a=a, b=b, wrong=True))
            return
        mine = self._fields(case, "copies", (a, b), fields)
        if mine:
            self.copies.append(
                CopyRuling(
                    judgement=case.judgement.id, a=a, b=b, relation=mine.get("relation"),  # type: ignore[arg-type]
                    direction=mine.get("direction"), from_=mine.get("from"),  # type: ignore[arg-type]
                )
            )  # fmt: skip

    def _add(self, case: Case, fields: dict[str, str]) -> None:
        """An alias, a copy between two documents, or an attribution by its spans."""
        targets = case.judgement.targets
        if targets[0].section == "actors":
            found = self.look.actors(targets[0])
            if not found:
                case.why.append(self.look.missing(targets[0]))
            for ident in found:
                known = self.plan.edits["actors", ident].get("alias")
                self.plan.edits["actors", ident]["alias"] = "\n".join(filter(None, (known, fields.get("alias"))))
                self.plan.by["actors", ident].append(case.judgement.id)
                case.done = True
        elif len(targets) > 1 and {t.section for t in targets[:2]} == {"documents"}:
            pair = [self.look.documents(t) for t in targets[:2]]
            if not all(pair) or pair[0] == pair[1]:
                case.why.append(next(self.look.missing(t) for t in targets[:2] if not self.look.documents(t)))
                return
            self._between(case, pair[0][0], pair[1][0], {"relation": "partial_copy"} | fields)
        else:
            self.plan.additions.append((case, fields))

    def _link(self, case: Case) -> None:
        """What a merge or a split says belongs together or does not."""
        j = case.judgement
        section = members.section_of(j.targets)
        if section is None:
            case.why.append("its targets do not go together")
            return
        found = [members.of(self.look, section, t, j.targets) for t in j.targets]
        case.why += [self.look.missing(t) for t, rows in zip(j.targets, found, strict=True) if not rows]
        linker = self.linkers[section]
        if j.kind == "merge":
            every = tuple(dict.fromkeys(x for rows in found for x in rows))
            if len(found) > 1 and sum(map(bool, found)) < 2:
                return
            done, against = linker.merge(every, j.id)
            case.done = done or (len(every) == 1 == len(found))
            groups = [every]
        else:
            groups = members.apart(section, j.targets, found)
            if len(groups) < 2:
                case.why += [] if case.why else ["there is nothing that it could be kept apart from"]
                return
            pairs = [(a, b) for n, one in enumerate(groups) for other in groups[n + 1 :] for a in one for b in other]
            case.done, against = linker.part(pairs, j.id)
        case.against |= against
        if case.done:
            self.linked.append(Linked(j.id, section, tuple(groups)))
