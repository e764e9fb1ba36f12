"""onrecord: who said what, on whose word, and where the reports differ."""

from onrecord.version import VERSION as __version__

__all__ = ["__version__"]
