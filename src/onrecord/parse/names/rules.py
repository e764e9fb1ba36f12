"""Names by rules: capitalised runs, titles, lists of places and heads of organisations, one vote per string."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.model import Document, Name, Span, Token
from onrecord.parse.names import gazetteer
from onrecord.parse.names.pieces import pieces
from onrecord.parse.names.votes import Candidate, settle

SPEECH = frozenset(
    {
        *("said", "says", "told", "added", "wrote", "tweeted", "insisted", "warned", "argued", "explained", "replied"),
        *("asked", "claimed", "denied", "called", "admitted", "noted", "stated", "recalled", "joked"),
        *("posted", "announced"),
    }
)
PLACE_FIRST = frozenset({"mount", "lake", "port", "fort", "cape", "st.", "san", "river", "gulf", "bay", "isle"})
PLACE_CUES = frozenset({"in", "near", "across", "throughout", "outside", "into", "towards", "toward"})
INITIAL = re.compile(r"(?:[A-Z]\.)+")
AGE = re.compile(r"\d{1,2}|1[01]\d")


def names(document: Document, sentences: Sequence[Span]) -> tuple[Name, ...]:
    """The names of a document, in order of position, none inside another."""
    text = document.text
    cut = [pieces(text, sentence) for sentence in sentences]
    inner = Counter(p.text for sentence in cut for n, p in enumerate(sentence) if n and p.text[0].isupper())
    lower = {p.text for sentence in cut for p in sentence if p.text[0].islower()}
    found: list[Candidate] = []
    for sentence in cut:
        if shouted(sentence):
            continue
        for start, end in runs(sentence, inner, lower):
            for first, last in split(sentence, start, end):
                first, title = untitled(sentence, first, last)  # noqa: PLW2901
                if first < last:
                    found += candidate(text, sentence, first, last, title)
    return settle(found)


def shouted(sentence: Sequence[Token]) -> bool:
    """Whether all words but small ones are capitalised: a headline or heading, where capitals say nothing."""
    alphabetic = [p.text for p in sentence if p.text.isalpha()]
    small = gazetteer.entries("starters") | gazetteer.entries("particles")
    return len(alphabetic) > 5 and all(w[0].isupper() or w in small for w in alphabetic)


def capital(piece: Token) -> bool:
    return piece.text[0].isupper() and (piece.text[0] != "I" or piece.text not in ("I", "I'm", "I’m", "I've", "I’ve"))


def runs(sentence: Sequence[Token], inner: Counter[str], lower: set[str]) -> list[tuple[int, int]]:
    """Runs of capitalised pieces with the small words that names hold between them."""
    found = []
    n = 0
    while n < len(sentence):
        if not capital(sentence[n]) or (opens(sentence, n) and common(sentence, n, inner, lower)):
            n += 1
            continue
        end = n + 1
        while end < len(sentence) and adjacent(sentence, end):
            if capital(sentence[end]):
                end += 1
                continue
            reach = bridge(sentence, n, end)
            if reach == end:
                break
            end = reach
        found.append((n, end))
        n = end
    return found


def opens(sentence: Sequence[Token], n: int) -> bool:
    return n == 0 or not any(p.text[0].isalnum() for p in sentence[:n]) or sentence[n - 1].text in '“"‘:•'


def common(sentence: Sequence[Token], n: int, inner: Counter[str], lower: set[str]) -> bool:
    """Whether a capitalised word at the start of a sentence is an ordinary word."""
    word = sentence[n].text
    if word in gazetteer.places() and word.isupper():
        return False
    if word.lower() in gazetteer.entries("starters") or word.lower() in lower:
        return True
    if word in gazetteer.places() or word in gazetteer.given_names() or inner[word] or word.isupper():
        return False
    following = sentence[n + 1] if n + 1 < len(sentence) else None
    if word.lower() in gazetteer.entries("titles") or word in gazetteer.nationalities():
        return False
    return following is None or not (capital(following) or following.text.lower() in SPEECH or following.text in "’s's")


def adjacent(sentence: Sequence[Token], n: int) -> bool:
    """Whether only one blank, or a hyphen, parts this piece from the one before."""
    gap = sentence[n].start - sentence[n - 1].end
    return gap <= 1


def bridge(sentence: Sequence[Token], start: int, n: int) -> int:
    """Where a run goes on after small words at `n`: behind them, or at `n` itself when it does not."""
    word = sentence[n].text
    ahead = n + 1
    if word in ("'", "’") and sentence[n - 1].text.endswith("s") and ahead < len(sentence):
        return ahead + 1 if capital(sentence[ahead]) and sentence[ahead].start > sentence[n].end else n
    if word in gazetteer.entries("particles") or (word == "-" and sentence[n].start == sentence[n - 1].end):
        if ahead < len(sentence) and sentence[ahead].text in gazetteer.entries("particles"):
            ahead += 1
        return ahead + 1 if ahead < len(sentence) and capital(sentence[ahead]) else n
    if word in ("of", "for", "&"):
        if ahead < len(sentence) and sentence[ahead].text == "the":
            ahead += 1
        head = sentence[n - 1].text.lower()
        known = (
            word == "&" or head in gazetteer.entries("organisation_heads") or head in gazetteer.entries("place_heads")
        )
        return ahead + 1 if known and ahead < len(sentence) and capital(sentence[ahead]) else n
    if word == "and" and any(p.text in ("of", "for") for p in sentence[start:n]):
        return ahead + 1 if ahead < len(sentence) and capital(sentence[ahead]) else n
    return n


def split(sentence: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
    """A run cut at possessives and at a listed place or nationality that stands before a title."""
    parts: list[tuple[int, int]] = []
    first = start
    for n in range(start, end):
        word = sentence[n].text
        if word in ("’s", "'s"):
            parts.append((first, n))
            first = n + 1
        elif (
            n > first
            and word.lower() in gazetteer.entries("titles")
            and n + 1 < end
            and (" ".join(p.text for p in sentence[first:n]) in gazetteer.places())
        ):
            parts.append((first, n))
            first = n
    parts.append((first, end))
    return [(a, b) for a, b in parts if a < b]


def untitled(sentence: Sequence[Token], start: int, end: int) -> tuple[int, bool]:
    """Where the name begins behind titles and nationalities, and whether a title stood before it."""
    titles, parts = gazetteer.entries("titles"), gazetteer.entries("title_parts")
    n = start
    title = False
    while n < end:
        word = sentence[n].text.lower().rstrip(".")
        if word in titles:
            title = True
        elif not (word in parts or sentence[n].text in gazetteer.nationalities() or sentence[n].text in "-"):
            break
        n += 1
    whole = [p.text.lower() for p in sentence[start:end]]
    if n == end or (not title and n > start and not person_like(sentence, n, end)):
        n = start
    if whole[-1] in gazetteer.entries("organisation_heads") or "of" in whole:
        return start, False
    if n == start and start and sentence[start - 1].text.lower() in titles:
        title = True
    return n, title


def person_like(sentence: Sequence[Token], start: int, end: int) -> bool:
    return sentence[start].text in gazetteer.given_names() and end - start in (2, 3)


def candidate(text: str, sentence: Sequence[Token], start: int, end: int, title: bool) -> list[Candidate]:
    """The run as a candidate, with what speaks for each kind; nothing where it is no name."""
    if nameless(sentence, start, end):
        return []
    span = Span(sentence[start].start, sentence[end - 1].end)
    weights = weigh(text, sentence, start, end, title)
    if not any(weights):
        weights = blind([p.text for p in sentence[start:end]])
    return [Candidate(span, text[span.start : span.end], (*weights, 0.0))]


def nameless(sentence: Sequence[Token], start: int, end: int) -> bool:
    """Whether a run of capitals holds nothing but days, titles, nationalities and ordinary words."""
    run = [p.text for p in sentence[start:end]]
    low = [w.lower() for w in run]
    if len(run) == 1 and (
        low[0].rstrip(".") in gazetteer.entries("titles") or low[0] in gazetteer.entries("title_parts")
    ):
        return True
    if all(w in gazetteer.nationalities() for w in run):
        return True
    nothing = gazetteer.entries("not_names") | gazetteer.entries("starters")
    acronym = any(len(w) > 1 and w.isupper() for w in run)
    return not acronym and all(w in nothing or not w[0].isalnum() for w in low)


def weigh(text: str, sentence: Sequence[Token], start: int, end: int, title: bool) -> tuple[float, float, float]:
    """What speaks for a person, an organisation and a place in the words of a run and around it."""
    run = [p.text for p in sentence[start:end]]
    string = text[sentence[start].start : sentence[end - 1].end]
    before = sentence[start - 1].text.lower() if start else ""
    after = sentence[end].text.lower() if end < len(sentence) else ""
    person, organisation, place = shape(run, [w.lower() for w in run], string)
    if before == "of" and start > 1 and sentence[start - 2].text.lower() in gazetteer.entries("place_heads"):
        place += 1.5
    if title:
        person += 3
    if before in PLACE_CUES:
        place += 1
    if before in (",", "of", "from", "to", "at") and place:
        place += 0.5
    if after in SPEECH or before in SPEECH:
        person += 0.7 if len(run) < 4 and not string.isupper() else 0
    if after in (",", "(") and end + 1 < len(sentence) and AGE.fullmatch(sentence[end + 1].text):
        person += 2
    return person, organisation, place


def shape(run: Sequence[str], low: Sequence[str], string: str) -> tuple[float, float, float]:
    """What speaks for a person, an organisation and a place in the words of a run themselves."""
    heads, place_heads = gazetteer.entries("organisation_heads"), gazetteer.entries("place_heads")
    person = organisation = place = 0.0
    of_at = low.index("of") if "of" in low else len(low)
    if string in gazetteer.places():
        place += 2
    if string in gazetteer.organisations():
        organisation += 2
    if low[of_at - 1] in heads or low[-1] in heads:
        organisation += 2.5 if len(run) > 1 else 0.4
    if len(run) > 1 and (low[of_at - 1] in place_heads or low[0] in PLACE_FIRST):
        place += 1.5
    if run[0] in gazetteer.given_names() and not (organisation > 1 and low[-1] in heads):
        person += 2 if 1 < len(run) < 5 else 0.6
    if any(INITIAL.fullmatch(w) for w in run[:-1]) and len(run) < 5:
        person += 1.5
    if len(run) == 1 and string.isupper() and 1 < len(string) < 7:
        organisation += 1
    return person, organisation, place


def blind(run: Sequence[str]) -> tuple[float, float, float]:
    """The kind of a run that nothing speaks of, by its length: two or three words are most often a person."""
    if len(run) in (2, 3) and all(w.isalpha() and not w.isupper() for w in run):
        return 0.3, 0.0, 0.0
    return 0.0, 0.3 if len(run) > 3 else 0.0, 0.0
