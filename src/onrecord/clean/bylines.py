"""People named in bylines: "By Ann Lee and Bo Stern", "ANN LEE in Sund", "Ann Lee, Defence Editor".

`people` reads a byline or an author field and gives persons only, with the characters they were read from (base:
the text given). Agencies, organisations, desks, handles and dates are left out; a text that names none gives ().
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.clean.dates import ages, stamps
from onrecord.model import Span
from onrecord.words import lines, table

LONGEST_NAME = 5  # words
LONGEST_LINE = 240  # characters; a longer line is prose


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a byline. `name` is as a reader writes it: one in capitals is given in mixed case."""

    name: str
    span: Span


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(table("bylines")[name]["words"])


@cache
def _opener() -> re.Pattern[str]:
    words = sorted(_set("openers"), key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    # "EXCLUSIVE By", "Kommentar von": at most two words in front of a plain "by"
    return re.compile(
        rf"^\W*(?P<before>(?:[A-Za-z]+[:\s]\s*){{1,2}}(?=(?:[Bb][Yy]|von|par|por|door)\s))?(?i:{either})(?:\s*:\s*|\s+|(?=[A-Z][a-z])|$)"
    )


_BREAK = re.compile(r"\s*(?:[|•·/;\n\r\t]|(?<=\w)\s[Bb]y\s|,|\s[–—-]\s|\s{2,}|&|\(|\)|:)\s*")
_WORD = re.compile(r"\S+")
_PLACE = re.compile(r"\s+(?:in|at|for|via|aus|à|en|a|reports?|reporting|is|was|has)\s+(?=\S)")
_GLUED = re.compile(
    r"(?<!\bMc)(?<!\bMac)(?<!\bLa)(?<!\bLe)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bVan)(?<=[a-zà-ÿ])(?=[A-Z][a-zà-ÿ]+\s[A-Z])"
)
_RUN_ON = re.compile(r"\b(?!Fitz)[A-ZÀ-Þ][a-zà-ÿ]{3,}(?=[A-ZÀ-Þ][a-zà-ÿ]{2,})")
_NOT_AUTHORS = re.compile(
    r"^\W*(?:fact[\s-]*checked|(?:medically\s+)?reviewed|edited|photo\w*|images?|pictures?|illustrat\w+|graphics?|videos?|presented|"
    r"powered|sponsored|styled|styling|produced|directed|translated|music|supported|brought)\s+(?:to\s+you\s+)?by\b"
    r"|^\W*(?:foto\w*|profilbild|bild\w*|grafik|illustration\w*|video\w*|übersetzt|traduit|traducido)\s+(?:von|par|por|by|door|de)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?<=[a-zà-ÿ])[,\s]+(?:MS|MD|MA|BA|PhD|Ph\.D\.|RD|RN|MPH|JD|MBA|CPA|DDS|BSc|MSc)\.?$")
_HANDLE = re.compile(r"[\w.+-]+@[\w-]+\.\w[\w.]*|@\w[\w.]*|https?://\S+|www\.\S+")
_TRAILING = re.compile(r"\s+(?:on|at|in|for|from|um|am|le|el|den|and|und)$")
_MASTHEAD = re.compile(r"[A-Z]{3,}[a-z]")  # "NEWSDaily"
_LETTERS = re.compile(r"[^\W\d_]")
_TITLES = frozenset(
    {"dr", "dr.", "prof", "prof.", "sir", "dame", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "rev", "rev."}
)


def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(sorted(_set('joiners')))})\s+", re.IGNORECASE)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,()")
    if not bare or any(char.isdigit() for char in bare) or not _LETTERS.search(bare):
        return False
    if bare[0] in "‘'’`" or not all(char.isalpha() or char in "-'’.‘`" for char in bare):
        return False
    first = next(char for char in bare if char.isalpha())
    if first.isupper() or (not first.islower() and first.isalpha()):
        return True
    return bool(re.match(r"(?:d|l|al|el|ad|ar|an)[-'’][A-ZÀ-Þ]", bare))


def is_person(name: str) -> bool:
    """Whether a string has the shape of a person's full name and holds no word that names do not hold."""
    words = name.split()
    if not 2 <= len(words) <= LONGEST_NAME or len(name) > 60:
        return False
    bare = [word.strip(".,").lower() for word in words]
    allowed = _set("particles") | (_set("also_names") if _is_known(bare[0]) else frozenset())
    if any(word in _set("not_people") and word not in allowed for word in bare):
        return False
    strong = [w for w, b in zip(words, bare, strict=True) if b not in _set("particles") or w[:1].isupper()]
    if len(strong) < 2 or not all(_is_name_word(word) for word in strong):
        return False
    if bare[-1] in _set("particles") and not words[-1][0].isupper():
        return False
    if name.casefold() in _agencies():
        return False
    # one of the words is more than an initial, or a surname is shortened to one
    known = len(words) == 2 and len(words[1]) == 1 and _is_known(bare[0])
    return known or any(len(word.strip(".-")) > 2 for word in strong[1:]) or len(strong[-1].strip(".")) > 1


def _in_mixed_case(name: str) -> str:
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), name)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ".,:;|-–—•*"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",:;|-–—•*"):
        end -= 1
    if text[end - 1 : end] == "." and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text[start:end]):
        end -= 1
    return start, end


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for names in table("agencies")["agencies"] for name in names)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.casefold() for name in lines("given_names"))


def _is_known(word: str) -> bool:
    """Whether a lower-case word is a known given name that is no word of bylines as well."""
    return word in _given_names() and (word not in _set("not_people") or word in _set("also_names"))


def has_given_name(name: str) -> bool:
    """Whether a name opens with a known given name or an initial."""
    parts = re.split(r"[-\s]", name)[:2]
    return any(part.casefold() in _given_names() for part in parts) or bool(re.match(r"[A-Z]\.", name))


def _without_outlet(text: str, start: int, end: int) -> int:
    """Where a name ends if its desk or outlet follows without a mark: "Ann Lee Fox News"."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) < 3 or not has_given_name(words[0].group()):
        return end
    kept = _set("particles") | _set("also_names")
    while len(words) > 2 and (
        _MASTHEAD.match(words[-1].group()) or words[-1].group().strip(".,").lower() in _set("not_people") - kept
    ):
        words.pop()
        kept = _set("particles")  # before the name of a desk, "Fox" is a part of it
    return words[-1].end()


def _one(text: str, start: int, end: int) -> Person | None:
    """The person a part of a byline names, after titles and before a place."""
    start, end = _trim(text, start, end)
    if match := _PLACE.search(text, start, end):
        end = match.start()
    while (word := _WORD.match(text, start, end)) and word.group().lower() in _TITLES:
        start, end = _trim(text, word.end(), end)
    if match := _DEGREE.search(text, start, end):
        end = match.start()
    if match := _TRAILING.search(text, start, end):
        end = match.start()
    end = _without_outlet(text, start, end)
    name = re.sub(r"\s+", " ", text[start:end])
    return Person(_in_mixed_case(name), Span(start, end)) if is_person(name) else None


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges between separators, dates and joining words."""
    cuts: list[tuple[int, int]] = [match.span() for match in _BREAK.finditer(text, start, end)]
    cuts += [match.span() for match in _joined().finditer(text, start, end)]
    cuts += [(seen.span.start, seen.span.end) for seen in stamps(text)]
    cuts += [(ago.span.start, ago.span.end) for ago in ages(text)]
    cuts += [match.span() for match in _HANDLE.finditer(text, start, end)]
    cuts += [(match.start(), match.start()) for match in _GLUED.finditer(text, start, end)]
    cuts += [(match.end(), match.end()) for match in _RUN_ON.finditer(text, start, end)]
    found, floor = [], start
    for cut_start, cut_end in sorted(cuts):
        if cut_start >= floor:
            found.append((floor, cut_start))
        floor = max(floor, cut_end)
    found.append((floor, end))
    return [(a, b) for a, b in found if text[a:b].strip()]


def opened(text: str) -> int | None:
    """Where the names begin in a line that opens as a byline ("By ", "Von "), or None."""
    match = _opener().match(text)
    if match is None or _NOT_AUTHORS.match(text):
        return None
    if match.group("before") and has_given_name(match.group("before").strip()):
        return None  # "Eva von der Au" is a name
    return match.end()


def _doubled(text: str, start: int, end: int) -> Person | None:
    """ "Ann Lee Ann Lee": the visible name and the text of its picture in one line."""
    words = text[start:end].split()
    half = len(words) // 2
    if len(words) >= 4 and len(words) % 2 == 0 and words[:half] == words[half:]:
        first = _WORD.findall(text[start:end])[half - 1]
        stop = text.index(first, start) + len(first)
        return _one(text, start, stop)
    return None


def people(text: str) -> tuple[Person, ...]:
    """Persons of a byline or an author field, each once, in order of position.

    Reads on only as long as names follow: what stands after a role ("Defence Editor") or an unknown word in the
    same part is not taken for a further name, while a new line or separator may open one.
    """
    if len(text) > LONGEST_LINE * 4:
        return ()
    if _NOT_AUTHORS.match(text):
        return ()
    start = opened(text) or 0
    found: list[Person] = []
    seen: set[str] = set()
    for first, piece_end in _pieces(text, start, len(text)):
        again = opened(text[first:piece_end]) if first > start else None
        piece_start = first + (again or 0)
        person = _doubled(text, piece_start, piece_end) or _one(text, piece_start, piece_end)
        if person is None or is_role(person.name):
            continue
        key = person.name.casefold()
        if key not in seen:
            seen.add(key)
            found.append(person)
    return tuple(found)


def is_role(text: str) -> bool:
    """Whether a part of a byline is a job ("Defence Editor", "correspondent") and not a name."""
    words = [word.strip(".,()").lower() for word in text.split()]
    return 0 < len(words) <= 8 and any(word in _set("roles") for word in words)


def is_byline(text: str) -> bool:
    """Whether a whole line opens as a byline and names a person."""
    return len(text) <= LONGEST_LINE and opened(text) is not None and bool(people(text))
