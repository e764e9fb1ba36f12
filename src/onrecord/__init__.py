"""onrecord: who said what, on whose word, and where the reports differ.

    import onrecord

    record = onrecord.build("clippings", "story.db")
    for difference in record.differences:
        print(difference.facet, difference.a.text, difference.b.text, difference.reason)
"""

from typing import TYPE_CHECKING, Any

from onrecord.errors import MissingWeightsError, OnrecordError, RecordError, UnreadableError, UsageError
from onrecord.model import (
    Actor,
    Attribution,
    Claim,
    Copy,
    Difference,
    Document,
    Event,
    Evidence,
    Figure,
    Hop,
    Origins,
    Position,
    Record,
    Rejected,
    Span,
    Statement,
    Status,
    Story,
    Time,
)
from onrecord.settings import Settings
from onrecord.version import VERSION

if TYPE_CHECKING:
    from onrecord.api import build, open

__version__ = VERSION

__all__ = [
    "Actor",
    "Attribution",
    "Claim",
    "Copy",
    "Difference",
    "Document",
    "Event",
    "Evidence",
    "Figure",
    "Hop",
    "MissingWeightsError",
    "OnrecordError",
    "Origins",
    "Position",
    "Record",
    "RecordError",
    "Rejected",
    "Settings",
    "Span",
    "Statement",
    "Status",
    "Story",
    "Time",
    "UnreadableError",
    "UsageError",
    "__version__",
    "build",
    "open",
]


def __getattr__(name: str) -> Any:
    """`build` and `open` are loaded when first used, so that `import onrecord` stays light."""
    if name in ("build", "open"):
        from onrecord import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
