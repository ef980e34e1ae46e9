r"""JSON Lines into a folder with a file a document and a word a line, for peers that compare files.

A word is a lower-cased run of ``\w``, as in the reference. A word a line makes the numbers of lines that such programs
report exact places of words, which is more than they promise: their recall is not lowered by how coarse lines are.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

WORD = re.compile(r"\w+")
RUN = 30
"""Words of the shortest run that is sought."""


class Texts(NamedTuple):
    """The folder, and of each document its id and its words; document i is the file named ``i`` with six digits."""

    folder: Path
    ids: list[str]
    words: list[list[str]]

    def row(self, name: str) -> int:
        """Return the document whose file has this name or path."""
        return int(name.rpartition("/")[2].partition(".")[0])

    def starts(self, row: int) -> list[int]:
        """Return the offset of each word in the document's file."""
        return [0, *accumulate(len(word) + 1 for word in self.words[row])][:-1]


def write(source: Path, folder: Path) -> Texts:
    """Write the files, and return what stands in them."""
    with source.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = [WORD.findall(row["text"].lower()) for row in rows]
    files = folder / "files"
    files.mkdir()
    for row, listed in enumerate(words):
        (files / f"{row:06d}.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    return Texts(files, [row["id"] for row in rows], words)
