"""The careful model: its windows cover a text once, what is missing is said, and it knows most of the table."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import as_file, files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.attribute import attribute, identity
from onrecord.errors import MissingWeightsError
from onrecord.model import Attributed, Document, Parsed
from onrecord.parse import encoder, parse
from onrecord.parse.names.encoded import LABELS, best
from onrecord.settings import Settings
from test_attribute import WORDS, cases, hold, parts, read
from test_fast import TEXT, said

CAREFUL = Settings(model="careful")
FLOOR = 0.9  # of the table, source and content exact (cut as in its training data); lowering it is a decision
MISSING = [name for name in ("onnxruntime", "tokenizers") if find_spec(name) is None] + [
    name for name in (encoder.WEIGHTS, encoder.TOKENS) if not (files("onrecord") / "weights" / name).is_file()
]
needs_it = pytest.mark.skipif(bool(MISSING), reason=f"the careful model cannot run without {', '.join(MISSING)}")
OTHER = "The bridge will open in May, Mayor Ines Okafor told the Harbour Post. “We are ready,” she said."


def parsed(text: str) -> Parsed:
    return parse(Document(id="d-1", path="", text=text, sha256=""), (), model="careful")


def attributed(text: str) -> Attributed:
    return attribute(parsed(text), CAREFUL)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=30), st.integers(1, 200), st.integers(0, 50))
def test_windows_cover_every_piece_once(sizes: list[int], new: int, before: int) -> None:
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    found = encoder.windows(offsets, new, before)
    kept = [i for w in found for i in range(w.new, w.last)]
    assert kept == list(range(int(offsets[-1])))
    assert all(w.last - w.new <= new and 0 <= w.new - w.first <= before for w in found)
    assert all(a.last == b.new for a, b in pairwise(found))


def test_windows_fit_the_encoder() -> None:
    assert encoder.NEW + encoder.BEFORE <= encoder.LONGEST


@given(st.lists(st.lists(st.floats(0, 1), min_size=9, max_size=9), min_size=1, max_size=12))
def test_names_go_on_only_where_they_began(rows: list[list[float]]) -> None:
    labels = best(np.array(rows))
    before = "O"
    for label in labels:
        assert label in LABELS
        assert label[0] != "I" or before[1:] == label[1:]
        before = label


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as if it were not installed
    opened = encoder.session if package == "onnxruntime" else encoder.tokens_of
    with pytest.raises(MissingWeightsError, match=rf"{package}.*onrecord\[careful\]"):
        opened(tmp_path / "any")


def test_a_run_without_the_packages_ends_with_what_to_do() -> None:
    code = (
        "import sys; sys.modules['onnxruntime'] = None; from onrecord.cli import main; "
        "sys.argv[1:] = ['annotate', '--model', 'careful', '--only', 'attributions']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"onrecord[careful]" in done.stderr


@needs_it
def test_most_of_the_table() -> None:
    table = [c for row in cases()[::3] if not (c := row.values[0]).known_failure]  # type: ignore[attr-defined]
    right = [said(parts(read(case.text, CAREFUL))) == said(case.attributions) for case in table]
    assert sum(right) >= FLOOR * len(right), [c.text for c, ok in zip(table, right, strict=True) if not ok]


@needs_it
def test_the_order_of_documents_changes_nothing() -> None:
    texts = [TEXT, OTHER, f"{OTHER}\n\n{TEXT}"]
    forth = [attributed(t).attributions for t in texts]
    back = [attributed(t).attributions for t in reversed(texts)]
    assert forth == back[::-1]
    assert all(forth)


@needs_it
def test_vectors_do_not_hang_on_the_documents_before() -> None:
    session, tokenizer = encoder.installed()
    long = parsed("\n\n".join([TEXT] * 6))
    first = encoder.encoded(long.document, long.sentences, long.quotes, session, tokenizer).vectors
    encoder.encode(parsed(OTHER).document, (), ())
    assert np.array_equal(first, encoder.encode(long.document, long.sentences, long.quotes).vectors)
    assert first.shape == (
        len(encoder.cut(long.document, long.sentences, long.quotes, tokenizer).starts),
        encoder.HIDDEN,
    )


@needs_it
def test_the_eight_bits_keep_the_sense() -> None:
    """Two sentences have the parts that the exact weights gave them before they were brought to eight bits."""
    found = attributed(OTHER).attributions
    got = [[s.of(OTHER) for part in (a.source, a.cue, a.content) for s in part] for a in found]
    assert got == [
        ["Mayor Ines Okafor", "told", "The bridge will open in May"],
        ["she", "said", "“We are ready,”"],
    ]


@needs_it
def test_names_are_found_with_their_kinds() -> None:
    text = "Ines Okafor flew from Tarn Valley to meet the Northern Grain Board. Okafor said little."
    found = parse(Document(id="d-1", path="", text=text, sha256=""), {"names"}, model="careful").names
    assert ("Ines Okafor", "person") in {(n.text, n.kind) for n in found}
    assert all(n.span.of(text) == n.text for n in found)


@needs_it
@pytest.mark.parametrize("text", ["", "\n", "”", "No.", "A " * 800, "“" + "word " * 900 + "” said Bo."])
def test_odd_texts_are_read(text: str) -> None:
    hold(attributed(text))


@needs_it
@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_invariants_on_made_texts(text: str) -> None:
    hold(attributed(text))


@needs_it
def test_the_files_of_the_model_are_small() -> None:
    with as_file(files("onrecord") / "weights" / encoder.WEIGHTS) as path:
        assert path.stat().st_size < 26_000_000


@needs_it
def test_the_model_tells_who_reads() -> None:
    assert identity(CAREFUL) != identity(Settings(model="fast"))
    assert any(a.producer == "careful/1" for a in attributed(TEXT).attributions)
