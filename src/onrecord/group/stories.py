"""Stories: documents on one happening, by average link over words and names, precision before recall.

A document is a vector of its words, its capitalised words, the words and the numbers of its start, each weighted by
how rare they are in the language (a background table that is shipped) and in the collection. Pairs are compared only
where an index of their rarer words brings them together; clusters are merged while the mean similarity of all their
pairs, absent pairs counting as zero, stays above a threshold. Two groups each of which holds together much better than
they do with each other are two happenings of one sort, and stay apart. Known dates far apart lower a similarity.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from scipy import sparse

from onrecord.group.constraints import FREE, Foes, Links, blocks
from onrecord.group.wording import Wording
from onrecord.model import Document, Reading, Story, ident

SHARES = (0.4, 0.25, 0.25, 0.1)  # of words, names, the words of the lead and its numbers in a similarity
SMALL = 50  # documents up to which the background counts in full
LEAD = 60  # words of a lead
START = 150  # words at the start whose numbers count
LINK = 0.18  # least mean similarity of two clusters that are merged
FEW = 0.22  # and of three documents or fewer, which have little to go by
GROUP = 3  # documents of a cluster that has a coherence of its own
APART = 0.29  # least mean similarity of two such clusters that are merged,
COHESION = 0.85  # or this part of the mean similarity inside the looser one
TIED = 0.1  # least mean similarity of a small cluster to one that a citation or a common quotation ties it to
EDGE = 0.05  # least similarity of a pair that is kept
POSTING = 400  # documents of a word; of a commoner word only the similarity of pairs found otherwise profits
HALF_LIFE = 45.0  # days between two known dates that halve a similarity, beyond the first week
FAR = 14  # days between two dates of one wording from which the later is not the first publication
CHUNK = 512  # documents compared with all at a time

Pair = tuple[int, int]


@cache
def background() -> tuple[dict[str, int], int]:
    """How many texts of the background hold a word, and how many texts there are (weights/background.tsv)."""
    text = files("onrecord").joinpath("weights", "background.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    return {word: int(count) for word, count in rows[1:]}, int(rows[0][1])


def _features(document: Document, words: Wording) -> tuple[Counter[str], ...]:
    """The words of a document, those capitalised other than at the start of a sentence, the words of its lead, and
    the numbers of more than one digit near its start."""
    plain: Counter[str] = Counter()
    named: Counter[str] = Counter()
    lead: Counter[str] = Counter()
    numbers = Counter(w for w in words.words[:START] if w[0].isdigit() and len(w) > 1)
    text, common = document.text, _common()
    for number, (folded, start) in enumerate(zip(words.words, words.starts.tolist(), strict=True)):
        if len(folded) < 3 or folded in common or not folded[0].isalpha():
            continue
        word = folded.removesuffix("'s")
        plain[word] += 1
        if number < LEAD:
            lead[word] += 1
        if text[start].isupper() and _inside_sentence(text, start):
            named[word] += 1
    return plain, named, lead, numbers


def _inside_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] in ",;-")


@cache
def _common() -> frozenset[str]:
    """The words of a tenth of all texts: they tell no story from another."""
    known, texts = background()
    return frozenset(word for word, count in known.items() if 10 * count > texts)


def _matrix(bags: Sequence[Counter[str]], weight: float) -> sparse.csr_matrix:
    """Rows of unit length times the root of `weight`; columns are the words that more than one document has."""
    seen: Counter[str] = Counter()
    for bag in bags:
        seen.update(bag.keys())
    known, texts = background()
    column = {word: i for i, word in enumerate(sorted(w for w, n in seen.items() if n > 1))}
    part = min(1.0, SMALL / len(bags))
    total = part * texts + len(bags)
    rows, columns, values = [], [], []
    for i, bag in enumerate(bags):
        scores = {w: (1 + math.log(n)) * math.log(total / (seen[w] + part * known.get(w, 0))) for w, n in bag.items()}
        norm = math.sqrt(sum(s * s * (part if seen[w] == 1 else 1.0) for w, s in scores.items())) or 1.0
        for word, score in scores.items():
            if word in column:
                rows.append(i)
                columns.append(column[word])
                values.append(math.sqrt(weight) * score / norm)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(bags), max(1, len(column))), dtype=np.float32)


def similarities(
    readings: Sequence[Reading], wordings: Sequence[Wording], wording_shared: Iterable[Pair] = ()
) -> dict[Pair, float]:
    """The similarity (0..1) of pairs of documents (indices a < b) that share a word rare enough, above EDGE.

    Documents that share wording are of one time: where `wording_shared` says so and the dates are far apart, the later
    one is taken for the date of a revision, and does not count.
    """
    bags = [_features(r.document, w) for r, w in zip(readings, wordings, strict=True)]
    vectors = sparse.hstack([_matrix([b[i] for b in bags], share) for i, share in enumerate(SHARES)], format="csr")
    counts = np.asarray((vectors > 0).sum(axis=0)).ravel()
    rare = vectors[:, counts <= max(POSTING, 2)]
    days = known_days(readings, wording_shared)
    found: dict[Pair, float] = {}
    for start in range(0, len(readings), CHUNK):
        near = (rare[start : start + CHUNK] @ rare.T).tocoo()
        near.eliminate_zeros()
        keep = near.data > 0.5 * EDGE
        a, b = near.row[keep] + start, near.col[keep]
        a, b = a[a < b], b[a < b]
        if not len(a):
            continue
        full = np.asarray(vectors[a].multiply(vectors[b]).sum(axis=1)).ravel()
        for i, j, near_by in zip(a.tolist(), b.tolist(), full.tolist(), strict=True):
            value = near_by * decay(days[i], days[j])
            if value > EDGE:
                found[i, j] = value
    return found


def known_days(readings: Sequence[Reading], wording_shared: Iterable[Pair]) -> list[date | None]:
    """The day of each publication, None where it is unknown or more likely that of a revision."""
    days = [_day(r.document) for r in readings]
    late = set()
    for a, b in wording_shared:
        one, two = days[a], days[b]
        if one and two and abs((one - two).days) > FAR:
            late.add(a if one > two else b)
    return [None if i in late else day for i, day in enumerate(days)]


def _day(document: Document) -> date | None:
    """The day of publication where it is known to a few days."""
    try:
        ends = [date.fromisoformat(v[:10]) for v in (document.published.earliest, document.published.latest) if v]
    except ValueError:
        return None
    return ends[0] if len(ends) == 2 and (ends[1] - ends[0]).days <= 3 else None


def decay(a: date | None, b: date | None) -> float:
    """1 for two days within a week of each other or where one is unknown, halved with every further HALF_LIFE days."""
    if a is None or b is None:
        return 1.0
    return float(0.5 ** (max(0, abs((a - b).days) - 7) / HALF_LIFE))


class Clusters:
    """Clusters of range(count) with the sums of the similarities between them and inside each.

    A pair that is not in `pairs` has similarity 0.
    """

    def __init__(self, count: int, pairs: Mapping[Pair, float], foes: Foes | None = None) -> None:
        self.foes = foes or Foes()
        self.members = {i: [i] for i in range(count)}
        self.sums: list[dict[int, float]] = [{} for _ in range(count)]
        self.within = [0.0] * count
        self.owner = list(range(count))
        for (a, b), value in sorted(pairs.items()):
            self.sums[a][b] = self.sums[b][a] = value

    def merge(self, a: int, b: int) -> int:
        """One cluster of two, known by the lower of their numbers."""
        keep, drop = min(a, b), max(a, b)
        self.foes.merge(keep, drop)
        self.within[keep] += self.within[drop] + self.sums[keep].pop(drop, 0.0)
        self.members[keep] += self.members.pop(drop)
        for i in self.members[keep]:
            self.owner[i] = keep
        for other, value in self.sums[drop].items():
            if other != keep:
                self.sums[keep][other] = self.sums[other][keep] = self.sums[keep].get(other, 0.0) + value
                self.sums[other].pop(drop, None)
        self.sums[drop] = {}
        return keep

    def barred(self, a: int, b: int) -> bool:
        """Whether people keep two clusters apart."""
        return self.foes.bar(a, b, self.owner.__getitem__)

    def size(self, a: int) -> int:
        return len(self.members.get(a, ()))

    def mean(self, a: int, b: int) -> float:
        return self.sums[a].get(b, 0.0) / (self.size(a) * self.size(b))

    def coherence(self, a: int) -> float:
        """The mean similarity of the pairs inside a cluster of two or more."""
        return 2 * self.within[a] / (self.size(a) * (self.size(a) - 1))

    def are_two(self, a: int, b: int, mean: float) -> bool:
        """Whether two groups hold together much better than they do with each other; few documents must be close."""
        if min(self.size(a), self.size(b)) < GROUP:
            return mean < FEW and self.size(a) + self.size(b) <= GROUP
        return mean < min(APART, COHESION * min(self.coherence(a), self.coherence(b)))


def average_link(
    count: int,
    pairs: Mapping[Pair, float],
    link: float = LINK,
    together: Iterable[Pair] = (),
    tied: Iterable[Pair] = (),
    judged: tuple[Sequence[Sequence[int]], Foes | None] = ((), None),
) -> list[list[int]]:
    """Clusters of range(count): `together` first, then the two with the highest mean similarity, down to `link`.

    `judged` are the blocks that people put together, which come before all else, and what they keep apart.

    Groups that a pair in `tied` holds together are merged whatever their coherence, small clusters down to TIED. Ties
    of similarity go to the lowest indices.
    """
    found = Clusters(count, pairs, judged[1])
    decided = [(block[0], i) for block in judged[0] for i in block[1:]]
    for a, b in [*decided, *sorted(together)]:
        if found.owner[a] != found.owner[b] and not found.barred(found.owner[a], found.owner[b]):
            found.merge(found.owner[a], found.owner[b])
    heap: list[tuple[float, int, int, int, int]] = []

    def propose(a: int, b: int) -> None:
        low, high = min(a, b), max(a, b)
        mean = found.mean(low, high)
        if mean >= link:
            heapq.heappush(heap, (-mean, low, high, found.size(low), found.size(high)))

    for a in list(found.members):
        for b in found.sums[a]:
            if a < b:
                propose(a, b)
    while heap:
        value, a, b, *sizes = heapq.heappop(heap)
        if [found.size(a), found.size(b)] != sizes or found.are_two(a, b, -value) or found.barred(a, b):
            continue
        keep = found.merge(a, b)
        for other in found.sums[keep]:
            propose(keep, other)
    _attach(found, tied)
    return sorted(sorted(m) for m in found.members.values())


def _attach(found: Clusters, tied: Iterable[Pair]) -> None:
    """Clusters put to the one that they are tied to, the most similar first."""
    pairs = {(min(c), max(c)) for a, b in tied if len(c := {found.owner[a], found.owner[b]}) == 2}
    for _, a, b in sorted((-found.mean(a, b), a, b) for a, b in pairs):
        one, two = found.owner[a], found.owner[b]
        if one != two and not found.barred(one, two):
            small = min(found.size(one), found.size(two)) < GROUP
            if found.mean(one, two) >= (TIED if small else LINK):
                found.merge(one, two)


def central(cluster: Sequence[int], pairs: dict[Pair, float]) -> int:
    """The member that is most similar to the others; the first of equals."""

    def closeness(i: int) -> float:
        return sum(pairs.get((min(i, j), max(i, j)), 0.0) for j in cluster if j != i)

    return max(cluster, key=lambda i: (round(closeness(i), 6), -i))


def group_stories(
    readings: Sequence[Reading],
    wordings: Sequence[Wording],
    together: Iterable[Pair] = (),
    wording_shared: Iterable[Pair] = (),
    tied: Iterable[Pair] = (),
    links: Links = FREE,
) -> list[tuple[Story, list[int]]]:
    """The stories of documents, each with the indices of its documents.

    `together` are pairs of copies, which are in one story; `wording_shared` pairs with passages in common; `tied` those
    that cite each other or quote the same words; `links` what people decided about documents.
    """
    pairs = similarities(readings, wordings, wording_shared)
    stories = []
    names = [r.document.id for r in readings]
    judged = (blocks(names, links), Foes.among(names, links))
    for cluster in average_link(len(readings), pairs, LINK, together, tied, judged):
        documents = tuple(sorted(readings[i].document.id for i in cluster))
        titled = [i for i in cluster if readings[i].document.title] or cluster
        title = readings[central(titled, pairs)].document.title
        stories.append((Story(id=ident("g", documents[0]), title=title, documents=documents), cluster))
    return stories


__all__ = ["average_link", "background", "central", "decay", "group_stories", "known_days", "similarities"]
