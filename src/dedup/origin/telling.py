"""A line by itself → what it can say, wherever in a text it stands: the sieves let more through than that.

Pages of one site end with the same lines, so that few are read in truth. What the line says there is left to the
readers of heads, tails and sentences, who know its place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dedup.origin.datelines import closing_credit, opening_credit
from dedup.origin.headers import may_stand_in_a_head
from dedup.origin.lines import lines_between
from dedup.origin.marks import CLOSING, COPYRIGHT, HEAD, OPENING, SIDE, TAIL
from dedup.origin.tails import may_stand_in_a_tail, names_an_agency

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.origin.language import Language
    from dedup.origin.lines import Line

    Reader = Callable[[Line, tuple[Language, ...]], object]

_READERS: tuple[tuple[int, Reader], ...] = (
    (HEAD | SIDE, may_stand_in_a_head),
    (OPENING, lambda line, _spoken: opening_credit(line)),
    (TAIL, may_stand_in_a_tail),
    (COPYRIGHT, names_an_agency),
    (CLOSING, lambda line, _spoken: closing_credit(line)),
)
_READ_HERE = HEAD | SIDE | OPENING | TAIL | COPYRIGHT | CLOSING


@lru_cache(maxsize=1 << 12)
def what_says(raw: bytes, bits: int, spoken: tuple[Language, ...]) -> int:
    """Return those of the bits of a line (`HEAD` …) for which it says something; sentences are not asked."""
    if not bits & _READ_HERE:
        return bits
    text = raw.decode()
    line = next(lines_between(text, 0, len(text), 0), None)
    if line is None:
        return 0
    for kinds, says in _READERS:
        if bits & kinds and not says(line, spoken):
            bits &= ~kinds
    return bits
