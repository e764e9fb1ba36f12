"""Enumerations with members in common that do not name the same: "A, B and C" against "A, B, D and E"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.compare.claims import Draft
from onrecord.compare.context import Context
from onrecord.compare.differences.sides import difference
from onrecord.compare.evidence import finite
from onrecord.compare.wordwork import name_key, plain, stem, stems
from onrecord.model import Difference, DifferenceClass, Place, Span

WORD = r"[A-Z](?:[\w’'-]|\.(?=\w))*"
NAME = rf"(?:[Tt]he )?{WORD}(?: (?:of |the )?(?:{WORD}|\d+)){{0,4}}"
LIST = re.compile(rf"{NAME}(?:, {NAME})+,? (?:and|or|&) {NAME}|{NAME} and {NAME}")
NOUNS = r"(?:an? |the )?[a-z][\w-]+(?: [a-z][\w-]+){0,2}"  # "nausea, headaches and skin rashes"
COMMON = re.compile(rf"{NOUNS}(?:, {NOUNS}){{1,5}},? and {NOUNS}")
VERBAL = re.compile(r"\w+(?:ed|ing|ly)$")
OPEN = re.compile(r"\b(?:including|such as|like|among them|for example|e\.g\.)\s*$")
SHARED = 2
POSTINGS = 40
REASONS = {
    "more": "one enumeration has members that the other does not name",
    "other": "each enumeration names members that the other does not",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """An enumeration of names in a sentence."""

    place: Place
    members: frozenset[str]
    open: bool
    around: frozenset[str]
    speaker: str | None
    common: bool = False  # of common nouns


def differences(context: Context, drafts: tuple[Draft, ...]) -> Iterator[Difference]:
    for _, docs in context.stories:
        found = [listing for doc in docs for listing in _listings(context, doc)]
        yield from _story(context, found)


def _listings(context: Context, doc: str) -> list[Listing]:
    text = context.document(doc).text
    out = _common(context, doc)
    for sentence in context.readings[doc].sentences:
        for m in LIST.finditer(text, sentence.start, sentence.end):
            names = re.findall(NAME, re.sub(r",? (?:and|or|&) (?=(?:[Tt]he )?[A-Z])", ", ", m.group()))
            members = frozenset(k for n in names if (k := name_key(n)))
            if len(members) < 2:
                continue
            span = Span(m.start(), m.end())
            said = context.holders(doc, span)
            rest = text[sentence.start : m.start()] + " " + text[m.end() : sentence.end]
            out.append(
                Listing(
                    Place(doc, span),
                    members,
                    bool(OPEN.search(text, sentence.start, m.start())),
                    frozenset(stems(rest)),
                    (said[0].speaker or said[0].id) if said else None,
                )
            )
    return out


def _common(context: Context, doc: str) -> list[Listing]:
    """Enumerations of common nouns, each known by its last word before a function word."""
    text = context.document(doc).text
    out = []
    for sentence in context.readings[doc].sentences:
        for m in COMMON.finditer(text, sentence.start, sentence.end):
            parts = [p.split() for p in re.split(r",? and |, ", m.group())]
            cut = next((n for n, w in enumerate(parts[-1]) if n and w in plain()), len(parts[-1]))
            heads = [p[-1] for p in parts[:-1]] + [parts[-1][cut - 1]]
            if sum(bool(VERBAL.match(h)) for h in heads) > 1 or any(h in plain() or h in finite() for h in heads):
                continue
            dropped = " ".join(parts[-1][cut:])
            lead = next((n for n in range(len(parts[0]) - 1, 0, -1) if parts[0][n - 1] in plain()), 0)
            first = m.group().index(parts[0][lead]) if lead else 0
            span = Span(m.start() + first, m.end() - (len(dropped) + 1 if dropped else 0))
            said = context.holders(doc, span)
            rest = text[sentence.start : span.start] + " " + text[span.end : sentence.end]
            holder = (said[0].speaker or said[0].id) if said else None
            members = frozenset(stem(h) for h in heads)
            open_ = bool(OPEN.search(text, sentence.start, m.start()))
            out.append(Listing(Place(doc, span), members, open_, frozenset(stems(rest)), holder, common=True))
    return out


def _story(context: Context, found: list[Listing]) -> Iterator[Difference]:
    """Each enumeration against the earlier one that it has most in common with; equal ones are one."""
    nodes: dict[frozenset[str], list[Listing]] = {}
    index: dict[str, list[frozenset[str]]] = defaultdict(list)
    for listing in sorted(found, key=lambda x: (context.order[x.place.document], x.place.span)):
        if listing.members in nodes:
            nodes[listing.members].append(listing)
            continue
        near = {m for name in sorted(listing.members) for m in index[name][:POSTINGS]}
        best = max(
            (m for m in near if _comparable(nodes[m][0], listing)),
            key=lambda m: _closeness(context, nodes[m], listing),
            default=None,
        )
        nodes[listing.members] = [listing]
        for name in sorted(listing.members):
            index[name].append(listing.members)
        if best is not None:
            yield _row(context, nodes[best], listing)


def _closeness(context: Context, node: list[Listing], listing: Listing) -> tuple[bool, int, float, int]:
    """Which enumeration to hold another one against: one that holds it or lies in it, that most documents give."""
    one, other = node[0].members, listing.members
    nested = one <= other or other <= one
    return nested, len(node), len(one & other) / len(one | other), -_rank(context, node[0])


def _rank(context: Context, listing: Listing) -> int:
    return context.order[listing.place.document] * 100_000 + listing.place.span.start


def _comparable(a: Listing, b: Listing) -> bool:
    """Whether two enumerations are of the same thing: enough members in common, one of them more than a pair."""
    both = len(a.members & b.members)
    if a.common and b.common:
        beside = bool(both and a.around & b.around)
        return a.place.document != b.place.document and beside and a.members != b.members
    return (
        a.place.document != b.place.document
        and both >= SHARED
        and 2 * both >= min(len(a.members), len(b.members))
        and max(len(a.members), len(b.members)) > 2
        and (min(len(a.members), len(b.members)) > 2 or bool(a.around & b.around))
    )


def _row(context: Context, ones: list[Listing], other: Listing) -> Difference:
    one = ones[0]
    nested = one.members <= other.members or other.members <= one.members
    two_holders = one.speaker is not None and other.speaker is not None and one.speaker != other.speaker
    closed = not (one.open or other.open or two_holders)
    class_: DifferenceClass = "finer_detail" if nested else "compatible"
    if not nested and closed and not other.common and any(x.around & other.around for x in ones):
        class_ = "contradiction"
    return difference(
        context,
        "list",
        class_,
        [x.place for x in ones],
        [other.place],
        REASONS["more" if nested else "other"],
    )
