"""Drawings as SVG text, made on the server: readable without JavaScript, printable, testable."""

from __future__ import annotations

from collections import Counter
from html import escape

from onrecord import model as m
from onrecord.publish.lookup import Lookup

ROW, PAD, WIDTH, COLUMN = 34, 14, 760, 220  # in SVG units, which are pixels at a zoom of 1


def ways(look: Lookup, documents: tuple[str, ...]) -> str | None:
    """Who carried whose words: carriers and media on the left, outlets on the right; the width of a line grows with
    the number of statements, a broken line is inferred. None where no chain has a hop between speaker and outlet."""
    edges: Counter[tuple[str, str, bool]] = Counter()
    for ident in documents:
        for a in look.by_document.get(ident, ()):
            carriers = [h for h in a.chain if h.role == "carrier"]
            if carriers:
                hop = carriers[-1]
                name = look.actor(hop.actor) or hop.name
                if name:
                    edges[name, look.outlet(ident), hop.basis == "inferred"] += 1
    if not edges:
        return None
    weight = Counter[str]()
    for (left, _, _), n in edges.items():
        weight[left] += n
    lefts = sorted(weight, key=lambda name: (-weight[name], name))
    rights = sorted({right for _, right, _ in edges})
    height = PAD * 2 + ROW * max(len(lefts), len(rights))

    def y(names: list[str], name: str) -> float:
        return PAD + (height - 2 * PAD) / len(names) * (names.index(name) + 0.5)

    parts = [
        f'<svg class="ways" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Whose words were carried by whom">'
        "<title>Carriers on the left, outlets on the right</title>"
    ]
    x1, x2 = COLUMN, WIDTH - COLUMN
    for (left, right, inferred), n in sorted(edges.items()):
        y1, y2 = y(lefts, left), y(rights, right)
        broken = ' stroke-dasharray="5 4"' if inferred else ""
        bend = (x1 + x2) / 2
        parts.append(
            f'<path d="M{x1 + 8} {y1:.1f} C{bend} {y1:.1f} {bend} {y2:.1f} {x2 - 8} {y2:.1f}" '
            f'stroke-width="{min(9.0, 1 + 0.8 * n):.1f}"{broken}><title>{escape(left)} → {escape(right)}: '
            f"{n} statement{'s' if n != 1 else ''}{', inferred' if inferred else ''}</title></path>"
        )
    for x, anchor, names in ((x1, "end", lefts), (x2, "start", rights)):
        for name in names:
            at = y(names, name)
            parts.append(f'<circle cx="{x}" cy="{at:.1f}" r="4"/>')
            dx = -10 if anchor == "end" else 10
            parts.append(
                f'<text x="{x + dx}" y="{at + 4:.1f}" text-anchor="{anchor}">{escape(_short(name))}</text>'
            )
    return "".join([*parts, "</svg>"])


def interval(origins: m.Origins, outlets: int) -> str | None:
    """The interval of origins on a scale of the outlets, with a mark at the best. None where it is not stated."""
    if origins.low is None or origins.high is None:
        return None
    top = max(outlets, origins.high, 1)
    step = 16
    width = step * top + 8

    def x(value: float) -> float:
        return 4 + step * (value - 0.5)

    label = f"{origins.low} to {origins.high} origins, best {origins.best}, of {outlets} outlets"
    dots = "".join(f'<circle class="scale" cx="{x(i)}" cy="9" r="2"/>' for i in range(1, top + 1))
    best = f'<circle class="best" cx="{x(origins.best)}" cy="9" r="5"/>' if origins.best else ""
    line = f'<line x1="{x(origins.low)}" y1="9" x2="{x(origins.high)}" y2="9"/>'
    return (
        f'<svg class="interval" width="{width}" height="18" viewBox="0 0 {width} 18" role="img" '
        f'aria-label="{label}"><title>{label}</title>{dots}{line}{best}</svg>'
    )


def _short(name: str, most: int = 30) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
