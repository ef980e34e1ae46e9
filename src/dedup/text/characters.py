"""What every character is to a paragraph, as the table that the kernels read.

It is asked of the running Python, not shipped like the folding table: `split_paragraphs` asks the same Python, and
both must agree.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import characters as c

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CODE_POINTS = 0x110000
_ASKED = 0x40000
"""Code points from here on are neither letters nor white space: they are unassigned, for tags, or for private use."""


@cache
def character_flags(beside: str) -> NDArray[np.uint8]:
    """Return the flags of every code point: uint8[0x110000]. OPEN are letters, digits, and the characters `beside`."""
    flags = np.zeros(_CODE_POINTS, np.uint8)
    characters = np.arange(_ASKED, dtype=np.uint32).view("U1")
    for flag, holds in (
        (c.SPACE, np.char.isspace),
        (c.WORD | c.OPEN, np.char.isalnum),
        (c.LOWER, np.char.islower),
    ):
        flags[:_ASKED] |= holds(characters) * np.uint8(flag)
    flags[[ord(character) for character in beside]] |= c.OPEN
    return flags
