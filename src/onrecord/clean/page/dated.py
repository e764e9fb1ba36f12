"""When the article was published, changed and saved: metadata, the visible date line, the address, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from onrecord.clean.checks import day_in_address
from onrecord.clean.dates import Ago, ages, captured, is_date_line, stamps
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.clean.page.blocks import Block, Element
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.head import Head, text_of
from onrecord.model import Field, Rival

PUBLISHED = (
    *("article:published_time", "og:published_time", "datepublished", "article:published", "published_time"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "date.published"),
    *("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "citation_publication_date"),
    *("citation_date", "publish-date", "publish_date", "published", "publication_date", "pubdate", "pub_date"),
    *(
        "article.published",
        "rnews:datepublished",
        "ptime",
        "displaydate",
        "iso-8601-publish-date",
        "originalpublicationdate",
    ),
    *(
        "article_date_original",
        "mrf:published",
        "date_published",
        "shareaholic:article_published_time",
        "ob:publishdate",
    ),
)
MODIFIED = (
    *("article:modified_time", "og:updated_time", "datemodified", "article:modified", "last-modified", "modified_time"),
    *("dc.date.modified", "dcterms.modified", "lastmod", "revised", "updated_time", "article:updated_time"),
)
UNLABELLED = ("date", "dc.date", "dcterms.date", "article:post_date", "creation_date", "created", "article.created")
ISO = re.compile(
    r"(?P<day>(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2}))(?:(?:T|\s+|\s*T\s*)(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d))?)?(Z|[+-]\d\d:?\d\d)?\Z")
AGO = re.compile(r"(?i)\b(?:ago|geleden|siden|sedan|atrás|fa|vor|il y a|hace|há)\b")  # no age without one
RECORDING = re.compile(r"\W*(?:audio|video|podcast|foto|bild|photo|image|stand der|listen|watch)\b", re.IGNORECASE)
LONGEST = 220  # characters of a line that may hold the date
EARLIEST = 1990  # the first year of which there are web pages

Label = Literal["published", "modified"] | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date-time of one source. `label` is what the page calls it."""

    value: str
    method: str
    evidence: str
    label: Label = None

    @property
    def day(self) -> str:
        return self.value[:10]


def iso(text: str, day_first: bool | None = None) -> str | None:
    """ISO form of a date that stands in metadata or in an attribute; None where it is none or ambiguous."""
    bare = text.strip()
    if found := ISO.match(bare):
        clock = (found["time"] or "").zfill(5) if found["time"] else ""
        return _built((found["y"], found["m"], found["d"]), clock, found["zone"])
    if found := DIGITS.match(bare):
        clock = f"{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else ""
        return _built((found[1], found[2], found[3]), clock, found[7])
    if bare.isdigit() and len(bare) in (10, 13):
        return datetime.fromtimestamp(int(bare) // (1000 if len(bare) == 13 else 1), UTC).isoformat()
    try:
        return parsedate_to_datetime(bare).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        stamped = stamps(bare[:120], day_first)
        return stamped[0].value if len(stamped) == 1 else None


def _built(day: tuple[str, str, str], clock: str, zone: str | None) -> str | None:
    value = f"{day[0]}-{int(day[1]):02}-{int(day[2]):02}"
    if not _real(value):
        return None
    if not clock:
        return value
    seconds = "" if clock.count(":") == 2 else ":00"
    return f"{value}T{clock}{seconds}{_zone(zone or '')}"


def _zone(zone: str) -> str:
    if zone in ("", "Z", "UTC", "GMT"):
        return "+00:00" if zone else ""
    bare = zone.replace(":", "")
    return f"{bare[:3]}:{bare[3:5] or '00'}"


def _real(value: str) -> bool:
    try:
        return date.fromisoformat(value).year >= EARLIEST
    except ValueError:
        return False


def _from_ld(node: dict[str, Any], key: str, name: str, label: Label) -> list[Dated]:
    text = text_of(node.get(key))
    value = iso(text) if text else None
    return [Dated(value, f"json-ld {name}", text, label)] if value and text else []


def in_metadata(head: Head) -> list[Dated]:
    """Dates of publication and change that the page gives to machines, best first."""
    found = _from_ld(head.article, "datePublished", "datePublished", "published")
    for name in PUBLISHED:
        found += _from_meta(head, name, "published")
    found += _from_ld(head.web_page, "datePublished", "datePublished of the page", "published")
    found += _from_ld(head.article, "dateModified", "dateModified", "modified")
    for name in MODIFIED:
        found += _from_meta(head, name, "modified")
    found += _from_ld(head.web_page, "dateModified", "dateModified of the page", "modified")
    found += _from_ld(head.article, "dateCreated", "dateCreated", None)
    for name in UNLABELLED:
        found += _from_meta(head, name, None)
    return found


def _from_meta(head: Head, name: str, label: Label) -> list[Dated]:
    for content in head.every(name):
        value = iso(content)
        if value:
            return [Dated(value, f"meta {name}", content, label)]
    return []


def in_sight(blocks: Sequence[Block], frame: Frame, order: bool | None) -> list[Dated]:
    """Dates that stand by the byline: between headline and body, just above the headline, right after the body."""
    for number, window in enumerate(frame.windows(4)):
        found: list[Dated] = []
        for position in window:
            block = blocks[position]
            if len(block.text) > LONGEST or _is_caption(block) or (number == 2 and not is_date_line(block.text, order)):
                continue
            found += _in_block(block, order)
        if any(each.label != "modified" for each in found):
            return found
    return []


def _is_caption(block: Block) -> bool:
    """Whether it belongs to a picture or recording, whose date is its own."""
    element: Element | None = block.element
    for _ in range(4):
        if element is None:
            break
        if element.tag in ("figure", "figcaption"):
            return True
        element = element.getparent()
    return "caption" in roles_of(block.text) or bool(RECORDING.match(block.text))


def _in_block(block: Block, order: bool | None) -> list[Dated]:
    shown = [
        Dated(stamp.value, "visible date", block.text, stamp.label)
        for stamp in stamps(block.text, order)
        if _real(stamp.value[:10])
    ]
    marked = []
    for element in block.element.iter("time"):
        given = element.get("datetime") or ""
        value = iso(given) or iso("".join(element.itertext()), order)
        if value and _real(value[:10]):
            names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
            label = next((each.label for each in shown if each.day == value[:10] and each.label), None)
            label = label or _named_label(names) or _said_label(block.text)
            marked.append(Dated(value, "time element", given or block.text, label))
    days = {each.day for each in marked}
    return marked + [each for each in shown if each.day not in days]


def _named_label(names: str) -> Label:
    if "modif" in names or "updat" in names:
        return "modified"
    return "published" if "publi" in names else None


def _said_label(text: str) -> Label:
    """What a line without a readable date calls its date: "Updated 3 hours ago" beside a time element."""
    lower = text.lower()
    changed = re.search(r"\b(?:updated|modified|last update|aktualisiert|mis à jour|actualizado|atualizado)\b", lower)
    first = re.search(r"\b(?:published|posted|first published|veröffentlicht|publié|publicado)\b", lower)
    if changed and not first:
        return "modified"
    return "published" if first and not changed else None


def in_address(url: str | None) -> Dated | None:
    """The day in an address such as `/2024/05/14/`."""
    found = day_in_address(url)
    return Dated(found[0], "address", found[1], "published") if found and _real(found[0]) else None


def date_fields(
    head: Head, sight: Sequence[Dated], address: Dated | None, blocks: Sequence[Block], order: bool | None
) -> tuple[dict[str, Field], tuple[str, ...]]:
    """The fields published, modified and captured, and flags for what does not fit together.

    Metadata that says "published" is taken, unless the line by the byline says that it was published on an earlier
    day; dates of change and bare dates are never the publication where a visible date stands. Nothing is guessed.
    """
    told = in_metadata(head)
    machine = next((each for each in told if each.label == "published"), None)
    shown = next((each for each in sight if each.label == "published"), None) or next(
        (each for each in sight if each.label is None), None
    )
    flags = []
    chosen = machine
    if machine and shown and shown.day != machine.day:
        apart = abs((date.fromisoformat(shown.day) - date.fromisoformat(machine.day)).days)
        if apart > 1:
            flags.append("dates_conflict")
        if apart > 1 and shown.day < machine.day and shown.label == "published":
            chosen = shown
    bare = next((each for each in told if each.label is None), None)
    chosen = chosen or shown or address or bare
    fields: dict[str, Field] = {}
    changed = next((each for each in told if each.label == "modified"), None) or next(
        (each for each in sight if each.label == "modified"), None
    )
    rivals = tuple(
        Rival(value=each.value, reason=f"{each.method}{' (changed)' if each.label == 'modified' else ''}")
        for each in _days_once([*told, *sight, *([address] if address else [])], chosen)
    )
    if chosen is None:
        fields["published"] = Field(value=None, method="none", rivals=rivals)
    else:
        agree = sum(each.day == chosen.day for each in [*told, *sight, *([address] if address else [])])
        confidence = {"address": 0.8}.get(chosen.method, 0.9) + (0.07 if agree > 1 else 0)
        confidence -= 0.2 if "dates_conflict" in flags else 0.3 if chosen is bare else 0
        fields["published"] = Field(
            value=chosen.value,
            method=chosen.method,
            evidence=chosen.evidence,
            confidence=round(confidence, 2),
            rivals=rivals,
        )
        if changed and changed.day < chosen.day:
            flags.append("modified_before_published")
            changed = None
    if changed:
        fields["modified"] = Field(
            value=changed.value, method=changed.method, evidence=changed.evidence, confidence=0.9
        )
    saved = _captured(blocks, order)
    if saved:
        fields["captured"] = saved
    return fields, tuple(flags)


def _days_once(dated: Sequence[Dated], chosen: Dated | None) -> list[Dated]:
    seen = {chosen.day} if chosen else set()
    kept = []
    for each in dated:
        if each.day not in seen:
            seen.add(each.day)
            kept.append(each)
    return kept[:8]


def _captured(blocks: Sequence[Block], order: bool | None) -> Field | None:
    """The day of capture, from ages ("2 days ago") that stand beside dates."""
    pairs: list[tuple[date, Ago]] = []
    evidence = ""
    for block in blocks:
        if len(block.text) > LONGEST or not AGO.search(block.text):
            continue
        old = ages(block.text)
        dates = stamps(block.text, order) if old else ()
        if len(old) == 1 and len(dates) == 1:
            pairs.append((dates[0].day, old[0]))
            evidence = evidence or block.text
    value = captured(pairs)
    return Field(value=value, method="an age beside a date", evidence=evidence, confidence=0.7) if value else None
