"""This program, document pairs only: signatures, no passages, each pair verified."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

import dedup
from peers.lines import THRESHOLD

if TYPE_CHECKING:
    from pathlib import Path

    from dedup import ScanResult


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs whose Jaccard reaches the threshold."""
    return alike(dedup.scan(path, only="copies", passages=False, threshold=THRESHOLD))


def alike(result: ScanResult) -> list[tuple[str, str]]:
    """Return the pairs at the threshold, with every document where the result names one of several identical ones."""
    groups: dict[str, list[str]] = defaultdict(list)
    for match in result.copies:
        if match.relation == "identical":
            groups[match.a].append(match.b)
    pairs = [pair for first, others in groups.items() for pair in combinations((first, *others), 2)]
    for match in result.copies:
        if match.relation != "identical" and match.jaccard >= THRESHOLD:
            pairs += product((match.a, *groups.get(match.a, ())), (match.b, *groups.get(match.b, ())))
    return pairs
