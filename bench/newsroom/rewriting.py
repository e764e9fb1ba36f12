"""How a desk rewords what it takes over: synonyms, another order of clauses, rounded figures, sentences joined or cut.

Contents of utterances are wrapped in private-use marks while a text is worked on; `strip` takes them out again.
"""

from __future__ import annotations

import re
import tomllib
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text("utf-8"))
OPEN, SHUT, FIRST = "\ue000", "\ue001", 0xE100
MARKS = re.compile("[\ue000-\ue1ff]")
QUOTED = re.compile(r"“[^”]*”")
WORD = re.compile(r"[\w’,.-]*\w")
RUN = 3  # words in a row that count as kept
BY_PHRASE = {p: [x for x in group if x != p] for group in TABLE["sets"] for p in group[:1]}
PHRASE = re.compile(rf"(?<![\w’])(?:{'|'.join(sorted(map(re.escape, BY_PHRASE), key=len, reverse=True))})(?![\w’])")
TAIL = re.compile(
    r"^(?P<main>[^“”;:]{25,}?),? (?P<tail>(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|after|because of|because|"
    r"while|under a plan|without a|since|when|so that|if|until|for lack|by order of|by the new year) ?[^,;“”]*)\.$"
)
COMMON = re.compile(
    r"(?:The|A|An|Some|All|Its|Water|Engineers|Schools|Two|There|Talks|Members|Mothers|Families|Nobody|Only|Buses|Votes|"
    r"Patrol|Boats|Turnout|Sluices|Negotiators|Pupils|Growers|Passengers|Hospitals|Coaches|Delegations|Investors)\b"
)
CUTS = ((", which ", ". It "), (", and ", ". And "), ("; ", ". "), (", while ", ". "))


def strip(text: str) -> str:
    return MARKS.sub("", text)


def marked(number: int, text: str) -> str:
    """A content of an utterance between its marks."""
    return f"{OPEN}{chr(FIRST + number)}{text}{SHUT}"


def capital(text: str) -> str:
    """The text with its first letter, behind marks and quotation marks, as a capital."""
    at = next((i for i, c in enumerate(text) if c.isalnum()), None)
    return text if at is None else text[:at] + text[at].upper() + text[at + 1 :]


def plain_words(text: str) -> list[str]:
    """The words outside quotation marks."""
    return [w.lower() for w in WORD.findall(QUOTED.sub(" | ", strip(text)))]


def kept(source: str, copy: str) -> float:
    """The share of a source's words outside quotation marks that stand in its copy in runs of RUN words or more."""
    one, two = plain_words(source), plain_words(copy)
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size >= RUN) / max(1, len(one))


def synonyms(chance: Random, text: str, rate: float) -> str:
    """Phrases outside quotation marks exchanged, each with a chance of `rate`."""

    def other(match: re.Match[str]) -> str:
        return str(chance.choice(BY_PHRASE[match.group()])) if chance.random() < rate else match.group()

    return _outside(text, lambda part: PHRASE.sub(other, part))


def rounded(chance: Random, text: str, numbers: tuple[str, ...]) -> str:
    """The story's larger figures, where they stand outside quotation marks, rounded to two digits and hedged."""
    for number in numbers:
        value = int(number.replace(",", ""))
        if value < 100:
            continue
        step = 10 ** (len(str(value)) - 2)
        near = max(step, round(value / step) * step)
        hedge = chance.choice(TABLE["figures"][:3] if near <= value else TABLE["figures"][3:])
        if near == value:
            continue
        shown = hedge.format(n=f"{near:,}")
        text = _outside(text, lambda part, n=number, s=shown: re.sub(rf"(?<![\d,\w])(?<!some ){n}(?![\d,])", s, part))
    return text


def fronted(text: str) -> str:
    """A sentence with its last clause first: "A after B." becomes "After B, A."."""
    found = TAIL.match(text)
    if not found or MARKS.search(text):
        return text
    main = found["main"]
    name = re.match(r"(?:[A-Z][\w’-]+ ){0,3}[A-Z]", main) and not COMMON.match(main)
    start = main if name else main[0].lower() + main[1:]
    return capital(f"{found['tail']}, {start}.")


def cut_in_two(text: str) -> str:
    """A sentence cut at a joint, if it has one outside quotation marks and what follows can stand alone."""
    for joint, stop in CUTS:
        parts = text.split(joint)
        if len(parts) == 2 and "“" not in text and min(map(len, parts)) > 35 and not MARKS.search(text):
            return parts[0] + stop + (capital(parts[1]) if stop == ". " else parts[1])
    return text


def joined(chance: Random, one: str, two: str) -> str:
    """Two plain sentences as one."""
    start = two if re.match(r"[A-Z]\w+ [A-Z]", two) else two[0].lower() + two[1:]
    return one.rstrip(".") + str(chance.choice(TABLE["joins"])) + start


def _outside(text: str, change: Any) -> str:
    at, out = 0, []
    for quote in QUOTED.finditer(text):
        out += [change(text[at : quote.start()]), quote.group()]
        at = quote.end()
    return "".join([*out, change(text[at:])])
