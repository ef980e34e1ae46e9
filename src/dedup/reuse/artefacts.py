"""Repetitions that an extractor made: whole blocks that come twice, in the same order.

Extractors of web pages have been seen to print a page's paragraphs as p1 p2 p1 p2, or each one twice. No author does;
the report says *extraction artefact?* and leaves the question mark to the reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

VERDICT = "extraction artefact?"
_FEWEST_BLOCKS = 2


def are_artefacts(texts: Numbers, identical: NDArray[np.bool_], first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Return whether each repetition looks like an extractor's work, one row a repetition of some text.

    `first` and `second` are the numbers of the paragraphs, from 0. An extractor's are identical paragraphs, two or
    more, each repeated at the same distance, where the second block begins right after the first (p1 p2 p1 p2) or each
    paragraph is followed by itself (p1 p1 p2 p2).
    """
    numbers = 1 + int(np.max([first, second], initial=0))
    code = (texts * 2 * numbers + second - first + numbers) * numbers + first
    found = unique(code[identical & (first != second)])
    series = found // numbers  # of one text, at one distance
    distance = series % (2 * numbers) - numbers
    step = np.where(distance == 1, 2, 1)  # p1 p1 p2 p2: the next paragraph to be repeated stands two further on
    opens = np.ones(found.size, bool)
    opens[1:] = (series[1:] != series[:-1]) | (np.diff(found) != step[1:])
    block = np.cumsum(opens) - 1
    whole = np.where(distance == 1, _FEWEST_BLOCKS, np.maximum(_FEWEST_BLOCKS, distance))
    return np.isin(code, found[np.bincount(block)[block] >= whole])
