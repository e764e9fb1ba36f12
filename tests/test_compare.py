"""Claims, origins and differences on invented reports that an editor can read, and what holds for any record."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gold
from onrecord import model as m
from onrecord.compare import compare
from onrecord.compare.differences.roles import offices
from onrecord.compare.measure import quantity, relation
from onrecord.parse import parse
from onrecord.resolve import resolve

CASES = Path(__file__).parent / "cases"
ORIGINS = tomllib.loads((CASES / "origins.toml").read_text("utf-8"))
SCENARIOS = ORIGINS["scenario"]
VIEWPOINTS = tomllib.loads((CASES / "viewpoints.toml").read_text("utf-8"))
DIFFERENCES = tomllib.loads((CASES / "differences.toml").read_text("utf-8"))["case"]


def document(number: int, outlet: str, text: str, day: str = "2031-05-12") -> m.Document:
    return m.Document(
        id=f"d-{number}",
        path=f"{number}.txt",
        text=text,
        sha256="",
        outlet=outlet,
        published=m.Published(value=day, earliest=day, latest=day, basis="stated"),
    )


def span(text: str, part: str) -> m.Span:
    start = text.index(part)
    return m.Span(start, start + len(part))


def attribution(number: int, outlet: str, text: str, report: dict[str, str]) -> m.Attribution:
    hops = [m.Hop(role="speaker", actor="p-1", name="Speaker")]
    if "medium" in report:
        hops.append(m.Hop(role="medium", name=report["medium"], evidence=span(text, report["medium"])))
    if "carrier" in report:
        hops.append(m.Hop(role="carrier", name=report["carrier"], evidence=span(text, report["carrier"])))
    unnamed = report["source"].split()[0] == "A"
    return m.Attribution(
        id=f"a-{number}",
        document=f"d-{number}",
        kind="direct" if report["content"].startswith("“") else "mixed" if "“" in report["content"] else "indirect",
        source=(span(text, report["source"]),),
        cue=(span(text, report["cue"]),),
        content=(span(text, report["content"]),),
        speaker=None if unnamed else "p-1",
        speaker_text=report["source"],
        said=m.Said(latest="2031-05-12"),
        chain=(*hops, m.Hop(role="outlet", name=outlet, basis="inferred")),
        statements=("s-1",),
    )


def reading(doc: m.Document, *attributions: m.Attribution) -> m.Reading:
    parsed = parse(doc)
    return m.Reading(
        document=doc,
        sentences=parsed.sentences,
        quotes=parsed.quotes,
        names=parsed.names,
        times=resolve(m.Attributed(parsed=parsed)).times,
        figures=parsed.figures,
        attributions=attributions,
    )


def coverage(readings: list[m.Reading], copies: tuple[m.Copy, ...] = ()) -> m.Coverage:
    said = tuple(a.id for r in readings for a in r.attributions)
    return m.Coverage(
        readings=tuple(readings),
        actors=(m.Actor(id="p-1", name="Speaker", kind="person"),),
        statements=(m.Statement(id="s-1", speaker="p-1", attributions=said),) if said else (),
        stories=(m.Story(id="g-1", title=None, documents=tuple(r.document.id for r in readings)),),
        copies=copies,
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s["name"] for s in SCENARIOS])
def test_origins(scenario: dict[str, Any]) -> None:
    reports = scenario["reports"]
    readings = [
        reading(document(n, r["outlet"], r["text"]), attribution(n, r["outlet"], r["text"], r))
        for n, r in enumerate(reports)
    ]
    copies = tuple(
        m.Copy(
            a=f"d-{min(pair)}",
            b=f"d-{max(pair)}",
            relation="verbatim_copy",
            direction="a_from_b" if pair[0] < pair[1] else "b_from_a",
        )
        for pair in scenario.get("copies", [])
    )
    claim = next(c for c in compare(coverage(readings, copies)).claims if c.kind == "statement")
    found = claim.origins
    assert [n for n in (found.low, found.best, found.high) if n is not None] == scenario["origins"]
    assert found.reasons
    assert scenario.get("reason", found.reasons[0]) in found.reasons


@pytest.mark.parametrize("case", ORIGINS["alike"], ids=lambda case: str(case["name"]))
def test_statements_of_one_claim(case: dict[str, Any]) -> None:
    at: dict[tuple[int, int], m.Attribution] = {}
    readings = []
    for n, (outlet, *contents) in enumerate(case["documents"]):
        text = "\n\n".join(f"Mara Dell said {c}." for c in contents)
        doc = document(n, outlet, text)
        for k, content in enumerate(contents):
            report = {"source": "Mara Dell", "cue": "said", "content": content}
            one = attribution(n, outlet, text, report)
            at[n, k] = replace(one, id=f"a-{n}-{k}", statements=(f"s-{n}-{k}",))
        readings.append(reading(doc, *(at[n, k] for k in range(len(contents)))))
    said = tuple(m.Statement(id=a.statements[0], speaker="p-1", attributions=(a.id,)) for a in at.values())
    claims = compare(replace(coverage(readings), statements=said)).claims
    found = [frozenset(e.attribution for e in c.evidence) for c in claims if c.kind == "statement"]
    wanted = [frozenset(at[n, k].id for n, k in group) for group in case["together"]]
    alone = [frozenset([a.id]) for a in at.values() if not any(a.id in group for group in wanted)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, [*wanted, *alone]))


def test_what_shares_words_by_chance_is_not_one_claim() -> None:
    """Sixty reports that each have one person say five things in ten of two hundred words."""
    chance = Random(1)
    vocabulary = [a + b for a in ("kel", "mor", "tas", "vin", "dor", "pel", "sag", "lum") for b in ascii_lowercase]
    readings, said = [], []
    for n in range(60):
        contents = [" ".join(chance.choice(vocabulary) for _ in range(10)) for _ in range(5)]
        text = " ".join(f"Mara Dell said {c}." for c in contents)
        doc = document(n, f"Outlet {n}", text)
        found = [
            replace(
                attribution(n, f"Outlet {n}", text, {"source": "Mara Dell", "cue": "said", "content": c}),
                id=f"a-{n}-{k}",
                statements=(f"s-{n}-{k}",),
            )
            for k, c in enumerate(contents)
        ]
        said += [m.Statement(id=a.statements[0], speaker="p-1", attributions=(a.id,)) for a in found]
        readings.append(
            m.Reading(document=doc, sentences=tuple(a.content[0] for a in found), attributions=tuple(found))
        )
    claims = compare(replace(coverage(readings), statements=tuple(said))).claims
    assert sum(c.kind == "statement" for c in claims) >= 0.99 * len(said)


def told(number: int, text: str, said: bool) -> m.Reading:
    doc = document(number, f"Outlet {number}", text)
    if not said or "Osk Arnell" not in text:
        return reading(doc)
    cue = "called" if " called " in text else "said"
    before, after = text.split(f" {cue}", 1)
    content = after.strip(" .") if before == "Osk Arnell" else before.removesuffix(" Osk Arnell")
    report = {"source": "Osk Arnell", "cue": cue, "content": content}
    return reading(doc, attribution(number, doc.outlet or "", text, report))


@pytest.mark.parametrize("case", DIFFERENCES, ids=[f"{c['facet']}: {c['why']}" for c in DIFFERENCES])
def test_differences(case: dict[str, Any]) -> None:
    readings = [told(n, case[side], case.get("said", False)) for n, side in enumerate("ab")]
    found = [d for d in compare(coverage(readings)).differences if d.facet == case["facet"]]
    assert [d.class_ for d in found] == ([case["class"]] if case["class"] else [])
    assert all(d.reason for d in found)


def told_of(case: dict[str, Any]) -> m.Record:
    doc = document(0, "Alm Times", case["text"])
    actors = tuple(
        m.Actor(
            id=name,
            name=name,
            kind="organisation",
            mentions=(m.Mention(doc.id, span(doc.text, name)),),
        )
        for name in case.get("actors", [])
    )
    return compare(m.Coverage(readings=(reading(doc),), actors=actors))


@pytest.mark.parametrize("case", VIEWPOINTS["position"], ids=[c["text"] for c in VIEWPOINTS["position"]])
def test_positions(case: dict[str, Any]) -> None:
    found = told_of(case).positions
    assert [[p.actor, p.stance] for p in found] == case["want"]
    assert all(p.issue in case["text"] for p in found)


@pytest.mark.parametrize("case", VIEWPOINTS["status"], ids=[c["text"] for c in VIEWPOINTS["status"]])
def test_statuses(case: dict[str, Any]) -> None:
    assert [[s.according_to, s.subject, s.status] for s in told_of(case).statuses] == case["want"]


@pytest.mark.parametrize("case", VIEWPOINTS["event"], ids=[c["text"] for c in VIEWPOINTS["event"]])
def test_events(case: dict[str, Any]) -> None:
    found = told_of(case).events
    assert [[e.earliest, e.modality] for e in found] == case["want"]
    assert all(e.text in case["text"] for e in found)


BOUNDS = st.floats(0, 1e7, allow_nan=False)


@given(st.tuples(BOUNDS, BOUNDS), st.tuples(BOUNDS, BOUNDS), st.sampled_from(["people", "miles", "kilometres", "%"]))
def test_figures_compare_both_ways_alike(one: tuple[float, float], two: tuple[float, float], unit: str) -> None:
    a, b = (
        quantity(
            m.Figure(id="f", document="d", span=m.Span(0, 1), text="", value=None, low=min(x), high=max(x), unit=unit)
        )
        for x in (one, two)
    )
    assert relation(a, b) == relation(b, a)
    assert relation(a, a) == "same"


def test_offices_of_a_title() -> None:
    assert [(o.kind, o.name) for o in offices("the foreign minister and deputy prime minister")] == [
        ("other", "minister"),
        ("top", "prime minister"),
    ]
    assert offices("a woman in a red coat") == ()


TITLES = [
    ("foreign minister", "deputy foreign minister", ["contradiction"]),
    ("presidential spokesman", "foreign ministry spokeswoman", ["contradiction"]),
    ("chief executive", "managing director", ["contradiction"]),
    ("foreign minister", "foreign minister and deputy prime minister", ["finer_detail"]),
    ("spokesman", "site director", ["compatible"]),
    ("the spokesman", "a spokeswoman", []),
    ("retired judge", "mediator", []),
]


@pytest.mark.parametrize(("one", "other", "want"), TITLES)
def test_roles(one: str, other: str, want: list[str]) -> None:
    readings = [reading(document(n, f"Outlet {n}", title)) for n, title in enumerate((one, other))]
    roles = tuple(m.Role(r.document.text, r.document.id, m.Span(0, len(r.document.text))) for r in readings)
    cov = coverage(readings)
    cov = replace(cov, actors=(m.Actor(id="p-1", name="Osk Arnell", kind="person", roles=roles),))
    assert [d.class_ for d in compare(cov).differences if d.facet == "role"] == want


TEXTS = st.lists(st.sampled_from([c[side] for c in DIFFERENCES for side in "ab"]), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_any_record_is_the_same_in_any_order_and_slices_exactly(texts: list[list[str]], random: Any) -> None:
    readings = [reading(document(n, f"Outlet {n}", " ".join(t))) for n, t in enumerate(texts)]
    record = compare(coverage(readings))
    mixed = list(readings)
    random.shuffle(mixed)
    other = compare(coverage(mixed))
    assert (record.claims, record.differences, record.events) == (other.claims, other.differences, other.events)
    bodies = {r.document.id: r.document.text for r in readings}
    for difference in record.differences:
        for side in (difference.a, difference.b):
            assert side.span.of(bodies[side.document]) == side.text
    for claim in record.claims:
        assert any(e.span.of(bodies[e.document]) == claim.text for e in claim.evidence)
        numbers = (claim.origins.low, claim.origins.best, claim.origins.high)
        assert numbers == (None, None, None) or 1 <= numbers[0] <= numbers[1] <= numbers[2] <= claim.outlets  # type: ignore[operator]


@pytest.mark.skipif(not gold.folders(), reason="the keyed stories do not lie beside the checkout")
def test_keyed_stories_give_no_interval_of_one_to_many() -> None:
    for folder in gold.folders():
        counted = [c.origins for c in compare(gold.coverage(folder)).claims if c.outlets > 1 and c.origins.low]
        assert sum(o.high == o.low for o in counted) > len(counted) / 3  # type: ignore[misc]
