#!/usr/bin/env python3
"""How many of Recognizers-Text's English cases read as they say, by the type of their expressions.

    bench/recognizers.py [FOLDER]

FOLDER holds recognizers-{datetime,number,units}-cases.jsonl[.gz]: lines of `text`, `dct` and `results` with `start`,
`end`, `type` and `values` or `resolution`. Without one nothing is measured, and it says so.

An expression is right if what is found at its place has one of its values: of a date or time the TIMEX3 value (a year,
week or month that the case leaves open is met by any), of a range its first and last day, of a number, sum or measure
the number. A case passes if all its expressions are right. The cases are what people say to an assistant ("book a room
for next Friday 9 to 5"): they look ahead where news looks back, take every bare hour, number and ordinal for an
expression, and count a range "from Monday to Friday" as one where TIMEX3 has two; `news` are those that news has too.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onrecord.model import Document, Published
from onrecord.parse.figures import figures
from onrecord.resolve.times import times

Case = dict[str, Any]
DAY, OPEN = re.compile(r"\d{4}-\d\d-\d\d"), re.compile("X")
NAMES = ("datetime", "number", "units")
NEWS = ("date", "daterange", "duration", "set", "datetime", "percentage", "currency", "dimension", "temperature", "age")


def cases(folder: Path, name: str) -> Iterator[Case]:
    for path in sorted(folder.glob(f"recognizers-{name}-cases.jsonl*")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def document(case: Case) -> Document:
    day = (case.get("dct") or "")[:10] or None
    dated = Published(value=day, earliest=day, latest=day, basis="given" if day else "unknown")
    return Document(id="d-0", path="", text=case["text"], sha256="", published=dated)


def same_time(wanted: dict[str, Any], value: str, earliest: str | None, latest: str | None) -> bool:
    """Whether a found time has one value of a case; the end of its ranges is the day after, a bare clock has no day."""
    timex = str(wanted.get("timex") or "")
    clock = value.partition("T")[2]
    if re.fullmatch(r"T\d\d(:\d\d)*", timex):
        return bool(clock) and clock[:5] == (timex[1:] + ":00")[:5]
    if value in (timex, wanted.get("value")) or (timex and re.fullmatch(OPEN.sub("[0-9X]", re.escape(timex)), value)):
        return True
    first, last = str(wanted.get("start")), str(wanted.get("end"))
    if not (earliest and latest and DAY.fullmatch(first) and DAY.fullmatch(last)):
        return f"{first.replace(' ', 'T')[:16]}" == value[:16] if clock and " " in first else False
    return earliest == first and (date.fromisoformat(last) - timedelta(days=1)).isoformat() == latest


def right_time(case: Case, wanted: dict[str, Any]) -> bool:
    found = [t for t in times(document(case)) if t.span.start < wanted["end"] and wanted["start"] < t.span.end]
    return any(same_time(v, t.value, t.earliest, t.latest) for t in found for v in wanted.get("values") or [])


def right_figure(case: Case, wanted: dict[str, Any]) -> bool:
    try:
        value = float(str((wanted.get("resolution") or {}).get("value")).rstrip("%"))
    except (TypeError, ValueError):
        return False
    found = [f for f in figures(document(case)) if f.span.start < wanted["end"] and wanted["start"] < f.span.end]
    return any(f.value is not None and abs(f.value - value) <= 1e-6 * max(1.0, abs(value)) for f in found)


def main() -> None:
    if len(sys.argv) < 2:
        print("recognizers: no folder of cases given; nothing measured (bench/recognizers.py FOLDER)")
        return
    for name in NAMES:
        right = right_time if name == "datetime" else right_figure
        passed = asked = 0
        by_type: Counter[str] = Counter()
        good: Counter[str] = Counter()
        for case in cases(Path(sys.argv[1]), name):
            wanted = [w for w in case["results"] or [] if w.get("type")]
            answers = [right(case, w) for w in wanted]
            for w, answer in zip(wanted, answers, strict=True):
                kind = w["type"].removeprefix("datetimeV2.")
                by_type[kind] += 1
                good[kind] += answer
            asked += bool(wanted)
            passed += bool(wanted) and all(answers)
        news = [k for k in by_type if k in NEWS]
        print(f"{name}: {passed} of {asked} cases pass; of the types that news has too", end=" ")
        print(f"{sum(good[k] for k in news)} of {sum(by_type[k] for k in news)} expressions are right")
        for kind, n in by_type.most_common():
            print(f"  {kind:14} {good[kind]:4} of {n}")


if __name__ == "__main__":
    main()
