"""What looks like an attribution and says nothing: refusals, silences, questions put to the speaker, orders."""

from __future__ import annotations

import re

from onrecord import words
from onrecord.attribute.draft import Draft
from onrecord.attribute.lexicon import forms, views
from onrecord.attribute.outlets import OWN, fold, own_names
from onrecord.model import Document

REFUSAL = re.compile(rf"(?:{'|'.join(map(re.escape, words.lines('refusals')))})\b", re.IGNORECASE)
NEGATIONS = frozenset(["not", "never", "t", "nothing", "without", "yet"])
WORD = re.compile(r"\w+|:")
NOBODY = re.compile(r"(?:[Nn]obody|[Nn]o one|[Nn]either|[Nn]one)\b")
EMPTY = re.compile(
    r"(?:so(?! (?:far|that|much|many|long|few)\b)|nothing|little|no more|as much|much the same|anything)\b"
)
DEMAND = re.compile(r"[“\"‘'«„]|(?:that|to|not|an end|(?:[\w’'-]+ ){1,8}(?:to|be|[“\"‘«]))\b|[^,.]{0,60}[“\"‘«]")
STOPPED = tuple(".?!…:;)]”\"’'»")
HEADLINE = 16  # words at most
SAID = frozenset(["said", "told", "wrote"])
QUESTION = re.compile(r"(?:whether|if|about|what|why|how|when|who|where)\b")


def is_unsaid(document: Document, draft: Draft) -> bool:
    """Whether the parts of a draft give no words of its source."""
    text = document.text
    start = min(s.start for s in draft.content)
    cue = [w for s in draft.cue for w in WORD.findall(s.of(text).lower())]
    if REFUSAL.match(text, start) or set(cue) & forms("refusing") or EMPTY.match(text, start):
        return True
    if _is_deed(text, cue, start) or _is_headline(text, cue, start):
        return True
    source = draft.source[0].of(text) if draft.source else ""
    if set(cue) & forms("unsaid") and (set(cue) & NEGATIONS or NOBODY.match(source)):
        return True
    if cue[-1:] == ["told"] and len(cue) == 1 and re.match(r"(?:not )?to [a-z]", text[start:]):
        between = text[draft.cue[-1].end : start]
        return not between.strip()  # "drivers told to wait": what they were told
    return cue[-1:] in (["asked"], ["asking"]) and bool(QUESTION.match(text, start)) and _asks(document, draft, source)


def _is_deed(text: str, cue: list[str], start: int) -> bool:
    """Whether a cue gives a name ("known as"), a visit ("call at") or asks for a thing ("demand a meeting")."""
    if cue[-1:] and cue[-1] in views("naming"):
        return not text.startswith("that ", start)
    if len(cue) > 1 and cue[-2].startswith("call") and cue[-1] in {"at", "in", "by", "off", "up", "round"}:
        return True
    return bool(cue[-1:]) and cue[-1] in views("demanding") and not DEMAND.match(text, start)


def _is_headline(text: str, cue: list[str], start: int) -> bool:
    """Whether a cue in the present tense stands in a short line without a full stop, as headlines do."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", start) + 1 or len(text) + 1) - 1].rstrip()
    if line.endswith(STOPPED) or not cue or not cue[-1].isalpha() or len(line.split()) > HEADLINE:
        return False
    return cue[-1] not in SAID and not cue[-1].endswith("ed")


def _asks(document: Document, draft: Draft, source: str) -> bool:
    """Whether the question is the outlet's own, or one that the speaker is asked at the start of a sentence."""
    if draft.cue[0].of(document.text)[:1].isupper():
        return True
    return bool(OWN.match(source)) or fold(source) in own_names(document)
