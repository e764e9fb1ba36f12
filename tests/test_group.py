"""Putting documents together: cases an editor can extend (cases/group.toml), and what holds of any input."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gold
from onrecord import model as m
from onrecord.group import actors, copies, group, match, reuse, stories, ties
from onrecord.group.wording import of_reading, wording
from onrecord.parse import parse, words
from onrecord.parse.quotes import quotes
from onrecord.resolve import resolve

CASES = tomllib.loads((Path(__file__).parent / "cases" / "group.toml").read_text("utf-8"))


def case_id(case: dict[str, Any]) -> str:
    return str(case["why"])


# ------------------------------------------------------------------------------------------- readings of cases
def document(name: str, text: str, **known: Any) -> m.Document:
    day = known.pop("published", None)
    published = m.Published(value=day, earliest=day and day[:10], latest=day and day[:10], basis="given")
    return m.Document(id=m.ident("d", name, text), path=name, text=text, sha256="", published=published, **known)


def reading(doc: m.Document, said: list[dict[str, Any]] | None = None) -> m.Reading:
    found = quotes(doc.text, words.paragraphs(doc))
    people: dict[str, m.Actor] = {}
    attributions = tuple(_attribution(doc, one, people) for one in said or [])
    return m.Reading(document=doc, quotes=found, actors=tuple(people.values()), attributions=attributions)


def read_whole(doc: m.Document, said: list[dict[str, Any]]) -> m.Reading:
    """The same with the sentences, times and figures of the text."""
    whole, parsed = reading(doc, said), parse(doc, model="rules")
    times = resolve(m.Attributed(parsed=parsed)).times
    return replace(whole, sentences=parsed.sentences, times=times, figures=parsed.figures)


def quoted(name: str, text: str, content: str, source: str) -> m.Reading:
    """A document with one attribution."""
    return reading(document(name, text), [{"content": [content], "source": source}])


def _attribution(doc: m.Document, one: dict[str, Any], people: dict[str, m.Actor]) -> m.Attribution:
    def spans(pieces: list[str]) -> tuple[m.Span, ...]:
        return tuple(m.Span(doc.text.index(p), doc.text.index(p) + len(p)) for p in pieces)

    def actor(name: str, kind: m.ActorKind) -> str:
        return people.setdefault(name, m.Actor(id=m.ident("p", doc.id, name), name=name, kind=kind)).id

    speaker = one.get("speaker") or one["source"].split(",")[-1 if one["source"].startswith("The ") else 0].strip()
    chain = [m.Hop(role="speaker", actor=actor(speaker, "person"), name=speaker)]
    if medium := one.get("medium"):
        chain.append(m.Hop(role="medium", name=medium))
    if carrier := one.get("carrier"):
        chain.append(m.Hop(role="carrier", actor=actor(carrier, "outlet"), name=carrier))
    if doc.outlet:
        chain.append(m.Hop(role="outlet", actor=actor(doc.outlet, "outlet"), name=doc.outlet))
    content = spans(one["content"])
    inside = [p.startswith("“") for p in one["content"]]
    return m.Attribution(
        id=m.ident("a", doc.id, *content),
        document=doc.id,
        kind="direct" if all(inside) else "mixed" if "“" in "".join(one["content"]) else "indirect",
        source=spans([one["source"]]),
        cue=(),
        content=content,
        speaker=actor(speaker, "person"),
        said=m.Said(earliest=one.get("said"), latest=one.get("said")),
        chain=tuple(chain),
    )


# ------------------------------------------------------------------------------------------------------- cases
BACKGROUND = (
    " The Arle dam above Lowmoor has kept the region busy for weeks. Oskar Lunde, Gesa Holt, Orla Venn, Tamo Reyk and "
    "Ilmar Soot all have a view of it, and so do the sailors, the fishermen and the islanders of the Sound."
)


@pytest.mark.parametrize("case", CASES["statement"], ids=case_id)
def test_same_utterance(case: dict[str, Any]) -> None:
    sides = []
    for name in "ab":
        one = case[name]
        text = one["text"] + one.get("story", BACKGROUND)
        doc = document(name, text, outlet=one.get("outlet"), published=one.get("published", "2031-05-06"))
        sides.append(read_whole(doc, [one]))
    found = group(sides)
    assert len(found.stories) == 1
    assert (len(found.statements) == 1) == case["same"]


@pytest.mark.parametrize("case", CASES["copy"], ids=case_id)
def test_copies(case: dict[str, Any]) -> None:
    outlets, whole = {}, []
    for row in case["documents"]:
        doc = document(row["outlet"], row["text"].strip(), outlet=row["outlet"], published=row["published"])
        outlets[doc.id] = row["outlet"]
        said = [
            {"source": name, "speaker": name, "content": [text], "medium": "".join(medium)}
            for name, text, *medium in row.get("said", [])
        ]
        for one in said:
            one["source"] = one["speaker"]
        whole.append(reading(doc, said))
    found = {(outlets[c.a], outlets[c.b]): c for c in group(whole).copies}
    for a, b, relation, direction, third in case["pairs"]:
        copy = found.get((a, b)) or found.get((b, a))
        assert (copy.relation if copy else "-") == relation
        if copy:
            turned = {"a_from_b": "b_from_a", "b_from_a": "a_from_b"}
            seen = copy.direction if (a, b) in found else turned.get(copy.direction, copy.direction)
            assert (seen, copy.from_ or "") == (direction, third)


@pytest.mark.parametrize("case", CASES["actors"], ids=case_id)
def test_actors(case: dict[str, Any]) -> None:
    whole, place = [], {}
    for number, listed in enumerate(case["documents"]):
        outlets = case.get("outlets", [])
        doc = document(str(number), f"Document {number}.", outlet=outlets[number] if number < len(outlets) else None)
        people = []
        for line in listed:
            kind, name, role, _, alias = [*line.split(":"), "", "", "", ""][:5]
            roles = (m.Role(role, doc.id, m.Span(0, 8)),) if role else ()
            people.append(m.Actor(id=m.ident("p", doc.id, name), name=name, kind=kind, roles=roles))
            if alias:
                people[-1] = replace(people[-1], aliases=(alias,))
            place[people[-1].id] = [number, name]
        names = tuple(m.Name(m.Span(0, 8), "place", p) for p in case.get("places", []))
        whole.append(m.Reading(document=doc, actors=tuple(people), names=names))
    people_of, ids = actors.merge(whole, [0] * len(whole))
    assert not {a for p in people_of if p.kind == "outlet" for a in p.aliases} & set(case.get("places", []))
    together: dict[str, list[list[Any]]] = {}
    for one, merged in ids.items():
        together.setdefault(merged, []).append(place[one])
    assert sorted(sorted(g) for g in together.values() if len(g) > 1) == sorted(sorted(g) for g in case["groups"])


APART = [
    ("the figure of one person", "Gesa Holt", "“The quay costs 67 million crowns and not one more.”",
     "the works at the harbour came to 67 million crowns", True),
    ("another figure", "Gesa Holt", "“The quay costs 67 million crowns and not one more.”",
     "the works at the harbour came to 71 million crowns", False),
    ("the figure of a body, which repeats itself", "", "“The quay costs 67 million crowns and not one more.”",
     "the works at the harbour came to 67 million crowns", False),
    ("a quotation and its content reported", "Gesa Holt", "“My first act will be to open the books of the ferry firm.”",
     "the books of the ferry firm would be opened before the winter storms", True),
    ("a word that is no number", "Gesa Holt", "“I carried two of those crates myself and one was open.”",
     "she would accept defeat by one vote but not by one crate", False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "person", "first", "second", "same"), APART, ids=[row[0] for row in APART])
def test_reports_that_nothing_but_speaker_and_days_ties(
    why: str, person: str, first: str, second: str, same: bool
) -> None:
    sides = []
    for number, content in enumerate((first, second)):
        one = quoted(str(number), f"{content} Gesa Holt said.", content, "Gesa Holt")
        speaker = m.Actor(id="p-holt", name=person or "Harbour Board", kind="person" if person else "organisation")
        told = match.saying(number, number, one, of_reading(one), one.attributions[0], speaker)
        sides.append(replace(told, published=date(2031, 5, 6 + number)))
    assert match.same(*sides, copied=False) == same, why


# ------------------------------------------------------------------------------------------ single mechanisms
def test_a_spliced_rendering_is_in_both_statements() -> None:
    first = "“The roof was gone before the bell had rung twice, I saw it go over the square,”"
    second = "“I have forty children and one dry classroom, and nobody has called me back,”"
    spliced = "“The roof was gone before the bell had rung twice. I have forty children and one dry classroom,”"
    texts = [f"{t} Vera Lindt said at the school in Lowmoor after the storm." for t in (first, second, spliced)]
    said = [quoted(str(i), t, t.split(" Vera")[0], "Vera Lindt") for i, t in enumerate(texts)]
    found = group(said)
    of = {r.document.path: r.attributions[0].statements for r in found.readings}
    assert len(of["2"]) == 2
    assert set(of["2"]) == {*of["0"], *of["1"]}
    assert of["0"] != of["1"]


def test_renderings_show_what_is_kept_cut_and_altered() -> None:
    full = "“We built this bridge with our own hands, stone by stone, and we shall cross it,”"
    cut = "“We built this bridge with our bare hands and we shall cross it,”"
    said = [quoted(str(i), f"{t} said Tamo Reyk.", t, "Tamo Reyk") for i, t in enumerate((full, cut))]
    (statement,) = group(said).statements
    text = {r.attributions[0].id: r.document.text for r in said}
    parts = [(p.op, p.span.of(text[r.attribution])) for r in statement.renderings for p in r.parts]
    assert parts[0] == ("kept", full)
    assert ("altered", "bare") in parts
    assert ("kept", "We built this bridge with our") in parts
    assert any(op == "cut" for op, _ in parts)


ORIGINAL = (
    "Workmen shut the lower lock of Ostby on Tuesday and a queue of eleven barges had formed behind it by the time the "
    "lamps were lit along the towpath. Gesa Holt called the closure “plain robbery”. {middle} “Nobody asked the "
    "skippers before the gates were chained,” Gesa Holt said. The lock was last shut in the flood of 1998."
)


@pytest.mark.parametrize(
    ("middle", "content", "same"),
    [
        ("Gesa Holt vowed to drag the town before a court.", "to drag the town before a court", True),
        ("Gesa Holt vowed to chain herself to the gates.", "to chain herself to the gates", False),
        ("Gesa Holt vowed to bring 30 skippers to court.", "to bring 30 skippers to court", False),
    ],
)
def test_what_stands_between_two_statements_of_a_copy(middle: str, content: str, same: bool) -> None:
    """A copy keeps the order of its original; a word in common is needed still, and no figure may be another."""
    first = (
        "Gesa Holt said the barges would ask a judge and a court of 12 men to lift it.",
        "the barges would ask a judge and a court of 12 men to lift it",
    )
    sides = []
    for name, (sentence, told) in (("Corvid", first), ("Daily Oar", (middle, content))):
        text = ORIGINAL.format(middle=sentence)
        said = ["the closure “plain robbery”", told, "“Nobody asked the skippers before the gates were chained,”"]
        doc = document(name, text, outlet=name, published="2031-05-06")
        sides.append(read_whole(doc, [{"content": [c], "source": "Gesa Holt"} for c in said]))
    found = group(sides)
    assert len(found.copies) == 1
    assert len(found.statements) == (3 if same else 4)


def test_an_unnamed_speaker_is_inferred_from_the_same_statement_elsewhere() -> None:
    words_said = "“This concerns the islanders alone, and we shall respect what they decide,”"
    named = quoted("1", f"{words_said} said Peer Aalto of the court.", words_said, "Peer Aalto")
    unnamed = quoted("2", f"{words_said} the spokesman said.", words_said, "the spokesman")
    found = {r.document.path: r.attributions[0] for r in group([named, unnamed]).readings}
    assert found["1"].speaker == found["2"].speaker
    assert (found["1"].speaker_basis, found["2"].speaker_basis) == (None, "inferred")


def test_boilerplate_of_one_site_is_a_template() -> None:
    line = "Sign up for the Gazette letter and have the best of the Sound in your inbox each Friday morning at six."
    bodies = ["Herring prices fell again.", "A choir from Lowmoor won the cup.", "The lighthouse is for sale.", "Rain."]
    texts = [f"{body} {' '.join(f'{body[:3]}{n}' for n in range(40))}\n\n{line}" for body in bodies]
    whole = [reading(document(str(i), t, outlet="Gazette")) for i, t in enumerate(texts)]
    wordings = [wording(t) for t in texts]
    pairs, masks = copies.candidates(wordings, ["Gazette"] * 4)
    kinds = {p.kind for a, b in pairs for p in copies.compare(a, b, wordings, masks).passages}
    assert kinds == {"template"}
    assert not group(whole).copies


def test_versions_of_one_outlet_are_revisions() -> None:
    body = " ".join(f"The {n} boats of the {n + 7} quays went out at {n} past dawn for herring." for n in range(12))
    early = document("early", body, outlet="Sound Gazette", published="2031-05-05T08:00:00")
    late = document("late", body + " One boat came back.", outlet="Sound Gazette", published="2031-05-05T12:00:00")
    found = {r.document.path: r.document for r in group([reading(late), reading(early)]).readings}
    assert (found["late"].revision_of, found["early"].revision_of) == (early.id, None)


def test_two_stories_and_a_folder_of_two() -> None:
    strike = "Dockers in Lowmoor walked out at dawn and the cranes of the harbour stood still, their union said."
    again = "The cranes of Lowmoor harbour stood still after dockers walked out, said the union of the dockers."
    fares = "Bus fares in Ostby will be frozen until the autumn after councillors voted to subsidise tickets."
    assert len(group([reading(document("1", strike)), reading(document("2", again))]).stories) == 1
    assert len(group([reading(document("1", strike)), reading(document("2", fares))]).stories) == 2


def test_far_dates_keep_documents_apart_but_not_copies() -> None:
    assert stories.decay(None, None) == 1.0
    near, far = (stories.average_link(2, {(0, 1): value}, stories.LINK) for value in (0.4, 0.1))
    assert (near, far) == ([[0, 1]], [[0], [1]])


def test_two_happenings_of_one_sort_stay_apart() -> None:
    inside, between = 0.4, 0.25
    pairs = {(i, j): inside if (i < 3) == (j < 3) else between for i in range(6) for j in range(i + 1, 6)}
    assert stories.average_link(6, pairs) == [[0, 1, 2], [3, 4, 5]]
    assert stories.average_link(6, pairs, tied=[(0, 5)]) == [[0, 1, 2, 3, 4, 5]]
    loose = dict.fromkeys(pairs, 0.28)
    assert stories.average_link(6, loose) == [[0, 1, 2, 3, 4, 5]]


def test_few_documents_must_be_closer_than_one_more_of_many() -> None:
    assert stories.average_link(2, {(0, 1): 0.2}) == [[0], [1]]
    many = {(i, j): 0.4 if j < 3 else 0.2 for i in range(4) for j in range(i + 1, 4)}
    assert stories.average_link(4, many) == [[0, 1, 2, 3]]


REPORT = (
    "The road over Gorm Pass has been shut since a slide on Sunday, and the coaches of three lines wait at Ilm. "
    "‘I have not seen my own bed or a bar of soap since the slide,’ Dov Harran, who drives for Arrow, said on Tuesday."
)
VILLAGE = (
    "At the Goat and Bell in Ilm the beds ran out first, then the eggs. Dov Harran told the Sound Gazette that he had "
    "not seen his own bed or a bar of soap since the slide. The landlady, Runa Teig, lends him hers, and her kitchen."
)


@pytest.mark.parametrize(("carrier", "apart"), [("Sound Gazette", False), ("", True)])
def test_a_report_that_cites_another_is_on_its_story(carrier: str, apart: bool) -> None:
    def telling(name: str, text: str, outlet: str, content: str) -> m.Reading:
        said = {"content": [content], "source": "Dov Harran", "carrier": carrier if outlet != "Sound Gazette" else ""}
        return reading(document(name, text, outlet=outlet, published="2031-05-06"), [said])

    first = telling("1", REPORT, "Sound Gazette", "‘I have not seen my own bed or a bar of soap since the slide,’")
    second = telling("2", VILLAGE, "Ilm Echo", "that he had not seen his own bed or a bar of soap since the slide")
    tied = ties.ties([first, second], [wording(REPORT), wording(VILLAGE)], {}, [None, None])
    assert tied == ([] if apart else [(0, 1)])
    near, far = (stories.average_link(2, {(0, 1): mean}, tied=tied) for mean in (0.15, 0.05))
    assert (len(near), len(far)) == (2 if apart else 1, 2)


def test_runs_on_offsets() -> None:
    a = wording("One two three. “Four five six seven eight nine,” ten.")
    b = wording("Zero four, five six; seven — eight nine eleven")
    (run,) = reuse.runs(a, b)
    assert [a.words[run.a + k] for k in range(run.length)] == ["four", "five", "six", "seven", "eight", "nine"]
    assert b.span(run.b, run.b + run.length) == m.Span(5, 39)


# ------------------------------------------------------------------------------------------------- properties
SENTENCES = [
    "“The gates stay shut until the river falls,” Orla Venn said.",
    "Engineers closed the main sluice of the Arle dam on Monday after a crack was found in its wall.",
    "Venn called the plan “piracy” and left the hall.",
    "Bus fares in Ostby will be frozen until the autumn after councillors voted for it.",
    "“We were never asked,” said Tamo Reyk of Lowmoor, whose lambs were carried to the school.",
    "(Corvid)",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("\n\n".join)


def simple(number: int, text: str) -> m.Reading:
    """A reading with an attribution for every quotation, by the capitalised words beside it."""
    doc = document(str(number), text, outlet=("Gazette", "Corvid", None)[number % 3], published="2031-05-05")
    whole = reading(doc)
    names = [n for n in ("Orla Venn", "Tamo Reyk") if n in text]
    people = tuple(m.Actor(id=m.ident("p", doc.id, n), name=n, kind="person") for n in names)
    said = tuple(
        m.Attribution(
            id=m.ident("a", doc.id, q.span), document=doc.id, kind="direct", source=(), cue=(), content=(q.span,),
            speaker=people[q.group % len(people)].id if people else None,
        )
        for q in whole.quotes
    )  # fmt: skip
    return replace(whole, actors=people, attributions=said)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(texts: list[str], chance: random.Random) -> None:
    whole = [simple(i, t) for i, t in enumerate(texts)]
    shuffled = chance.sample(whole, len(whole))
    assert group(whole) == group(shuffled)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_what_holds_of_every_coverage(texts: list[str]) -> None:
    whole = [simple(i, t) for i, t in enumerate(texts)]
    found = group(whole)
    text = {r.document.id: r.document.text for r in found.readings}
    known = {s.id for s in found.statements}
    assert len(known) == len(found.statements)
    for before, after in zip(sorted(whole, key=lambda r: r.document.id), found.readings, strict=True):
        assert [a.content for a in before.attributions] == [a.content for a in after.attributions]
        assert all(a.statements and set(a.statements) <= known for a in after.attributions)
        assert after.document.story in {s.id for s in found.stories}
    assert sorted(d for s in found.stories for d in s.documents) == sorted(text)
    for copy in found.copies:
        assert copy.a < copy.b
        for p in copy.passages:
            assert wording(p.a.of(text[copy.a])).words == wording(p.b.of(text[copy.b])).words
    of = {a.id: a.document for r in found.readings for a in r.attributions}
    for statement in found.statements:
        for rendering in statement.renderings:
            size = len(text[of[rendering.attribution]])
            assert all(0 <= p.span.start < p.span.end <= size for p in rendering.parts)


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_runs_never_overlap(one: list[str], two: list[str]) -> None:
    a, b = wording(" ".join(one)), wording(" ".join(two))
    for words_of, side in ((one, "a"), (two, "b")):
        places = [i for run in reuse.runs(a, b) for i in range(getattr(run, side), getattr(run, side) + run.length)]
        assert len(places) == len(set(places))
        assert all(i < len(words_of) for i in places)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=8), st.integers(1, 4))
def test_the_index_counts_the_shingles_that_documents_share(texts: list[list[str]], least: int) -> None:
    wordings = [wording(" ".join(t)) for t in texts]
    runs = [{tuple(t[i : i + reuse.SIZE]) for i in range(len(t) - reuse.SIZE + 1)} for t in texts]
    shared = {(a, b): len(runs[a] & runs[b]) for b in range(len(texts)) for a in range(b)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reuse, "RANGE", 3)  # few keys at a time
        patch.setattr(reuse, "CHUNK", 10)
        a, b, counts = reuse.index(wordings, 1).pairs(len(texts), least)
    found = dict(zip(zip(a.tolist(), b.tolist(), strict=True), counts.tolist(), strict=True))
    assert found == {pair: n for pair, n in shared.items() if n >= least}


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from("ab"), min_size=5, max_size=9)), max_size=8))
def test_pairs_inside_stories(texts: list[tuple[int, list[str]]]) -> None:
    wordings = [wording(" ".join(t)) for _, t in texts]
    grams = [{tuple(t[i : i + reuse.SIZE]) for i in range(len(t) - reuse.SIZE + 1)} for _, t in texts]
    wanted = [
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if texts[a][0] == texts[b][0] and grams[a] & grams[b]
    ]
    assert copies.inside_stories(wordings, [story for story, _ in texts]) == wanted


# ------------------------------------------------------------------------------------------------- keyed stories
@pytest.mark.skipif(not gold.folders(), reason="the keyed stories do not lie beside this checkout")
@pytest.mark.parametrize("folder", gold.folders(), ids=lambda f: f.name)
def test_keyed_stories(folder: Path) -> None:
    """Floors on perfect readings: nothing joined that the key keeps apart, most pairs found, the stranger stays out."""
    wanted, whole = gold.coverage(folder), gold.readings(folder)
    whole = tuple(replace(r, quotes=quotes(r.document.text, words.paragraphs(r.document))) for r in whole)
    found = group(whole)
    assert [set(s.documents) for s in found.stories if len(s.documents) > 1] == [
        set(s.documents) for s in wanted.stories if len(s.documents) > 1
    ]
    pairs = [
        {frozenset((a, b)) for s in c.statements for a in s.attributions for b in s.attributions if a < b}
        for c in (wanted, found)
    ]
    assert len(pairs[0] & pairs[1]) >= 0.8 * len(pairs[0])
    relations = [{(c.a, c.b) if c.a < c.b else (c.b, c.a): c.relation for c in x.copies} for x in (wanted, found)]
    assert relations[0] == relations[1]
