"""Judgements made, taken back, handed on: what a person decides about rows of a record, which is then derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from onrecord import model as m
from onrecord.errors import UnreadableError, UsageError
from onrecord.run import anchors, members, targets, values
from onrecord.run.derive import Report, again
from onrecord.store import record as store

KINDS = ("merge", "split", "reject", "fix", "add")
REJECTED = (
    "documents", "attributions", "statements", "claims", "differences", "copies", "positions", "statuses", "events",
    "figures", "times",
)  # fmt: skip
MERGED = ({"statements", "attributions"}, {"stories", "documents"}, {"actors"}, {"claims"})
PARTS = ("content", "source", "cue")
KEPT = 500  # characters of a name, a note or a value


def now() -> str:
    """The present instant, in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def make(
    record: m.Record,
    kind: str,
    idents: Sequence[str],
    given: Mapping[str, str],
    *,
    note: str | None = None,
    author: str | None = None,
    at: str | None = None,
) -> m.Judgement:
    """A judgement about rows of a record, with their anchors. Raises UsageError for what cannot be judged so."""
    if kind not in KINDS:
        raise UsageError(f"{kind}: no kind of judgement; there are {', '.join(KINDS)}")
    if not idents:
        raise UsageError(f"{kind}: no target is given; `onrecord show RECORD statements` lists ids")
    rows = [targets.target(record, ident) for ident in dict.fromkeys(idents)]
    fields = dict(given)
    {"merge": _merge, "split": _split, "reject": _reject, "fix": _fix, "add": _add}[kind](rows, fields)
    if kind in ("fix", "add"):
        rows = [*_with_parts(record, rows, fields), *_reference(record, fields)]
    value, when = values.written(fields), at or now()
    ident = m.ident("j", kind, *(t.id for t in rows), value, note, author, when)
    return m.Judgement(
        id=ident, kind=kind, target=rows[0].id, value=value, note=_short(note), author=_short(author), at=when,
        targets=tuple(rows),
    )  # fmt: skip


def _short(text: str | None) -> str | None:
    return " ".join(text.split())[:KEPT] or None if text else None


def _no_value(kind: str, fields: Mapping[str, str]) -> None:
    if fields:
        raise UsageError(f"{kind} takes no --value; what it says is in its targets")


def _merge(rows: Sequence[m.Target], fields: Mapping[str, str]) -> None:
    _no_value("merge", fields)
    have = {t.section for t in rows}
    if not any(have <= sort for sort in MERGED):
        raise UsageError(
            "merge: the targets are to be of one sort: statements, claims, actors, stories, or documents of one story"
        )


def _split(rows: Sequence[m.Target], fields: Mapping[str, str]) -> None:
    _no_value("split", fields)
    if len(rows) < 2:
        raise UsageError("split: say what is kept apart: a row and a member of it, or two rows")
    if members.section_of(rows) is None:
        raise UsageError(
            "split: a member goes with its row: an attribution with its statement, claim or actor, a document with its "
            "story or actor; or two rows of one sort"
        )


def _reject(rows: Sequence[m.Target], fields: Mapping[str, str]) -> None:
    _no_value("reject", fields)
    for row in rows:
        if row.section not in REJECTED:
            raise UsageError(f"{row.id}: {row.section} cannot be rejected, only merged, split or fixed")


def _fix(rows: Sequence[m.Target], fields: Mapping[str, str]) -> None:
    if len(rows) > 1:
        raise UsageError("fix: one target at a time")
    if hint := values.wrong(fields, values.FIX[rows[0].section], rows[0].section):
        raise UsageError(f"fix {rows[0].id}: {hint}")


def _add(rows: Sequence[m.Target], fields: dict[str, str]) -> None:
    sections = [t.section for t in rows]
    what = {("documents",): "attribution", ("actors",): "alias", ("documents", "documents"): "copy"}
    found = what.get(tuple(sections))
    if found is None:
        raise UsageError(
            "add: give a document (an attribution by its spans), an actor (an alias), or two documents (a copy)"
        )
    if found == "copy":
        fields.setdefault("relation", "partial_copy")
    if hint := values.wrong(fields, values.ADD[found], found):
        raise UsageError(f"add {rows[0].id}: {hint}")


def _with_parts(record: m.Record, rows: list[m.Target], fields: Mapping[str, str]) -> list[m.Target]:
    """The document of an added attribution with anchors for its spans."""
    if "content" not in fields:
        if len(rows) == 2 and rows[0].section == "documents":
            documents = {d.id: d for d in record.documents}
            return [
                replace(t, anchors=(anchors.whole(documents[t.id], p),)) for t, p in zip(rows, ("a", "b"), strict=True)
            ]
        return rows
    document = next(d for d in record.documents if d.id == rows[0].id)
    more = []
    for part in PARTS:
        for span in values.spans(fields[part]) if part in fields else ():
            if not span.start < span.end <= len(document.text):
                raise UsageError(f"{part}={span.start}:{span.end}: the text of {document.id} has {len(document.text)}")
            more.append(anchors.at(document, span, part))
    return [replace(rows[0], anchors=(*rows[0].anchors, *more))]


def _reference(record: m.Record, fields: dict[str, str]) -> list[m.Target]:
    """A speaker that is given by the id of an actor, as a target of its own; the value has its name."""
    given = fields.get("speaker", "")
    known = next((a for a in record.actors if a.id == given or given in a.former), None)
    if known is None:
        return []
    fields["speaker"] = known.name
    return [targets.target(record, known.id)]


# ------------------------------------------------------------------------------------- in a file
def judge(path: Path, judgements: Iterable[m.Judgement], report: Report = lambda progress: None) -> m.Record:
    """The record with further judgements, derived anew. One that is there already changes nothing."""
    with store.connect(path) as db:
        for one in judgements:
            store.add_judgement(db, one)
    return again(path, report)


def undo(path: Path, ident: str, report: Report = lambda progress: None) -> tuple[m.Record, m.Judgement]:
    """The record without a judgement, given by its id or the beginning of it. Raises UsageError where there is none."""
    with store.connect(path) as db:
        found = [j for j in store.judgements(db) if j.id == ident] or [
            j for j in store.judgements(db) if len(ident) >= targets.LEAST and j.id.startswith(ident)
        ]
        if len(found) != 1:
            raise UsageError(f"{ident}: {len(found)} judgements begin so; `onrecord judge {path} list` lists them")
        store.drop_judgement(db, found[0].id)
    return again(path, report), found[0]


def read(path: Path) -> list[m.Judgement]:
    """The judgements in a file of JSON lines, as `onrecord judge RECORD export` prints them.

    Raises UnreadableError where the file or a line is none.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=m.Judgement))
            except msgspec.DecodeError as error:
                raise UnreadableError(f"{path}, line {number}: not a judgement ({error})") from error
    return found


def written(judgements: Iterable[m.Judgement]) -> bytes:
    """Judgements as JSON lines, for other people."""
    return b"".join(msgspec.json.encode(j) + b"\n" for j in judgements)
