"""What the reading of a document keeps while it resolves times: the anchors, and the answers it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from onrecord.model import Rival
from onrecord.resolve.calendar import Interval, interval

SENTENCE = 160  # characters in which a year reaches on to a month or a day
STOP = re.compile(r"[.!?;]\s|\n")
OPEN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "2W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value with the days it names (None where open or no date), the anchor used and rival readings."""

    value: str
    days: Interval | None = None
    anchor: str | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(slots=True)
class State:
    """What has been read so far: the dates spoken of, latest last, and the passage's own day."""

    document: date | None
    said: date | None = None  # when what is quoted here was said
    last: Answer | None = None
    last_at: int = -1
    last_day: date | None = None
    scene: date | None = None  # the day of which the document speaks first
    paragraph_day: date | None = None  # the last day spoken of in this paragraph
    paragraph_start: int = 0
    last_year: int | None = None
    last_period: Answer | None = None
    period_at: int = -1
    open_day: str | None = None  # a month and day without a year, with its weekday: "03-09-7"
    narrative: bool = False
    text: str = ""
    year: int | None = None  # a year that the text names as such, and where its name ends
    year_at: int = 0
    dated: dict[str, str] = field(default_factory=dict)  # years of the full dates so far, by month and day

    def sentence_year(self, start: int) -> int | None:
        """The year that is named earlier in the sentence of which something starts here."""
        near = self.year is not None and 0 <= start - self.year_at < SENTENCE
        return self.year if near and not STOP.search(self.text, self.year_at, start) else None


def answered(value: str | None, anchor: str) -> Answer:
    return Answer(value, interval(value), anchor) if value else Answer("XXXX")


def anchor_of(day: date) -> str:
    return f"document {day.isoformat()}"


def open_value(value: str) -> str:
    return "XXXX-XX-XX" if value.startswith("holiday") else value
