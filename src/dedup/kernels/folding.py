"""The folding table: what each Unicode code point is to a word, and its folded form.

`dedup.words.folding` makes and loads the table; the kernels read it. Each code point is classified once, so a kernel
decides with one lookup per character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEPARATOR = 0
LETTER = 1
"""A letter or digit of a script written with spaces: a run of them is one word."""
SINGLE = 2
"""A character of a script written without spaces: a word by itself."""
SIGN = 3
"""A mark that distinguishes words (a vowel sign): part of the word before it, and kept."""
MARK = 4
"""A mark that does not (an accent): part of the word before it, and dropped unless it makes another letter of it."""
INVISIBLE = 5
"""Ignored everywhere (zero-width space, byte order mark, variation selector …)."""
HYPHEN = 6
"""A separator that joins a word across a line end."""
SOFT_HYPHEN = 7
"""Invisible, but joins a word across a line end too."""
NEWLINE = 8
BLANK = 9
"""White space within a line."""

LOWER = 1
BREVE, DIAERESIS, MACRON, ACUTE, DOUBLE_ACUTE = 2, 4, 8, 16, 32
"""The flag of a mark names the mark. The flag of a letter says that this mark makes another letter of it: и → й."""

LATIN = 1
"""The bit of the first script that has look-alikes in others; the next six bits are those of the other scripts."""
SCRIPTS = 7
NOT_LATIN = 128
"""Added to the bit of another script where no Latin letter looks like the lower-case form of the letter."""
EXACT, SMALL, FIRST = 0, 1, 2
"""Columns of the look-alikes. `EXACT` and `SMALL` are sums of script bits: the scripts that have a look-alike of the
letter as it is written, and those that have one of its lower-case form. From `FIRST` on stand the look-alikes in the
first script, in the second …"""
ROW = FIRST + SCRIPTS
DISTINCTIVE = 1 << 20
"""The weight of a letter without look-alike in the other scripts of its word: more than all other letters together."""


class FoldingTable(NamedTuple):
    """One row a code point, 0x110000 rows.

    `kind` (uint8) is one of the classes above, `flags` (uint8) a sum of LOWER and of marks. The folded form of code
    point c is the UTF-8 ``pool[start[c] : start[c] + length[c]]`` (uint8; int32, uint8), or c itself where the length
    is 0. `script` (uint8) is the bit of its script, with NOT_LATIN added where it applies, or 0. `order` (uint8) is the
    canonical combining class of a SIGN, by which consecutive signs are sorted. The look-alikes of c are the `ROW`
    numbers (int32) of ``alike[ROW * row[c] :]``; `row` is uint16, and row 0 is all zeros.
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
