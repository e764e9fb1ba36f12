"""What a page says of itself to machines: its meta elements, links and JSON-LD."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

ARTICLE_TYPES = frozenset(
    (
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "liveblogposting",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "techarticle",
        "report",
        "socialmediaposting",
        "discussionforumposting",
        "posting",
        "creativework",
    )
)
PAGE_TYPES = frozenset(
    (
        "webpage",
        "itempage",
        "aboutpage",
        "medicalwebpage",
        "webcontent",
    )
)
OTHER_TYPES = frozenset(
    (
        "review",
        "recipe",
        "howto",
        "faqpage",
        "medicalscholarlyarticle",
        "claimreview",
        "imagegallery",
        "collectionpage",
    )
)
COMMENT = re.compile(r"\A\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?:-->|(?://)?\s*\]\]>)\s*\Z")
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
MOST_NODES = 2_000
LONGEST = 5_000_000  # characters of JSON-LD in one script


@dataclass(frozen=True, slots=True)
class Head:
    """`metas` by name without marks (`ogsitename`); `article` and `web_page` are the JSON-LD nodes of this page."""

    metas: dict[str, list[str]]
    html_title: str
    canonical: str | None
    language: str | None
    nodes: list[dict[str, Any]] = field(default_factory=list)
    article: dict[str, Any] = field(default_factory=dict)
    web_page: dict[str, Any] = field(default_factory=dict)

    def meta(self, *names: str) -> tuple[str, str] | None:
        """The first non-empty content of the names in order, with its name."""
        for name in names:
            for content in self.every(name):
                if content:
                    return name, content
        return None

    def every(self, name: str) -> list[str]:
        """The contents of all meta elements of a name; `published_time` and `published-time` are one."""
        return self.metas.get(_bare(name), [])

    @property
    def title(self) -> str:
        found = self.meta("og:title", "twitter:title")
        return found[1] if found else self.html_title

    @property
    def description(self) -> str:
        found = self.meta("og:description", "description", "twitter:description")
        return found[1] if found else ""


def read_head(root: Any) -> Head:
    """All of it; broken JSON-LD is skipped."""
    metas: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content is not None:
            metas[_bare(name)].append(tidy(content))
    nodes = [node for text in _scripts(root) for node in _nodes(_load(text))][:MOST_NODES]
    html_title = tidy(root.title)
    canonical = None
    for element in root.iter("link"):
        given = element.raw.lower()
        if "canonical" in given and "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            canonical = element.get("href").strip()
            break
    return Head(
        metas=dict(metas),
        html_title=html_title,
        canonical=canonical,
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        nodes=nodes,
        article=_pick(nodes, ARTICLE_TYPES, html_title) or _pick(nodes, OTHER_TYPES, html_title),
        web_page=_pick(nodes, PAGE_TYPES, html_title),
    )


@lru_cache(maxsize=2048)
def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def tidy(text: str) -> str:
    """Entities left in attributes resolved, white space single."""
    return " ".join(unescape(text).replace("\u00a0", " ").split())


def types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return {str(name).rsplit("/", 1)[-1].lower() for name in names if name}


def _scripts(root: Any) -> Iterator[str]:
    for given, text in root.scripts:
        if "ld+json" in given.lower() and len(text) <= LONGEST:
            yield text


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)  # nearly all are; what mends the others looks at every character
    except (ValueError, RecursionError):
        pass
    bare = COMMENT.sub("", COMMENT.sub("", text)).strip().rstrip(";")
    for attempt in (bare, TRAILING_COMMA.sub(r"\1", bare), unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The described things: top level, lists, @graph, mainEntity and the like."""
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "@list"):
            if isinstance(value.get(key), (dict, list)):
                yield from _nodes(value[key], depth + 1)


def _pick(nodes: list[dict[str, Any]], wanted: frozenset[str], title: str) -> dict[str, Any]:
    """The node of the wanted types that describes this page: the one whose headline the title holds, else the first."""
    fitting = [node for node in nodes if types(node) & wanted]
    if not fitting:
        return {}

    def weight(node: dict[str, Any]) -> tuple[bool, bool, bool]:
        headline = node.get("headline") or node.get("name")
        same = isinstance(headline, str) and bool(headline.strip()) and tidy(headline)[:40].lower() in title.lower()
        kinds = types(node)
        return same, any("article" in kind or "blog" in kind for kind in kinds), "datePublished" in node

    return max(fitting, key=weight)


def resolve(value: Any, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A JSON-LD value as a list of nodes; strings become names, references are followed."""
    found: list[dict[str, Any]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            found.append({"name": item})
        elif isinstance(item, list):
            found += resolve(item, nodes)
        elif isinstance(item, dict):
            found.append(_followed(item, nodes))
    return found[:50]


def _followed(item: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, Any]:
    if "name" in item or not isinstance(item.get("@id"), str):
        return item
    return next((node for node in nodes if node.get("@id") == item["@id"] and node.get("name")), item)


def text_of(value: Any) -> str | None:
    """A string out of a JSON-LD value, its first where there are several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return tidy(value) or None if isinstance(value, str) else None
