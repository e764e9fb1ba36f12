"""The texts of a story: what reporters write themselves, and what desks make of what they take over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from random import Random

import rewriting
from graph import BROADCASTERS, WORLD, Item, Paper, Speaker, Story, Utterance, dated, follow
from rewriting import capital, marked

WAYS, FRAMES, CREDITS, ADDED = WORLD["ways"], WORLD["frames"], WORLD["credits"], WORLD["additions"]


@dataclass(frozen=True)
class Manner:
    """How copies are made: `keep` is the share of the wording that they keep, `naming` how often a document says how
    it has something, `errors` how often a copy brings in a mistake."""

    keep: float
    naming: float
    errors: float = 0.05


@dataclass
class Desk:
    """One story being written. `used` tells whose each wording is, so that nobody writes
    another's sentence by chance."""

    chance: Random
    story: Story
    manner: Manner
    used: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def wording(self, what: str, number: int, choices: tuple[str, ...], desk: str = "") -> str | None:
        """A wording that nobody has used, but for copies of the same source (`desk`), or None. What reporters write
        themselves (no `desk`) leaves some to those who reword."""
        owner = [self.used.get((what, number, i)) for i in range(len(choices))]
        free = [i for i, who in enumerate(owner) if who is None or (desk and who == desk)]
        most = 1 if len(choices) == 1 else 5 if (what, number) == ("back", 0) else 2
        if not free or (not desk and owner.count("") >= most):
            return None
        taken = self.chance.choice(free)
        self.used[what, number, taken] = desk
        return choices[taken]


def write(chance: Random, story: Story, manner: Manner) -> None:
    """Writes all papers of a story, sources before copies."""
    dated(chance, story)
    desk = Desk(chance, story, manner)
    for paper in story.papers:
        if paper.source is None:
            _report(desk, paper)
    for paper in story.papers:
        if paper.source is not None:
            _copy(desk, paper)


# ------------------------------------------------------------------------------------------ names
def house(name: str, start: bool = False) -> str:
    """An outlet in a sentence: with its article unless it is a station."""
    if name.startswith("The "):
        return name if start else f"the {name[4:]}"
    return name if name.startswith(BROADCASTERS) or name in WORLD["agencies"]["names"] else f"the {name}"


def _carrier(desk: Desk, name: str) -> str:
    if name in WORLD["agencies"]["names"] and desk.chance.random() < 0.5:
        return desk.chance.choice([f"the {name} news agency", f"{name} news agency"])
    return house(name)


def _speaker(desk: Desk, who: Speaker, seen: set[str], before: Speaker | None) -> str:
    if who.name in seen:
        if before is who and desk.chance.random() < 0.5:
            return who.pronoun
        return desk.chance.choice([who.last, who.short, who.last])
    office, _, body = who.title.partition(" of ")
    ways = [
        f"{who.name}, {who.title},",
        f"the {who.title}, {who.name},",
        f"{who.name}, who is {who.title},",
        f"{who.short.removeprefix('the ').capitalize()} {who.name}",
    ]
    if body:
        ways += [f"{body}’s {office}, {who.name},", f"{who.name}, {body}’s {office},"]
    return desk.chance.choice(ways)


# ------------------------------------------------------------------------------------------ utterances
def _way(desk: Desk, said: Utterance, way: str, paper: Paper, carrier: str) -> str:
    """The verb of saying with what it tells of access."""
    slots = desk.story.slots | {"day": said.event.day, "org": said.speaker.org, "other": paper.town}
    own = house(paper.outlet)
    if not paper.outlet.startswith(BROADCASTERS) and not paper.agency and desk.chance.random() < 0.3:
        own = "this newspaper"
    slots |= {"own": own, "reporter": paper.reporter, "carrier": _carrier(desk, carrier) if carrier else ""}
    slots["office"] = f"the press office of {said.speaker.org}"
    choices = WAYS[way]
    if own == "this newspaper":
        choices = [c for c in choices if "{reporter}" not in c]
    text = desk.chance.choice(choices).format(**slots)
    return str(text) + ("," if "among them" in text else "")


def say(desk: Desk, paper: Paper, item: Item, seen: set[str], before: Speaker | None) -> str:
    """The sentence of an utterance in the form and with the way of the item. Contents are marked."""
    said, chance = item.said, desk.chance
    assert said is not None
    if said.speaker.paper:
        return _paper_says(desk, paper, item)
    carrier = item.carrier
    speaker = _speaker(desk, said.speaker, seen, before)
    verb = "" if item.way == "reported" else _way(desk, said, item.way, paper, carrier)
    slots = {"S": speaker, "V": verb, "carrier": _carrier(desk, carrier) if carrier else ""}
    one, two = said.quote
    if item.form in ("direct", "short"):
        frames = [f for f in FRAMES[item.form] if "as saying" not in verb or not f.startswith("{S}")]
        text = chance.choice(frames).format(Q1=one, Q2=two, **slots)
        text = rewriting.QUOTED.sub(lambda m: marked(said.number, m.group()), text)
    elif item.form == "cut":
        words = one.split()
        part = " ".join(words[: max(4, len(words) * 2 // 3)])
        text = f"{marked(said.number, f'“{part} …”')} {speaker} {verb}."
    else:
        content = item.words
        frames = FRAMES["reported"] if item.way == "reported" else FRAMES["indirect"]
        if verb and verb != "said":
            frames = [f for f in frames if "{V} {I}" not in f]
        text = chance.choice(frames).format(I=marked(said.number, content), **slots)
    return capital(text.replace(",,", ",").replace(",:", ":").replace(",.", "."))


def _paper_says(desk: Desk, paper: Paper, item: Item) -> str:
    said = item.said
    assert said is not None
    name = said.speaker.paper
    own = (
        "this newspaper"
        if desk.chance.random() < 0.3 and not paper.outlet.startswith(BROADCASTERS)
        else house(paper.outlet)
    )
    text = desk.chance.choice(FRAMES[item.way]).format(
        I=marked(said.number, item.words),
        paper=name,
        Paper=re.sub(r"^an? ", "the ", name),
        own=own,
        carrier=house(item.carrier) if item.carrier else "",
    )
    return capital(text)


def _form(desk: Desk, said: Utterance) -> tuple[str, str]:
    """A form, and its wording where that is not the quotation: what is in other words is nobody else's."""
    if not said.speaker.paper:
        roll = desk.chance.random()
        if roll < 0.6:
            return ("direct" if roll < 0.4 else "short"), ""
        if roll < 0.75 and ("mixed", said.number, 0) not in desk.used:
            desk.used["mixed", said.number, 0] = ""
            return "mixed", said.mixed
    words = desk.wording("say", said.number, said.indirect)
    if words is None and said.speaker.paper:
        return "", ""
    return ("indirect", words) if words else ("short", "")


# ------------------------------------------------------------------------------------------ reports
def _report(desk: Desk, paper: Paper) -> None:
    """A paper's own article: what its reporters had access to, background in its own words, and what it cites."""
    chance, story = desk.chance, desk.story
    lead = desk.wording("back", 0, story.backs[0])
    items = [Item(lead, 0)] if lead else []
    spoken: list[Item] = []
    for said in story.utterances:
        if paper.outlet in said.event.access:
            if chance.random() < 0.85:
                form, words = _form(desk, said)
                if not form:
                    continue
                spoken.append(Item("", words=words, said=said, form=form, way=_own_way(desk, said)))
        elif said.event.kind in ("interview", "paper") and chance.random() < 0.3:
            spoken += _cited(desk, said, paper)
    backs = [Item(text, n) for n, text in _background(desk, chance.randrange(3, 6))]
    if not spoken:
        exclusive = [said for said in story.utterances if said.event.kind in ("interview", "paper")]
        spoken = [item for said in exclusive for item in _cited(desk, said, paper)][:1]
    items += _woven(chance, spoken, backs)
    _set(desk, paper, items)
    _finish(desk, paper)


def _background(desk: Desk, count: int) -> list[tuple[int, str]]:
    numbers = desk.chance.sample(range(1, len(desk.story.backs)), count)
    found = [(n, desk.wording("back", n, desk.story.backs[n])) for n in numbers]
    return [(n, text) for n, text in found if text]


def _woven(chance: Random, spoken: list[Item], backs: list[Item]) -> list[Item]:
    """Utterances of one speaker beside each other, background between speakers."""
    out: list[Item] = []
    for n, item in enumerate(spoken):
        same = n and spoken[n - 1].said and item.said and spoken[n - 1].said.speaker is item.said.speaker
        if n and not same and backs and chance.random() < 0.7:
            out.append(backs.pop(0))
        out.append(item)
    return out + backs


def _own_way(desk: Desk, said: Utterance) -> str:
    """How a reporter with access words it: in full, in part or not at all."""
    roll, kind = desk.chance.random(), said.event.kind
    if kind == "paper":
        return "paper"
    if kind == "interview":
        return "interview" if roll < 0.6 + 0.4 * desk.manner.naming else "bare"
    if roll > 0.3 + 0.7 * desk.manner.naming:
        return "bare"
    if kind == "conference":
        return "present" if desk.chance.random() < 0.5 * desk.manner.naming else "occasion"
    return kind


def _cited(desk: Desk, said: Utterance, paper: Paper) -> list[Item]:
    """Another one's exclusive, credited or not (under an agency's name always), in words of its own; nothing where
    there are none left."""
    form, words = _form(desk, said)
    if not form:
        return []
    host = desk.chance.choice(sorted(said.event.access))
    credits = paper.agency or (paper.source is not None and paper.source.agency)
    named = credits or desk.chance.random() < desk.manner.naming
    ways = ("paper_carrier", "paper_bare") if said.speaker.paper else ("told_carrier", "bare")
    way = ways[0] if named else ways[1]
    return [Item("", words=words, said=said, form=form, way=way, carrier=host if named else "")]


def _set(desk: Desk, paper: Paper, items: list[Item]) -> None:
    """Writes the sentences of items that have none yet; an utterance after one of the same speaker states no way of
    its own."""
    follow(items)
    seen: set[str] = set()
    before: Item | None = None
    for item in items:
        if item.said is not None:
            if item.carried_on and item.way not in ("told_carrier", "carrier", "reported"):
                item.way = "bare"
            item.text = say(desk, paper, item, seen, before.said.speaker if before and before.said else None)
            seen.add(item.said.speaker.name)
        before = item
    paper.items = items


def _finish(desk: Desk, paper: Paper) -> None:
    """A dateline and a signature for an agency."""
    if paper.agency and paper.items:
        first = paper.items[0]
        first.text = f"{paper.town.upper()} ({paper.outlet}) — {first.text}"
        signed = CREDITS["own"][0].format(
            reporter=paper.reporter, town=paper.town, editor=desk.chance.choice(WORLD["surnames"])
        )
        paper.items.append(Item(signed))


# ------------------------------------------------------------------------------------------ copies
def _copy(desk: Desk, paper: Paper) -> None:
    """A copy of its source: some of its items, reworded until no more of the wording is kept than the manner says."""
    chance, source = desk.chance, paper.source
    assert source is not None
    part = 0.5 if chance.random() < 0.3 else 0.85
    taken = [i for i in source.items if (i.place >= 0 or i.said) and chance.random() < part]
    if not any(i.said for i in taken):
        taken = [i for i in source.items if i.said][:2] + taken
        taken = [i for i in source.items if i in taken]
    items = [replace(i, source=i, text=_bare_text(i.text)) for i in taken]
    for item in items:
        _disown(desk, paper, source, item)
    if desk.manner.keep < 0.7:
        _move(desk, items)
    _reword(desk, paper, taken, items)
    for said in desk.story.utterances:
        exclusive = said.event.kind in ("interview", "paper") and all(i.said is not said for i in items)
        if exclusive and chance.random() < 0.15:
            for item in _cited(desk, said, paper):
                item.text = say(desk, paper, item, set(), None)
                items.append(item)
    paper.items = items
    _add_own(desk, paper)
    _credit(desk, paper, source)
    follow(paper.items)


def _bare_text(text: str) -> str:
    return re.sub(r"^[A-Z ]+ \(\w+\) — ", "", text)


def _disown(desk: Desk, paper: Paper, source: Paper, item: Item) -> None:
    """A copy cannot say "told this newspaper" or "our reporter": the sentence is written again, crediting or not."""
    if item.said is None or item.way not in ("present", "interview", "paper"):
        return
    named = desk.chance.random() < desk.manner.naming
    if item.way == "paper":
        item.way, item.carrier = ("paper_carrier", source.outlet) if named else ("paper_bare", "")
    elif item.way == "present":
        item.way = "occasion"
    elif named:
        item.way, item.carrier = "told_carrier", source.outlet
    else:
        item.way = desk.chance.choice(["generic", "bare"])
    _again(desk, paper, item)


def _again(desk: Desk, paper: Paper, item: Item) -> None:
    """The sentence of an utterance anew."""
    known = {item.said.speaker.name} if item.said and desk.chance.random() < 0.4 else set()
    item.text = say(desk, paper, item, known, None)


def _reword(desk: Desk, paper: Paper, taken: list[Item], items: list[Item]) -> None:
    """Item after item in a random order, until the copy keeps no more than it should; then errors."""
    manner, chance = desk.manner, desk.chance
    before = " ".join(i.text for i in taken)
    order = list(range(len(items)))
    chance.shuffle(order)
    for n in (*order, *order):
        if rewriting.kept(before, " ".join(i.text for i in items)) <= manner.keep:
            break
        if items[n].said is None:
            _reword_back(desk, paper, items[n])
        else:
            _reword_said(desk, paper, items[n])
    if manner.keep < 0.7:
        _merge(desk, items)
    for item in items:
        if chance.random() < manner.errors:
            _err(desk, item)


def _reword_back(desk: Desk, paper: Paper, item: Item) -> None:
    chance = desk.chance
    root = paper.root
    other = desk.wording("back", item.place, desk.story.backs[item.place], root) if desk.manner.keep < 0.7 else None
    text = other or rewriting.fronted(rewriting.synonyms(chance, item.text, 0.9))
    if chance.random() < 0.4:
        text = rewriting.rounded(chance, text, desk.story.numbers)
    if chance.random() < 0.4:
        text = rewriting.cut_in_two(text)
    item.text = text


def _reword_said(desk: Desk, paper: Paper, item: Item) -> None:
    """Another frame and another name for the speaker; the way kept or not; a quotation cut or put in other words."""
    chance, said = desk.chance, item.said
    assert said is not None
    named = chance.random() < desk.manner.naming
    if item.way in ("occasion", "release", "post", "generic") and not named:
        item.way = "bare"
    elif (
        item.way in ("bare", "occasion")
        and paper.source
        and paper.source.agency
        and not said.speaker.paper
        and chance.random() < 0.4 * desk.manner.naming
    ):
        item.way, item.carrier = chance.choice(["carrier", "reported"]), paper.source.root
    if item.form == "direct" and chance.random() < 0.4:
        item.form = chance.choice(["short", "short", "cut"])
    again = item.form in ("indirect", "mixed") or chance.random() < 0.25
    other = desk.wording("say", said.number, said.indirect, paper.root) if again else None
    if item.way == "reported" and item.form in ("direct", "short", "cut") and other is None:
        item.way = "carrier"
    if item.form in ("direct", "short", "cut") and other:
        item.form = "indirect"
    elif item.form in ("indirect", "mixed") and other is None:
        other = rewriting.synonyms(chance, item.words, 1.0)
    if other:
        item.words = rewriting.rounded(chance, other, desk.story.numbers) if chance.random() < 0.4 else other
    _again(desk, paper, item)


def _move(desk: Desk, items: list[Item]) -> None:
    """Background stands elsewhere than in the source."""
    for n in range(1, len(items)):
        if items[n].said is None and desk.chance.random() < 0.4:
            items.insert(desk.chance.randrange(1, len(items)), items.pop(n))


def _merge(desk: Desk, items: list[Item]) -> None:
    """Now and then two short background sentences become one."""
    for n in range(len(items) - 1, 0, -1):
        one, two = items[n - 1], items[n]
        plain = one.said is None and two.said is None and one.text.count(".") == two.text.count(".") == 1
        if plain and len(one.text) + len(two.text) < 180 and desk.chance.random() < 0.5:
            one.text = rewriting.joined(desk.chance, one.text, two.text)
            del items[n]


def _err(desk: Desk, item: Item) -> None:
    """A slip: a wrong figure, a name misspelt, or an attribution lost."""
    chance, said = desk.chance, item.said
    kind = chance.choice(["figure", "name", "lost"])
    if kind == "figure":
        for number in desk.story.numbers:
            if number in item.text:
                wrong = str(chance.randrange(1, 9)) + number[1:]
                item.text = item.text.replace(number, wrong, 1)
                return
    elif kind == "name" and said and not said.speaker.paper:
        last = said.speaker.last
        item.text = item.text.replace(last, last[:2] + last[3:] if len(last) > 5 else last + "e")
    elif kind == "lost" and said and item.form == "indirect":
        item.text = capital(marked(said.number, item.words)) + "."
        item.way, item.carrier, item.lost = "bare", "", True


def _add_own(desk: Desk, paper: Paper) -> None:
    chance = desk.chance
    other = chance.choice([t for t in WORLD["towns"] if t not in (desk.story.slots["town"], "")])
    own = house(paper.outlet)
    for _ in range(chance.randrange(0, 3)):
        number = chance.randrange(len(ADDED["own"]))
        text = desk.wording("added", number, (ADDED["own"][number],))
        if text:
            paper.items.insert(chance.randrange(1, len(paper.items) + 1), Item(text.format(own=own, other=other)))
    if chance.random() < 0.3:
        number = chance.randrange(len(ADDED["voices"]))
        quote, who = ADDED["voices"][number]
        if desk.wording("voice", number, (quote,)):
            verb = f"{who.format(other=other)} told {own}"
            paper.items.append(Item(quote.replace("{V}", verb)))


def _credit(desk: Desk, paper: Paper, source: Paper) -> None:
    """A credit to the agency at the end, or a dateline kept."""
    if not source.agency or desk.chance.random() >= desk.manner.naming:
        return
    if desk.chance.random() < 0.5:
        paper.credit = "dateline"
        paper.items[0].text = f"{source.town.upper()} ({source.outlet}) — {paper.items[0].text}"
    else:
        paper.credit = "last"
        paper.items.append(Item(desk.chance.choice(CREDITS["last"]).format(agency=source.outlet)))


# ------------------------------------------------------------------------------------------ the page
def page(paper: Paper) -> tuple[str, list[tuple[int, tuple[int, int]]]]:
    """The text of a paper, a paragraph for an item, and its contents: (utterance, (start, end)) in code points."""
    raw = "\n\n".join(i.text for i in paper.items)
    out: list[str] = []
    spans: list[tuple[int, tuple[int, int]]] = []
    at, begun, number, skip = 0, 0, 0, False
    for n, char in enumerate(raw):
        if skip:
            skip = False
        elif char == rewriting.OPEN:
            begun, number, skip = at, ord(raw[n + 1]) - rewriting.FIRST, True
        elif char == rewriting.SHUT:
            spans.append((number, (begun, at)))
        else:
            out.append(char)
            at += 1
    return "".join(out), spans
