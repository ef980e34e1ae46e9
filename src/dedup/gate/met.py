"""What an index holds of the content: the few documents that share words with it, and the matches that it verified.

An index may hold far more than can be scanned. It tells what it found; these documents are scanned with the content,
for what they say of themselves, and the index's own matches stand for theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedup.documents import Collection
from dedup.gate.joining import EMPTY

if TYPE_CHECKING:
    from dedup.gate.joining import Joined
    from dedup.matches import Match
    from dedup.results import ScanResult


@dataclass(frozen=True)
class Met:
    """Documents of an index, and matches that have one of them first (`a`) and one of the content second (`b`).

    `size` counts all documents of the index, `known` are ids of documents of the content that it has too.
    """

    documents: Collection = EMPTY
    matches: tuple[Match, ...] = ()
    size: int = 0
    known: frozenset[str] = frozenset()

    @property
    def unmet(self) -> int:
        """How many documents of the index share nothing with the content."""
        return max(0, self.size - len(self.documents))

    def beside(self, others: Collection) -> Collection:
        """Return these documents after others that the content is held against."""
        if not len(self.documents):
            return others
        batches = (*others.batches, *self.documents.batches)
        return Collection(batches, others.unreadable, others.notes, others.bytes + self.documents.bytes)

    def known_to(self, result: ScanResult, joined: Joined) -> ScanResult:
        """Return the result of a scan with the index's matches in the place of those that the scan found for it."""
        if not len(self.documents):
            return result
        mine = set(self.documents.column("id")) & set(joined.collection.column("id")) - joined.judged
        scanned = [match for match in result.copies if match.a not in mine and match.b not in mine]
        found = [match for match in self.matches if match.a in mine and match.b in joined.judged]
        return replace(result, copies=(*scanned, *found))


NOTHING = Met()
"""What is met where there is no index."""
