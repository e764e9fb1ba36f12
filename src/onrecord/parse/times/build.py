"""From the words of a match to its unanchored meaning: one small function for each `build` of the rules."""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.model import TimeMeaning
from onrecord.parse.times.lexicon import Lexicon
from onrecord.parse.times.values import (
    DAYS_IN_MONTH,
    FAR,
    OPEN_UNIT,
    UNIT_LEVEL,
    WHICH,
    Base,
    Built,
    Groups,
    Tables,
    duration_value,
    full_year,
    shift,
)


class Builder(Tables):
    """The functions by name; they share the tables of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self.by_name: dict[str, Callable[[Groups], list[Built]]] = {
            name.removeprefix("build_"): getattr(self, name) for name in dir(self) if name.startswith("build_")
        }

    # ------------------------------------------------------------------------------------- dates
    def build_date(self, g: Groups) -> list[Built]:
        day = self.ordinal_of(g.get("digits_day") or g.get("ordinal_day") or "")
        month = self.month_of(g.get("month_any") or g.get("month") or "")
        if not 1 <= day <= DAYS_IN_MONTH[month]:
            return []
        weekday = self.word("weekday", g.get("weekday_any") or "") or self.word(
            "weekday_short", g.get("weekday_any") or ""
        )
        return [self.made(g, f"{month:02}-{day:02}", "day", weekday if isinstance(weekday, int) else None)]

    def made(self, g: Groups, rest: str, level: str, weekday: int | None = None) -> Built:
        """A date whose year is in the groups, or open; an open one keeps its weekday as `unit`."""
        year = full_year(g.get("year") or g.get("yy") or "")
        if year:
            return Built("DATE", TimeMeaning(kind="fixed", level=level, value=f"{year}-{rest}"))
        unit = str(weekday) if weekday else ""
        return Built("DATE", TimeMeaning(kind="calendar", level=level, value=f"XXXX-{rest}", unit=unit))

    def build_days(self, g: Groups) -> list[Built]:
        month = self.month_of(g["month_any"])
        found = []
        for name in ("digits_day", "other"):
            day = self.ordinal_of(g[name])
            if not 1 <= day <= DAYS_IN_MONTH[month]:
                return []
            made = self.made(g, f"{month:02}-{day:02}", "day")
            found.append(Built(made.type, made.meaning, name))
        return found if self.ordinal_of(g["digits_day"]) < self.ordinal_of(g["other"]) else []

    def build_numeric_date(self, g: Groups) -> list[Built]:
        if g.get("month_any"):
            return self.build_date(g)
        if "a" in g:
            a, b = int(g["a"]), int(g["b"])
            month, day = (b, a) if a > 12 else (a, b)
        else:
            month, day = int(g["m"]), int(g["d"])
        year = full_year(g["y"] if len(g["y"]) == 4 else f"'{g['y']}")
        if not (1 <= month <= 12 and 1 <= day <= DAYS_IN_MONTH[month]):
            return []
        return [Built("DATE", TimeMeaning(kind="fixed", value=f"{year}-{month:02}-{day:02}"))]

    def build_month(self, g: Groups) -> list[Built]:
        month = self.month_of(g.get("month_any") or g.get("month") or g.get("month_short") or "")
        which = self.word("which", g["which"]) if g.get("which") else None
        if isinstance(which, int):
            return [Built("DATE", TimeMeaning(kind="calendar", level="month", value=f"XXXX-{month:02}", amount=which))]
        return [self.made(g, f"{month:02}", "month")] if month else []

    def build_month_then(self, g: Groups) -> list[Built]:
        which = self.word("which_then", g["which_then"]) if g.get("which_then") else 0
        if g.get("which_then", "").lower() == "next" and "the" not in g[""].lower().split():
            return []
        amount = which if isinstance(which, int) else 0
        value = f"XXXX-{self.month_of(g['month']):02}"
        return [
            Built("DATE", TimeMeaning(kind="calendar", level="month", value=value, amount=amount, base="reference"))
        ]

    def build_weekday(self, g: Groups) -> list[Built]:
        which = WHICH.get((g.get("which") or "").lower().split(" ")[-1]) if g.get("which") else None
        if g.get("which") and which is None:
            return []
        value = f"XXXX-WXX-{self.word('weekday', g['weekday'])}"
        return [Built("DATE", TimeMeaning(kind="calendar", value=value, amount=which))]

    def build_weekday_then(self, g: Groups) -> list[Built]:
        value = f"XXXX-WXX-{self.word('weekday', g['weekday'])}"
        which = self.word("which_then", g["which_then"]) if g.get("which_then") else None
        amount = which if isinstance(which, int) else None
        return [Built("DATE", TimeMeaning(kind="calendar", value=value, amount=amount, base="reference"))]

    def build_day(self, g: Groups) -> list[Built]:
        return [shift("D", int(str(self.word("day", g["day"]))))]

    # ----------------------------------------------------------------------------------- periods
    def build_which_unit(self, g: Groups) -> list[Built]:
        unit, which = self.unit_of(g["unit_one"]), self.word("which", g["which"])
        if unit not in UNIT_LEVEL or not isinstance(which, int):
            return []
        if unit in ("N", "SE", "D") or (g["which"].lower() == "past" and unit != "WE"):
            return []
        return [shift(unit, which)]

    def build_which_unit_then(self, g: Groups) -> list[Built]:
        unit = self.unit_of(g["unit_one"])
        if unit not in UNIT_LEVEL or unit in ("SE", "DE", "CE", "2W"):
            return []
        amount = {"before": -1, "earlier": -1, "after": 1}.get(g.get("side", "").lower(), 0)
        if g.get("which_then"):
            amount = int(str(self.word("which_then", g["which_then"])))
        if unit == "N":
            return [shift("D", amount, "reference", "TNI")]
        return [shift(unit, amount, "reference")]

    def length(self, g: Groups, unit: str) -> tuple[float | None, str]:
        """The number in the groups (None where vague) and the unit, with fortnights as weeks."""
        number = self.number_of(g["n"]) if g.get("n") else None
        vague = (g.get("vague") or "").lower()
        if vague:
            number = {"a couple of": 2, "a couple": 2, "a dozen": 12, "half a": 0.5, "half an": 0.5}.get(vague)
        if unit == "2W":
            return (number * 2 if number else None), "W"
        if unit == "N":
            return number, "D"
        return number, unit

    def build_ago(self, g: Groups) -> list[Built]:
        sign = -1 if g["ago"].lower() == "ago" else 1
        return self.distance(g, sign, "document")

    def build_then(self, g: Groups) -> list[Built]:
        word = g["earlier"].lower()
        return self.distance(
            g, -1 if word in ("earlier", "before", "beforehand", "prior", "previously") else 1, "reference"
        )

    def distance(self, g: Groups, sign: int, base: Base) -> list[Built]:
        unit = self.unit_of(g.get("unit_many") or g.get("unit_plural") or "")
        number, unit = self.length(g, unit)
        if not unit:
            return []
        whole = number is not None and number == int(number) and number < FAR
        if unit in ("S", "TM", "TH"):
            unit_value = {"S": "S", "TM": "M", "TH": "H"}[unit]
            count = f"{number:g}" if number is not None else "X"
            return [Built("DURATION", TimeMeaning(kind="fixed", level="duration", value=f"PT{count}{unit_value}"))]
        if unit == "Y" and number == 1 and sign < 0:
            return self.build_year_ago(g)
        if not whole:
            value = OPEN_UNIT.get(unit, "XXXX")
            if base == "document":
                value = "PAST_REF" if sign < 0 else "FUTURE_REF"
            return [Built("DATE", TimeMeaning(kind="shift", level=UNIT_LEVEL[unit], unit=unit, base=base, value=value))]
        return [shift(unit, sign * int(number or 0), base)]

    def build_year_ago(self, g: Groups) -> list[Built]:
        return [Built("DATE", TimeMeaning(kind="shift", level="year", unit="YA", amount=-1, base="reference"))]

    def build_duration(self, g: Groups) -> list[Built]:
        unit = self.unit_of(g.get("unit_many") or g.get("unit_plural") or g.get("unit_one") or "")
        if g.get("half"):
            g = {**g, "n": "0.5" if g["half"].lower().startswith("half") else "1"}
        if not g.get("n") and not g.get("vague"):
            g = {**g, "n": "1"}
        number, unit = self.length(g, unit)
        if not unit or (number is not None and number > 20000):
            return []
        whole_text = g.get("", "").lower()
        if "and a half" in whole_text and number is not None:
            number += 0.5
        return [Built("DURATION", TimeMeaning(kind="fixed", level="duration", value=duration_value(number, unit)))]

    def build_plural_duration(self, g: Groups) -> list[Built]:
        unit = self.unit_of(g["unit_plural"])
        number, unit = self.length({}, unit)
        if not unit:
            return []
        return [Built("DURATION", TimeMeaning(kind="fixed", level="duration", value=duration_value(number, unit)))]

    # ----------------------------------------------------------------------------- parts of a day
    def build_part_of_day(self, g: Groups) -> list[Built]:
        if g.get("tonight"):
            return [shift("D", 0, "document", "TNI")]
        part = str(self.word("part", g["part"]))
        which = g["which"].lower()
        if which == "last" and part not in ("TNI", "TEV"):
            return []
        return [shift("D", {"this": 0, "last": -1, "yesterday": -1, "tomorrow": 1}[which], "document", part)]

    def build_part_then(self, g: Groups) -> list[Built]:
        amount = {"before": -1, "earlier": -1, "after": 1}.get(g.get("side", "").lower(), 0)
        if g.get("which_then"):
            amount = int(str(self.word("which_then", g["which_then"])))
        return [shift("D", amount, "reference", str(self.word("part", g["part"])))]

    def build_part(self, g: Groups) -> list[Built]:
        bare = (g.get("bare") or "").lower()
        part = {"sunrise": "TMO", "sunset": "TEV", "nightfall": "TNI"}.get(bare) or str(
            self.word("part", bare or g["part"])
        )
        return [shift("D", 0, "reference", part)]

    def build_clock(self, g: Groups) -> list[Built]:
        clock = self.clock_of(g)
        return [shift("D", 0, "reference", clock)] if clock else []

    def clock_of(self, g: Groups) -> str:
        if g.get("word"):
            return "T24:00" if g["word"].lower() == "midnight" else "T12:00"
        meridiem = (g.get("meridiem") or "").lower()[:1]
        minute: int | None = int(g["minute"]) if g.get("minute") else None
        if g.get("h24"):
            hour = int(g["h24"])
        elif g.get("hour12"):
            hour, minute = int(g["hour12"]), minute or 0
        else:
            hour = int(str(self.word("number", g.get("hour_word") or "zero")))
            if g.get("fraction"):
                step = {"half": 30, "ten": 10, "five": 5, "twenty": 20}.get(g["fraction"].lower(), 15)
                late = g["past"].lower() in ("past", "after")
                hour, minute = (hour, step) if late else (hour - 1 or 12, 60 - step)
            else:
                minute = 0
        part = str(self.word("part", g.get("part") or "") or "")
        if (meridiem == "p" or part in ("TAF", "TEV")) and hour < 12:
            hour += 12
        if meridiem == "a" and hour == 12:
            hour = 0
        return f"T{hour:02}" if g.get("loose") else f"T{hour:02}:{minute or 0:02}"

    # ------------------------------------------------------------------ seasons, quarters, years
    def build_season(self, g: Groups) -> list[Built]:
        name = str(self.word("season", g.get("season") or g.get("bare") or ""))
        year = full_year(g.get("year") or "")
        if year:
            return [Built("DATE", TimeMeaning(kind="fixed", level="season", value=f"{year}-{name}"))]
        which = self.word("which", g["which"]) if g.get("which") else None
        amount = which if isinstance(which, int) else None
        return [Built("DATE", TimeMeaning(kind="calendar", level="season", value=f"XXXX-{name}", amount=amount))]

    def build_quarter(self, g: Groups) -> list[Built]:
        year = full_year(g.get("year") or g.get("yy") or "")
        if g.get("short"):
            name = g["short"].upper()
            if name in ("H3", "H4"):
                return []
        elif g.get("half"):
            name = "H1" if g["half"].lower() == "first" else "H2"
        else:
            number = self.ordinal_of(g["ordinal"])
            if number == -1:
                number = 4
            if not 1 <= number <= 4:
                return []
            name = f"Q{number}"
        if year:
            return [Built("DATE", TimeMeaning(kind="fixed", level="quarter", value=f"{year}-{name}"))]
        which = self.word("which", g["which"]) if g.get("which") else None
        amount = which if isinstance(which, int) else None
        return [Built("DATE", TimeMeaning(kind="calendar", level="quarter", value=f"XXXX-{name}", amount=amount))]

    def build_quarter_then(self, g: Groups) -> list[Built]:
        return [Built("DATE", TimeMeaning(kind="shift", level="quarter", unit="Q", amount=0, base="reference",
                                          value=full_year(g.get("year") or "")))]  # fmt: skip

    def build_year(self, g: Groups) -> list[Built]:
        if g.get("century"):
            high = {"eighteen": 18, "nineteen": 19, "seventeen": 17, "twenty": 20}[g["century"].lower()]
            low = self.number_of(g["spelled"])
            year = f"{high}{int(low or 0) % 100:02}"
        elif g.get("short"):
            year = full_year(f"'{g['short'][-2:]}")
        else:
            year = full_year(g.get("year") or g.get("yy") or "")
        return [Built("DATE", TimeMeaning(kind="fixed", level="year", value=year))] if year else []

    def build_era_year(self, g: Groups) -> list[Built]:
        before = "B" in g["era"].upper()
        value = f"BC{int(g['bare']):04}" if before else f"{int(g['bare']):04}"
        return [Built("DATE", TimeMeaning(kind="fixed", level="year", value=value))]

    def build_years(self, g: Groups) -> list[Built]:
        first, second = g["year"], g["second"]
        later = second if len(second) == 4 else first[:2] + second
        if int(later) <= int(first) or len(second) == 3:
            return []
        return [Built("DATE", TimeMeaning(kind="fixed", level="year", value=v), group)
                for group, v in (("year", first), ("second", later))]  # fmt: skip

    def build_decade(self, g: Groups) -> list[Built]:
        if g.get("decade"):
            value = f"19{self.word('decade', g['decade'])}"
        else:
            tens = g["tens"]
            value = tens[:3] if len(tens) == 4 else f"19{tens[0]}"
        return [Built("DATE", TimeMeaning(kind="fixed", level="decade", value=value))]

    def build_century(self, g: Groups) -> list[Built]:
        number = self.ordinal_of(g["ordinal_any"])
        if not 1 < number < 30:
            return []
        return [Built("DATE", TimeMeaning(kind="fixed", level="century", value=f"{number - 1:02}"))]

    def build_holiday(self, g: Groups) -> list[Built]:
        name = str(self.word("holiday", g["holiday"]))
        which = self.word("which", g["which"]) if g.get("which") else None
        amount = which if isinstance(which, int) else None
        year = full_year(g.get("year") or "")
        inside = TimeMeaning(kind="fixed", level="year", value=year) if year else None
        return [Built("DATE", TimeMeaning(kind="calendar", value=f"holiday {name}", amount=amount, inside=inside))]

    def build_named(self, g: Groups) -> list[Built]:
        value = str(self.word("named", g["named"]))
        return [Built("DATE", TimeMeaning(kind="fixed", value=value))]

    def build_within(self, g: Groups) -> list[Built]:
        return [shift(self.unit_of(g["unit"]), 0, "reference")]

    def build_year_ago_now(self, g: Groups) -> list[Built]:
        return [shift("Y", -1)]

    def build_weekend(self, g: Groups) -> list[Built]:
        which = self.word("which", g["which"]) if g.get("which") else None
        amount = which if isinstance(which, int) else None
        if g.get("which_then"):
            then = self.word("which_then", g["which_then"])
            return [Built("DATE", TimeMeaning(kind="calendar", level="weekend", value="XXXX-WXX-WE", base="reference",
                                              amount=then if isinstance(then, int) else 0))]  # fmt: skip
        if g.get("", "").lower().startswith("a "):
            return [Built("DURATION", TimeMeaning(kind="fixed", level="duration", value="P1WE"))]
        return [Built("DATE", TimeMeaning(kind="calendar", level="weekend", value="XXXX-WXX-WE", amount=amount))]

    # ------------------------------------------------------------- things that join, and the rest
    def build_mark(self, g: Groups) -> list[Built]:
        return [Built("DATE", TimeMeaning(kind="calendar", level="mark", value=g.get("", "")))]

    def build_nth(self, g: Groups) -> list[Built]:
        what = g["what"].lower()
        weekday = self.word("weekday", what)
        name = str(weekday) if weekday else {"day": "D", "week": "W", "weekend": "WE"}[what]
        return [
            Built("DATE", TimeMeaning(kind="calendar", level="nth", unit=name, amount=self.ordinal_of(g["ordinal"])))
        ]

    def build_counted_day(self, g: Groups) -> list[Built]:
        return [shift("D", 0)] if self.ordinal_of(g["ordinal"]) > 1 else []

    def build_edge(self, g: Groups) -> list[Built]:
        name = str(self.word("edge", g["edge"])) if g.get("edge") else ""
        return [Built("DATE", TimeMeaning(kind="calendar", level="edge", edge=name))]

    def build_period_end(self, g: Groups) -> list[Built]:
        noun = (g.get("edge_noun") or "end").lower()
        unit = self.unit_of(g.get("unit") or "year")
        edge = {"end": "END", "close": "END", "middle": "MID"}.get(noun, "START")
        return [Built("DATE", TimeMeaning(kind="shift", level=UNIT_LEVEL[unit], unit=unit, amount=0, edge=edge))]

    def build_often(self, g: Groups) -> list[Built]:
        value = self.often(g)
        return [Built("SET", TimeMeaning(kind="fixed", level="set", value=value))] if value else []

    def often(self, g: Groups) -> str:  # noqa: PLR0911  # one return for each kind of recurrence
        if g.get("we"):
            return "XXXX-WXX-WE" if g["we"].lower() == "weekends" else "XXXX-WXX"
        if g.get("weekday"):
            return f"XXXX-WXX-{self.word('weekday', g['weekday'])}"
        if g.get("month"):
            return f"XXXX-{self.month_of(g['month']):02}"
        if g.get("season"):
            return f"XXXX-{self.word('season', g['season'])}"
        if g.get("part"):
            return f"XXXX-XX-XX{self.word('part', g['part'])}"
        if g.get("holiday"):
            name = str(self.word("holiday", g["holiday"]))
            return f"XXXX-{name}" if re.fullmatch(r"\d\d-\d\d", name) else "P1Y"
        if g.get("frequency"):
            return str(self.word("frequency", g["frequency"]))
        unit = self.unit_of(g.get("unit_many") or g.get("unit_one") or "")
        number, unit = self.length(g, unit)
        if "other" in g.get("", "").lower().split():
            number = 2
        number = 1 if number is None else number
        times = (g.get("times") or "").lower()
        parts = {"twice": 2, "three times": 3, "four times": 4, "six times": 6}.get(times)
        if parts and unit == "D":
            return f"P{24 // parts}H"
        if parts == 2 and unit == "Y":
            return "P6M"
        return duration_value(number, unit) if unit else ""

    def build_reference(self, g: Groups) -> list[Built]:
        value = str(self.word("reference", g["reference"]))
        return [Built("DATE", TimeMeaning(kind="fixed", level="reference", value=value))]
