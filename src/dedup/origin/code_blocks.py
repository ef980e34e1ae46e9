"""A text in Markdown → its claims outside fenced blocks of code, which quote a program and say nothing of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.claims import Claim

_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}+(?=[^`\n]*$)|~{3,}+)(.*)$", re.MULTILINE)


def outside_code(claims: list[Claim], text: str) -> list[Claim]:
    """Return those of some claims of a text that begin outside its fenced blocks of code."""
    if not claims or ("```" not in text and "~~~" not in text):
        return claims
    starts, ends = [0], [0]
    for start, end in code_blocks(text):
        starts.append(start)
        ends.append(end)
    return [claim for claim in claims if claim.start >= ends[bisect_right(starts, claim.start) - 1]]


def code_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each fenced block of code, in characters, with its fences (CommonMark 0.31, 4.5).

    A fence that nothing closes opens no block here: the rest of such a text is more likely prose than code.
    """
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence[1].startswith(opening[1]) and not fence[2].strip():
            yield opening.start(), fence.end()
            opening = None
