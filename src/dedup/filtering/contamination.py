"""Test items that stand in a corpus: each hit with its span, its share of the item, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.filtering.options import ANSWER, COMMON, PART, QUESTION, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.filtering.repeated_places import RepeatedPlaces
    from dedup.words.tokens import WordSource

    Numbers = NDArray[np.int64]

COVERED = 0.8
"""Share of the words of an item, its question or its answer from which it stands in a document."""
MANY = 10
"""Other documents in which every run of a hit must stand for it to be a common phrase."""
_NEAR = 60
"""Words before and behind a hit in which an answer is looked for that is shorter than a run."""


@dataclass(frozen=True, slots=True)
class Items:
    """Test items: the documents that they are, from number `start` on, and how many words of each are its question."""

    start: int
    question_words: Numbers

    def parts(self, item: int, words: int) -> tuple[int, int]:
        """Return how many words the question and the answer of an item have, of its `words` in all."""
        question = min(int(self.question_words[item - self.start]), words)
        return question, words - question


class Hit(NamedTuple):
    """A document that shares words with an item.

    The words ``first <= w < end`` of the `document` hold all that is shared; `words` of the item stand there, which is
    the `share` of it. `others` counts the other documents with the rarest of the shared runs, without those that hold
    all.
    """

    document: int
    item: int
    first: int
    end: int
    words: int
    share: float
    question_share: float
    answer_share: float
    others: int
    verdict: str


def find_hits(places: RepeatedPlaces, words: WordSource, items: Items) -> list[Hit]:
    """Return the hits of items in documents, in the order of both."""
    found = [_measured(*pair, words, items) for pair in _pairs(places, items)]
    whole = {(hit.document, hit.item) for hit, _ in found if hit.verdict == WHOLE}
    holders: dict[int, set[int]] = {}
    for document, group in zip(places.document.tolist(), places.group.tolist(), strict=True):
        if document < items.start:
            holders.setdefault(group, set()).add(document)
    hits = []
    for hit, groups in found:
        holds_all = {document for document, item in whole if item == hit.item} if whole else set()
        others = min(len(holders[group] - holds_all - {hit.document}) for group in groups)
        is_common = hit.verdict != WHOLE and others >= MANY
        hits.append(hit._replace(others=others, verdict=COMMON if is_common else hit.verdict))
    return sorted(hits)


def _pairs(
    places: RepeatedPlaces, items: Items
) -> Iterator[tuple[int, int, list[tuple[int, int]], list[tuple[int, int]], set[int]]]:
    """Yield document, item, the common runs in the document and in the item, and their groups."""
    order = np.argsort(places.group, kind="stable")
    by_group = places.of(order)
    bounds = np.flatnonzero(np.diff(by_group.group, prepend=-1, append=-1)).tolist()
    runs: dict[tuple[int, int], tuple[list[tuple[int, int]], list[tuple[int, int]], set[int]]] = {}
    for low, high in pairwise(bounds):
        own = by_group.of(np.arange(low, high))
        rows = list(zip(own.document.tolist(), own.first.tolist(), own.end.tolist(), strict=True))
        in_items = [row for row in rows if row[0] >= items.start]
        if not in_items:
            continue
        for document, first, end in rows:
            if document >= items.start:
                break  # items come last
            for item, item_first, item_end in in_items:
                here, there, groups = runs.setdefault((document, item), ([], [], set()))
                here.append((first, end))
                there.append((item_first, item_end))
                groups.add(int(own.group[0]))
    for (document, item), (here, there, groups) in sorted(runs.items()):
        yield document, item, here, there, groups


def _measured(
    document: int,
    item: int,
    here: list[tuple[int, int]],
    there: list[tuple[int, int]],
    groups: set[int],
    words: WordSource,
    items: Items,
) -> tuple[Hit, set[int]]:
    total = int(words.counts[item])
    question, answer = items.parts(item, total)
    covered = np.zeros(total, bool)
    for first, end in there:
        covered[first:end] = True
    start, stop = min(first for first, _ in here), max(end for _, end in here)
    if answer and not covered[question:].all() and _stands_near(words, document, (start, stop), item, question):
        covered[question:] = True
    share, of_question, of_answer = map(_share, (covered, covered[:question], covered[question:]))
    verdict = _verdict(share, of_question, of_answer, has_answer=answer > 0)
    return Hit(document, item, start, stop, int(covered.sum()), share, of_question, of_answer, 0, verdict), groups


def _share(covered: NDArray[np.bool_]) -> float:
    return float(covered.mean()) if covered.size else 0.0


def _stands_near(words: WordSource, document: int, span: tuple[int, int], item: int, question: int) -> bool:
    """Return whether the answer of an item stands beside a hit, word by word."""
    answer = words.of(item)[question:]
    text = words.of(document)[max(span[0] - _NEAR, 0) : span[1] + _NEAR]
    if text.size < answer.size:
        return False
    windows = np.lib.stride_tricks.sliding_window_view(text, answer.size)
    return bool((windows == answer).all(axis=1).any())


def _verdict(share: float, question: float, answer: float, *, has_answer: bool) -> str:
    if not has_answer:
        return WHOLE if share >= COVERED else PART
    stands = question >= COVERED, answer >= COVERED
    return {(True, True): WHOLE, (True, False): QUESTION, (False, True): ANSWER}.get(stands, PART)
