"""Reading pages in processes: every page gets its answer, in order, whatever one of them does to its process."""

from __future__ import annotations

import os
import time
from hashlib import sha256

import pytest

from onrecord import model as m
from onrecord.run import here
from onrecord.run.here import read_pages
from onrecord.settings import Settings


def page(number: int, text: str | None = None) -> m.Page:
    data = (text or f"“Number {number} is late,” said Ann Lee, the mayor of Orme.").encode()
    return m.Page(path=str(number), kind="text", data=data, sha256=sha256(data).hexdigest())


@pytest.mark.parametrize("count", [0, 1, here.FEW - 1, here.FEW, here.FEW + 1, 45])
@pytest.mark.parametrize("workers", [1, 2])
def test_every_page_is_answered_in_order(count: int, workers: int) -> None:
    done: list[str] = []
    answers = list(read_pages(map(page, range(count)), Settings(workers=workers), lambda p: done.append(p.path)))
    assert [a.document.path for a in answers if isinstance(a, m.Reading)] == [str(i) for i in range(count)]
    assert done == [str(i) for i in range(count)]


def test_a_page_that_is_no_article_is_rejected_and_the_rest_goes_on() -> None:
    pages = [page(i, " \n " if i == 7 else None) for i in range(30)]
    answers = list(read_pages(pages, Settings(workers=2), lambda p: None))
    assert [a for a in answers if isinstance(a, m.Rejected)] == [m.Rejected("7", "there is no word in the text")]
    assert len(answers) == 30


def killer(_page: m.Page, _settings: Settings) -> m.Reading:
    """A fault like one in a C library: the process is gone, no exception is raised."""
    os._exit(9)


def test_a_page_that_kills_its_process_is_quarantined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "read_safely", killer)
    answers = list(read_pages(map(page, range(here.FEW + 2)), Settings(workers=2), lambda p: None))
    assert {a.reason for a in answers if isinstance(a, m.Rejected)} == {"reading it brings its process down"}
    assert len(answers) == here.FEW + 2


def test_a_page_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "SECONDS_A_PAGE", 1)
    monkeypatch.setattr(here, "read_page", lambda page, settings: time.sleep(30))
    answer = here.read_safely(page(1), Settings())
    assert answer == m.Rejected("1", "reading took longer than 1 seconds")
