"""PDF: lines in reading order without page headers and footers, joined to paragraphs; the largest type is the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from onrecord.errors import UnreadableError
from onrecord.read.columns import lines_of, same_row
from onrecord.read.made import Block, dump_of, page_of
from onrecord.read.pdf_text import Extracted, Run, extract
from onrecord.read.source import Item, Source, whole
from onrecord.settings import Settings

FEW = 20  # characters a page; fewer, and it is pictures of pages
MARGIN = 4  # lines from the top and the bottom of a page among which its header and footer are looked for
LARGER = 1.15  # times the type of the body: a headline
WORDS_OF_TITLE = range(3, 41)
NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p[aá]gina|strona|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|z)\s*\d{1,4})?[\W_]*\Z",
    re.IGNORECASE,
)
# What browsers print above and below a page: the day and hour with the title, the address with the page's number.
PRINTED_HEAD = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d(?: ?[AP]M)?\b")
PRINTED_FOOT = re.compile(r"\A((?:https?|file)://[^\s…]+)(?:\s+(?:page )?\d+\s*(?:/|of)\s*\d+)\Z", re.IGNORECASE)
# Programs that print web pages, menus and teasers included.
WEB_PRINTER = re.compile(r"Chrome/|Skia/PDF(?!.*Google Docs)|Mozilla Firefox|wkhtmltopdf|Qt \d|WeasyPrint")
ADDRESS = re.compile(r"(?:\A|\s)(https?://[^\s…]+)\Z")
FILE_NAME = re.compile(r"microsoft word -|untitled|\.(?:docx?|indd|qxd|pdf|tex|rtf|pages|odt)\Z|\A\S+\Z", re.IGNORECASE)
ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
BULLET = re.compile(r"[•●▪■◦‣]|(?:[–*-]|\(?\d{1,2}[.)])\s")
BROKEN = re.compile(r"(\w+)-\Z")
STARTS_LOW = re.compile(r"[a-zà-öø-ÿа-яёα-ω]\w*")


def read_pdf(source: Source, settings: Settings) -> Iterator[Item]:
    """The page of a PDF; a printed web page as a dump, since its menus and teasers are on the paper too.

    Raises UnreadableError where it is encrypted, damaged, or pictures of pages."""
    data = whole(source, settings)
    held = extract(data)
    characters = sum(len(run.text) for run in held.runs)
    if characters < FEW * max(1, held.pages):
        raise UnreadableError("the PDF holds pictures of pages and no text (a scan); it needs character recognition")
    lines, address = _body(held)
    blocks, title = _blocks(lines, held)
    if address or WEB_PRINTER.search(held.made_by):
        yield dump_of(blocks, source.name, data, url=source.url or address, fetched_at=source.fetched_at)
        return
    yield page_of(
        blocks,
        source.name,
        data,
        title=title,
        url=source.url or address,
        fetched_at=source.fetched_at,
    )


def _body(held: Extracted) -> tuple[list[Run], str | None]:
    """The lines of all pages in order without headers and footers, and the address that a browser printed there."""
    by_page: dict[int, list[Run]] = {}
    for run in held.runs:
        by_page.setdefault(run.page, []).append(run)
    edges = {page: _edges(runs) for page, runs in by_page.items()}
    seen = Counter(key for rows in edges.values() for key in {_key(*row) for row in rows})
    often = max(2, len(by_page) // 3)
    lines: list[Run] = []
    address = None
    for page, runs in sorted(by_page.items()):
        dropped: set[Run] = set()
        for text, place, row in edges[page]:
            foot = PRINTED_FOOT.match(text)
            running = seen[_key(text, place, row)] >= often
            if running or foot or NUMBER.match(text) or PRINTED_HEAD.match(text):
                dropped |= set(row)
                found = foot or (ADDRESS.search(text) if running else None)
                address = address or (found[1] if found and found[1].startswith("http") else None)
        lines += lines_of([run for run in runs if run not in dropped])
    return lines, address


def _edges(runs: list[Run]) -> list[tuple[str, str, list[Run]]]:
    """The first and the last rows of a page: text, which edge it is at, and its runs."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.y0, run.x0)):
        if rows and abs(rows[-1][0].y0 - run.y0) < 0.4 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    count = min(MARGIN, len(rows) // 2)
    told = [("top", row) for row in rows[:count]] + [("bottom", row) for row in rows[len(rows) - count :]]
    return [(" ".join(r.text for r in sorted(row, key=lambda r: r.x0)), edge, row) for edge, row in told]


def _key(text: str, edge: str, row: list[Run]) -> tuple[str, str, int]:
    """Rows that differ only in a page's number are one; a headline is none of the running heads that repeat it."""
    return edge, re.sub(r"\d+", "#", text.casefold()), round(max(run.size for run in row))


def _blocks(lines: list[Run], held: Extracted) -> tuple[list[Block], str | None]:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    paragraphs = _paragraphs(lines, body)
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
    texts = [(_text(group, words), max(line.size for line in group), group[0].page) for group in paragraphs]
    first = min((page for *_, page in texts), default=0)
    large = [
        (size, -index)
        for index, (text, size, page) in enumerate(texts)
        if page == first and size >= LARGER * body and len(text.split()) in WORDS_OF_TITLE
    ]
    if not large and len(texts) > 1 and paragraphs[0][0].bold and len(texts[0][0].split()) in WORDS_OF_TITLE:
        large = [] if paragraphs[1][0].bold else [(texts[0][1], 0)]  # of the type of the body, but bold
    named = [
        at for at in large if held.title and _holds(held.title, texts[-at[1]][0]) and not FILE_NAME.search(held.title)
    ]
    top = -max(named or large)[1] if large else None
    blocks: list[Block] = []
    for index, (text, size, _) in enumerate(texts):
        tag = "h1" if index == top else "h2" if size >= LARGER * body and len(text.split()) < 30 else "p"
        blocks.append((tag, text))
    title = texts[top][0] if top is not None else None
    if title is None and held.title and not FILE_NAME.search(held.title):
        title = held.title
    return blocks, title


def _holds(title: str, text: str) -> bool:
    """Whether a headline and the title in the PDF's properties, which may name the outlet too, are the same words."""
    one, two = " ".join(title.casefold().split()), " ".join(text.casefold().split())
    return one in two or two in one


def _paragraphs(lines: list[Run], body: float) -> list[list[Run]]:
    """Lines put together: a paragraph ends at a gap, another height of type, an indent, or a short last line."""
    leading = _leading(lines)
    groups: list[list[Run]] = []
    for index, line in enumerate(lines):
        last = lines[index - 1] if index else None
        if last is None or _parted(last, line, leading, lines[index + 1] if index + 1 < len(lines) else None, body):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _leading(lines: list[Run]) -> float:
    """The usual distance between two lines below each other, as a multiple of the height of their type."""
    steps = Counter(
        round((one.y0 - two.y0) / two.size, 1)
        for one, two in pairwise(lines)
        if one.page == two.page and two.size and 0.5 < (one.y0 - two.y0) / two.size < 3
    )
    return min((step for step, count in steps.items() if count >= 0.5 * max(steps.values())), default=1.2)


def _parted(last: Run, line: Run, leading: float, after: Run | None, body: float) -> bool:
    """Whether a paragraph ends between two lines; `after` is the line after them."""
    if same_row(last, line) and last.x1 <= line.x0 + 1:
        return False
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size) or BULLET.match(line.text):
        return True
    step = (last.y0 - line.y0) / (line.size or 1.0)
    below = last.page == line.page and step > 0 and line.x0 < last.x1 and last.x0 < line.x1
    if not below:  # the top of the next column or page: goes on where a sentence does
        return bool(ENDS.search(last.text)) or line.size >= LARGER * body
    return step > leading * 1.28 or _indented(last, line, after) or _short(last, line, after)


def _indented(last: Run, line: Run, after: Run | None) -> bool:
    """Whether a line is set in and the next one is not; lines under a bullet are all set in."""
    if BULLET.match(last.text) or not 0.6 * line.size < line.x0 - last.x0 < 5 * line.size:
        return False
    return after is None or after.x0 < line.x0 - 0.5 * line.size


def _short(last: Run, line: Run, after: Run | None) -> bool:
    """Whether a line ends a sentence well before the right edge of its neighbours."""
    beside = after is not None and after.page == line.page and after.x0 < line.x1
    right = max(last.x1, line.x1, after.x1 if after is not None and beside else 0.0)
    return bool(ENDS.search(last.text)) and last.x1 < right - 0.25 * (right - min(last.x0, line.x0))


def _text(group: list[Run], words: Counter[str]) -> str:
    """The lines as one text; a word that was broken at a line's end is whole again."""
    text = group[0].text
    for line in group[1:]:
        broken = BROKEN.search(text)
        low = STARTS_LOW.match(line.text)
        if broken and low:
            with_hyphen = f"{broken[1]}-{low[0]}".lower()
            kept = words[with_hyphen] > words[with_hyphen.replace("-", "")]
            text = (text if kept else text[:-1]) + line.text
        elif broken:
            text += line.text
        else:
            text += " " + line.text
    return text
