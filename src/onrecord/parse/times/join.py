"""Cores that stand side by side become one expression, and cores that may not stand alone are dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.model import TimeMeaning, TimeType


@dataclass(frozen=True, slots=True)
class Core:
    """What one rule has found at `[start, end)`."""

    start: int
    end: int
    rule: str
    kind: str
    type: TimeType
    meaning: TimeMeaning
    alone: bool = True


PERIODS = ("period", "month", "season", "quarter", "year", "decade", "century", "weekend", "week")
CLOCK_THEN_DAY = re.compile(r",?\s+(?:on\s+|of\s+|the\s+|on\s+the\s+|in\s+the\s+)?")
DAY_THEN_CLOCK = re.compile(r",?\s+(?:at\s+)?")
EDGE_GAP = re.compile(r"[\s-]+(?:of\s+|on\s+|in\s+)?(?:the\s+)?")
OF_GAP = re.compile(r",?\s+(?:of\s+|in\s+)?(?:the\s+)?|['’]s\s+")
RANGE_GAP = re.compile(r"\s+(?:and|or|to|through|until)\s+|\s?[-–—/]\s?|,\s+")


def joined(text: str, cores: list[Core]) -> list[Core]:
    """The expressions that the cores of one paragraph make, in order."""
    stack: list[Core] = []
    for core in cores:
        stack.append(core)
        while len(stack) > 1:
            made = _pair(text, stack[-2], stack[-1])
            if made is None:
                break
            stack[-2:] = [made]
    done = _years(text, _habits(text, _again(text, stack)))
    return [core for core in done if core.alone]


def _years(text: str, cores: list[Core]) -> list[Core]:
    """ "April and May 2019", "Nov. 18 to Dec. 19, 2015": the first has the year of the second."""
    done = list(cores)
    for i in range(len(done) - 2, -1, -1):
        a, b = done[i], done[i + 1]
        same = a.meaning.level == b.meaning.level and a.rule == b.rule and a.rule in ("month", "month and day")
        if not same or a.meaning.kind != "calendar" or b.meaning.kind != "fixed" or a.meaning.amount is not None:
            continue
        if RANGE_GAP.fullmatch(text[a.end : b.start]):
            year, rest = int(b.meaning.value[:4]), a.meaning.value[4:]
            year -= rest > b.meaning.value[4:]
            done[i] = replace(a, meaning=replace(a.meaning, kind="fixed", value=f"{year}{rest}", unit=""))
    return done


def _habits(text: str, cores: list[Core]) -> list[Core]:
    """ "until 2am at weekends": the clock belongs to no day."""
    done = list(cores)
    for i, (a, b) in enumerate(pairwise(cores)):
        if a.kind == "clock" and b.kind == "set" and re.fullmatch(r"\s+(?:at\s+|on\s+)?", text[a.end : b.start]):
            done[i] = replace(a, meaning=TimeMeaning(kind="fixed", value=f"XXXX-XX-XX{a.meaning.clock}"))
    return done


def _again(text: str, cores: list[Core]) -> list[Core]:
    """Once more from the right, for edges before what has been joined since."""
    done: list[Core] = []
    for core in reversed(cores):
        made = _pair(text, core, done[-1]) if done else None
        if made is not None:
            done[-1] = made
        else:
            done.append(core)
    return done[::-1]


def _is_day(core: Core) -> bool:
    return core.kind == "day" and core.meaning.level == "day"


def _with(a: Core, b: Core, base: Core, **changes: object) -> Core:
    meaning = replace(base.meaning, **changes)  # type: ignore[arg-type]
    kind: TimeType = "TIME" if meaning.clock else base.type
    return replace(base, start=a.start, end=b.end, type=kind, meaning=meaning, alone=True)


def _pair(text: str, a: Core, b: Core) -> Core | None:
    """The core that two neighbours make together, if they do."""
    if b.start < a.end or b.start - a.end > 12:
        return None
    gap = text[a.end : b.start]
    for join in (_edge, _clock_day, _day_clock, _inside, _weeks, _same_day, _weekend):
        made = join(gap, a, b)
        if made is not None:
            return made
    return None


def _edge(gap: str, a: Core, b: Core) -> Core | None:
    if a.kind != "edge" or not EDGE_GAP.fullmatch(gap):
        return None
    if b.kind in ("edge", "duration", "set", "reference", "ago") or b.meaning.edge:
        return None
    if b.kind == "part":
        return replace(b, start=a.start)
    if b.kind == "clock":
        return None
    return _with(a, b, b, edge=a.meaning.edge)


def _clock_day(gap: str, a: Core, b: Core) -> Core | None:
    if a.kind not in ("clock", "part") or not CLOCK_THEN_DAY.fullmatch(gap) or not _is_day(b):
        return None
    clock = a.meaning.clock
    if b.meaning.clock:  # "half past five on Monday morning"
        if a.kind != "clock":
            return None
        clock = _in_part(clock, b.meaning.clock)
    if a.kind == "part" and "," in gap:
        return None
    return _with(a, b, b, clock=clock)


def _in_part(clock: str, part: str) -> str:
    hour = int(clock[1:3])
    if part in ("TAF", "TEV", "TNI") and 1 <= hour < 12 and not (part == "TNI" and hour < 5):
        return f"T{hour + 12:02}{clock[3:]}"
    return clock


def _day_clock(gap: str, a: Core, b: Core) -> Core | None:
    if not _is_day(a) or b.kind not in ("clock", "part"):
        return None
    if a.meaning.clock:  # "half past five on Monday" + "morning"
        if a.meaning.clock[1:2].isdigit() and b.kind == "part" and not b.alone and gap.isspace():
            return _with(a, b, a, clock=_in_part(a.meaning.clock, b.meaning.clock))
        return None
    if b.kind == "part" and (b.alone or not re.fullmatch(r"\s+(?:early )?", gap)):
        return None
    if not DAY_THEN_CLOCK.fullmatch(gap):
        return None
    return _with(a, b, a, clock=b.meaning.clock)


def _inside(gap: str, a: Core, b: Core) -> Core | None:
    """A period without a year beside a year: "September of that year", "next year's first quarter"."""
    for part, whole, pattern in ((a, b, OF_GAP), (b, a, re.compile(r"['’]s\s+"))):
        if whole.meaning.level not in ("year", "month", "week") or not pattern.fullmatch(gap):
            continue
        if whole.meaning.clock or part.meaning.inside or whole.kind in ("duration", "set", "ago", "year_ago"):
            continue
        if part.kind == "nth" and whole.meaning.level in ("month", "year"):
            return _with(a, b, part, inside=whole.meaning)
        open_year = part.meaning.kind == "calendar" and part.meaning.value.startswith(("XXXX-", "holiday"))
        if not open_year or part.meaning.amount is not None or part.meaning.level == "nth":
            continue
        weekday = part.meaning.value.startswith("XXXX-WXX")
        if weekday and "," in gap:
            continue
        if (
            whole.meaning.level == "year"
            and not weekday
            and ("of" in gap or "’s" in gap or "'s" in gap or whole.meaning.kind != "fixed" or gap.isspace())
        ):
            return _with(a, b, part, inside=whole.meaning)
        if (
            weekday
            and part.kind == "day"
            and whole.meaning.level in ("week", "month")
            and (
                whole.meaning.kind == "shift"
                or (part.meaning.edge == "" and "in" in gap.split() and whole.meaning.level == "month")
            )
        ):
            return _with(a, b, part, inside=whole.meaning)
    return None


def _same_day(gap: str, a: Core, b: Core) -> Core | None:
    """ "this coming Sunday, March 8": the second names the day outright."""
    weekday = a.kind == "day" and a.meaning.value.startswith("XXXX-WXX-") and not a.meaning.clock
    if weekday and gap in (" ", ", ") and b.rule == "month and day" and a.meaning.amount is not None:
        return _with(a, b, b)
    return None


def _weekend(gap: str, a: Core, b: Core) -> Core | None:
    """ "Saturday and Sunday"."""
    days = (a.meaning.value, b.meaning.value) == ("XXXX-WXX-6", "XXXX-WXX-7")
    if days and gap == " and " and not (a.meaning.clock or b.meaning.clock) and a.kind == b.kind == "day":
        return _with(a, b, b, value="XXXX-WXX-WE", level="weekend")
    return None


def _weeks(gap: str, a: Core, b: Core) -> Core | None:
    """ "the week of March 6"."""
    if a.kind != "week_of" or not _is_day(b) or not gap.isspace():
        return None
    ends = bool(re.search(r"\b(?:ending|ended|to|through)$", a.meaning.value, re.I))
    whole = TimeMeaning(kind="calendar", level="week", value="to" if ends else "of", inside=b.meaning)
    return replace(b, start=a.start, kind="period", type="DATE", meaning=whole, alone=True)
