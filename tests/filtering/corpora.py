"""Texts of made-up words for the tests of filters, so that what they share is known from how they were made."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LETTERS = "abcdefghijklmnoprstuvw"


class Words:
    """Draws words by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def text(self, words: int) -> str:
        """Return a text of so many words, of which hardly two are equal."""
        return " ".join("".join(self._random.choices(_LETTERS, k=7)) for _ in range(words))

    def edited(self, text: str, edits: int) -> str:
        """Return a text in which so many words, spread evenly, are others."""
        words = text.split()
        step = len(words) // max(edits, 1)
        for number in range(edits):
            words[number * step + step // 2] = self.text(1)
        return " ".join(words)


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the shingles of five words of a text of lower-case words."""
    words = text.lower().split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def jaccard(one: str, other: str) -> float:
    """Return the Jaccard similarity of two texts."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


def containment(one: str, other: str) -> float:
    """Return the share of the shingles of one text that the other has."""
    return len(shingles(one) & shingles(other)) / len(shingles(one))


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))


def made_corpus(seed: int, families: int = 12) -> list[dict[str, Any]]:
    """Return rows in which there are identical, edited and contained documents, in a mixed order."""
    words, rows = Words(seed), list[dict[str, Any]]()
    for number in range(families):
        text = words.text(150)
        copies = [text, text.upper(), words.edited(text, 2), words.edited(text, 6), " ".join(text.split()[:60])]
        copies += [words.text(90), f"{words.text(80)} {text}"]
        rows += [{"id": f"{number}-{copy}", "source": f"s{copy % 3}", "text": each} for copy, each in enumerate(copies)]
    random.Random(seed).shuffle(rows)
    return rows
