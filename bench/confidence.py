#!/usr/bin/env python3
"""How sure the models are of statements, and how often they are right: a reliability table.

    bench/confidence.py ARTICLES.jsonl.gz [MODEL ...]

ARTICLES holds lines with `text` and `attributions: [{source, cue, content}]`, lists of [start, end] spans, as PolNeAR's
parts here do. MODEL is rules, fast or careful; fast and careful where none is named. For each bin of confidence it
prints how many attributions have it, their mean confidence, and the share that is right: a content that has half of
its characters in common with a marked one, and a source that meets its source (or neither has one). Last the expected
error of calibration: the mean distance of the two, weighted by how many.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, get_args

from onrecord.attribute import attribute
from onrecord.attribute.draft import Draft
from onrecord.model import Document
from onrecord.parse import parse
from onrecord.settings import ModelName, Settings
from onrecord.train.statements import read, right

EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def judged(rows: list[dict[str, Any]], model: ModelName) -> list[tuple[float, bool]]:
    """The confidence of each attribution, and whether it is right."""
    settings = Settings(model=model)
    found = []
    for row in rows:
        parsed = parse(Document(id="d", path="", text=row["text"], sha256=""), ())
        for a in attribute(parsed, settings).attributions:
            draft = Draft(source=list(a.source), content=list(a.content))
            found.append((a.confidence or 0.0, right(draft, row["attributions"])))
    return found


def table(pairs: list[tuple[float, bool]]) -> list[str]:
    lines, off = [], 0.0
    for i, low in enumerate(EDGES[:-1]):
        inside = [(c, ok) for c, ok in pairs if low <= c < EDGES[i + 1]]
        if not inside:
            continue
        mean, share = sum(c for c, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
        off += abs(mean - share) * len(inside) / len(pairs)
        lines.append(f"{low:4.2f} to {min(1.0, EDGES[i + 1]):4.2f}  {len(inside):5}  {mean:.3f}  {share:.3f}")
    return [*lines, f"expected error {off:.3f} over {len(pairs)}"]


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rows = read(Path(sys.argv[1]))
    for model in sys.argv[2:] or ("fast", "careful"):
        if model not in get_args(ModelName):
            sys.exit(f"{model} is no model; there are {', '.join(get_args(ModelName))}")
        print(f"{model}: confidence, attributions, mean confidence, share right")
        print("\n".join(table(judged(rows, model))), flush=True)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
