"""What the pages of one site teach: what recurs is boilerplate, what articles share is not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from onrecord import model as m
from onrecord.clean import clean
from onrecord.clean.learn import learn as learn_from
from onrecord.clean.learn import shown
from onrecord.clean.site import profiles, recurring, site_of
from onrecord.run.build import build, page_key
from onrecord.settings import Settings
from onrecord.store.export import to_json

QUOTE = "“We were promised a bridge in 1998 and we are still waiting for the first stone,” said Edda Morvan, the mayor."
APPEAL = "The Quay Gazette is kept afloat by the people who read it and by nobody else."
TOPICS = ("ferry", "mill", "school", "harbour", "orchard")


def html(topic: str, body: Sequence[str]) -> str:
    told = "".join(f"<p>{text}</p>" for text in body)
    return (
        f"<html lang='en'><head><title>The {topic} story - The Quay Gazette</title></head><body>"
        f"<div class='top'><a href='/'>The Quay Gazette</a></div><div class='x'><h1>The {topic} story</h1>{told}"
        f"<p>{APPEAL}</p><p>Gulls and gossip</p></div></body></html>"
    )


def body(topic: str) -> list[str]:
    return [
        f"The {topic} on the west bank will close for a month, its owners said on Monday after a long meeting.",
        f"Nobody had asked those who use the {topic} every day, and many of them heard of it from their neighbours.",
        f"A notice on the door of the {topic} says that it will open again when the work on the roof is done.",
    ]


def page(source: str, kind: m.PageKind = "html", url: str | None = "https://www.quaygazette.example/a") -> m.Page:
    data = source.encode()
    digest = sha256(data).hexdigest()
    return m.Page(path=digest[:6], kind=kind, data=data, sha256=digest, url=url)


def with_profiles(pages: list[m.Page]) -> list[m.Page]:
    found = profiles(pages, [site_of(p) for p in pages], lambda positions: [shown(pages[n]) for n in positions])
    return [replace(p, site=profile) for p, profile in zip(pages, found, strict=True)]


def learn(site: str, pages: Sequence[m.Page]) -> m.SiteProfile | None:
    return learn_from(site, [shown(p) for p in pages])


def gazette() -> list[m.Page]:
    shared = {"ferry": [QUOTE], "mill": [QUOTE]}
    return [page(html(topic, body(topic) + shared.get(topic, []))) for topic in TOPICS]


def texts(profile: m.SiteProfile | None, lines: list[str]) -> list[str]:
    return [lines[n] for n in recurring(lines, profile)]


def test_what_recurs_is_no_body_and_says_why() -> None:
    pages = with_profiles(gazette())
    assert all(each.site and each.site.articles == 5 for each in pages)
    document = clean(pages[0], Settings())
    assert document.text == "\n\n".join([*body("ferry"), QUOTE])
    zone = next(zone for zone in document.zones if APPEAL in zone.text)
    assert zone.reason == "stands with 5 of 5 articles of quaygazette.example"


def test_a_profile_may_be_handed_in() -> None:
    pages = gazette()
    profile = learn("quaygazette.example", pages)
    assert clean(pages[2], Settings(), profile) == clean(with_profiles(pages)[2], Settings())


def test_what_two_articles_share_stays() -> None:
    assert texts(learn("q", gazette()), [QUOTE, APPEAL, "Gulls and gossip"]) == [APPEAL, "Gulls and gossip"]


def test_captures_of_one_article_teach_nothing() -> None:
    versions = [page(html("ferry", [*body("ferry"), f"This was change {n} to the page."])) for n in range(6)]
    assert learn("q", versions) is None
    mixed = learn("q", [*versions, *gazette()])
    assert mixed is not None
    assert mixed.articles == 5
    assert texts(mixed, body("ferry")) == []


def test_times_questions_and_credits_are_never_learnt() -> None:
    every = ["16.40 GMT", "What happens next?", "(Reporting by Mara Tollen; editing by Pell Dorne)", "Gulls and gossip"]
    dumps = [page("\n".join([topic, *body(topic), *every]), "dump") for topic in TOPICS]
    assert texts(learn("q", dumps), every) == ["Gulls and gossip"]


def test_the_profile_depends_on_no_order_and_on_no_capture_twice() -> None:
    pages = gazette()
    expected = with_profiles(pages)[0].site
    assert expected is not None
    for seed in range(5):
        mixed = [*pages, pages[seed]]
        random.Random(seed).shuffle(mixed)
        assert {each.site for each in with_profiles(mixed)} == {expected}


@pytest.mark.parametrize(
    ("source", "kind", "url", "site"),
    [
        ("<p>a</p>", "html", "https://www.tidepost.example/x", "tidepost.example"),
        ("<link rel='canonical' href='https://tidepost.example/x'>", "html", None, "tidepost.example"),
        ('<meta property="og:site_name" content="Tide Post">', "html", None, "tide post"),
        ("A line.\n© 2031 Tide Post. All rights reserved.", "dump", None, "tide post"),
        ("A line.", "dump", None, None),
        ("A line.", "text", "https://tidepost.example/x", None),
    ],
)
def test_site_of(source: str, kind: m.PageKind, url: str | None, site: str | None) -> None:
    assert site_of(page(source, kind, url)) == site


def test_few_pages_and_other_sites_stay_as_they_are() -> None:
    few = gazette()[:2]
    assert with_profiles(few) == few
    assert learn("q", few) is None


def test_a_build_is_the_same_in_any_order_and_the_key_knows_the_profile(tmp_path: Path) -> None:
    files = []
    for number, each in enumerate(gazette()):
        files.append(tmp_path / f"{number}.html")
        source = each.data.decode().replace("<title>", "<link rel='canonical' href='https://q.example/a'><title>")
        files[-1].write_text(source, "utf-8")
    one = build(files, tmp_path / "one.db", Settings(workers=1)).record
    two = build(files[::-1], tmp_path / "two.db", Settings(workers=2)).record
    assert to_json(one) == to_json(two)
    assert all(APPEAL not in document.text for document in one.documents)
    plain = gazette()[0]
    assert page_key(plain, Settings()) != page_key(with_profiles(gazette())[0], Settings())
