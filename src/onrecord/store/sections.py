"""Each section of the record to its tables and back. Positions, statuses and roles are kept as claims of a section
of their own; hops, evidence, passages and links in their tables."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from onrecord import model as m
from onrecord.store.rows import from_row, to_row

T = TypeVar("T")
PLAIN: dict[str, tuple[str, type]] = {  # table -> (section of the record, its dataclass): one row each, no children
    "difference": ("differences", m.Difference),
    "story": ("stories", m.Story),
    "time": ("times", m.Time),
    "figure": ("figures", m.Figure),
    "name": ("names", m.NameOf),
    "event": ("events", m.Event),
    "unattributed": ("unattributed", m.Unattributed),
    "brief": ("brief", m.Brief),
    "rejected": ("rejected", m.Rejected),
    "actor": ("actors", m.Actor),
    "outcome": ("outcomes", m.Outcome),
    "decided": ("decided", m.Decided),
    "clash": ("clashes", m.Clash),
}
TABLES = (*PLAIN, "document", "passage", "attribution", "hop", "statement", "claim", "evidence", "link")


def insert(db: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Append rows that all have the same columns."""
    batch = list(rows)
    if batch:
        names = ", ".join(f'"{name}"' for name in batch[0])
        marks = ", ".join(f":{name}" for name in batch[0])
        db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', batch)


def select(db: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    return iter(db.execute(f'SELECT * FROM "{table}" ORDER BY n'))


def save(db: sqlite3.Connection, record: m.Record) -> None:
    """Replace every section of the record in an open transaction; judgements and readings stay."""
    for table in reversed(TABLES):
        db.execute(f'DELETE FROM "{table}"')
    for table, (section, _) in PLAIN.items():
        insert(db, table, map(to_row, getattr(record, section)))
    _save_documents(db, record.documents)
    _save_attributions(db, record)
    _save_claims(db, record)
    insert(
        db,
        "link",
        (
            _link("copy", c.a, c.b, c.passages)
            | {"relation": c.relation, "direction": c.direction, "from_": c.from_}
            | {"reasons_json": _json(c.reasons)}
            for c in record.copies
        ),
    )
    db.execute("INSERT INTO search(search) VALUES ('rebuild')")


def load(db: sqlite3.Connection, version: str) -> m.Record:
    plain: dict[str, Any] = {
        section: tuple(from_row(cls, row) for row in select(db, table)) for table, (section, cls) in PLAIN.items()
    }
    links: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in select(db, "link"):
        links[row["kind"]].append(row)
    return m.Record(
        onrecord=version,
        documents=tuple(_load_documents(db)),
        attributions=tuple(_load_attributions(db, links["reports"])),
        statements=tuple(_load_statements(db, links["reports"])),
        copies=tuple(
            m.Copy(
                a=row["a"], b=row["b"], relation=row["relation"], direction=row["direction"], from_=row["from_"],
                passages=_from_json(row["parts_json"], tuple[m.Passage, ...]),
                reasons=_from_json(row["reasons_json"], tuple[str, ...]),
            )
            for row in links["copy"]
        ),
        judgements=tuple(
            sorted((from_row(m.Judgement, r) for r in select(db, "judgement")), key=lambda j: (j.at or "", j.id))
        ),
        **plain,
        **_load_claims(db),
    )  # fmt: skip


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _from_json(text: str, kind: type[T]) -> T:
    return msgspec.json.decode(text, type=kind)


def _link(kind: str, a: str, b: str, parts: object) -> dict[str, Any]:
    empty = dict.fromkeys(("relation", "direction", "from_", "reasons_json"))
    return {"kind": kind, "a": a, "b": b, "parts_json": _json(parts)} | empty


# ------------------------------------------------------------------------------------- documents
def _save_documents(db: sqlite3.Connection, documents: tuple[m.Document, ...]) -> None:
    insert(db, "document", (to_row(d, frozenset({"zones", "paragraphs"})) for d in documents))
    passages: list[dict[str, Any]] = []
    for d in documents:
        passages += [
            {"document": d.id, "kind": p.kind, "body": 1, "start": p.span.start, "end": p.span.end}
            | {"text": p.span.of(d.text), "place": p.place, "reason": None}
            for p in d.paragraphs
        ]
        passages += [
            {"document": d.id, "kind": z.kind, "body": 0, "start": None, "end": None}
            | {"text": z.text, "place": z.place, "reason": z.reason}
            for z in d.zones
        ]
    insert(db, "passage", passages)


def _load_documents(db: sqlite3.Connection) -> Iterator[m.Document]:
    paragraphs: dict[str, list[m.Paragraph]] = defaultdict(list)
    zones: dict[str, list[m.Zone]] = defaultdict(list)
    for row in select(db, "passage"):
        if row["body"]:
            span = m.Span(row["start"], row["end"])
            paragraphs[row["document"]].append(m.Paragraph(span, row["kind"], row["place"]))
        else:
            zones[row["document"]].append(m.Zone(row["kind"], row["text"], row["place"], row["reason"]))
    for row in select(db, "document"):
        yield from_row(
            m.Document, row, zones=tuple(zones[row["id"]]), paragraphs=tuple(paragraphs[row["id"]])
        )


# ------------------------------------------------------------------- attributions and statements
def _save_attributions(db: sqlite3.Connection, record: m.Record) -> None:
    texts = {d.id: d.text for d in record.documents}
    insert(
        db,
        "attribution",
        (
            to_row(a, frozenset({"chain", "statements"}))
            | {"content_text": " … ".join(span.of(texts[a.document]) for span in a.content)}
            for a in record.attributions
        ),
    )
    insert(db, "hop", ({"attribution": a.id} | to_row(h) for a in record.attributions for h in a.chain))
    insert(db, "statement", (to_row(s, frozenset({"attributions", "renderings"})) for s in record.statements))
    ranked = {(s.id, r.attribution): (n, r.parts) for s in record.statements for n, r in enumerate(s.renderings)}
    links = []
    for s in record.statements:
        for a in s.attributions:
            rank, parts = ranked.get((s.id, a), (None, None))
            links.append(_link("reports", a, s.id, parts) | {"rank": rank})
    insert(db, "link", links)


def _load_attributions(db: sqlite3.Connection, reports: list[sqlite3.Row]) -> Iterator[m.Attribution]:
    chains: dict[str, list[m.Hop]] = defaultdict(list)
    for row in select(db, "hop"):
        chains[row["attribution"]].append(from_row(m.Hop, row))
    statements: dict[str, list[str]] = defaultdict(list)
    for row in reports:
        statements[row["a"]].append(row["b"])
    for row in select(db, "attribution"):
        ident = row["id"]
        yield from_row(m.Attribution, row, chain=tuple(chains[ident]), statements=tuple(statements[ident]))


def _load_statements(db: sqlite3.Connection, reports: list[sqlite3.Row]) -> Iterator[m.Statement]:
    members: dict[str, list[str]] = defaultdict(list)
    renderings: dict[str, list[m.Rendering]] = defaultdict(list)
    for row in sorted(reports, key=lambda row: (row["rank"] is None, row["rank"])):
        parts = _from_json(row["parts_json"], tuple[m.Part, ...] | None)  # type: ignore[arg-type]
        if parts is not None:
            renderings[row["b"]].append(m.Rendering(row["a"], parts))
    for row in reports:
        members[row["b"]].append(row["a"])
    for row in select(db, "statement"):
        ident = row["id"]
        yield from_row(
            m.Statement, row, attributions=tuple(members[ident]), renderings=tuple(renderings[ident])
        )


# ------------------------------------------------------- claims, positions, statuses and roles
CLAIM_COLUMNS = (
    *("id", "section", "kind", "text", "according_to", "former_json", "outlets"),
    *("origins_low", "origins_high", "origins_best", "origins_reasons_json", "subject", "since", "until"),
)


def _claim_row(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(CLAIM_COLUMNS) | {"former_json": "[]"} | values


def _save_claims(db: sqlite3.Connection, record: m.Record) -> None:
    rows = [(_claim_row(section="claim") | to_row(c, frozenset({"evidence"})), c.evidence) for c in record.claims]
    for p in record.positions:
        row = _claim_row(
            id=p.id, section="position", kind="position",
            text=p.stance, according_to=p.actor, subject=p.issue,
        )  # fmt: skip
        rows.append((row, _as_evidence(p.evidence)))
    for s in record.statuses:
        row = _claim_row(
            id=s.id, section="status", kind="status",
            text=s.status, according_to=s.according_to, subject=s.subject, since=s.since, until=s.until,
        )  # fmt: skip
        rows.append((row, _as_evidence(s.evidence)))
    for a in record.actors:
        for r in a.roles:
            row = _claim_row(
                id=m.ident("c", "role", a.id, r.title, r.document, r.span), section="role", kind="role",
                text=r.title, subject=a.id,
            )  # fmt: skip
            rows.append((row, (m.Evidence(document=r.document, span=r.span),)))
    texts = {d.id: d.text for d in record.documents}
    insert(db, "claim", ({"n": n} | row for n, (row, _) in enumerate(rows, 1)))
    insert(
        db,
        "evidence",
        (
            {"claim": n} | to_row(e) | {"text": e.span.of(texts[e.document])}
            for n, (_, evidence) in enumerate(rows, 1)
            for e in evidence
        ),
    )


def _as_evidence(places: tuple[m.Place, ...]) -> tuple[m.Evidence, ...]:
    return tuple(m.Evidence(document=p.document, span=p.span) for p in places)


def _load_claims(db: sqlite3.Connection) -> dict[str, Any]:
    evidence: dict[int, list[m.Evidence]] = defaultdict(list)
    for row in select(db, "evidence"):
        evidence[row["claim"]].append(from_row(m.Evidence, row))
    claims, positions, statuses = list[m.Claim](), list[m.Position](), list[m.Status]()
    for row in select(db, "claim"):
        held = tuple(evidence[row["n"]])
        places = tuple(m.Place(e.document, e.span) for e in held)
        if row["section"] == "claim":
            claims.append(from_row(m.Claim, row, evidence=held))
        elif row["section"] == "position":
            actor, issue = row["according_to"], row["subject"]
            positions.append(m.Position(actor=actor, issue=issue, stance=row["text"], evidence=places))
        elif row["section"] == "status":
            statuses.append(
                m.Status(
                    subject=row["subject"], status=row["text"], according_to=row["according_to"], evidence=places,
                    since=row["since"], until=row["until"],
                )
            )
    return {"claims": tuple(claims), "positions": tuple(positions), "statuses": tuple(statuses)}
