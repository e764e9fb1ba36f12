"""The company behind an outlet, where the page states it: "part of", "owned by", "published by", a copyright line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.clean.site import COPYRIGHT
from onrecord.model import Field

LONGEST = 400  # characters of a line that is looked at
_NAME = r"(?:the\s+)?(?P<name>(?-i:[A-ZÀ-Þ])[^\n.,;:|©()]{1,60}?)"
_STATED = re.compile(
    r"\b(?:owned and operated by|owned by|published by|operated by"
    r"|(?:a|is) (?:division|subsidiary|publication|title|brand) of|(?:a|is) member of|is (?:a )?part of"
    r"|ein angebot (?:der|des|von)|herausgegeben von|édité par|editado por)\s+"
    rf"{_NAME}\s*(?=[.,;:|©(]|\Z|\s[-–—]\s|\s(?:and|in|since|with|is|at|which)\s)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"\A(?:copyrights?|all rights reserved|\W)+\s*"
    r"|\s+(?:all rights.*|or its .*|and its .*|and/or .*|(?:publishing )?family)\Z",
    re.IGNORECASE,
)
_NOBODY = frozenset(("copyright", "policy", "notice", "terms", "all rights reserved", "editor", "redaktør", "inc"))
BRAND = 5  # letters of a word that two names of one house share
_WORD = re.compile(r"\w+")


def stated_publisher(lines: Iterable[str], outlet: str | None) -> Field | None:
    """Who stands behind an outlet, by the lines around the article; None where nobody but the outlet is named.

    A copyright holder is no publisher of its own where its name is that of the outlet, legal form aside.
    """
    holder = None
    for line in lines:
        if len(line) > LONGEST:
            continue
        if (found := _STATED.search(line)) and differs(found["name"], outlet):
            return Field(
                value=_RIGHTS.sub("", found["name"]).strip(), method="stated in a line", evidence=line, confidence=0.85
            )
        rights = COPYRIGHT.search(line) if holder is None else None
        name = _RIGHTS.sub("", rights["name"]).strip() if rights else ""
        if name and outlet and _is_company(name) and differs(name, outlet):
            holder = Field(value=name, method="copyright line", evidence=line, confidence=0.7)
    return holder


def _is_company(name: str) -> bool:
    words = name.casefold().split()
    return name[0].isupper() and len(words) <= 6 and _NOBODY.isdisjoint((words[-1], name.casefold())) and len(name) > 3


def differs(name: str, outlet: str | None) -> bool:
    """Whether neither name holds the other's words, and no long word stands in both."""
    mine, other = (set(_WORD.findall(text.casefold())) - {"the"} for text in (name, outlet or ""))
    if not mine or not other:
        return bool(mine)
    joined = ["".join(_WORD.findall(text.casefold().removeprefix("the "))) for text in (name, outlet or "")]
    shared = any(len(word) >= BRAND for word in mine & other)
    return not (shared or other <= mine or mine <= other or joined[0] in joined[1] or joined[1] in joined[0])
