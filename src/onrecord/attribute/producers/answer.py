"""The JSON that a server is asked for, and the proposals in what it answers."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.attribute.producers.layer import Proposal
from onrecord.errors import NoLayerError
from onrecord.model import Span

MOST = 500  # proposals for one stretch of text; no article has so many
PIECES = 12  # strings of one part of a proposal
_WORDS = {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "attributions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"source": _WORDS, "cue": _WORDS, "content": _WORDS},
                "required": ["source", "cue", "content"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["attributions"],
    "additionalProperties": False,
}


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


class _Answer(msgspec.Struct):
    attributions: list[Any]


class _Item(msgspec.Struct):
    content: list[str] | str
    source: list[str] | str | None = None
    cue: list[str] | str | None = None


def proposals(body: bytes, within: Span) -> tuple[list[Proposal], int]:
    """The proposals in the body of a chat completion for one stretch of a text, and how many had no usable shape.

    What the model wrote may stand in a code fence or behind its thoughts. Raises NoLayerError where it is not the
    JSON object that was asked for.
    """
    try:
        choices = msgspec.json.decode(body, type=_Completion).choices
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoLayerError("not_a_completion") from error
    if not choices:
        raise NoLayerError("not_a_completion")
    written = choices[0].message.content.rpartition("</think>")[2]
    written = written[max(0, written.find("{")) : written.rfind("}") + 1]
    try:
        items = msgspec.json.decode(written, type=_Answer).attributions
    except msgspec.ValidationError as error:
        raise NoLayerError("wrong_shape") from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NoLayerError("not_json") from error
    if len(items) > MOST:
        raise NoLayerError("too_many_proposals")
    found: list[Proposal] = []
    for item in items:
        try:
            row = msgspec.convert(item, _Item)
        except msgspec.ValidationError:
            continue
        content, source, cue = _parts(row.content), _parts(row.source), _parts(row.cue)
        if max(len(content), len(source), len(cue)) <= PIECES:
            found.append(Proposal(content=content, source=source, cue=cue, within=within))
    return found, len(items) - len(found)


def _parts(given: list[str] | str | None) -> tuple[str, ...]:
    return tuple(s for s in ([given] if isinstance(given, str) else given or []) if s.strip())
