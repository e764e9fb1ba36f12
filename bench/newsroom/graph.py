"""A made story and who has what from whom: speakers, occasions, outlets, agencies, and the true number of origins.

Nothing here reads onrecord's output: `truth` follows the graph, by the definition of an origin in the record's
vocabulary. An origin is one report by somebody with access, as far as some document of the story states it; a copy
of another document adds nothing to it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
WORLD: dict[str, Any] = tomllib.loads((HERE / "world.toml").read_text("utf-8"))
KINDS = ("dam", "hospital", "fishing", "factory", "recount", "rail")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BROADCASTERS = ("Radio", "Channel", "Public Radio")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Speaker:
    name: str
    last: str
    title: str
    short: str
    org: str
    pronoun: str
    paper: str = ""  # what the paper is called, if the speaker is one


@dataclass(frozen=True)
class Event:
    """One occasion of saying. `access` are the outlets and agencies that had it themselves."""

    kind: str  # conference, release, post, interview, paper
    town: str
    day: str
    access: frozenset[str]


@dataclass(frozen=True)
class Utterance:
    number: int
    speaker: Speaker
    event: Event
    quote: tuple[str, str]
    indirect: tuple[str, ...]
    mixed: str


@dataclass
class Item:
    """One piece of a document: a background sentence (`place` its number), an utterance, or an addition of its own."""

    text: str
    place: int = -1
    said: Utterance | None = None
    way: str = "bare"
    form: str = ""
    carrier: str = ""  # an outlet or agency that the sentence names
    carried_on: bool = False  # it follows another utterance of the same speaker and occasion, whose way it shares
    source: Item | None = None
    words: str = ""  # the content where it is not the quotation
    lost: bool = False  # the attribution was lost


@dataclass
class Paper:
    """One document. `source` is the one it was copied from, `credit` where it says so, "" if nowhere."""

    outlet: str
    agency: bool = False
    present: bool = True  # in the collection; an agency's dispatch need not be
    source: Paper | None = None
    credit: str = ""
    own: bool = False  # a dateline with its own name
    published: datetime | None = None
    items: list[Item] = field(default_factory=list)
    reporter: str = ""
    town: str = ""

    @property
    def root(self) -> str:
        return self.source.root if self.source else self.outlet


@dataclass
class Story:
    kind: str
    title: str
    titles: tuple[str, ...]
    slots: dict[str, str]
    numbers: tuple[str, ...]
    start: datetime
    utterances: tuple[Utterance, ...]
    backs: tuple[tuple[str, ...], ...]
    papers: list[Paper] = field(default_factory=list)

    @property
    def shown(self) -> list[Paper]:
        return [p for p in self.papers if p.present]


# ------------------------------------------------------------------------------------------ the world
def make_story(chance: Random, kind: str) -> Story:
    """A story of one kind with its people and figures, its occasions and its papers; nothing is written yet."""
    data = tomllib.loads((HERE / f"{kind}.toml").read_text("utf-8"))
    towns = chance.sample(WORLD["towns"], 4)
    start = datetime(2024, chance.choice(WORLD["months"]), chance.randrange(2, 27), 9)
    slots = {"town": towns[0], "river": chance.choice(WORLD["rivers"]), "country": chance.choice(WORLD["countries"])}
    slots["day"] = WEEKDAYS[start.weekday()]
    for name, choices in data["slots"].items():
        slots[name] = chance.choice(choices).format(**slots)
    numbers = {}
    for name, (low, high) in data["figures"].items():
        numbers[name] = f"{chance.randrange(low, high + 1):,}"
    slots |= numbers
    papers, outlets, agencies = _papers(chance, towns)
    speakers = _speakers(chance, data, slots)
    utterances: list[Utterance] = []
    for given, speaker in zip(data["speaker"], speakers, strict=True):
        event = _event(chance, given["events"], slots, outlets, agencies)
        for line in given["lines"]:
            fill = [s.format(**slots) for s in line["quote"]]
            utterances.append(
                Utterance(
                    len(utterances),
                    speaker,
                    event,
                    (fill[0], fill[1]),
                    tuple(s.format(**slots) for s in line["indirect"]),
                    line["mixed"].format(**slots),
                )
            )
    backs = tuple(tuple(v.format(**slots) for v in b["variants"]) for b in data["back"])
    titles = tuple(t.format(**slots) for t in data["title"])
    return Story(kind, titles[0], titles, slots, tuple(numbers.values()), start, tuple(utterances), backs, papers)


def _speakers(chance: Random, data: dict[str, Any], slots: dict[str, str]) -> list[Speaker]:
    surnames = chance.sample(WORLD["surnames"], len(data["speaker"]))
    out = []
    for given, last in zip(data["speaker"], surnames, strict=True):
        if given.get("paper"):
            name = chance.choice(data["papers"]["names"])
            out.append(Speaker(name, name, "", "", "", "it", name))
            continue
        woman = given.get("female", chance.random() < 0.5)
        first = chance.choice(WORLD["women" if woman else "men"])
        title, short, org = (given[k].format(**slots) for k in ("title", "short", "org"))
        out.append(Speaker(f"{first} {last}", last, title, short, org, "she" if woman else "he"))
    return out


def _papers(chance: Random, towns: list[str]) -> tuple[list[Paper], list[Paper], list[Paper]]:
    """All papers of a story, those that report themselves, and the agencies: who takes it from whom."""
    names = chance.sample(WORLD["outlets"]["names"], 9)
    agencies = [Paper(n, agency=True, own=True) for n in chance.sample(WORLD["agencies"]["names"], 2)]
    agencies[0].present, agencies[1].present = chance.random() < 0.6, chance.random() < 0.3
    first = [Paper(n) for n in names[: chance.randrange(1, 4)]]
    second: list[Paper] = []
    for name in names[len(first) : len(first) + chance.randrange(3, 6)]:
        roll = chance.random()
        if roll < 0.5:
            source = agencies[0]
        elif roll < 0.65:
            source = agencies[1]
        elif roll < 0.85 or not second:
            source = chance.choice(first)
        else:
            source = chance.choice(second)
        second.append(Paper(name, source=source))
    for paper in (*agencies, *first, *second):
        paper.town = towns[0] if paper in agencies else chance.choice(towns)
        given = chance.choice(WORLD["women"] + WORLD["men"])
        paper.reporter = f"{given} {chance.choice(WORLD['surnames'])}"
    return [*agencies, *first, *second], first, agencies


def _event(chance: Random, kinds: list[str], slots: dict[str, str], first: list[Paper], agencies: list[Paper]) -> Event:
    kind = chance.choice(kinds)
    if kind == "paper":
        access = {chance.choice(first).outlet}
    elif kind == "interview":
        access = {chance.choice(first).outlet if chance.random() < 0.75 else agencies[0].outlet}
        if chance.random() < 0.3:  # the same words to another one
            access.add(chance.choice(first).outlet)
    else:
        share = 0.7 if kind == "conference" else 0.6
        access = {p.outlet for p in first if chance.random() < share}
        access |= {p.outlet for p in agencies if p is agencies[0] or chance.random() < 0.7}
    return Event(kind, slots["town"], slots["day"], frozenset(access))


def dated(chance: Random, story: Story) -> None:
    """Gives each paper its time: an original on the day or the next, a copy after its source."""
    for paper in story.papers:
        if paper.source is None:
            paper.published = story.start + timedelta(hours=chance.randrange(2, 20), minutes=chance.randrange(60))
        else:
            before = paper.source.published or story.start
            paper.published = before + timedelta(hours=chance.randrange(1, 26), minutes=chance.randrange(60))


# ------------------------------------------------------------------------------------------ the truth
def _worded(paper: Paper, item: Item, said: Utterance) -> set[Key]:
    """The reports and occasions that the words of one item, and the credit of its paper, state."""
    found: set[Key] = set()
    if item.way == "occasion":
        found.add(("occasion",))
    elif item.way in ("release", "post"):
        found.add(("release",))
    elif item.way in ("paper", "paper_carrier"):  # a paper that nobody is said to have seen is no access
        found.add(("paper",))
    elif item.way in ("present", "interview"):
        found.add(("report", paper.outlet))
    elif item.way == "generic":  # an interview with the one it was copied from
        found.add(("report", paper.root))
    elif item.way in ("carrier", "told_carrier", "reported"):
        found.add(("report", item.carrier))
    if paper.own and paper.outlet in said.event.access:
        found.add(("report", paper.outlet))
    if paper.credit and item.source is not None and paper.source is not None:
        found |= (
            {("report", paper.root)} if paper.root in said.event.access else _worded(paper.source, item.source, said)
        )
    return found


def stated(story: Story) -> dict[int, frozenset[Key]]:
    """For each item of an utterance (by `id`) the reports and occasions that are stated for it: by itself, by the
    utterance that it carries on, or by what it was copied from, if that is shown."""
    out: dict[int, frozenset[Key]] = {}
    for paper in story.papers:  # sources come before their copies
        above: set[Key] = set()
        for item in paper.items:
            if item.said is None:
                continue
            mine = _worded(paper, item, item.said) | (above if item.carried_on else set())
            if item.source is not None and paper.source is not None and paper.source.present:
                mine |= out[id(item.source)]
            above = mine
            out[id(item)] = frozenset(mine)
    return out


def truth(story: Story, said: Utterance) -> int | None:
    """How many origins the documents state for one utterance; None if none states any access."""
    ways = stated(story)
    keys = {k for p in story.shown for i in p.items if i.said is said for k in ways[id(i)]}
    if ("paper",) in keys or ("release",) in keys:
        return 1
    reports = {k for k in keys if k[0] == "report"}
    return len(reports) or (1 if keys else None)


def follow(items: list[Item]) -> None:
    """Marks the utterances that directly follow another of the same speaker on the same occasion."""
    for n, item in enumerate(items):
        before = items[n - 1].said if n else None
        said = item.said
        item.carried_on = bool(said and before and before.speaker is said.speaker and not said.speaker.paper)
