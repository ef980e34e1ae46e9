"""What a character is to a paragraph, as flags: one uint8 a code point, 0x110000 of them.

`dedup.words.paragraphs` makes the table; the kernels read it.
"""

from __future__ import annotations

SPACE = 1
"""White space, line ends too."""
WORD = 2
"""A letter or digit: a block without any is a rule."""
LOWER = 4
"""In lower case: the second half of a sentence may begin with it."""
OPEN = 8
"""What the first half of a sentence may end with."""
CLOSER = 16
"""What may stand behind the end of a sentence."""
END = 32
"""What a sentence may end with."""
CASED = 64
"""Another one in lower case."""
