"""The article in an HTML page."""

from __future__ import annotations

import trafilatura

from onrecord.clean.body import Cleaned, Piece
from onrecord.settings import CleanName


def clean_html(source: str, url: str | None, tier: CleanName) -> Cleaned:
    """Body, zones and fields of an HTML page given as text."""
    text = trafilatura.extract(source, url=url, favor_precision=True, include_comments=False)
    pieces = tuple(Piece(line.strip()) for line in (text or "").split("\n") if line.strip())
    return Cleaned(pieces=pieces)
