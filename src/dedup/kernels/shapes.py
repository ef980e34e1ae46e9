"""What the kernels give: plain arrays by name, the same from every twin.

Words of many texts lie one after the other; `offsets` (int64[texts + 1]) say where each text's rows begin, as in
Arrow's list layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Words(NamedTuple):
    """Words of texts.

    `hashes` (uint64) are XXH64 of each folded word; `starts` and `ends` (int64) are half-open byte positions in the
    buffer. Word w belongs to text i when ``offsets[i] <= w < offsets[i + 1]``.
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    offsets: NDArray[np.int64]


class Blocks(NamedTuple):
    """Blocks of texts between blank lines, one row a block.

    Those of text i are the rows ``offsets[i] : offsets[i + 1]``; `starts` and `ends` are half-open byte positions in
    the buffer, without the white space around a block (int64 throughout). `goes_on` (bool) says whether a block is the
    second half of the one before it, with a seam between them.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    goes_on: NDArray[np.bool_]


class Shingles(NamedTuple):
    """Shingle hashes (uint64) of texts, in the order of their words; `offsets` as for words."""

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]


class Fingerprints(NamedTuple):
    """Winnowed shingles: `keys` (uint64) and `positions` (int64), the index of the first word among all words."""

    keys: NDArray[np.uint64]
    positions: NDArray[np.int64]


class Runs(NamedTuple):
    """Stretches of equal words: ``words[a : a + length]`` equals ``words[b : b + length]``, and no longer.

    `a`, `b` and `length` are int64 indexes among all words; a run never leaves the two texts it lies in.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]


class Overlap(NamedTuple):
    """How pairs of texts overlap, one row a pair, int64.

    `shared` shingles are in both sets, of `distinct_a` and `distinct_b`; `covered_a` words of the first text stand
    inside a shared shingle, and `covered_b` of the second.
    """

    shared: NDArray[np.int64]
    distinct_a: NDArray[np.int64]
    distinct_b: NDArray[np.int64]
    covered_a: NDArray[np.int64]
    covered_b: NDArray[np.int64]


class PassageRules(NamedTuple):
    """What makes a passage: the settings `min_run` and `fingerprint_words`, and the largest edit that is bridged."""

    min_run: int
    least_part: int
    join_gap: int


EXTENSION = 4
"""Equal words that must follow an edit before a passage is extended over it; fewer do where both texts end there."""
EXTENSION_EDIT = 5
"""The largest edit, in words on either side, over which a passage is extended."""


class Passages(NamedTuple):
    """Passages of pairs of texts, pair after pair, each made of runs of equal words in rising order, all int64.

    Run r is ``a[r] : a[r] + length[r]`` of the first text and ``b[r] : b[r] + length[r]`` of the second, counted from
    their first words; what lies between two runs of a passage was edited. Passage q has the runs
    ``first[q] : first[q + 1]``, pair p the passages ``pairs[p] : pairs[p + 1]``.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]
    first: NDArray[np.int64]
    pairs: NDArray[np.int64]


class Edges(NamedTuple):
    """The lines before a text's body, and those after it, as byte positions in the buffer, all int64.

    The first paragraph of the body that is one beyond doubt begins at `body` and ends at `head`; before it stand
    `before` lines that are not blank. From `tail` on stand the last lines with their last paragraphs, and from `above`
    on one line more.
    """

    body: NDArray[np.int64]
    head: NDArray[np.int64]
    before: NDArray[np.int64]
    tail: NDArray[np.int64]
    above: NDArray[np.int64]


class EdgeRules(NamedTuple):
    """What a paragraph is, and how far the edges of a text reach.

    A line is a paragraph when it has `paragraph` characters, or `sentence` and the end of one. A head has at most
    `head_lines`, a tail `tail_lines`, and `paragraphs` of these.
    """

    paragraph: int
    sentence: int
    head_lines: int
    tail_lines: int
    paragraphs: int


class Signs(NamedTuple):
    """Lines of texts that say something, in order, all int64.

    Each has the number of its text, the place in the buffer at which it begins, and what it says, as bits.
    """

    texts: NDArray[np.int64]
    starts: NDArray[np.int64]
    says: NDArray[np.int64]
