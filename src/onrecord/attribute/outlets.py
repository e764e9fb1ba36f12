"""Outlets and agencies as the credits of a text name them: by gazetteer, by what they are called, by their name's form.

`Press` holds what one document says of the press: its own outlet and the agencies and outlets that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from onrecord import words
from onrecord.model import Document, Name, Span

MediaKind = Literal["agency", "outlet"]

DAYS = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    "September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
CAP = rf"(?!(?:{DAYS})\b)[A-ZÀ-ÖØ-Þ0-9](?:[^\W_]|[-&.](?=\w)|[’'](?!s\b)(?=\w))*"
NAME = rf"(?:[Tt]he )?{CAP}(?: (?:of the |of |de la |de |del |du |& |et |e )?{CAP}|/{CAP})*"
OWN = re.compile(
    r"(?:this|our|the) (?:newspaper|paper|reporter|correspondent|publication|website|magazine|news organi[sz]ation|"
    r"programme)\b|us\b|me\b"
)
AUDIENCE = re.compile(
    r"(?:[’']s?)? (?:audience|viewers|listeners|readers|panel|poll|debate|subscribers|employees|staff)\b"
)
PEOPLES = r"[A-ZÀ-Þ][\w-]*(?:an|ese|ish|[nt]ch|ic|eek|ss|eli|aqi)"
UNNAMED = re.compile(
    rf"(?:the )?(?P<name>(?:{PEOPLES} )?(?:state|public|local|national|regional|state-run|government-run|private) "
    rf"(?:television|TV|radio|media|newspapers|press))\b(?! {CAP}| (?:channel|station|company))"
)
CREDITED = re.compile(r"\b(?:told|by|to|with|citing|quoting) (?:the )?$")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A named outlet: its name as written, the name's span, the span of the whole phrase."""

    name: str
    span: Span
    phrase: Span
    kind: MediaKind
    own: bool = False


@dataclass(slots=True)
class Press:
    """The outlets of one document: `named` maps a folded name to (name, kind, first place)."""

    own: frozenset[str]
    text: str
    people: frozenset[str]
    places: frozenset[str]
    named: dict[str, tuple[str, MediaKind]] = field(default_factory=dict)
    seen: list[Outlet] = field(default_factory=list)


def fold(name: str) -> str:
    """A name without its article, in lower case and plain quotes, to compare names."""
    plain = name.replace("’", "'").casefold().strip()
    return plain.removeprefix("the ")


@cache
def gazetteer() -> dict[str, tuple[str, MediaKind]]:
    """Every known name and alias, as written and folded, with the name to show."""
    found: dict[str, tuple[str, MediaKind]] = {}
    for line in words.lines("outlets"):
        names = [name.strip() for name in line.split("|")]
        for name in names:
            found.setdefault(fold(name), (names[0], "outlet"))
    for entry in words.table("agencies")["agencies"]:
        for name in entry:
            found[fold(name)] = (entry[0], "agency")
    return found


def _alternatives(items: Iterable[str]) -> str:
    return "|".join(re.escape(item) for item in sorted(set(items), key=lambda item: (-len(item), item)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = words.table("mediums")
    agency, outlet = _alternatives(table["outlet"]["agency"]), _alternatives(table["outlet"]["outlet"])
    called = f"(?P<{{}}agency>{agency})|(?P<{{}}outlet>{outlet})"
    programme = _alternatives(table["programme"]["nouns"])
    phrase = (
        rf"(?:(?P<det>the|an?|its|their|[A-ZÀ-Þ][\w-]*[’']s?) )?"
        rf"(?:(?:[\w-]+ ){{0,5}}?(?:{called.format('b', 'b')}),? )?"
        rf"(?P<name>{NAME})"
        rf"(?P<tail> (?:{called.format('t', 't')})\b)?"
        rf"(?P<show>(?:[’']s)? [\w ]{{0,40}}?\b(?:{programme})\b)?"
        rf"(?P<apposition>,? (?:an?|the|its|[A-ZÀ-Þ][\w-]*[’']s?) (?:[\w’'-]+ ){{0,5}}?"
        rf"(?:{called.format('a', 'a')})\b)?"
    )
    back = (
        rf"(?:[Tt]he|[Tt]hat|[Tt]his) (?:(?:same|state|news|local|foreign|public|business|state-run|"
        rf"{PEOPLES}) ){{0,3}}"
        rf"(?:{called.format('r', 'r')}|(?P<network>outlet|network|channel|station|site))\b(?!,? {CAP})(?![’']s)"
    )
    return {
        "phrase": re.compile(phrase),
        "back": re.compile(back),
        "agency": re.compile(rf"(?:^| )(?:{_alternatives(table['names']['agency_ends'])})$"),
        "outlet": re.compile(
            rf"(?:^| )(?:{_alternatives(table['names']['outlet_ends'])})$"
            rf"|^(?:[Tt]he )?(?:{_alternatives(table['names']['outlet_starts'])}) "
        ),
        "never": re.compile(rf"\b(?:{_alternatives(table['names']['never'])})\b"),
    }


def own_names(document: Document) -> frozenset[str]:
    """The folded names by which a document may call its own outlet: "The Port Mercury", "the Mercury", "PM"."""
    if not document.outlet:
        return frozenset()
    whole = fold(document.outlet)
    parts = whole.split()
    found = {whole, " ".join(parts[1:]), parts[-1], "".join(p[0] for p in parts)}
    if parts[-1] in ("news", "online", "tv", "radio", "newspaper", "agency", "live"):
        found |= {" ".join(parts[:-1])}
        found -= {parts[-1]}
    for name, (shown, _) in gazetteer().items():
        if fold(shown) == whole:
            found.add(name)
    return frozenset(name for name in found if len(name) > 1)


def press(document: Document, names: tuple[Name, ...]) -> Press:
    """What the document says of the press anywhere: names with "news agency" and the like beside them."""
    full = [fold(n.text) for n in names if n.kind == "person" and " " in n.text]
    people = frozenset(full) | frozenset(name.rsplit(maxsplit=1)[-1] for name in full)
    places = frozenset(fold(n.text) for n in names if n.kind == "place" and _is_place(document.text, n.text))
    found = Press(own_names(document), document.text, people, places)
    for start in re.finditer(r"(?<![\w’'-])(?=[A-ZÀ-Þ])|\b(?=the |a |an |its )", document.text):
        outlet = listed_at(found, start.start())
        if outlet is not None and (not found.seen or outlet.span.start >= found.seen[-1].span.end):
            found.seen.append(outlet)
            found.named.setdefault(fold(outlet.name), (outlet.name, outlet.kind))
    return found


@cache
def _known_places() -> frozenset[str]:
    return frozenset(words.lines("places"))


def _is_place(text: str, name: str) -> bool:
    """Whether a name is a listed place, or stands after "in" somewhere in the text."""
    return name in _known_places() or bool(re.search(rf"\b(?:in|at|near) (?:the )?{re.escape(name)}\b", text))


def _is_own(page: Press, name: str) -> bool:
    folded = fold(name)
    first = folded.split()[0]
    return (
        folded in page.own
        or any(folded == f"{own} {rest}" for own in page.own for rest in ("news", "radio", "tv"))
        or (len(first) > 2 and first.isalpha() and name[: len(first)].isupper() and first in page.own)
    )


def _kind_of(page: Press, found: re.Match[str], name: str) -> MediaKind | None:
    """The kind of a name by what stands beside it, by gazetteer, by what was called so before, by its form."""
    given = found.groupdict()
    if given["bagency"] or given["tagency"] or given["aagency"]:
        return "agency"
    if given["boutlet"] or given["toutlet"] or given["aoutlet"]:
        return "outlet"
    folded = fold(name)
    for known in (gazetteer(), page.named):
        if folded in known and (known is page.named or _written_so(folded, name)):
            return known[folded][1]
    patterns = _patterns()
    if patterns["never"].search(name):
        return None
    if patterns["agency"].search(name):
        return "agency"
    return "outlet" if patterns["outlet"].search(name) else None


def _written_so(folded: str, name: str) -> bool:
    """A short known name counts only as it is commonly written: AP, Time; not "US" for "us"."""
    return len(folded) > 3 or name.removeprefix("The ").removeprefix("the ").isupper() or name[:1].isupper()


def at(page: Press, start: int, end: int, *, any_name: bool = False) -> Outlet | None:
    """The outlet whose noun phrase begins at `start`: a name, "the agency" for one named before, or the own outlet.

    `any_name` takes a name that nothing else shows to be an outlet's, as long as it is no person's or place's.
    """
    own = OWN.match(page.text, start, end)
    if own:
        return Outlet(own.group(), Span(*own.span()), Span(*own.span()), "outlet", own=True)
    patterns = _patterns()
    back = patterns["back"].match(page.text, start, end)
    if back:
        return _earlier(page, back)
    unnamed = UNNAMED.match(page.text, start, end)
    if unnamed:
        span = Span(*unnamed.span("name"))
        return Outlet(span.of(page.text), span, Span(*unnamed.span()), "outlet")
    found = patterns["phrase"].match(page.text, start, end)
    return _named(page, found, any_name) if found else None


def listed_at(page: Press, start: int) -> Outlet | None:
    """The outlet whose noun phrase begins at `start`, if it stands out by itself: called an agency or a newspaper,
    known, or credited with something."""
    patterns = _patterns()
    found = patterns["phrase"].match(page.text, start)
    if found is None:
        return None
    name = found["name"]
    called = any(found[group] for group in ("bagency", "tagency", "aagency", "boutlet", "toutlet", "aoutlet"))
    by_form = patterns["agency"].search(name) or (
        patterns["outlet"].search(name) and CREDITED.search(page.text, max(0, start - 12), start)
    )
    return _named(page, found, False) if called or by_form or fold(name) in gazetteer() else None


def _named(page: Press, found: re.Match[str], any_name: bool) -> Outlet | None:
    name, first = found["name"], found.start("name")
    if name.lower().startswith("the "):
        name, first = name[4:], first + 4
    inner = name.rfind(" of ")
    if inner > 0 and fold(name[inner + 4 :]) in gazetteer() and fold(name) not in gazetteer():
        name, first = name[inner + 4 :], first + inner + 4
    if AUDIENCE.match(page.text, first + len(name)):
        return None
    owner = re.sub(r"[’']s?$", "", found["det"] or "")
    if (
        owner[:1].isupper()
        and fold(owner) in gazetteer().keys() | page.named.keys()
        and _kind_of(page, found, name) is None
    ):
        name, first = owner, found.start("det")
    kind, own = _kind_of(page, found, name), _is_own(page, name)
    free = not _patterns()["never"].search(name) and fold(name) not in page.people | page.places
    if kind is None and not own and not (any_name and free):
        return None
    name = name.rstrip(".,")
    span, phrase = Span(first, first + len(name)), Span(found.start(), max(found.end(), first + len(name)))
    return Outlet(name, span, phrase, kind or "outlet", own=own)


def _earlier(page: Press, back: re.Match[str]) -> Outlet | None:
    """What "the agency" or "the same newspaper" refers to: the last such outlet named before."""
    agency = bool(back["ragency"])
    for outlet in reversed(page.seen):
        if outlet.span.end <= back.start() and agency == (outlet.kind == "agency"):
            span = Span(back.start(), back.end())
            return Outlet(outlet.name, span, span, outlet.kind, own=_is_own(page, outlet.name))
    return None
