"""For one document, the smallest set of other documents that explains it, largest share first.

The idea is sourmash's ``gather``: the other document that holds most of the words is named first, then the one that
holds most of what is left, until what is left is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.columns import Columns, Groups
from dedup.matches import SourcePart, Sources
from dedup.reuse.word_ranges import segment_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.reused_words import Reuse
    from dedup.settings import Settings


def gather_all(reuse: Reuse, marks: WordMarks, ids: Sequence[str], settings: Settings) -> Sequence[Sources]:
    """Return the sources of each document that shares words with another, in the order of the documents."""
    found = reuse.gather(settings.min_run)
    documents, heads, counts = np.unique(found.documents, return_index=True, return_counts=True)
    bounds = np.append(heads, found.words.size)
    sizes, marked = marks.sizes(documents), marks.left_out.count_words(documents)
    explained = segment_sums(found.words, bounds)
    shares = found.words / np.repeat(sizes, counts)
    parts = Columns(SourcePart, [ids[other] for other in found.others.tolist()], found.words, shares)
    return Columns(
        Sources,
        [ids[document] for document in documents.tolist()],
        sizes,
        Groups(parts, bounds),
        marked,
        sizes - marked - explained,
    )
