"""A step imports the model, the words and earlier steps; never the store, the web or a later step."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import onrecord

ROOT = Path(onrecord.__file__).parent
STEPS = ("read", "clean", "parse", "attribute", "resolve", "group", "compare", "publish")
BELOW = frozenset({"model", "words", "errors", "settings", "version", "weights"})
OUTER = {
    "model": frozenset(),
    "words": frozenset(),
    "errors": frozenset(),
    "version": frozenset(),
    "weights": frozenset({"errors"}),
    "settings": frozenset({"errors"}),
    "pipeline": BELOW | set(STEPS),
    "store": BELOW,
    "run": BELOW | set(STEPS) | {"pipeline", "store"},
    "web": BELOW | {"publish", "store", "run"},  # run: to derive the record anew after a judgement
    "api": BELOW | {"publish", "store", "run"},
    "cli": BELOW | {"publish", "store", "run", "web", "read"},
}
FILES = sorted(p.relative_to(ROOT) for p in ROOT.rglob("*.py") if p.parent != ROOT or p.stem != "__init__")


def imported(path: Path) -> set[str]:
    """The parts of onrecord that a module imports, by their first name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            parts = node.module.split(".")
            if parts[0] == "onrecord":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path}: relative imports hide the layer")
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("onrecord.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_keep_to_the_layers(path: Path) -> None:
    layer = path.parts[0].removesuffix(".py")
    if layer == "train":
        return  # scripts for makers of models; nothing that runs may import them
    allowed = BELOW | set(STEPS[: STEPS.index(layer)]) if layer in STEPS else OUTER[layer]
    assert imported(path) - {layer} <= allowed, f"{path} reaches past its layer"


def test_nothing_that_runs_imports_the_training_scripts() -> None:
    assert [str(p) for p in FILES if p.parts[0] != "train" and "train" in imported(p)] == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_module_is_a_drawer(path: Path) -> None:
    assert path.stem not in ("utils", "util", "helpers", "common", "misc")
