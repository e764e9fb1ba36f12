"""Speakers and actors: the table of cases, the day of the saying, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute import attribute
from onrecord.model import Document, Published
from onrecord.parse import parse
from onrecord.resolve import resolve
from onrecord.settings import Settings
from spoken import cases, reading


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda c: c["about"])
def test_speaker(case: dict[str, Any]) -> None:
    found = reading(case)
    names = {actor.id: actor.name for actor in found.actors}
    said = [names.get(a.speaker or "", "") for a in found.attributions]
    assert said == [row["speaker"] for row in case["said"]]


@pytest.mark.parametrize("case", cases("said"), ids=lambda c: c["about"])
def test_said(case: dict[str, Any]) -> None:
    found = reading(case)
    said = [[a.said.earliest or "", a.said.latest or "", a.said.text or ""] for a in found.attributions]
    assert said == [row["when"] for row in case["said"]]


WORDS = """Ann Orr|The minister|she|he|It|said|told Reuters|that it was shut|“It is shut,”|on Monday|according to|who|
The company|Ferrax Chemicals|(AFP)|,|.|’s|in a statement|‘|”|(|LOWFIELD (AP) —|52|The Lowfield Gazette reported|X|
citing|and"""
PIECES = st.sampled_from([*(word.strip() for word in WORDS.split("|")), "\n\n"])


@given(st.lists(PIECES, max_size=30).map(" ".join), st.sampled_from([None, "Reuters", "Lowfield Gazette"]))
def test_any_text(text: str, outlet: str | None) -> None:
    document = Document(id="d-any", path="any.txt", text=text, sha256="", outlet=outlet, published=Published())
    found = resolve(attribute(parse(document), Settings(model="rules")))
    actors = {actor.id: actor for actor in found.actors}
    for actor in found.actors:
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in actor.mentions)
        assert all(role.span.of(text) == role.title for role in actor.roles)
    for a in found.attributions:
        assert a.speaker is None or a.speaker in actors
        assert a.speaker_text is None or a.speaker_text in text
        assert a.chain[0].role == "speaker"
        assert a.chain[-1].role == "outlet"
        assert a.chain[-1].name == outlet
        for hop in a.chain:
            assert hop.actor is None or hop.actor in actors
            if hop.role == "medium" and hop.evidence is not None:
                assert hop.name == hop.evidence.of(text)
            if hop.role == "carrier" and hop.basis == "stated":
                assert hop.evidence is not None
                assert hop.name is not None
                assert hop.name in hop.evidence.of(text)
                assert hop.name != outlet


def test_same_twice() -> None:
    case = cases("speakers")[0]
    assert reading(case) == reading(case)


def test_two_unnamed_stay_two() -> None:
    text = "A person close to the talks said it was late. A person briefed on the talks said it was not."
    said = [
        {"source": "A person close to the talks", "cue": "said", "content": "it was late"},
        {"source": "A person briefed on the talks", "cue": "said", "content": "it was not"},
    ]
    first, second = reading({"text": text, "said": said}).attributions
    assert first.speaker != second.speaker


@pytest.mark.parametrize("case", cases("roles"), ids=lambda c: c["about"])
def test_roles(case: dict[str, Any]) -> None:
    found = reading(case | {"said": []})
    actor = next(actor for actor in found.actors if actor.name == case["of"])
    assert [role.title for role in actor.roles] == case["roles"]
