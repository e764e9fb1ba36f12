"""Mediums as the text names them: networks and websites, press services, papers, statements, news conferences.

A medium is found as the noun phrase that names it, with the rank of its kind in `words/mediums.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord import words
from onrecord.attribute.outlets import NAME
from onrecord.model import Span

Found = tuple[int, int, Span]  # rank, minus its place, noun phrase

DET = r"(?:an?|the|this|that|his|her|its|their|one|another|[A-ZÀ-Þ][\w-]*[’']s?)"
FILL = r"(?:(?!(?:of|in|for|to|on|at|by|with|from|and|or|as|like)\b)[\w’'-]+ )"
END = r"(?![-\w])(?! (?:probe|scandal|server|servers|system|case|list|writer|author|stage|process)\b)"
POST = "post|posts|message|messages|video|statement|channel|page|account|thread|story|livestream|broadcast|feed|address"
BARE_PAPERS = (
    r"court (?:documents|papers|filings|records)|filings|emails?|e-mails?|text message|letter|written evidence"
)
TWEETED = re.compile(r"\btweet(?:ed|s|ing)\b")
NO_HEAD = re.compile(r"\b(?:of|by|for|at|from|in|with|to|who|and)\b")


def rank(kind: str) -> int:
    """The rank of a kind of medium; the higher one is taken where a statement names several."""
    return int(words.table("mediums")["rank"][kind])


def _any(kind: str, key: str = "nouns") -> str:
    entries = words.table("mediums")[kind][key]
    return "|".join(re.escape(n) for n in sorted(entries, key=lambda n: (-len(n), n)))


@cache
def _patterns() -> list[tuple[int, re.Pattern[str]]]:
    names, issued = _any("platform", "names"), rf"(?: (?:issued|released|put out) by (?:the )?{NAME})?"
    rows = [
        (
            "platform",
            r"[Oo]n|via|over|[Tt]hrough|to",
            rf"(?:{DET} {FILL}{{0,3}}?)?(?:{names})(?: (?:{POST})\b|\b(?![-\w]))",
        ),
        ("platform", r"[Ii]n|[Oo]n|via|through", rf"(?:{DET}|[\w-]+[’']s?) {FILL}{{0,2}}?(?:{names}) (?:{POST})\b"),
        ("platform", r"[Oo]n|via|[Tt]hrough", rf"{DET} {FILL}{{0,5}}?(?:{_any('platform')}){END}"),
        ("platform", r"[Oo]n|via", r"social media\b"),
        ("service", r"by|through|via|from", rf"{DET} {FILL}{{0,6}}?(?:{_any('service')}){END}"),
        (
            "document",
            r"[Ii]n|[Aa]ccording to|via|[Tt]hrough|[Bb]y|[Ff]rom",
            rf"{DET} {FILL}{{0,4}}?(?:{_any('document')}){END}",
        ),
        ("document", r"[Ii]n|[Aa]ccording to|via|by", rf"(?:{BARE_PAPERS}){END}"),
        (
            "statement",
            r"[Ii]n|via|[Tt]hrough|[Aa]ccording to",
            rf"{DET} {FILL}{{0,4}}?(?:{_any('statement')}){END}{issued}",
        ),
        ("statement", r"[Ii]n|[Aa]ccording to", r"(?:[\w-]+ ){0,2}?(?:remarks|comments|statements)\b"),
        ("interview", r"[Ii]n|[Dd]uring|[Ff]rom|via", rf"(?:{DET} {FILL}{{0,4}}?)?(?:{_any('interview')}){END}"),
        ("event", r"[Aa]t|[Dd]uring|[Ii]n|told", rf"{DET} {FILL}{{0,3}}?(?:{_any('event')}){END}"),
    ]
    return [(rank(kind), re.compile(rf"\b(?:{before}) (?P<np>{phrase})")) for kind, before, phrase in rows]


def find(text: str, run: Span) -> list[Found]:
    """Every medium named in a run of the text."""
    found = [
        (rank, -match.start("np"), Span(*match.span("np")))
        for rank, pattern in _patterns()
        for match in pattern.finditer(text, run.start, run.end)
    ]
    tweeted = TWEETED.search(text, run.start, run.end)
    if tweeted:
        found.append((0, -tweeted.start(), Span(*tweeted.span())))
    return found


def of_kind(text: str, run: Span, kind: str) -> list[Span]:
    """The noun phrases in a run that name a medium of one kind."""
    return [span for found, _, span in find(text, run) if found == rank(kind)]


@cache
def paper_pattern() -> re.Pattern[str]:
    """The head of a noun phrase that is a paper: "a court filing", "The report", "figures published"."""
    table = words.table("mediums")
    joined = f"{_any('document')}|{_any('statement')}"
    published = f"(?:{'|'.join(table['published']['nouns'])}) (?:{'|'.join(table['published']['verbs'])})"
    return re.compile(rf"(?:[\w’'-]+ ){{0,5}}?(?:{published}|{joined})(?=$|[\s,.])(?! (?:spokes|author|editor|writer))")


def papers(text: str, source: tuple[Span, ...]) -> list[Found]:
    """The source itself where it is a paper."""
    for span in source:
        found = paper_pattern().match(text, span.start, span.end)
        if found is not None and not NO_HEAD.search(found.group()):
            return [(rank("document"), -span.start, span)]
    return []
