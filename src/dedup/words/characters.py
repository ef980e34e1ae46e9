"""What every character is to a paragraph, as the table that the kernels read.

It is asked of the running Python, not shipped like the folding table: `split_paragraphs` asks the same Python, and
both must agree.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import characters as c
from dedup.kernels import seams

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
        (c.SPACE, np.char.isspace),
        (c.WORD | c.OPEN, np.char.isalnum),
        (c.LOWER, np.char.islower),
        (c.CASED, lambda each: np.char.lower(each) != each),
    ):
        flags[:_ASKED] |= holds(characters) * np.uint8(flag)
    for flag, those in ((c.OPEN, seams.DASHES), (c.CLOSER, seams.CLOSERS), (c.END, seams.ENDS)):
        flags[[ord(character) for character in those]] |= flag
    return flags
