"""How many reports by somebody with access stand behind a claim: an interval, with reasons that can be read aloud.

Evidence is first put together where one document copied another. What is left is joined where it names the same
source. Groups with a stated access are counted; those without join them in `low` and `best` and are one more each
only in `high`. Words that only quotations share join nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.compare.access import Access, Presence, Stated, voiced
from onrecord.compare.alike import Groups, aligned
from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.evidence import Piece
from onrecord.compare.newsrooms import OUTLET
from onrecord.model import Origins, Span

REASONS = {
    "none": "origin not stated: {outlets} not say how they have it",
    "one none": "origin not stated: {outlets} does not say how it has it",
    "count": "{outlets} outlet{s}, {best} origin{t}",
    "copy": "{one} copies {other}",
    "sibling": "{one} and {other} share their wording",
    "own": "{one} reports a contact of its own: ‘{words}’",
    "source": "{one} has an unnamed source with access",
    "carrier": "{one} rests on ‘{words}’",
    "release": "{one} names where it was put out: ‘{words}’",
    "occasion": "{one} names the occasion: ‘{words}’",
    "interview": "{one} speaks of an interview, without saying whose: ‘{words}’",
    "soft": "{one} is an agency, and this is its own copy",
    "paper": "{one} has seen the paper itself: ‘{words}’",
    "other paper": "{one} rests on a paper ‘{words}’",
    "same": "{other} {has} it from there too",
    "all": "{outlets} outlets, 1 origin: {both} rest on {name}",
    "second": "{one} cites a second unnamed source beside it: at most one more",
    "unstated": "{one} does not say how it has this: at most one more",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """The evidence of one document, or of one and its copies. `ways` are the stated ones of any of them."""

    documents: tuple[str, ...]
    ways: tuple[tuple[str, Access], ...]  # (document, access)
    utterances: frozenset[str]


def count(context: Context, draft: Draft, stated: Stated) -> Origins:
    """The origins of a claim; `stated` is what the documents say of access."""
    units, reasons = _units(context, draft, stated)
    counted = [u for u in units if u.ways]
    outlets = len({context.outlet(d) for u in units for d in u.documents})
    if not counted:
        names = _listed([context.shown(d) for d in _first_of_outlets(context, units)])
        single = " and " not in names
        text = REASONS["one none" if single else "none"].format(outlets=names if single else f"{names} do")
        return Origins(reasons=(text, *reasons))
    groups = _joined(counted)
    low, best, high = _sums(context, groups, draft)
    told = {context.outlet(d) for g in groups for u in g for d in u.documents}
    bare = [d for d in _first_of_outlets(context, [u for u in units if not u.ways]) if context.outlet(d) not in told]
    high += len(bare)
    more = _seconded(context, draft, stated)
    high += len(more)
    lines = [_first_line(context, groups, outlets, best)]
    lines += [_reason(context, g) for g in groups] + reasons
    lines += [REASONS["unstated"].format(one=context.shown(d)) for d in bare]
    lines += [REASONS["second"].format(one=context.shown(d)) for d in more]
    return Origins(low=low, high=high, best=best, reasons=tuple(dict.fromkeys(lines)))


def _seconded(context: Context, draft: Draft, stated: Stated) -> list[str]:
    """The documents that cite another unnamed source beside their own, who may say the same."""
    docs = {p.document for p in draft.pieces if p.attribution in stated.seconded}
    return sorted(docs, key=context.order.__getitem__)[:1]


def _first_of_outlets(context: Context, units: Sequence[Unit]) -> list[str]:
    """One document of each outlet, originals before copies."""
    seen: dict[str, str] = {}
    for u in units:
        seen.setdefault(context.outlet(u.documents[0]), u.documents[0])
    return sorted(seen.values(), key=context.order.__getitem__)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# ------------------------------------------------------------------------------------------ copies
def _units(context: Context, draft: Draft, stated: Stated) -> tuple[list[Unit], list[str]]:
    """The evidence document by document, copies joined to their originals."""
    of: dict[str, list[Piece]] = defaultdict(list)
    for piece in draft.pieces:
        of[piece.document].append(piece)
    docs = sorted(of, key=context.order.__getitem__)
    own = {d: _ways(context, of[d], stated.ways) for d in docs}
    for doc, here in both_present(context, draft, stated.present).items():
        if all(a.kind in ("occasion", "soft", "interview") for a in own[doc]):
            own[doc] = (here,) if here.kind == "own" else (*own[doc], here)
    groups = Groups(range(len(docs)))
    reasons: list[str] = []
    lost: set[str] = set()
    index = {d: i for i, d in enumerate(docs)}
    for i, doc in enumerate(docs):
        for other in context.partners.get(doc, ()):
            j, how = index.get(other), context.copied(doc, other)
            if j is None or how is None or how == "gave" or (how != "from" and j > i):
                continue
            if not _depends(context, of[doc], of[other], own[doc], how):
                continue
            groups.join(i, j)
            key = "copy" if how == "from" else "sibling"
            reasons.append(REASONS[key].format(one=context.shown(doc), other=context.shown(other)))
            if how == "from":
                lost.add(doc)
    first = {n: [docs[i] for i in group] for n, group in enumerate(groups.groups())}
    out: list[Unit] = []
    for group in first.values():
        members = sorted(group, key=lambda d: (d in lost, context.order[d]))
        heads = [d for d in members if d not in lost] or members
        found = tuple((d, a) for d in heads for a in own[d])
        said = frozenset(
            s for d in members for p in of[d] if p.attribution for s in context.attributions[p.attribution].statements
        )
        out.append(Unit(tuple(members), found, said & set(draft.statements)))
    return sorted(out, key=lambda u: context.order[u.documents[0]]), list(dict.fromkeys(reasons))


def _ways(context: Context, found: Sequence[Piece], ways: dict[str, tuple[Access, ...]]) -> tuple[Access, ...]:
    out: list[Access] = []
    for piece in found:
        if piece.attribution:
            out += ways.get(piece.attribution, ())
        else:
            out += voiced(context, piece.document, piece.span)
    return tuple(dict.fromkeys(out))


def _depends(
    context: Context, mine: Sequence[Piece], theirs: Sequence[Piece], ways: Sequence[Access], how: str
) -> bool:
    """Whether evidence of a document that copied another one belongs to it: its wording is aligned, or it states no
    contact of its own."""
    if any(aligned(context, a, b) >= 0.3 for a in mine for b in theirs):
        return True
    return not any(a.kind in ("own", "source") for a in ways)


# ------------------------------------------------------------------------------------------ same source
def _joined(stated: Sequence[Unit]) -> list[list[Unit]]:
    """Units that name the same source, or one of which names the outlet of the other. Two with contacts of their
    own stay two, whatever else they name."""
    groups = Groups(range(len(stated)))
    seen: dict[str, int] = {}
    own = [any(a.kind == "own" for _, a in u.ways) for u in stated]
    for n in sorted(range(len(stated)), key=lambda i: (not own[i], i)):
        keys = {a.key for _, a in stated[n].ways if a.kind != "occasion"}
        for key in sorted(keys):
            if key in seen and not (own[n] and own[seen[key]] and not key.startswith(OUTLET)):
                groups.join(n, seen[key])
            seen.setdefault(key, n)
    return [[stated[i] for i in group] for group in groups.groups()]


def _kind(group: Sequence[Unit]) -> str:
    """What a group counts as: the strongest of the ways its documents state."""
    kinds = {a.kind for u in group for _, a in u.ways}
    if "own" in kinds and "carrier" in kinds:
        return "carrier"
    if "source" not in kinds and "release" in kinds:
        return "own" if "own" in kinds else "release"  # whoever carried it
    return next(k for k in ("own", "source", "carrier", "release", "soft", "interview", "occasion") if k in kinds)


def _sums(context: Context, groups: Sequence[Sequence[Unit]], draft: Draft) -> tuple[int, int, int]:
    """(low, best, high) over the utterances of a claim. What may have been said on one occasion is counted together
    in `low` and `best`, and apart only in `high`."""
    acts = _acts(context, draft)
    together: dict[str, list[Sequence[Unit]]] = defaultdict(list)
    apart: dict[str, list[Sequence[Unit]]] = defaultdict(list)
    for group in groups:
        named = sorted(s for u in group for s in u.utterances)
        together[acts[named[0]] if named else ""].append(group)
        apart[named[0] if named else ""].append(group)
    low, best, high = _summed(together)
    return low, best, max(high, _summed(apart)[2])


def _summed(by_utterance: dict[str, list[Sequence[Unit]]]) -> tuple[int, int, int]:
    loose = by_utterance.pop("", [])
    if loose:
        by_utterance[min(by_utterance, default="")] += loose
    sure, best, high, most = 0, 0, 0, 0
    for said in by_utterance.values():
        low_here, best_here, high_here, sure_here = _utterance(said)
        sure, best, high, most = sure + sure_here, best + best_here, high + high_here, max(most, low_here)
    low = max(sure, most)
    return low, max(low, best), max(low, best, high)


def _acts(context: Context, draft: Draft) -> dict[str, str]:
    """For each utterance of a claim the first one that may be the same act of saying: none of the days that documents
    give for the two is more than a day from the others. Those that most documents date come first."""
    days: dict[str, list[tuple[date, date]]] = {s: [] for s in sorted(draft.statements)}
    for piece in draft.pieces:
        one = context.attributions[piece.attribution] if piece.attribution else None
        if one and one.said.earliest and one.said.latest:
            span = (date.fromisoformat(one.said.earliest[:10]), date.fromisoformat(one.said.latest[:10]))
            for said in one.statements:
                days.get(said, []).append(span)
    acts: dict[str, list[str]] = {}
    for said, given in sorted(days.items(), key=lambda row: (-len(row[1]), row[0])):
        near = (a for a, members in acts.items() if all(_near(given, days[m]) for m in members))
        acts.setdefault(next(near, said), []).append(said)
    return {said: first for first, members in acts.items() for said in members}


def _near(one: Sequence[tuple[date, date]], two: Sequence[tuple[date, date]]) -> bool:
    return all((max(a[0], b[0]) - min(a[1], b[1])).days <= 1 for a in one for b in two)


def _utterance(groups: Sequence[Sequence[Unit]]) -> tuple[int, int, int, int]:
    """(low, best, high, surely apart from other utterances) of one act of saying."""
    n: dict[str, int] = defaultdict(int)
    sources = 0
    for group in groups:
        kind = _kind(group)
        n[kind] += 1
        if kind == "source":
            sources += len({a.key for u in group for _, a in u.ways if a.kind == "source"}) - 1
    sure = n["own"] + n["source"]
    low, best, high = sure, sure + sources, sure + sources
    if n["release"]:
        low, best, high = low + 1, best + 1, high + n["release"] + n["carrier"] + n["soft"]
        n["soft"] = 0
    elif n["carrier"]:
        sure += n["carrier"]
        low, best, high = low + n["carrier"], best + n["carrier"], high + n["carrier"]
    low, best, high = low + int(low == 0 and n["soft"] > 0), best + n["soft"], high + n["soft"]
    for weak in ("interview", "occasion"):
        first = int(low == 0 and n[weak] > 0)
        low, best, high = low + first, best + first, high + n[weak]
    return low, best, high, sure


# ------------------------------------------------------------------------------------------ reasons
def _first_line(context: Context, groups: Sequence[Sequence[Unit]], outlets: int, best: int) -> str:
    """How many outlets and origins, and the newsroom that all of them rest on, if it is one."""
    heads = [{a.key: (d, a.words) for d, a in u.ways if a.kind == "carrier"} for u in groups[0]]
    names = set.intersection(*(set(h) for h in heads))
    reached = {context.outlet(d) for u in groups[0] for d in u.documents}
    if best == len(groups) == len(names) == 1 and outlets == len(reached) > 1:
        key = names.pop()
        doc, said = heads[0][key]
        if said and key.removeprefix(OUTLET) not in reached:
            both = "both" if outlets == 2 else f"all {outlets}"
            return REASONS["all"].format(outlets=outlets, both=both, name=_words(context, doc, said).split(",")[0])
    return REASONS["count"].format(outlets=outlets, s="s" * (outlets != 1), best=best, t="s" * (best != 1))


def _words(context: Context, doc: str, span: Span) -> str:
    """Words of a document on one line, without the stop that ends them."""
    return " ".join(context.text(doc, span).split()).rstrip(".,;:")


def _reason(context: Context, group: Sequence[Unit]) -> str:
    kind = _kind(group)
    doc, access = next((d, a) for u in group for d, a in u.ways if a.kind == kind)
    named = access.key.removeprefix(OUTLET)
    others = []
    for u in group:
        if u.documents[0] != doc and (kind != "carrier" or context.outlet(u.documents[0]) != named):
            way = next((_words(context, d, a.words) for d, a in u.ways if a.words), None)
            others.append(context.shown(u.documents[0]) + (f" (‘{way}’)" if way else ""))
    said = _words(context, doc, access.words) if access.words else named
    if access.key.startswith("paper "):
        own = access.key.removeprefix("paper ").removeprefix(OUTLET) == context.outlet(doc)
        text = REASONS["paper" if own else "other paper"].format(one=context.shown(doc), words=said)
    else:
        text = REASONS[kind].format(one=context.shown(doc), words=said)
    if others:
        text += "; " + REASONS["same"].format(other=_listed(others), has="has" if len(others) == 1 else "have")
    return text


def both_present(context: Context, draft: Draft, here_at: dict[str, Presence]) -> dict[str, Access]:
    """The documents of a claim whose reporters are stated to have been where it was said: the statement is given the
    day of the occasion at which the document places its reporter. Those of several outlets are each a contact of
    its own; where it is one, that of the same speaker, it names the occasion."""
    found: list[tuple[str, Presence, bool]] = []
    for piece in draft.pieces:
        said = context.attributions[piece.attribution] if piece.attribution else None
        here = here_at.get(piece.document)
        if said and here and (said.said.latest or "") == here.day and said.said.earliest in (None, here.day):
            found.append((piece.document, here, here.speaker in (None, said.speaker)))
    scene = any(here.speaker is None for _, here, _ in found)
    out = {d: Access("own", f"{OUTLET}{context.outlet(d)}", here.words) for d, here, his in found if his or scene}
    if len({a.key for a in out.values()}) > 1:
        return out
    return {d: Access("occasion", "occasion", here.words) for d, here, his in found if his and here.speaker}
