"""The way of the data, whole: read -> clean -> parse -> attribute -> resolve -> group -> compare -> publish.

The first five steps see one document at a time and are pure functions of it, so that a process pool and a cluster
run the same code. `group` and `compare` see all documents; `publish` and `store` take the record from there.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING

from onrecord.attribute import attribute
from onrecord.clean import clean
from onrecord.model import Document, Page, Reading, Record
from onrecord.parse import parse
from onrecord.resolve import resolve
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.group.constraints import Constraints


def read_page(page: Page, settings: Settings) -> Reading:
    """All that one page gives by itself. Raises UnreadableError where it is not an article."""
    return read_document(clean(page, settings), settings)


def read_document(document: Document, settings: Settings) -> Reading:
    """All that one clean document gives by itself."""
    parsed = parse(document, model=settings.model)
    attributed = attribute(parsed, settings)
    return resolve(attributed)


def make_record(
    readings: Sequence[Reading], judged: Constraints | None = None, memory: MutableMapping[str, bytes] | None = None
) -> Record:
    """The record of documents read one by one; the same in any order of them.

    `judged` is what people decided, `memory` what is remembered of earlier runs (see compare); it changes no answer.
    """
    from onrecord.compare import compare  # noqa: PLC0415  # a process that only reads pages starts without these two
    from onrecord.group import NOTHING, group  # noqa: PLC0415

    held = judged or NOTHING
    return compare(group(readings, held, memory), held, memory)
