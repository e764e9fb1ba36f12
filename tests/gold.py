"""Model objects from the answer key of a keyed story, so that each step can be tried on perfect input.

A key folder holds `key.json` and `body/<document>.txt`; `readings` gives what one document says by itself (actors
of one document), `coverage` the same grouped (actors of the record, statements, copies, stories).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord import model as m
from onrecord.parse import words

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
KINDS = {
    "state": "polity",
    "party": "organisation",
    "newspaper": "outlet",
    "broadcaster": "outlet",
    "online": "outlet",
}


def folders() -> list[Path]:
    """The keyed stories that lie beside the checkout; none where the data is absent."""
    return sorted(p.parent for p in DATA.glob("coverage/*/key.json"))


def readings(folder: Path) -> tuple[m.Reading, ...]:
    key = json.loads((folder / "key.json").read_text("utf-8"))
    return tuple(_reading(folder, key, d) for d in key["documents"])


def coverage(folder: Path) -> m.Coverage:
    key = json.loads((folder / "key.json").read_text("utf-8"))
    actors = tuple(_actor(key, ref, ref) for ref in sorted(_used(key, None)))
    spoken = {s["id"]: s for s in key["statements"]}
    groups = _groups(key)
    statements = tuple(
        m.Statement(
            id=gid,
            speaker=_ref(key, spoken[ids[0]]["speaker"]),
            attributions=tuple(ids),
            earliest=None,
            latest=None,
        )
        for gid, ids in groups.items()
    )
    of: dict[str, list[str]] = defaultdict(list)
    for gid, ids in groups.items():
        for i in ids:
            of[i].append(gid)
    whole = tuple(
        replace(
            reading,
            document=replace(reading.document, story=doc["story"]),
            actors=(),
            attributions=tuple(
                replace(
                    a,
                    statements=tuple(of[a.id]),
                    speaker=_global(a.speaker),
                    chain=tuple(replace(h, actor=_global(h.actor)) for h in a.chain),
                )
                for a in reading.attributions
            ),
        )
        for doc in key["documents"]
        for reading in [_reading(folder, key, doc)]
    )
    stories: dict[str, list[str]] = defaultdict(list)
    for d in key["documents"]:
        stories[d["story"]].append(d["id"])
    return m.Coverage(
        readings=whole,
        actors=actors,
        statements=statements,
        stories=tuple(m.Story(id=s, title=None, documents=tuple(ds)) for s, ds in sorted(stories.items())),
        copies=tuple(
            m.Copy(a=c["a"], b=c["b"], relation=c["relation"], **_direction(key, c["direction"]))
            for c in key["copies"]
            if c["relation"] != "unrelated"
        ),
    )


def _direction(key: dict[str, Any], given: str | None) -> dict[str, Any]:
    kind, _, origin = (given or "unknown").partition(":")
    return {"direction": kind, "from_": _name(key, origin) if origin else None}


def _name(key: dict[str, Any], ref: str) -> str:
    return str(key["actors"].get(ref, {}).get("name") or ref)


def _ref(key: dict[str, Any], ref: str | None) -> str | None:
    return ref or None


def _global(actor: str | None) -> str | None:
    return actor.split("/", 1)[1] if actor else None


def _actor(key: dict[str, Any], ref: str, ident: str) -> m.Actor:
    raw = key["actors"].get(ref) or {"name": ref, "kind": "person"}
    kind = KINDS.get(raw.get("kind") or "", raw.get("kind") or "organisation")
    return m.Actor(id=ident, name=raw.get("name") or ref, kind=kind, aliases=tuple(raw.get("aliases") or ()))


def _used(key: dict[str, Any], doc: str | None) -> set[str]:
    rows = [s for s in key["statements"] if doc in (None, s["doc"])]
    return {r for s in rows for r in [s["speaker"], *(h["actor"] for h in s["chain"])] if r}


def _groups(key: dict[str, Any]) -> dict[str, list[str]]:
    rows = [row["statements"] if isinstance(row, dict) else row for row in key["same_statement"]]
    groups = {f"s-{n:03}": list(row) for n, row in enumerate(rows)}
    taken = {i for ids in groups.values() for i in ids}
    alone = [s["id"] for s in key["statements"] if s["id"] not in taken]
    return groups | {f"s-{i}": [i] for i in alone}


def _spans(value: Any) -> tuple[m.Span, ...]:
    return tuple(m.Span(s, e) for s, e in value or [])


def _reading(folder: Path, key: dict[str, Any], doc: dict[str, Any]) -> m.Reading:
    text = (folder / doc["body_file"]).read_text("utf-8")
    day = (doc.get("published") or "")[:10] or None
    paragraphs = tuple(m.Paragraph(m.Span(p.start(), p.end())) for p in re.finditer(r"\S(?:[^\n]*\S)?", text))
    document = m.Document(
        id=doc["id"],
        path=doc["file"],
        paths=(doc["file"],),
        text=text,
        sha256="",
        outlet=_name(key, doc["outlet"]),
        title=doc["title"],
        authors=tuple(doc.get("authors") or ()),
        published=m.Published(
            value=doc.get("published"), earliest=day, latest=day, basis="stated" if day else "unknown"
        ),
        paragraphs=paragraphs,
    )
    prefix = doc["id"] + "/"
    return m.Reading(
        document=document,
        sentences=words.sentences(text, words.paragraphs(document)),
        actors=tuple(_actor(key, ref, prefix + ref) for ref in sorted(_used(key, doc["id"]))),
        attributions=tuple(_attribution(key, s, prefix) for s in key["statements"] if s["doc"] == doc["id"]),
        figures=tuple(
            m.Figure(
                id=m.ident("f", doc["id"], f["s"], f["e"]),
                document=doc["id"],
                span=m.Span(f["s"], f["e"]),
                text=text[f["s"] : f["e"]],
                value=f["value"],
                low=f["low"],
                high=f["high"],
                unit=f["unit"],
                of=f["of"],
                hedge=f.get("hedge"),
            )
            for f in key["figures"]
            if f["doc"] == doc["id"]
        ),
        times=tuple(
            m.Time(
                id=m.ident("t", doc["id"], t["s"], t["e"]),
                document=doc["id"],
                span=m.Span(t["s"], t["e"]),
                text=text[t["s"] : t["e"]],
                type=t["type"],
                value=t["value"] or "",
                earliest=t["earliest"],
                latest=t["latest"],
            )
            for t in key["times"]
            if t["doc"] == doc["id"]
        ),
    )


def _attribution(key: dict[str, Any], s: dict[str, Any], prefix: str) -> m.Attribution:
    speaker = s["speaker"]
    return m.Attribution(
        id=s["id"],
        document=s["doc"],
        kind=s["kind"],
        source=_spans(s["source"]),
        cue=_spans(s["cue"]),
        content=_spans(s["content"]),
        speaker=prefix + speaker if speaker else None,
        speaker_text=None,
        speaker_basis="stated" if speaker else None,
        said=m.Said(earliest=s["said_earliest"], latest=s["said_latest"], text=s["said_text"]),
        chain=tuple(
            m.Hop(
                role=h["role"],
                actor=prefix + h["actor"] if h["actor"] else None,
                name=_name(key, h["actor"]) if h["actor"] else None,
                basis=h["basis"],
                evidence=m.Span(*h["evidence"]) if h.get("evidence") else None,
            )
            for h in s["chain"]
        ),
        confidence=1.0,
        producer="key",
    )
