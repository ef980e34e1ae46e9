"""For one document, the smallest set of other documents that explains it, largest share first.

The idea is sourmash's ``gather``: the other document that holds most of the words is named first, then the one that
holds most of what is left, until what is left is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import SourcePart, Sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.matching.aside import AsideReader
    from dedup.matching.reuse import Reuse
    from dedup.settings import Settings


def gather_all(reuse: Reuse, asides: AsideReader, ids: Sequence[str], settings: Settings) -> Iterator[Sources]:
    """Yield the sources of each document that shares counting words with another, in the order of the documents."""
    found = reuse.gather(settings.min_run)
    documents = np.array(sorted(found), np.int64)
    sizes = asides.sizes(documents)
    attribution = asides.attribution.words_of(documents)
    boilerplate = asides.every.words_of(documents) - attribution
    columns = (column.tolist() for column in (documents, sizes, attribution, boilerplate))
    for document, size, attributed, repeated in zip(*columns, strict=True):
        parts = found[document]
        yield Sources(
            document=ids[document],
            words=size,
            parts=tuple(SourcePart(ids[other], words, words / size) for other, words in parts),
            attribution_words=attributed,
            boilerplate_words=repeated,
            new_words=size - attributed - repeated - sum(words for _, words in parts),
        )
