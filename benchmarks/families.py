"""How time and memory grow with the number of versions of one text, clusters and origins included.

    python benchmarks/families.py [--before CHECKOUT] [--families versions,descent,parts] [--sizes 250,1000,3000]
        [--corpora FILE,…] [--turns 3] [--all-pairs] [--keep]

Families are generated from real words (DEDUP_DATA, or the shipped seeds): *versions*, each 270 words of which one in
twenty is dropped or replaced; *descent*, each such a version of one of those before it; *parts*, each 60 words around
one sentence of a text of 1,000 words, with one word in fifty replaced. Each scan is a process of its own, this checkout
and the other one by turns: processor seconds and peak memory of the scan of documents that are in memory. The exponent
is the slope between the smallest and the largest family. `--corpora` measures JSON Lines of yours beside them, claims
and all; no families are made with `--families ''`. `--all-pairs` lists every pair instead. `--keep` writes the
run to ``runs``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.kept_runs import keep
from lib.material import real_material

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Words = list[str]

HERE = Path(__file__).parents[1]
PACKAGES = ("numpy", "pyarrow", "rapidfuzz")
VERSION, WHOLE, PART = 270, 1_000, 60
_SCAN = """
import json, resource, sys, time
from dedup.engines.local import Local
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from dedup.settings import Settings
from dedup.walks.scan import scan
few, all = (read_paths([path], ReadingOptions()) for path in sys.argv[1:3])
scan(few, engine=Local(1))
begin = time.process_time()
result = scan(all, Settings(all_pairs=sys.argv[3] == "all"), engine=Local(1))
print(json.dumps({
    "seconds": time.process_time() - begin, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
    "pairs": len(result.copies), "clusters": [len(cluster.members) for cluster in result.clusters][:5],
}))
"""
FEW = 40
"""Documents after whose scan everything is loaded."""


def versions(words: Words, count: int, chance: random.Random) -> Iterator[Words]:
    """Yield a text and noisy versions of it."""
    for number in range(count):
        yield changed(words[:VERSION], words, 0.05, chance) if number else words[:VERSION]


def descent(words: Words, count: int, chance: random.Random) -> Iterator[Words]:
    """Yield a text, and noisy versions of those before."""
    made = [words[:VERSION]]
    for _ in range(count):
        yield made[-1]
        made.append(changed(chance.choice(made), words, 0.05, chance))


def parts(words: Words, count: int, chance: random.Random) -> Iterator[Words]:
    """Yield a long text, and parts of it that overlap by a sentence at least."""
    yield words[:WHOLE]
    for _ in range(count - 1):
        first = WHOLE // 2 + chance.randrange(PART // 3)
        yield changed(words[first : first + PART], words, 0.02, chance)


FAMILIES: dict[str, Callable[[Words, int, random.Random], Iterator[Words]]] = {
    "versions": versions,
    "descent": descent,
    "parts": parts,
}


def changed(text: Words, others: Words, share: float, chance: random.Random) -> Words:
    """Return a text of which a share of the words is replaced, or dropped in two of five cases."""
    kept = (word if chance.random() >= share else chance.choice(others) for word in text)
    return [word for word in kept if chance.random() >= share * 2 / 5]


def texts_of(family: str, count: int) -> list[str]:
    """Return the texts of a family, the same for the same words."""
    material = real_material()
    bounds = zip(material.starts[:20_000].tolist(), material.ends[:20_000].tolist(), strict=True)
    words = [material.pool[low:high].tobytes().decode() for low, high in bounds]
    chance = random.Random(count)  # noqa: S311 - no secret
    return [" ".join(text) for text in FAMILIES[family](words, count, chance)]


def scanned(checkout: Path, file: Path, *, all_pairs: bool) -> dict[str, Any]:
    """Return what a scan by the sources of a checkout took and found."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    with tempfile.TemporaryDirectory() as place:
        few = Path(place, "few.jsonl")
        with file.open("rb") as lines:
            few.write_bytes(b"".join(islice(lines, FEW)))
        command = [sys.executable, "-c", _SCAN, str(few), str(file), "all" if all_pairs else "some"]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def inputs(options: argparse.Namespace, place: Path) -> Iterator[tuple[str, int, Path]]:
    """Yield the families and corpora: name, number of documents and file."""
    for family in options.families:
        for count in options.sizes:
            file = place / f"{family}.jsonl"
            rows = ({"id": f"v{number}", "text": text} for number, text in enumerate(texts_of(family, count)))
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            yield family, count, file
    for file in options.corpora:
        with file.open("rb") as lines:
            yield file.stem, sum(1 for _ in lines), file


def measured(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return a row for each input and checkout, with the numbers of each turn."""
    checkouts = {"now": HERE} | ({"before": options.before} if options.before else {})
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for name, count, file in inputs(options, Path(place)):
            turns: dict[str, list[dict[str, Any]]] = {checkout: [] for checkout in checkouts}
            for _ in range(options.turns):
                for checkout, folder in checkouts.items():
                    turns[checkout].append(scanned(folder, file, all_pairs=options.all_pairs))
            for checkout, found in turns.items():
                rows.append({"family": name, "documents": count, "checkout": checkout, "turns": found})
                print(line_of(rows[-1]), flush=True)
    return rows


def best(row: dict[str, Any]) -> float:
    """Return the fewest seconds of a row's turns."""
    return float(min(turn["seconds"] for turn in row["turns"]))


def line_of(row: dict[str, Any]) -> str:
    """Return a row of the table."""
    turn = row["turns"][0]
    return (
        f"{row['family']:9} {row['documents']:6,} {row['checkout']:7} {best(row):8.2f} s {turn['peak'] / 1e6:7,.0f} MB "
        f"{turn['pairs']:9,} pairs, largest clusters {sorted(turn['clusters'], reverse=True)[:3]}"
    )


def exponents(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield for each family and checkout the slope of the time against the documents, both as logarithms."""
    for name in dict.fromkeys((row["family"], row["checkout"]) for row in rows):
        of_name = [row for row in rows if (row["family"], row["checkout"]) == name]
        first, last = of_name[0], of_name[-1]
        if first is not last:
            slope = math.log(best(last) / best(first)) / math.log(last["documents"] / first["documents"])
            yield f"{name[0]:9} {name[1]:7} exponent {slope:.2f}"


def main() -> None:
    """Measure the families, and keep the numbers if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path)
    parser.add_argument(
        "--sizes", type=lambda listed: [int(size) for size in listed.split(",")], default="250,1000,3000"
    )
    parser.add_argument(
        "--families", type=lambda listed: [name for name in listed.split(",") if name], default=list(FAMILIES)
    )
    parser.add_argument("--corpora", type=lambda listed: [Path(name) for name in listed.split(",")], default=[])
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--all-pairs", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    rows = measured(options)
    slopes = list(exponents(rows))
    print("\n".join(slopes))
    if options.keep:
        table = "\n".join([*map(line_of, rows), *slopes])
        print(
            keep("families", {"material": real_material().name, "load": os.getloadavg(), "rows": rows}, PACKAGES, table)
        )


if __name__ == "__main__":
    main()
