"""What every newsroom does alike, applied to the blocks that the model chose: the last word on what is body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.clean.bylines import is_byline, opened
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.clean.marks import entries, is_entry
from onrecord.clean.page.blocks import Block, Element
from onrecord.clean.page.title import folded
from onrecord.clean.page.zones import DATELINE, HEADINGS
from onrecord.clean.trie import either
from onrecord.words import table

NOT_BODY = frozenset(("newsletter", "related", "share", "ad"))
SHORT = 160  # characters of a line that may be told by its words alone
LONGEST_LEAD = 45  # words of a standfirst
LONGEST_PULL = 40  # words of a pull quote
LONGEST_SIGN = 14  # words of a line that points elsewhere
LONGEST_HEAD = 120  # characters of a byline or a line with a date
LEADS = 1  # paragraphs (a standfirst) that may stand above the byline
NEAR_TITLE = 14  # blocks below the headline in which the byline stands
QUOTED = re.compile(r"\W*[“\"„«‘](.{15,}?)[”\"“»’]")
MARKS = re.compile('[“”"„«»]')
END = re.compile(r"[.!?…][\"'”’»)]*\Z")
SET_APART = frozenset(("blockquote", "aside", "figure"))


def settle(row: Sequence[Block], body: Sequence[int], title: int) -> list[int]:
    """The body without links to other articles, lines of promotion, key points, standfirst, headline, byline, pull
    quotes and repeats, and with the headings of live entries."""
    kept = [n for n in body if n != title and not _is_link(row[n]) and not _is_promotion(row[n].text)]
    head = _head(row, kept)
    kept = [n for n in kept if n not in head]
    kept = kept[_key_points(row, kept) :]
    lead = _standfirst(row, kept, title)
    pulled = _pulled(row, kept)
    seen: set[str] = set()
    settled = []
    for n in kept:
        text = row[n].text
        if n == lead or n in pulled or (len(text) > 80 and text in seen):
            continue
        seen.add(text)
        settled.append(n)
    return sorted({*settled, *_entries(row, settled)})


def _is_link(block: Block) -> bool:
    """A line that is one link to elsewhere, as "Bridge plan sinks again"; a sentence that is linked is none."""
    whole = block.links == 1 and block.linked >= 0.9 * len(block.text.replace(" ", ""))
    return whole and len(block.text.split()) >= 4 and block.element.tag not in HEADINGS and not END.search(block.text)


def _is_promotion(text: str) -> bool:
    if len(text) >= SHORT:
        return False
    return not NOT_BODY.isdisjoint(roles_of(text)) or (not MARKS.search(text) and bool(_appeals().search(text.lower())))


@cache
def _appeals() -> re.Pattern[str]:
    return re.compile(either(table("page")["appeals"]["anywhere"]))


def _head(row: Sequence[Block], body: Sequence[int]) -> frozenset[int]:
    """Bylines and dates that stand above the first paragraphs, which a model takes for body where little else is."""
    found = []
    passed = 0
    for n in body:
        text = row[n].text
        if len(text) < LONGEST_HEAD and "credit" not in roles_of(text) and (is_byline(text) or is_date_line(text)):
            found.append(n)
        elif row[n].element.tag not in HEADINGS:
            passed += 1
        if passed > LEADS:
            break
    return frozenset(found) if len(found) < len(body) else frozenset()


def _key_points(row: Sequence[Block], body: Sequence[int]) -> int:
    """How many blocks at the head of the body are a list of key points."""
    count = next((k for k, n in enumerate(body) if row[n].element.tag != "li"), 0)
    headings = table("page")["key_points"]["headings"]
    if count == 0 and body and folded(row[body[0]].text) in headings:
        rest = next((k for k, n in enumerate(body[1:]) if row[n].element.tag != "li"), 0)
        return rest + 1 if rest else 0
    if count < 2 or any(len(row[n].text.split()) > LONGEST_LEAD for n in body[:count]):
        return 0
    return count


def _standfirst(row: Sequence[Block], body: Sequence[int], title: int) -> int | None:
    """The one short block between headline and byline."""
    if title < 0:
        return None
    held = set(body)
    lines = [
        n
        for n in range(title + 1, min(title + NEAR_TITLE, len(row)))
        if n not in held and len(row[n].text) < 200 and (opened(row[n].text) is not None or is_date_line(row[n].text))
    ]
    before = [n for n in body if title < n < lines[-1]] if lines else []
    if len(before) != 1:
        return None
    text = row[before[0]].text
    return before[0] if len(text.split()) < LONGEST_LEAD and not DATELINE.match(text) else None


def _pulled(row: Sequence[Block], body: Sequence[int]) -> set[int]:
    """Blocks set apart whose quotation stands in another block too, or that only point elsewhere."""
    apart = [n for n in body if len(row[n].text.split()) <= LONGEST_PULL and _is_apart(row[n])]
    if not apart:
        return set()
    texts = {n: folded(row[n].text) for n in body}
    found = {n for n in apart if _is_signpost(row[n])}
    for n in apart:
        quoted = QUOTED.match(row[n].text)
        words = folded(quoted.group(1) if quoted else row[n].text)
        if len(words.split()) >= 4 and any(
            m != n and words in text for m, text in texts.items() if len(text) > len(words) + 10
        ):
            found.add(n)
    return found


def _is_signpost(block: Block) -> bool:
    """A short line set apart that is neither a quotation nor a sentence: "Our guide to the law"."""
    text = block.text
    if len(text.split()) > LONGEST_SIGN or MARKS.search(text) or END.search(text):
        return False
    above = block.element.getparent()
    names = f"{block.element.get('class') or ''} {(above.get('class') or '') if above is not None else ''}".lower()
    return any(name in names for name in ("callout", "promo", "teaser", "inset"))


def _is_apart(block: Block) -> bool:
    if block.element.tag in HEADINGS:
        return False
    element: Element | None = block.element
    for _ in range(3):
        if element is None:
            return False
        names = (element.get("class") or "").lower()
        if element.tag in SET_APART or "quote" in names or "pull" in names:
            return True
        element = element.getparent()
    return False


def _entries(row: Sequence[Block], body: Sequence[int]) -> list[int]:
    """Headings with a time of day right above a block of body, and all lines that open the entries of a live page."""
    held = set(body)
    headed = [
        n
        for n, block in enumerate(row)
        if n not in held and block.element.tag in HEADINGS and is_entry(block.text) and (n + 1 in held or n + 2 in held)
    ]
    return headed + entries([block.text for block in row], [n in held for n in range(len(row))])
