"""From a page to a document: the clean body with its paragraphs, and what is known about the article."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from resiliparse.parse.lang import detect_fast

from onrecord.clean.body import AUTHOR_SEPARATOR, Cleaned, Piece
from onrecord.clean.checks import checked
from onrecord.errors import UnreadableError
from onrecord.model import Document, Field, Given, Page, Paragraph, Published, Rival, SiteProfile, Span, ident
from onrecord.settings import Settings

__all__ = ["Cleaned", "Piece", "clean"]

BETWEEN = "\n\n"  # between two paragraphs of `text`
ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\S.*)?)?)?\Z", re.DOTALL)
KANA = re.compile(r"[\u3040-\u30ff]{2}")  # no language but Japanese is written with it
SHORT = 120  # characters; a text of few words may be in a script without spaces
WRAPPED = 140  # characters; longer lines were not broken to fit a width
LINE = re.compile(r"\S(?:[^\n]*\S)?")
ENDED = re.compile(r"[.!?…:][”\"’')\]»]*$")
NOT_BLANK = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")


def clean(page: Page, settings: Settings, profile: SiteProfile | None = None) -> Document:
    """The document of a page. Raises UnreadableError where there is no article in it, with the reason.

    `profile` says what recurs on the pages of its site; without it that which the page carries is taken, if any.
    """
    source = page.data.decode("utf-8", "replace")
    if page.kind == "text":
        return _document(page, source, Cleaned(pieces=(), language=_language(source)), _blocks(source))
    cleaned = _cleaned(source, page, settings, profile or page.site)
    text, paragraphs = _join(cleaned.pieces)
    if not text.strip():
        raise UnreadableError("no article text was found in the page")
    if cleaned.language is None:
        cleaned = replace(cleaned, language=_language(text))
    return _document(page, text, cleaned, paragraphs)


def _cleaned(source: str, page: Page, settings: Settings, profile: SiteProfile | None) -> Cleaned:
    """A page cut by the cleaner of its kind, which is loaded when first needed: clean texts need neither."""
    if page.kind == "dump":
        from onrecord.clean.dump import clean_dump  # noqa: PLC0415

        return clean_dump(source, profile)
    from onrecord.clean.page import clean_html  # noqa: PLC0415

    return clean_html(source, page.given.url or page.url, settings.clean, profile)


def day_range(value: str) -> tuple[str, str] | None:
    """First and last day that an ISO date, month, year or date-time names; None for anything else."""
    found = ISO.match(value.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or month == 0:
        return None
    first, last = month or 1, month or 12
    if first > 12:
        return None
    length = monthrange(year, last)[1]
    if day is not None and not 1 <= day <= length:
        return None
    return f"{year:04}-{first:02}-{day or 1:02}", f"{year:04}-{last:02}-{day or length:02}"


def _language(text: str) -> str | None:
    """Language code of a text by its letters, or None where it is too short to tell."""
    sample = text[:4000]
    if KANA.search(sample):
        return "ja"
    if len(sample.split()) < 8 and len(sample) < SHORT:
        return None
    code, distance = detect_fast(sample)
    return str(code) if code != "unknown" and distance < 1200 else None


def _join(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    paragraphs = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        paragraphs.append(Paragraph(Span(start, end), piece.kind, piece.place))
        start = end + len(BETWEEN)
    return BETWEEN.join(piece.text for piece in pieces), tuple(paragraphs)


def _blocks(text: str) -> tuple[Paragraph, ...]:
    """Paragraphs of a clean body that is taken as it is: runs of lines between blank lines, or each line of a run
    that was not broken to fit a width."""
    return tuple(Paragraph(span) for found in NOT_BLANK.finditer(text) for span in _lines(text, *found.span()))


def _lines(text: str, start: int, end: int) -> list[Span]:
    """A run of lines as one span, or as many as there are lines if most of them end as a sentence does."""
    rows = [Span(m.start(), m.end()) for m in LINE.finditer(text, start, end)]
    ended = sum(bool(ENDED.search(text, max(row.start, row.end - 4), row.end)) for row in rows[:-1])
    wide = max((row.end - row.start for row in rows), default=0) > WRAPPED
    if len(rows) > 1 and (wide or (len(rows) > 3 and ended * 10 > (len(rows) - 1) * 7)):
        return rows
    return [Span(start, rows[-1].end)] if rows else []


def _document(page: Page, text: str, cleaned: Cleaned, paragraphs: tuple[Paragraph, ...]) -> Document:
    if not any(character.isalnum() for character in text):
        raise UnreadableError("there is no word in the text")
    given: list[str] = []
    known = dict(cleaned.fields)
    if page.archive_url:
        known["archive_url"] = Field(value=page.archive_url, method="saved from a web archive", confidence=0.95)
    fields, conflicts = checked(_with_given(known, page.given, given), page)
    flags = dict.fromkeys([*cleaned.flags, *given, *conflicts])

    def value(name: str) -> str | None:
        found = fields.get(name)
        return found.value if found else None

    authors = value("authors")
    return Document(
        id=ident("d", page.sha256, value("outlet") or "", page.given.id or ""),
        path=page.path,
        paths=(page.path,),
        text=text,
        sha256=page.sha256,
        url=page.given.url or page.url,
        canonical_url=value("canonical_url"),
        outlet=value("outlet"),
        title=value("title"),
        authors=tuple(authors.split(AUTHOR_SEPARATOR)) if authors else (),
        published=_published(fields.get("published")),
        modified=value("modified"),
        captured=value("captured") or page.fetched_at,
        section=value("section"),
        language=cleaned.language,
        partial=cleaned.partial,
        flags=tuple(flags),
        fields=fields,
        zones=cleaned.zones,
        paragraphs=paragraphs,
    )


def _with_given(fields: dict[str, Field], given: Given, flags: list[str]) -> dict[str, Field]:
    """The fields of a page, overridden by what the user says; what the page says becomes a rival."""
    said = {
        "title": given.title,
        "outlet": given.outlet,
        "authors": AUTHOR_SEPARATOR.join(given.authors) if given.authors is not None else None,
        "published": given.published,
        "url": given.url,
        "archive_url": given.archive_url,
    }
    result = dict(fields)
    for name, value in said.items():
        if value is None:
            continue
        if name == "published" and day_range(value) is None:
            flags.append("given_date_unreadable")
            continue
        known = fields.get(name)
        rivals: tuple[Rival, ...] = known.rivals if known else ()
        if known and known.value is not None and known.value != value:
            rivals = (Rival(value=known.value, reason="the page says so; the user says otherwise"), *rivals)
        result[name] = Field(value=value, method="given", confidence=1.0, rivals=rivals)
    return result


def _published(known: Field | None) -> Published:
    if known is None or known.value is None:
        return Published()
    days = day_range(known.value)
    if days is None:
        return Published()
    basis = "given" if known.method == "given" else "stated"
    return Published(
        value=known.value,
        earliest=days[0],
        latest=days[1],
        basis="given" if basis == "given" else "stated",
        evidence=known.evidence,
    )
