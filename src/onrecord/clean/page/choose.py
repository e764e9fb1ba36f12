"""Which blocks of a page are its article: a learned model over the blocks, with trafilatura's body as one witness."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from onrecord.clean.page.blocks import Block
from onrecord.clean.page.features import features
from onrecord.clean.page.trees import load

WORD = re.compile(r"\w+")
THRESHOLD = 0.45  # of the model's probability; .40 to .50 gave the same F1 on pages of sites not trained on
UNSURE, APART = 0.68, 0.7  # below both, trafilatura's body is taken: confidence of the chosen words, their agreement

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def witness(root: Any, url: str | None) -> str:
    """The body as trafilatura finds it in precision mode; empty where it finds none."""
    try:
        found = trafilatura.extract(deepcopy(root), url=url, favor_precision=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""  # it fails on some broken trees; the model goes on without it
    return found or ""


def shared(blocks: Sequence[Block], text: str) -> npt.NDArray[np.float32]:
    """How much of each block stands in `text`: the share of its runs of three words, a short block as a line."""
    known = WORD.findall(text)
    runs = set(zip(known, known[1:], known[2:], strict=False))
    lines = {" ".join(WORD.findall(line)) for line in text.split("\n")}
    held = []
    for block in blocks:
        own = WORD.findall(block.text)
        if len(own) > 3:
            held.append(sum(run in runs for run in zip(own, own[1:], own[2:], strict=False)) / (len(own) - 2))
        else:
            held.append(float(" ".join(own) in lines))
    return np.array(held, dtype=np.float32)


def careful(
    root: Any, blocks: Sequence[Block], title: str, description: str, url: str | None
) -> npt.NDArray[np.float32]:
    """The probability of each block to be body; without the weights 1 for what trafilatura takes, else 0."""
    held = shared(blocks, witness(root, url))
    model = load("page_body")
    if model is None or not blocks:
        return (held >= 0.6).astype(np.float32)
    scores = model.probabilities(np.hstack([features(list(blocks), title, description), held[:, None]]))
    size = np.array([len(WORD.findall(block.text)) for block in blocks], dtype=float)
    mine, theirs = scores >= THRESHOLD, held >= 0.6
    if size[theirs].sum() > 0:
        agreement = 2 * size[mine & theirs].sum() / (size[mine].sum() + size[theirs].sum())
        sure = (size * scores)[mine].sum() / max(1.0, size[mine].sum())
        if agreement < APART and sure < UNSURE:
            return theirs.astype(np.float32)
    return scores


def fast(source: str, blocks: Sequence[Block]) -> npt.NDArray[np.float32]:
    """1 for each block that resiliparse takes for main content, else 0."""
    text = extract_plain_text(
        source, main_content=True, alt_texts=False, list_bullets=False, links=False, form_fields=False, noscript=False
    )
    return (shared(blocks, text) >= 0.6).astype(np.float32)
