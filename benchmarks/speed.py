"""Compares this program and its peers on the same JSON Lines, by turns, each in a process of its own.

    python benchmarks/speed.py [--folder PEERS [--install]] [--peers gaoya,rensa,…] [--inputs news,news2k,made,made2k]
                               [--corpus FILE] [--rounds 3] [--limit 900] [--keep]

The inputs are the news articles of the folder that ``DEDUP_DATA`` names (`news`, for passages their first 2,000,
`news2k`) and generated ones (`made`, `made2k`), which need no data; ``--corpus`` measures a file of yours instead.
Peers are installed only with ``--install``, into environments of their own below the folder that you name (or that
``DEDUP_PEERS`` names). What cannot be had is told as skipped, with the reason. Seconds, memory, recall and precision
are printed, and targets beside them; the best of the rounds counts. ``--keep`` writes the run to ``benchmarks/runs``
and draws its plots into ``reports/benchmarks``. See docs/speed.md.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib import made_news, speed_plots
from lib.kept_runs import keep
from lib.scoring import Scorer
from lib.speed_tables import report
from peers.catalogue import HOMES, PEERS, TASKS
from peers.homes import install, lacking, version_of
from peers.running import Stand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peers.catalogue import Peer, Task

FEW = 2_000
"""Documents of the inputs for passages: some peers compare each two."""
PACKAGES = ("dedup-text", "numpy", "pyarrow", "orjson")
REPORTS = Path(__file__).parents[1] / "reports" / "benchmarks"


@dataclass(frozen=True)
class Input:
    """A file that is measured on, what for, and the reference pairs where there are some."""

    name: str
    path: Path
    tasks: tuple[Task, ...]
    labels: Path | None = None


def say(line: str) -> None:
    """Tell what happens while results are made."""
    print(line, file=sys.stderr, flush=True)


def inputs(options: argparse.Namespace, folder: Path) -> list[Input]:
    """Return the inputs that can be had; what cannot is told."""
    large: tuple[Task, ...] = ("pairs", "sign", "threads")
    if options.corpus is not None:
        few = folder / "few.jsonl"
        _first(options.corpus, few)
        return [
            Input(options.corpus.name, options.corpus, large),
            Input(f"{options.corpus.name}, first", few, ("passages",)),
        ]
    wanted = options.inputs.split(",")
    found = []
    data = Path(os.environ.get("DEDUP_DATA", "")) / "news.jsonl.gz"
    for name, first in (("news", "news2k"), ("made", "made2k")):
        if name not in wanted and first not in wanted:
            continue
        whole = folder / f"{name}.jsonl"
        if name == "made":
            made_news.write(whole, options.documents)
        elif data.is_file():
            with gzip.open(data) as packed, whole.open("wb") as lines:
                shutil.copyfileobj(packed, lines)
        else:
            say(f"skipped: news and news2k, there is no {data.name}; DEDUP_DATA names its folder")
            continue
        if name in wanted:
            labels = data.with_name("news.pairs.tsv") if name == "news" else None
            found.append(Input(name, whole, large, labels))
        if first in wanted:
            _first(whole, folder / f"{first}.jsonl")
            found.append(Input(first, folder / f"{first}.jsonl", ("passages",)))
    return found


def _first(source: Path, target: Path, count: int = FEW) -> Path:
    """Write the first lines of a file to another."""
    with source.open("rb") as lines, target.open("wb") as few:
        few.writelines(islice(lines, count))
    return target


def chosen(options: argparse.Namespace) -> tuple[list[Peer], dict[str, str]]:
    """Return the peers to measure, and of the others why they are not."""
    wanted = None if options.peers is None else set(filter(None, options.peers.split(",")))
    unknown = (wanted or set()) - {peer.name for peer in PEERS}
    if unknown:
        sys.exit(f"there is no peer {', '.join(sorted(unknown))}; there are {', '.join(peer.name for peer in PEERS)}")
    asked = [peer for peer in PEERS if wanted is None or not peer.home or peer.name in wanted]
    homes = list(dict.fromkeys(peer.home for peer in asked if peer.home))
    failed = install(homes, options.folder) if options.install else {}
    gone = {home: reason for home in homes if (reason := failed.get(home) or lacking(home, options.folder))}
    return [peer for peer in asked if peer.home not in gone], {p.name: gone[p.home] for p in asked if p.home in gone}


def measure(
    source: Input, peers: Sequence[Peer], options: argparse.Namespace, stand: Stand, folder: Path
) -> dict[str, Any]:
    """Return what each peer gave on one input: every round runs all of them, one after the other."""
    rows: dict[str, dict[str, Any]] = {}
    scorer = Scorer(source.path, source.labels)
    for turn in range(options.rounds):
        for peer in peers:
            row = rows.setdefault(f"{peer.task}:{peer.key}", _empty(peer))
            if peer.task not in source.tasks or "problem" in row:
                continue
            say(f"{source.name}, round {turn + 1}: {peer.shown}")
            outcome = stand.run(peer, source.path, _first(source.path, folder / f"warm{peer.warm}.jsonl", peer.warm))
            if outcome.problem is not None:
                row["problem"] = outcome.problem
                say(f"  {outcome.problem}")
                continue
            for name in ("seconds", "start", "peak_mb"):
                row[name].append(getattr(outcome, name))
            if not turn:  # every round finds the same
                row.update(scorer.score(peer, outcome.rows))
    taken = {key: row for key, row in rows.items() if row["seconds"] or "problem" in row}
    size = source.path.stat().st_size
    reference = {
        task: len(scorer.pairs if task == "pairs" else scorer.runs)
        for task in source.tasks
        if task in ("pairs", "passages")
    }
    return {
        "input": source.name,
        "bytes": size,
        "documents": len(scorer.words.ids),
        "reference": reference,
        "rows": taken,
    }


def _empty(peer: Peer) -> dict[str, Any]:
    shown = {"shown": peer.shown, "task": peer.task, "ours": peer.ours, "gives": peer.gives, "command": peer.command}
    return {**shown, "seconds": [], "start": [], "peak_mb": []}


def versions(peers: Iterable[Peer], folder: Path | None) -> dict[str, str]:
    """Return the versions of the peers that took part."""
    homes = dict.fromkeys(peer.home for peer in peers if peer.home)
    return {home: version_of(home, folder) for home in homes}


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    there = os.environ.get("DEDUP_PEERS")
    parser.add_argument("--folder", type=Path, default=there and Path(there), help="or DEDUP_PEERS: their environments")
    parser.add_argument("--install", action="store_true", help="make those that are missing")
    parser.add_argument("--peers", help="names, with commas between; all without it, none with ''")
    parser.add_argument("--inputs", default="news,news2k,made,made2k")
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--corpus", type=Path, help="JSON Lines with id and text, instead of the inputs")
    parser.add_argument("--documents", type=int, default=20_000, help="articles of the generated input")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900, help="seconds that one run of one program may take")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--draw", type=Path, metavar="RUN", help="only draw the plots of a kept run")
    options = parser.parse_args(arguments)
    if options.install and options.folder is None:
        parser.error("--install needs --folder, or DEDUP_PEERS: where the peers are to be installed")
    options.folder = options.folder and options.folder.resolve()
    return options


def main() -> None:
    """Measure, print the tables, and keep the run if that is asked for."""
    options = options_of()
    if options.draw is not None:
        print(*speed_plots.draw(options.draw / "raw.json", REPORTS), sep="\n")
        return
    peers, skipped = chosen(options)
    peers = [peer for peer in peers if peer.task in options.tasks.split(",")]
    stand = Stand(options.folder, options.limit)
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        folder = Path(name)
        measured = [measure(source, peers, options, stand, folder) for source in inputs(options, folder)]
    numbers = {
        "rounds": options.rounds,
        "limit": options.limit,
        "peers": versions(peers, options.folder),
        "homes": {peer.home: HOMES[peer.home].python or HOMES[peer.home].npm for peer in peers if peer.home},
        "skipped": skipped,
        "inputs": measured,
    }
    table = report(numbers)
    print(table)
    if options.keep:
        kept = keep("speed", numbers, PACKAGES, table)
        print(kept, *speed_plots.draw(kept / "raw.json", REPORTS), sep="\n")


if __name__ == "__main__":
    main()
