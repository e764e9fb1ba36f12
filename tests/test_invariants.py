"""What holds of any record, whatever was fed in: properties over text that is like news and text that is not."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import model as m
from onrecord.errors import UnreadableError
from onrecord.pipeline import make_record, read_page
from onrecord.publish.lookup import Lookup
from onrecord.settings import Settings

PIECES = (
    "“We will not sign,” said Ana Ruiz, the mayor of Orme.",
    "Ruiz told reporters on Tuesday that the bridge “is not safe”.",
    "The bridge will open in May, according to the Orme Courier.",
    "“It is late,” she said. “It is very late.",
    "“And it is dear,” he added on Friday, in a statement carried by Northwire.",
    "‘Nobody asked us,’ the dockers’ leader, Per Holm, told this newspaper.",
    "\"A quotation that never ends, said nobody at all",
    "About 1,200 people, more than half of them children, left in early March 2024.",
    "«Non,» dit-il. „Nein“, sagte sie.",
    "(Reporting by Ana Ruiz in Orme; editing by Per Holm)",
    "ORME (Northwire) — A strike began on Monday, the union said.",
    "What happens next?",
    "She said: “No.” He said: “Yes.” They said nothing.",
    "Read more: Ten things to know",
    "© 2024 The Orme Courier. All rights reserved.",
    "12 March 2024, 08.40",
    "By Ana Ruiz and Per Holm",
    "“” ‘’ \"\" '' « » … — –",
    "𝔘nicode \u200b\u2028 e\u0301 \ufeff ﬁ 🙂 \u202eabc",
)
line = st.one_of(st.sampled_from(PIECES), st.text(max_size=60))
article = st.lists(st.lists(line, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8).map("\n\n".join)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def page(text: str, kind: m.PageKind, name: str = "1") -> m.Page:
    data = text.encode("utf-8", "replace")
    given = m.Given(id=name, outlet=f"Outlet {name}", published="2024-03-15")
    return m.Page(path=name, kind=kind, data=data, sha256=sha256(data).hexdigest(), given=given)


def read(text: str, kind: m.PageKind, name: str = "1") -> m.Reading | None:
    try:
        return read_page(page(text, kind, name), Settings())
    except UnreadableError:
        return None


def spans(value: Any, document: str | None = None) -> Iterator[tuple[str | None, m.Span, str | None]]:
    """Every span below a dataclass with the nearest document id, and the `text` beside it if there is one."""
    if is_dataclass(value):
        document = getattr(value, "document", document)
        for f in fields(value):
            inner = getattr(value, f.name)
            if isinstance(inner, m.Span):
                beside = getattr(value, "text", None) if f.name == "span" else None
                yield document, inner, beside
            else:
                yield from spans(inner, document)
    elif isinstance(value, tuple):
        for inner in value:
            if isinstance(inner, m.Span):
                yield document, inner, None
            else:
                yield from spans(inner, document)


def check_reading(reading: m.Reading) -> None:
    text = reading.document.text
    rows = (reading.figures, reading.times, reading.names, reading.attributions, reading.unattributed, reading.actors)
    for _, span, beside in spans(rows):
        assert 0 <= span.start < span.end <= len(text)
        assert beside is None or span.of(text) == beside
    taken: list[m.Span] = []
    for a in reading.attributions:
        assert a.content, "an attribution has content"
        assert a.chain, "an attribution has a chain"
        assert a.chain[-1].role == "outlet"
        assert a.chain[-1].name == reading.document.outlet
        taken += a.content
    ordered = sorted(taken)
    assert all(x.end <= y.start for x, y in pairwise(ordered)), "contents never overlap"
    known = {a.id for a in reading.actors}
    for a in reading.attributions:
        assert {x for x in (a.speaker, *(h.actor for h in a.chain)) if x} <= known


@SLOW
@given(article, st.sampled_from(["text", "dump"]))
def test_readings_of_any_text(text: str, kind: m.PageKind) -> None:
    reading = read(text, kind)
    if reading is not None:
        check_reading(reading)
        if kind == "text":
            assert reading.document.text == text.encode("utf-8", "replace").decode()


@SLOW
@given(article)
def test_readings_of_any_page(text: str) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n\n"))
    reading = read(f"<html><head><title>A title</title></head><body><h1>A title</h1>{paragraphs}</body></html>", "html")
    if reading is not None:
        check_reading(reading)


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes_as_a_page_are_read_or_refused(data: bytes) -> None:
    for kind in ("html", "dump", "text"):
        given_page = m.Page(path="x", kind=kind, data=data, sha256=sha256(data).hexdigest())
        with contextlib.suppress(UnreadableError):
            check_reading(read_page(given_page, Settings()))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(article, min_size=1, max_size=5), st.integers(0, 99))
def test_records_of_any_texts(texts: list[str], seed: int) -> None:
    readings = [r for i, t in enumerate(texts) if (r := read(t, "text", str(i)))]
    if not readings:
        return
    record = make_record(readings)
    check_record(record)
    shuffled = readings[:]
    random.Random(seed).shuffle(shuffled)
    assert make_record(shuffled) == record


def check_record(record: m.Record) -> None:
    texts = {d.id: d.text for d in record.documents}
    of_attribution = {a.id: a.document for a in record.attributions}
    actors, statements = {a.id for a in record.actors}, {s.id for s in record.statements}
    for f in fields(record):
        rows = getattr(record, f.name)
        if isinstance(rows, tuple) and f.name not in ("documents", "copies", "statements", "rejected", "judgements"):
            for document, span, beside in spans(rows):
                assert document is not None, f.name
                assert 0 <= span.start < span.end <= len(texts[document]), f.name
                assert beside is None or f.name == "events" or span.of(texts[document]) == beside, f.name
        ids = [row.id for row in rows if hasattr(row, "id")] if isinstance(rows, tuple) else []
        assert len(ids) == len(set(ids)), f.name
    for a in record.attributions:
        assert a.statements
        assert set(a.statements) <= statements
        assert {x for x in (a.speaker, *(h.actor for h in a.chain)) if x} <= actors
    for s in record.statements:
        assert set(s.attributions) <= of_attribution.keys()
        for r in s.renderings:
            assert all(0 <= p.span.start < p.span.end <= len(texts[of_attribution[r.attribution]]) for p in r.parts)
    for c in record.claims:
        o = c.origins
        assert (o.low is None) == (o.high is None) == (o.best is None)
        assert c.according_to is None or c.according_to in actors
        if o.low is not None and o.high is not None and o.best is not None:
            assert 1 <= o.low <= o.best <= o.high
        assert o.reasons, "an interval comes with its reasons"
    for copy in record.copies:
        for p in copy.passages:
            assert 0 <= p.a.start < p.a.end <= len(texts[copy.a])
            assert 0 <= p.b.start < p.b.end <= len(texts[copy.b])
    assert {d.story for d in record.documents} == {s.id for s in record.stories}


def test_the_example_holds_them_all(look: Lookup) -> None:
    check_record(look.record)
    assert len(look.record.attributions) > 40


def test_every_quotation_of_the_example_is_held_once_or_listed(look: Lookup) -> None:
    for d in look.record.documents:
        contents = [s for a in look.by_document.get(d.id, []) for s in a.content]
        listed = [u.span for u in look.record.unattributed if u.document == d.id]
        for found in re.finditer(r"“[^“”\n]{12,}”", d.text):
            inner = m.Span(found.start() + 1, found.end() - 1)
            holders = [s for s in contents if s.meets(inner)]
            assert holders or any(s.meets(inner) for s in listed), found.group()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\x00"])
def test_nothing_is_refused_with_a_reason(text: str) -> None:
    for kind in ("text", "dump", "html"):
        data = text.encode()
        with pytest.raises(UnreadableError, match=r"\w"):
            read_page(m.Page(path="x", kind=kind, data=data, sha256="0"), Settings())


def test_a_bare_number_that_is_somebodys_in_one_page_and_nobodys_in_its_copy() -> None:
    tail = "27 boats sank in the storm on Monday night beside the old pier of the harbour at Orme."
    more = "The pier was built in 1911 and has been closed since the spring. No one was hurt in the storm."
    texts = [f"The harbour office says {tail} {more}", f"{tail} {more}", f"The harbour office says 27. {more}"]
    check_record(make_record([r for i, t in enumerate(texts) if (r := read(t, "text", str(i)))]))
