"""Which blocks of a page are its article: a learned model over the blocks, with trafilatura's body as one witness."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from onrecord.clean.page.blocks import Block
from onrecord.clean.page.features import UNAIDED, features
from onrecord.clean.page.head import Head, text_of
from onrecord.clean.page.trees import load

WORD = re.compile(r"\w+")
# Probabilities above which a block is body, by cross-validation over sites: one that trafilatura takes, and any other.
SECONDED, ALONE = 0.35, 0.55
UNAIDED_ALONE = 0.45  # the same for the model that has no such body to lean on
HELD = 0.6  # of a block's words in a witness: the block is in it
FEW = 300  # characters; a shorter body in JSON-LD is an abstract
LINE = 60  # characters; longer lines hold no block of three words
TAG = re.compile(r"<[^>]{0,200}>|[\r\n]+")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def witness(source: str, url: str | None) -> str:
    """The body as trafilatura finds it in precision mode; empty where it finds none."""
    try:
        found = trafilatura.extract(source, url=url, favor_precision=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""  # it fails on some broken trees; the model goes on without it
    return found or ""


def shared(blocks: Sequence[Block], text: str) -> npt.NDArray[np.float32]:
    """How much of each block stands in `text`: the share of its runs of three words, a short block as a line."""
    known = WORD.findall(text)
    runs = set(zip(known, known[1:], known[2:], strict=False))
    lines = {" ".join(WORD.findall(line)) for line in text.split("\n") if len(line) < LINE}
    held = []
    for block in blocks:
        own = WORD.findall(block.text)
        if len(own) > 3:
            held.append(sum(run in runs for run in zip(own, own[1:], own[2:], strict=False)) / (len(own) - 2))
        else:
            held.append(float(" ".join(own) in lines))
    return np.array(held, dtype=np.float32)


def _told(blocks: Sequence[Block], head: Head) -> npt.NDArray[np.float32]:
    """How much of each block stands in the body that the page's JSON-LD gives; -1 where it gives none."""
    text = text_of(head.article.get("articleBody")) or ""
    absent = np.full(len(blocks), -1.0, dtype=np.float32)
    return shared(blocks, TAG.sub("\n", text)) if len(text) > FEW else absent


def witnesses(source: str, blocks: Sequence[Block], head: Head, url: str | None) -> npt.NDArray[np.float32]:
    """A column for each of `features.WITNESSES`; -1 where the page has no body in its JSON-LD."""
    return np.stack([shared(blocks, witness(source, url)), _told(blocks, head)], axis=1)


def careful(source: str, blocks: Sequence[Block], head: Head, url: str | None) -> npt.NDArray[np.bool_]:
    """Of each block whether it is body; without the weights what trafilatura takes."""
    held = witnesses(source, blocks, head, url)
    theirs = held[:, 0] >= HELD
    model = load("page_body")
    if model is None or not blocks:
        return theirs
    scores = model.probabilities(features(list(blocks), head.title, head.description, held))
    mine = chosen(scores, held[:, 0])
    return mine if mine.any() else theirs


def chosen(scores: npt.NDArray[Any], held: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """The blocks whose probability is high enough, given what trafilatura takes."""
    return np.asarray(scores >= np.where(held >= HELD, SECONDED, ALONE))


def fast(source: str, blocks: Sequence[Block], head: Head) -> npt.NDArray[np.bool_]:
    """Of each block whether it is body by the model that works without trafilatura; without the weights whether
    resiliparse takes it for main content."""
    model = load("page_body_fast")
    if model is not None and blocks:
        held = np.stack([np.zeros(len(blocks), dtype=np.float32), _told(blocks, head)], axis=1)
        rows = features(list(blocks), head.title, head.description, held)[:, UNAIDED]
        mine = np.asarray(model.probabilities(rows) >= UNAIDED_ALONE)
        if mine.any():
            return mine
    text = extract_plain_text(
        source, main_content=True, alt_texts=False, list_bullets=False, links=False, form_fields=False, noscript=False
    )
    return shared(blocks, text) >= HELD
