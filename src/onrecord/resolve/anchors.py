"""What the reading of a document keeps while it resolves times: the anchors, and the answers it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.model import Rival
from onrecord.resolve.calendar import Interval, interval

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
    dated: dict[str, str] = field(default_factory=dict)  # years of the full dates so far, by month and day


def answered(value: str | None, anchor: str) -> Answer:
    return Answer(value, interval(value), anchor) if value else Answer("XXXX")


def anchor_of(day: date) -> str:
    return f"document {day.isoformat()}"


def open_value(value: str) -> str:
    return "XXXX-XX-XX" if value.startswith("holiday") else value
