#!/usr/bin/env python3
"""Hedges, units and what is counted, against the figures of keyed stories.

    bench/counts.py [FOLDER ...]

FOLDER holds `body/<document>.txt` and a `key.json` whose `figures` have `doc`, `s`, `e`, `value`, `low`, `high`, `unit`
and `of`. Without one nothing is measured, and it says so.

`hedge`: of the figures whose key is an interval, those read with the same one (1 per cent off at most), and of those
without, those read without. `counted`: of the counts of things, those whose noun is one of the key's unit, words or
description. `whose`: how often it is given.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from math import isclose
from pathlib import Path
from typing import Any

from onrecord.model import Document, Figure
from onrecord.parse.figures import figures

WORD = re.compile(r"[a-z]+")


def same(a: float | None, b: float | None) -> bool:
    return a is b or (a is not None and b is not None and isclose(a, b, rel_tol=0.01))


def hedged(low: float | None, value: float | None, high: float | None) -> bool:
    return not (same(low, value) and same(value, high))


def counted(gold: dict[str, Any], found: Figure) -> bool:
    """Whether the noun that is counted is among the key's words; a share or a bare number has none to be right."""
    told = set(WORD.findall(f"{gold.get('text')} {gold.get('unit')} {gold.get('of')}".lower()))
    words = WORD.findall((found.of or found.unit or "").lower())
    return bool(words) and bool({words[-1], words[-1].rstrip("s"), words[-1] + "s"} & told)


def main() -> None:
    if len(sys.argv) < 2:
        print("counts: no folder of a keyed story given; nothing measured (bench/counts.py FOLDER ...)")
        return
    n: Counter[str] = Counter()
    for folder in map(Path, sys.argv[1:]):
        gold: dict[str, list[dict[str, Any]]] = {}
        for row in json.loads((folder / "key.json").read_text("utf-8"))["figures"]:
            if row.get("tier") != "optional":
                gold.setdefault(row["doc"], []).append(row)
        for name, rows in gold.items():
            text = (folder / "body" / f"{name}.txt").read_text("utf-8")
            found = figures(Document(id=name, path="", text=text, sha256=""))
            n["whose"] += sum(f.whose is not None for f in found)
            for row in rows:
                over = [f for f in found if f.span.start < row["e"] and row["s"] < f.span.end]
                one = next((f for f in over if same(f.value, row["value"])), None)
                n["figures"] += 1
                if one is None:
                    continue
                n["found"] += 1
                kind = "hedged" if hedged(row["low"], row["value"], row["high"]) else "plain"
                n[kind] += 1
                n[f"{kind} right"] += same(one.low, row["low"]) and same(one.high, row["high"])
                if one.of is not None:
                    n["of"] += 1
                    n["of right"] += counted(row, one)
                elif row.get("unit") and counted(row, one):
                    n["unit alone"] += 1
    print(f"figures     {n['found']} of {n['figures']} with the right value")
    print(f"hedged      {n['hedged right']} of {n['hedged']} with the right interval")
    print(f"unhedged    {n['plain right']} of {n['plain']} without one")
    print(
        f"counted     {n['of right']} of {n['of']} nouns among the words of the key; {n['unit alone']} more by the unit"
    )
    print(f"whose       given {n['whose']} times")


if __name__ == "__main__":
    main()
