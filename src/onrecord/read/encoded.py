"""Content that a server packed (gzip, deflate, br), unpacked with a limit on what comes out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from onrecord.errors import UnreadableError

GZIP_OR_ZLIB = 47  # wbits: told by the header
BARE = -15  # wbits: deflate without a header, which some servers send
PIECE = 65_536  # bytes


def unpacked(pieces: Iterable[bytes], encoding: str | None, limit: int) -> bytes:
    """The content of `pieces`, packed as the header Content-Encoding says; at most `limit` bytes are held.

    Raises UnreadableError where there is more, where the packing is unknown, or where it is damaged.
    """
    out = bytearray()
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    names = [name for name in names if name not in ("identity", "none", "utf-8")]
    if len(names) > 2:
        raise UnreadableError(f"it is packed {len(names)} times")
    stream = iter(pieces)
    for name in reversed(names):
        stream = _unpack(stream, name)
    for piece in stream:
        out += piece
        if len(out) > limit:
            raise UnreadableError(f"it is larger than {limit:,} bytes")
    return bytes(out)


def _unpack(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    if name in ("gzip", "x-gzip", "deflate"):
        return _inflate(pieces)
    if name == "br":
        return _brotli(pieces)
    raise UnreadableError(f"it is packed in a way that is not read: {name[:40]}")


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Gzip or deflate. What is not packed although the header says so is passed through, as browsers do."""
    first = next(pieces, b"")
    while len(first) < 2:
        more = next(pieces, None)
        if more is None:
            break
        first += more
    if first[:2] == b"\x1f\x8b" or (first[:1] and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0):
        wbits = GZIP_OR_ZLIB
    elif first.lstrip()[:1] == b"<":
        yield first
        yield from pieces
        return
    else:
        wbits = BARE
    packer = zlib.decompressobj(wbits)
    piece: bytes | None = first
    try:
        while piece is not None:
            yield packer.decompress(piece, PIECE)
            while packer.unconsumed_tail:
                yield packer.decompress(packer.unconsumed_tail, PIECE)
            piece = None if packer.eof else next(pieces, None)
    except zlib.error as error:
        raise UnreadableError("its packing (gzip) is damaged") from error
    if not packer.eof:
        yield packer.flush(PIECE)


def _brotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        import brotli  # noqa: PLC0415  # an extra: few web archives hold it, and no server is asked for it
    except ImportError as error:
        raise UnreadableError("it is packed with Brotli; to read it, install the package brotli") from error
    packer = brotli.Decompressor()
    try:
        for piece in pieces:
            yield packer.process(piece, output_buffer_limit=PIECE)
            while not packer.can_accept_more_data() and not packer.is_finished():
                yield packer.process(b"", output_buffer_limit=PIECE)
    except brotli.error as error:
        raise UnreadableError("its packing (Brotli) is damaged") from error
