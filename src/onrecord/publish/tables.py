"""The tables of a record: the same rows in the terminal, on the pages, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord import model as m
from onrecord.publish.lookup import Lookup

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` name the cells of each row; the first cell of a row is its id where the table has ids."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_dicts(self) -> list[dict[str, Cell]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def as_json(self) -> str:
        return json.dumps(self.as_dicts(), ensure_ascii=False, indent=1)

    def as_csv(self) -> str:
        """RFC 4180 text. A cell that a spreadsheet would take for a formula gets an apostrophe before it
        (https://owasp.org/www-community/attacks/CSV_Injection)."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def days(earliest: str | None, latest: str | None) -> str | None:
    """An interval of days as people write it: one day, `a to b`, `by b`, `from a`."""
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest} to {latest}"
    if latest:
        return f"by {latest}"
    return f"from {earliest}" if earliest else None


def moment(value: str | None) -> str | None:
    """An ISO date or date-time for reading: the day, and the clock time where there is one."""
    if value is None or len(value) <= 10:
        return value
    zone = " UTC" if value.endswith(("+00:00", "Z")) else value[19:] if len(value) > 19 else ""
    return f"{value[:10]} {value[11:16]}{zone}"


def chain(look: Lookup, attribution: m.Attribution) -> str:
    """The way of the words, hop by hop; what no document states is in square brackets, an open end is a mark."""
    names = []
    for hop in attribution.chain:
        name = look.actor(hop.actor) or hop.name or "?"
        names.append(f"[{name}]" if hop.basis == "inferred" else name)
    return " → ".join(names)


def origins(claim: m.Claim) -> str:
    o = claim.origins
    if o.low is None or o.high is None:
        return "not stated"
    return str(o.low) if o.low == o.high else f"{o.low} to {o.high}"


def statements(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for s in sorted(look.record.statements, key=lambda s: (s.earliest or s.latest or "9999", s.id)):
        full = look.fullest(s)
        outlets = list(dict.fromkeys(look.outlet(look.attributions[a].document) for a in s.attributions))
        yield (
            s.id, look.actor(s.speaker) or full.speaker_text, full.speaker_basis, days(s.earliest, s.latest),
            look.content(full), full.kind, len(s.attributions), "; ".join(outlets), chain(look, full),
        )  # fmt: skip


def differences(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for d in look.record.differences:
        yield (
            d.id, d.facet, d.class_, look.outlet(d.a.document), d.a.text, look.outlet(d.b.document), d.b.text,
            d.reason, d.confidence,
        )  # fmt: skip


def timeline(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    rows: list[tuple[str | None, str | None, str, tuple[Cell, ...]]] = []
    for e in look.record.events:
        outlets = "; ".join(dict.fromkeys(look.outlet(p.document) for p in e.evidence))
        rows.append((e.earliest, e.latest, e.id, ("event", e.modality, None, e.text, outlets)))
    for s in look.record.statements:
        if s.earliest:
            full = look.fullest(s)
            outlets = "; ".join(dict.fromkeys(look.outlet(look.attributions[a].document) for a in s.attributions))
            speaker = look.actor(s.speaker) or full.speaker_text
            rows.append((s.earliest, s.latest, s.id, ("statement", "said", speaker, look.content(full), outlets)))
    for d in look.record.documents:
        if d.published.earliest or d.published.latest:
            cells: tuple[Cell, ...] = ("article", d.published.basis, None, d.title, look.outlet(d.id))
            rows.append((d.published.earliest, d.published.latest, d.id, cells))
    dated = [r for r in rows if r[0] or r[1]]
    for earliest, latest, ident, cells in sorted(dated, key=lambda r: (r[0] or r[1] or "", r[1] or "", r[2])):
        yield ident, days(earliest, latest), *cells


def origin_rows(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for c in sorted(look.record.claims, key=lambda c: (-c.outlets, -len(c.evidence), c.id)):
        o = c.origins
        yield (
            c.id, look.actor(c.according_to), c.text, c.kind, c.outlets, o.low, o.high, o.best, ". ".join(o.reasons)
        )  # fmt: skip


def positions(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for p in look.record.positions:
        spoken = " … ".join(look.slices(e.document, [e.span]) for e in p.evidence)
        yield look.actor(p.actor), p.issue, p.stance, spoken, "; ".join(
            dict.fromkeys(look.outlet(e.document) for e in p.evidence)
        )


def statuses(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for s in look.record.statuses:
        outlets = "; ".join(dict.fromkeys(look.outlet(e.document) for e in s.evidence))
        yield s.subject, s.status, look.actor(s.according_to), s.since, s.until, outlets


def archived(document: m.Document) -> str | None:
    """The address at which a web archive keeps the article."""
    field = document.fields.get("archive_url")
    return field.value if field else None


def given(document: m.Document) -> list[str]:
    """What of an article the user has said and not the article."""
    return sorted(name for name, field in document.fields.items() if field.method == "given")


def sources(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for d in look.record.documents:
        p = d.published
        yield (
            d.id, d.outlet, d.title, "; ".join(d.authors), p.value or days(p.earliest, p.latest), p.basis, d.url,
            archived(d), d.path, "; ".join(d.flags), "; ".join(given(d)),
        )  # fmt: skip


def unattributed(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for u in look.record.unattributed:
        yield look.outlet(u.document), look.slices(u.document, [u.span]), u.reason


def rejected(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for r in look.record.rejected:
        yield r.path, r.reason


def judgements(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    became = {o.judgement: o for o in look.record.outcomes}
    for j in look.record.judgements:
        outcome = became.get(j.id)
        what = "; ".join(f"{t.id} {t.text[:80]}".strip() for t in j.targets) or j.target
        yield (
            j.id, j.kind, what, "; ".join((j.value or "").split("\n")), j.note, j.author, moment(j.at),
            outcome.state if outcome else None, outcome.reason if outcome else None,
            "; ".join(outcome.against) if outcome else None,
        )  # fmt: skip


def decided(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    """The rows that left their tables because a person said so."""
    by = {j.id: j for j in look.record.judgements}
    for d in look.record.decided:
        if d.removed:
            j = by.get(d.judgement)
            outlets = "; ".join(dict.fromkeys(look.outlet(p.document) for p in d.places))
            yield d.id, d.section, d.text, outlets, d.judgement, j.author if j else None, j.note if j else None


def clashes(look: Lookup) -> Iterator[tuple[Cell, ...]]:
    for c in look.record.clashes:
        roles = "; ".join(dict.fromkeys(f"{r.title} ({look.outlet(r.document)})" for r in c.roles))
        yield c.id, c.name, roles, c.reason, "; ".join(c.actors)


Maker = Callable[[Lookup], Iterator[tuple[Cell, ...]]]
TABLES: dict[str, tuple[str, tuple[str, ...], Maker]] = {
    "statements": (
        "Who says what",
        ("id", "speaker", "speaker_basis", "said", "content", "kind", "attributions", "outlets", "chain"),
        statements,
    ),
    "differences": (
        "Where reports differ",
        ("id", "facet", "class", "outlet_a", "a", "outlet_b", "b", "reason", "confidence"),
        differences,
    ),
    "timeline": ("Timeline", ("id", "when", "what", "status", "who", "text", "outlets"), timeline),
    "positions": ("Positions", ("actor", "issue", "stance", "evidence", "outlets"), positions),
    "statuses": (
        "Status by viewpoint",
        ("subject", "status", "according_to", "since", "until", "outlets"),
        statuses,
    ),
    "origins": (
        "Origins",
        ("id", "according_to", "text", "kind", "outlets", "low", "high", "best", "reasons"),
        origin_rows,
    ),
    "sources": (
        "Sources",
        (
            *("id", "outlet", "title", "authors", "published", "basis", "url", "archive_url", "path", "flags"),
            "given",
        ),
        sources,
    ),
    "unattributed": ("Quotations without a source", ("outlet", "text", "reason"), unattributed),
    "judgements": (
        "Judged by people",
        ("id", "kind", "targets", "value", "note", "author", "at", "outcome", "reason", "against"),
        judgements,
    ),
    "decided": ("Taken out by people", ("id", "table", "text", "outlets", "judgement", "author", "note"), decided),
    "clashes": ("Names to judge", ("id", "name", "roles", "reason", "actors"), clashes),
    "rejected": ("Not read", ("path", "reason"), rejected),
}


def table(look: Lookup, name: str) -> Table:
    """One table of the record. Raises KeyError for a name that TABLES does not hold."""
    title, columns, rows = TABLES[name]
    return Table(name, title, columns, tuple(rows(look)))
