"""`annotate`: documents through the first five steps, each to one JSON object; no record, no other documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, Literal, get_args

import msgspec

from onrecord import model as m
from onrecord.clean import clean
from onrecord.errors import OnrecordError
from onrecord.read import line
from onrecord.run import work
from onrecord.run.here import StoppedError, Workers
from onrecord.settings import Settings
from onrecord.store.export import plain

Layer = Literal["clean", "attributions", "names", "times", "figures"]
LAYERS: tuple[Layer, ...] = get_args(Layer)


def ready(only: frozenset[Layer], settings: Settings) -> None:
    """Raises UsageError where the model or the producer of attributions that the settings name cannot be had."""
    if (settings.model == "careful" and "names" in only) or (
        "attributions" in only and (settings.producer is not None or settings.model == "careful")
    ):
        from onrecord.attribute import identity  # noqa: PLC0415  # half of a second that a short pipe would wait

        identity(settings)


def answers(source: BinaryIO, only: frozenset[Layer], settings: Settings) -> Iterator[bytes]:
    """The answer to each JSON line of a stream that holds anything, in order, each line read in a process that is
    stopped where it takes too long or too much memory."""
    with Workers(settings) as workers:
        for number, raw in enumerate(_lines(source, settings.max_bytes), 1):
            if len(raw) > settings.max_bytes:
                yield _failed(b"", f"line {number} is longer than {settings.max_bytes:,} bytes")
                continue
            answer = workers.ask(work.annotated, raw, number, only, settings)
            yield _failed(raw, str(answer)) if isinstance(answer, StoppedError) else answer


def _lines(source: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines that hold anything, of a longer one the first `limit` + 1 bytes; a byte order mark before the first is
    dropped."""
    first = True
    while raw := source.readline(limit + 1):
        more = raw
        while len(more) > limit and not more.endswith(b"\n"):
            more = source.readline(limit + 1)
        raw = raw if len(raw) > limit else (raw.removeprefix(b"\xef\xbb\xbf") if first else raw).strip()
        first = False
        if raw:
            yield raw


def _failed(raw: bytes, reason: str) -> bytes:
    try:
        row = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        row = None
    return msgspec.json.encode({"id": row.get("id") if isinstance(row, dict) else None, "error": reason})


def annotate_line(raw: bytes, number: int, only: frozenset[Layer], settings: Settings) -> bytes:
    """The answer to one JSON line, without its line end: the document, or `{"id", "error"}`. Never raises for what
    is in the line."""
    ident: object = None
    try:
        row = msgspec.json.decode(raw)
        ident = row.get("id") if isinstance(row, dict) else None
        answer = annotate(line(row, f"line {number}"), only, settings) | {"id": ident}
    except OnrecordError as error:
        answer = {"id": ident, "error": str(error)}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        answer = {"id": None, "error": f"line {number} is not JSON: {error}"}
    except MemoryError:
        raise  # the process ends with it, and whoever started it says so
    except Exception as error:  # the boundary: a fault of ours on one line costs that line, and says so
        answer = {"id": ident, "error": f"onrecord failed on this line ({type(error).__name__}: {error})"}
    return msgspec.json.encode(answer)


def annotate(page: m.Page, only: frozenset[Layer], settings: Settings) -> dict[str, Any]:
    """The asked layers of one page, with names in place of actor ids; only the work they need is done.

    Raises UnreadableError where the page is not an article.
    """
    document = clean(page, settings)
    answer: dict[str, Any] = plain(document) | {"id": page.given.id}
    for dropped in ("path", "paths", "story", "revision_of"):
        answer.pop(dropped)
    if "attributions" in only:
        reading = _reading(document, settings)
        actors = {a.id: a.name for a in reading.actors}
        answer["flags"] = plain(reading.document)["flags"]
        answer["attributions"] = [_named(plain(a), actors) for a in reading.attributions]
        answer["unattributed"] = [plain(u) for u in reading.unattributed]
        found = {"times": reading.times, "figures": reading.figures, "names": reading.names}
    else:
        found = {layer: _find(layer, document, settings) for layer in ("times", "figures", "names") if layer in only}
    answer |= {layer: [plain(row) for row in found[layer]] for layer in found if layer in only}
    return answer


# What a layer needs is loaded when the layer is asked for: half of a second that a short pipe would otherwise wait.
def _reading(document: m.Document, settings: Settings) -> m.Reading:
    from onrecord.attribute import attribute  # noqa: PLC0415
    from onrecord.parse import parse  # noqa: PLC0415
    from onrecord.resolve import resolve  # noqa: PLC0415

    return resolve(attribute(parse(document, model=settings.model), settings))


FINDERS = {
    "times": ("onrecord.resolve.times", "times"),
    "figures": ("onrecord.parse.figures", "figures"),
    "names": ("onrecord.parse.names", "names"),
}


def _find(layer: str, document: m.Document, settings: Settings) -> tuple[Any, ...]:
    module, name = FINDERS[layer]
    finder: Callable[..., tuple[Any, ...]] = getattr(import_module(module), name)
    return finder(document, model=settings.model) if layer == "names" else finder(document)


def _named(attribution: dict[str, Any], actors: dict[str, str]) -> dict[str, Any]:
    attribution["speaker"] = actors.get(attribution["speaker"])
    for hop in attribution["chain"]:
        hop["actor"] = actors.get(hop["actor"])
    return attribution


