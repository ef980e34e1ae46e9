"""How characters fold, as a table that ships with the package.

The rules are in `docs/method.md`, "Words". They are applied to every code point once, by `build`, and kept in
``folding.npz``, because Python versions carry different Unicode versions and a sketch made on one machine has to mean
the same on another. `load` reads the file; ``python -m dedup.text.folding`` writes it anew.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels import folding as f
from dedup.kernels.folding import FoldingTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = "unicode-14.0/2"
"""The Unicode version of the shipped table, and ours of the rules: part of every index header."""

CODE_POINTS = 0x110000
_BLOCK = 256
_HYPHENS = {0x2D, 0x2010}
_SOFT_HYPHEN = 0xAD

# Scripts that are written without spaces between words. Their blocks are stable parts of Unicode; U+30FC, the
# prolonged sound mark, is common to two of them.
_SINGLES = (
    (0x0E00, 0x0E7F),  # Thai
    (0x0E80, 0x0EFF),  # Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x19E0, 0x19FF),  # Khmer symbols
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),  # Han iteration mark and number zero
    (0x3021, 0x3029),
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),  # Myanmar extended
    (0xAA60, 0xAA7F),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),  # half-width Katakana
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),  # Han, supplementary planes
)

# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties), and the byte order mark.
_INVISIBLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x0640, 0x0640),  # not ignorable to Unicode: the Arabic tatweel, which only stretches a word
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# Letters that cannot be told from Latin ones in print (after the Unicode confusables, UTS #39), by the Latin letter
# that they imitate. Capitals are listed where only the capital looks alike.
# ruff: noqa: RUF001 - look-alikes are what this file is about
_LOOKALIKES = {
    "a": "аΑА",
    "b": "ВΒ",
    "c": "сϲС",
    "d": "ԁ",
    "e": "еΕЕ",
    "h": "һНΗ",
    "i": "іІΙ",
    "j": "јЈ",
    "k": "КΚ",
    "l": "ӏ",
    "m": "МΜ",
    "n": "Ν",
    "o": "оοОΟօ",
    "p": "рρРΡ",
    "q": "ԛ",
    "s": "ѕЅ",
    "t": "ТΤ",
    "v": "ѵν",
    "w": "ԝѡ",
    "x": "хХΧ",
    "y": "уΥҮү",
    "z": "Ζ",
}
_DOTLESS_I = "ı"
"""Its capital is I, which anywhere but in Turkish is that of i: in capitals nobody can tell the two apart."""


def fold(character: str) -> str:
    """Return the folded form of one character: decomposed for compatibility, case-folded, accents dropped."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(c for c in decomposed if not _is_dropped(c)).replace(_DOTLESS_I, "i")


def kind(code: int) -> int:
    """Return what a code point is to a word: one of the classes of `dedup.kernels.folding`."""
    for codes, what in (({0x0A}, f.NEWLINE), (_HYPHENS, f.HYPHEN), ({_SOFT_HYPHEN}, f.SOFT_HYPHEN)):
        if code in codes:
            return what
    if _within(code, _INVISIBLE):
        return f.INVISIBLE
    character = chr(code)
    category = unicodedata.category(character)
    if category[0] == "M":
        return f.MARK if _is_dropped(character) else f.SIGN
    if category[0] in "LN":
        if not fold(character):  # a half-width voicing mark is a letter to Unicode, and an accent to a reader
            return f.MARK
        return f.SINGLE if _within(code, _SINGLES) and category != "Nd" else f.LETTER
    return f.BLANK if character.isspace() else f.SEPARATOR


def flags(code: int) -> int:
    """Return the flags of a code point: LATIN, LOOKALIKE, LOWER."""
    character = chr(code)
    value = f.LOWER if unicodedata.category(character) == "Ll" else 0
    if "LATIN" in unicodedata.name(character, "").split():
        value |= f.LATIN
    if _lookalikes().get(code):
        value |= f.LOOKALIKE
    return value


def build() -> FoldingTable:
    """Return the table by the rules, from this Python's Unicode data (a few seconds)."""
    kinds = np.zeros(CODE_POINTS, np.uint8)
    marks = np.zeros(CODE_POINTS, np.uint8)
    start = np.zeros(CODE_POINTS, np.int32)
    length = np.zeros(CODE_POINTS, np.uint8)
    lookalike = np.zeros(CODE_POINTS, np.uint8)
    pool, known = bytearray(), dict[bytes, int]()
    for code in range(CODE_POINTS):
        if 0xD800 <= code < 0xE000:  # noqa: PLR2004 - surrogates are no characters
            continue
        kinds[code], marks[code] = kind(code), flags(code)
        folded = fold(chr(code)).encode()
        if kinds[code] in (f.LETTER, f.SINGLE, f.SIGN) and folded != chr(code).encode():
            if folded not in known:
                known[folded] = len(pool)
                pool += folded
            start[code], length[code] = known[folded], len(folded)
    for code, letter in _lookalikes().items():
        lookalike[code] = ord(letter)
    return FoldingTable(kinds, marks, start, length, lookalike, np.frombuffer(bytes(pool), np.uint8))


@cache
def load() -> FoldingTable:
    """Return the shipped table."""
    with np.load(Path(__file__).with_name("folding.npz")) as packed:
        columns = [packed[f"{name}_blocks"][packed[f"{name}_index"]].ravel() for name in FoldingTable._fields[:-1]]
        return FoldingTable._make([*columns, packed["pool"]])


def save(table: FoldingTable, path: str) -> None:
    """Write the table to `path`: each column as its distinct blocks of 256 code points and their order."""
    packed: dict[str, Any] = {"pool": table.pool}
    for name in FoldingTable._fields[:-1]:
        column: NDArray[Any] = getattr(table, name)
        blocks, index = np.unique(column.reshape(-1, _BLOCK), axis=0, return_inverse=True)
        packed |= {f"{name}_blocks": blocks, f"{name}_index": index.ravel().astype(np.uint16)}
    with open(path, "wb") as file:  # noqa: PTH123 - a path as it was typed
        np.savez_compressed(file, **packed)


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(c): letter for letter, characters in _LOOKALIKES.items() for c in characters}


def _is_dropped(character: str) -> bool:
    """Accents go, vowel signs stay: without these, different words of Hindi or Thai would become one."""
    category = unicodedata.category(character)
    if _within(ord(character), _INVISIBLE) or category == "Me":
        return True
    return category in ("Mn", "Mc") and unicodedata.combining(character) != 0


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


if __name__ == "__main__":
    save(build(), sys.argv[1])
