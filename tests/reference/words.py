"""UTF-8 texts → words, and words → digests, in NumPy, as a reference for the kernels.

`docs/method.md` says what a word is. The folding table says what each character is to a word.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from dedup.kernels import folding as f
from dedup.kernels.words import Words
from tests.reference.shingles import BASE, finalize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable

_LEADING_BITS = 0xC0
_CONTINUATION = 0x80
_BEFORE_HYPHEN = np.isin(np.arange(256), (f.LETTER, f.SIGN, f.MARK))


def _may_mix_scripts(scripts: int) -> bool:
    """Return whether a word may have to be rewritten in one script; `scripts` are the bits of its letters together."""
    bits = scripts & ~f.NOT_LATIN
    return bits not in (0, f.LATIN) and (scripts < f.NOT_LATIN or bits & (bits - 1) != 0)


_MAY_MIX = np.array([_may_mix_scripts(scripts) for scripts in range(256)])
_PIECE = 1 << 20
"""The number of bytes that are split together: enough for NumPy, few enough for the cache."""
_SPLIT_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


def split_words(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    """Return the words of texts that lie one after the other in `buffer` as UTF-8."""
    texts = offsets.size - 1
    parts, text = [], 0
    while text < texts:
        end = max(int(np.searchsorted(offsets, offsets[text] + _PIECE, side="right")) - 1, text + 1)
        parts.append(_split_piece(buffer, offsets[text : end + 1], table))
        text = end
    if len(parts) == 1:
        return parts[0]
    bounds = [np.zeros(1, np.int64)]
    for part in parts:
        bounds.append(part.offsets[1:] + bounds[-1][-1])
    none = Words(np.zeros(0, np.uint64), *(np.zeros(0, np.int64) for _ in range(3)))
    hashes, starts, ends, _ = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    return Words(hashes, starts, ends, np.concatenate(bounds))


def _split_piece(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    low, high = int(offsets[0]), int(offsets[-1])
    raw = buffer[low:high]
    codes = np.frombuffer(raw.tobytes().decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass"), "<u4")
    at = np.flatnonzero((raw & _LEADING_BITS) != _CONTINUATION)  # the byte at which each code point begins
    after = np.append(at[1:], raw.size)
    first = np.zeros(codes.size + 1, bool)  # where a text begins
    first[np.searchsorted(at, offsets[:-1] - low)] = True
    kinds = table.kind[codes]
    _join_at_line_ends(kinds, table.flags[codes], first)

    seen = np.flatnonzero(kinds != f.INVISIBLE)
    starts_text = np.diff(np.cumsum(first)[seen], prepend=-1) != 0
    word, opens = _membership(kinds[seen], starts_text)
    ends_word = np.flatnonzero(word)
    number = np.cumsum(opens)[ends_word] - 1  # the word to which each character belongs
    heads = np.flatnonzero(np.diff(number, prepend=-1))
    tails = np.append(heads, number.size)[1:] - 1
    members = seen[ends_word]
    starts, ends = at[members[heads]] + low, after[members[tails]] + low
    hashes = _hash_words(codes[members], kinds[members], number, heads, table)
    bounds = np.searchsorted(starts, offsets).astype(np.int64)
    return Words(hashes, starts.astype(np.int64), ends.astype(np.int64), bounds)


def hash_words(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hashes of the words of texts and their offsets."""
    words = split_words(buffer, offsets, table)
    return words.hashes, words.offsets


def digest_words(words: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a digest of the words of each text, in their order: uint64[texts, 2]."""
    counts = np.diff(offsets)
    places = np.arange(offsets[0] + 1, offsets[-1] + 1) - np.repeat(offsets[:-1], counts)
    placed = words[offsets[0] : offsets[-1]] + places.astype(np.uint64) * BASE
    bounds = offsets - offsets[0]
    return np.stack([_sums(finalize(placed), bounds), _sums(_split_mix(placed), bounds)], axis=1)


def hash_strings(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the XXH64 of each string in `buffer`."""
    raw = buffer.tobytes()
    hashes = (xxhash.xxh64_intdigest(raw[low:high]) for low, high in pairwise(offsets.tolist()))
    return np.fromiter(hashes, np.uint64, offsets.size - 1)


def _join_at_line_ends(kinds: NDArray[np.uint8], flags: NDArray[np.uint8], first: NDArray[np.bool_]) -> None:
    """Make hyphens at a line end, and the line end, invisible where a lower-case letter follows (in place)."""
    hyphens = np.flatnonzero((kinds[:-1] == f.HYPHEN) | (kinds[:-1] == f.SOFT_HYPHEN))
    inside_word = _BEFORE_HYPHEN[kinds[hyphens - 1]] & ~first[hyphens]
    before_space = (kinds[hyphens + 1] == f.NEWLINE) | (kinds[hyphens + 1] == f.BLANK)
    for hyphen in hyphens[inside_word & before_space].tolist():
        after = _continuation(kinds, flags, first, hyphen)
        if after:
            kinds[hyphen:after] = f.INVISIBLE
    kinds[kinds == f.SOFT_HYPHEN] = f.INVISIBLE


def _continuation(kinds: NDArray[np.uint8], flags: NDArray[np.uint8], first: NDArray[np.bool_], hyphen: int) -> int:
    """Return the index of the lower-case letter that continues a hyphenated word on the next line, or 0."""
    lines = 0
    for i in range(hyphen + 1, kinds.size):
        if first[i] or lines > 1:
            return 0
        if kinds[i] == f.NEWLINE:
            lines += 1
        elif kinds[i] != f.BLANK:
            return i if lines == 1 and kinds[i] == f.LETTER and flags[i] & f.LOWER else 0
    return 0


def _membership(kinds: NDArray[np.uint8], first: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which visible characters belong to a word, and which open one.

    A letter opens a word unless one of its kind, or a mark that itself belongs to a word of letters, stands before
    it; a character of a script without spaces always does; marks belong to what they follow.
    """
    base = (kinds == f.LETTER) | (kinds == f.SINGLE)
    mark = (kinds == f.SIGN) | (kinds == f.MARK)
    # The last character that is not a mark, for every character: marks take after it.
    places = np.where(~mark | first, np.arange(kinds.size), 0)
    owner = np.maximum.accumulate(places) if kinds.size else places
    word = base | (mark & base[owner])
    before = np.zeros(kinds.size, np.uint8)
    before[1:] = np.where(word[:-1], kinds[owner[:-1]], f.SEPARATOR)
    before[first] = f.SEPARATOR
    opens = (kinds == f.SINGLE) | ((kinds == f.LETTER) & (before != f.LETTER))
    return word, opens


def _hash_words(
    codes: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
    number: NDArray[np.int64],
    heads: NDArray[np.int64],
    table: FoldingTable,
) -> NDArray[np.uint64]:
    """Return XXH64 (seed 0) of each word's folded UTF-8."""
    if not heads.size:
        return np.zeros(0, np.uint64)
    shown = _shown(codes, number, heads, table)
    kept = (kinds != f.MARK) | _makes_another_letter(shown, kinds, table)
    shown, number = _in_order(shown[kept], kinds[kept], table), number[kept]
    folded, sizes = _folded(shown, table)
    ends = np.cumsum(np.bincount(number, weights=sizes, minlength=heads.size).astype(np.int64))
    known: dict[bytes, int] = {}
    hashes = np.empty(heads.size, np.uint64)
    start = 0
    for i, end in enumerate(ends.tolist()):
        word = folded[start:end]
        value = known.get(word)
        if value is None:
            value = known[word] = xxhash.xxh64_intdigest(word)
        hashes[i] = value
        start = end
    return hashes


def _shown(
    codes: NDArray[np.uint32], number: NDArray[np.int64], heads: NDArray[np.int64], table: FoldingTable
) -> NDArray[np.uint32]:
    """Return the characters of words, letters that look like one of the word's main script as that one."""
    scripts = np.bitwise_or.reduceat(table.script[codes], heads)
    if not _MAY_MIX[scripts].any():
        return codes
    main = np.where(_MAY_MIX[scripts], _main_script(codes, number, scripts, table), 0)[number]
    own = table.script[codes] & ~np.uint8(f.NOT_LATIN)
    change = np.flatnonzero((main > 0) & (own > 0) & (own != main))
    place = f.ROW * table.row[codes[change]].astype(np.int64) + f.FIRST + np.log2(main[change]).astype(np.int64)
    alike = table.alike[place]
    shown = codes.copy()
    shown[change[alike > 0]] = alike[alike > 0]
    return shown


def _main_script(
    codes: NDArray[np.uint32], number: NDArray[np.int64], scripts: NDArray[np.uint8], table: FoldingTable
) -> NDArray[np.int64]:
    """Return the script that each word is of, by its bit: Latin where all letters can be, 0 where two have the same."""
    some_latin = scripts < f.NOT_LATIN
    rows = f.ROW * table.row[codes].astype(np.int64)
    own = table.script[codes] & ~np.uint8(f.NOT_LATIN)
    others = scripts[number] & ~own & ~np.uint8(f.NOT_LATIN)
    only_here = (table.alike[rows + f.EXACT] & others) == 0
    small_only_here = (table.alike[rows + f.SMALL] & others) == 0
    weight = np.where(only_here, f.DISTINCTIVE, np.where(small_only_here, 2, 1))
    sums = np.array(
        [np.bincount(number, np.where(own == 1 << s, weight, 0), scripts.size) for s in range(f.SCRIPTS)]
    ).astype(np.int64)
    most = sums.max(axis=0)
    alone = (sums == most).sum(axis=0) == 1
    return np.where(some_latin, f.LATIN, np.where(alone, 1 << sums.argmax(axis=0), 0))


def _makes_another_letter(
    shown: NDArray[np.uint32], kinds: NDArray[np.uint8], table: FoldingTable
) -> NDArray[np.bool_]:
    """Return which characters are marks that make another letter of the one before them, as it is shown."""
    base = (kinds == f.LETTER) | (kinds == f.SINGLE)
    letter = np.maximum.accumulate(np.where(base, np.arange(shown.size), 0))
    both: NDArray[np.uint8] = table.flags[shown] & table.flags[shown[letter]]
    kept: NDArray[np.bool_] = (kinds == f.MARK) & (both > f.LOWER)
    return kept


def _in_order(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], table: FoldingTable) -> NDArray[np.uint32]:
    """Return the characters with the signs that stand in a row sorted by their combining class."""
    order = np.where(kinds == f.SIGN, table.order[codes], 0)
    run = np.cumsum((order == 0) | (np.append(0, order[:-1]) == 0))
    return codes[np.lexsort((order, run))]


def _folded(codes: NDArray[np.uint32], table: FoldingTable) -> tuple[bytes, NDArray[np.int64]]:
    """Return the folded UTF-8 of all the characters together, and the size of each in bytes."""
    sizes = table.length[codes].astype(np.int64)
    plain = sizes == 0
    own = codes[plain]
    sizes[plain] = 1 + (own > 0x7F).astype(np.int64) + (own > 0x7FF) + (own > 0xFFFF)
    out = np.empty(int(sizes.sum()), np.uint8)
    ends = np.cumsum(sizes)
    from_table = np.flatnonzero(~plain)
    out[_ranges(ends[from_table] - sizes[from_table], sizes[from_table])] = table.pool[
        _ranges(table.start[codes[from_table]].astype(np.int64), sizes[from_table])
    ]
    own_bytes = own.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")
    out[_ranges((ends - sizes)[plain], sizes[plain])] = np.frombuffer(own_bytes, np.uint8)
    return out.tobytes(), sizes


def _ranges(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers start, start + 1, … start + size - 1 of every range, one after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    numbers: NDArray[np.int64] = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return numbers


def _sums(values: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the sum of the values of each text, as the difference of two running sums."""
    total = np.zeros(values.size + 1, np.uint64)
    np.cumsum(values, out=total[1:])
    return np.diff(total[bounds])


def _split_mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in _SPLIT_MIX:
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value
