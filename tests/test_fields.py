"""Conflicts of dates, the company behind an outlet, the section: flagged and read from invented pages."""

from __future__ import annotations

import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean import clean
from onrecord.clean.publisher import stated_publisher
from onrecord.clean.trie import either
from onrecord.model import Document, Page
from onrecord.settings import Settings

CASES = tomllib.loads((Path(__file__).parent / "cases" / "conflicts.toml").read_text("utf-8"))["case"]
TITLES = tomllib.loads((Path(__file__).parent / "cases" / "titles.toml").read_text("utf-8"))["case"]
AUTHORS = tomllib.loads((Path(__file__).parent / "cases" / "authors.toml").read_text("utf-8"))["case"]
BODY = (
    "The ferry between Harnwick and the island of Ostholm will stop for a month from Monday, its operator said.",
    "About 300 people use the service on a weekday, and there is no other way across the water in bad weather.",
    "“We have looked at every other answer and there is none,” said Jonne Karsk, who runs the company.",
)


def document(head: str = "", below: str = "", url: str | None = None, fetched: str | None = None) -> Document:
    told = "".join(f"<p>{text}</p>" for text in BODY)
    title = "<title>Ferry to Ostholm stops for a month - Tide Post</title>"
    site = '<meta property="og:site_name" content="Tide Post">'
    source = (
        f"<html lang='en'><head>{title}{site}{head}</head><body><article>"
        f"<h1>Ferry to Ostholm stops for a month</h1>{told}</article>{below}</body></html>"
    ).encode()
    page = Page(path="x", kind="html", data=source, sha256=sha256(source).hexdigest(), url=url, fetched_at=fetched)
    return clean(page, Settings())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_conflicts(case: dict[str, Any]) -> None:
    head = f'<meta property="article:published_time" content="{case["meta"]}">'
    if "modified" in case:
        head += f'<meta property="article:modified_time" content="{case["modified"]}">'
    found = document(head, url=case["url"], fetched=case.get("fetched"))
    assert (found.published.value or "")[:10] == case["published"]
    assert list(found.flags) == case["flags"]
    rivals = {(rival.value or "")[:10] for rival in found.fields["published"].rivals}
    assert set(case.get("rivals", ())) <= rivals


@pytest.mark.parametrize("case", TITLES, ids=lambda case: case["name"])
def test_titles(case: dict[str, Any]) -> None:
    said = {"@type": "NewsArticle", "headline": case["ld"]} if "ld" in case else {}
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    head += '<meta property="og:site_name" content="Tide Post">'
    head += "".join(f'<meta property="{k}:title" content="{case[k]}">' for k in ("og", "twitter") if k in case)
    head += f"<title>{case['element']}</title>" if "element" in case else ""
    shown = "".join(f"<h1>{text}</h1>" for text in case.get("h1", ())) + "".join(f"<p>{text}</p>" for text in BODY)
    source = f"<html><head>{head}</head><body><article>{shown}</article></body></html>".encode()
    found = clean(Page(path="x", kind="html", data=source, sha256=sha256(source).hexdigest()), Settings())
    assert found.title == case["title"]
    assert set(case.get("h1", ())) - {case["title"]} <= {rival.value for rival in found.fields["title"].rivals}


@pytest.mark.parametrize("case", AUTHORS, ids=lambda case: case["name"])
def test_authors(case: dict[str, Any]) -> None:
    told = {"@type": "NewsArticle", "headline": "Ferry to Ostholm stops", "author": case.get("author", [])}
    head = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    head += '<meta property="og:site_name" content="Tide Post">'
    body = f"<h1>Ferry to Ostholm stops</h1>{case.get('byline', '')}{case.get('first', '')}"
    body += "".join(f"<p>{text}</p>" for text in BODY)
    source = f"<html><head>{head}{case.get('head', '')}</head><body><article>{body}</article></body></html>".encode()
    found = clean(Page(path="x", kind="html", data=source, sha256=sha256(source).hexdigest()), Settings())
    assert list(found.authors) == case["authors"]


def test_a_dump_takes_its_day_from_the_address() -> None:
    source = "\n\n".join(["Tide Post", "Ferry to Ostholm stops for a month", *BODY]).encode()
    page = Page(path="x", kind="dump", data=source, sha256="0", url="https://tidepost.example/2031/apr/02/ferry")
    found = clean(page, Settings())
    assert (found.published.value, found.fields["published"].evidence) == ("2031-04-02", "2031/apr/02")


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("© 2031 Tide Post. All rights reserved.", None),
        ("© 2031 Tide Post Ltd", None),
        ("© 2031 Halder Newspapers. All rights reserved.", "Halder Newspapers"),
        ("Tide Post is part of the Halder Group, which has 14 titles.", "Halder Group"),
        ("The Tide Post is owned by Orme Holdings and printed in Sund.", "Orme Holdings"),
        ("The strike is part of a wider dispute.", None),
    ],
)
def test_publisher(line: str, publisher: str | None) -> None:
    found = stated_publisher([line], "Tide Post")
    assert (found.value if found else None) == publisher
    assert found is None or found.evidence == line


def test_publisher_and_section_of_a_page() -> None:
    data = (
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ferry to Ostholm stops for a month",'
        '"publisher":{"@type":"Organization","name":"Tide Post","parentOrganization":{"name":"Halder Group"}}},'
        '{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Transport"}},'
        '{"name":"Ferry to Ostholm stops for a month"}]}]</script>'
    )
    found = document(data)
    assert found.fields["publisher"].value == "Halder Group"
    assert found.section == "Transport"
    assert document(below="<footer><p>© 2031 Halder Newspapers</p></footer>").fields["publisher"].value == (
        "Halder Newspapers"
    )


WORDS = st.lists(st.text("ab .-é", min_size=1, max_size=5), min_size=1, max_size=12)


@given(WORDS, st.text("ab .-é", max_size=40))
def test_shared_beginnings_find_what_alternatives_find(words: list[str], text: str) -> None:
    plain = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    assert re.compile(either(words)).findall(text) == plain.findall(text)
