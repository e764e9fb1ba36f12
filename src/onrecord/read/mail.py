"""E-mail: the HTML part, or else the text, of a message that holds one article. A newsletter of several is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from lxml import etree, html

from onrecord.errors import UnreadableError
from onrecord.model import Page
from onrecord.read import mime
from onrecord.read.encoding import decode
from onrecord.read.made import Block, page_of
from onrecord.read.mhtml import is_web_page, read_mhtml
from onrecord.read.saved import read_page
from onrecord.read.source import Item, Source, whole
from onrecord.settings import Settings

SEVERAL = 3  # headlines that link on, each with its own teaser
ARTICLE = 150  # words between two such headlines that make an article
SHARE = 0.6  # of the words of the mail
HEADLINE_WORDS = range(4, 31)
MORE = re.compile(
    r"\W*(?:read (?:more|on|the (?:full )?(?:story|article))|continue reading|full story|more here|weiterlesen"
    r"|mehr lesen|lire (?:la suite|plus)|leer m[aá]s|seguir leyendo|leggi (?:tutto|di più)|czytaj (?:więcej|dalej)"
    r"|lees (?:meer|verder)|läs mer|les mer|læs mere|читать (?:далее|полностью))\W*\Z",
    re.IGNORECASE,
)
BLOCKS = (
    *("p", "div", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "header"),
    *("footer", "table", "tr", "ul", "ol", "body"),
)
INNER = frozenset(BLOCKS)
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
ADDRESS_LINE = re.compile(r"\W{0,3}(?:[\w ]{1,40}:\s*)?https?://\S+\W{0,2}\Z")
FORWARDED = re.compile(r"\A\s*(?:fwd?|wg|tr|rv|i|doorst|vs|vb)\s*:", re.IGNORECASE)
SUBJECT_MARKS = re.compile(r"\A(?:\s*(?:re|aw|fwd?|wg|tr|rv|sv|vs)\s*:)+\s*", re.IGNORECASE)
# What stands in the head of an article's page and never in a mail's.
WHOLE_PAGE = "//head/*[starts-with(@property, 'og:') or starts-with(@property, 'article:') or @rel='canonical']"
QUOTED_LINE = re.compile(r"^>+ ?", re.MULTILINE)


def read_message(source: Source, settings: Settings) -> Iterator[Item]:
    """The page of a MIME file: a page that a browser saved so, or a mail. Raises UnreadableError as these do."""
    message = mime.parse(whole(source, settings))
    yield from read_mhtml(message, source) if is_web_page(message) else read_mail(message, source)


def read_mail(message: Message, source: Source) -> Iterator[Item]:
    """The page of a mail. Raises UnreadableError where it holds several articles, or no text."""
    every = mime.parts(message)
    parts = [part for part in every if part.get_content_disposition() != "attachment"]
    subject = mime.words(message, "Subject")
    title = SUBJECT_MARKS.sub("", subject) if subject else None
    for kind, reader in (("text/html", _from_html), ("text/plain", _from_text)):
        for part in parts:
            if part.get_content_type() == kind and mime.payload(part).strip():
                yield reader(part, message, title, source)
                return
    if any(part.get_content_type() == "message/rfc822" for part in every):
        raise UnreadableError("the mail only carries another mail; save that one by itself")
    raise UnreadableError("the mail holds no text")


def _from_html(part: Message, message: Message, title: str | None, source: Source) -> Page:
    data = mime.payload(part)
    text = decode(data, mime.charset(part))
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise UnreadableError("the HTML part of the mail is empty") from error
    if root.xpath(WHOLE_PAGE):  # a web page that was sent; its own head says what it is
        url = next((a for name in ("Content-Location", "Content-Base") if (a := mime.address(part, name))), source.url)
        at = mime.day(message) or source.fetched_at
        return read_page(data, source.name, url=url, fetched_at=at, charset=mime.charset(part), kind="html")
    blocks = list(_html_blocks(root))
    _refuse_several([(t, linked) for _, t, linked in blocks])
    url = mime.address(message, "X-RSS-URL")
    told = [(tag if tag in HEADINGS else "p", t) for tag, t, _ in blocks if not url or t != f"URL: {url}"]
    at = mime.day(message) or source.fetched_at
    return page_of(told, source.name, data, title=title, meta=_meta(message), url=url or source.url, fetched_at=at)


def _html_blocks(root: html.HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Blocks of text in order: element, text, and whether all of it is one link that leads on."""
    for element in root.xpath("//style|//script|//head|//*[contains(translate(@style, ' ', ''), 'display:none')]"):
        element.drop_tree()
    for element in root.iter(*BLOCKS):
        pieces = list(_pieces(element, _in_link(element)))
        own = " ".join("".join(text for text, _ in pieces).split())
        if own:
            linked = sum(len(text.strip()) for text, link in pieces if link)
            yield element.tag, own, linked > 0.9 * sum(len(text.strip()) for text, _ in pieces)


def _pieces(element: html.HtmlElement, link: bool) -> Iterator[tuple[str, bool]]:
    """The text of a block without that of the blocks in it, each piece with whether it is linked."""
    yield element.text or "", link
    for child in element:
        if child.tag == "br" or child.tag in INNER:
            yield " ", link
        elif isinstance(child.tag, str):
            yield from _pieces(child, link or (child.tag == "a" and bool(child.get("href"))))
        yield child.tail or "", link


def _in_link(element: html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "a" and bool(parent.get("href"))


def _from_text(part: Message, message: Message, title: str | None, source: Source) -> Page:
    data = mime.payload(part)
    text = decode(data, mime.charset(part)).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r" \n(?=[^\n>])", " " if str(part.get_param("delsp", "")).lower() != "yes" else "", text)
    text = re.split(r"^-- $", text, maxsplit=1, flags=re.MULTILINE)[0] or text
    text = QUOTED_LINE.sub("", text)
    paragraphs = [p.strip() for p in re.split(r"\n[ \t]*\n", text) if p.strip()]
    lines = [line.strip() for p in paragraphs for line in p.split("\n")]
    _refuse_several([(line, bool(ADDRESS_LINE.match(line))) for line in lines])
    blocks: list[Block] = [("p", p) for p in paragraphs]
    return page_of(
        blocks, source.name, data, title=title, meta=_meta(message), fetched_at=mime.day(message) or source.fetched_at
    )


def _meta(message: Message) -> dict[str, str]:
    """What a mailing list's own mail says of its article: the day it was sent. A forwarded mail's day is another's, and
    so is that of a program that mails the entries of a feed."""
    bulk = any(message.get(name) for name in ("List-Unsubscribe", "List-Id", "List-Post"))
    at = mime.day(message)
    if not bulk or at is None or mime.address(message, "X-RSS-URL"):
        return {}
    if FORWARDED.match(mime.words(message, "Subject") or ""):
        return {}
    return {"article:published_time": at}


def _refuse_several(blocks: list[tuple[str, bool]]) -> None:
    """Raises UnreadableError for a list of teasers: headlines that link on, and no long text between any two."""
    words, longest, since = 0, 0, 0
    heads: set[str] = set()
    more = 0
    for text, linked in blocks:
        count = len(text.split())
        if linked and MORE.match(text):
            more += 1
        elif linked and count in HEADLINE_WORDS:
            heads.add(text.casefold())
            since = 0
        elif linked:
            since = 0 if ADDRESS_LINE.match(text) else since
            more += bool(ADDRESS_LINE.match(text))
        else:
            words += count
            since += count
            longest = max(longest, since)
    found = max(len(heads), more)
    if found >= SEVERAL and not (longest >= ARTICLE and longest >= SHARE * words):
        raise UnreadableError(
            f"the mail is a newsletter of several articles ({found} lead on by a link); save each article itself"
        )
