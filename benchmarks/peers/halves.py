"""JSON Lines into two files, for peers whose unit of parallel work is a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTS = 2


def split(source: Path, folder: Path, ending: str = ".jsonl") -> list[list[str]]:
    """Write the lines to files ``00000``, ``00001`` of `folder`, and return the ids in each, in order."""
    lines = source.read_bytes().splitlines(keepends=True)
    folder.mkdir(parents=True, exist_ok=True)
    size = -(-len(lines) // PARTS)
    ids = []
    for part in range(PARTS):
        mine = lines[part * size : (part + 1) * size]
        (folder / f"{part:05d}{ending}").write_bytes(b"".join(mine))
        ids.append([json.loads(line)["id"] for line in mine])
    return ids
