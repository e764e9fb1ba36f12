"""Attributions: a table of marked sentences, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute import attribute
from onrecord.model import Attributed, Document
from onrecord.parse import parse
from onrecord.settings import Settings

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attributions.toml").read_text("utf-8"))
MARK = re.compile(r"([{<\[])(?:(\d+):)?|[}>\]]")
ROLE = {"{": "source", "<": "cue", "[": "content"}
RULES = Settings(model="rules")


@dataclass
class Case:
    text: str
    attributions: list[dict[str, list[str]]] = field(default_factory=list)
    unattributed: list[str] = field(default_factory=list)
    known_failure: bool = False


def unmark(marked: str) -> Case:
    """The plain text of a marked one, and the parts of its attributions as strings. A source without a number is
    the source of all attributions without one; each further cue begins a new one."""
    plain, open_marks = "", []
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    order, position, seen = [], 0, 0
    for mark in MARK.finditer(marked):
        plain += marked[position : mark.start()]
        position = mark.end()
        if mark[1]:
            open_marks.append((ROLE[mark[1]], mark[2], len(plain)))
            continue
        role, number, start = open_marks.pop()
        order.append((role, number, start, plain[start:]))
    plain += marked[position:]
    for role, number, start, text in sorted(order, key=lambda o: o[2]):
        key = number or ""
        if number is None and role == "cue":
            seen += 1
        parts[key if number else _turn(role, seen, parts)][role].append(text)
        del start
    return Case(plain.strip("\n"), [dict(p) for p in parts.values()])


def _turn(role: str, seen: int, parts: dict[str, dict[str, list[str]]]) -> str:
    """The second cue of an unnumbered text begins an attribution with the source of the first."""
    if seen < 2:
        return "1"
    if "2" not in parts:
        parts["2"]["source"] = list(parts["1"]["source"])
    return "2"


def cases() -> list[object]:
    found: list[object] = []
    for group, rows in CASES.items():
        failing = rows.get("known_failure", False)
        for name, row in rows.items():
            if name == "known_failure":
                continue
            marked = row if isinstance(row, str) else row["text"]
            case = unmark(marked)
            case.unattributed = [] if isinstance(row, str) else row.get("unattributed", [])
            case.known_failure = failing
            found.append(pytest.param(case, id=f"{group}-{name}"))
    return found


def read(text: str, settings: Settings = RULES) -> Attributed:
    return attribute(parse(Document(id="d-1", path="a.txt", text=text, sha256="0"), ()), settings)


def parts(attributed: Attributed) -> list[dict[str, list[str]]]:
    text = attributed.parsed.document.text
    found = []
    for a in attributed.attributions:
        spans = {"source": a.source, "cue": a.cue, "content": a.content}
        found.append({role: [s.of(text) for s in own] for role, own in spans.items() if own})
    return found


@pytest.mark.parametrize("case", cases())
def test_marked_sentences(case: Case) -> None:
    found = read(case.text)
    if case.known_failure:
        assert parts(found) != case.attributions, "right now: move the sentence out of the known failures"
        return
    assert parts(found) == case.attributions
    assert [u.span.of(case.text) for u in found.unattributed] == case.unattributed


WORDS = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "''", "«", "»", "said", "according to", "Ana Bell", "the minister", "that", ",",
     ".", "?", "\n\n", "told", "reporters", "he", "called", "it", "unacceptable", ":", "—", "and", "but", "put",
     "in a statement", "(", ")", "é", "Mr."]
)  # fmt: skip


def hold(attributed: Attributed) -> None:
    text = attributed.parsed.document.text
    held = sorted(span for a in attributed.attributions for span in a.content)
    for a in attributed.attributions:
        for span in (*a.source, *a.cue, *a.content):
            assert 0 <= span.start < span.end <= len(text)
        assert a.content
        assert a.confidence is not None
        assert 0 <= a.confidence <= 1
    assert all(one.end <= two.start for one, two in pairwise(held))
    listed = {u.span for u in attributed.unattributed}
    for quote in attributed.parsed.quotes:
        owners = [s for s in held if s.start <= quote.inner.start and quote.inner.end <= s.end]
        assert len(owners) + (quote.span in listed) == 1


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_invariants_on_wild_sentences(text: str) -> None:
    hold(read(text))


@given(st.lists(WORDS, max_size=40).map("".join))
def test_invariants_on_wild_marks(text: str) -> None:
    hold(read(text))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_invariants_on_any_text(text: str) -> None:
    hold(read(text))


def test_same_text_gives_same_ids() -> None:
    text = "“It is over,” Ana Bell said. She told reporters that the harbour was closed."
    assert read(text) == read(text)
