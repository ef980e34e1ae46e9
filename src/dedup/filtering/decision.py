"""What becomes of each document of a corpus, as the walks of a filter decide it and its account tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.filtering.contamination import Hit
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.preferences import Preferences
    from dedup.filtering.removals import Removals
    from dedup.filtering.sharded_corpus import ShardedCorpus

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of each document of a corpus, and by which rules.

    `words` (int64) counts the words of each document. `cuts` are what is cut out of texts, where paragraphs or passages
    are compared, and `spans` are the first character and the end of each cut. `hits` are the test items in documents,
    where these were looked for; `short_items` counts the items with too few words for that.

    `recall` is the share of the pairs at the threshold that share a band; `pairs_verified` counts the pairs that were
    verified. `complete` says that no key stood in too many texts for all its pairs to be verified of which both texts
    stay; `frequent_keys` counts the fingerprints that stood in too many at first. `without_fingerprints` counts the
    documents whose words are too few for one: they are not looked for within larger ones.
    """

    corpus: ShardedCorpus
    words: Numbers
    removals: Removals
    preferences: Preferences
    cuts: Cuts | None = None
    spans: tuple[Numbers, Numbers] | None = None
    hits: Sequence[Hit] | None = None
    short_items: int = 0
    recall: float = 1.0
    pairs_verified: int = 0
    complete: bool = True
    frequent_keys: int = 0
    without_fingerprints: int = 0

    def lost_words(self) -> Numbers:
        """Return how many words each document loses."""
        lost = np.where(self.removals.kept_for >= 0, self.words, 0)
        if self.cuts is not None:
            stays = self.cuts.of_staying_documents()
            np.add.at(lost, self.cuts.document[stays], (self.cuts.end - self.cuts.first)[stays])
        return lost

    def character_cuts(self) -> dict[int, list[list[int]]]:
        """Return the characters that are cut out of each document that stays: start and end of each span."""
        found: dict[int, list[list[int]]] = {}
        if self.cuts is not None and self.spans is not None:
            rows = np.flatnonzero(self.cuts.of_staying_documents())
            columns = (column[rows].tolist() for column in (self.cuts.document, *self.spans))
            for document, start, end in zip(*columns, strict=True):
                found.setdefault(document, []).append([start, end])
        return found
