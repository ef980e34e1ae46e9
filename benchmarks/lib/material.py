"""Real text into the words that documents are generated from: each with what follows it, as JSON spells them.

Only words of plain letters and digits are taken, so that every reader counts them alike, and their order is kept: a
stretch of them is a stretch of real text, with its punctuation and paragraphs, and any number of words has the
frequencies of the source.
"""

from __future__ import annotations

import gzip
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SEEDS = Path(__file__).parents[2] / "seeds"
_WORD = re.compile(r"\b([A-Za-z0-9]{1,24})([^\w]{1,8})")
_JOINING = re.compile(r"-\s*\n|[^\s!-~‘’“”–—…•]")  # noqa: RUF001 - what may join two words, or belong to one
MOST_WORDS = 1_000_000
"""Words to take: more would be no more varied, but would not stay in the processor's caches. Of a million documents,
each stretch of words would stand in some two hundred; for as many, take more."""
_STRETCHES = ((500_000, 8), (50_000, 4), (0, 2))
"""From how many words of source on stretches may be how long: the shorter the source, the sooner they would repeat."""


@dataclass(frozen=True)
class Material:
    """Words of real text.

    Word i is ``pool[starts[i] : ends[i]]`` and what follows it goes on to ``starts[i + 1]``, all as it stands between
    the quotes of a JSON string. `name` says where they are from.
    """

    name: str
    pool: NDArray[np.uint8]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return self.ends.size

    @property
    def stretch(self) -> int:
        """The longest stretch of words to take from one place."""
        return next(length for least, length in _STRETCHES if len(self) >= least)


def material_of(texts: Iterable[str], name: str, most: int = MOST_WORDS) -> Material:
    """Return the words of texts, `most` of them and a few."""
    words: list[bytes] = []
    ends: list[int] = []
    for text in texts:
        for word, after in _WORD.findall(text):
            if not _JOINING.search(after):
                words.append(word.encode() + orjson.dumps(after)[1:-1])
                ends.append(len(word))
        if len(words) >= most:
            break
    starts = np.cumsum([0, *map(len, words)]).astype(np.int32)
    return Material(name, np.frombuffer(b"".join(words), np.uint8), starts, starts[:-1] + np.array(ends, np.int32))


def real_material(most: int = MOST_WORDS) -> Material:
    """Return `most` words of news articles in the folder that ``DEDUP_DATA`` names, else of the shipped seeds."""
    file = Path(os.environ.get("DEDUP_DATA", "")) / "news.jsonl.gz"
    if file.is_file():
        with gzip.open(file) as lines:
            return material_of((orjson.loads(line)["text"] for line in lines), "news", most)
    return shipped()


def shipped() -> Material:
    """Return the words of the seeds that ship with the repository."""
    return material_of((seed.read_text(encoding="utf-8") for seed in sorted(SEEDS.iterdir())), "seeds")
