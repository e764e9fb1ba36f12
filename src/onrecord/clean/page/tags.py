"""The tags of HTML by what they do to the text around them."""

from __future__ import annotations

from functools import lru_cache


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span"
    " strike strong sub sup time tt u var wbr img picture source"
)
VOID = _set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
STRONG = frozenset(("b", "strong", "i", "em"))
COUNTED = STRONG | {"a", "p"}
IN_HEAD = frozenset(("html", "head", "title", "meta", "link", "base", "basefont", "bgsound"))
UNHEARD = _set("html head body source param col track wbr area input base basefont bgsound")  # say nothing of the text
CLOSES_P = _set(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul"
)
# What a start tag ends, and the elements that hold what it ends.
ENDS = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir"))),
    "dd": (frozenset(("dd", "dt")), frozenset(("dl",))),
    "dt": (frozenset(("dd", "dt")), frozenset(("dl",))),
    "tr": (frozenset(("tr",)), frozenset(("table", "tbody", "thead", "tfoot"))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tbody": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
    "thead": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
    "tfoot": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
}
SPECIAL = COUNTED | ENDS.keys()  # tags whose start does more than open an element
# An end tag ends no open element that weighs more than its own.
WEIGHT = {"p": 10, "div": 150, "td": 160, "th": 160, "tr": 170, "tbody": 180, "thead": 180, "tfoot": 180, "table": 190}
PLAIN = 100  # the weight of any other
RUN, EDGE, BREAK, ALONE, RULE, PASSED = range(6)  # what a tag does: the edge of a block, a run within one, ...


@lru_cache(maxsize=1024)
def known(name: str) -> tuple[bool, str, int]:
    """Of the name in a tag whether it ends an element, the name in lower case, and what it does to the text."""
    tag = name.lower().lstrip("/")
    kind = (
        BREAK if tag == "br"
        else ALONE if tag in ("img", "meta", "link")
        else PASSED if tag in UNHEARD
        else RULE if tag in VOID
        else RUN if tag in INLINE
        else EDGE
    )  # fmt: skip
    return name[0] == "/", tag, kind


KNOWN = {name: known(name) for tag in INLINE | VOID | CLOSES_P | ENDS.keys() for name in (tag, f"/{tag}")}
