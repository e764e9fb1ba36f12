"""What rules know better than the model: lines that are never body, and credits that always are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.clean.bylines import is_byline
from onrecord.clean.dates import is_date_line
from onrecord.clean.dump.lines import Line
from onrecord.clean.dump.vocabulary import roles_of
from onrecord.clean.marks import entries, is_entry

MANY = 1500  # body lines from which on pull quotes are not looked for, since each is sought in all others
APART = 12  # lines between two parts of a body from which on the lesser part is doubted
SURELY = 0.7  # mean score, by words, from which on it stays
NEARLY = 0.25  # score from which on a sentence beside the body is taken with it
SENTENCE = 6  # words
CREDITS = 4  # lines below the body in which a credit is looked for
PARAGRAPH = 8  # words of a paragraph of a live entry
BRACKETED = re.compile(
    r"^[(\[](?:[A-Z][\w&./ -]{1,30}|[^()]*\b(?:reporting|editing|writing|compiled)\b[^()]*)[)\]]\.?$", re.IGNORECASE
)
_CODE = re.compile(r"\[n[A-Z]{2}\w{3,}\]$")  # an agency's reference to another item
_TWO = re.compile(r"(?<=[^\W\d_]{2})[.!?][”’\"']?\s+(?=[“‘\"']?[A-ZÀ-Þ])")
_WORD = re.compile(r"[^\W\d_]{4,}")


def _is_chrome(text: str) -> bool:
    """Whether a line is an advertisement, a share button, a newsletter form or a link to another article."""
    words = len(text.split())
    roles = roles_of(text)
    if roles.get("ad") in {"start", "whole"} and words <= 12:
        return True
    if roles.get("share") == "whole" or (roles.get("share") == "start" and words <= 6):
        return True
    if (
        roles.get("related") == "start"
        and words <= 25
        and (text[:60].count(":") or not text.endswith((".", "?", "”", '"')))
    ):
        return True
    if roles.get("newsletter") == "start" and words <= 30 and not text.startswith(("“", '"', "‘")):
        return True
    return bool(_CODE.search(text)) and words <= 20


def _lone_headlines(lines: Sequence[Line], chosen: Sequence[int]) -> set[int]:
    """Headlines of other articles that stand alone between two paragraphs.

    They give themselves away by being two sentences with a question among them, and by standing right above the
    real heading, or by sharing next to no words with the rest of the body.
    """
    counts = Counter(word for i in chosen for word in set(_WORD.findall(lines[i].text.lower())))
    found = set()
    for before, i, after in zip(chosen, chosen[1:], chosen[2:], strict=False):
        text = lines[i].text
        if len(text.split()) > 14 or "?" not in text or not _TWO.search(text) or text[0] in "“\"‘'":
            continue
        heading_next = lines[after].text.endswith("?") and len(lines[after].text.split()) <= 16
        heading_above = lines[before].text.endswith("?") and len(lines[before].text.split()) <= 16
        mine = set(_WORD.findall(text.lower()))
        known = sum(counts[word] > 1 for word in mine) / max(1, len(mine))
        if (text.endswith("?") and heading_next) or (known < 0.35 and not heading_above and "?" in text[:-1]):
            found.add(i)
    return found


def _repeated(lines: Sequence[Line], chosen: Sequence[int]) -> set[int]:
    """Pull quotes and doubled paragraphs: lines whose words stand in another body line as well."""
    found: set[int] = set()
    if len(chosen) > MANY:
        return found
    seen: set[str] = set()
    texts = [lines[i].text.strip("“”\"‘’' .") for i in chosen]
    whole = "\n".join(texts)
    for i, text in zip(chosen, texts, strict=True):
        words = len(text.split())
        inside = 6 <= words <= 40 and whole.count(text) > 1 and sum(text == other for other in texts) == 1
        if words >= 6 and (text in seen or inside):
            found.add(i)
        seen.add(text)
    return found


def _is_head(text: str) -> bool:
    """Whether a line is a byline or a date, and no credit."""
    return len(text) < 120 and (is_byline(text) or is_date_line(text)) and "credit" not in roles_of(text)


def _live(lines: Sequence[Line], in_body: Sequence[bool]) -> frozenset[int]:
    """Of a live page the times and headings of its entries and the paragraphs below them, up to the last entry's."""
    texts = [line.text for line in lines]
    likely = [flag or _is_paragraph(text) for flag, text in zip(in_body, texts, strict=True)]
    opens = entries(texts, likely)
    if not opens or not any(in_body[opens[0] :]):
        return frozenset()
    found = set(opens)
    last = max(i for i in opens if is_entry(texts[i]))
    for i in range(opens[0], len(lines)):
        if likely[i]:
            found.add(i)
        elif i > last and likely[i - 1]:
            break
    return frozenset(found)


def _is_paragraph(text: str) -> bool:
    return len(text.split()) >= PARAGRAPH and text.rstrip('”"’').endswith((".", "!", "?")) and not roles_of(text)


def refine(lines: Sequence[Line], in_body: Sequence[bool], title: int | None) -> list[bool]:
    """The body flags of the lines after the rules."""
    live = _live(lines, in_body) - {title}
    out = [flag or i in live for i, flag in enumerate(in_body)]
    for i, flag in enumerate(in_body):
        text = lines[i].text
        if flag and i not in live and (i == title or _is_chrome(text) or _is_head(text)):
            out[i] = False
    chosen = [i for i, flag in enumerate(out) if flag]
    for i in _lone_headlines(lines, chosen) | _repeated(lines, chosen):
        out[i] = False
    chosen = [i for i, flag in enumerate(out) if flag]
    if not chosen:
        return out
    first, last = chosen[0], chosen[-1]
    questions = sum(_is_question(lines[i].text) for i in chosen)
    if questions >= 2:
        for i in range(max(0, first - 1), min(len(lines) - 1, last + CREDITS)):
            if i != title and _is_question(lines[i].text) and (out[i + 1] or _is_prose(lines[i + 1].text)):
                if not out[i] and i - 1 > 0 and out[i + 1] and _is_question(lines[i + 1].text):
                    continue
                out[i] = out[i + 1] = True
        last = max(i for i, flag in enumerate(out) if flag)
    for i in range(first, min(len(lines), last + 1 + CREDITS)):
        text = lines[i].text
        if not out[i] and len(text) < 300 and ("credit" in roles_of(text) or (i > last and BRACKETED.match(text))):
            out[i] = True
        elif i > last and {"related", "comments", "footer", "newsletter"} & roles_of(text).keys():
            break
    return out


def _is_question(text: str) -> bool:
    """Whether a line is a heading of an explainer: one short question."""
    return text.endswith("?") and len(text.split()) <= 16 and "/" not in text and not _TWO.search(text)


def together(in_body: Sequence[bool], scores: NDArray[np.float64], words: NDArray[np.float64]) -> list[bool]:
    """The flags without what stands APART lines away from the greater part, unless its lines are surely body: what
    lies further down is mostly another article or a comment."""
    taken = np.flatnonzero(np.asarray(in_body))
    if not len(taken):
        return list(in_body)
    parts = np.split(taken, np.flatnonzero(np.diff(taken) > APART) + 1)
    mass = [float((scores[part] * words[part]).sum()) for part in parts]
    most = int(np.argmax(mass))
    out = [False] * len(in_body)
    for i, part in enumerate(parts):
        if i == most or mass[i] >= SURELY * max(1.0, float(words[part].sum())):
            for n in part.tolist():
                out[n] = True
    return out


def grow(
    lines: Sequence[Line], in_body: Sequence[bool], scores: NDArray[np.float64], never: Container[int] = ()
) -> list[bool]:
    """The flags with paragraphs added that touch the body, look like prose and were nearly taken, but `never` those."""
    out = list(in_body)
    for step in (1, -1):
        order = range(1, len(out)) if step == 1 else range(len(out) - 2, -1, -1)
        for i in order:
            if out[i - step] and not out[i] and i not in never and scores[i] >= NEARLY and _is_prose(lines[i].text):
                out[i] = True
    return out


def _is_prose(text: str) -> bool:
    return len(text.split()) >= SENTENCE and text.rstrip('”"’').endswith((".", "!")) and not roles_of(text)
