"""sim_text of Debian's similarity-tester: runs of 30 words; each text is matched once, with what comes after it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from peers import folder as folders
from peers.folder import RUN, Texts

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS: tuple[str, ...] = ()
_PLACE = r"(\S+): line (\d+)-(\d+)"
_LINE = re.compile(rf"^{_PLACE}\s*\|{_PLACE}\s*\[\d+\]", re.MULTILINE)


class Found(NamedTuple):
    """What was printed of which texts."""

    texts: Texts
    printed: str


def prepare(source: Path, folder: Path) -> Texts:
    """Write a file for each document."""
    return folders.write(source, folder)


def find(texts: Texts, options: tuple[str, ...] = OPTIONS) -> Found:
    """Let it compare the files, named to it by their numbers."""
    command = ["sim_text", f"-r{RUN}", "-s", "-n", "-T", "-w", "300", *options, "-i"]
    names = "".join(f"{file.name}\n" for file in sorted(texts.folder.iterdir()))
    done = subprocess.run(command, input=names, cwd=texts.folder, capture_output=True, text=True, check=True)
    return Found(texts, done.stdout)


def tell(found: Found) -> list[tuple[str, str, list[list[int]], list[list[int]]]]:
    """Return the passages in words; lines count from 1 and the last one is inside."""
    ids, row = found.texts.ids, found.texts.row
    return [
        (ids[row(a)], ids[row(b)], [[int(first) - 1, int(last)]], [[int(begin) - 1, int(end)]])
        for a, first, last, b, begin, end in _LINE.findall(found.printed)
    ]
