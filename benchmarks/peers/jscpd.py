"""jscpd: clones of 30 tokens, each told with one other place; the words stand on lines of their own."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from peers import folder as folders
from peers.folder import RUN

if TYPE_CHECKING:
    from pathlib import Path

    from peers.folder import Texts


class Found(NamedTuple):
    """Which texts were compared, and where the report lies."""

    texts: Texts
    report: Path


def prepare(source: Path, folder: Path) -> Texts:
    """Write a file for each document."""
    return folders.write(source, folder)


def find(texts: Texts) -> Found:
    """Let it compare the files and write its report."""
    output = texts.folder.parent / "report"
    program = f"{os.environ['PEERS']}/jscpd/node_modules/.bin/jscpd"
    command = [program, ".", "-f", "txt", "-k", str(RUN), "-l", "1", "-z", "100mb", "--no-gitignore", "-s"]
    options = ["-r", "json", "-o", str(output)]
    subprocess.run([*command, *options], cwd=texts.folder, capture_output=True, check=True)
    return Found(texts, output / "jscpd-report.json")


def tell(found: Found) -> list[tuple[str, str, list[list[int]], list[list[int]]]]:
    """Return the clones in words; lines count from 1 and the last one is inside."""
    ids, row = found.texts.ids, found.texts.row
    clones = json.loads(found.report.read_text(encoding="utf-8"))["duplicates"]
    rows = []
    for clone in clones:
        (a, from_a), (b, from_b) = (
            (row(side["name"]), [[side["start"] - 1, side["end"]]])
            for side in (clone["firstFile"], clone["secondFile"])
        )
        rows.append((ids[a], ids[b], from_a, from_b))
    return rows
