"""dolma: a Bloom filter of whole paragraphs; it flags what stood before and does not say where, so it has no pairs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from dolma import deduper

from peers.halves import PARTS, split

if TYPE_CHECKING:
    from pathlib import Path

HALF = 0.5
NAME = "paragraphs"


class Given(NamedTuple):
    """The configuration, where the flags will stand, and the texts' lengths by id."""

    config: dict[str, object]
    flags: Path
    lengths: dict[str, int]


def prepare(source: Path, folder: Path) -> Given:
    """Split the lines, so that both threads have a file."""
    split(source, folder / "documents")
    with source.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    paragraphs = sum(row["text"].count("\n") + 1 for row in rows)
    config = {
        "documents": [f"{folder}/documents/*"],
        "work_dir": {"input": f"{folder}/in", "output": f"{folder}/out"},
        "dedupe": {
            "name": NAME,
            "paragraphs": {"attribute_name": NAME},
            "skip_empty": True,
            "min_length": 0,
            "min_words": 0,
            "num_partitions": 1,
            "partition_index": 0,
            "file_partition": False,
            "document_dir": "documents",
        },
        "bloom_filter": {
            "file": f"{folder}/filter",
            "size_in_bytes": 0,
            "read_only": False,
            "estimated_doc_count": max(paragraphs, 1),
            "desired_false_positive_rate": 1e-6,
        },
        "processes": PARTS,
        "compression": {"input": None, "output": None},
        "is_s3_volume": False,
    }
    return Given(config, folder / "attributes" / NAME, {row["id"]: len(row["text"]) for row in rows})


def find(given: Given) -> Given:
    """Let it write its flags."""
    deduper(given.config)
    return given


def tell(given: Given) -> list[tuple[str]]:
    """Return the ids of the documents of which half is flagged, or more."""
    flagged = []
    for file in sorted(given.flags.iterdir()):
        for line in file.read_bytes().splitlines():
            row = json.loads(line)
            inside = sum(end - start for start, end, _ in row["attributes"][NAME])
            if inside >= HALF * given.lengths[row["id"]] > 0:
                flagged.append((row["id"],))
    return flagged
