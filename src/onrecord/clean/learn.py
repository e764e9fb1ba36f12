"""What recurs on the pages of one site is its boilerplate: learnt from all its pages, before any of them is read.

A line counts once for each article, however many captures of it there are, so that versions of one article teach
nothing. A menu entry, a link or an appeal is boilerplate where it stands with a few articles; a sentence only where it
stands with most of them, so that a quotation or a paragraph of background that several articles share stays. Times,
credits and questions are never learnt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from onrecord.clean.dump.lines import split
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.clean.marks import is_entry
from onrecord.clean.page.reader import parse_html
from onrecord.clean.site import FEWEST, HEAD, Shown, folded_line, mark
from onrecord.errors import UnreadableError
from onrecord.model import Page, SiteProfile

SHARE, MOST = 0.2, 0.6  # of the articles of a site with which a short line and a sentence must stand
LONG = 12  # words from which on a line is prose, whatever it ends with
TELLING = 60  # characters of a line that two articles do not share by chance
NEARLY_ALL = 0.7  # of them, boilerplate included
SAME = 0.4  # of the telling lines of a page in another one: both are captures of one article
TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")


def shown(page: Page) -> Shown:
    """What of a page is compared with the other pages of its site."""
    return Shown(_title(page), tuple(dict.fromkeys(_lines(page))))


def learn(site: str, pages: Sequence[Shown]) -> SiteProfile | None:
    """The profile of a site from what its pages show, each once and in a fixed order; None where they are fewer than
    FEWEST articles."""
    shown = [page.lines for page in pages]
    article = _articles(shown, [page.title for page in pages])
    count = len(set(article))
    if count < FEWEST:
        return None
    holders: dict[str, set[int]] = defaultdict(set)
    for number, texts in zip(article, shown, strict=True):
        for text in texts:
            holders[folded_line(text)].add(number)
    first = {folded_line(text): text for texts in reversed(shown) for text in reversed(texts)}
    found = {
        mark(text): len(holders[folded])
        for folded, text in first.items()
        if len(holders[folded]) >= _needed(text, count) and not _is_kept(text)
    }
    return SiteProfile(site=site, articles=count, lines=tuple(sorted(found.items())))


def _lines(page: Page) -> list[str]:
    source = page.data.decode("utf-8", "replace")
    if page.kind == "dump":
        return [line.text for line in split(source)]
    try:
        return [block.text for block in parse_html(source).blocks]
    except UnreadableError:
        return []


def _title(page: Page) -> str:
    found = TITLE.search(page.data[:HEAD].decode("utf-8", "replace")) if page.kind == "html" else None
    return folded_line(found[1]) if found else ""


def _articles(shown: Sequence[Sequence[str]], titles: Sequence[str]) -> list[int]:
    """For each page the number of its article: pages that share much of their prose are captures of one.

    A sentence on most pages may be boilerplate: it counts only between pages whose titles do not differ.
    """
    telling = [{folded_line(text) for text in texts if len(text) >= TELLING and END.search(text)} for texts in shown]
    pages_with: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(telling):
        for text in texts:
            pages_with[text].append(number)
    article = list(range(len(shown)))
    for number, texts in enumerate(telling):
        every: Counter[int] = Counter()
        rare: Counter[int] = Counter()
        for text in texts:
            before = [other for other in pages_with[text] if other < number]
            every.update(before)
            rare.update(before if len(pages_with[text]) <= max(2, len(shown) // 2) else ())
        same = [n for n, times in rare.items() if times >= SAME * len(texts)]
        same += [n for n, times in every.items() if times >= NEARLY_ALL * len(texts) and titles[n] == titles[number]]
        if same:
            article[number] = article[min(same)]
    return article


def _needed(text: str, articles: int) -> int:
    sentence = bool(END.search(text)) or len(text.split()) >= LONG
    return max(FEWEST, ceil((MOST if sentence else SHARE) * articles))


def _is_kept(text: str) -> bool:
    """Lines that recur and are no boilerplate: times of live entries, credits, questions, lines without a word."""
    if text.endswith(("?", ":")) or is_entry(text) or not any(char.isalpha() for char in text):
        return True
    return "credit" in roles_of(text)
