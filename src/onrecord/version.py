"""The version of onrecord; part of every exported record."""

VERSION = "0.1.0"
