"""What the learned model sees of a piece of text: the word, its shape and ends, the vocabularies, its neighbours.

Features that hang on the word alone are made once per word and kept, so that a piece costs little more than
putting lists together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from onrecord.model import Token
from onrecord.parse.names import gazetteer

RUNS = re.compile(r"(.)\1+")
LISTS = ("titles", "title_parts", "particles", "organisation_heads", "place_heads", "not_names", "starters")
SMALL = frozenset({"of", "the", "and", "for", "in", "at", "on", "by", "to", "from", "said", ",", "(", ")", "&", "-"})
KNOWN_WORDS = 400_000


def shape(word: str) -> str:
    """Letters by case, digits and marks, runs shortened: "Xx", "XX", "X.X.", "9,9"."""
    kinds = "".join(
        "X" if ch.isupper() else "x" if ch.islower() or ch.isalpha() else "9" if ch.isdigit() else ch
        for ch in word[:16]
    )
    return RUNS.sub(r"\1\1", kinds)


@cache
def groups() -> dict[str, str]:
    """Word (lower case) -> the number of its group of words alike in use, empty where the table is not installed."""
    table = files("onrecord") / "weights" / "word-groups.txt"
    if not table.is_file():
        return {}
    lines = (line.split(" ") for line in table.read_text("utf-8").splitlines())
    return {word: number for number, *members in lines for word in members}


@lru_cache(maxsize=KNOWN_WORDS)
def alone(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
    """Features of a word for its own place and for the places two before, before, behind and
    two behind it; and in short what it is."""
    low = re.sub(r"\d", "0", word.lower())
    form = shape(word)
    bare = low.rstrip(".")
    gaz = [name for name in LISTS if bare in gazetteer.entries(name) or low in gazetteer.entries(name)]
    if word in gazetteer.given_names():
        gaz.append("given")
    if word in gazetteer.nationalities():
        gaz.append("nation")
    if word in gazetteer.places():
        gaz.append("place")
    if word in gazetteer.organisations():
        gaz.append("org")
    known = [f"g={name}" for name in gaz]
    if bare.endswith("s") and bare[:-1] in gazetteer.entries("titles"):
        known.append("g=titles+s")
    group = groups().get(low)
    if group:
        known += [f"c={group}", f"d={group.partition('.')[0]}"]
    own = [f"w={low}", f"s={form}", *known]
    if word[0].isalpha():
        own += [
            f"p={low[:3]}",
            f"q={low[:2]}",
            f"e={low[-3:]}",
            f"f={low[-2:]}",
            f"h={low[-4:]}",
            f"l={min(len(word), 7)}",
        ]
        if word[0].isupper():
            own += [f"se={form}{low[-3:]}", f"cap={''.join(gaz) or group or '-'}"]
    near = [f"w={low}", f"s={form}", *known]
    return (
        tuple(own),
        tuple(f"--{f}" for f in near[:2] + known),
        tuple(f"-{f}" for f in near),
        tuple(f"+{f}" for f in near),
        tuple(f"++{f}" for f in near[:2]),
        gaz[-1] if gaz else low if low in SMALL else form,
    )


def features(sentence: Sequence[Token], inner: frozenset[str], lower: frozenset[str]) -> list[list[str]]:
    """The features of each piece of a sentence.

    `inner` are the capitalised words that stand inside some sentence of the document, `lower` the words that it
    has in lower case: what a capital at the start of a sentence is worth.
    """
    known = [alone(piece.text) for piece in sentence]
    rows = [["b", *own[0]] for own in known]
    for n, (before, here) in enumerate(pairwise(known), start=1):
        bigram = f"{before[0][1]}|{here[0][1]}"
        rows[n] += before[2]
        rows[n].append(bigram)
        rows[n - 1] += here[3]
        rows[n - 1].append(bigram + "+")
        if sentence[n - 1].end == sentence[n].start:
            rows[n].append("joined")
    for n, (before, here, behind) in enumerate(zip(known, known[1:], known[2:], strict=False), start=1):
        rows[n + 1] += before[1]
        rows[n - 1] += behind[4]
        rows[n] += (f"{before[5]}|{behind[5]}", f"{before[5]}|{here[5]}|{behind[5]}")
    if not rows:
        return rows
    rows[0].append("first")
    rows[-1].append("last")
    for row, piece in zip(rows, sentence, strict=True):
        if piece.text[0].isupper():
            if piece.text in inner:
                row.append("inner")
            if piece.text.lower() in lower:
                row.append("lower")
    for start, end in listed_places(sentence):
        rows[start].append("place-b")
        for n in range(start + 1, end):
            rows[n].append("place-i")
        rows[end - 1].append("place-e")
    return rows


def listed_places(sentence: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of two and more pieces that are a listed place."""
    found = []
    starts, places = gazetteer.place_starts(), gazetteer.places()
    for n, piece in enumerate(sentence):
        most = starts.get(piece.text)
        if not most:
            continue
        for end in range(min(len(sentence), n + 1 + most), n + 1, -1):
            string = piece.text
            for before, here in zip(sentence[n : end - 1], sentence[n + 1 : end], strict=True):
                string += here.text if here.start == before.end else " " + here.text
            if string in places:
                found.append((n, end))
                break
    return found


def seen(cut: Sequence[Sequence[Token]]) -> tuple[frozenset[str], frozenset[str]]:
    """The capitalised words inside the sentences of a document, and its words in lower case."""
    inner = {p.text for sentence in cut for p in sentence[1:] if p.text[0].isupper()}
    lower = {p.text for sentence in cut for p in sentence if p.text[0].islower()}
    return frozenset(inner), frozenset(lower)
