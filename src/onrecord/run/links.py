"""Which members belong together and which do not, where people may contradict each other: the latest wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.group.constraints import Links


class Linker:
    """Takes judgements from the latest to the earliest; what contradicts a later one is refused."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}
        self.why: dict[str, set[str]] = defaultdict(set)  # root -> judgements that put it together
        self.foes: dict[str, dict[str, set[str]]] = defaultdict(dict)  # root -> member kept apart -> judgements
        self.apart: set[tuple[str, str]] = set()

    def find(self, member: str) -> str:
        self.parent.setdefault(member, member)
        while self.parent[member] != member:
            self.parent[member] = self.parent[self.parent[member]]
            member = self.parent[member]
        return member

    def merge(self, members: Sequence[str], judgement: str) -> tuple[bool, set[str]]:
        """Put members together as far as no later judgement keeps them apart; whether that put any two together, and
        the judgements that stand against it."""
        blocks: list[str] = []
        against: set[str] = set()
        done = False
        for member in members:
            for block in blocks:
                a, b = self.find(block), self.find(member)
                barred = self._bar(a, b)
                if not barred:
                    self._join(a, b, judgement)
                    done = True
                    break
                against |= barred
            else:
                blocks.append(member)
        return done, against if len(blocks) > 1 else set()

    def part(self, pairs: Sequence[tuple[str, str]], judgement: str) -> tuple[bool, set[str]]:
        """Keep pairs apart as far as no later judgement puts them together."""
        against: set[str] = set()
        done = False
        for one, other in pairs:
            a, b = self.find(one), self.find(other)
            if a == b:
                against |= self.why[a]
                continue
            done = True
            self.apart.add((min(one, other), max(one, other)))
            self.foes[a].setdefault(other, set()).add(judgement)
            self.foes[b].setdefault(one, set()).add(judgement)
        return done, against

    def _bar(self, a: str, b: str) -> set[str]:
        return {j for member, why in self.foes.get(a, {}).items() if self.find(member) == b for j in why}

    def _join(self, a: str, b: str, judgement: str) -> None:
        if a != b:
            self.parent[b] = a
            self.why[a] |= self.why.pop(b, set())
            for member, why in self.foes.pop(b, {}).items():
                self.foes[a].setdefault(member, set()).update(why)
        self.why[a].add(judgement)

    def links(self) -> Links:
        """The blocks of two and more, and the pairs that are apart."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for member in sorted(self.parent):
            blocks[self.find(member)].append(member)
        together = sorted(tuple(block) for block in blocks.values() if len(block) > 1)
        return Links(tuple(together), frozenset(self.apart))
