"""Pages to documents: body, zones, metadata; and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import clean, read
from onrecord.clean import day_range
from onrecord.clean.page.dated import in_address, iso
from onrecord.errors import UnreadableError
from onrecord.model import Document
from onrecord.settings import Settings

CASES = Path(__file__).parent / "cases"
PAGES = tomllib.loads((CASES / "pages.toml").read_text("utf-8"))["page"]


def document(row: dict[str, Any], tier: str = "careful") -> Document:
    return clean.clean(read.line(row, "line"), Settings(clean=tier))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [c for c in PAGES if "refused" not in c], ids=lambda c: c["name"])
def test_page(case: dict[str, Any]) -> None:
    found = document({"html": case["page"]})
    for name in ("title", "outlet", "modified", "section", "language", "partial"):
        if name in case:
            assert getattr(found, name) == case[name], name
    if "authors" in case:
        assert list(found.authors) == case["authors"]
    if "published" in case:
        value = found.published.value or ""
        assert value.startswith(case["published"]) if case["published"] else value == ""
        assert found.published.basis == ("stated" if case["published"] else "unknown")
    if "body" in case:
        assert [paragraph.span.of(found.text) for paragraph in found.paragraphs] == case["body"]
    kinds = {paragraph.span.of(found.text): paragraph.kind for paragraph in found.paragraphs}
    for text, kind in case.get("kinds", {}).items():
        assert kinds[text] == kind
    for kind, text in case.get("zones", []):
        assert any(zone.kind == kind and text in zone.text for zone in found.zones), (kind, text)


@pytest.mark.parametrize("case", [c for c in PAGES if "refused" in c], ids=lambda c: c["name"])
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError, match=case["refused"] or None):
        document({"html": case["page"]})


@pytest.mark.parametrize("case", PAGES[:4], ids=lambda c: c["name"])
def test_fast_tier_and_evidence(case: dict[str, Any]) -> None:
    found = document({"html": case["page"]}, "fast")
    assert "".join(case["body"][0].split()) in "".join(found.text.split()) if "body" in case else found.text
    for name, field in found.fields.items():
        assert field.value is None or field.evidence, name


def test_given_beats_the_page_and_keeps_it_as_rival() -> None:
    found = document(
        {"html": PAGES[0]["page"], "id": "7", "title": "Ferry stops", "published": "2031-04", "outlet": "Gazette"}
    )
    assert (found.title, found.outlet, found.path) == ("Ferry stops", "Gazette", "7")
    assert (found.published.earliest, found.published.latest) == ("2031-04-01", "2031-04-30")
    assert found.published.basis == "given"
    assert found.fields["title"].rivals[0].value == PAGES[0]["title"]


def test_a_given_date_that_is_none_is_flagged() -> None:
    found = document({"text": "A text.", "published": "some time in May"})
    assert found.flags == ("given_date_unreadable",)
    assert found.published.value is None


def test_text_is_taken_as_it_is() -> None:
    text = "  First line.\nStill first.\n\n\tSecond \u200b paragraph. \n \n"
    found = document({"text": text})
    assert found.text == text
    assert [p.span.of(text) for p in found.paragraphs] == ["First line.\nStill first.", "Second \u200b paragraph."]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry between Harnwick and the island will stop for a month from Monday, its operator said.", "en"),
        ("Die Fähre zwischen dem Hafen und der Insel fällt ab Montag für einen Monat aus, sagte der Betreiber.", "de"),
        ("Le ferry entre le port et l’île s’arrêtera pendant un mois à partir de lundi, a dit son exploitant.", "fr"),
        ("港と島を結ぶフェリーは月曜日から一か月間運休すると運航会社が発表した。", "ja"),
        ("Too short.", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert document({"text": text}).language == language


def test_the_same_bytes_of_two_outlets_are_two_documents() -> None:
    row = {"text": "The same words."}
    ids = {document(row | {"outlet": outlet}).id for outlet in ("A", "B", "A")}
    assert len(ids) == 2


def test_body_follows_every_block_model_and_its_place() -> None:
    found = document({"html": PAGES[0]["page"]})
    places = [paragraph.place for paragraph in found.paragraphs]
    assert len(set(places)) == len(places)
    assert all(place and place.startswith("/html/body") for place in places)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2031-04-02", "2031-04-02"),
        ("2031-04-02T08:15:00Z", "2031-04-02T08:15:00+00:00"),
        ("2031-04-02T08:15:00.123+0200", "2031-04-02T08:15:00+02:00"),
        ("2031-04-02 8:15", "2031-04-02T08:15:00"),
        ("2031/4/2", "2031-04-02"),
        ("20310402", "2031-04-02"),
        ("20310402T081500Z", "2031-04-02T08:15:00+00:00"),
        ("Wed, 02 Apr 2031 08:15:00 GMT", "2031-04-02T08:15:00+00:00"),
        ("April 2, 2031", "2031-04-02"),
        ("1932970500", "2031-04-03T08:15:00+00:00"),
        ("2031-13-02", None),
        ("0001-01-01T00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_for_machines(text: str, value: str | None) -> None:
    assert iso(text) == value


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2031/04/02/ferry", "2031-04-02"),
        ("https://a.example/2031/apr/02/ferry", "2031-04-02"),
        ("https://a.example/ferry-20310402.html", "2031-04-02"),
        ("https://a.example/2031/04/ferry", None),
        ("https://a.example/2031/12/ferry-stops", None),
        ("https://a.example/id/203104029", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, day: str | None) -> None:
    found = in_address(url)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2032-02", ("2032-02-01", "2032-02-29")),
        ("2031-04-02T08:15:00+02:00", ("2031-04-02", "2031-04-02")),
        ("2031-02-29", None),
        ("2031-00", None),
        ("soon", None),
    ],
)
def test_day_range(value: str, days: tuple[str, str] | None) -> None:
    assert day_range(value) == days


MARKUP = """<p>|</p>|<div class='article-body'>|</div>|<a href='/x'>|</a>|<br><br>|<time datetime='x'>|<h1>|</h1>
|<script>|</script>|<!--|-->|<li>|<table><tr><td>|&amp;|&#0;|By Ann Lee|It was so. |2 days ago|<svg><style>
|<noscript>|\ud800|\x00|<script type='application/ld+json'>{"@type":"NewsArticle","author":[[]]}</script>
|<meta name='date' content='99999999'>"""
FRAGMENTS = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(MARKUP.split("|"))), max_size=30)


def document_or_reason(page: str) -> Document | str:
    try:
        return document({"html": page})
    except UnreadableError as error:
        return str(error)


@settings(max_examples=60, deadline=None)
@given(FRAGMENTS)
def test_any_markup_gives_a_document_or_a_reason(parts: list[str]) -> None:
    page = "<html>" + "".join(parts)
    found = document_or_reason(page)
    assert found
    assert found == document_or_reason(page)
    if isinstance(found, Document):
        assert [p.span.of(found.text) for p in found.paragraphs] == found.text.split("\n\n")
        assert all(paragraph.span.of(found.text).strip() for paragraph in found.paragraphs)


def test_deep_and_long_pages_are_bounded() -> None:
    inner = "<p>The hull of the ferry cannot wait until autumn, the operator said on Tuesday evening.</p>" * 5
    deep = "<html><body>" + "<div>" * 5_000 + inner + "</div>" * 5_000 + "</body></html>"
    long = "<html><body><article>" + "<p>Short.</p>" * 30_000 + inner + "</article></body></html>"
    assert document_or_reason(deep)
    assert document_or_reason(long)
