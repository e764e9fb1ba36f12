"""Authors and dates of a dump, from the lines around its headline; never from teasers, menus and footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from resiliparse.parse.lang import detect_fast

from onrecord.clean.body import AUTHOR_SEPARATOR
from onrecord.clean.bylines import Person, has_given_name, is_byline, is_person, is_role, opened, people
from onrecord.clean.dates import Ago, Stamp, ages, captured, is_date_line, stamps
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.model import Field, Rival, Span

ABOVE = 11  # lines above the headline that may hold the byline and the date
BELOW = 5  # lines after the body that may hold a signature or a note of publication
BELOW_TITLE = 25  # lines below the headline in which they are looked for ...
PASSED = 90  # ... as long as no more words of body than these were passed
TOGETHER = 4  # lines between two bylines of one article
HEADLINE = 5  # words
LINE = 200  # characters; a longer line is prose
PROSE = 16  # words; a longer line that ends as a sentence does is no byline ("Author Ann Lee, from Alder, said ...")
SAMPLE, SURE = 20_000, 1000  # characters from which the language is told, and how far off it may be
DAY_FIRST = frozenset(
    (
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "da",
        "no",
        "nb",
        "fi",
        "pl",
        "cs",
        "sk",
        "ro",
        "el",
        "tr",
        "ru",
        "uk",
        "bg",
        "hr",
        "id",
        "vi",
    )
)
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")
_ENDS = re.compile(r"\b(?:bis|until|through|expires?|valid|jusqu.au|hasta|fino al|até)\b\W*$", re.IGNORECASE)
_CONTACT = re.compile(r"\S@\S|^@\w|^https?:")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a page stand: line indices of the headline, the first body line and the end of the body."""

    title: int | None
    first: int
    last: int  # one past the last body line


def day_first(dump: str) -> bool | None:
    """Whether dates with slashes are written day first: from those of the page that can be read only one way, else
    from its language."""
    votes = set()
    for match in _NUMERIC.finditer(dump):
        a, b = int(match.group(1)), int(match.group(2))
        if a > 12 >= b:
            votes.add(True)
        elif b > 12 >= a:
            votes.add(False)
    if votes:
        return votes.pop() if len(votes) == 1 else None
    code, distance = detect_fast(dump[:SAMPLE])
    return True if distance < SURE and code in DAY_FIRST else None


def _is_quiet(line: Line) -> bool:
    """Whether a line may be part of the article's head: no teaser, caption, menu or note of rights."""
    roles = roles_of(line.text)
    return len(line.text) <= LINE and not ({"caption", "footer", "related", "newsletter", "comments"} & roles.keys())


def head(lines: Sequence[Line], frame: Frame, in_body: Sequence[bool]) -> list[int]:
    """Indices of the lines below the headline that may hold byline and date, then of those right above it.

    A standfirst may stand above the byline, so the search goes on below the first body lines, until PASSED words
    of body or BELOW_TITLE lines are passed.
    """
    top = frame.title if frame.title is not None else max(0, frame.first - ABOVE)
    below, passed = [], 0
    for i in range(top, min(len(lines), max(frame.first, top + BELOW_TITLE))):
        text = lines[i].text
        if in_body[i] and i != frame.title and not is_byline(text) and not (len(text) < 90 and is_date_line(text)):
            passed += len(text.split())
            if passed > PASSED:
                break
        else:
            below.append(i)
    above = list(range(max(0, top - ABOVE), top)) if frame.title is not None else []
    return below + above[::-1]


def _named(lines: Sequence[Line], i: int) -> tuple[Person, ...]:
    """People of a byline that begins at line i; a lone "By" takes the lines below with it."""
    text = lines[i].text
    start = opened(text)
    if len(text.split()) > PROSE and text.endswith((".", "!", "?", "”", '"')):
        return ()
    if start is not None and not text[start:].strip() and i + 1 < len(lines):
        below = lines[i + 1].text
        return people(below) if len(below) <= LINE else ()
    return people(text) if is_byline(text) else ()


def _beside(lines: Sequence[Line], i: int, stop: int, reach: int) -> bool:
    """Whether a date, a role or a contact stands right above line i or within `reach` lines below, before `stop`."""
    for j in (i - 1, *range(i + 1, i + 1 + reach)):
        if 0 <= j < min(stop, len(lines)) and len(lines[j].text) <= LINE:
            text = lines[j].text
            short = len(text) < 60 and is_role(text) and not text.endswith(".")
            if is_date_line(text) or short or _CONTACT.search(text) or opened(text) is not None:
                return True
    return False


def _in_bylines(lines: Sequence[Line], frame: Frame, order: Sequence[int]) -> list[tuple[Person, str]]:
    """People of lines that open as bylines, with the words they were read from."""
    found: list[tuple[Person, str]] = []
    last = None
    for i in order:
        if i == frame.title or not _is_quiet(lines[i]) or (last is not None and abs(i - last) > TOGETHER):
            continue
        if last is not None and any(_is_other(lines[j].text) for j in range(min(last, i) + 1, max(last, i))):
            continue
        text = lines[i].text
        alone = opened(text) == len(text) and i + 1 < len(lines)
        evidence = f"{text} {lines[i + 1].text}" if alone else text
        if named := _named(lines, i):
            found += [(person, evidence) for person in named]
            last = i
    return found


def _is_other(text: str) -> bool:
    """Whether a line between two bylines is the headline of another article."""
    return len(text.split()) >= HEADLINE and not (is_byline(text) or is_date_line(text) or is_role(text))


def _presented(lines: Sequence[Line], i: int, frame: Frame) -> bool:
    """Whether a name stands right under the headline, or a second time beside itself (the text of a portrait)."""
    name = lines[i].text
    around = [lines[j].text for j in (i - 1, i + 1, i + 2) if 0 <= j < len(lines)]
    again = any(name in text and len(text) < len(name) + 25 for text in around)
    return again or (frame.title is not None and i == frame.title + 1)


def _spoken_of(name: str, lines: Sequence[Line], frame: Frame, in_body: Sequence[bool]) -> bool:
    """Whether the headline or two lines of the body name somebody: then a tag or a caption does, and no byline."""
    last = re.compile(rf"(?<!\w){re.escape(name.rsplit(maxsplit=1)[-1])}(?!\w)")
    if frame.title is not None and last.search(lines[frame.title].text):
        return True
    return sum(bool(in_body[i] and last.search(lines[i].text)) for i in range(frame.first, frame.last)) > 1


def _beside_dates(
    lines: Sequence[Line], frame: Frame, order: Sequence[int], in_body: Sequence[bool]
) -> list[tuple[Person, str]]:
    """People of the first line that holds little but names and stands beside a date, a role or a contact."""
    for i in order:
        line = lines[i]
        if i == frame.title or not _is_quiet(line) or len(line.text) > 90:
            continue
        named = people(line.text)
        if not named or not _mostly(line.text, named) or any(_spoken_of(p.name, lines, frame, in_body) for p in named):
            continue
        known = all(has_given_name(person.name) for person in named)
        below = frame.title is not None and frame.title < i and not line.bullet
        near = _beside(lines, i, len(lines), 2 if known else 1) or bool(stamps(line.text))
        near = near or (known and below and is_person(line.text) and _presented(lines, i, frame))
        if near and (known or below):
            return [(person, line.text) for person in named]
    return []


def _signed(lines: Sequence[Line], frame: Frame) -> list[tuple[Person, str]]:
    """People of a signature right below the body: a byline, or a name with a contact under it."""
    for i in range(frame.last, min(len(lines), frame.last + BELOW)):
        line = lines[i]
        if not _is_quiet(line) or line.bullet:
            break
        if "credit" in roles_of(line.text):
            continue
        contact = i + 1 < len(lines) and bool(_CONTACT.search(lines[i + 1].text))
        named = _named(lines, i) or (people(line.text) if contact and is_person(line.text) else ())
        if named:
            return [(person, line.text) for person in named]
    return []


def authors_of(lines: Sequence[Line], frame: Frame, in_body: Sequence[bool]) -> Field:
    """The field `authors`: people of the byline, else of a name beside the date, else of a signature below the body."""
    order = head(lines, frame, in_body)
    method, sure, found = "byline", 0.9, _in_bylines(lines, frame, order)
    if not found:
        method, sure, found = "name beside date or role", 0.7, _beside_dates(lines, frame, order, in_body)
    if not found:
        method, sure, found = "signature below the body", 0.6, _signed(lines, frame)
    if not found:
        return Field(value=None, method="none")
    names: dict[str, str] = {}
    for person, _ in found:
        names.setdefault(person.name.casefold(), person.name)
    evidence = " / ".join(dict.fromkeys(text for _, text in found))[:300]
    return Field(value=AUTHOR_SEPARATOR.join(names.values()), method=method, evidence=evidence, confidence=sure)


def _mostly(text: str, named: Sequence[Person]) -> bool:
    """Whether a line says little beyond the names in it and dates."""
    spans: list[Span] = (
        [person.span for person in named] + [s.span for s in stamps(text)] + [a.span for a in ages(text)]
    )
    rest = len(text) - sum(span.end - span.start for span in spans)
    return rest <= 30


@dataclass(frozen=True, slots=True)
class _Seen:
    stamp: Stamp
    line: Line
    at: int
    weight: float


def dates_of(lines: Sequence[Line], frame: Frame, in_body: Sequence[bool], order: bool | None) -> dict[str, Field]:
    """The fields `published` and `modified`, and `captured` where teasers give both a date and an age."""
    seen: list[_Seen] = []
    for i in head(lines, frame, in_body):
        line = lines[i]
        if len(line.text) > LINE or i == frame.title or (line.bullet and len(line.text) > 60):
            continue
        if {"footer", "caption", "related"} & roles_of(line.text).keys() and not is_date_line(line.text, order):
            continue
        above = frame.title is not None and i < frame.title
        for stamp in stamps(line.text, order):
            if _ENDS.search(line.text[max(0, stamp.span.start - 25) : stamp.span.start]):
                continue
            distance = (frame.title - i) if above and frame.title is not None else 0
            seen.append(
                _Seen(stamp, line, i, (0.5 if above else 1.0) - 0.03 * distance + 0.4 * (stamp.label == "published"))
            )
    if not seen:
        for i in range(frame.last, min(len(lines), frame.last + BELOW)):
            line = lines[i]
            if (
                len(line.text) > LINE
                or line.bullet
                or {"related", "comments", "newsletter"} & roles_of(line.text).keys()
            ):
                break
            seen += [
                _Seen(stamp, line, i, 0.3 + 0.4 * (stamp.label == "published"))
                for stamp in stamps(line.text, order)
                if "footer" not in roles_of(line.text) and (stamp.label or is_date_line(line.text, order))
            ]
    fields = {"published": _published(seen)}
    changed = sorted((s for s in seen if s.stamp.label == "modified"), key=lambda s: s.stamp.value)
    if changed:
        last = changed[-1]
        fields["modified"] = Field(
            value=last.stamp.value, method="visible date", evidence=last.line.text, confidence=0.8
        )
        if fields["published"].value is None:
            rival = Rival(value=last.stamp.value, reason="only the date of a change is shown", span=last.line.span)
            fields["published"] = Field(value=None, method="none", rivals=(rival,))
    if (day := captured(_pairs(lines, order))) is not None:
        fields["captured"] = Field(
            value=day, method="date and age side by side", evidence=_pair_text(lines, order), confidence=0.8
        )
    return fields


def _published(seen: Sequence[_Seen]) -> Field:
    choices = sorted((s for s in seen if s.stamp.label != "modified"), key=lambda s: (-s.weight, s.at, s.stamp.span))
    if not choices:
        return Field(value=None, method="none")
    best = choices[0]
    same = [s for s in choices if s.stamp.value[:10] == best.stamp.value[:10]]
    best = next((s for s in same if len(s.stamp.value) > 10), best)
    rivals = tuple(
        Rival(value=s.stamp.value, reason="another date by the headline", span=s.line.span)
        for s in choices
        if s.stamp.value[:10] != best.stamp.value[:10]
    )
    return Field(
        value=best.stamp.value, method="visible date", evidence=best.line.text[:200],
        confidence=round(min(0.95, 0.6 + 0.3 * best.weight - 0.1 * len(rivals)), 2), rivals=rivals[:4],
    )  # fmt: skip


def _pairs(lines: Sequence[Line], order: bool | None) -> list[tuple[date, Ago]]:
    found = []
    for i, line in enumerate(lines):
        if len(line.text) > LINE or not (aged := ages(line.text)) or aged[0].label == "modified":
            continue
        dated = stamps(line.text, order)
        if not dated and i and len(lines[i - 1].text) <= LINE:
            dated = stamps(lines[i - 1].text, order)
        if len(dated) == 1 and len(aged) == 1:
            found.append((dated[0].day, aged[0]))
    return found


def _pair_text(lines: Sequence[Line], order: bool | None) -> str:
    for i, line in enumerate(lines):
        if len(line.text) <= LINE and ages(line.text):
            if stamps(line.text, order):
                return line.text
            if i and stamps(lines[i - 1].text, order):
                return f"{lines[i - 1].text} / {line.text}"
    return ""
