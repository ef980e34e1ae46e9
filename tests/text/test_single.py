"""Texts of single documents, in any order, from several batches."""

from __future__ import annotations

import pytest

from dedup import Document
from dedup.documents import Collection, batch_of
from dedup.text.single import SingleTexts

TEXTS = ["one two", "", "für alle", "\u65e5\u672c", "last"]


class Filed(list):  # type: ignore[type-arg]
    """Batches as if they lay in a file: it counts how often what was read of them is given back."""

    given_back = 0

    @property
    def rows(self) -> list[int]:
        """The documents of each."""
        return [batch.num_rows for batch in self]

    def release(self) -> None:
        """Give the memory back."""
        self.given_back += 1


@pytest.mark.parametrize("filed", [False, True])
def test_texts_are_those_of_the_documents(filed: bool) -> None:
    """Also asked for twice and backwards, and from a batch that is part of another."""
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    batches = [batch_of(documents)[:1], batch_of(documents)[1:3], batch_of(documents)[3:]]
    held = Filed(batches)
    texts = SingleTexts(Collection(held if filed else batches))
    for document in (4, 0, 3, 3, 1, 2):
        assert texts.text(document) == TEXTS[document]
        assert texts.raw(document) == TEXTS[document].encode()
    assert held.given_back == (12 if filed else 0)


def test_there_is_no_text_behind_the_last() -> None:
    """It says how many documents there are."""
    with pytest.raises(IndexError, match="document 1 in a collection of 1"):
        SingleTexts(Collection([batch_of([Document("a", "x")])])).raw(1)
