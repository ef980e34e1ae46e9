"""What every character is to a paragraph, as the table that the kernels read.

It is asked of the running Python, not shipped like the folding table: `split_paragraphs` asks the same Python, and
both must agree.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import paragraphs as p

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CODE_POINTS = 0x110000
_ASKED = 0x40000
"""Code points from here on are neither letters nor white space: they are unassigned, for tags, or for private use."""


@cache
def character_flags() -> NDArray[np.uint8]:
    """Return the flags of every code point: uint8[0x110000]."""
    flags = np.zeros(_CODE_POINTS, np.uint8)
    characters = np.arange(_ASKED, dtype=np.uint32).view("U1")
    for flag, holds in (
        (p.IS_SPACE, np.char.isspace),
        (p.IS_ALPHANUMERIC | p.BREAKS_OFF, np.char.isalnum),
        (p.IS_LOWER, np.char.islower),
        (p.IS_UPPER, lambda each: np.char.lower(each) != each),
    ):
        flags[:_ASKED] |= holds(characters) * np.uint8(flag)
    for flag, those in ((p.BREAKS_OFF, p.DASHES), (p.IS_CLOSER, p.CLOSERS), (p.ENDS_SENTENCE, p.SENTENCE_ENDS)):
        flags[[ord(character) for character in those]] |= flag
    return flags
