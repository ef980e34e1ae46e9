"""Measures an index: how fast it takes documents in, how large it is, how long one article takes to be looked up.

    python benchmarks/index.py [--sizes 1000,10000,100000] [--queries 60] [--keep]

Articles are made from the real text of ``DEDUP_DATA`` (see `articles`), or from invented words where that is not set;
with it, the real ones are added too. The index grows from size to size. Beside each look-up stand, in the same run,
what would be done without an index (scanning everything again) and a query of datasketch's `MinHashLSH`, which holds
all in memory, knows signatures only and verifies nothing. `--sizes 1000,10000,100000,1000000` shows the curve as far
as a million; that takes an hour and ten gigabytes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from dedup.documents import Document, batch_of, collection_of
from dedup.index.store import open_store
from dedup.index.update import add
from dedup.sketch.signatures import sign, to_minhashes
from dedup.walks.lookup import lookup
from dedup.walks.scan import scan
from lib.articles import SEED, made_articles, real_articles, word_stream
from lib.kept_runs import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedup.documents import Collection
    from dedup.index.store import Store

BATCH = 2_000
"""Documents in one record batch."""
AT_ONCE = 50_000
"""Documents in one addition."""
RESCANNED = 10_000
"""The largest collection that is scanned anew for comparison."""
COLD = 5
PACKAGES = ("numpy", "pyarrow", "zstandard", "datasketch")


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def batched(documents: Sequence[Document]) -> Collection:
    """Return documents as a collection of several batches, as the readers give them."""
    whole = collection_of([])
    batches = [batch_of(documents[at : at + BATCH]) for at in range(0, len(documents), BATCH)]
    return type(whole)(tuple(batches), bytes=sum(len(document.text.encode()) for document in documents))


def grow(store: Store, documents: Sequence[Document]) -> float:
    """Add documents, and return the seconds that it took."""
    taken = 0.0
    for at in range(0, len(documents), AT_ONCE):
        collection = batched(documents[at : at + AT_ONCE])
        taken += seconds(lambda given=collection: add(store, given))  # type: ignore[misc]
    return taken


def looked_up(store: Store, queries: Sequence[Document]) -> list[float]:
    """Return the seconds that each article takes to be looked up, in a process that did so before."""
    lookup(store, collection_of(queries[:1]))
    return [seconds(lambda one=query: lookup(store, collection_of([one]))) for query in queries]  # type: ignore[misc]


def cold(index: Path, query: Document) -> list[float]:
    """Return the seconds that the command takes."""
    file = index.with_name("query.txt")
    file.write_text(query.text, encoding="utf-8")
    command: list[str | Path] = [Path(sys.executable).with_name("dedup"), "index", "lookup", index, file]
    return [seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(COLD)]


def in_memory(documents: Sequence[Document], queries: Sequence[Document]) -> float:
    """Return the median seconds in which datasketch answers a query, signing the article included."""
    from datasketch import MinHashLSH  # noqa: PLC0415 - slow to import

    forest = MinHashLSH(threshold=0.5, num_perm=128)
    signed = to_minhashes(sign([document.text for document in documents]))
    with forest.insertion_session() as session:
        for document, minhash in zip(documents, signed, strict=True):
            session.insert(document.id, minhash, check_duplication=False)
    return statistics.median(
        seconds(lambda one=query: forest.query(to_minhashes(sign([one.text]))[0]))  # type: ignore[misc]
        for query in queries
    )


def measure(sizes: Sequence[int], queries: int) -> dict[str, Any]:
    """Return the numbers of a run."""
    real = real_articles()
    stream = word_stream(real)
    numbers: dict[str, Any] = {"text": "real words" if real else "invented words", "seed": SEED, "sizes": []}
    with tempfile.TemporaryDirectory() as folder:
        if real:
            numbers["real"] = taken_in(Path(folder) / "real.dedup", real)
        path = Path(folder) / "made.dedup"
        documents = list(made_articles(stream, sizes[-1]))
        asked = list(made_articles(stream, queries // 2, seed=SEED + 1, name="new"))
        reprinted = documents[: min(sizes[0], queries - len(asked))]
        asked += [Document(f"again-{each.id}", f"Reprinted. {each.text}", publisher="Reprints") for each in reprinted]
        before = 0
        with open_store(path, write=True) as store:
            for size in sizes:
                taken = grow(store, documents[before:size])
                numbers["sizes"].append(at_size(store, documents[:size], asked, (size - before) / taken))
                before = size
    return numbers


def taken_in(path: Path, documents: Sequence[Document]) -> dict[str, Any]:
    """Return how the real articles are taken in."""
    with open_store(path, write=True) as store:
        taken = grow(store, documents)
        text = store.state["bytes"]
    return {
        "documents": len(documents),
        "added_a_second": len(documents) / taken,
        "file_of_text": path.stat().st_size / text,
    }


def at_size(store: Store, documents: Sequence[Document], asked: Sequence[Document], rate: float) -> dict[str, Any]:
    """Return what is measured of an index of one size."""
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new = looked_up(store, [article for article in asked if article.id.startswith("new")])
    reprints = looked_up(store, [article for article in asked if article.id.startswith("again")])
    commands = cold(store.path, asked[0])
    few = len(documents) <= RESCANNED
    return {
        "documents": len(documents),
        "added_a_second": rate,
        "file_of_text": store.path.stat().st_size / store.state["bytes"],
        "new_median_ms": statistics.median(new) * 1000,
        "reprint_median_ms": statistics.median(reprints) * 1000,
        "worst_ms": max([*new, *reprints]) * 1000,
        "command_median_s": statistics.median(commands),
        "scan_again_s": seconds(lambda: scan(batched([*documents, asked[0]]))) if few else None,
        "datasketch_query_ms": in_memory(documents, asked) * 1000 if len(documents) <= AT_ONCE * 2 else None,
        "raw": {"new_s": new, "reprints_s": reprints, "command_s": commands},
    }


def table(numbers: dict[str, Any]) -> str:
    """Return the numbers as they are shown."""
    headings = [
        "documents",
        "added/s",
        "file/text",
        "new ms",
        "reprint ms",
        "worst",
        "command s",
        "scan s",
        "datasketch ms",
    ]
    rows = [[value for name, value in size.items() if name != "raw"] for size in numbers["sizes"]]
    drawn: str = tabulate(rows, headings, floatfmt=".3g", missingval="-")
    if "real" in numbers:
        real = numbers["real"]
        told = f"real news: {real['documents']} documents, {real['added_a_second']:.0f} added a second"
        drawn = f"{told}, file/text {real['file_of_text']:.3f}\n\n{drawn}"
    return drawn


def main() -> None:
    """Measure, show, and keep if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    numbers = measure([int(size) for size in options.sizes.split(",")], options.queries)
    shown = table(numbers)
    print(shown)
    if options.keep:
        print(keep("index", numbers, PACKAGES, shown))


if __name__ == "__main__":
    main()
