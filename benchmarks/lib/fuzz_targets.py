"""What is called with damaged inputs: every reader, report, and file that the program reads back.

A target raises where something is wrong: any exception but the program's own, a report that its parser does not read,
one in which a text acts, or another result with another number of workers.
"""

from __future__ import annotations

import json
import random
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt
from tests.report.hostile import acts

from dedup.cli.configuration import configured
from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.errors import DedupError
from dedup.gate.baseline import read_baseline, written
from dedup.gate.corpus import EMPTY
from dedup.gate.rules import Rules
from dedup.index.inspection import describe_index, faults
from dedup.index.store import open_store
from dedup.index.update import add
from dedup.progress import SILENT
from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.options import ReadingOptions
from dedup.report.formats import CHECK_FORMATS, SCAN_FORMATS, RenderOptions, render, render_check
from dedup.report.saved_results import dumps, loads
from dedup.settings import Settings
from dedup.walks.check import check
from dedup.walks.lookup import lookup
from dedup.walks.scan import scan
from lib.mutation import BODY, mutated, sound_inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.documents import Collection
    from dedup.gate.baseline import Baseline
    from dedup.gate.findings import CheckResult
    from dedup.results import ScanResult

_OPTIONS = RenderOptions(include_accepted=True)
_PAIR = [Document("a", BODY), Document("b", f"First.\n\n{BODY}")]
_CONFIGURATION = b'words = 5\nignore = ["a*"]\n[column]\ntext = "a"\n[check]\npaths = ["."]\nalso = ["sarif=x"]\n'
_IGNORED = b"*.txt\n!a.txt\n/b/\n**/c/*.md\n[a-z]*\n\\#x\n# note\n"


@cache
def _sound() -> dict[str, bytes]:
    return sound_inputs()


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


def _seen(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(list(_sound()))
    return name, mutated(_sound()[name], _sound(), chance)


def readers(chance: random.Random) -> None:
    """Read damaged inputs beside a sound one, scan them, and show the result in every format."""
    contents = [("sound.txt", BODY.encode()), *(_seen(chance) for _ in range(chance.choice((1, 1, 3))))]
    collection = read_contents(contents, ReadingOptions(site=chance.random() < 0.3))  # noqa: PLR2004 - some are sites
    names = collection.column("id")
    if len(names) != len(set(names)) or "sound.txt" not in names:
        msg = "ids are not unique, or the sound input was lost"
        raise AssertionError(msg)
    result = _scan(collection, 1)
    if chance.randrange(5) == 0 and dumps(_scan(collection, 2)) != dumps(result):
        msg = "two workers find something else than one"
        raise AssertionError(msg)
    _show(result)


def _scan(collection: Collection, workers: int) -> ScanResult:
    return scan(collection, Settings(min_shared=12), SILENT, Local(workers))


def checks(chance: random.Random) -> None:
    """Check damaged content of a site against sound content, and show the findings in every format."""
    options = ReadingOptions(site=True)
    content = read_contents([_seen(chance), ("sound.md", BODY.encode())], options)
    before = read_contents([("before.md", BODY.encode())], options)
    result = check(content, before if chance.random() < 0.8 else EMPTY, Rules(self_repetition=True))  # noqa: PLR2004
    for name in CHECK_FORMATS:
        _read_back(name, render_check(result, name, _OPTIONS))


def saved_results(chance: random.Random) -> None:
    """Load a damaged result, and show what it says."""
    _show(loads(mutated(_saved(), {"a": _saved()}, chance)))


def baselines(chance: random.Random) -> None:
    """Check with a damaged baseline, and write it anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "baseline")
        sound = written(_checked().all_findings(), _empty_baseline(path)).encode()
        path.write_bytes(mutated(sound, _sound(), chance))
        result = check(collection_of(_PAIR[1:]), collection_of(_PAIR[:1]), Rules(), baseline=read_baseline(str(path)))
        for name in CHECK_FORMATS:
            _read_back(name, render_check(result, name, _OPTIONS))


def _empty_baseline(path: Path) -> Baseline:
    path.write_text('{"schema": "dedup.baseline/1"}\n')
    return read_baseline(str(path))


def configurations(chance: random.Random) -> None:
    """Read a damaged configuration file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "dedup.toml").write_bytes(mutated(_CONFIGURATION, _sound(), chance))
        configured(Path(folder))


def ignore_files(chance: random.Random) -> None:
    """Walk a folder with a damaged ignore file."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".gitignore").write_bytes(mutated(_IGNORED, _sound(), chance))
        Path(folder, "b").mkdir()
        for name in ("a.txt", "b/a.md", "a" * 200):
            Path(folder, name).write_text(BODY)
        read_paths([folder])


def indexes(chance: random.Random) -> None:
    """Look a text up in a damaged index, describe it, and look for its faults."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index.dedup")
        path.write_bytes(mutated(_index(), {"a": _index()}, chance))
        with open_store(path) as store:
            describe_index(store)
            lookup(store, collection_of([Document("new", BODY)]))
            faults(store)


TARGETS: dict[str, Callable[[random.Random], None]] = {
    "readers": readers,
    "checks": checks,
    "saved results": saved_results,
    "baselines": baselines,
    "configurations": configurations,
    "ignore files": ignore_files,
    "indexes": indexes,
}
"""What is called, by name."""
SHARES = (10, 4, 3, 2, 1, 1, 2)
"""How often each is called."""


def run(target: str, number: int) -> None:
    """Call a target with the input of that number; the program's own errors are what is wanted."""
    try:
        TARGETS[target](random.Random(f"{target} {number}"))  # noqa: S311 - inputs, not secrets
    except DedupError as error:
        str(error)


def _show(result: ScanResult) -> None:
    for name in SCAN_FORMATS:
        _read_back(name, render(result, name, _OPTIONS))
    if dumps(loads(dumps(result))) != dumps(result):
        msg = "a result that was saved and loaded is another one"
        raise AssertionError(msg)


def _read_back(name: str, report: str) -> None:
    if found := acts(report, commands=name == "github"):
        msg = f"{name} holds {found[:3]!r}"
        raise AssertionError(msg)
    match name:
        case "json" | "sarif":
            json.loads(report)
        case "graphml" | "junit":
            ET.fromstring(report)  # noqa: S314 - it is made here
        case "markdown":
            MarkdownIt("commonmark").enable("table").parse(report)
