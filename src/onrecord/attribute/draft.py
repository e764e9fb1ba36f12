"""An attribution in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Rival, Span

RULES = "rules/1"


@dataclass(slots=True)
class Draft:
    """An attribution in the making: character spans of its parts, and the place of its cue."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    confidence: float = 0.5
    paragraph: int = 0
    sentence: int = 0
    producer: str = RULES
    way: str = ""  # how a rule found the content: quoted, that, after, before, both, put, judged, to

    rivals: list[Rival] = field(default_factory=list)

    def reach(self) -> tuple[int, int]:
        """From the first character of any part to the last."""
        spans = [*self.source, *self.cue, *self.content]
        return min(s.start for s in spans), max(s.end for s in spans)
