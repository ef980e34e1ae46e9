"""Texts into what a rewrite keeps of them, in order: numbers, names, quotations and links.

Whoever puts a text into other words, a machine above all, keeps what has no other word. A name is a word with a capital
inside a sentence, which the text never writes without one. In scripts that have no capitals, and in texts set in
capitals, there are none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.engines.engine import Keyed
from dedup.engines.groups import unique
from dedup.prefix_sums import prefix_sums
from dedup.sketch.places import find_places
from dedup.words import folding
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.kernels.words import Words
    from dedup.sketch.places import Places

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Bytes = NDArray[np.uint8]

KINDS = ("number", "name", "quotation", "link")
"""What a rewrite keeps; arrays have the place in this tuple."""
NUMBER, NAME, QUOTATION, LINK = range(len(KINDS))

RUN = 2
"""Things in a row that make a seed."""
SAMPLE = 5000
"""Documents, from all over a collection, in which it is counted what many have."""
MOST_HOLDERS = 10
"""Documents of the sample that may have a rare thing; an office, a politician and a year stand in more."""
_BYTES_OF_ONE = 40
"""Bytes of text, about, for each thing that a rewrite keeps."""
_FEWEST_QUOTED = 4
"""Words of a quotation; fewer in quotation marks are a title or an expression."""
_MOST_QUOTED_BYTES = 2000
_QUOTATION_MARKS = tuple(mark.encode() for mark in '"\u201c\u201d\u201e\u201f\u00ab\u00bb')
_MOST_CAPITALS = 0.6
"""Share of the words of a text that begin with a capital, from which capitals say nothing."""
_ABBREVIATION_BYTES = 3
"""Bytes of a word with a capital that is an abbreviation before a full stop: *Mr.*, *Sen.*"""
_LINK = re.compile(rb"(?:https?://|www\.)[^\s\"<>]+", re.IGNORECASE)
_CONTINUATION = 0x3F
"""The bits of a character in the bytes of UTF-8 that follow its first one."""


class Kept(NamedTuple):
    """What rewrites keep of texts, one row each, in the order of the texts and of their words.

    `keys` (uint64) are equal where the same is kept, `kinds` (int8) are places in `KINDS`. `words` (int64) are the
    numbers of the first words in their texts, `sizes` how many words each has. The rows of text i are
    ``offsets[i] : offsets[i + 1]`` (int64[texts + 1]).
    """

    keys: NDArray[np.uint64]
    words: Numbers
    sizes: Numbers
    kinds: NDArray[np.int8]
    offsets: Numbers


def find_kept(column: pa.LargeStringArray) -> Kept:
    """Return the numbers, names, quotations and links of a column of texts."""
    whole, bounds = text_buffers(column)
    buffer, bounds = whole[bounds[0] : bounds[-1]], bounds - bounds[0]
    words = kernels.split_words(buffer, bounds, folding.load())
    text = np.repeat(np.arange(bounds.size - 1), np.diff(words.offsets))
    links = _links(buffer, words)
    in_link = np.zeros(words.hashes.size, bool)
    for first, end in links.tolist():
        in_link[first:end] = True
    is_number = _have_digits(buffer, words) & ~in_link
    is_name = _are_names(buffer, words, text) & ~is_number & ~in_link
    numbers, names = (np.flatnonzero(flags)[:, None] + [0, 1] for flags in (is_number, is_name))
    ranges = np.concatenate(by_kind := [numbers, names, _quotations(buffer, bounds, words), links])
    kinds = np.repeat(np.arange(len(KINDS), dtype=np.int8), [len(each) for each in by_kind])
    order = np.lexsort((-kinds, ranges[:, 0]))
    first, end = ranges[order].T
    offsets = np.searchsorted(first, words.offsets)
    return Kept(_hashes(words, first, end), first - words.offsets[text[first]], end - first, kinds[order], offsets)


def _have_digits(buffer: Bytes, words: Words) -> Flags:
    return _counts((buffer >= ord("0")) & (buffer <= ord("9")), words.starts, words.ends) > 0


def _are_names(buffer: Bytes, words: Words, text: Numbers) -> Flags:
    """Return which words are names (bool, one for each)."""
    is_capital = _capitals()[_code_points(buffer, words.starts)]
    capitals = np.bincount(text, is_capital, words.offsets.size - 1)
    says_nothing = capitals > _MOST_CAPITALS * np.diff(words.offsets)
    lengths = words.ends - words.starts
    inside = is_capital & ~_begin_sentences(buffer, words, is_capital & (lengths <= _ABBREVIATION_BYTES))
    of_text = words.hashes + text.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    is_known = np.isin(of_text, of_text[inside]) & ~np.isin(of_text, of_text[~is_capital])
    return is_capital & is_known & (lengths > 1) & ~says_nothing[text]


def _begin_sentences(buffer: Bytes, words: Words, may_be_abbreviation: Flags) -> Flags:
    """Return which words begin a sentence, a line or a quotation."""
    before = np.concatenate([words.starts[:1], words.ends[:-1]])
    first = np.zeros(words.starts.size, bool)
    first[words.offsets[:-1][np.diff(words.offsets) > 0]] = True
    before = np.where(first, words.starts, before)
    ends = _counts(np.isin(buffer, np.frombuffer(b'!?:\n"', np.uint8)), before, words.starts) > 0
    stops = _counts(buffer == ord("."), before, words.starts) > 0
    follows_abbreviation = np.concatenate([[False], may_be_abbreviation[:-1]])
    opens = _counts(_are_quotation_marks(buffer), before, words.starts) > 0
    begins: Flags = first | ends | opens | (stops & ~follows_abbreviation)
    return begins


def _are_quotation_marks(buffer: Bytes) -> Flags:
    """Return at which bytes a quotation mark ends (bool)."""
    is_mark = np.zeros(buffer.size, bool)
    for mark in _QUOTATION_MARKS:
        last = len(mark) - 1
        at = np.flatnonzero(buffer == mark[last])
        for before in range(1, len(mark)):
            at = at[(at >= before) & (buffer[at - before] == mark[last - before])]
        is_mark[at] = True
    return is_mark


def _quotations(buffer: Bytes, bounds: Numbers, words: Words) -> Numbers:
    """Return the words of each quotation, half-open: int64[quotations, 2].

    It stands between the first and the second mark of a line, the third and the fourth, and so on.
    """
    marks = np.flatnonzero(_are_quotation_marks(buffer))
    line = np.searchsorted(np.flatnonzero(buffer == ord("\n")), marks) + np.searchsorted(bounds, marks, side="right")
    rank = np.arange(marks.size) - np.searchsorted(line, line)
    opening = np.flatnonzero((rank[:-1] % 2 == 0) & (line[:-1] == line[1:]) & (np.diff(marks) <= _MOST_QUOTED_BYTES))
    return _words_between(words, marks[opening[:, None] + [0, 1]], _FEWEST_QUOTED)


def _links(buffer: Bytes, words: Words) -> Numbers:
    """Return the words of each link, half-open: int64[links, 2]."""
    spans = [link.span() for link in _LINK.finditer(buffer.data)]
    return _words_between(words, np.array(spans, np.int64).reshape(-1, 2), 1)


def _words_between(words: Words, ranges: Numbers, fewest: int) -> Numbers:
    """Return the words of ranges of bytes that have so many of them."""
    found = np.searchsorted(words.starts, ranges)
    return found[found[:, 1] - found[:, 0] >= fewest]


def _hashes(words: Words, first: Numbers, end: Numbers) -> NDArray[np.uint64]:
    """Return the hash of each range of words: that of the word where it has only one, else one of all of them."""
    hashes = words.hashes[first]
    long = np.flatnonzero(end - first > 1)
    parts = [words.hashes[low:high] for low, high in zip(first[long].tolist(), end[long].tolist(), strict=True)]
    bounds = prefix_sums([part.size for part in parts])
    hashes[long] = kernels.digest_words(np.concatenate([words.hashes[:0], *parts]), bounds)[:, 0]
    return hashes


def _counts(flags: Flags, starts: Numbers, ends: Numbers) -> Numbers:
    """Return how many flags are set in each range of bytes."""
    at = np.flatnonzero(flags)
    return np.searchsorted(at, ends) - np.searchsorted(at, starts)


def _code_points(buffer: Bytes, starts: Numbers) -> Numbers:
    """Return the code points of characters that begin at these bytes; those beyond 65,535 as 0."""
    lead = buffer[starts].astype(np.int64)
    ends_of_leads = (0x80, 0xE0, 0xF0)  # of characters of one, two and three bytes
    padded = np.append(buffer & np.uint8(_CONTINUATION), np.zeros(2, np.uint8))
    second, third = (padded[starts + more].astype(np.int64) for more in (1, 2))
    two, three = (lead & 0x1F) << 6 | second, (lead & 0xF) << 12 | second << 6 | third
    return np.select([lead < end for end in ends_of_leads], [lead, two, three], 0)


@cache
def _capitals() -> Flags:
    return np.array([chr(code).isupper() for code in range(1 << 16)])


def common_keys(collection: Collection, documents: Numbers, engine: Engine) -> NDArray[np.uint64]:
    """Return the keys of what is not rare among some documents: more than `MOST_HOLDERS` of a sample have it."""
    sample = documents[unique(np.linspace(0, documents.size - 1, SAMPLE).astype(np.int64))]
    held = engine.map(_held, list(collection.texts_of(sample)))
    keys, holders = np.unique(np.concatenate(held), return_counts=True)
    common: NDArray[np.uint64] = keys[holders > MOST_HOLDERS]
    return common


def _held(column: pa.LargeStringArray) -> NDArray[np.uint64]:
    """Return the keys of each text, each once a text."""
    kept = find_kept(column)
    text = np.repeat(np.arange(kept.offsets.size - 1), np.diff(kept.offsets))
    order = np.lexsort((kept.keys, text))
    keys, text = kept.keys[order], text[order]
    new = np.ones(keys.size, bool)
    new[1:] = (keys[1:] != keys[:-1]) | (text[1:] != text[:-1])
    return keys[new]


def find_kept_places(collection: Collection, left_out: NDArray[np.bool_], engine: Engine) -> Places:
    """Return the places of all runs that stand at least twice, but for those in documents that are left out.

    A run is two different things that a rewrite keeps, one after the other; places are such things.
    """
    expected = collection.bytes // _BYTES_OF_ONE
    return find_places(_select, collection, left_out, engine, size=RUN, expected=expected)


def _select(column: pa.LargeStringArray) -> Keyed[Numbers]:
    """Return the runs of a piece of text with their places, and how many things rewrites keep of each text."""
    kept = find_kept(column)
    counts = np.diff(kept.offsets)
    text = np.repeat(np.arange(counts.size), counts)
    is_run = (text[1:] == text[:-1]) & (kept.keys[1:] != kept.keys[:-1])
    at = np.flatnonzero(is_run)
    return Keyed(counts, kernels.rolling_hashes(kept.keys, RUN)[at], at, span=kept.keys.size)
