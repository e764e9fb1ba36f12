"""What the targets of a merge or a split stand for: the members of clusters, named as the grouping names them.

Members of stories are documents, of statements attributions, of actors the actors of single documents, of claims the
places of their evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord import model as m
from onrecord.run.locate import Located

CLUSTERS = ("stories", "actors", "statements", "claims")
FIT = {  # what may be taken out of a cluster
    "stories": {"documents"},
    "actors": {"documents", "attributions"},
    "statements": {"attributions", "documents"},
    "claims": {"attributions", "documents", "statements"},
}


def section_of(targets: Iterable[m.Target]) -> str | None:
    """What a merge or a split of these rows is about; None where they do not go together."""
    have = {t.section for t in targets}
    if have == {"attributions"}:
        return "statements"
    if have == {"documents"}:
        return "stories"
    found = "claims" if "claims" in have else next((s for s in CLUSTERS if s in have), None)
    return found if found and have - {found} <= FIT[found] else None


def key(held: m.Place) -> str:
    """A place as the name of a member."""
    return f"{held.document} {held.span.start} {held.span.end}"


def place(name: str) -> m.Place:
    document, start, end = name.rsplit(" ", 2)
    return m.Place(document, m.Span(int(start), int(end)))


def of(look: Located, section: str, target: m.Target, targets: Sequence[m.Target]) -> tuple[str, ...]:
    """The members that a target stands for; one that is no cluster itself is taken out of the clusters beside it."""
    if target.section == section:
        return _whole(look, target)
    every = tuple(x for t in targets if t.section == section for x in _whole(look, t))
    if target.section == "documents":
        return _of_documents(look, section, look.documents(target), every)
    said = look.attributions(target)
    if section == "actors":
        return tuple(s for a in said if (s := look.speaker(a)) is not None)
    if section == "claims":
        return tuple(key(p) for a in said for p in look.contents(a))
    return said


def _whole(look: Located, target: m.Target) -> tuple[str, ...]:
    match target.section:
        case "stories":
            return look.documents(target)
        case "statements":
            return look.attributions(target)
        case "actors":
            return look.actors(target)
        case _:
            return tuple(map(key, look.places(target)))


def _of_documents(
    look: Located, section: str, documents: tuple[str, ...], every: tuple[str, ...]
) -> tuple[str, ...]:
    """The members of a cluster that are of some documents; of stories the documents themselves."""
    if section == "stories":
        return documents
    if section == "claims":
        return tuple(x for x in every if place(x).document in documents)
    home = look.actor_document if section == "actors" else look.document_of
    return tuple(x for x in every if home(x) in documents)


def apart(section: str, targets: Sequence[m.Target], found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The groups that a split keeps apart: what is taken out of one cluster and what stays, or all of several."""
    clusters = [rows for t, rows in zip(targets, found, strict=True) if t.section == section]
    if len(clusters) != 1:
        return [rows for rows in clusters or found if rows]
    out = tuple(dict.fromkeys(x for t, rows in zip(targets, found, strict=True) if t.section != section for x in rows))
    return [g for g in (out, tuple(x for x in clusters[0] if x not in out)) if g]
