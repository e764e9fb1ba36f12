"""Attributions from a table of cases: `source`, `cue` and `content` as words, found nearest to each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from onrecord.attribute import account, chain
from onrecord.model import Attributed, Attribution, Document, Published, Reading, Span, ident
from onrecord.parse import parse
from onrecord.resolve import resolve

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one table."""
    rows: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return rows


def _nearest(text: str, words: str, place: int) -> tuple[Span, ...]:
    """The spans of the words nearest to a place; a bar divides words that stand apart."""
    found = []
    for part in filter(None, (p.strip() for p in words.split("|"))):
        starts = [m.start() for m in re.finditer(re.escape(part), text)]
        assert starts, f"{part!r} is not in the text"
        start = min(starts, key=lambda s: abs(s - place))
        found.append(Span(start, start + len(part)))
    return tuple(found)


def attributed(case: dict[str, Any]) -> Attributed:
    """The text of a case with its attributions, chains credited as `attribute` does."""
    text = case["text"]
    day = case.get("published")
    document = Document(
        id="d-case",
        path="case.txt",
        text=text,
        sha256="",
        outlet=case.get("outlet"),
        published=Published(value=day, earliest=day, latest=day, basis="stated" if day else "unknown"),
    )
    parsed = parse(document)
    found = []
    for row in case["said"]:
        content = _nearest(text, row["content"], text.find(row["content"].split("|")[0].strip()))
        cue = _nearest(text, row["cue"], content[0].end)
        source = _nearest(text, row["source"], cue[0].start if cue else content[0].end)
        found.append(
            Attribution(
                id=ident("a", document.id, source, cue, content),
                document=document.id,
                kind=account.kind_of(parsed, content),
                source=source,
                cue=cue,
                content=content,
            )
        )
    return Attributed(parsed=parsed, attributions=chain.credits(parsed, tuple(found)))


def reading(case: dict[str, Any]) -> Reading:
    return resolve(attributed(case))
