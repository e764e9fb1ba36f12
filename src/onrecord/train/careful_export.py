"""Writes what a trained careful model needs to run: the encoder in eighths of its size, its word pieces, the heads.

The encoder goes to ONNX; its matrices and its vectors of word pieces are kept as whole numbers of eight bits with a
scale for each column, and what flows through them is brought to eight bits as it comes.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from onrecord.attribute import careful, units
from onrecord.model import Document
from onrecord.parse import encoder, parse
from onrecord.parse.encoder import TOKENS, WEIGHTS
from onrecord.train.careful_network import Careful
from onrecord.train.statements import knots, right

HEADS = careful.WEIGHTS


class Rows(nn.Module):
    """A table of vectors in whole numbers of eight bits, with a scale for each row."""

    def __init__(self, table: torch.Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True) / 127
        self.register_buffer("numbers", (table / scale.clamp_min(1e-9)).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.numbers[ids].float() * self.scale[ids]
        return out


class Typed(nn.Module):
    """The encoder as it is called at run time."""

    def __init__(self, model: Careful) -> None:
        super().__init__()
        self.encoder = model.encoder
        if not isinstance(self.encoder.words, Rows):
            self.encoder.words = Rows(model.encoder.words.weight.detach())

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.encoder(ids, mask)
        return out


def mean(model: Careful, kept: torch.Tensor, names: list[tuple[str, nn.Parameter]]) -> None:
    """Puts the running mean of the trained weights into the model."""
    at = 0
    for _, p in names:
        p.data = kept[at : at + p.numel()].view(p.shape).clone()
        at += p.numel()


def exact(model: Careful, path: Path) -> None:
    """The encoder in single precision."""
    ids, mask = torch.zeros(2, 7, 6, dtype=torch.long), torch.ones(2, 7)
    axes = {0: "windows", 1: "places"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Typed(model).eval(),
            (ids, mask),
            str(path),
            input_names=["ids", "mask"],
            output_names=["states"],
            dynamic_axes={"ids": axes, "mask": axes, "states": axes},
            opset_version=17,
            dynamo=False,
        )


def quantised(source: Path, target: Path) -> None:
    """The matrices in eight bits, with a scale for each column."""
    kinds = ["MatMul"]
    quantize_dynamic(source, target, op_types_to_quantize=kinds, per_channel=True, weight_type=QuantType.QInt8)


def heads(model: Careful, path: Path) -> None:
    arrays: dict[str, Any] = {
        name: p.detach().numpy().astype(np.float16) for name, p in model.head.items() if name != "aux"
    }
    np.savez_compressed(path, **arrays)


def tokens(base: Path, path: Path) -> None:
    """The word pieces, without the padding and truncation that came with them."""
    table = json.loads((base / "tokenizer.json").read_text("utf-8"))
    table["truncation"] = table["padding"] = None
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), "utf-8")


def calibrate(out: Path, rows: list[dict[str, Any]]) -> None:
    """Adds to the heads how often attributions of each raw confidence are right, on articles kept apart: `knots`."""
    model = careful.load(out / HEADS)
    session, tokenizer = encoder.session(out / WEIGHTS), encoder.tokens_of(out / TOKENS)
    pairs: list[tuple[float, bool]] = []
    for row in rows:
        parsed = parse(Document(id="d", path="", text=row["text"], sha256=""), ())
        encoded = encoder.encoded(parsed.document, parsed.sentences, parsed.quotes, session, tokenizer)
        found = careful.find(model, encoded, parsed, units.sentences(parsed))
        pairs.extend((d.confidence, right(d, row["attributions"])) for d in found)
    arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in model.arrays.items()}
    np.savez_compressed(out / HEADS, **(arrays | {"knots": knots(pairs).astype(np.float16)}))


def write(out: Path, base: Path, rows: list[dict[str, Any]]) -> None:
    """From `mean.pt` in OUT the files of the package's `weights/`, there too; `rows` are articles kept apart."""
    from onrecord.train.careful import trained  # noqa: PLC0415  # which calls this

    kept = torch.load(out / "mean.pt")
    model = Careful(*kept["sizes"])
    model.read_base(base / "model.safetensors")
    mean(model, kept["mean"], trained(model))
    exact(model, out / "exact.onnx")
    quantised(out / "exact.onnx", out / WEIGHTS)
    heads(model, out / HEADS)
    tokens(base, out / TOKENS)
    calibrate(out, rows)
    for name in (WEIGHTS, HEADS, TOKENS):
        print(f"{out / name}: {(out / name).stat().st_size} bytes")
