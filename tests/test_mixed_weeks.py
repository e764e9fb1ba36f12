"""An undated page that was written in one week and updated in another: what it leaves open stays open."""

from __future__ import annotations

from hashlib import sha256

from onrecord import model as m
from onrecord.pipeline import make_record, read_page
from onrecord.settings import Settings

EXPLAINER = """Where is Vellmark, and why does it want to join Ostria?

Vellmark is a breakaway province of Tarland whose independence Ostria recognized in 2008. Its leader, Ivo Brandt, \
announced Friday that the province would hold a referendum on joining Ostria on July 14.

What has Vellmark said?

“I believe that union with Ostria is the strategic goal of Vellmark, the aspiration of our people,” Brandt said \
Thursday. “The legal steps will be taken in the near future.”

On Friday, Brandt said that “the people of Vellmark have waited sixteen years for this vote and will not wait longer.”

How has Tarland reacted?

The government of Tarland said on Feb. 25 that it would not join the sanctions.
"""
MARCH = """Vellmark plans to join Ostria

The breakaway province of Vellmark will take legal steps to join Ostria, its leader said.

“I believe that union with Ostria is the strategic goal of Vellmark, the aspiration of our people,” Ivo Brandt said on \
Thursday. “The legal steps will be taken in the near future.”

Tarland lost control of Vellmark in 2008 after a brief war.
"""
MAY = """Vellmark sets a date for its referendum

The breakaway province of Vellmark will vote on July 14 on joining Ostria, its leader Ivo Brandt announced.

“The people of Vellmark have waited sixteen years for this vote and will not wait longer,” Brandt said on Friday.

Tarland lost control of Vellmark in 2008 after a brief war.
"""


def reading(text: str, outlet: str, published: str | None = None) -> m.Reading:
    data = text.encode()
    given = m.Given(outlet=outlet, title=text.partition("\n")[0], published=published)
    page = m.Page(path=outlet, kind="text", data=data, sha256=sha256(data).hexdigest(), given=given)
    return read_page(page, Settings(model="rules"))


def weekdays(times: tuple[m.Time, ...], document: str) -> dict[str, set[tuple[str, str | None]]]:
    named = ("Thursday", "Friday")
    return {n: {(t.value, t.earliest) for t in times if t.document == document and t.text == n} for n in named}


def test_by_its_text_alone_its_weekdays_stay_open() -> None:
    alone = reading(EXPLAINER, "Lindal Gazette")
    assert alone.document.published.value is None
    assert weekdays(alone.times, alone.document.id) == {
        "Thursday": {("XXXX-WXX-4", None)},
        "Friday": {("XXXX-WXX-5", None)},
    }


def test_beside_dated_pages_of_two_weeks_it_is_flagged_and_has_no_bare_date() -> None:
    alone = reading(EXPLAINER, "Lindal Gazette")
    dated = [reading(MARCH, "Northwire", "2024-03-29"), reading(MAY, "Torvian Post", "2024-05-18")]
    record = make_record([alone, *dated])
    page = next(d for d in record.documents if d.path == "Lindal Gazette")
    assert page.published.value is None
    assert page.published.basis == "inferred"
    assert page.published.earliest is not None
    assert page.published.earliest >= "2024-05-17"  # it carries the words of that day
    assert "may have been updated" in page.flags
    found = weekdays(record.times, page.id)
    assert not found["Thursday"] & {("2024-05-16", "2024-05-16")}  # the Thursday beside that Friday is not meant
    assert all(value in {"XXXX-WXX-4", "2024-03-28"} for value, _ in found["Thursday"])


def test_beside_one_dated_page_its_other_weekday_stays_open() -> None:
    alone = reading(EXPLAINER, "Lindal Gazette")
    record = make_record([alone, reading(MARCH, "Northwire", "2024-03-29")])
    page = next(d for d in record.documents if d.path == "Lindal Gazette")
    assert page.published.value is None
    assert weekdays(record.times, page.id)["Friday"] == {("XXXX-WXX-5", None)}
