"""Records made of articles of our own, with judgements by words instead of ids."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord import model as m
from onrecord.pipeline import read_page
from onrecord.run import judge as judging
from onrecord.run import targets
from onrecord.run.derive import at, derive
from onrecord.settings import Settings
from onrecord.store import record as store

SETTINGS = Settings(model="rules", workers=1)
TABLE = tomllib.loads(Path(__file__).with_name("cases").joinpath("judgements.toml").read_text("utf-8"))
ARTICLES: dict[str, dict[str, str]] = {a["id"]: a for a in TABLE["article"]}
INSTANT = "2031-06-01T10:{:02}:00.000000+00:00"


@lru_cache
def reading(ident: str, version: str = "") -> m.Reading:
    """An article as it is read; another version has other bytes and a body that begins otherwise."""
    article = ARTICLES[ident]
    text = (f"{version}\n\n" if version else "") + article["text"]
    given = m.Given(
        id=ident + version, outlet=article["outlet"], title=article["title"], published=article["published"]
    )
    data = text.encode()
    page = m.Page(path=ident, kind="text", data=data, sha256=sha256(data).hexdigest(), given=given)
    return read_page(page, SETTINGS)


def built(path: Path, readings: Iterable[m.Reading]) -> m.Record:
    """The record of readings, in the order in which they are given."""
    rows = list(readings)
    with store.connect(path, create=True) as db:
        return rebuilt(db, rows)


def rebuilt(db: sqlite3.Connection, rows: list[m.Reading]) -> m.Record:
    for n, row in enumerate(rows):
        store.keep_reading(db, f"r-{n}", row)
    store.keep_pages(db, ((row.document.path, f"r-{n}", None) for n, row in enumerate(rows)))
    db.commit()
    return derive(db, [at(row, row.document.path) for row in rows], (), SETTINGS)


def pick(record: m.Record, named: str) -> str:
    """The id of the row that `TABLE:words@outlet` names; of `speakers` the actor of that attribution."""
    found = rows(record, named)
    assert len(found) == 1, f"{named}: {len(found)} rows"
    return found[0]


def rows(record: m.Record, named: str) -> list[str]:
    section, _, rest = named.partition(":")
    words, _, outlet = rest.partition("@")
    documents = {d.id: d for d in record.documents}
    if section == "unattributed":
        return [u.document for u in record.unattributed if words in u.span.of(documents[u.document].text)]
    if section == "rejected":
        return [r.path for r in record.rejected if words in r.path]
    if section in ("chains", "speakers"):
        fit = [a for a in record.attributions if outlet in ("", documents[a.document].outlet)]
        if section == "chains":
            return [a.id for a in fit if any(h.name == words for h in a.chain)]
        said = [a for a in fit if any(words in c.of(documents[a.document].text) for c in a.content)]
        return [str(a.speaker) for a in said]
    out = []
    for row in getattr(record, section):
        target = targets.target(record, row.id)
        ours = not outlet or any(a.outlet == outlet for a in target.anchors)
        if ours and words in (target.text or row.id):
            out.append(row.id)
    return out


def judgement(record: m.Record, given: Mapping[str, Any], number: int = 0, author: str = "Ann") -> m.Judgement:
    """A judgement of the table about the rows of a record."""
    idents = [pick(record, named) for named in given["targets"]]
    return judging.make(record, given["kind"], idents, given.get("value", {}), author=author, at=INSTANT.format(number))


def content(record: m.Record) -> dict[str, Any]:
    """What a record says, without the ids that rows of clusters bear."""
    clusters = {r.id: "" for r in (*record.actors, *record.statements, *record.claims, *record.stories)}
    actors = {a.id: (a.name, a.kind, a.aliases, a.mentions) for a in record.actors}

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return actors.get(value, clusters.get(value, value))
        if isinstance(value, m.Span | int | float | None):
            return value
        if isinstance(value, tuple):
            return tuple(map(plain, value))
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        keep = [f for f in value.__dataclass_fields__ if f != "former" and not (f == "id" and value.id in clusters)]
        return (type(value).__name__, *(plain(getattr(value, f)) for f in keep))

    sections = ("documents", "actors", "attributions", "unattributed", "statements", "claims", "copies", "differences",
                "positions", "statuses", "figures", "times", "events", "brief", "stories", "rejected")  # fmt: skip
    return {s: sorted((plain(row) for row in getattr(record, s)), key=repr) for s in sections}
