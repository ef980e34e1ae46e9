"""How characters fold, as a table that ships with the package.

The rules are in `docs/method.md`, "Words". They are applied to every code point once, by `build`, and kept in
``folding.npz``, because Python versions carry different Unicode versions and a sketch made on one machine has to mean
the same on another. `load` reads the file; ``python -m dedup.words.folding`` writes it anew.
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
from dedup.words import confusables

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = f"unicode-14.0/confusables-{confusables.VERSION}/3"
"""The Unicode versions of the shipped table, and ours of the rules: part of every index header."""

CODE_POINTS = 0x110000
_BLOCK = 256
_COLUMNS: dict[str, type[np.generic]] = {
    "kind": np.uint8,
    "flags": np.uint8,
    "start": np.int32,
    "length": np.uint8,
    "script": np.uint8,
    "order": np.uint8,
    "row": np.uint16,
}
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

# Scripts whose marks a reader takes for additions to the letters: accents, and the points of consonant scripts. The
# marks of every other script are part of its spelling. Unicode's names begin so.
_ADDED_MARKS = {
    *("COMBINING", "VIETNAMESE", "COPTIC"),
    *("ARABIC", "HEBREW", "SYRIAC", "SAMARITAN", "MANDAIC", "ETHIOPIC"),
    *("VEDIC", "IDEOGRAPHIC", "MUSICAL"),
}
_STRESS = (0x0951, 0x0954)  # for reciting Sanskrit; named for Devanagari, and used with other scripts
_VOICING = {0x3099: 0x3099, 0x309A: 0x309A, 0x309B: 0x3099, 0x309C: 0x309A, 0xFF9E: 0x3099, 0xFF9F: 0x309A}
"""Marks of Kana, combining, spacing and half-width: か and が are two letters."""

# Marks that make another letter of a Cyrillic one: й is not и. The acute does so in ѓ and ќ only; over a vowel it is
# that of stress, as is the grave. The dots of ё are left out in most print.
_LETTER_MARKS = {0x0306: f.BREVE, 0x0308: f.DIAERESIS, 0x0304: f.MACRON, 0x0301: f.ACUTE, 0x030B: f.DOUBLE_ACUTE}
_SAME_LETTER = "ё"

# ruff: noqa: RUF001, RUF002, RUF003 - look-alikes are what this file is about
# Letters of Arabic that one keyboard has and another has not. Those that tell words apart in one language stay: ہ and
# ھ (Urdu), ے (Urdu), ک and ڪ (Sindhi), ة and ه (Arabic).
_ONE_ARABIC_LETTER = {"ی": "ي", "ى": "ي", "ک": "ك", "ہ": "ه", "ە": "ه", "ۃ": "ة"}
_DOTLESS_I = "ı"
"""Its capital is I, which anywhere but in Turkish is that of i: in capitals nobody can tell the two apart."""


def fold(character: str) -> str:
    """Return the folded form of one character: decomposed for compatibility, case-folded, accents dropped."""
    if ord(character) in _VOICING:
        return chr(_VOICING[ord(character)])
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept, letter = "", ""
    for c in decomposed:
        letter = letter if _is_mark(c) else c
        if not _is_dropped(c) or makes_another_letter(letter, c):
            kept += _as_typed(c)
    return kept


def makes_another_letter(letter: str, mark: str) -> bool:
    """Return whether a mark makes another letter of the one before it: й of и, but not ё of е."""
    whole = unicodedata.normalize("NFC", letter + mark).lower()
    if ord(mark) not in _LETTER_MARKS or len(whole) != 1 or confusables.script(whole) != "CYRILLIC":
        return False
    stress = mark == "\u0301" and letter.lower() not in "гк"
    return not stress and whole != _SAME_LETTER


def kind(code: int) -> int:
    """Return what a code point is to a word: one of the classes of `dedup.kernels.folding`."""
    for codes, what in (({0x0A}, f.NEWLINE), (_HYPHENS, f.HYPHEN), ({_SOFT_HYPHEN}, f.SOFT_HYPHEN), (_VOICING, f.SIGN)):
        if code in codes:
            return what
    if _within(code, _INVISIBLE):
        return f.INVISIBLE
    character = chr(code)
    category = unicodedata.category(character)
    if category[0] == "M":
        return f.MARK if _is_dropped(character) else f.SIGN
    if category[0] in "LN":
        if not fold(character):  # an Arabic point on a tatweel is a letter to Unicode
            return f.MARK
        return f.SINGLE if _within(code, _SINGLES) and category != "Nd" else f.LETTER
    return f.BLANK if character.isspace() else f.SEPARATOR


def flags(code: int) -> int:
    """Return the flags of a code point: LOWER, and the marks that it takes or is."""
    character = chr(code)
    if code in _LETTER_MARKS:
        return _LETTER_MARKS[code]
    cyrillic = confusables.script(character) == "CYRILLIC"
    taken = sum(flag for mark, flag in _LETTER_MARKS.items() if cyrillic and makes_another_letter(character, chr(mark)))
    return taken | (f.LOWER if unicodedata.category(character) == "Ll" else 0)


def script(code: int) -> int:
    """Return the bit of a letter's script, and NOT_LATIN where no Latin letter looks like its small form."""
    name = confusables.script(chr(code))
    if not name or kind(code) != f.LETTER:
        return 0
    latin = any(
        confusables.script(c) == "LATIN" and c.islower() for c in confusables.alike(_base(chr(code)).lower())[0]
    )
    return 1 << confusables.SCRIPTS.index(name) | (0 if latin or name == "LATIN" else f.NOT_LATIN)


def row(code: int) -> tuple[int, ...]:
    """Return the look-alikes of a letter, as the table has them: scripts, scripts of the small form, letters."""
    if not script(code):
        return (0,) * f.ROW
    base, small = _base(chr(code)), _base(chr(code)).lower()
    letters = [_alike_in(name, base, chr(code)) for name in confusables.SCRIPTS]
    return (_scripts(confusables.alike(base)[0]), _scripts(confusables.alike(small)[0]), *letters)


def build() -> FoldingTable:
    """Return the table by the rules, from this Python's Unicode data (a minute)."""
    columns = {name: np.zeros(CODE_POINTS, kind) for name, kind in _COLUMNS.items()}
    pool, known, rows = bytearray(), dict[bytes, int](), {(0,) * f.ROW: 0}
    for code in range(CODE_POINTS):
        if 0xD800 <= code < 0xE000:  # noqa: PLR2004 - surrogates are no characters
            continue
        columns["kind"][code], columns["flags"][code], columns["script"][code] = kind(code), flags(code), script(code)
        columns["row"][code] = rows.setdefault(row(code), len(rows))
        if columns["kind"][code] == f.SIGN:
            columns["order"][code] = unicodedata.combining(fold(chr(code))[0])
        folded = fold(chr(code)).encode()
        if columns["kind"][code] in (f.LETTER, f.SINGLE, f.SIGN) and folded != chr(code).encode():
            if folded not in known:
                known[folded] = len(pool)
                pool += folded
            columns["start"][code], columns["length"][code] = known[folded], len(folded)
    alike = np.array(list(rows), np.int32).ravel()
    return FoldingTable(**columns, alike=alike, pool=np.frombuffer(bytes(pool), np.uint8))


@cache
def load() -> FoldingTable:
    """Return the shipped table."""
    with np.load(Path(__file__).with_name("folding.npz")) as packed:
        columns = {name: packed[f"{name}_blocks"][packed[f"{name}_index"]].ravel() for name in _COLUMNS}
        return FoldingTable(**columns, alike=packed["alike"], pool=packed["pool"])


def save(table: FoldingTable, path: str) -> None:
    """Write the table to `path`: each column as its distinct blocks of 256 code points and their order."""
    packed: dict[str, Any] = {"alike": table.alike, "pool": table.pool}
    for name in _COLUMNS:
        column: NDArray[Any] = getattr(table, name)
        blocks, index = np.unique(column.reshape(-1, _BLOCK), axis=0, return_inverse=True)
        packed |= {f"{name}_blocks": blocks, f"{name}_index": index.ravel().astype(np.uint16)}
    with open(path, "wb") as file:  # noqa: PTH123 - a path as it was typed
        np.savez_compressed(file, **packed)


def _base(character: str) -> str:
    """Return a letter without its marks and its style, unless it has look-alikes of its own (ϲ is a ς in style)."""
    return character if any(confusables.alike(character)) else unicodedata.normalize("NFKD", character)[0]


def _alike_in(name: str, base: str, character: str) -> int:
    """Return the letter of a script that looks like a letter, with its marks where Unicode has that; 0 for none."""
    marks = "".join(unicodedata.normalize("NFKD", character)[1:])
    found = next((c for c in "".join(confusables.alike(base)) if confusables.script(c) == name), "")
    if not found or name == confusables.script(character) or not all(map(_is_mark, marks)):
        return 0
    whole = unicodedata.normalize("NFC", found + marks)
    return ord(whole) if len(whole) == 1 else ord(found)


def _scripts(letters: str) -> int:
    return sum(1 << confusables.SCRIPTS.index(name) for name in {confusables.script(c) for c in letters})


def _as_typed(character: str) -> str:
    """Return the letter or digit that a reader takes a character for, whatever it was typed on."""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return "i" if character == _DOTLESS_I else _ONE_ARABIC_LETTER.get(character, character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _is_dropped(character: str) -> bool:
    """Accents and points go; the marks of other scripts stay: without them, different words would become one."""
    code, category = ord(character), unicodedata.category(character)
    if _within(code, _INVISIBLE) or category == "Me":
        return True
    if category not in ("Mn", "Mc") or unicodedata.combining(character) == 0 or code in _VOICING:
        return False
    return _within(code, (_STRESS,)) or unicodedata.name(character).split()[0] in _ADDED_MARKS


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


if __name__ == "__main__":
    save(build(), sys.argv[1])
