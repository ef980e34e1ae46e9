"""What pairs and repetitions share of prose: the words of a scan without those that are not judged.

A scan compares whole texts. Two pages that have their code in common are alike for it, and two that have their prose
in common but not their code are not; a check goes by the prose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.relations import ALIGNED, CONTAINED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.gate.documents import GateDocument, GateDocuments
    from dedup.matches import Match, Passage, Place, RepeatedPlace, Repetition


_FIRST_IDEOGRAPHIC = "\u2e80"
"""The first character of the scripts of East Asia in Unicode; Hangul, which has spaces, comes in whole words."""


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A document that is judged, and the match with its source; `match.a` is the document, `match.b` the source.

    `was_before` says whether the source is one of the documents that the content is held against. `prose_words` are
    those of the shared words that are prose; none where nobody has looked.
    """

    match: Match
    was_before: bool
    prose_words: int | None = None

    @property
    def document(self) -> str:
        """The id of the document that is judged."""
        return self.match.a

    @property
    def source(self) -> str:
        """The id of the other one."""
        return self.match.b

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that the two share."""
        return self.match.passages

    @property
    def shared_words(self) -> int:
        """The words of prose that the two share, or all of them where nobody has looked."""
        return self.match.shared_words if self.prose_words is None else self.prose_words


def of_prose(pair: JudgedPair, documents: GateDocuments) -> JudgedPair:
    """Return a pair with the passages and figures of what the two share of prose; `shared_words` of the match stay."""
    here, there, match = documents[pair.document], documents[pair.source], pair.match
    if here.prose.all() and there.prose.all():
        return pair
    counted = [(passage, _words_of(passage, here, there)) for passage in match.passages]
    words = sum(count for _, count in counted)
    shares = [min(1.0, words / max(1, int(np.count_nonzero(document.prose)))) for document in (here, there)]
    relation = match.relation
    if relation == "noisy copy" and _aligned(match.passages, here, there) >= ALIGNED:
        pass  # few words are the same, and nearly all stand beside each other
    elif max(shares) < CONTAINED:
        relation = "template" if relation == "template" else "partial"
    elif relation == "partial":
        relation = "contained"
    elif relation == "identical" and min(shares) < 1:
        relation = "near-identical"
    found = replace(
        match,
        relation=relation,
        containment_a=shares[0],
        containment_b=shares[1],
        longest_run=min(match.longest_run, max((count for _, count in counted), default=0)),
        passages=tuple(passage for passage, count in counted if count),
    )
    return replace(pair, match=found, prose_words=words)


def _aligned(passages: Sequence[Passage], here: GateDocument, there: GateDocument) -> float:
    """Return the share of the words of prose of the smaller document that stand in passages."""
    words = sum(min(_prose(here, passage.a), _prose(there, passage.b)) for passage in passages)
    return words / max(1, min(int(np.count_nonzero(document.prose)) for document in (here, there)))


def _words_of(passage: Passage, here: GateDocument, there: GateDocument) -> int:
    same = passage.same_words / max(1, passage.words)
    return round(same * min(_prose(here, passage.a), _prose(there, passage.b)))


def _prose(document: GateDocument, place: Place | RepeatedPlace) -> int:
    low, high = document.words.between(place.start, place.end)
    return int(np.count_nonzero(document.prose[low:high]))


def repetition_of_prose(repetition: Repetition, document: GateDocument, least: int) -> Repetition | None:
    """Return a repetition with the number of the words of prose in it, or None where it has fewer than `least`.

    In scripts without spaces a word of the scan is one character; two of them count for one.
    """
    places = repetition.first, repetition.second
    sizes = [np.subtract(*document.words.between(place.start, place.end)[::-1]) for place in places]
    same = min(1.0, repetition.shared_words / max(1, *sizes))
    if round(same * min(_prose(document, place) - _characters(document, place) / 2 for place in places)) < least:
        return None
    words = round(same * min(_prose(document, place) for place in places))
    return replace(repetition, shared_words=min(words, repetition.shared_words))


def _characters(document: GateDocument, place: RepeatedPlace) -> int:
    """Return how many words of prose of a place are one character of a script that writes words without spaces."""
    low, high = document.words.between(place.start, place.end)
    starts, ends = document.words.starts[low:high], document.words.ends[low:high]
    single = starts[(ends - starts == 1) & document.prose[low:high]].tolist()
    return sum(document.original.text[start] >= _FIRST_IDEOGRAPHIC for start in single)
