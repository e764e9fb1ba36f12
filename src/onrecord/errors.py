"""The one exception tree. A message says what failed, where, why, and what to do."""

from __future__ import annotations


class OnrecordError(Exception):
    """Anything that onrecord raises on purpose."""


class UnreadableError(OnrecordError):
    """A file, line or page that cannot become a document; the message is the reason shown in `rejected`."""


class UsageError(OnrecordError):
    """A wrong option, setting or combination of them."""


class MissingWeightsError(UsageError):
    """A model was asked for whose weights are not installed."""


class RecordError(OnrecordError):
    """A record that cannot be opened: not a record, another schema version, or damaged."""


class NoLayerError(OnrecordError):
    """Another producer of attributions has no usable answer for a document; the message is the short reason that is
    shown among the document's flags."""
