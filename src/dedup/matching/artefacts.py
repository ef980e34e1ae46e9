"""Repetitions that an extractor made: whole blocks that come twice, in the same order.

Extractors of web pages have been seen to print a page's paragraphs as p1 p2 p1 p2, or each one twice. No author does;
the report says *extraction artefact?* and leaves the question mark to the reader.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Repetition

VERDICT = "extraction artefact?"
_FEWEST_BLOCKS = 2


def judge(repetitions: Sequence[Repetition]) -> list[Repetition]:
    """Return the repetitions of one document, with the verdict on those that look like an extractor's work.

    These are identical paragraphs, two or more, each repeated at the same distance, where the second block begins
    right after the first (p1 p2 p1 p2) or each paragraph is followed by itself (p1 p1 p2 p2).
    """
    starts: dict[int, set[int]] = defaultdict(set)
    for found in repetitions:
        if found.relation == "identical" and found.first.paragraph != found.second.paragraph:
            starts[found.second.paragraph - found.first.paragraph].add(found.first.paragraph)
    suspects = {
        (first, first + distance)
        for distance, firsts in starts.items()
        for block in _blocks(firsts, distance)
        for first in block
    }
    if not suspects:
        return list(repetitions)
    return [
        replace(found, verdict=VERDICT) if (found.first.paragraph, found.second.paragraph) in suspects else found
        for found in repetitions
    ]


def _blocks(firsts: set[int], distance: int) -> list[list[int]]:
    """Return the blocks of paragraphs that are repeated as one, right after themselves."""
    step = 2 if distance == 1 else 1  # p1 p1 p2 p2: the next paragraph to be repeated stands two further on
    blocks: list[list[int]] = []
    for first in sorted(firsts):
        if blocks and first == blocks[-1][-1] + step:
            blocks[-1].append(first)
        else:
            blocks.append([first])
    whole = _FEWEST_BLOCKS if distance == 1 else max(_FEWEST_BLOCKS, distance)
    return [block for block in blocks if len(block) >= whole]
