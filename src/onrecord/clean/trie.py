"""A regular expression for any of many strings that shares their common beginnings: several times as fast to search
with as a plain list of alternatives, and it finds the same (at each place the longest)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def either(words: Iterable[str]) -> str:
    """The source of an expression that matches exactly the words; put it into a group before adding to it."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _source(root)


def _source(node: dict[str, Any]) -> str:
    parts = [re.escape(char) + _source(child) for char, child in sorted(node.items()) if char]
    if not parts:
        return ""
    if len(parts) == 1 and "" not in node:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if '' in node else ''}"
