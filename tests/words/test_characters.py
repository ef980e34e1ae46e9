"""What every character is to a paragraph."""

from __future__ import annotations

from dedup.kernels import paragraphs as p
from dedup.words.characters import character_flags


def test_the_table_says_of_every_code_point_what_this_python_says() -> None:
    """White space, letters and digits, lower case, and what a sentence may break off, end and close with."""
    expected = bytes(
        p.IS_SPACE * character.isspace()
        | p.IS_ALPHANUMERIC * character.isalnum()
        | p.IS_LOWER * character.islower()
        | p.BREAKS_OFF * (character.isalnum() or character in ",-–—")
        | p.IS_CLOSER * (character in "\"'”’»)]*_")
        | p.ENDS_SENTENCE * (character in ".!?…:;。！？؟।")
        | p.IS_UPPER * (character != character.lower())
        for character in map(chr, range(0x110000))
    )
    assert character_flags().tobytes() == expected
