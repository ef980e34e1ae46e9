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

    from numpy.typing import NDArray

    from dedup.matching.aside import AsideReader
    from dedup.matching.certificates import Certificates
    from dedup.settings import Settings


def gather_all(
    certificates: Certificates, asides: AsideReader, ids: Sequence[str], settings: Settings
) -> Iterator[Sources]:
    """Yield the sources of each document that shares counting words with another, in the order of the documents."""
    for document in certificates.matched():
        aside = asides.of(document)
        parts = gather(certificates.reused(document), settings.min_run)
        if not parts:
            continue
        size = aside.attribution.size
        boilerplate = int(np.count_nonzero(aside.boilerplate & ~aside.attribution))
        attribution = int(np.count_nonzero(aside.attribution))
        explained = sum(words for _, words in parts)
        yield Sources(
            document=ids[document],
            words=size,
            parts=tuple(SourcePart(ids[other], words, words / size) for other, words in parts),
            attribution_words=attribution,
            boilerplate_words=boilerplate,
            new_words=size - attribution - boilerplate - explained,
        )


def gather(held: dict[int, NDArray[np.bool_]], least: int) -> list[tuple[int, int]]:
    """Return (other document, words that it alone adds), greedily; of equal ones the earlier, none below `least`.

    `held` says of each other document which words it holds.
    """
    left = dict(held)
    parts: list[tuple[int, int]] = []
    while left:
        words, earlier = max((int(np.count_nonzero(mask)), -other) for other, mask in left.items())
        if words < least:
            break
        parts.append((-earlier, words))
        explained = left.pop(-earlier)
        left = {other: mask & ~explained for other, mask in left.items()}
    return parts
