"""The careful model as torch modules, and its losses: an encoder over windows, a head for statements, one for names.

All arithmetic of the encoder is in bfloat16, which the matrix units of recent processors take many times faster;
chains and links are scored in single precision.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch  # needed to train, not to run
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as tf

from onrecord.attribute.network import LABELS, WIDTH, distance_bucket
from onrecord.parse.encoder import HIDDEN, JOINS, PLACES, SEEN, SHAPES, STATES

LAYERS, HEADS, INNER, MASKED = 6, 12, 1536, 103
COLUMNS = (SHAPES, JOINS, STATES, PLACES, SEEN)
NAME_LABELS = 9  # none, then begin and inside of persons, organisations, places and names of other kinds
LINK = 64


class Attend(torch.autograd.Function):
    """Attention of heads by places by numbers, the queries scaled before; faster backwards than the built-in one."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
        scores = torch.bmm(q, k.transpose(1, 2))
        scores.view(bias.shape[0], -1, *scores.shape[1:]).add_(bias)
        p = torch.softmax(scores, -1)
        out = torch.bmm(p, v)
        ctx.save_for_backward(q, k, v, p, out)
        return out

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> Any:
        q, k, v, p, out = ctx.saved_tensors
        g = g.contiguous()
        dv = torch.bmm(p.transpose(1, 2), g)
        ds = torch.bmm(g, v.transpose(1, 2))
        ds.sub_((g * out).sum(-1, keepdim=True)).mul_(p)
        return torch.bmm(ds, k), torch.bmm(ds.transpose(1, 2), q), dv, None


class Scan(torch.autograd.Function):
    """c[t] = f[t] * c[t - 1] + z[t] over the first dimension."""

    @staticmethod
    def forward(ctx: Any, f: Tensor, z: Tensor) -> Tensor:
        c = torch.empty_like(z)
        state = torch.zeros_like(z[0])
        for t in range(len(z)):
            state = torch.addcmul(z[t], f[t], state, out=c[t])
        ctx.save_for_backward(f, c)
        return c

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> Any:
        f, c = ctx.saved_tensors
        dz = torch.empty_like(g)
        state = torch.zeros_like(g[0])
        for t in range(len(g) - 1, -1, -1):
            state = torch.add(g[t], state, out=dz[t])
            state = state * f[t]
        df = torch.zeros_like(f)
        df[1:] = dz[1:] * c[:-1]
        return df, dz


def drop(x: Tensor, rate: float) -> Tensor:
    """Dropout with one mask for all places of a row."""
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= rate).to(x.dtype) / (1 - rate)
    return x * keep


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x: Tensor, bias: Tensor, rate: float) -> Tensor:
        rows, length, _ = x.shape
        size = HIDDEN // HEADS
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, size).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            y = torch.softmax(q @ k.transpose(-1, -2) + bias, -1) @ v
        else:
            flat = [a.reshape(rows * HEADS, length, size) for a in (q, k, v)]
            y = Attend.apply(*flat, bias).view(rows, HEADS, length, size)
        y = self.out(y.transpose(1, 2).reshape(rows, length, HIDDEN))
        x = self.norm1(x + (drop(y, rate) if rate else y))
        y = self.down(tf.gelu(self.up(x)))
        return self.norm2(x + (drop(y, rate) if rate else y))


class Encoder(nn.Module):
    """Windows by places by columns, and their mask, to windows by places by HIDDEN."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.columns = nn.ModuleList(nn.Embedding(n, HIDDEN) for n in COLUMNS)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, rate: float = 0.0) -> Tensor:
        x = self.words(ids[:, :, 0]) + self.places.weight[: ids.shape[1]]
        for i, table in enumerate(self.columns):
            x = x + table(ids[:, :, i + 1])
        x = self.norm(x)
        if rate:
            x = drop(x, rate)
        bias = (-10000 * (1 - mask))[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, bias, rate)
        return x


class Careful(nn.Module):
    """The encoder and its heads; `tags` and `relations` are the sizes of the side tasks."""

    def __init__(self, tags: int, relations: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.sizes = (tags, relations, 16)

        def matrix(rows: int, columns: int) -> nn.Parameter:
            return nn.Parameter(torch.randn(rows, columns) / rows**0.5)

        def zeros(*shape: int) -> nn.Parameter:
            return nn.Parameter(torch.zeros(*shape))

        bias = torch.zeros(6 * WIDTH)
        bias[2 * WIDTH : 4 * WIDTH] = torch.linspace(0, 3, WIDTH).repeat(2)  # forget slowly and fast
        self.head = nn.ParameterDict(
            {
                "in0": matrix(HIDDEN, 6 * WIDTH),
                "bias0": nn.Parameter(bias),
                "scale0": nn.Parameter(torch.ones(2 * WIDTH)),
                "shift0": zeros(2 * WIDTH),
                "skip": matrix(HIDDEN, 2 * WIDTH),
                "tag": matrix(2 * WIDTH, LABELS),
                "tag_bias": zeros(LABELS),
                "move": zeros(LABELS, LABELS),
                "none": zeros(LINK),
                "aux": matrix(HIDDEN, sum(self.sizes)),
                "name_tag": matrix(HIDDEN, NAME_LABELS),
                "name_bias": zeros(NAME_LABELS),
                "name_move": zeros(NAME_LABELS, NAME_LABELS),
            }
        )
        for name in ("content", "source"):
            self.head[f"{name}_q"], self.head[f"{name}_k"] = matrix(2 * WIDTH, LINK), matrix(2 * WIDTH, LINK)
            self.head[f"{name}_far"] = zeros(16)

    def read_base(self, path: Path) -> None:
        """Takes the weights of the pretrained encoder; the queries are scaled once and for all."""
        w = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
        e = "embeddings."
        self.encoder.words.weight.data = w[f"{e}word_embeddings.weight"].clone()
        self.encoder.places.weight.data = w[f"{e}position_embeddings.weight"] + w[f"{e}token_type_embeddings.weight"][0]
        for table in self.encoder.columns:
            nn.init.normal_(table.weight, 0, 0.02)
        pairs: list[tuple[nn.Module, str]] = [(self.encoder.norm, f"{e}LayerNorm")]
        for i, layer in enumerate(self.encoder.layers):
            at = f"encoder.layer.{i}."
            scale = (HIDDEN // HEADS) ** -0.5
            for part in ("weight", "bias"):
                qkv = [w[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, part).data = torch.cat([qkv[0] * scale, *qkv[1:]])
            pairs += [
                (layer.out, f"{at}attention.output.dense"),
                (layer.norm1, f"{at}attention.output.LayerNorm"),
                (layer.up, f"{at}intermediate.dense"),
                (layer.down, f"{at}output.dense"),
                (layer.norm2, f"{at}output.LayerNorm"),
            ]
        for module, name in pairs:
            module.weight.data, module.bias.data = w[f"{name}.weight"].clone(), w[f"{name}.bias"].clone()

    def states(self, x: Tensor, b: dict[str, Tensor], rate: float) -> Tensor:
        """The states of words, sequences by places by 2 * WIDTH, from the vectors of the words one after the other."""
        w, n = self.head, 2 * WIDTH
        g = x @ w["in0"] + w["bias0"]
        f = torch.sigmoid(g[:, n : 2 * n]).float()
        z = (1 - f) * torch.tanh(g[:, :n]).float()

        def turn(a: Tensor) -> Tensor:
            return torch.cat([a[..., :WIDTH], a[..., WIDTH:].flip(1)], -1)

        f, z = (turn(spread(a, b)).transpose(0, 1).contiguous() for a in (f, z))
        c = turn(Scan.apply(f, z).transpose(0, 1))[b["mask"] > 0]
        c = c * torch.sigmoid(g[:, 2 * n :]).float()
        c = tf.layer_norm(c, (n,), w["scale0"].float(), w["shift0"].float(), 1e-5)
        h = spread(c + (x @ w["skip"]).float(), b)
        return drop(h, rate) if rate else h

    def statement_loss(self, vectors: Tensor, b: dict[str, Tensor], rate: float) -> tuple[Tensor, Tensor]:
        """The loss of labels alone, and with links and side tasks."""
        w, mask = self.head, b["mask"]
        real = mask > 0
        x = vectors.index_select(0, b["at"][real])
        h = self.states(x, b, rate)
        emit = h @ w["tag"].float() + w["tag_bias"].float()
        labels = chain_loss(emit, w["move"].float(), b["y"], mask)
        total = labels + 0.1 * (
            self.link_loss(h, b["to_cue"], mask, "content") + self.link_loss(h, b["to_source"], mask, "source")
        )
        at, aux = 0, (x @ w["aux"]).float()
        for i, size in enumerate(self.sizes):
            wanted = b["syntax"][..., i][real]
            if bool((wanted >= 0).any()):
                total = total + 0.1 * tf.cross_entropy(aux[:, at : at + size], wanted, ignore_index=-1)
            at += size
        return labels, total

    def link_loss(self, h: Tensor, wanted: Tensor, mask: Tensor, name: str) -> Tensor:
        w, size = self.head, h.shape[1]
        asking, word = torch.nonzero(wanted >= 0, as_tuple=True)
        if not len(asking):
            return h.sum() * 0
        places = np.arange(size)
        far = torch.from_numpy(distance_bucket(places[None, :] - places[:, None]))
        q, k = h @ w[f"{name}_q"].float(), h @ w[f"{name}_k"].float()
        s = torch.bmm(q, k.transpose(1, 2))[asking, word] / 8
        s = s + w[f"{name}_far"].float()[far[word]] - 1e9 * (1 - mask[asking])
        if name == "source":
            s = torch.cat([s, (q[asking, word] @ w["none"].float())[:, None] / 8], 1)
        return tf.cross_entropy(s, wanted[asking, word])

    def name_loss(self, vectors: Tensor, b: dict[str, Tensor]) -> Tensor:
        w = self.head
        emit = (vectors[b["at"]] @ w["name_tag"] + w["name_bias"]).float()
        return chain_loss(emit, w["name_move"].float(), b["y"], b["mask"])


def spread(flat: Tensor, b: dict[str, Tensor]) -> Tensor:
    """Words one after the other, words by numbers, as sequences by places by numbers, zero where there is no word."""
    out = flat.new_zeros(*b["mask"].shape, flat.shape[-1])
    return out.masked_scatter(b["mask"][:, :, None] > 0, flat)


def chain_loss(emit: Tensor, move: Tensor, y: Tensor, mask: Tensor) -> Tensor:
    """Negative log likelihood of the labels for each word, a linear chain."""
    score = (emit.gather(-1, y[..., None])[..., 0] * mask).sum()
    score = score + (move[y[:, :-1], y[:, 1:]] * mask[:, 1:]).sum()
    lengths = mask.sum(1).long()
    order = torch.argsort(lengths, descending=True, stable=True)
    emit, lengths = emit[order].transpose(0, 1), lengths[order]
    alpha, norm = emit[0], emit.new_zeros(())
    for t in range(1, len(emit)):
        live = int((lengths > t).sum())
        if live < len(alpha):
            norm = norm + torch.logsumexp(alpha[live:], -1).sum()
            alpha = alpha[:live]
        alpha = torch.logsumexp(alpha[:, :, None] + move, 1) + emit[t, :live]
    norm = norm + torch.logsumexp(alpha, -1).sum()
    return (norm - score) / mask.sum()
