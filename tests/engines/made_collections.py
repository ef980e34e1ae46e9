"""Collections that are worth a cluster: many texts, in batches that are items of work."""

from __future__ import annotations

import numpy as np

from dedup.documents import Collection, Document, collection_of


def in_batches(documents: list[Document], size: int) -> Collection:
    """Return documents as a collection of batches of so many: each is an item of work."""
    whole = collection_of(documents)
    batches = tuple(whole.batches[0].slice(start, size) for start in range(0, len(whole), size))
    return Collection(batches, bytes=whole.bytes)


def many_documents(count: int, hot: int = 0) -> list[Document]:
    """Return texts of 100 words of their own; each eighth has a passage of the one before, and `hot` are alike."""
    documents: list[Document] = []
    for number in range(count):
        words = [f"w{number * 7919 + place * 104729 & 0xFFFFFF}" for place in range(100)]
        if number % 8 == 1:
            words[20:60] = documents[-1].text.split()[30:70]
        if number < hot:
            words[:50] = [f"notice{place}" for place in range(50)]
        documents.append(Document(f"d{number}", " ".join(words)))
    return documents


def documents_of_stretches(count: int) -> list[Document]:
    """Return texts of 190 words: nineteen stretches, each of which three texts have, about."""
    chance = np.random.RandomState(6)
    stretches = [" ".join(f"s{number}w{place}" for place in range(10)) for number in range(19 * count // 3)]
    return [
        Document(f"d{number}", " ".join(stretches[stretch] for stretch in chance.randint(0, len(stretches), 19)))
        for number in range(count)
    ]
