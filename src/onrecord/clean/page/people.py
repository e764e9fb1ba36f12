"""Who wrote the article: names in JSON-LD and meta elements, and the visible byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.clean.body import AUTHOR_SEPARATOR
from onrecord.clean.bylines import has_given_name, opened, people
from onrecord.clean.page.blocks import SPACE, Block
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.head import Head, resolve, text_of, types
from onrecord.model import Field, Rival
from onrecord.words import table

METAS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator"),
    *("cxenseparse:author", "dcsext.author", "authors", "article:author_name", "mrf:authors", "citation_author"),
    "twitter:misc:written by",
)
MARKED = re.compile(
    r"(?:\b|_)(?:by(?![\w-])|by-?_?line|authors?|autore?n?s?|auteurs?|writers?|reporter|journalist|contributors?)", re.I
)
NOT_MARKED = re.compile(
    r"bio|related|more-from|social|follow|share|comment|image|photo|avatar|desc|title|role|position|job|publication"
    r"|media-?box|figure|caption|credit|audio|video",
    re.I,
)
WRITERS_LINK = re.compile(
    r"/(?:authors?|staff|writers?|people|by|profiles?|journalists?|reporters?|contributors?|columnists?|team|autor(?:en|es)?"
    r"|auteurs?|redakteure?|redactie|user|experts?)/[^/]",
    re.I,
)
PICTURE = re.compile(
    r"\W*(?:photo|image|illustration|illustrated|graphic|video|picture|foto|bild|grafik|animation|film|artwork|data|design"
    r"|fact|medically|edited|editing|reviewed|produced|hosted|presented|sponsored|updated|audio|styled|translat)",
    re.I,
)
# in front of people who did something else for the article than write it
OTHERWISE = re.compile(
    r"\W*(?:photo\w*|pictures?|images?|illustrat\w+|graphics?|videos?|audio|film\w*|artwork|design\w*|styl\w+|translat\w+|edited|"
    r"(?:medically |fact[- ]?)?(?:reviewed|checked)|produced|hosted|(?:with )?contributions?)\s+(?:by|from)\b[\s:]*",
    re.I,
)
BIO = re.compile(r"\b(?:is|was|covers|covered|writes|ist|est|es)\b")
CREDENTIALS = re.compile(r"(?:,?\s+(?!I{2,3}\b|IV\b)(?:[A-Z][A-Za-z]?\.?[A-Z]\.?[A-Z]?\.?|[A-Z]{2,5}|Esq\.?))+\s*\Z")
EAST = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}(?:[ ・·][\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,6})?\Z"
)
GLUED = re.compile(r"[^\W\d_A-Z]\Z")
LONGEST = 200  # characters of a byline


@dataclass(frozen=True, slots=True)
class Named:
    """Names from one source, in order."""

    names: tuple[str, ...]
    method: str
    evidence: str
    sure: bool = False  # said outright: "By", rel=author
    others: frozenset[str] = frozenset()  # `plain` names of those whom the page calls its photographer and the like


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(plain(name), name)
    return tuple(seen.values())


def _people(text: str) -> tuple[str, ...]:
    bare = text.strip()
    if EAST.match(bare):
        return (bare,)
    if "://" in bare or bare.startswith(("@", "www.")):
        return ()
    names = (person.name for person in people(bare))
    return tuple(CREDENTIALS.sub("", name) if len(name.split()) > 2 else name for name in names)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _not_outlets(names: Iterable[str], outlets: frozenset[str]) -> tuple[str, ...]:
    """Names without those of the page's own outlet; `outlets` are `plain`."""
    kept = []
    for name in names:
        bare = plain(name)
        joined = bare.replace(" ", "")
        if not any(
            bare == o
            or joined == o.replace(" ", "")
            or f" {bare} " in f" {o} "
            or (len(o) > 4 and bare.startswith(f"{o} "))
            for o in outlets
        ):
            kept.append(name)
    return _unique(kept)


def in_json_ld(head: Head) -> Named | None:
    """Persons among the authors of the article; organisations are not."""
    found: list[str] = []
    evidence = []
    for key in ("author", "creator"):
        for node in resolve(head.article.get(key), head.nodes):
            name = text_of(node.get("name"))
            if not name:
                continue
            evidence.append(name)
            kinds = " ".join(types(node))
            if "organization" not in kinds:
                given = name.title() if "person" in kinds and name.islower() and has_given_name(name) else name
                found += _people(given)
        if evidence:
            break
    return Named(_unique(found), "json-ld author", AUTHOR_SEPARATOR.join(evidence)) if evidence else None


def in_metas(head: Head) -> Named | None:
    """Persons in the first meta element that names an author."""
    for name in METAS:
        contents = [content for content in head.every(name) if content and "://" not in content]
        found = _unique(person for content in contents for person in _people(content))
        if found:
            return Named(found, f"meta {name}", AUTHOR_SEPARATOR.join(contents))
    labels = frozenset(table("bylines")["labels"]["words"])
    for number in (1, 2):
        label, named = head.meta(f"twitter:label{number}"), head.meta(f"twitter:data{number}")
        if label and named and label[1].strip(" :").lower() in labels and (found := _unique(_people(named[1]))):
            return Named(found, f"meta twitter:data{number}", f"{label[1]} {named[1]}")
    return None


def visible(blocks: Sequence[Block], frame: Frame) -> Named:
    """The byline: between headline and body, else just above the headline, else right after the body, else a name that
    stands alone above the first paragraph; without names where there is none."""
    others = _credited_otherwise(blocks, frame)
    for number, window in enumerate(frame.windows(6)):
        found = _in_window(blocks, window, outright=number == 1)
        if found:
            return replace(found, others=others)
    return replace(_alone(blocks, frame) or Named((), "none", ""), others=others)


def _credited_otherwise(blocks: Sequence[Block], frame: Frame) -> frozenset[str]:
    """Names, as `plain`, of people whom a line beside the byline calls its photographer, its editor and the like."""
    found: set[str] = set()
    for window in frame.windows(6)[:2]:
        for position in window:
            text = blocks[position].text
            if len(text) > LONGEST or not (told := OTHERWISE.match(text)):
                continue
            alone = told.end() == len(text) and position + 1 < len(blocks)
            below = blocks[position + 1].text if alone else text[told.end() :]
            found.update(map(plain, _people(below) if len(below) <= LONGEST else ()))
    return frozenset(found)


def _alone(blocks: Sequence[Block], frame: Frame) -> Named | None:
    """Names in bold or italics that stand alone in the first line of the body or right above it: known given names open
    them, or the body has none of their words in small letters."""
    if not frame.body:
        return None
    first = frame.body[0]
    for position in (first, first - 1):
        block = blocks[position] if position >= 0 else None
        if block is None or block.element.tag != "p" or not 5 < len(block.text) <= 60:
            continue
        told = any("".join(e.itertext()).strip() == block.text for e in block.element.iter("strong", "b", "em", "i"))
        names = _people(block.text) if told else ()
        if not names or plain(block.text).split() != [word for name in names for word in plain(name).split()]:
            continue
        small = {word for n in frame.body for word in blocks[n].text.split() if word.islower()}
        if all(has_given_name(name) or not small & set(name.lower().split()) for name in names):
            return Named(_unique(names), "line above the body", block.text)
    return None


def _in_window(blocks: Sequence[Block], window: Sequence[int], outright: bool) -> Named | None:
    marked: list[str] = []
    evidence: list[str] = []
    names: Sequence[str]
    for position in window:
        block = blocks[position]
        if len(block.text) > LONGEST or PICTURE.match(block.text):
            continue
        text = _spaced(block)
        start = opened(text)
        if start is not None and "editing by" not in text.lower():
            if not text[start:].strip() and position + 1 < len(blocks):
                text = f"{text} {_spaced(blocks[position + 1])}"
            names = _people(text)
            if names:
                more, seen = _following(blocks, position + 1, window)
                return Named(_unique([*names, *more]), "visible byline", " | ".join([text, *seen]), sure=True)
        if not outright:
            names = _marked_people(block)
            marked += names
            evidence += [text] if names else []
    return Named(_unique(marked), "byline element", " | ".join(evidence)) if marked else None


def _following(blocks: Sequence[Block], start: int, window: Sequence[int]) -> tuple[list[str], list[str]]:
    """Names in the byline elements that follow a byline at once."""
    names: list[str] = []
    seen: list[str] = []
    for position in range(start, min(start + 4, window[-1] + 1, len(blocks))):
        block = blocks[position]
        found = _marked_people(block) if len(block.text) <= 80 else []
        if not found and block.text.lower() not in ("and", "&", ",", "und", "et", "y", "e"):
            break
        names += found
        seen += [block.text] if found else []
    return names, seen


def _spaced(block: Block) -> str:
    """The text of a short block, with a bar where two inline elements are glued: `<b>Ann Lee</b><i>Editor</i>`."""
    runs: list[str] = []
    for run in block.element.itertext():
        if runs and run[:1].isupper() and GLUED.search(runs[-1]):
            runs.append(" | ")
        runs.append(run)
    joined = SPACE.sub(" ", "".join(runs)).strip()
    return joined if joined.replace(" | ", "") == block.text else block.text


def _marked_people(block: Block) -> list[str]:
    """Persons in what is called a byline: inside the block first, then the block itself."""
    names: list[str] = []
    for element in block.element.iter("a", "span", "address", "cite", "b", "strong"):
        link = element.get("href") or ""
        if element.get("rel") == "author" or element.get("itemprop") in ("author", "name") or WRITERS_LINK.search(link):
            text = " ".join("".join(element.itertext()).split())
            names += _people(text) if len(text) <= 80 else ()
    if names and (_is_marked(block.element) or len(block.text) <= 80):
        return names
    for element in block.element.iter("span", "a", "address"):
        if _is_named(element):
            text = " ".join("".join(element.itertext()).split())
            names += _people(text) if len(text) <= 80 else ()
    if names:
        return names
    if _is_marked(block.element) and not BIO.search(block.text):
        return list(_people(_spaced(block)))
    return []


def _is_named(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return bool(MARKED.search(names)) and not NOT_MARKED.search(names)


def _is_marked(element: Any) -> bool:
    """Whether the element or one up to two above it is called a byline."""
    for _ in range(3):
        if element is None or element.tag in ("body", "main", "article", "header"):
            return False
        if element.get("rel") == "author" or element.get("itemprop") == "author" or _is_named(element):
            return True
        element = element.getparent()
    return False


def _sure(shown: Named) -> bool:
    """Whether a byline is said outright, or holds little but names of people."""
    bare = 2 * sum(map(len, shown.names)) + 20 >= len(shown.evidence)
    return shown.sure or (bare and all(map(has_given_name, shown.names)))


def _writers(names: tuple[str, ...], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if plain(name) not in others) or names


def _surnames(names: Iterable[str]) -> set[str]:
    return {words[-1].lower() for name in names if (words := name.split())}


def authors_field(head: Head, byline: Named, outlets: frozenset[str] = frozenset()) -> Field:
    """The authors: people only, and none that bears the name of an outlet (`outlets`, as `plain` gives them).

    Metadata that names a person is taken, without those whom the page calls its photographer and the like; the visible
    byline where it names none, or names further people.
    """
    machine = [
        replace(named, names=_writers(_not_outlets(named.names, outlets), byline.others))
        for named in (in_json_ld(head), in_metas(head))
        if named is not None
    ]
    told_there = replace(byline, names=_writers(_not_outlets(byline.names, outlets), byline.others))
    shown = told_there if told_there.names else None
    told = next((named for named in machine if named.names), None)
    chosen = told or shown
    for other in (shown if shown and _sure(shown) else None, *machine[1:]):
        if other and chosen and set(map(plain, other.names)) > set(map(plain, chosen.names)):
            chosen = other
    if chosen is None:
        evidence = machine[0].evidence if machine else None
        rivals = tuple(Rival(value=named.evidence, reason="not the name of a person") for named in machine)
        return Field(value=None, method="none", evidence=evidence, rivals=rivals)
    rivals = tuple(
        Rival(value=AUTHOR_SEPARATOR.join(named.names) or named.evidence, reason=f"{named.method} names others")
        for named in (*machine, *([shown] if shown else []))
        if named is not chosen and named.names != chosen.names
    )
    agreed = told is not None and shown is not None and bool(_surnames(told.names) & _surnames(shown.names))
    confidence = 0.97 if agreed else 0.85 if chosen.method != "byline element" else 0.7
    return Field(
        value=AUTHOR_SEPARATOR.join(chosen.names),
        method=chosen.method,
        evidence=chosen.evidence,
        confidence=confidence,
        rivals=rivals,
    )
