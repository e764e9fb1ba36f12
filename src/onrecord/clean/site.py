"""Which site a page is of, and which of its lines the site repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit

from onrecord.model import Page, SiteProfile

FEWEST = 3  # articles of a site from which on something is learnt, and with which a line must stand
SAMPLE = 40  # pages of a site that are looked at, so that the pass stays short; those with the lowest hashes
HEAD = 200_000  # characters of a page in which its address and name are looked for
NAMED = re.compile(
    r"<(?:link|meta)\b[^>]{0,200}?(?:rel=[\"']?canonical|property=[\"']?og:url)[^>]{0,200}?(?:href|content)=[\"']?"
    r"(https?://[^\"'\s>]+)",
    re.IGNORECASE,
)
SITE = re.compile(
    r"<meta\b[^>]{0,100}?property=[\"']?og:site_name[\"']?[^>]{0,100}?content=[\"']([^\"'>]{2,80})", re.IGNORECASE
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]*+(?:(?:19|20)\d\d(?:\s*+[-–]\s*(?:(?:19|20)\d\d|present))?)?[\s,.]*+(?:by\s++)?"
    r"(?P<name>[^\W\d_][^\d|.,;:©\n]{1,50}?)\s*(?=[.,;|:©]|\s[-–—]\s|\s\d{4}|\Z|\s(?i:all\s+rights))",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a page is compared with the others of its site: its title, folded, and its lines, each once."""

    title: str
    lines: tuple[str, ...]


def profiles(
    pages: Sequence[Page], sites: Sequence[str | None], look: Callable[[Sequence[int]], Iterable[Shown]]
) -> list[SiteProfile | None]:
    """For each page the profile of its site, where there is one. Depends on no order.

    `sites` is the site of each page as `site_of` tells it; what the pages at given positions show is asked of `look`,
    for a few pages of each site, so that the pages themselves may be without their data here.
    """
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, (page, name) in enumerate(zip(pages, sites, strict=True)):
        if name is not None:
            members[page.kind, name].append(n)
    several = {key: mine for key, mine in members.items() if len(mine) >= FEWEST}
    found: list[SiteProfile | None] = [None] * len(pages)
    if not several:
        return found
    from onrecord.clean.learn import learn  # noqa: PLC0415  # few runs have a use for it

    for (_, name), mine in several.items():
        unique = {pages[n].sha256: n for n in mine}
        sample = [n for _, n in sorted(unique.items())[:SAMPLE]]
        profile = learn(name, list(look(sample))) if len(sample) >= FEWEST else None
        for n in mine:
            found[n] = profile
    return found


def site_of(page: Page) -> str | None:
    """The host or, where no address is known, the outlet of a page, in lower case; None for clean texts."""
    if page.kind == "text":
        return None
    address = page.given.url or page.url
    source = "" if address else page.data.decode("utf-8", "replace")
    if not address and page.kind == "html" and (found := NAMED.search(source, 0, HEAD)):
        address = found[1]
    if address and (host := urlsplit(address).hostname):
        return host.removeprefix("www.")
    if page.given.outlet:
        return page.given.outlet.casefold()
    if page.kind == "html" and (found := SITE.search(source, 0, HEAD)):
        return found[1].strip().casefold()
    rights = list(COPYRIGHT.finditer(source[-HEAD:] if page.kind == "dump" else ""))
    return " ".join(rights[-1]["name"].casefold().split()) if rights else None


def recurring(texts: Sequence[str], profile: SiteProfile | None) -> dict[int, str]:
    """The positions of lines that the site repeats, each with the reason in words."""
    if profile is None:
        return {}
    known = dict(profile.lines)
    found = {n: known[mark(text)] for n, text in enumerate(texts) if mark(text) in known}
    return {n: f"stands with {count} of {profile.articles} articles of {profile.site}" for n, count in found.items()}


def mark(text: str) -> int:
    """The hash under which a line is known: case, marks and the value of numbers aside."""
    return int.from_bytes(blake2b(folded_line(text).encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def folded_line(text: str) -> str:
    return " ".join("0" if word[0].isdigit() else word for word in WORD.findall(text.casefold()))
