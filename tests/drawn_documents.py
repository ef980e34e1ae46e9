"""Documents of words drawn by chance, of which every tenth is the one before with a new end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

WORDS, VOCABULARY = 200, 20_000


def write_drawn(file: Path, documents: int, same: int) -> None:
    """Write so many documents as JSON Lines; a copy has the first `same` words of the one before."""
    chance = np.random.default_rng(20260)
    words = np.array([f"word{number}" for number in range(VOCABULARY)])
    before = chance.integers(0, VOCABULARY, WORDS)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(documents):
            new = chance.integers(0, VOCABULARY, WORDS)
            if number % 10 == 9:
                new[:same] = before[:same]
            before = new
            lines.write(json.dumps({"id": str(number), "text": " ".join(words[new].tolist())}) + "\n")
