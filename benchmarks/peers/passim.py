"""passim: seeds of 25 characters, aligned by characters, all pairs, on Spark with a thread for each core."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple


class Given(NamedTuple):
    """The JSON Lines and the folder that the alignments go to."""

    source: Path
    folder: Path


def prepare(source: Path, folder: Path) -> Given:
    """Name the folder; passim reads JSON Lines with ``id`` and ``text`` as they are."""
    return Given(source, folder)


def find(given: Given) -> Path:
    """Let it align, and return where the pairs are."""
    home = Path(os.environ["PEERS"]) / "passim" / "bin"
    environment = {
        **os.environ,
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
        "SPARK_SUBMIT_ARGS": "--master local[*]",
    }
    output = given.folder / "aligned"
    command: list[str | Path] = [home / "seriatim", "--all-pairs", "--pairwise", given.source, output]
    subprocess.run(command, cwd=given.folder, env=environment, capture_output=True, check=True)
    return output / "align.json"


def tell(aligned: Path) -> list[tuple[str, str, list[list[int]], list[list[int]]]]:
    """Return the aligned passages, in characters of the texts."""
    lines = (line for part in sorted(aligned.glob("part-*")) for line in part.read_text(encoding="utf-8").splitlines())
    return [
        (row["id"], row["id2"], [[row["begin"], row["end"]]], [[row["begin2"], row["end2"]]])
        for row in map(json.loads, lines)
    ]
