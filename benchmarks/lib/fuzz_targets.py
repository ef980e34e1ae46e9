"""What is called with damaged inputs: every reader, report, and file that the program reads back.

A target takes the numbers of some inputs, and raises where something is wrong: any exception but the program's own, a
report that its parser does not read, one in which a text acts, or another result with another number of workers.
Readers take many inputs at once, as one collection: a scan and a report of sixty documents take little longer than
those of one.
"""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt
from tests.report.hostile import acts

from dedup.cli.configuration import configured
from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.errors import DedupError
from dedup.filtering.options import FilterOptions
from dedup.gate.baseline import read_baseline, written
from dedup.gate.corpus import EMPTY
from dedup.gate.rules import Rules
from dedup.index.inspection import describe_index, faults
from dedup.index.store import open_store
from dedup.index.update import add
from dedup.progress import SILENT
from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.options import ReadingOptions
from dedup.report.formats import CHECK_FORMATS, ROW_FORMATS, SCAN_FORMATS, RenderOptions, render, render_check
from dedup.report.saved_results import dumps, loads
from dedup.settings import Settings
from dedup.walks.check import check
from dedup.walks.filter import filter_files
from dedup.walks.lookup import lookup
from dedup.walks.scan import scan
from lib.mutation import mutated
from lib.pumped_inputs import pumped
from lib.sound_inputs import BODY, VARIANTS, sound_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.documents import Collection
    from dedup.filtering.options import Level
    from dedup.gate.baseline import Baseline
    from dedup.gate.findings import CheckResult
    from dedup.results import ScanResult

Numbers: TypeAlias = "Sequence[int]"

BATCH = 60
"""How many inputs are called together."""
_LENGTH = 20_000
"""Characters of a pumped input."""
_MUCH, _GROWTH = 0.3, 3.0
"""Seconds of work of a pumped input that are looked at, and how much longer one of twice its length may take."""
_TIMES = 3
"""Measurements that have to agree on it: on a busy machine, one may be three times as long as another."""
_OPTIONS = RenderOptions(include_accepted=True)
_PAIR = [Document("a", BODY), Document("b", f"First.\n\n{BODY}")]
_CONFIGURATION = b'words = 5\nignore = ["a*"]\n[column]\ntext = "a"\n[check]\npaths = ["."]\nalso = ["sarif=x"]\n'
_IGNORED = b"*.txt\n!a.txt\n/b/\n**/c/*.md\n[a-z]*\n\\#x\n# note\n"
_LEVELS: tuple[Level, ...] = ("document", "paragraph", "passage")
_TEXT_FORMATS = (*SCAN_FORMATS, *(name for name in ROW_FORMATS if name != "parquet"))


@cache
def _saved() -> bytes:
    return dumps(scan(collection_of(_PAIR), Settings())).encode()


@cache
def _checked() -> CheckResult:
    return check(collection_of(_PAIR[1:]), collection_of(_PAIR[:1]), Rules())


@cache
def _index() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index.dedup")
        with open_store(path, write=True, settings=Settings()) as store:
            add(store, collection_of(_PAIR))
        return path.read_bytes()


def _chance(target: str, number: int) -> random.Random:
    """Return where the input of that number comes from."""
    return random.Random(f"{target} {number}")  # noqa: S311 - inputs, not secrets


def _inputs(target: str, numbers: Numbers) -> Iterator[tuple[str, bytes]]:
    """Yield a damaged input for each number, and how its file is called."""
    for number in numbers:
        chance, sound = _chance(target, number), sound_inputs(number % VARIANTS)
        name = chance.choice(list(sound))
        yield f"{number}-{name}", mutated(sound[name], sound, chance)


def readers(numbers: Numbers) -> None:
    """Read damaged inputs beside a sound one, from memory or from a folder, scan them, and show the result."""
    of_batch = _chance("readers", numbers[0] // BATCH)
    options = ReadingOptions(site=of_batch.random() < 0.2)  # noqa: PLR2004 - some are sites
    contents = [("sound.txt", BODY.encode()), *_inputs("readers", numbers)]
    collection = of_batch.choice((read_contents, _read_folder))(contents, options)
    names = collection.column("id")
    if len(names) != len(set(names)) or not any(name.endswith("sound.txt") for name in names):
        msg = "ids are not unique, or the sound input was lost"
        raise AssertionError(msg)
    result = _scan(collection, 1)
    if of_batch.randrange(5) == 0 and dumps(_scan(collection, 2)) != dumps(result):
        msg = "two workers find something else than one"
        raise AssertionError(msg)
    _show(result, [of_batch.choice(_TEXT_FORMATS)])


def _read_folder(contents: Sequence[tuple[str, bytes]], options: ReadingOptions) -> Collection:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in contents:
            Path(folder, name).write_bytes(data)
        return read_paths([str(Path(folder, name)) for name, _data in contents], options)


def _scan(collection: Collection, workers: int) -> ScanResult:
    return scan(collection, Settings(min_shared=12), SILENT, Local(workers))


def checks(numbers: Numbers) -> None:
    """Check damaged content of a site against sound content, and show the findings in every format."""
    of_batch = _chance("checks", numbers[0] // BATCH)
    options = ReadingOptions(site=True)
    content = read_contents([*_inputs("checks", numbers), ("sound.md", BODY.encode())], options)
    before = read_contents([("before.md", BODY.encode())], options)
    result = check(content, before if of_batch.random() < 0.8 else EMPTY, Rules(self_repetition=True))  # noqa: PLR2004
    for name in CHECK_FORMATS:
        _read_back(name, render_check(result, name, _OPTIONS))


def filters(numbers: Numbers) -> None:
    """Filter a folder of damaged files, and read what is written."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, output = Path(folder, "corpus"), Path(folder, "output")
        corpus.mkdir()
        for name, data in (*_inputs("filters", numbers), ("sound.txt", BODY.encode())):
            (corpus / name).write_bytes(data)
        filter_files(
            [str(corpus)], str(output), FilterOptions(_LEVELS[numbers[0] // BATCH % 3]), Settings(), ReadingOptions()
        )
        read_paths([str(output)])


def saved_result(chance: random.Random) -> None:
    """Load a damaged result, and show what it says."""
    _show(loads(mutated(_saved(), {"a": _saved()}, chance)), _TEXT_FORMATS)


def baseline(chance: random.Random) -> None:
    """Check with a damaged baseline, and write it anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "baseline")
        sound = written(_checked().all_findings(), _empty_baseline(path)).encode()
        path.write_bytes(mutated(sound, sound_inputs(), chance))
        result = check(collection_of(_PAIR[1:]), collection_of(_PAIR[:1]), Rules(), baseline=read_baseline(str(path)))
        name = chance.choice(list(CHECK_FORMATS))
        _read_back(name, render_check(result, name, _OPTIONS))


def _empty_baseline(path: Path) -> Baseline:
    path.write_text('{"schema": "dedup.baseline/1"}\n')
    return read_baseline(str(path))


def configuration(chance: random.Random) -> None:
    """Read a damaged configuration file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "dedup.toml").write_bytes(mutated(_CONFIGURATION, sound_inputs(), chance))
        configured(Path(folder))


def ignore_file(chance: random.Random) -> None:
    """Walk a folder with a damaged ignore file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".gitignore").write_bytes(mutated(_IGNORED, sound_inputs(), chance))
        Path(folder, "b").mkdir()
        for name in ("a.txt", "b/a.md", "a" * 200):
            Path(folder, name).write_text(BODY)
        read_paths([folder])


def index(chance: random.Random) -> None:
    """Look a text up in a damaged index, describe it, and look for its faults."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index.dedup")
        path.write_bytes(mutated(_index(), {"a": _index()}, chance))
        with open_store(path) as store:
            describe_index(store)
            lookup(store, collection_of([Document("new", BODY)]))
            faults(store)


def pumps(numbers: Numbers) -> None:
    """Scan and check inputs in which one string stands thousands of times: the time must not grow with their square."""
    for number in numbers:
        taken = _seconds_of_pump(number, _LENGTH)
        much = _GROWTH * taken
        if taken > _MUCH and all((longer := _seconds_of_pump(number, 2 * _LENGTH)) > much for _ in range(_TIMES)):
            name, data = pumped(_chance("pumps", number), _LENGTH)
            msg = f"{name} took {taken:.1f} seconds, and {longer:.1f} where it was twice as long: {data[:200]!r}"
            raise AssertionError(msg)


def _seconds_of_pump(number: int, length: int) -> float:
    """Return the seconds of work that an input takes."""
    content = pumped(_chance("pumps", number), length)
    began = time.process_time()
    with suppress(DedupError):
        dumps(_scan(read_contents([content]), 1))
        check(read_contents([content], ReadingOptions(site=True)), EMPTY, Rules(self_repetition=True))
    return time.process_time() - began


def each(target: str, call: Callable[[random.Random], None]) -> Callable[[Numbers], None]:
    """Return a target that calls a function with one input after the other."""

    def call_each(numbers: Numbers) -> None:
        for number in numbers:
            with suppress(DedupError):
                call(_chance(target, number))

    return call_each


TARGETS: dict[str, Callable[[Numbers], None]] = {
    "readers": readers,
    "checks": checks,
    "filters": filters,
    "saved results": each("saved results", saved_result),
    "baselines": each("baselines", baseline),
    "configurations": each("configurations", configuration),
    "ignore files": each("ignore files", ignore_file),
    "indexes": each("indexes", index),
    "pumps": pumps,
}
"""What is called, by name."""
SHARES = (12, 3, 1, 2, 1, 1, 1, 2, 2)
"""How often each is called."""


def target_of(batch: int) -> str:
    """Return what the batch of that number is for."""
    return random.Random(batch).choices(list(TARGETS), SHARES)[0]  # noqa: S311 - no secrets


def run(target: str, numbers: Numbers) -> None:
    """Call a target with the inputs of those numbers; the program's own errors are what is wanted."""
    with suppress(DedupError):
        TARGETS[target](numbers)


def _show(result: ScanResult, formats: Sequence[str]) -> None:
    for name in formats:
        options = replace(_OPTIONS, section="copies") if name in ROW_FORMATS else _OPTIONS
        _read_back(name, render(result, name, options))
    if dumps(loads(dumps(result))) != dumps(result):
        msg = "a result that was saved and loaded is another one"
        raise AssertionError(msg)


def _read_back(name: str, report: str) -> None:
    if found := acts(report, commands=name == "github"):
        msg = f"{name} holds {found[:3]!r}"
        raise AssertionError(msg)
    match name:
        case "json" | "sarif" | "ninjs" | "jsonld":
            json.loads(report)
        case "ndjson":
            [json.loads(line) for line in report.splitlines()]
        case "csv":
            rows = list(csv.reader(io.StringIO(report), strict=True))
            if len({len(row) for row in rows}) > 1:
                msg = "rows of CSV have not as many cells as others"
                raise AssertionError(msg)
        case "graphml" | "junit":
            ET.fromstring(report)  # noqa: S314 - it is made here
        case "markdown":
            MarkdownIt("commonmark").enable("table").parse(report)
