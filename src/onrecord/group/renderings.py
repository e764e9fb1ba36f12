"""Each outlet's rendering of a statement against the fullest one: kept, cut, moved, altered."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from onrecord.group.match import Saying, stem
from onrecord.model import Part, Rendering, Span


def fullest(group: Sequence[Saying]) -> Saying:
    """The rendering with most quoted words, then most words."""
    return min(group, key=lambda s: (-sum(s.quoted), -len(s.words), s.attribution.id))


def renderings(group: Sequence[Saying]) -> tuple[Rendering, ...]:
    """One for each attribution, the fullest first. A part's span lies in the attribution's own document; of a `cut` it
    is the seam: what stands where the words of the fullest are left out."""
    full = fullest(group)
    others = sorted((s for s in group if s is not full), key=lambda s: s.attribution.id)
    whole = tuple(Part("kept", span) for span in full.attribution.content)
    return (Rendering(full.attribution.id, whole), *(Rendering(s.attribution.id, parts(s, full)) for s in others))


def parts(one: Saying, full: Saying) -> tuple[Part, ...]:
    """The pieces of one rendering, in order of position."""
    mine, theirs = [stem(w) for w in one.words], [stem(w) for w in full.words]
    found: list[Part] = []
    left = _unaligned(mine, theirs)
    for tag, a, a_end, b, b_end in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _pieces(one, b, b_end, "kept")
        elif tag == "delete":
            found.append(Part("cut", _seam(one, b)))
        else:
            moved = b_end - b >= 2 and _contains(left, mine[b:b_end])
            found += _pieces(one, b, b_end, "moved" if moved else "altered")
            if tag == "replace" and a_end - a >= 3 * (b_end - b):
                found.append(Part("cut", _seam(one, b_end)))
    return tuple(sorted(found, key=lambda p: (p.span, p.op)))


def _unaligned(mine: list[str], theirs: list[str]) -> list[str]:
    """The words of the fullest rendering that have no partner in order."""
    out: list[str] = []
    for tag, a, a_end, _, _ in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        out += ["\0"] if tag == "equal" else theirs[a:a_end]
    return out


def _contains(words: list[str], piece: list[str]) -> bool:
    return any(words[i : i + len(piece)] == piece for i in range(len(words) - len(piece) + 1))


def _pieces(one: Saying, first: int, after: int, op: str) -> list[Part]:
    """The words as spans, one for each content span that they lie in."""
    out: list[Part] = []
    for content in one.attribution.content:
        inner = [one.spans[i] for i in range(first, after) if content.holds(one.spans[i])]
        if inner:
            out.append(Part(op, Span(inner[0].start, inner[-1].end)))  # type: ignore[arg-type]  # a PartOp by its callers
    return out


def _seam(one: Saying, at: int) -> Span:
    """What stands between the word before and the word at an index, at least one code point."""
    content = one.attribution.content
    start = one.spans[at - 1].end if at else content[0].start
    end = one.spans[at].start if at < len(one.spans) else content[-1].end
    if start >= end:
        start, end = one.spans[at - 1] if at else one.spans[0]
    return Span(start, end)
