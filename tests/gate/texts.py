"""Texts of which every figure is known: a paragraph has as many words as it is asked for, and no word twice."""

from __future__ import annotations

from itertools import islice, product

from dedup.documents import Collection, Document, collection_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def paragraph(name: str, words: int = 40) -> str:
    """Return a sentence of words that stand nowhere else: ``Bridgeaa bridgeab bridgeac …``."""
    endings = ("".join(pair) for pair in product(LETTERS, repeat=2))
    return " ".join(name + ending for ending in islice(endings, words)).capitalize() + "."


def text(*names: str) -> str:
    """Return paragraphs of 40 words each."""
    return "\n\n".join(map(paragraph, names)) + "\n"


def collection(**texts: str) -> Collection:
    """Return documents by their ids; each is a file of that name."""
    return collection_of([Document(name, said, path=name) for name, said in texts.items()])


def files(*documents: Document) -> Collection:
    """Return documents as a collection."""
    return collection_of(documents)
