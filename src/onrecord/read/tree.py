"""Folders: which files are read, in what order; hidden files and the asset folders of saved pages are passed over."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from onrecord.model import Rejected
from onrecord.read.sources import NAME as SOURCES

# Names of the folder in which a browser puts the assets of `NAME.html`, by the language of the browser.
ASSETS = re.compile(
    r"(?P<stem>.+)[-_. ](?:files|file|fichiers|archivos|arquivos|ficheiros|dateien|bestanden|filer|tiedostot|"
    r"pliki|soubory|fajlok|elemei|dosyalar|assets|resources)\Z",
    re.IGNORECASE,
)
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")


def walk(path: Path) -> Iterator[Path | Rejected]:
    """The files under `path` in sorted order, without hidden ones, tables of sources and assets of saved pages."""
    if not path.exists() and not path.is_symlink():
        yield Rejected(str(path), "there is no such file or folder")
    elif path.is_dir():
        yield from _folder(path, frozenset())
    elif path.name.lower() != SOURCES:
        yield path


def _folder(path: Path, above: frozenset[str]) -> Iterator[Path | Rejected]:
    real = os.path.realpath(path)
    if real in above:
        yield Rejected(str(path), "the folder leads back to a folder that holds it")
        return
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Rejected(str(path), f"the folder could not be opened: {error.strerror}")
        return
    stems = {entry.stem for entry in entries if entry.suffix.lower() in PAGE_ENDINGS}
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() == SOURCES:
            continue
        if entry.is_dir():
            assets = ASSETS.match(entry.name)
            if not (assets and assets["stem"] in stems):
                yield from _folder(entry, above | {real})
        else:
            yield entry


def assets_of(names: Iterable[str]) -> frozenset[PurePosixPath]:
    """The asset folders of saved pages among the paths in an archive."""
    paths = [PurePosixPath(name) for name in names]
    pages = {path.with_suffix("") for path in paths if path.suffix.lower() in PAGE_ENDINGS}
    folders = {parent for path in paths for parent in path.parents if parent.name}
    found = {folder: ASSETS.match(folder.name) for folder in folders}
    return frozenset(folder for folder, match in found.items() if match and folder.with_name(match["stem"]) in pages)
