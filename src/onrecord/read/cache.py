"""What was fetched, kept on disk with what the server wants to be asked by (ETag, Last-Modified)."""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer without its body. `at` is when it was fetched, `url` where it was found in the end."""

    url: str
    at: str
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    sha: str = ""


class Cache:
    """A folder of answers by address. Damaged entries count as none; a full disk costs the entry, not the run."""

    def __init__(self, folder: str) -> None:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.folder = Path(folder) if folder else Path(base) / "onrecord" / "fetched"

    def get(self, url: str) -> tuple[Kept, bytes] | None:
        head, body = self._places(url)
        try:
            kept = msgspec.json.decode(head.read_bytes(), type=Kept)
            data = body.read_bytes()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return (kept, data) if _hash(data) == kept.sha else None

    def put(self, url: str, kept: Kept, data: bytes) -> None:
        head, body = self._places(url)
        told = msgspec.json.encode(asdict(kept) | {"sha": _hash(data)})
        try:
            head.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for place, content in ((body, data), (head, told)):
                with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as out:
                    out.write(content)
                Path(out.name).replace(place)
        except OSError:
            return

    def _places(self, url: str) -> tuple[Path, Path]:
        name = _hash(url.encode("utf-8", "surrogatepass"))
        return self.folder / name[:2] / f"{name[2:]}.json", self.folder / name[:2] / f"{name[2:]}.body"


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
