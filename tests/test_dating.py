"""Undated documents dated through the others of their story."""

from __future__ import annotations

from onrecord.group.dating import date_undated
from onrecord.model import Attribution, Document, Published, Reading, Said, Span, Statement, Time
from onrecord.resolve.times import times

NOT_TOLD = Said()


def reading(name: str, text: str, published: str | None = None, said: Said = NOT_TOLD, story: str = "g-1") -> Reading:
    dated = Published(value=published, earliest=published, latest=published, basis="given" if published else "unknown")
    document = Document(id=name, path=name, text=text, sha256="", published=dated, story=story)
    content = (Span(text.index("“"), text.index("”") + 1),) if "“" in text else ()
    attributions = (
        (Attribution(id=f"a-{name}", document=name, kind="direct", source=(), cue=(), content=content, said=said),)
        if content
        else ()
    )
    return Reading(document=document, times=times(document), attributions=attributions)


def by_text(reading: Reading) -> dict[str, Time]:
    return {time.text: time for time in reading.times}


def test_past_and_announced_dates_bound_it() -> None:
    undated = reading("d-1", "The bridge fell on 3 March. The mayor will resign on 20 March.")
    dated = reading("d-2", "The bridge is closed.", "2024-03-10")
    found = date_undated([undated, dated], [], [])
    assert found[1] == dated
    published = found[0].document.published
    assert (published.value, published.basis) == (None, "inferred")
    assert (published.earliest, published.latest) == ("2024-03-03", "2024-03-20")
    assert published.evidence == "dates that it tells as past; dates that it announces"
    assert [(t.value, t.basis) for t in found[0].times] == [("2024-03-03", "inferred"), ("2024-03-20", "inferred")]


def test_a_dated_statement_bounds_it_and_names_the_week() -> None:
    words = "“We are back on the cranes,” the union said on Thursday."
    undated = reading("d-1", words, said=Said(text="Thursday"))
    dated = reading("d-2", words, "2024-03-15", Said(earliest="2024-03-14", latest="2024-03-14", text="Thursday"))
    same = Statement(id="s-1", speaker=None, attributions=("a-d-1", "a-d-2"))
    found = date_undated([undated, dated], [same], [])
    published = found[0].document.published
    assert (published.earliest, published.latest) == ("2024-03-14", "2024-03-20")
    assert by_text(found[0])["Thursday"].value == "2024-03-14"
    assert by_text(found[0])["Thursday"].basis == "inferred"


def test_nothing_is_inferred_without_ground() -> None:
    undated = reading("d-1", "The bridge fell on Friday.")
    assert date_undated([undated], [], []) == [undated]
    elsewhere = reading("d-2", "A fair opens.", "2024-03-10", story="g-2")
    assert date_undated([undated, elsewhere], [], []) == [undated, elsewhere]
    alike = reading("d-3", "The bridge is closed.", "2024-03-10")
    assert date_undated([undated, alike], [], [])[0].times == undated.times


def test_weekdays_of_different_weeks_flag_an_update() -> None:
    text = "“One,” she said on Thursday."
    later = "“Two,” he said on Friday."
    first = reading("d-1", text, said=Said(text="Thursday"))
    both = Document(id="d-0", path="d-0", text=f"{text} {later}", sha256="", story="g-1")
    quotes = [Span(0, 6), Span(len(text) + 1, len(text) + 7)]
    attributions = tuple(
        Attribution(id=f"a-{i}", document="d-0", kind="direct", source=(), cue=(), content=(q,), said=Said(text=day))
        for i, (q, day) in enumerate(zip(quotes, ("Thursday", "Friday"), strict=True))
    )
    undated = Reading(document=both, times=times(both), attributions=attributions)
    one = reading("d-2", text, "2024-03-15", Said(earliest="2024-03-14", latest="2024-03-14"))
    two = reading("d-3", later, "2024-03-22", Said(earliest="2024-03-22", latest="2024-03-22"))
    same = [
        Statement(id="s-1", speaker=None, attributions=("a-0", "a-d-2")),
        Statement(id="s-2", speaker=None, attributions=("a-1", "a-d-3")),
    ]
    found = date_undated([undated, one, two], same, [])
    assert found[0].document.flags == ("may have been updated",)
    assert first.document.flags == ()
