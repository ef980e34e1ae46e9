"""The folding table: what each Unicode code point is to a word, and what it folds to. Arrays only.

`dedup.text.folding` makes and loads the table; the kernels read it. Code points are classed once, so that a kernel
decides with one look-up a character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEPARATOR = 0
LETTER = 1
"""A letter or digit of a script written with spaces: runs of them are one word."""
SINGLE = 2
"""A character of a script written without spaces: a word by itself."""
SIGN = 3
"""A mark that tells words apart (a vowel sign): part of the word before it, and kept."""
MARK = 4
"""A mark that does not (an accent): part of the word before it, and dropped."""
INVISIBLE = 5
"""Ignored wherever it stands (zero-width space, byte order mark, variation selector …)."""
HYPHEN = 6
"""A separator that joins a word across a line's end."""
SOFT_HYPHEN = 7
"""Invisible, but joins a word across a line's end too."""
NEWLINE = 8
BLANK = 9
"""White space within a line."""

LATIN = 1
LOOKALIKE = 2
"""Looks like a Latin letter; folds to it inside a word that has a Latin one."""
LOWER = 4


class FoldingTable(NamedTuple):
    """One row a code point, 0x110000 rows.

    `kind` (uint8) is one of the classes above, `flags` (uint8) a sum of LATIN, LOOKALIKE, LOWER. The folded form of
    code point c is the UTF-8 ``pool[start[c] : start[c] + length[c]]`` (uint8; int32, uint8), or c itself where the
    length is 0; `lookalike` (uint8) is the ASCII letter that c looks like, 0 for none.
    """

    kind: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    start: NDArray[np.int32]
    length: NDArray[np.uint8]
    lookalike: NDArray[np.uint8]
    pool: NDArray[np.uint8]
