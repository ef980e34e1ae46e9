"""Generates JSON Lines of made articles, with reposts, edits and excerpts among them: the same for the same seed.

An article is pieces of three to seven invented words (see `articles`). Of a hundred, ten are reposts of an earlier one
with up to a tenth of the words changed, and five quote a stretch of one.
"""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from lib.articles import PIECE, SEED, word_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPOSTS, EXCERPTS = 0.1, 0.05
RATES = (0.0, 0.01, 0.02, 0.05, 0.1)
"""Shares of the words that are changed in a repost."""
WORDS = (300, 1500)
QUOTED = (40, 150)
KEPT = 2_000
"""Earlier articles that are reposted and quoted."""


def made_news(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many articles."""
    chance = random.Random(SEED)  # noqa: S311 - the same articles every time, no secret
    stream = _stream()
    earlier: list[list[str]] = []
    for number in range(count):
        kind = chance.random()
        if earlier and kind < REPOSTS:
            words = _edited(chance, chance.choice(earlier))
        else:
            words = _fresh(chance, stream)
            if earlier and kind < REPOSTS + EXCERPTS:
                at = chance.randrange(len(words))
                words[at:at] = _stretch(chance, chance.choice(earlier))
        if len(earlier) < KEPT:
            earlier.append(words)
        lines = [f"{' '.join(words[at : at + 60])}." for at in range(0, len(words), 60)]
        yield {"id": f"made-{number}", "publisher": f"Paper {number % 97}", "text": "\n\n".join(lines)}


@cache
def _stream() -> list[str]:
    return word_stream([])


def write(path: Path, count: int) -> None:
    """Write so many articles to a file."""
    with path.open("wb") as lines:
        lines.writelines(orjson.dumps(article) + b"\n" for article in made_news(count))


def _fresh(chance: random.Random, stream: list[str]) -> list[str]:
    words: list[str] = []
    size = chance.randint(*WORDS)
    while len(words) < size:
        at = chance.randrange(len(stream) - PIECE[1])
        words += stream[at : at + chance.randint(*PIECE)]
    return words


def _edited(chance: random.Random, words: list[str]) -> list[str]:
    rate = chance.choice(RATES)
    return [f"changed{chance.randrange(1000)}" if chance.random() < rate else word for word in words]


def _stretch(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(max(1, len(words) - QUOTED[1]))
    return words[at : at + chance.randint(*QUOTED)]
