"""The way of the words: the table of cases."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.model import Hop
from spoken import cases, reading


def shown(hop: Hop) -> str:
    return f"{hop.role}: {hop.name}" + (" (inherited)" if hop.basis == "inherited" else "")


@pytest.mark.parametrize("case", cases("chains"), ids=lambda c: c["about"])
def test_way(case: dict[str, Any]) -> None:
    found = reading(case)
    assert [[shown(hop) for hop in a.chain[1:-1]] for a in found.attributions] == [row["way"] for row in case["said"]]
    assert all(a.chain[0].role == "speaker" and a.chain[-1].role == "outlet" for a in found.attributions)
