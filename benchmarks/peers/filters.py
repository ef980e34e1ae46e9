"""Programs that write a corpus without copies: JSON Lines in, JSON Lines out, each with the lines as they were.

    python -m peers.filters NAME SOURCE TARGET

Each is used as its own documentation shows, on shingles of five words and at a Jaccard of 0.8 where it can be told.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


class StageSeconds:
    """A watch that adds up the processor seconds of each stage of a walk."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002 - a watch
        """Add the processor seconds of the block to those of the stage."""
        begin = _processor_seconds()
        yield lambda _units: None
        self.seconds[name] = self.seconds.get(name, 0) + _processor_seconds() - begin

    def tell(self, message: str) -> None:
        """Say it beside the figures."""
        print(message, file=sys.stderr)


def dedup(source: Path, target: Path, **options: Any) -> dict[str, float]:
    """Filter by this program, with its usual options; return the processor seconds of its stages."""
    import shutil  # noqa: PLC0415 - see above

    from dedup import filter as run  # noqa: PLC0415 - see above

    folder, watch = target.with_name(f"{target.name}.folder"), StageSeconds()
    run(source, folder, watch=watch, **options)
    shutil.move(folder / source.name, target)
    return watch.seconds


def dedup_near(source: Path, target: Path) -> dict[str, float]:
    """Filter by this program, for identical and near-identical texts only, as the others do."""
    return dedup(source, target, copies=("identical", "near-identical"))


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
    """Filter by SemHash, which compares embeddings: here those static ones that the wheel of WordLlama brings along."""
    from importlib.util import find_spec  # noqa: PLC0415 - see above

    from model2vec import StaticModel  # noqa: PLC0415 - see above
    from safetensors.numpy import load_file  # noqa: PLC0415 - see above
    from semhash import SemHash  # noqa: PLC0415 - see above
    from tokenizers import Tokenizer  # noqa: PLC0415 - see above

    spec = find_spec("wordllama")
    assert spec is not None  # noqa: S101 - what is not installed does not run
    assert spec.origin is not None  # noqa: S101 - see above
    home = Path(spec.origin).parent
    (vectors,) = load_file(home / "weights/l2_supercat_256.safetensors").values()
    model = StaticModel(vectors, Tokenizer.from_file(str(home / "tokenizers/l2_supercat_tokenizer_config.json")))
    lines = source.read_bytes().splitlines(keepends=True)
    rows = [{"number": str(number), "text": json.loads(line)["text"]} for number, line in enumerate(lines)]
    kept = SemHash.from_records(rows, columns=["text"], model=model).self_deduplicate().selected
    _write((lines[number] for number in sorted(int(row["number"]) for row in kept)), target)


def text_dedup(source: Path, target: Path) -> None:
    """Filter by text-dedup's MinHash with its check of false positives, as its first example has it."""
    from datasets import load_from_disk  # noqa: PLC0415 - see above
    from text_dedup.config import (  # noqa: PLC0415 - see above
        Config,
        LocalInputConfig,
        MinHashAlgorithmConfig,
        OutputConfig,
    )
    from text_dedup.config.debug import DebugConfig  # noqa: PLC0415 - see above
    from text_dedup.minhash import main as run  # noqa: PLC0415 - see above

    folder = str(target.with_name(f"{target.name}.folder"))
    cache = f"{folder}.cache"
    read = {"path": "json", "data_files": [str(source)], "split": "train", "cache_dir": cache}
    minhash = MinHashAlgorithmConfig(
        algorithm_name="minhash",
        text_column="text",
        num_perm=PERMUTATIONS,
        threshold=THRESHOLD,
        ngram_size=WORDS,
        check_false_positive=True,
        num_proc=1,
    )
    run(
        Config.model_construct(
            input=LocalInputConfig(file_type="json", read_arguments=read),
            algorithm=minhash,
            output=OutputConfig(output_dir=folder),
            debug=DebugConfig(),
        )
    )
    load_from_disk(folder).to_json(str(target), force_ascii=False)


def dolma(source: Path, target: Path) -> None:
    """Filter by dolma's Bloom filter of paragraphs: a document goes if 0.8 of its characters were in earlier ones."""
    import gzip  # noqa: PLC0415 - see above

    from dolma import deduper, mixer  # noqa: PLC0415 - see above

    folder, name = target.with_name(f"{target.name}.folder"), "paragraphs"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / source.name).symlink_to(source.resolve())
    documents, work = [f"{folder}/documents/*"], {"input": f"{folder}/in", "output": f"{folder}/work"}
    deduper(
        {
            "documents": documents,
            "work_dir": work,
            "dedupe": {"name": name, "paragraphs": {"attribute_name": name}, "skip_empty": True},
            "bloom_filter": {
                "file": f"{folder}/filter",
                "size_in_bytes": 0,
                "read_only": False,
                "estimated_doc_count": 5_000_000,
                "desired_false_positive_rate": 1e-6,
            },
            "processes": 1,
            "compression": {"input": None, "output": None},
            "is_s3_volume": False,
        }
    )
    repeated = f"([.attributes.{name}[]? | .[1] - .[0]] | add // 0) >= {THRESHOLD} * (.text | length)"
    mixer(
        {
            "streams": [
                {
                    "name": "kept",
                    "documents": documents,
                    "attributes": [name],
                    "output": {"path": f"{folder}/out", "max_size_in_bytes": 1 << 40},
                    "filter": {"include": [], "exclude": [f"{repeated} and (.text | length) > 0"], "syntax": "jq"},
                }
            ],
            "work_dir": work,
            "processes": 1,
        }
    )
    parts = sorted((folder / "out").glob("*.json.gz"))
    _write((gzip.decompress(part.read_bytes()) for part in parts), target)


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


PROGRAMS: dict[str, Callable[[Path, Path], dict[str, float] | None]] = {
    each.__name__: each
    for each in (copy_json, copy_orjson, dedup, dedup_near, rensa, gaoya, semhash, text_dedup, dolma, datatrove)
}
DISTRIBUTIONS = {"copy_orjson": "orjson", "dedup": "dedup-text", "dedup_near": "dedup-text", "text_dedup": "text-dedup"}
"""The distributions of programs that do not bear the name of theirs."""


def _processor_seconds() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _peak_private_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def main() -> None:
    """Run one program, and print its seconds, without imports, those of processors, its memory and version as JSON."""
    name, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    few = target.with_suffix(".few.jsonl")
    with source.open("rb") as file:
        _write((line for _, line in zip(range(40), file, strict=False)), few)
    PROGRAMS[name](few, target.with_suffix(".warm"))
    begin, taken = time.perf_counter(), _processor_seconds()
    stages = PROGRAMS[name](source, target)
    seconds, taken = time.perf_counter() - begin, _processor_seconds() - taken
    figures: dict[str, Any] = {"seconds": seconds, "processor_seconds": taken, "peak_mb": _peak_private_mb()}
    if name != "copy_json":
        figures["version"] = version(DISTRIBUTIONS.get(name, name))
    print(json.dumps({**figures, **({"stages": stages} if stages else {})}))


if __name__ == "__main__":
    main()
