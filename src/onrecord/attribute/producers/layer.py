"""What another producer answers: a layer of proposed attributions over one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from onrecord.model import Parsed, Span

Part = Span | str  # characters of the text, or words that must be in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed attribution. A part is a span of the document's text, in code points, or a string that is copied
    from it; strings are looked for in `within` (None: the whole text)."""

    content: tuple[Part, ...]
    source: tuple[Part, ...] = ()
    cue: tuple[Part, ...] = ()
    within: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """All that a producer proposes for one document. `malformed` counts proposals whose shape could not be read;
    each of them is dropped under that name."""

    producer: str
    version: str
    proposals: tuple[Proposal, ...]
    malformed: int = 0

    @property
    def name(self) -> str:
        """What stands as `producer` beside each attribution that comes from the layer."""
        return f"{self.producer}/{self.version}"


class Producer(Protocol):
    """Anything that reads a parsed document and proposes attributions."""

    @property
    def identity(self) -> str:
        """What its answers depend on beside the document: another one means that documents are read anew."""

    def propose(self, parsed: Parsed) -> Layer:
        """The layer for one document. Raises NoLayerError where there is no usable answer."""
