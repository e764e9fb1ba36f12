"""DOCX: paragraphs and headings in order, title and author from the document's properties."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from onrecord.errors import UnreadableError
from onrecord.read.archive import DAMAGE
from onrecord.read.made import Block, page_of
from onrecord.read.source import Item, Source, whole
from onrecord.settings import Settings

DOCUMENT = "word/document.xml"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same words under another name
W = f"{{{USUAL.decode()}}}"
DC = "{http://purl.org/dc/elements/1.1/}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Runs that are not in the text as it stands: deleted, moved away, or told a second time for old programs.
GONE = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "instrText", COMPATIBILITY})
NO_NAMES = frozenset({"", "author", "user", "admin", "windows user", "microsoft office user", "python-docx", "unknown"})


def is_docx(archive: zipfile.ZipFile) -> bool:
    return DOCUMENT in archive.NameToInfo


def read_docx(archive: zipfile.ZipFile, source: Source, settings: Settings) -> Iterator[Item]:
    """The page of a DOCX file. Raises UnreadableError where it is damaged or holds no text."""
    root = _part(archive, DOCUMENT, settings)
    if root is None:
        raise UnreadableError("the DOCX file holds no document")
    styles = _styles(_part(archive, "word/styles.xml", settings))
    blocks = list(_blocks(root, styles))
    core = _part(archive, "docProps/core.xml", settings)
    title = _property(core, "title") or next((text for tag, text in blocks if tag == "h1"), None)
    author = _property(core, "creator")
    meta = {"author": author} if author and author.casefold() not in NO_NAMES and " " in author else {}
    yield page_of(blocks, source.name, whole(source, settings), title=title, meta=meta, url=source.url)


def _part(archive: zipfile.ZipFile, name: str, settings: Settings) -> etree._Element | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > settings.max_bytes:
        raise UnreadableError(f"{name} in the DOCX file is larger than {settings.max_bytes:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(info).replace(STRICT, USUAL), parser)
    except (etree.XMLSyntaxError, *DAMAGE) as error:
        raise UnreadableError(f"{name} in the DOCX file is damaged") from error
    return root


def _styles(root: etree._Element | None) -> dict[str, str]:
    """The names of the styles by id: the ids are in the language of the program, the names of built-in ones are not."""
    if root is None:
        return {}
    found = {}
    for style in root.iter(W + "style"):
        name = style.find(W + "name")
        found[style.get(W + "styleId", "")] = (name.get(W + "val", "") if name is not None else "").lower()
    return found


def _blocks(root: etree._Element, styles: dict[str, str]) -> Iterator[Block]:
    titled = False
    for paragraph in root.iter(W + "p"):
        text = "".join(_runs(paragraph)).strip()
        if not text:
            continue
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = styles.get(style.get(W + "val", ""), style.get(W + "val", "").lower()) if style is not None else ""
        heading = name == "title" or name.startswith("heading")
        tag = "p"
        if heading and len(text.split()) < 40:
            tag = "h1" if not titled and name in ("title", "heading 1", "heading1") else "h2"
        titled = titled or tag == "h1"
        yield tag, text


def _runs(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph; a text box in it is a paragraph of its own."""
    for child in element:
        if child.tag in GONE or child.tag == W + "txbxContent":
            continue
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "br", W + "cr"):
            yield " "
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag != W + "p":
            yield from _runs(child)


def _property(core: etree._Element | None, name: str) -> str | None:
    found = core.find(DC + name) if core is not None else None
    return " ".join((found.text or "").split()) or None if found is not None else None
