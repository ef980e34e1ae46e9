"""Texts of single documents, in any order, from several batches."""

from __future__ import annotations

import pytest

from dedup import Document
from dedup.documents import Collection, batch_of
from dedup.words.text_buffers import TextReader

TEXTS = ["one two", "", "für alle", "\u65e5\u672c", "last"]


def test_texts_are_those_of_the_documents() -> None:
    """Also asked for twice and backwards, and from a batch that is part of another."""
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    batches = [batch_of(documents)[:1], batch_of(documents)[1:3], batch_of(documents)[3:]]
    texts = TextReader(Collection(batches))
    for document in (4, 0, 3, 3, 1, 2):
        assert texts.text(document) == TEXTS[document]
        assert texts.raw(document) == TEXTS[document].encode()


def test_there_is_no_text_behind_the_last() -> None:
    """It says how many documents there are."""
    with pytest.raises(IndexError, match="document 1 in a collection of 1"):
        TextReader(Collection([batch_of([Document("a", "x")])])).raw(1)
