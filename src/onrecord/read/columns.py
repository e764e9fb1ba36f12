"""The reading order of runs of text on a page: whole lines, columns from left to right, headlines over both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from onrecord.read.pdf_text import Run

WORD_GAP = 2.5  # of the height of the type: wider than any space between two words of a justified line
STARTS = 4  # runs that begin at one place make the left edge of a column
CLEAR = 5.0  # points between two columns at least
NARROW = 0.15  # of the width of all text: what is narrower is no column but a list's bullets or numbers
CROSSING = 0.25  # of the lines may run over both columns


def lines_of(runs: list[Run]) -> list[Run]:
    """The runs of one page in reading order, words of one line put together."""
    return _ordered(_joined(runs), 0)


def _joined(runs: list[Run]) -> list[Run]:
    starts = Counter(round(run.x0 / 2) for run in runs)
    lines: list[Run] = []
    for run in runs:
        last = lines[-1] if lines else None
        gap = run.x0 - last.x1 if last else 0.0
        at = round(run.x0 / 2)
        column = starts[at] + starts[at - 1] + starts[at + 1] >= STARTS and gap >= CLEAR
        if last and _same_line(last, run) and -1 <= gap < WORD_GAP * run.size and not column:
            lines[-1] = replace(
                last,
                x1=run.x1,
                y0=min(last.y0, run.y0),
                y1=max(last.y1, run.y1),
                size=max(last.size, run.size),
                text=f"{last.text} {run.text}" if gap > 0.1 * run.size else last.text + run.text,
            )
        else:
            lines.append(run)
    return lines


def _same_line(one: Run, two: Run) -> bool:
    return abs(one.y0 - two.y0) < 0.4 * min(one.size, two.size)


def _ordered(lines: list[Run], depth: int) -> list[Run]:
    gutter = _gutter(lines) if depth < 6 else None
    down = _down(lines)
    if gutter is None:
        return down
    result: list[Run] = []
    left: list[Run] = []
    right: list[Run] = []
    for line in down:
        if line.x1 <= gutter:
            left.append(line)
        elif line.x0 >= gutter:
            right.append(line)
        else:
            result += [*_ordered(left, depth + 1), *_ordered(right, depth + 1), line]
            left, right = [], []
    return [*result, *_ordered(left, depth + 1), *_ordered(right, depth + 1)]


def _down(lines: list[Run]) -> list[Run]:
    """Rows from the top, each from the left; a bullet or a raised number stands in the row of its text."""
    rows: list[list[Run]] = []
    for line in sorted(lines, key=lambda line: (-(line.y0 + line.y1), line.x0)):
        if rows and same_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.x0)]


def same_row(one: Run, two: Run) -> bool:
    return one.page == two.page and abs(one.y0 + one.y1 - two.y0 - two.y1) < 0.8 * min(one.size, two.size)


def _gutter(lines: list[Run]) -> float | None:
    """Where the lines part into two columns: few cross it, and there are enough, beside each other, on both sides."""
    if len(lines) < 2 * STARTS:
        return None
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    starts = Counter(round(line.x0 / 2) * 2 for line in lines)
    best: tuple[int, float] | None = None
    for start in sorted(at for at, count in starts.items() if count >= STARTS - 1):
        gutter = start - CLEAR / 2
        left = [line for line in lines if line.x1 <= gutter]
        right = [line for line in lines if line.x0 >= gutter]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < STARTS - 1 or crossing > CROSSING * len(lines):
            continue
        if min(_width(left), _width(right)) < NARROW * width or not _beside(left, right):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, gutter)
    return best[1] if best else None


def _width(lines: list[Run]) -> float:
    widths = sorted(line.x1 - line.x0 for line in lines)
    return widths[len(widths) // 2]


def _beside(left: list[Run], right: list[Run]) -> bool:
    """Whether the two stand beside each other for at least a third of the lower one's height."""
    spans = [(min(line.y0 for line in side), max(line.y1 for line in side)) for side in (left, right)]
    shared = min(spans[0][1], spans[1][1]) - max(spans[0][0], spans[1][0])
    return shared > 0.33 * min(top - bottom for bottom, top in spans)
