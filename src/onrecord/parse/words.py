"""Words and sentences as offsets."""

from __future__ import annotations

import re

from onrecord.model import Document, Span, Token

TOKEN = re.compile(r"\w+(?:[’'\-.]\w+)*(?:[’'](?=\s|$))?|[^\w\s]")
# A title or a first name's letter is followed by a name; never the end of a sentence.
TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Cmdr|Adm|Brig|Capt|Cpl|Sgt|Pvt|Rev|Fr|Hon|Pres|Supt|Insp|"
    "Messrs|Mme|Mlle|St|Ste|Mt|Ft|vs|v|cf|e\\.g|i\\.e|viz|approx|est|Art|Sec|Ch|Vol|pp|p|Fig"
)
# These may also end a sentence, and do before a word that begins many.
OTHERS = (
    "[A-Z]|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jr|Sr|Inc|Ltd|Co|Corp|Bros|"
    "plc|LLC|Assn|Dept|Univ|Ave|Blvd|Rd|Calif|Conn|Fla|Ill|Mass|Mich|Minn|Pa|Tenn|Tex|Va|Wash|Wis|etc|al|a\\.m|p\\.m|"
    "[A-Za-z]\\.(?:[A-Za-z]\\.)*[A-Za-z]|Ph\\.D|M\\.Sc"
)
ABBREVIATION = re.compile(rf"(?<![\w’'])(?:(?P<title>{TITLES})|(?P<other>{OTHERS}))\.$")
STARTER = re.compile(
    r"\s+[\"“‘'«(\[]*(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|In|On|At|But|And|As|For|If|When|While|"
    r"After|Before|His|Her|Its|Their|There|Mr|Mrs|Ms|Dr|So|Then|However|Meanwhile)\b"
)
END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s+\S|\s*$)")
OPENING = "\"“‘'«([„"


def paragraphs(document: Document) -> tuple[Span, ...]:
    """The paragraphs of the body: those the cleaner found, or the non-empty lines of a text taken as it is."""
    if document.paragraphs:
        return tuple(p.span for p in document.paragraphs)
    return tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", document.text))


def tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text))


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop that ends text[start:end] belongs to an abbreviation and ends no sentence."""
    match = ABBREVIATION.search(text, max(start, end - 12), end)
    return match is not None and (match["title"] is not None or not STARTER.match(text, end))


def sentences(text: str, within: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sentences, each inside one of the given paragraphs."""
    found: list[Span] = []
    for paragraph in within:
        start = paragraph.start
        for match in END.finditer(text, paragraph.start, paragraph.end):
            if not _begins(text, match.end(), paragraph.end):
                continue
            if match.group() == "." and is_abbreviation(text, start, match.end()):
                continue
            found.append(Span(start, match.end()))
            start = match.end()
            while start < paragraph.end and text[start].isspace():
                start += 1
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return tuple(found)


def _begins(text: str, at: int, end: int) -> bool:
    """Whether a sentence can begin behind the space at `at`: with a capital, a digit, a dash or a bullet."""
    while at < end and (text[at].isspace() or text[at] in OPENING):
        at += 1
    return at >= end or not (text[at].islower() or text[at] in ",;:.)!?")
