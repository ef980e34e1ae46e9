"""Shows that a change leaves the results as they were: the digest of each result, beside another checkout or a file.

    python benchmarks/digests.py [INPUT ...] [--against SRC] [--keep FILE | --kept FILE] [--option=--memory=512MB ...]

Each input is scanned by a process of its own, and the SHA-256 of its JSON result is printed, without the version of
the program, with the processor seconds and the most memory of that process. Without inputs, these are the seeds and
what the folder that ``DEDUP_DATA`` names has of news, senate, reuters and pages. `--against` scans each input with the
source of another checkout as well, right after, so that times can be compared too; `--rounds` repeats both by turns
and prints the least time of each. `--keep` writes the digests to a file, and `--kept` compares with those of one.
`--option` is given to `dedup scan` as it stands. The command exits with 1 where a digest differs, and says which.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEEDS = Path(__file__).parents[1] / "seeds"
SOURCE = Path(__file__).parents[1] / "src"
_SHARED = ("news.jsonl.gz", "senate.jsonl.gz", "reuters.jsonl.gz")
_PAGES = "pages.tar.xz"
_PROGRAM = "import sys; from dedup.cli import main; sys.exit(main())"
_VERSION = b'  "version":'


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: the digest of its result, the processor seconds and the most memory (MB) that it took."""

    digest: str
    seconds: float
    peak_mb: float


def digest_of(result: Iterable[bytes]) -> str:
    """Return the SHA-256 of the lines of a JSON result, without the line that names the program's version."""
    made = sha256()
    for line in result:
        if not line.startswith(_VERSION):
            made.update(line)
    return made.hexdigest()


def scanned(path: Path, source: Path, options: Sequence[str]) -> Scan:
    """Scan a path with the source of a checkout; a scan that fails ends the command with what it said."""
    command = [sys.executable, "-c", _PROGRAM, "scan", path.name, "--format", "json", *options]
    environment = {**os.environ, "PYTHONPATH": str(source.resolve())}
    with (
        TemporaryDirectory() as folder,
        Path(folder, "result").open("w+b") as result,
        Path(folder, "said").open("w+b") as said,
    ):
        process = subprocess.Popen(command, cwd=path.parent, env=environment, stdout=result, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        result.seek(0)
        digest = digest_of(result)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{path} with {source} exited with {process.returncode}:\n{said.read().decode(errors='replace')}")
    return Scan(digest, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def inputs_of(folder: Path | None, unpacked: Path) -> list[Path]:
    """Return the seeds and what a folder of data has; its web pages are unpacked."""
    found = [SEEDS]
    if folder is None:
        print("skipped news, senate, reuters and pages: DEDUP_DATA names no folder")
        return found
    found += [folder / name for name in _SHARED if (folder / name).is_file()]
    if (folder / _PAGES).is_file():
        with tarfile.open(folder / _PAGES) as archive:
            archive.extractall(unpacked, filter="data")
        found.append(unpacked / "pages")
    missing = [name for name in (*_SHARED, _PAGES) if not (folder / name).is_file()]
    if missing:
        print("skipped, as", folder, "has none:", *missing)
    return found


def best(scans: Sequence[Scan]) -> Scan:
    """Return the scan that took the least time; they must agree in their digest."""
    if len({scan.digest for scan in scans}) > 1:
        sys.exit("the same input gave several results from the same source")
    return min(scans, key=lambda scan: scan.seconds)


def main() -> None:
    """Print the digests, and compare them."""
    arguments = _arguments()
    sources = [SOURCE, *([arguments.against] if arguments.against else [])]
    kept: dict[str, str] = json.loads(arguments.kept.read_text(encoding="utf-8")) if arguments.kept else {}
    digests: dict[str, str] = {}
    different: list[str] = []
    rows = []
    with ExitStack() as stack:
        unpacked = Path(stack.enter_context(TemporaryDirectory()))
        named = os.environ.get("DEDUP_DATA")
        for path in arguments.inputs or inputs_of(Path(named).resolve() if named else None, unpacked):
            rounds = [[scanned(path, source, arguments.option) for source in sources] for _ in range(arguments.rounds)]
            scans = [best(list(scans)) for scans in zip(*rounds, strict=True)]
            own = digests[path.name] = scans[0].digest
            expected = [scan.digest for scan in scans[1:]] + ([kept[path.name]] if path.name in kept else [])
            if any(digest != own for digest in expected):
                different.append(path.name)
            ratio = f"{scans[0].seconds / scans[1].seconds:.2f}" if len(scans) > 1 else ""
            for source, scan in zip(sources, scans, strict=True):
                rows.append((path.name, source, scan.digest[:16], scan.seconds, scan.peak_mb, ratio))
                ratio = ""
    headers = ("input", "source", "digest", "CPU s", "peak MB", "time beside the other")
    print(tabulate(rows, headers, floatfmt=("", "", "", ".2f", ".0f", "")))
    if arguments.keep:
        arguments.keep.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    if different:
        sys.exit(f"the results differ: {', '.join(different)}")
    if arguments.against or arguments.kept:
        print("all results are the same")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=lambda name: Path(name).resolve(), metavar="INPUT")
    parser.add_argument("--against", type=Path, metavar="SRC", help="the src folder of another checkout")
    parser.add_argument("--option", action="append", default=[], help="an option of dedup scan, such as --workers=1")
    parser.add_argument("--rounds", type=int, default=1)
    file = parser.add_mutually_exclusive_group()
    file.add_argument("--keep", type=Path, metavar="FILE")
    file.add_argument("--kept", type=Path, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
