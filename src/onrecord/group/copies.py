"""What two documents share, passage by passage, and what that makes them: a copy, a partial copy, or neither.

A passage inside quotation marks on both sides is a *quote*: evidence of a common speaker. Other shared wording is a
*copy*: evidence of common authorship, unless a site repeats it from page to page, a *template*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from onrecord.group import reuse
from onrecord.group.wording import Flags, Hashes, Ints, Offsets, Wording
from onrecord.model import CopyRelation, Passage, PassageKind, Reading

LONG = 6  # words of a copied run, besides speakers and their titles, that counts for the relation
PARTIAL = 24  # copied words in long runs that make a partial copy
SHARE = 0.04  # and their share of the shorter document
VERBATIM = 0.6  # share of the shorter document's words that makes a copy of the whole
SHORT = 12  # a shorter text than this is nobody's copy
NEAR = 4  # documents of a posting list compared to tell near-copies, which follow each other there
EDGE = 2 * reuse.SAMPLE  # words beside a template that still are of it
REPEATS = 3  # unrelated pages of one site that make a passage its template
TOGETHER = 1 << 22  # words of the stories whose pairs are looked for at a time
SMALL = 60  # documents up to which every pair of them is aligned

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two documents (indices a < b) share: passages in order, and counts of words outside templates.

    `copied` are words in long runs outside quotation marks, `along` those inside on both sides in the same runs,
    `quoted` all those inside on both sides, `share` what part of the shorter document `copied` and `quoted` make up,
    `left` how many words of a and of b are in no passage."""

    a: int
    b: int
    passages: tuple[Passage, ...]
    copied: int
    along: int
    quoted: int
    share: float
    left: tuple[int, int]

    @property
    def relation(self) -> CopyRelation | None:
        """A copy or a partial copy; whether shared quotations matter is for the statements to say."""
        if self.copied >= PARTIAL and self.share >= VERBATIM:
            return "verbatim_copy"
        between = self.copied >= SHORT and self.copied + self.along >= 2 * PARTIAL  # what stands between quotations
        if (self.copied >= PARTIAL or between) and self.share >= SHARE:
            return "partial_copy"
        return "verbatim_copy" if self.share >= 0.9 and self.copied >= SHORT else None


def site(reading: Reading) -> str | None:
    return reading.document.outlet


def repeated(found: reuse.Index, sites: Sequence[str | None], alike: Ints) -> Hashes:
    """The shingles that one site has on REPEATS unrelated pages, sorted.

    `alike[i]` numbers the group of near-copies that document i is in; its members count as one page.
    """
    numbers = {name: n for n, name in enumerate(sorted({s for s in sites if s}))}
    of_site = np.array([numbers[s] if s else -1 for s in sites], np.int64)
    grams, owners = found.shingle(found.keys), found.document(found.keys)
    known = (of_site[owners] >= 0) & _often(grams)
    grams, owners = grams[known], owners[known]
    if not len(grams):
        return np.zeros(0, np.uint64)
    order = np.lexsort((alike[owners], of_site[owners], grams))
    grams, place, page = grams[order], of_site[owners[order]], alike[owners[order]]
    same = (grams[1:] == grams[:-1]) & (place[1:] == place[:-1])
    other_page = np.concatenate([[True], ~same | (page[1:] != page[:-1])])
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    pages = np.add.reduceat(other_page.astype(np.int64), starts)
    return np.unique(grams[starts[pages >= REPEATS]])


def _often(grams: Hashes) -> Flags:
    """Which of some sorted shingles are listed REPEATS times."""
    starts = np.flatnonzero(reuse.changes(grams))
    lengths = np.diff(np.append(starts, len(grams)))
    return np.repeat(lengths >= REPEATS, lengths)


def masks(wordings: Sequence[Wording], found: reuse.Index, templates: Hashes) -> list[Flags]:
    """For each document, which of its words stand in a template."""
    marked = [np.zeros(len(words), np.bool_) for words in wordings]
    chosen = np.flatnonzero(reuse.among(found.shingle(found.grams), templates))
    ends = np.searchsorted(chosen, found.firsts)
    for i in np.flatnonzero(np.diff(ends)).tolist():
        _mark(marked[i], found.places[chosen[ends[i] : ends[i + 1]]])
    return marked


def _mark(mask: Flags, places: Offsets) -> None:
    """Marks the shingles at the places, and what lies between two that are near each other."""
    last = -1
    for place in places.tolist():
        start = last if last >= 0 and place - last <= EDGE else place
        mask[start : place + reuse.SIZE] = True
        last = place + reuse.SIZE


def alike(found: reuse.Index) -> Ints:
    """A number for each document, the same for those that are mostly one text."""
    parent = list(range(found.documents))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    a, b, counts = found.pairs(NEAR)
    sizes = np.diff(found.firsts)
    close = 2 * counts >= np.minimum(sizes[a], sizes[b])
    for one, two in zip(a[close].tolist(), b[close].tolist(), strict=True):
        low, high = sorted((find(one), find(two)))
        parent[high] = low
    return np.array([find(i) for i in range(found.documents)], np.int64)


def compare(a: int, b: int, wordings: Sequence[Wording], masks: Sequence[Flags]) -> Shared:
    """The passages of two documents."""
    one, two = wordings[a], wordings[b]
    passages: list[Passage] = []
    copied = along = quoted = 0
    used: int = 0
    for run in reuse.runs(one, two):
        pieces = _pieces(run, one, two, masks[a], masks[b])
        for kind, start, length in pieces:
            passages.append(
                Passage(
                    one.span(run.a + start, run.a + start + length),
                    two.span(run.b + start, run.b + start + length),
                    kind,
                )
            )
            used += length if kind != "template" else 0
        inside = sum(length for kind, _, length in pieces if kind == "quote")
        plain = sum(length for kind, _, length in pieces if kind == "copy")
        quoted += inside
        if plain - _whose(run, pieces, one, two) >= LONG:
            copied += plain
            along += inside
    own = [int(len(w) - masks[i].sum()) for i, w in ((a, one), (b, two))]
    shorter = max(1, min(own))
    share, left = (copied + quoted) / shorter, (own[0] - used, own[1] - used)
    return Shared(a, b, tuple(passages), copied, along, quoted, share, left)


def _whose(run: reuse.Run, pieces: Sequence[tuple[PassageKind, int, int]], one: Wording, two: Wording) -> int:
    """How many of a run's copied words say on both sides who speaks and where: two reporters have them in common."""
    both = one.whose[run.a : run.a + run.length] & two.whose[run.b : run.b + run.length]
    return sum(int(both[start : start + length].sum()) for kind, start, length in pieces if kind == "copy")


def _pieces(
    run: reuse.Run, one: Wording, two: Wording, mask_a: Flags, mask_b: Flags
) -> list[tuple[PassageKind, int, int]]:
    """A run cut where it enters or leaves a quotation or a template: (kind, start in the run, length)."""
    here, there = slice(run.a, run.a + run.length), slice(run.b, run.b + run.length)
    quote = one.quoted[here] & two.quoted[there]
    template = mask_a[here] | mask_b[there]
    if template.any():  # its edges fall between two sampled shingles
        inside = np.flatnonzero(template)
        template[: inside[0]] |= inside[0] < EDGE
        template[inside[-1] + 1 :] |= run.length - inside[-1] <= EDGE
    codes = np.where(template, 2, np.where(quote, 1, 0))
    cuts = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), run.length]
    kinds: tuple[PassageKind, ...] = ("copy", "quote", "template")
    return [(kinds[int(codes[s])], s, e - s) for s, e in pairwise(cuts)]


def candidates(wordings: Sequence[Wording], sites: Sequence[str | None]) -> tuple[list[Pair], list[Flags]]:
    """Pairs of documents that share wording, and the template words of each document.

    In a small collection all that share any five words, else those that share two sampled shingles outside templates.
    """
    small = len(wordings) <= SMALL
    found = reuse.index(wordings, 1 if small else reuse.SAMPLE)
    templates = repeated(found, sites, alike(found))
    if small:
        a, b, _ = found.pairs(SMALL)
    else:
        a, b, _ = found.pairs(least=2, leave=templates)
    return list(zip(a.tolist(), b.tolist(), strict=True)), masks(wordings, found, templates)


def inside_stories(wordings: Sequence[Wording], story_of: Sequence[int]) -> list[Pair]:
    """Pairs of documents of one story that share any five words; some stories at a time."""
    found: list[Pair] = []
    stories = np.array(story_of, np.int64)
    for members in _some(stories, np.array([len(w) for w in wordings], np.int64)):
        index = reuse.index([wordings[i] for i in members.tolist()], 1, stories[members])
        a, b, _ = index.pairs()
        found += zip(members[a].tolist(), members[b].tolist(), strict=True)
    return sorted(found)


def _some(stories: Ints, lengths: Ints) -> Iterator[Ints]:
    """The documents of stories of two and more, ascending, in stretches of whole stories of some TOGETHER words."""
    order = np.argsort(stories, kind="stable")
    cuts = [0, *(np.flatnonzero(np.diff(stories[order])) + 1).tolist(), len(order)]
    members: list[Ints] = []
    words = 0
    for story in (order[a:b] for a, b in pairwise(cuts) if b - a > 1):
        members.append(story)
        words += int(lengths[story].sum())
        if words >= TOGETHER:
            yield np.sort(np.concatenate(members))
            members, words = [], 0
    if members:
        yield np.sort(np.concatenate(members))


def unexplained(found: dict[Pair, Shared], sites: Sequence[str | None]) -> dict[Pair, Shared]:
    """Without weak partial copies that a stronger copy explains: where c copies x at length and shares a little with y,
    a page of the same site as x that has it too, the little came through x: a newsroom reuses its own background."""
    strong: dict[int, list[tuple[int, Shared]]] = defaultdict(list)
    for (a, b), shared in found.items():
        if shared.relation:
            strong[a].append((b, shared))
            strong[b].append((a, shared))
    kept = {}
    for (a, b), shared in found.items():
        weak = shared.relation == "partial_copy" and shared.share < 0.3
        if not (weak and any(_explains(x, y, shared, strong, found, sites) for x, y in ((a, b), (b, a)))):
            kept[a, b] = shared
    return kept


def _explains(
    c: int,
    y: int,
    weak: Shared,
    strong: dict[int, list[tuple[int, Shared]]],
    found: dict[Pair, Shared],
    sites: Sequence[str | None],
) -> bool:
    mine = [p.a if weak.a == c else p.b for p in weak.passages if p.kind == "copy"]
    for x, link in strong[c]:
        if (
            x == y
            or sites[x] is None
            or sites[x] != sites[y]
            or link.copied < 3 * weak.copied
            or (min(x, y), max(x, y)) not in found
        ):
            continue
        theirs = [p.a if link.a == c else p.b for p in link.passages]
        covered = sum(max(0, min(m.end, t.end) - max(m.start, t.start)) for m in mine for t in theirs)
        if covered >= 0.8 * sum(m.end - m.start for m in mine):
            return True
    return False
