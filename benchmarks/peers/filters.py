"""Programs that write a corpus without copies: JSON Lines in, JSON Lines out, each with the lines as they were.

    python -m peers.filters NAME SOURCE TARGET

Each is used as its own documentation shows, on shingles of five words and at a Jaccard of 0.8 where it can be told.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

THRESHOLD, WORDS, PERMUTATIONS = 0.8, 5, 128


def _shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, 1))]


def _write(lines: Iterable[bytes], target: Path) -> None:
    with target.open("wb") as file:
        file.writelines(lines)


def copy_json(source: Path, target: Path) -> None:
    """Read each line by Python's parser, and write it: the least that any program in Python does."""
    with source.open(encoding="utf-8") as file, target.open("w", encoding="utf-8") as out:
        for line in file:
            out.write(json.dumps(json.loads(line), ensure_ascii=False) + "\n")


def copy_orjson(source: Path, target: Path) -> None:
    """Do the same by orjson."""
    import orjson  # noqa: PLC0415 - each program has its own environment

    with source.open("rb") as file:
        _write((orjson.dumps(orjson.loads(line)) + b"\n" for line in file), target)


def dedup(source: Path, target: Path) -> None:
    """Filter by this program, with its usual options."""
    import shutil  # noqa: PLC0415 - see above

    from dedup import filter as run  # noqa: PLC0415 - see above

    folder = target.with_name(f"{target.name}.folder")
    run(source, folder)
    shutil.move(folder / source.name, target)


def rensa(source: Path, target: Path) -> None:
    """Filter by rensa's deduplicator, which keeps the first of each bucket that its estimate bears out."""
    from rensa import RMinHash, RMinHashDeduplicator  # noqa: PLC0415 - see above

    keeper = RMinHashDeduplicator(threshold=THRESHOLD, num_perm=PERMUTATIONS, use_lsh=True, num_bands=16)
    with source.open("rb") as file, target.open("wb") as out:
        for number, line in enumerate(file):
            minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
            minhash.update(_shingles(json.loads(line)["text"]))
            if keeper.add(str(number), minhash):
                out.write(line)


def gaoya(source: Path, target: Path) -> None:
    """Filter by gaoya's index: a document goes if the index holds one like it."""
    from gaoya.minhash import MinHashStringIndex  # noqa: PLC0415 - see above

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=16,
        band_size=8,
        analyzer="word",
        ngram_range=(WORDS, WORDS),
    )
    with source.open("rb") as file, target.open("wb") as out:
        for number, line in enumerate(file):
            text = json.loads(line)["text"]
            if not index.query(text):
                index.insert_document(number, text)
                out.write(line)


def semhash(source: Path, target: Path) -> None:
    """Filter by SemHash, which compares embeddings; without a model at hand it cannot run."""
    from semhash import SemHash  # noqa: PLC0415 - see above

    rows = [json.loads(line) for line in source.open("rb")]
    kept = SemHash.from_records(records=rows, columns=["text"]).self_deduplicate().selected
    _write((json.dumps(row).encode() + b"\n" for row in kept), target)


def datatrove(source: Path, target: Path) -> None:
    """Filter by datatrove's four stages, in one process each."""
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415 - see above
    from datatrove.pipeline.dedup import (  # noqa: PLC0415 - see above
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.dedup.minhash import MinhashConfig  # noqa: PLC0415 - see above
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415 - see above
    from datatrove.pipeline.writers import JsonlWriter  # noqa: PLC0415 - see above
    from datatrove.utils.hashing import HashConfig  # noqa: PLC0415 - see above

    folder = target.with_name(f"{target.name}.folder")
    config = MinhashConfig(n_grams=WORDS, num_buckets=16, hashes_per_bucket=8, hash_config=HashConfig(precision=64))
    reader = JsonlReader(str(source.parent), glob_pattern=source.name)
    signed, met, gone, out = (str(folder / name) for name in ("signed", "met", "gone", "out"))
    stages: list[tuple[list[Any], int]] = [
        ([reader, MinhashDedupSignature(output_folder=signed, config=config)], 1),
        ([MinhashDedupBuckets(input_folder=signed, output_folder=met, config=config)], config.num_buckets),
        ([MinhashDedupCluster(input_folder=met, output_folder=gone, config=config)], 1),
        ([reader, MinhashDedupFilter(input_folder=gone), JsonlWriter(out, compression=None)], 1),
    ]
    for number, (stage, tasks) in enumerate(stages):
        LocalPipelineExecutor(stage, tasks=tasks, workers=1, logging_dir=str(folder / f"logs{number}")).run()
    _write((line for path in sorted(Path(out).glob("*.jsonl")) for line in path.open("rb")), target)


PROGRAMS: dict[str, Callable[[Path, Path], None]] = {
    each.__name__: each for each in (copy_json, copy_orjson, dedup, rensa, gaoya, semhash, datatrove)
}


def _processor_seconds() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _peak_private_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def main() -> None:
    """Run one program, and print its seconds, without imports, those of processors, and its memory as JSON."""
    name, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    few = target.with_suffix(".few.jsonl")
    with source.open("rb") as file:
        _write((line for _, line in zip(range(40), file, strict=False)), few)
    PROGRAMS[name](few, target.with_suffix(".warm"))
    begin, taken = time.perf_counter(), _processor_seconds()
    PROGRAMS[name](source, target)
    seconds, taken = time.perf_counter() - begin, _processor_seconds() - taken
    print(json.dumps({"seconds": seconds, "processor_seconds": taken, "peak_mb": _peak_private_mb()}))


if __name__ == "__main__":
    main()
