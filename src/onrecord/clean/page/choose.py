"""Which blocks of a page are its article: a learned model over the blocks. Where it is not sure, the careful tier asks
trafilatura for its body and decides by a second model that has it as one witness."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from resiliparse.extract.html2text import extract_plain_text

from onrecord.clean.page.blocks import Block, Markup
from onrecord.clean.page.features import features, with_witness
from onrecord.clean.page.head import Head, text_of
from onrecord.clean.page.trees import load

WORD = re.compile(r"\w+")
# Probabilities above which a block is body, by cross-validation over sites: one that trafilatura takes, and any other.
SECONDED, ALONE = 0.35, 0.55
UNAIDED_ALONE = 0.45  # the same for the model that has no such body to lean on
DOUBT, UNSURE = (0.2, 0.8), 0.05  # probabilities between no and yes, and the share of such words that is too much
HELD = 0.6  # of a block's words in a witness: the block is in it
FEW = 300  # characters; a shorter body in JSON-LD is an abstract
LINE = 60  # characters; longer lines hold no block of three words
TAG = re.compile(r"<[^>]{0,200}>|[\r\n]+")


def witness(source: str, url: str | None) -> str:
    """The body as trafilatura finds it in precision mode; empty where it finds none."""
    import trafilatura  # noqa: PLC0415  # slow to load, and many a run does without it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
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
            held.append(sum(map(runs.__contains__, zip(own, own[1:], own[2:], strict=False))) / (len(own) - 2))
        else:
            held.append(float(" ".join(own) in lines))
    return np.array(held, dtype=np.float32)


def told(blocks: Sequence[Block], head: Head) -> npt.NDArray[np.float32]:
    """How much of each block stands in the body that the page's JSON-LD gives; -1 where it gives none."""
    text = text_of(head.article.get("articleBody")) or ""
    absent = np.full(len(blocks), -1.0, dtype=np.float32)
    return shared(blocks, TAG.sub("\n", text)) if len(text) > FEW else absent


def careful(page: Markup, head: Head, url: str | None) -> npt.NDArray[np.bool_]:
    """Of each block whether it is body; without the weights what trafilatura takes."""
    alone, aided = load("page_body_fast"), load("page_body")
    if alone is None or aided is None or not page.blocks:
        return shared(page.blocks, witness(page.bare, url)) >= HELD
    rows = features(page, head.title, head.description, told(page.blocks, head))
    scores = alone.probabilities(rows)
    if not is_unsure(scores, np.array([len(block.text.split()) for block in page.blocks])):
        return np.asarray(scores >= UNAIDED_ALONE)
    held = shared(page.blocks, witness(page.bare, url))
    mine = chosen(aided.probabilities(with_witness(rows, page, held)), held)
    return mine if mine.any() else held >= HELD


def is_unsure(scores: npt.NDArray[Any], sizes: npt.NDArray[Any]) -> bool:
    """Whether much of what may be body has a probability between no and yes, or there is no body; `sizes` in words."""
    middle = sizes[(scores > DOUBT[0]) & (scores < DOUBT[1])].sum()
    body = sizes[scores >= UNAIDED_ALONE].sum()
    return bool(body == 0 or middle > UNSURE * (middle + body))


def chosen(scores: npt.NDArray[Any], held: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """The blocks whose probability is high enough, given what trafilatura takes."""
    return np.asarray(scores >= np.where(held >= HELD, SECONDED, ALONE))


def fast(source: str, page: Markup, head: Head) -> npt.NDArray[np.bool_]:
    """Of each block whether it is body by the model that works without trafilatura; without the weights whether
    resiliparse takes it for main content."""
    model = load("page_body_fast")
    if model is not None and page.blocks:
        rows = features(page, head.title, head.description, told(page.blocks, head))
        mine = np.asarray(model.probabilities(rows) >= UNAIDED_ALONE)
        if mine.any():
            return mine
    text = extract_plain_text(
        source, main_content=True, alt_texts=False, list_bullets=False, links=False, form_fields=False, noscript=False
    )
    return shared(page.blocks, text) >= HELD
