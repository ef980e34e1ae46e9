"""Commands whose texts do not fit into memory: they go through files, and the output is the same bytes.

In processes of their own, as a command loads less than a test has loaded by then.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dedup.engines.local import Local
from dedup.engines.memory import LEAST_MEMORY
from tests.drawn_documents import write_drawn

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 9_000
PROGRAM = "from dedup.cli import main; main()"
MEMORY = ["--memory", "256MB"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a file of documents drawn by chance, every tenth the one before with a new end."""
    folder = tmp_path_factory.mktemp("corpus")
    write_drawn(folder / "made.jsonl", DOCUMENTS, 190)
    assert (folder / "made.jsonl").stat().st_size > Local(memory=LEAST_MEMORY).text_limit()
    return folder


def run(*arguments: object) -> str:
    """Run a command and return what it said on standard error."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("options", [[], ["--only", "copies"], ["--noise", "low"]], ids=" ".join)
def test_a_scan_gives_the_same_bytes(corpus: Path, tmp_path: Path, options: list[str]) -> None:
    """The command hides pandas from Arrow, which asked for it when it read what lay in files: each such scan failed."""
    scan = ["scan", corpus, "--format", "json", *options]
    run(*scan, "--output", tmp_path / "memory.json")
    told = run(*scan, "--output", tmp_path / "files.json", *MEMORY)
    assert "texts that do not fit into memory (--memory)" in told
    assert (tmp_path / "files.json").read_bytes() == (tmp_path / "memory.json").read_bytes()
    assert b'"near-identical"' in (tmp_path / "files.json").read_bytes()


def test_a_filter_keeps_the_same_lines(corpus: Path, tmp_path: Path) -> None:
    """A tenth goes."""
    run("filter", corpus, "--output", tmp_path / "memory")
    told = run("filter", corpus, "--output", tmp_path / "files", *MEMORY)
    assert "texts that do not fit into memory (--memory)" in told
    kept = (tmp_path / "files" / "made.jsonl").read_bytes()
    assert kept == (tmp_path / "memory" / "made.jsonl").read_bytes()
    assert kept.count(b"\n") == DOCUMENTS * 9 // 10
