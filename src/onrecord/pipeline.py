"""The way of the data, whole: read -> clean -> parse -> attribute -> resolve -> group -> compare -> publish.

The first five steps see one document at a time and are pure functions of it, so that a process pool and a cluster
run the same code. `group` and `compare` see all documents; `publish` and `store` take the record from there.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from onrecord.attribute import attribute
from onrecord.clean import clean
from onrecord.model import Page, Reading, Record
from onrecord.parse import parse
from onrecord.resolve import resolve
from onrecord.settings import Settings


def read_page(page: Page, settings: Settings) -> Reading:
    """All that one page gives by itself. Raises UnreadableError where it is not an article."""
    return read_document(clean(page, settings), settings)


def read_document(document: Document, settings: Settings) -> Reading:
    """All that one clean document gives by itself."""
    parsed = parse(document, model=settings.model)
    attributed = attribute(parsed, settings)
    return resolve(attributed)


def make_record(readings: Sequence[Reading]) -> Record:
    """The record of documents read one by one; the same in any order of them."""
    from onrecord.compare import compare  # noqa: PLC0415  # a process that only reads pages starts without these two
    from onrecord.group import group  # noqa: PLC0415

    coverage = group(readings)
    return compare(coverage)
