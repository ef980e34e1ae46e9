"""Texts of single documents, in any order, from several batches."""

from __future__ import annotations

import pytest

from dedup import Document
from dedup.documents import Collection, batch_of
from dedup.words.text_buffers import TextReader, piece_bounds

TEXTS = ["one two", "", "für alle", "\u65e5\u672c", "last"]


def test_texts_are_those_of_the_documents() -> None:
    """Also asked for twice and backwards, and from a batch that is part of another."""
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    batches = [batch_of(documents)[:1], batch_of(documents)[1:3], batch_of(documents)[3:]]
    texts = TextReader(Collection(batches))
    for document in (4, 0, 3, 3, 1, 2):
        assert texts.text(document) == TEXTS[document]
        assert texts.raw(document) == TEXTS[document].encode()


def test_pieces_have_a_megabyte_or_so_many_texts_at_most() -> None:
    """Signatures of a million empty texts in one piece took half a gigabyte."""
    empty = batch_of([Document(str(number), "") for number in range(40_000)]).column("text")
    assert list(piece_bounds(empty)) == [(0, 16_384), (16_384, 32_768), (32_768, 40_000)]
    large = batch_of([Document(str(number), "x" * 600_000) for number in range(3)]).column("text")
    assert list(piece_bounds(large)) == [(0, 2), (2, 3)]
    assert list(piece_bounds(empty.slice(0, 0))) == []


def test_there_is_no_text_behind_the_last() -> None:
    """It says how many documents there are."""
    with pytest.raises(IndexError, match="document 1 in a collection of 1"):
        TextReader(Collection([batch_of([Document("a", "x")])])).raw(1)
