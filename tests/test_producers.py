"""Other producers of attributions: what they propose is part of the text or is dropped and counted.

The server is a real one on loopback, which misbehaves as real ones do. spaCy itself is read where it is installed, with
parses made by hand; the same sentences go through a stand-in for its documents, which has the few attributes that the
adapter reads.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import run
from onrecord import settings as settings_module
from onrecord.attribute import account, attribute, chain, rules, units
from onrecord.attribute.producers import Layer, Proposal, admit, answer, syntax, unmeasured
from onrecord.attribute.producers.admit import together
from onrecord.attribute.producers.server import PAUSE, Server
from onrecord.attribute.producers.windows import windows
from onrecord.errors import NoLayerError, UsageError
from onrecord.model import Attributed, Document, Paragraph, Parsed, Span
from onrecord.parse import parse
from onrecord.resolve import resolve
from onrecord.run.build import build, page_key
from onrecord.settings import Settings

TEXT = (
    "The harbour of Orme will close on Friday, port director Ana Bell announced.\n"
    "“It is over,” Bell said. “No.” Later she said: “No.”\n"
    "Crane, who owns two boats, called the plan “a theft”.\n"
    "“Nobody asked us,” Crane said."
)
GOOD = [
    {"source": ["port director Ana Bell"], "cue": "announced", "content": "The harbour of Orme will close on Friday"},
    {"source": ["Bell"], "cue": ["said"], "content": ["“It is over,”"]},
    {"source": ["she"], "cue": ["said"], "content": ["“No.”"]},
]  # fmt: skip


def parsed(text: str = TEXT, *headings: str) -> Parsed:
    lines = [Span(at, at + len(line)) for line in text.split("\n") if (at := text.index(line)) >= 0 and line]
    kinds = tuple(Paragraph(s, "subhead" if s.of(text) in headings else "body") for s in lines)
    document = Document(id="d-1", path="a.txt", text=text, sha256="0", paragraphs=kinds if headings else ())
    return parse(document, ())


def span(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def layer(*proposals: Proposal) -> Layer:
    return Layer(producer="server", version="m/1", proposals=proposals)


def rows(found: Attributed) -> list[tuple[str, str, str]]:
    text = found.parsed.document.text
    return [
        (*(" | ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content)),)  # type: ignore[misc]
        for a in found.attributions
    ]


# ------------------------------------------------------------------------------------- admission
def one(content: str, source: str = "", cue: str = "") -> Proposal:
    return Proposal(content=(content,), source=(source,) if source else (), cue=(cue,) if cue else ())


DROPS: dict[str, tuple[Proposal, dict[str, int], int]] = {
    "content invented": (one("The harbour stays open", "Crane", "said"), {"not_in_text": 1}, 0),
    "source invented": (one("“Nobody asked us,”", "President Zorn", "said"), {"not_in_text": 1}, 1),
    "half a word": (one("arbour of Orme will close", "Ana Bell", "announced"), {"not_in_text": 1}, 0),
    "shortened in the middle": (one("The harbour … on Friday", "Ana Bell", "announced"), {"not_in_text": 1}, 0),
    "one of two that look alike": (one("“No.”", "", "said"), {}, 1),
    "cue far away": (one("“Nobody asked us,”", "Crane", "announced"), {"not_beside_content": 1}, 1),
    "nobody and nothing": (one("“Nobody asked us,”"), {"no_source_or_cue": 1}, 0),
    "empty": (one(" ", "Crane", "said"), {"empty": 1}, 0),
    "outside": (Proposal(content=(Span(5, 9000),), source=("Crane",)), {"outside_text": 1}, 0),
    "backwards": (Proposal(content=(Span(9, 5),), source=("Crane",)), {"outside_text": 1}, 0),
    "source in its own content": (
        Proposal(content=(span("us,” Crane"),), source=(Span(TEXT.rindex("Crane"), TEXT.rindex("Crane") + 5),)),
        {"not_beside_content": 1}, 0,
    ),
    "other marks and spaces": (one('"Nobody  asked\nus,"', "Crane", "said"), {}, 1),
}  # fmt: skip


@pytest.mark.parametrize(("proposal", "dropped", "kept"), DROPS.values(), ids=DROPS)
def test_what_is_not_in_the_text_is_dropped_and_counted(proposal: Proposal, dropped: dict[str, int], kept: int) -> None:
    drafts, reasons = admit(parsed(), layer(proposal))
    assert reasons == dropped
    assert len(drafts) == kept


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside_them() -> None:
    drafts, dropped = admit(parsed(), layer(one("“No.”", "she", "said")))
    assert [c.start for d in drafts for c in d.content] == [TEXT.rindex("“No.”")]
    assert dropped == {}


def test_twins_are_placed_in_order_and_too_few_of_them_nowhere() -> None:
    text = "“No,” Bell said.\nThe lights went out.\nThe rain began.\n“No,” Bell said."
    twin = one("“No,”", "Bell", "said")
    drafts, dropped = admit(parsed(text), layer(twin, twin))
    assert [d.content[0].start for d in drafts] == [0, text.rindex("“No,”")]
    assert dropped == {}
    assert admit(parsed(text), layer(twin)) == ([], {"ambiguous": 1})


def test_of_two_that_overlap_the_first_is_taken_and_the_same_twice_is_once() -> None:
    wide, narrow = one("“Nobody asked us,”", "Crane", "said"), one("Nobody", "Crane", "said")
    drafts, dropped = admit(parsed(), layer(wide, wide, one("“It is over,” Bell", "she", "said"), narrow))
    assert [[s.of(TEXT) for s in d.content] for d in drafts] == [["“It is over,” Bell"], ["“Nobody asked us,”"]]
    assert dropped == {}  # `narrow` grows to the whole quotation, and is the same again
    clash = Proposal(content=(span("is over,” Bell said"),), cue=("Later",))
    drafts, dropped = admit(parsed(), layer(one("“It is over,”", "Bell", "said"), clash))
    assert len(drafts) == 1
    assert dropped == {"overlaps": 1}


def test_headings_are_no_statements_and_content_is_cut_at_paragraphs() -> None:
    text = "Bell said the pier was closed. It would\nTWO BOATS LOST\nstay so, she said.\nNo more."
    found, dropped = admit(parsed(text, "TWO BOATS LOST"), layer(one("TWO BOATS LOST\nstay so", "she", "said")))
    assert (found, dropped) == ([], {"in_a_heading": 1})
    found, dropped = admit(parsed(text, "TWO BOATS LOST"), layer(one("it would\nstay so", "she", "said")))
    assert (found, dropped) == ([], {"not_in_text": 1})
    text = "It was late. She said:\nThe pier is closed.\nIt will stay so."
    found, dropped = admit(parsed(text), layer(one("The pier is closed.\nIt will stay so.", "She", "said")))
    assert [s.of(text) for d in found for s in d.content] == ["The pier is closed.", "It will stay so."]
    assert dropped == {}


PART = st.one_of(
    st.sampled_from([*TEXT.split(), "said", "Bell", "“No.”", "Zorn", "", "us,” Crane", "harbour\nof", "é"]),
    st.tuples(st.integers(-3, 300), st.integers(-3, 300)).map(lambda t: Span(*t)),
)
PARTS = st.lists(PART, max_size=3).map(tuple)
STRETCH = st.none() | st.tuples(st.integers(0, 120), st.integers(0, 120)).map(lambda t: Span(t[0], t[0] + t[1]))
ANY = st.lists(st.builds(Proposal, content=PARTS, source=PARTS, cue=PARTS, within=STRETCH), max_size=12)


@given(ANY)
def test_nothing_invented_enters_and_nothing_goes_uncounted(proposals: list[Proposal]) -> None:
    document = parsed()
    drafts, dropped = admit(document, layer(*proposals))
    held = sorted(s for d in drafts for s in d.content)
    assert all(a.end <= b.start for a, b in pairwise(held))
    for draft in drafts:
        parts = [*draft.source, *draft.cue, *draft.content]
        assert draft.content
        assert draft.source or draft.cue
        assert all(0 <= s.start < s.end <= len(TEXT) for s in parts)
        assert not any(c.meets(s) for c in draft.content for s in (*draft.source, *draft.cue))
    distinct = {(p.content, p.source, p.cue, p.within) for p in proposals}
    assert len(drafts) + sum(dropped.values()) >= (len(distinct) > 0)
    assert len(drafts) <= len(proposals)
    assert all(n > 0 for n in dropped.values())


@given(ANY)
def test_whatever_is_proposed_the_rest_of_the_way_holds(proposals: list[Proposal]) -> None:
    document = parsed()
    by_rules = rules.find(document, units.sentences(document))
    drafts = together(document, admit(document, layer(*proposals))[0], by_rules)
    found = account.settle(document, drafts, units.sentences(document))
    found = replace(found, attributions=chain.credits(document, found.attributions))
    held = sorted(s for a in found.attributions for s in a.content)
    assert all(a.end <= b.start for a, b in pairwise(held))
    listed = {u.span for u in found.unattributed}
    for quote in document.quotes:
        assert sum(s.holds(quote.inner) for s in held) + (quote.span in listed) == 1
    reading = resolve(unmeasured(found))
    assert len(reading.attributions) == len(found.attributions)


# ---------------------------------------------------------------------------------------- server
Act = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class Scripted:
    """A server that does one act after another, the last of them again and again, and keeps what it was asked."""

    acts: list[Act]
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def serving() -> Iterator[Callable[..., Scripted]]:
    servers: list[ThreadingHTTPServer] = []

    def start(*acts: Act) -> Scripted:
        script = Scripted(list(acts))

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                script.asked.append(asked | {"path": self.path})
                script.keys.append(self.headers["Authorization"])
                script.times.append(time.monotonic())
                with suppress(ConnectionError):  # who asked has gone
                    script.acts[min(len(script.asked), len(script.acts)) - 1](self, asked)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        return script

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def completion(content: object) -> bytes:
    return json.dumps(
        {"id": "c-1", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    ).encode()


def raw(body: bytes) -> Act:
    return lambda handler, asked: send(handler, 200, body)


def says(content: object) -> Act:
    return raw(completion(content))


def proposes(*items: object) -> Act:
    return says(json.dumps({"attributions": items}))


def fails(status: int, **headers: str) -> Act:
    return lambda handler, asked: send(handler, status, b"{}", **headers)


def late(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    time.sleep(1.5)


def dripping(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """A byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(20):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def cut_off(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(completion("{}")[:40])
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" " * 100_000)
    handler.close_connection = True


def at(script: Scripted, **more: object) -> Settings:
    settings = Settings(model="rules", producer="server", server_url=script.url, server_model="tiny", server_timeout=20)
    return replace(settings, **more)  # type: ignore[arg-type]


def test_what_a_server_finds_is_in_the_record_with_its_name(serving: Callable[..., Scripted]) -> None:
    script = serving(proposes(*GOOD))
    found = attribute(parsed(), at(script))
    by = {a.producer for a in found.attributions}
    assert rows(found)[:3] == [
        ("port director Ana Bell", "announced", "The harbour of Orme will close on Friday"),
        ("Bell", "said", "“It is over,” | “No.”"),  # the sentence that is nothing but quotation goes on
        ("she", "said", "“No.”"),
    ]
    assert {p.rpartition("/")[0] for p in by} == {"server/tiny", "rules"}
    assert all((a.confidence is None) == a.producer.startswith("server/") for a in found.attributions)
    assert found.parsed.document.flags == ()
    assert script.asked[0]["temperature"] == 0
    assert script.asked[0]["model"] == "tiny"
    assert script.asked[0]["path"] == "/v1/chat/completions"
    assert script.asked[0]["messages"][1]["content"] == TEXT
    assert script.asked[0]["response_format"]["json_schema"]["schema"] == answer.SCHEMA
    assert script.keys == [None]


def test_every_quotation_is_held_or_listed_whatever_is_proposed(serving: Callable[..., Scripted]) -> None:
    script = serving(proposes(GOOD[1]))
    found = attribute(parsed(), at(script))
    held = [s for a in found.attributions for s in a.content]
    listed = {u.span for u in found.unattributed}
    for quote in found.parsed.quotes:
        assert sum(s.holds(quote.inner) for s in held) + (quote.span in listed) == 1
    assert ("Crane", "said", "“Nobody asked us,”") in rows(found)  # by the rules, where the server said nothing


BAD: dict[str, tuple[list[Act], str]] = {
    "not JSON": ([says("I'm sorry, I can't help with that.")], "not_json"),
    "truncated JSON": ([says('{"attributions": [{"source": ["Bell"], "cue": ["sa')], "not_json"),
    "truncated item": ([says('{"attributions": [{"source": ["Bell"], "content": [}')], "not_json"),
    "a list": ([says("[1, 2]")], "not_json"),
    "another object": ([says('{"quotes": []}')], "wrong_shape"),
    "attributions are words": ([says('{"attributions": "none"}')], "wrong_shape"),
    "nested too deep": ([says('{"attributions": ' + "[" * 100_000)], "not_json"),
    "too many": ([proposes(*[GOOD[0]] * (answer.MOST + 1))], "too_many_proposals"),
    "no content": ([says(None)], "not_a_completion"),
    "no choices": ([raw(b'{"choices": []}')], "not_a_completion"),
    "no completion": ([raw(b"<html>It works!</html>")], "not_a_completion"),
    "bytes": ([raw(b"\xff\xfe\x00")], "not_a_completion"),
    "endless": ([endless], "too_large"),
    "no such model": ([fails(404)], "status_404"),
    "sent elsewhere": ([fails(307, Location="http://127.0.0.1:1/")], "status_307"),
    "no key": ([fails(401)], "status_401"),
    "neither with a schema nor without": ([fails(400)], "status_400"),
}


@pytest.mark.parametrize(("acts", "reason"), BAD.values(), ids=BAD)
def test_after_a_bad_answer_the_rules_are_used_and_the_document_says_so(
    serving: Callable[..., Scripted], acts: list[Act], reason: str
) -> None:
    found = attribute(parsed(), at(serving(*acts)))
    by_rules = attribute(parsed(), Settings(model="rules"))
    assert found.parsed.document.flags == (f"producer_failed_{reason}",)
    assert found.attributions == by_rules.attributions
    assert found.unattributed == by_rules.unattributed


@pytest.mark.parametrize("act", [late, dripping])
def test_a_late_server_is_not_waited_for(serving: Callable[..., Scripted], act: Act) -> None:
    found = attribute(parsed(), at(serving(act), server_timeout=1))
    assert found.parsed.document.flags == ("producer_failed_late",)
    assert found.attributions == attribute(parsed(), Settings(model="rules")).attributions


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = Settings(model="rules", producer="server", server_url=url, server_model="tiny", server_timeout=2)
    assert attribute(parsed(), settings).parsed.document.flags == ("producer_failed_unreachable",)


RECOVERING: dict[str, list[Act]] = {
    "has a fault": [fails(500)],
    "is too busy": [fails(429, Retry_After="1")],
    "is busy until a date": [fails(503, Retry_After="Mon, 01 Jan 2035 00:00:00 GMT")],
    "breaks off": [cut_off],
    "knows no schemas": [fails(400)],
    "knows no schemas and has a fault": [fails(422), fails(502)],
}


@pytest.mark.parametrize("what", RECOVERING)
def test_a_server_that_recovers_is_asked_again(serving: Callable[..., Scripted], what: str) -> None:
    acts = RECOVERING[what]
    script = serving(*acts, proposes(*GOOD))
    found = attribute(parsed(), at(script))
    assert found.parsed.document.flags == ()
    assert len(script.asked) == len(acts) + 1
    assert ("response_format" in script.asked[-1]) == ("knows no schemas" not in what)


def test_retry_after_is_kept_to_and_backing_off_grows(serving: Callable[..., Scripted]) -> None:
    script = serving(fails(429, Retry_After="1"), fails(500), proposes())
    attribute(parsed(), at(script))
    gaps = [b - a for a, b in pairwise(script.times)]
    assert [gap >= least for gap, least in zip(gaps, [1, 2 * PAUSE], strict=True)] == [True] * 2


def test_a_wait_that_is_longer_than_the_time_left_is_not_begun(serving: Callable[..., Scripted]) -> None:
    script = serving(fails(429, Retry_After="3600"))
    found = attribute(parsed(), at(script))
    assert found.parsed.document.flags == ("producer_failed_status_429",)
    assert len(script.asked) == 1


def test_invented_and_misshapen_proposals_are_counted_in_the_flags(serving: Callable[..., Scripted]) -> None:
    invented = {"source": ["President Zorn"], "cue": ["vowed"], "content": ["“We will burn it down.”"]}
    script = serving(proposes(*GOOD, invented, "Bell said no", {"content": 7}, {"cue": ["said"]}, None))
    found = attribute(parsed(), at(script))
    assert found.parsed.document.flags == ("producer_dropped_not_in_text_3", "producer_dropped_wrong_shape_4")
    shown = " ".join(" ".join(row) for row in rows(found))
    assert "Zorn" not in shown
    assert "burn" not in shown


def test_an_invented_source_gives_way_to_the_one_that_the_text_has(serving: Callable[..., Scripted]) -> None:
    script = serving(proposes({"source": "Captain Crane", "cue": "said", "content": "“Nobody asked us,”"}))
    found = attribute(parsed(), at(script))
    row = next(a for a in found.attributions if a.content[0].of(TEXT) == "“Nobody asked us,”")
    assert [s.of(TEXT) for s in row.source] == ["Crane"]
    assert row.producer.endswith("+rules/1")
    assert found.parsed.document.flags == ("producer_dropped_not_in_text_1",)


def test_another_source_by_the_rules_is_a_rival(serving: Callable[..., Scripted]) -> None:
    script = serving(proposes({"source": ["two boats"], "cue": ["said"], "content": ["“Nobody asked us,”"]}))
    found = attribute(parsed(), at(script))
    row = next(a for a in found.attributions if a.content[0].of(TEXT) == "“Nobody asked us,”")
    assert [r.value for r in row.rivals] == ["Crane"]


WRAPPED = ["```json\n%s\n```", "<think>Maybe {no}?</think>\n%s", "Here you are:\n%s\nAnything else?"]


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_json_in_wrapping_paper_is_unpacked(serving: Callable[..., Scripted], wrapping: str) -> None:
    found = attribute(parsed(), at(serving(says(wrapping % json.dumps({"attributions": GOOD})))))
    assert found.parsed.document.flags == ()
    assert any(a.producer.startswith("server/") for a in found.attributions)


def test_the_key_comes_from_the_environment_alone(
    serving: Callable[..., Scripted], monkeypatch: pytest.MonkeyPatch
) -> None:
    script = serving(proposes())
    monkeypatch.setenv("ORME_KEY", "s3cret")
    Server(at(script, server_key_env="ORME_KEY")).propose(parsed())
    assert script.keys == ["Bearer s3cret"]
    monkeypatch.delenv("ORME_KEY")
    with pytest.raises(UsageError, match="ORME_KEY"):
        Server(at(script, server_key_env="ORME_KEY"))


def test_a_server_on_this_machine_is_asked_past_proxies(
    serving: Callable[..., Scripted], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    found = attribute(parsed(), at(serving(proposes(*GOOD))))
    assert found.parsed.document.flags == ()


LONG = "\n".join(f"“Sentence {i} of the report stands,” speaker number {i} said on the {i}th day." for i in range(300))


def test_a_long_document_is_read_in_stretches_that_overlap(serving: Callable[..., Scripted]) -> None:
    def read(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        text = asked["messages"][1]["content"]
        items = [
            {"source": line.split(",” ")[1].split(" said")[0], "cue": "said", "content": line.split(" speaker")[0]}
            for line in text.split("\n")
        ]
        send(handler, 200, completion(json.dumps({"attributions": items})))

    script = serving(read)
    found = attribute(parsed(LONG), at(script))
    assert len(script.asked) > 3
    assert len(found.attributions) == 300
    assert {a.producer.partition("/")[0] for a in found.attributions} == {"server"}
    assert found.parsed.document.flags == ()
    again, rest = script.asked[1]["messages"][1]["content"].split("\n", 1)
    assert again in script.asked[0]["messages"][1]["content"]
    assert rest


@given(st.lists(st.integers(0, 90), max_size=30), st.integers(20, 200), st.integers(0, 60))
def test_stretches_take_in_all_words_and_keep_to_their_size(sizes: list[int], size: int, overlap: int) -> None:
    text = "\n".join("Abc de. " * (n // 8) + "x" * (n % 8) for n in sizes)
    found = windows(parsed(text), size, overlap)
    covered = {i for s in found for i in range(*s)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert all(0 < s.end - s.start <= size for s in found)
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(found))


# ------------------------------------------------------------------------------ settings and runs
WRONG = {
    'producer = "oracle"': "it is server, or spacy:",
    'producer = "spacy:"': "it is server, or spacy:",
    "producer = 3": "it is server, or spacy:",
    'producer = "server"': "server_url and server_model",
    'server_url = "localhost:8080"': "it is an address",
    'server_url = "http://me:word@host/v1"': "it is an address",
    'server_key_env = "s3cret key"': "the name of an environment variable",
    "server_timeout = 0": "whole number from 1",
    'server_key = "x"': "unknown key",
}


@pytest.mark.parametrize(("line", "message"), WRONG.items(), ids=WRONG)
def test_wrong_settings_are_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "s.toml").write_text(line)
    with pytest.raises(UsageError, match=message):
        settings_module.load(tmp_path / "s.toml")


def test_a_build_asks_again_only_where_the_server_failed(tmp_path: Path, serving: Callable[..., Scripted]) -> None:
    for name, text in (("a.txt", TEXT), ("b.txt", LONG[:900])):
        (tmp_path / name).write_text(json.dumps({"id": name, "text": text}), "utf-8")
        (tmp_path / name).rename(tmp_path / f"{name}.jsonl")
    pages = sorted(tmp_path.glob("*.jsonl"))
    script = serving(says("no"), proposes())
    first = build(pages, tmp_path / "r.db", at(script))
    assert [d.flags for d in first.record.documents].count(("producer_failed_not_json",)) == 1
    assert len(script.asked) == 2
    second = build(pages, tmp_path / "r.db", at(script))
    assert (second.read, second.kept) == (1, 1)
    assert not any("producer_failed" in flag for d in second.record.documents for flag in d.flags)
    assert len(script.asked) == 3
    third = build(pages, tmp_path / "r.db", at(script))
    assert (third.read, third.kept, len(script.asked)) == (0, 2, 3)


def test_readings_are_kept_apart_by_producer(tmp_path: Path) -> None:
    from onrecord.model import Page

    page = Page(path="a", kind="text", data=b"x", sha256="0")
    server = Settings(producer="server", server_url="http://127.0.0.1:1", server_model="m")
    every = [Settings(), server, replace(server, server_model="n"), replace(server, server_url="http://127.0.0.1:2")]
    assert len({page_key(page, s) for s in every}) == 4


def test_the_commands_take_a_producer(tmp_path: Path, serving: Callable[..., Scripted]) -> None:
    script = serving(proposes(*GOOD, {"content": ["No."] * (answer.PIECES + 1), "cue": "said"}), says("no"))
    (tmp_path / "s.toml").write_text(f'server_url = "{script.url}"\nserver_model = "tiny"\n')
    line = json.dumps({"id": "1", "text": TEXT}).encode()
    done = run("annotate", "--producer", "server", "--settings", tmp_path / "s.toml", stdin=line)
    assert done.returncode == 0, done.stderr.decode()
    answered = json.loads(done.stdout)
    assert any(a["producer"].startswith("server/tiny/") and a["confidence"] is None for a in answered["attributions"])
    assert answered["flags"] == ["producer_dropped_wrong_shape_1"]
    (tmp_path / "a.jsonl").write_bytes(line)
    done = run(
        "build",
        tmp_path / "a.jsonl",
        "-o",
        tmp_path / "r.db",
        "--producer",
        "server",
        "--settings",
        tmp_path / "s.toml",
    )
    assert done.returncode == 3
    assert "1 article for which the producer failed" in done.stderr.decode()


@pytest.mark.parametrize("command", [("annotate",), ("build", "nothing", "-o", "r.db")])
def test_a_producer_that_cannot_be_had_stops_a_command_before_it_begins(command: tuple[str, ...]) -> None:
    done = run(*command, "--producer", "spacy:xx_none_at_all", stdin=b'{"id": "1", "text": "It rains."}')
    assert done.returncode == 2
    assert "spacy:xx_none_at_all" in done.stderr.decode()
    assert done.stdout == b""


# ----------------------------------------------------------------------------------------- spaCy
# A parse by hand: word/part of speech/relation/number of the head, as en_core_web pipelines label them, and one with
# the labels of Universal Dependencies. Behind the arrow: source | cue | content.
PARSES = {
    "clause behind": (
        "Ana/PROPN/compound/1 Bell/PROPN/nsubj/2 said/VERB/ROOT/2 the/DET/det/4 pier/NOUN/nsubj/6 was/AUX/auxpass/6 "
        "closed/VERB/ccomp/2 ./PUNCT/punct/2",
        [("Ana Bell", "said", "the pier was closed")],
    ),
    "clause before": (
        "The/DET/det/1 pier/NOUN/nsubj/2 fell/VERB/ccomp/5 ,/PUNCT/punct/5 Bell/PROPN/nsubj/5 said/VERB/ROOT/5 "
        "./PUNCT/punct/5",
        [("Bell", "said", "The pier fell")],
    ),
    "verb put into the clause": (
        "The/DET/det/1 pier/NOUN/nsubj/6 ,/PUNCT/punct/6 Bell/PROPN/nsubj/4 said/VERB/parataxis/6 ,/PUNCT/punct/6 "
        "fell/VERB/ROOT/6 ./PUNCT/punct/6",
        [("Bell", "said", "The pier | fell")],
    ),
    "two verbs with one subject": (
        "She/PRON/nsubj/2 has/AUX/aux/2 said/VERB/ROOT/2 it/PRON/nsubj/4 fell/VERB/ccomp/2 ,/PUNCT/punct/2 "
        "adding/VERB/advcl/2 that/SCONJ/mark/9 nobody/PRON/nsubj/9 died/VERB/ccomp/6 ./PUNCT/punct/2",
        [("She", "has said", "it fell"), ("She", "adding", "that nobody died")],
    ),
    "according to": (
        "Two/NUM/nummod/1 died/VERB/ROOT/1 ,/PUNCT/punct/1 according/VERB/prep/1 to/ADP/prep/3 Bell/PROPN/pobj/4 "
        "./PUNCT/punct/1",
        [("Bell", "according to", "Two died")],
    ),
    "according to, with universal labels": (
        "Two/NUM/nsubj/1 died/VERB/root/1 ,/PUNCT/punct/5 according/VERB/case/5 to/ADP/fixed/3 Bell/PROPN/obl/1 "
        "./PUNCT/punct/1",
        [("Bell", "according to", "Two died")],
    ),
    "nothing said": ("She/PRON/nsubj/1 said/VERB/ROOT/1 nothing/PRON/dobj/1 ./PUNCT/punct/1", []),
    "nobody says it": ("It/PRON/nsubj/1 fell/VERB/ROOT/1 ./PUNCT/punct/1", []),
}


@dataclass(slots=True)
class StandIn:
    """What the adapter reads of a spaCy token, without spaCy."""

    text: str
    pos_: str
    dep_: str
    idx: int
    i: int
    head: Any = None


def hand_parsed(marked: str) -> tuple[str, list[StandIn]]:
    words: list[StandIn] = []
    heads, text = [], ""
    for i, part in enumerate(marked.split()):
        word, pos, dep, head = part.split("/")
        text += " " if words and word not in ",." else ""
        words.append(StandIn(word, pos, dep, len(text), i))
        heads.append(int(head))
        text += word
    for word_, head_ in zip(words, heads, strict=True):
        word_.head = words[head_]
    return text, words


def read_back(text: str, proposals: list[Proposal]) -> list[tuple[str, ...]]:
    drafts, dropped = admit(parsed(text), Layer(producer="spacy", version="x", proposals=tuple(proposals)))
    assert dropped == {}
    return [tuple(" | ".join(s.of(text) for s in p) for p in (d.source, d.cue, d.content)) for d in drafts]


@pytest.mark.parametrize(("marked", "expected"), PARSES.values(), ids=PARSES)
def test_statements_are_read_from_a_parse(marked: str, expected: list[tuple[str, ...]]) -> None:
    text, words = hand_parsed(marked)
    assert read_back(text, syntax.read(words)) == expected


@pytest.mark.parametrize(("marked", "expected"), PARSES.values(), ids=PARSES)
def test_statements_are_read_from_a_document_of_spacy(marked: str, expected: list[tuple[str, ...]]) -> None:
    tokens = pytest.importorskip("spacy.tokens", reason="spaCy is not installed; a stand-in was read instead")
    vocab = pytest.importorskip("spacy.vocab").Vocab()
    text, words = hand_parsed(marked)
    doc = tokens.Doc(
        vocab,
        words=[w.text for w in words],
        spaces=[text[w.idx + len(w.text) : w.idx + len(w.text) + 1] == " " for w in words],
        pos=[w.pos_ for w in words],
        deps=[w.dep_ for w in words],
        heads=[w.head.i for w in words],
    )
    assert doc.text == text
    assert read_back(text, syntax.read(doc)) == expected


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(UsageError, match="no parser"):
        syntax.Spacy(str(tmp_path / "blank"))


def test_a_pipeline_is_read_whole(tmp_path: Path) -> None:
    """A parser trained on one sentence, so that the way from the name of a pipeline to the record is gone through."""
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    from spacy.training import Example

    text, words = hand_parsed(PARSES["clause behind"][0])
    pipeline = spacy.blank("en")
    pipeline.add_pipe("parser", config={"min_action_freq": 1})
    marks = {"heads": [w.head.i for w in words], "deps": [w.dep_ for w in words]}
    example = Example.from_dict(pipeline.make_doc(text), marks)
    optimizer = pipeline.initialize(lambda: [example])
    for _ in range(40):
        pipeline.update([example], sgd=optimizer)
    pipeline.to_disk(tmp_path / "tiny")
    found = attribute(parsed(text), Settings(model="rules", producer=f"spacy:{tmp_path / 'tiny'}"))
    assert rows(found) == [("Ana Bell", "said", "the pier was closed")]
    assert [a.producer for a in found.attributions] == ["spacy/en_pipeline-0.0.0"]


def test_a_server_error_has_a_short_reason() -> None:
    with pytest.raises(NoLayerError, match=r"^not_a_completion$"):
        answer.proposals(b"", Span(0, 1))
