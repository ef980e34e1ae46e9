"""Articles for measuring: real ones as they are, and as many more as are wanted, made of real text.

A made article is pieces of three to seven words, each from somewhere else in the real text: its words are as frequent
as real ones, and nearly all of its six-word shingles are new. One in twenty is a reprint of an earlier one,
with a few words changed. Without real text, the pieces come from invented words of which few are frequent.
"""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from dedup.documents import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_260
WORDS = 600
PIECE = (3, 7)
REPRINTS = 0.05
CHANGED = 0.02
_INVENTED = 40_000
_STREAM = 2_000_000


def real_articles() -> list[Document]:
    """Return the news articles of the folder that ``DEDUP_DATA`` names; none where there is no such folder."""
    file = Path(os.environ.get("DEDUP_DATA", "")) / "news.jsonl.gz"
    if not file.is_file():
        return []
    names = ("id", "text", "title", "publisher", "author", "published", "url")
    with gzip.open(file) as lines:
        rows = [orjson.loads(line) for line in lines]
    return [Document(**{name: row[name] for name in names if row.get(name) is not None}) for row in rows]


def word_stream(articles: list[Document]) -> list[str]:
    """Return the words that made articles are cut from."""
    if articles:
        return " ".join(article.text for article in articles[::4]).split()
    chance = random.Random(SEED)  # noqa: S311 - the same articles every time, no secret
    vocabulary = [f"{chance.choice('bcdfglmnprstv')}{chance.choice('aeiou')}{number:x}" for number in range(_INVENTED)]
    weights = [1 / (rank + 2.7) for rank in range(_INVENTED)]
    return chance.choices(vocabulary, weights, k=_STREAM)


def made_articles(stream: list[str], count: int, *, seed: int = SEED, name: str = "made") -> Iterator[Document]:
    """Yield so many articles of `WORDS` words, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - see above
    earlier: list[list[str]] = []
    for number in range(count):
        if earlier and chance.random() < REPRINTS:
            words = [word if chance.random() > CHANGED else "changed" for word in chance.choice(earlier)]
        else:
            words = []
            while len(words) < WORDS:
                at = chance.randrange(len(stream) - PIECE[1])
                words += stream[at : at + chance.randint(*PIECE)]
        if len(earlier) < 1000:  # noqa: PLR2004 - enough to be reprinted
            earlier.append(words)
        lines = [" ".join(words[at : at + 60]) + "." for at in range(0, len(words), 60)]
        yield Document(
            f"{name}-{number}",
            "\n\n".join(lines),
            title=" ".join(words[:8]),
            publisher=f"Paper {number % 97}",
            published=f"20{number % 20:02}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            url=f"https://paper{number % 97}.example/{number % 20:02}/{'-'.join(words[:5])}",
        )
