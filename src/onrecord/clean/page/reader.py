"""Reads a saved page in one pass over its tags.

Scripts, styles, drawings and form fields are cut out first. End tags that are missing or crossed are mended as HTML
parsers mend them.
"""

from __future__ import annotations

import re
from html import unescape

from onrecord.clean.page.blocks import Block, Markup, tidied
from onrecord.clean.page.tags import (
    ALONE,
    BREAK,
    CLOSES_P,
    COUNTED,
    EDGE,
    ENDS,
    IN_HEAD,
    INLINE,
    KNOWN,
    PLAIN,
    RULE,
    SPECIAL,
    STRONG,
    WEIGHT,
    known,
)
from onrecord.errors import UnreadableError

DEEPEST = 400  # open elements; those deeper are left out, their text is not
FARTHEST = 60  # open elements that are looked at for one that a start tag ends
PARAGRAPH, LINK = frozenset(("p",)), frozenset(("a",))
LONGEST = 40  # characters of the name of a tag
MOST_BLOCKS = 20_000  # a page with more is cut there: linear time, and no article is that long

_CUT = (
    r"<(?:(script|style|svg|noscript|template|iframe|textarea|select|datalist|canvas|audio|video|object|map|math)\b"
    r"|!--|[!?])"
)
CUT, CUT_ANY = re.compile(_CUT), re.compile(_CUT, re.IGNORECASE)  # the first is faster, and few pages need the other
OTHER_CASE = frozenset(("SCRIPT", "STYLE", "NOSCRIPT", "Script", "Style", "SVG", "IFRAME", "SELECT"))
TAG = re.compile(
    r"""<(/?[a-zA-Z][^\s/>]*+)((?:[^<>=]*+=(?:"[^"]*+"|\s*+'[^']*+'|\s*+"[^"]*+")?+)*+[^<>=]*+)(?:>|(?=<))"""
)


def cut(source: str, pattern: re.Pattern[str]) -> tuple[str, list[tuple[str, str]]]:
    """The page without scripts, styles, comments and the like, and the attributes and texts of its JSON scripts."""
    kept: list[str] = []
    scripts: list[tuple[str, str]] = []
    at = start = 0
    missing: set[str] = set()  # ends that do not follow any more: nothing is looked for in vain twice
    while found := pattern.search(source, start):
        name = found[1]
        close = f"</{name}" if name else "-->" if found.group() == "<!--" else ">"
        stop = -1 if close in missing else source.find(close, found.end())
        if stop < 0 and name and close not in missing:
            stop = _other_case(source, close, found.end())
        if stop < 0:
            missing.add(close)
            start = found.end()
            continue
        kept.append(source[at : found.start()])
        if name in ("script", "SCRIPT"):
            opened = source.find(">", found.end(), stop)
            if opened > 0 and "json" in (given := source[found.end() : opened]):
                scripts.append((given, source[opened + 1 : stop]))
        at = source.find(">", stop) + 1 if name else stop + len(close)
        start = at = at or len(source)
    kept.append(source[at:])
    return "".join(kept), scripts


def _other_case(source: str, close: str, start: int) -> int:
    """Where an end tag in other letters stands, near enough; -1 where it does not."""
    found = re.compile(re.escape(close), re.IGNORECASE).search(source, start, start + 200_000)
    return found.start() if found else -1


class _Reader:
    """Reads the tags of a page one after the other; `open` are the elements that have no end yet."""

    def __init__(self, page: Markup) -> None:
        self.page = page
        self.open: list[int] = []
        self.paragraphs: list[int] = []  # those of `open` that are
        self.links: list[int] = []
        self.strong: list[int] = []
        self.runs: list[str] = []  # since the last edge of a block: all text, that in links, that in bold and the like
        self.linked: list[str] = []
        self.bold: list[str] = []
        self.begun: list[int] = []  # and links that began
        self.nth: dict[int, int] = {}

    def add(self, tag: str, raw: str, token: int) -> int:
        """A new element inside the innermost open one."""
        page = self.page
        number = len(page.tags)
        page.tags.append(tag)
        page.raw.append(raw)
        page.parents.append(self.open[-1] if self.open else -1)
        page.opened.append(token)
        page.closed.append(token)
        return number

    def start(self, tag: str, raw: str, token: int) -> None:
        """A new element that stays open, unless it is written as empty."""
        if tag == "a" and self.links:
            self.end_inside(LINK, None, token)
        elif tag not in INLINE and (self.paragraphs or tag in ENDS):
            self.make_room(tag, token)
        number = self.add(tag, raw, token)
        if len(self.open) >= DEEPEST or (raw[-1:] == "/" and (len(raw) < 2 or raw[-2] in " \"'\t\n")):
            return
        self.open.append(number)
        if tag == "a":
            self.links.append(number)
            self.begun.append(number)
        elif tag == "p":
            self.paragraphs.append(number)
        elif tag in STRONG:
            self.strong.append(number)

    def pop(self, token: int) -> None:
        """Ends the innermost open element."""
        number = self.open[-1]
        tag = self.page.tags[number]
        if self.runs and tag not in INLINE:
            self.flush()
        self.open.pop()
        self.page.closed[number] = token
        if tag == "a":
            self.links.pop()
        elif tag == "p":
            self.paragraphs.pop()
        elif tag in STRONG:
            self.strong.pop()

    def flush(self) -> None:
        """What was read since the last edge of a block becomes one, in the innermost block-level element."""
        text = tidied("".join(self.runs))
        if text:
            tags, parents, number = self.page.tags, self.page.parents, self.open[-1]
            while tags[number] in INLINE:
                number = parents[number]
            nth = self.nth.get(number, 0)
            self.nth[number] = nth + 1
            linked = sum(len(run.strip()) for run in self.linked) if self.linked else 0
            bold = sum(len(run.strip()) for run in self.bold) if self.bold else 0
            self.page.blocks.append(Block(self.page, text, number, linked, len(self.begun), bold, nth))
        for each in (self.runs, self.linked, self.bold, self.begun):
            each.clear()

    def end(self, tag: str, token: int) -> None:
        """An end tag: ends its element and those inside that were left open."""
        tags, weight = self.page.tags, WEIGHT.get(tag, PLAIN)
        for up, number in enumerate(reversed(self.open), 1):
            if tags[number] == tag:
                for _ in range(up):
                    self.pop(token)
                return
            if WEIGHT.get(tags[number], PLAIN) > weight or up > FARTHEST:
                return

    def make_room(self, tag: str, token: int) -> None:
        """Ends what a start tag ends by itself: a paragraph before a block, a list item before the next."""
        if self.paragraphs and tag in CLOSES_P:
            self.end_inside(PARAGRAPH, None, token)
        if tag in ENDS:
            self.end_inside(*ENDS[tag], token)

    def end_inside(self, ended: frozenset[str], holders: frozenset[str] | None, token: int) -> None:
        """Ends the nearest open element of `ended` that is not outside one of `holders` (None: any block)."""
        tags = self.page.tags
        for up, number in enumerate(reversed(self.open), 1):
            tag = tags[number]
            if tag in ended:
                for _ in range(up):
                    self.pop(token)
                return
            if up > FARTHEST or (tag not in INLINE if holders is None else tag in holders):
                return

    def read(self, first: int) -> None:  # noqa: C901, PLR0912  # a call for each kind of tag would double its time
        """The tags of the body from `first` on. Tags that do nothing else than open and close are dealt with here."""
        page, runs, open_, pop, close = self.page, self.runs, self.open, self.pop, self.end
        parts, tags, raws, parents = page.parts, page.tags, page.raw, page.parents
        opened, closed, blocks = page.opened, page.closed, page.blocks
        at, breaks = 3 * first, 0
        tokens = zip(range(first, len(parts) // 3), parts[at::3], parts[at + 1 :: 3], parts[at + 2 :: 3], strict=False)
        for token, text, name, raw in tokens:
            if text:
                if not text.isspace():
                    breaks = 0
                    self.text(text)
                elif runs:
                    runs.append(" ")
            is_end, tag, kind = KNOWN.get(name) or known(name[:LONGEST])
            if kind <= EDGE:
                if runs and kind:
                    self.flush()
                    if len(blocks) >= MOST_BLOCKS:
                        return
                if is_end:
                    if tags[open_[-1]] != tag:
                        close(tag, token)
                    elif tag in COUNTED:
                        pop(token)
                    else:
                        closed[open_.pop()] = token
                elif tag in SPECIAL or self.paragraphs or raw[-1:] == "/" or len(open_) >= DEEPEST:
                    self.start(tag, raw, token)
                else:
                    parents.append(open_[-1])
                    open_.append(len(tags))
                    tags.append(tag)
                    raws.append(raw)
                    opened.append(token)
                    closed.append(token)
            elif kind == BREAK:
                breaks += 1
                if breaks > 1 and runs:
                    self.flush()
                elif runs:
                    runs.append(" ")
            elif kind == ALONE:
                self.add(tag, raw, token)
            elif kind == RULE and runs:
                self.flush()
        if parts[-1] and not parts[-1].isspace():
            self.text(parts[-1])

    def text(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        self.runs.append(text)
        if self.links:
            self.linked.append(text)
        if self.strong:
            self.bold.append(text)


def parse_html(source: str) -> Markup:
    """The elements and blocks of a page. Raises UnreadableError where there is no markup."""
    bare, scripts = cut(source, CUT)
    parts = TAG.split(bare)
    if not OTHER_CASE.isdisjoint(parts[1::3]):
        bare, scripts = cut(source, CUT_ANY)
        parts = TAG.split(bare)
    if len(parts) == 1:
        raise UnreadableError("the page has no readable markup")
    page = Markup(scripts=scripts, bare=bare, parts=parts)
    reader = _Reader(page)
    reader.start("html", "", -1)
    first, raw = _head(reader)
    last = len(page.parts) // 3
    while len(reader.open) > 1:
        reader.pop(first)
    reader.start("body", raw, first)
    reader.read(first)
    while reader.open:
        reader.pop(last)
    page.title = tidied(unescape(page.title))
    return page


def _head(reader: _Reader) -> tuple[int, str]:
    """Reads up to the first tag or text of the body: its number, and the attributes of the body element."""
    page = reader.page
    parts = page.parts
    titled = False
    for token in range(len(parts) // 3):
        text, name, raw = parts[3 * token : 3 * token + 3]
        if titled:
            page.title = page.title or text
        elif text and not text.isspace() and tidied(text):
            return token, ""
        tag = name.lower()
        titled = tag == "title"
        if tag == "html":
            page.raw[0] = page.raw[0] or raw
        elif tag == "head" and len(page.tags) == 1:
            reader.start("head", raw, token)
        elif tag in ("meta", "link"):
            reader.add(tag, raw, token)
        elif tag == "body":
            return token, raw
        elif tag.lstrip("/") not in IN_HEAD:
            return token, ""
    return len(parts) // 3, ""
