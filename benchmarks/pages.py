"""How fast pages are read, beside another checkout, and how many words of their main text are kept.

    python benchmarks/pages.py --before CHECKOUT -o benchmarks/runs/DATE-pages
    python benchmarks/pages.py --speed --before CHECKOUT --every 8     the speed alone, by each eighth page

Speed: each of the 403 pages of the folder that DEDUP_DATA names is read by this checkout, by its fast extractor and by
the other checkout, by turns; the least seconds of processor time count. Then all of them are read by one and by two
processes: by the clock, and by the seconds that the caller and the processes take, of which only those of the caller
cannot be shared. Words: pages whose labels hold the main text, those of flairNLP/fundus in the checkout that
DEDUP_FUNDUS names and those of scrapinghub/article-extraction-benchmark in that of DEDUP_ARTICLES, by both extractors,
and by trafilatura alone. What is absent is skipped, and that is said.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

sys.path.insert(0, str(Path(__file__).parent))

from dedup.errors import InputError
from dedup.reading.decoding import decode
from dedup.reading.fast_main_text import FastText
from dedup.reading.html import page_of
from dedup.reading.main_text import MainText
from dedup.reading.options import CAREFUL, FAST
from page_metadata import VARIABLE, labelled_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Labelled: TypeAlias = "tuple[str, bytes, list[str]]"
"""The name and source of a page, and its main text as each of its labels has it."""
HERE = Path(__file__).parent.parent
_WORD = re.compile(r"\w+")
_LOST = 0.5
_TRAFILATURA = "trafilatura alone"
_WAYS = (CAREFUL, FAST, _TRAFILATURA)
_READ = """
import json, sys, time
from pathlib import Path
from dedup.reading.inputs import read_contents
from dedup.reading.options import ReadingOptions
options = ReadingOptions(**json.loads(sys.argv[1]))
for line in sys.stdin:
    path = Path(line.strip())
    page = path.read_bytes() + b"<!-- %d -->" % time.time_ns()  # a page that was read before is not read again
    begin = time.process_time()
    read_contents([(str(path), page)], options)
    print(time.process_time() - begin, flush=True)
"""
_SHARE = """
import os, sys, time
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
begin, before = time.perf_counter(), os.times()
read_paths([sys.argv[1]], ReadingOptions(workers=int(sys.argv[2])))
after = os.times()
own, of_processes = (sum(after[part]) - sum(before[part]) for part in (slice(0, 2), slice(2, 4)))
print(time.perf_counter() - begin, own, of_processes)
"""


class Reader:
    """A program that reads one page after the other, with the sources of a checkout."""

    def __init__(self, checkout: Path, options: str) -> None:
        command = [sys.executable, "-c", _READ, options]
        self._program = subprocess.Popen(
            command, env=_environment(checkout), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds(self, page: Path) -> float:
        """Return the seconds of processor time that a page takes."""
        taken, given = cast("IO[str]", self._program.stdin), cast("IO[str]", self._program.stdout)
        print(page, file=taken, flush=True)
        return float(given.readline())

    def end(self) -> None:
        """Let the program end."""
        self._program.communicate()


def _environment(checkout: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(checkout / "src")}


def speed(data: Path, before: Path | None, turns: int, every: int) -> dict[str, Any]:
    """Return the least seconds of each page and program in some turns, and how many times as fast the programs are.

    The programs read each page by turns, so that what else the machine does slows all of them.
    """
    programs = {"now": (HERE, "{}"), "fast": (HERE, '{"extractor": "fast"}')}
    if before is not None:
        programs["before"] = (before, "{}")
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(data / "pages.tar.xz") as archive:
            archive.extractall(place, filter="data")
        pages = sorted(Path(place).rglob("*.html"))
        readers = {name: Reader(*program) for name, program in programs.items()}
        for page in pages[every // 2 :: 8 * every]:  # what is imported once is no time of a page
            for reader in readers.values():
                reader.seconds(page)
        rows = [{"page": str(page.relative_to(place)), **_least(readers, page, turns)} for page in pages[::every]]
        for reader in readers.values():
            reader.end()
        found = {"pages": len(rows), "rows": rows, "load": os.getloadavg(), **_ratios(rows, list(programs))}
        return found if every > 1 else {**found, **share(Path(place), turns)}


def _least(readers: dict[str, Reader], page: Path, turns: int) -> dict[str, float]:
    taken = [{name: reader.seconds(page) for name, reader in readers.items()} for _ in range(turns)]
    return {name: round(min(turn[name] for turn in taken), 5) for name in readers}


def _ratios(rows: list[dict[str, Any]], programs: list[str]) -> dict[str, Any]:
    milliseconds = {name: round(1000 * statistics.fmean(row[name] for row in rows), 2) for name in programs}
    before = milliseconds.get("before")
    times = {name: round(before / one, 2) for name, one in milliseconds.items()} if before else {}
    return {"milliseconds_a_page": milliseconds, "times_as_fast": times}


def share(pages: Path, turns: int) -> dict[str, Any]:
    """Return what one and two processes take: by the clock, by the caller, and by the processes together."""
    found: dict[str, Any] = {"one_process": [], "two_processes": []}
    for _ in range(turns):
        for number, name in enumerate(found, start=1):
            command = [sys.executable, "-c", _SHARE, str(pages), str(number)]
            done = subprocess.run(command, env=_environment(HERE), check=True, capture_output=True, text=True)
            found[name].append([float(one) for one in done.stdout.split()])
    wall = [statistics.median(one[0] for one in found[name]) for name in ("one_process", "two_processes")]
    alone = statistics.median(one[1] for one in found["one_process"])
    shared = statistics.median(own + processes / 2 for _, own, processes in found["two_processes"])
    return {**found, "two_processes_times_as_fast": wall[0] / wall[1], "two_processes_at_best": alone / shared}


def words_of(text: str) -> Counter[str]:
    """Return the words of a text, in lower case, with their numbers."""
    return Counter(_WORD.findall(text.lower()))


def fundus_pages(folder: Path) -> Iterator[Labelled]:
    """Yield the test pages of a checkout of flairNLP/fundus; a page has a label for each form of its publisher's."""
    for page in labelled_pages(folder):
        yield page.name, page.source, [_body(one["body"]) for one in page.labels if one.get("body")]


def article_pages(folder: Path) -> Iterator[Labelled]:
    """Yield the pages of a checkout of scrapinghub/article-extraction-benchmark."""
    for name, label in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        yield name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), [label["articleBody"]]


def _body(body: dict[str, Any]) -> str:
    sections = (text for section in body["sections"] for text in (*section["headline"], *section["paragraphs"]))
    return " ".join((*(body.get("summary") or ()), *sections))


def words(pages: Iterable[Labelled]) -> dict[str, Any]:
    """Return the shares of words that each way of reading keeps, for each page, and their means."""
    rows = []
    for name, data, bodies in pages:
        source, _ = decode(name, data, None, markup=True)
        texts = {way: _text(source, way) for way in _WAYS}
        longest = words_of(max(texts.values(), key=len))
        labels = [words_of(body) for body in bodies]
        label = max(labels, key=lambda body: (body & longest).total() / max(body.total(), 1), default=Counter())
        if label:
            rows.append({"page": name, **{way: _scores(label, words_of(text)) for way, text in texts.items()}})
    return {"pages": len(rows), "means": {way: _means(rows, way) for way in _WAYS}, "rows": rows}


def _text(source: str, way: str) -> str:
    module: Any = import_module("dedup.reading.html")  # what it calls is replaced
    kept = module.fast_main_text
    if way == _TRAFILATURA:
        module.fast_main_text = lambda *_: FastText(MainText(), is_sound=False)
    try:
        return page_of("", source, extractor=FAST if way == FAST else CAREFUL).text
    except InputError:
        return ""
    finally:
        module.fast_main_text = kept


def _scores(label: Counter[str], found: Counter[str]) -> tuple[float, float]:
    shared = (label & found).total()
    return round(shared / label.total(), 4), round(shared / max(found.total(), 1), 4)


def _means(rows: list[dict[str, Any]], way: str) -> dict[str, float]:
    recall = [row[way][0] for row in rows]
    return {
        "recall": round(statistics.fmean(recall), 4),
        "precision": round(statistics.fmean(row[way][1] for row in rows), 4),
        "lose_over_half": sum(share < _LOST for share in recall),
    }


def main() -> None:
    """Measure what can be measured here, print the sums, and write the raw numbers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--before", type=Path, help="another checkout, whose sources are under src/")
    options.add_argument("--speed", action="store_true", help="measure the speed alone")
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--every", type=int, default=1, help="read each page of so many beside the other checkout")
    options.add_argument("-o", "--output", type=Path, help="the folder for raw numbers")
    given = options.parse_args()
    data = os.environ.get("DEDUP_DATA")
    if data and (Path(data) / "pages.tar.xz").is_file():
        result = speed(Path(data), given.before, given.turns, given.every)
        print(json.dumps({name: value for name, value in result.items() if name != "rows"}, indent=1))
        keep(given.output, "speed", result)
    else:
        print("speed: skipped, because DEDUP_DATA names no folder with pages.tar.xz")
    if not given.speed:
        measure_words(given.output)


def measure_words(output: Path | None) -> None:
    """Measure the words that are kept of each set of labelled pages, print the means, and keep all rows."""
    for variable, sign, pages in (
        (VARIABLE, "tests/resources/parser/test_data", fundus_pages),
        ("DEDUP_ARTICLES", "ground-truth.json", article_pages),
    ):
        folder = os.environ.get(variable)
        if folder and (Path(folder) / sign).exists():
            result = words(pages(Path(folder)))
            print(json.dumps(result["means"], indent=1))
            keep(output, f"words-{pages.__name__.replace('_', '-')}", result)
        else:
            print(f"words: skipped, because {variable} names no checkout with {sign}")


def keep(folder: Path | None, name: str, result: dict[str, Any]) -> None:
    """Write raw numbers into a folder, if one was given."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
