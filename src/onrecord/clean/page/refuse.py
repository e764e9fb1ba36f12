"""Pages that are no article, and pages that hold only a part of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.clean.dump.vocabulary import roles_of
from onrecord.clean.page.blocks import Block
from onrecord.clean.page.frame import Frame
from onrecord.clean.page.head import Head
from onrecord.errors import UnreadableError

ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|page (?:not|can(?:no|')t be) found|not found|page unavailable|bad gateway"
    r"|access (?:to this page )?(?:has been )?denied|forbidden|just a moment|attention required|security check"
    r"|are you (?:a )?(?:human|robot)|captcha|service unavailable"
    r"|seite nicht gefunden|page introuvable|página no encontrada",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"cookies?|consent|gdpr|privacy|datenschutz|einwilligung|werbung|partners?|tracking", re.IGNORECASE
)
FEW = 120  # words; a body that says "error" or "cookies" and is longer is an article about them
SHORT = 25  # words; less is no article unless the page calls itself one


def _words(text: str) -> int:
    return len(text.split())


def is_article(head: Head) -> bool:
    """Whether the page calls itself an article."""
    kind = head.meta("og:type")
    return bool(head.article) or bool(kind and kind[1].lower().startswith(("article", "blog", "news")))


def refuse(blocks: Sequence[Block], frame: Frame, head: Head, title: str | None) -> None:
    """Raise UnreadableError where the page is an error page, a consent wall, or holds no article text."""
    body = [blocks[n].text for n in frame.body]
    size = sum(_words(text) for text in body)
    heading = f"{title or ''} {head.html_title}"
    if size < FEW and ERROR.search(heading) and not is_article(head):
        raise UnreadableError(f"the page is an error or access page, not an article ({heading.strip()[:80]})")
    if not body:
        raise UnreadableError("no article text was found in the page")
    whole = " ".join(body)
    if size < 3 * FEW and len(CONSENT.findall(whole)) > 0.05 * size:
        raise UnreadableError("the page is a consent wall: its text is about cookies and privacy")
    if size < SHORT and not is_article(head):
        linked = sum(block.linked for block in blocks)
        every = sum(len(block.text) for block in blocks) or 1
        what = "a list of links" if linked > 0.5 * every else "too short for an article"
        raise UnreadableError(f"the page is {what}: {size} words of running text")


def partial(blocks: Sequence[Block], frame: Frame, head: Head) -> str | None:
    """Why the body is only a part of the article: `paywall`; None where nothing says so."""
    size = sum(_words(blocks[n].text) for n in frame.body)
    closed = head.article.get("isAccessibleForFree")
    shut = closed is False or (isinstance(closed, str) and closed.lower() == "false")
    last = frame.body[-1] if frame.body else 0
    told = any("partial" in roles_of(blocks[n].text) for n in range(last, min(len(blocks), last + 8)))
    whole = head.article.get("wordCount")
    if isinstance(whole, str) and whole.isdigit():
        whole = int(whole)
    if isinstance(whole, int) and whole > 150 and size < 0.5 * whole:
        return "paywall" if shut or told else "truncated"
    if told and size < 400:
        return "paywall"
    return "paywall" if shut and size < 150 else None
