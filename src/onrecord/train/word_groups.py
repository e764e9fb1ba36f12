"""Groups words by the input embeddings of a small encoder and writes the table that the model of names reads.

    python -m onrecord.train.word_groups DATA ENCODER OUT

DATA is a folder with `attributions/` and `language/`; ENCODER a folder with `model.safetensors` and `vocab.txt` of
all-MiniLM-L6-v2 (Apache-2.0); OUT the table (`weights/word-groups.txt` of this package): a group a line, its number
first, which is that of its family of like groups, a point, and its own. A word is the mean of its pieces; words of
three and more pieces, and rare ones of two, are left out. The seed is fixed. Needs scikit-learn, which the package
itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans

SEED = 7
GROUPS = 300
FAMILIES = 40
TEXTS = (
    *("language/gum-train-clean", "language/ud-ewt-train", "language/wikigold", "language/crossner-politics-train"),
    "attributions/polnear-train",
)
WORD = re.compile(r"[^\W\d_]{2,}")


def table(path: Path, name: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """One table of a safetensors file of 32-bit numbers."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    entry = json.loads(data[8 : 8 + size])[name]
    start, end = entry["data_offsets"]
    values = np.frombuffer(data[8 + size + start : 8 + size + end], dtype=np.float32)
    rows, columns = entry["shape"]
    return values.reshape(rows, columns)


def pieces(word: str, numbers: dict[str, int]) -> list[int]:
    """The pieces of a word, longest first; the piece for the unknown stands for what cannot be spelt."""
    plain = "".join(ch for ch in unicodedata.normalize("NFD", word) if unicodedata.category(ch) != "Mn")
    found: list[int] = []
    start = 0
    while start < len(plain):
        mark = "##" if start else ""
        end = next((end for end in range(len(plain), start, -1) if mark + plain[start:end] in numbers), start)
        if end == start:
            return [*found, numbers["[UNK]"]]
        found.append(numbers[mark + plain[start:end]])
        start = end
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    spelling = (given.encoder / "vocab.txt").read_text("utf-8").splitlines()
    numbers = {piece: n for n, piece in enumerate(spelling)}
    seen: Counter[str] = Counter()
    for name in TEXTS:
        with gzip.open(given.data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                seen.update(WORD.findall(json.loads(line)["text"].lower()))
    candidates = sorted(set(seen) | {piece for piece in spelling if WORD.fullmatch(piece)})
    kept = {w: p for w in candidates if len(p := pieces(w, numbers)) == 1 or (len(p) == 2 and seen[w] > 1)}
    embeddings = table(given.encoder / "model.safetensors", "embeddings.word_embeddings.weight")
    points = np.stack([embeddings[p].mean(0) for p in kept.values()])
    points -= points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    fitted = MiniBatchKMeans(GROUPS, random_state=SEED, batch_size=4096, n_init=2, max_iter=60).fit(points)
    families = KMeans(FAMILIES, random_state=SEED, n_init=4).fit(fitted.cluster_centers_).labels_
    groups: dict[int, list[str]] = defaultdict(list)
    for word, group in zip(kept, fitted.labels_, strict=True):
        groups[int(group)].append(word)
    given.out.write_text("".join(" ".join([f"{families[g]}.{g}", *groups[g]]) + "\n" for g in sorted(groups)), "utf-8")
    print(f"{len(kept)} words in {len(groups)} groups")


if __name__ == "__main__":
    main()
