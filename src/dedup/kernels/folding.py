"""The folding table: what each Unicode code point is to a word, and what it folds to. Arrays only.

`dedup.words.folding` makes and loads the table; the kernels read it. Code points are classed once, so that a kernel
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
"""A mark that does not (an accent): part of the word before it, and dropped unless it makes another letter of it."""
INVISIBLE = 5
"""Ignored wherever it stands (zero-width space, byte order mark, variation selector …)."""
HYPHEN = 6
"""A separator that joins a word across a line's end."""
SOFT_HYPHEN = 7
"""Invisible, but joins a word across a line's end too."""
NEWLINE = 8
BLANK = 9
"""White space within a line."""

LOWER = 1
BREVE, DIAERESIS, MACRON, ACUTE, DOUBLE_ACUTE = 2, 4, 8, 16, 32
"""Of a mark: which it is. Of a letter: that this mark makes another letter of it, as и becomes й."""

LATIN = 1
"""The bit of the first script that has look-alikes in others; the next six bits are those of the other scripts."""
SCRIPTS = 7
NOT_LATIN = 128
"""Beside the bit of another script: no Latin letter looks like the small form of this letter."""
EXACT, SMALL, FIRST = 0, 1, 2
"""Columns of the look-alikes: scripts in which a letter has one as it is written, and scripts in which its small form
has one (as sums of bits); the letter that looks like it in the first script, in the second …"""
ROW = FIRST + SCRIPTS
TELLING = 1 << 20
"""What a letter with no look-alike in the other scripts of its word counts: more than all the others together."""


def undecided(scripts: int) -> bool:
    """Return whether the letters of a word, by the bits of their scripts together, may have to be changed."""
    of = scripts & ~NOT_LATIN
    return of not in (0, LATIN) and (scripts < NOT_LATIN or of & (of - 1) != 0)


class FoldingTable(NamedTuple):
    """One row a code point, 0x110000 rows.

    `kind` (uint8) is one of the classes above, `flags` (uint8) a sum of LOWER and of marks. The folded form of code
    point c is the UTF-8 ``pool[start[c] : start[c] + length[c]]`` (uint8; int32, uint8), or c itself where the length
    is 0. `script` (uint8) is the bit of its script, NOT_LATIN added, or 0; `order` (uint8) the canonical combining
    class of a SIGN, by which signs in a row are sorted. Its look-alikes are the `ROW` numbers (int32) of
    ``alike[ROW * row[c] :]``, `row` being uint16 and row 0 all zeros.
    """

    kind: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    start: NDArray[np.int32]
    length: NDArray[np.uint8]
    script: NDArray[np.uint8]
    order: NDArray[np.uint8]
    row: NDArray[np.uint16]
    alike: NDArray[np.int32]
    pool: NDArray[np.uint8]
