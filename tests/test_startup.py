"""What a command does not need is not imported: most of the time of a small one is imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN = """
import contextlib, io, sys
class WithoutOptional:
    def find_spec(name, path=None, target=None):
        if name in ("pandas", "cloudpickle"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, WithoutOptional)
from dedup.cli import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    main(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules} | {name for name in sys.modules if "." in name}))
"""

"""Runs a command without pandas and cloudpickle, which Arrow imports where they are, as they are for the tests."""

AS_FROM_THE_SHELL = """
import contextlib, sys
from dedup.cli import main
with contextlib.suppress(SystemExit):
    main()
print("pandas" in sys.modules)
"""
"""Runs a command as the shell does, and says whether pandas was loaded."""

DRAWING = {"wcwidth", "importlib.metadata", "hashlib", "secrets"}
"""What tabulate loads to draw a table; a report without tables, such as JSON, does not wait for it."""


def imported_by(*arguments: str) -> set[str]:
    """Return the modules that a command imports in the folder of the project."""
    run = [sys.executable, "-c", RUN, *arguments]
    return set(subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split())


@pytest.fixture(scope="module", params=["table", "json"])
def seeds(request: pytest.FixtureRequest) -> set[str]:
    """Return what scanning the seeds imports, in one format of the report."""
    return imported_by("scan", "seeds", "--format", request.param)


@pytest.mark.parametrize(
    ("names", "for_what"),
    [
        ({"pyarrow.compute", "pyarrow.json", "pyarrow.csv", "pyarrow.parquet", "pyarrow.dataset"}, "tables"),
        ({"requests", "urllib3", "ssl", "http.client", "socketserver", "asyncio"}, "a network"),
        ({"pydantic", "importlib.metadata"}, "values that are typed as they are"),
        ({"rich", "trafilatura", "lxml", "yaml"}, "bars, and pages of HTML"),
        ({"pathspec", "charset_normalizer"}, "ignore files, and bytes that are not UTF-8"),
        ({"wcwidth"}, "text of other than Latin letters"),
        ({"numpy.random", "numpy.ma", "hashlib", "secrets"}, "chance, masked arrays, and digests that are kept"),
        ({"concurrent.futures", "logging"}, "threads that work side by side"),
        ({"datasketch", "redis", "sqlite3"}, "an index"),
        ({"dedup.cli.check", "dedup.cli.index", "dedup.gate.rules", "dedup.walks.lookup"}, "other commands"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_scan_of_the_seeds_does_not_import(seeds: set[str], names: set[str], for_what: str) -> None:
    """The seeds are a text in English: nothing is loaded for what others need."""
    assert (names - DRAWING if "tabulate" in seeds else names) & seeds == set(), for_what


def test_texts_are_looked_at_again_without_what_computes_in_arrow(tmp_path: Path) -> None:
    """Some texts are taken out of a batch; Arrow's own functions for that take as long to load as the scan."""
    texts = [" ".join(f"w{place * number % 8009}" for place in range(1, 120)) for number in range(1, 700)]
    rows = [
        json.dumps({"text": text + " and the same words at the end of all" * (place % 5 == 0)})
        for place, text in enumerate(texts)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows))
    imported = imported_by("scan", str(tmp_path / "rows.jsonl"), "--format", "json")
    assert {"pyarrow.compute", "pyarrow.json", "rapidfuzz", "hashlib", "importlib.metadata"} & imported == set()


def test_a_filter_loads_neither_a_scan_nor_what_reads_dates(tmp_path: Path) -> None:
    """Only ``--keep origin`` scans, and dates need their languages where they are not in ISO's form."""
    (tmp_path / "rows.jsonl").write_text('{"text": "a row", "date": "2026-05-01"}\n' * 2)
    imported = imported_by("filter", str(tmp_path / "rows.jsonl"), "-o", str(tmp_path / "kept"), "--keep", "oldest")
    assert (tmp_path / "kept/rows.jsonl").exists()
    assert {
        "dedup.walks.scan",
        "dedup.origin.extraction",
        "dedup.origin.language",
        "dedup.index.update",
    } & imported == set()


def test_a_command_does_not_load_pandas_for_arrow(tmp_path: Path) -> None:
    """Arrow loads pandas, where it is, to make an array; that takes longer than a scan of the seeds."""
    pytest.importorskip("pandas")
    (tmp_path / "rows.jsonl").write_text('{"text": "a row"}\n' * 2)
    run = [
        sys.executable,
        "-c",
        AS_FROM_THE_SHELL,
        "filter",
        str(tmp_path / "rows.jsonl"),
        "-o",
        str(tmp_path / "kept"),
    ]
    done = subprocess.run([*run, "--quiet"], capture_output=True, text=True, check=True)
    assert (tmp_path / "kept/rows.jsonl").exists()
    assert done.stdout == "False\n"


def test_hidden_pandas_is_shown_to_other_engines_again() -> None:
    """What runs on a cluster may need it, and Arrow looks for it again."""
    pytest.importorskip("pandas")
    code = """
from dedup.cli.hidden_pandas import hide_pandas, show_pandas
hide_pandas()
import pyarrow as pa
column = pa.array([1, 2])
show_pandas()
print(column.to_pandas().tolist())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[1, 2]\n"


def test_an_address_needs_no_network(tmp_path: Path) -> None:
    """The public suffix list comes from a file, and with it no library that could fetch another."""
    (tmp_path / "a.txt").write_text("Originally published at www.dailytimes.com.pk on 3 May 2012.\n" * 3)
    imported = imported_by("scan", str(tmp_path))
    assert "publicsuffixlist" in imported
    assert {"requests", "urllib3", "ssl", "http.client"} & imported == set()


def test_help_and_version_import_neither_numpy_nor_arrow() -> None:
    """Who asks what there is gets the answer at once."""
    for arguments in (["--version"], ["--help"], ["scan", "--help"]):
        assert {"numpy", "pyarrow", "pydantic"} & imported_by(*arguments) == set()
