"""datatrove: MinHash signatures, then buckets, in two local processes; its English words come from spaCy."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from struct import iter_unpack
from typing import TYPE_CHECKING, NamedTuple

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.utils.hashing import HashConfig

from peers.halves import PARTS, split
from peers.lines import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CONFIG = MinhashConfig(n_grams=WORDS, num_buckets=32, hashes_per_bucket=4, hash_config=HashConfig(precision=64))
Place = tuple[int, int]


class Given(NamedTuple):
    """The folder that is worked in, and the ids of the documents of each file."""

    folder: Path
    ids: list[list[str]]


def prepare(source: Path, folder: Path) -> Given:
    """Split the lines, so that both processes have a file."""
    return Given(folder, split(source, folder / "lines"))


def find(given: Given) -> list[tuple[str, str]]:
    """Return the pairs whose signatures are equal in a bucket."""
    signed, met = str(given.folder / "signed"), given.folder / "met"
    reader, logs = JsonlReader(str(given.folder / "lines")), str(given.folder / "logs")
    signing = [reader, MinhashDedupSignature(output_folder=signed, config=CONFIG)]
    LocalPipelineExecutor(signing, tasks=PARTS, workers=PARTS, logging_dir=f"{logs}/1").run()
    meeting = [MinhashDedupBuckets(input_folder=signed, output_folder=str(met), config=CONFIG)]
    LocalPipelineExecutor(meeting, tasks=CONFIG.num_buckets, workers=PARTS, logging_dir=f"{logs}/2").run()
    found = {pair for file in met.glob("*.dups") for pair in _pairs(iter_unpack("<4I", file.read_bytes()))}
    return [(given.ids[a][i], given.ids[b][j]) for (a, i), (b, j) in sorted(found)]


def _pairs(links: Iterable[tuple[int, ...]]) -> set[tuple[Place, Place]]:
    """Return all pairs of the documents of a bucket that are linked: each link leads to the next of equal signature."""
    groups: dict[Place, list[Place]] = defaultdict(list)
    for file, row, other_file, other in links:
        group = groups[file, row] = groups[file, row] or [(file, row)]
        group.append((other_file, other))
        groups[other_file, other] = group
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
