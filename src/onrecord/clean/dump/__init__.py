"""A page that was flattened to text, with its menus and teasers, cut into article and the rest."""

from __future__ import annotations

from onrecord.clean.dump.cut import clean_dump

__all__ = ["clean_dump"]
