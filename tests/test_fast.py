"""The fast model: it runs with numpy alone, keeps the invariants, and knows most of the table of sentences."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribute import units
from onrecord.attribute.features import Extractor
from onrecord.attribute.network import Packing, installed
from onrecord.model import Document
from onrecord.parse import parse
from onrecord.settings import Settings
from test_attribute import WORDS, cases, hold, parts, read

FAST = Settings(model="fast")
FLOOR = 0.95  # of the table, source and content exact (cues are cut as in its training data); lowering it is a decision

TEXT = """“It is over,” Ana Bell said on Monday. She told reporters that the harbour was closed.

The ministry denied that any money was missing, according to the agency.

No.

‘We were not told,’ said Odd Hansen, who runs a café on the quay, and called the plan “reckless”."""


def said(found: list[dict[str, list[str]]]) -> list[tuple[list[str] | None, list[str]]]:
    return [(a.get("source"), a["content"]) for a in found]


def test_most_of_the_table() -> None:
    table = [c for row in cases() if not (c := row.values[0]).known_failure]  # type: ignore[attr-defined]
    right = [said(parts(read(case.text, FAST))) == said(case.attributions) for case in table]
    assert sum(right) >= FLOOR * len(right), [c.text for c, ok in zip(table, right, strict=True) if not ok]


def test_paragraphs_are_read_alike_alone_and_together() -> None:
    network = installed()
    parsed = parse(Document(id="d-1", path="", text=TEXT, sha256=""), ())
    ids = [s.ids for s in Extractor(network.vocabulary).sequences(parsed, units.sentences(parsed))]
    together = network.read(ids).labels.tolist()
    alone = [label for one in ids for label in network.read([one]).labels.tolist()]
    assert together == alone
    assert set(together) > {0}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_packing_reads_every_word_once_from_both_sides(lengths: list[int]) -> None:
    pack = Packing.of(lengths)
    everything = list(range(sum(lengths)))
    assert sorted(pack.forward.tolist()) == everything
    assert sorted(pack.backward.tolist()) == everything
    assert sum(pack.active) == len(everything)
    assert np.all(np.diff(pack.active) <= 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_invariants_on_wild_sentences(text: str) -> None:
    hold(read(text, FAST))
