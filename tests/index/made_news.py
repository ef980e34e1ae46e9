"""Made-up news: invented words with reprints, quotations, site furniture and identical twins among them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dedup.documents import Document, collection_of
from dedup.index.store import open_store
from dedup.index.update import add

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dedup.index.store import Store

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "tra", "ple", "sti")


def words_of(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=chance.randrange(1, 4))) for _ in range(count)]


def news(seed: int, count: int) -> list[Document]:
    """Return documents of which about half have something to do with an earlier one."""
    chance = random.Random(seed)
    footer = words_of(chance, 40)
    phrases = [words_of(chance, chance.randrange(6, 30)) for _ in range(6)]
    written: list[list[str]] = []
    documents = []
    for number in range(count):
        body = words_of(chance, chance.randrange(20, 200))
        kind = chance.random()
        if written and kind < 0.5:
            earlier = chance.choice(written)
            low = chance.randrange(len(earlier))
            body = (
                list(earlier)
                if kind < 0.1
                else body[: chance.randrange(60)] + earlier[low : low + chance.randrange(12, 120)] + body[-30:]
            )
            if 0.1 < kind < 0.3:
                body = [word if chance.random() > 0.05 else "changed" for word in earlier]
        if chance.random() < 0.6:
            at = chance.randrange(len(body) + 1)
            body = body[:at] + chance.choice(phrases) + body[at:]
        if number % 3 == 0:
            body = body + footer
        written.append(body)
        text = " ".join(body).capitalize() + "."
        publisher = ("Courier", "Herald", None)[number % 3]
        documents.append(Document(f"d{number}", text, path=f"{number // 10}.jsonl", publisher=publisher))
    return documents


def index_of(path: Path, documents: Sequence[Document], steps: int = 1) -> Store:
    """Return an index to which the documents were added in so many steps."""
    store = open_store(path, write=True)
    size = -(-len(documents) // steps)
    for at in range(0, len(documents), size):
        add(store, collection_of(documents[at : at + size]))
    return store
