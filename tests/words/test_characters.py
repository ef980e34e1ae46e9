"""What every character is to a paragraph."""

from __future__ import annotations

from dedup.kernels import characters as c
from dedup.words.characters import character_flags


def test_the_table_says_of_every_code_point_what_this_python_says() -> None:
    """White space, letters and digits, lower case, and what a sentence may break off, end and close with."""
    expected = bytes(
        c.SPACE * character.isspace()
        | c.WORD * character.isalnum()
        | c.LOWER * character.islower()
        | c.OPEN * (character.isalnum() or character in ",-–—")
        | c.CLOSER * (character in "\"'”’»)]*_")
        | c.END * (character in ".!?…:;。！？؟।")
        | c.CASED * (character != character.lower())
        for character in map(chr, range(0x110000))
    )
    assert character_flags().tobytes() == expected
