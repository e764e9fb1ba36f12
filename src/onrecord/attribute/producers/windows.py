"""A long document in stretches that a language model can read at once."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from onrecord.model import Parsed, Span
from onrecord.parse.words import paragraphs

SIZE = 6000  # code points, about 1,500 tokens; the answer may need as many again
OVERLAP = 1200  # what is read twice, so that no statement is cut from the paragraph before it


def windows(parsed: Parsed, size: int = SIZE, overlap: int = OVERLAP) -> list[Span]:
    """Stretches of whole paragraphs, of at most `size` code points; each begins with the last paragraphs of the one
    before, as far as they fit into `overlap`. A paragraph that is longer is cut between sentences."""
    blocks = [b for p in paragraphs(parsed.document) for b in _blocks(parsed, p, size)]
    found: list[Span] = []
    first = 0
    while first < len(blocks):
        last = first + 1
        while last < len(blocks) and blocks[last].end - blocks[first].start <= size:
            last += 1
        found.append(Span(blocks[first].start, blocks[last - 1].end))
        if last == len(blocks):
            break
        again, least = last, max(blocks[last - 1].end - overlap, blocks[last].end - size)
        while again - 1 > first and blocks[again - 1].start >= least:
            again -= 1
        first = again
    return found


def _blocks(parsed: Parsed, paragraph: Span, size: int) -> list[Span]:
    if paragraph.end - paragraph.start <= size:
        return [paragraph] if paragraph.start < paragraph.end else []
    starts = [s.start for s in parsed.sentences]
    inside = starts[bisect_left(starts, paragraph.start + 1) : bisect_left(starts, paragraph.end)]
    edges = [paragraph.start, *inside, paragraph.end]
    out: list[Span] = []
    for start, end in pairwise(edges):
        out += [Span(at, min(at + size, end)) for at in range(start, end, size)]
    return out
