"""``dedup filter``: exit codes, what is said, full disks, and runs that are killed."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from dedup.cli import main
from tests.cli.killed_filters import COMMAND, Killer, contents, make_corpus
from tests.filtering.corpora import Words, made_corpus, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def run(*arguments: str, folder: Path, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False, preexec_fn=before
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Give a folder with a corpus of several shards in ``in``."""
    rows = made_corpus(21, families=40)
    for number in range(8):
        write_lines(tmp_path / "in" / f"{number}.jsonl", rows[number::8])
    return tmp_path


def test_summary_is_told(corpus: Path) -> None:
    """The counts are on standard output, and what each source and shard lost."""
    done = run("in", "--output", "out", folder=corpus)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Of 280 documents, 120 are kept, 160 are removed (")
    assert "in/3.jsonl" in done.stdout
    assert done.stdout.endswith("The account is in out/_account.\n")
    summary = json.loads((corpus / "out" / "_account" / "summary.json").read_text())
    assert (summary["documents"], summary["kept"], summary["removed"]) == (280, 120, 160)


def test_guard_exits_with_1(corpus: Path) -> None:
    """A source that would lose too much is named, and nothing is written."""
    done = run("in", "--output", "out", "--guard", "0.5", folder=corpus)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was written: more than 0.5 (--guard) would be removed of s1" in done.stderr
    assert not (corpus / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in", "--output", "in"], "not empty"),
        (["in", "--output", "out", "--keep", "loudest"], "--keep takes"),
        (["in", "--output", "out", "--keep", "best"], "--keep takes"),
        (["in", "--output", "out", "--keep", "origin,first"], "give --keep several times"),
        (["in", "--output", "out", "--copies", "similar"], "what is removed"),
        (["in", "--output", "out", "--weights", "2:3"], "weights are written"),
        (["in", "--output", "out", "--containment", "2"], "containment must be"),
        (["in", "--output", "out", "--threshold", "7"], "threshold must be"),
        (["-", "--output", "out"], "standard input"),
        (["in", "--output", "out", "--weights", "1:2"], "--weights has no effect without --annotate"),
        (
            ["in", "--output", "out", "--annotate", "--guard", "0.5"],
            "annotations remove nothing that a guard could stop",
        ),
        (["in", "--output", "out", "--verdicts", "whole item"], "--verdicts has no effect without --contamination"),
        (["in", "--output", "out", "--contamination"], "--contamination needs test items"),
        (["nowhere", "--output", "out"], "there is no file or folder"),
        (["in", "--output", "in/0.jsonl"], "no folder"),
    ],
)
def test_wrong_use_exits_with_2(
    corpus: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong options are told in a sentence, and nothing is written."""
    monkeypatch.chdir(corpus)
    with pytest.raises(SystemExit) as ended:
        main(["filter", *arguments])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not (corpus / "out").exists()


def test_rules_that_decide_nothing_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column or a source that no document has is told, as it may be a slip; what one document has is not."""
    rows = [{"id": "a", "text": Words(1).text(30), "source": "Daily", "date": "2026-05-01"}]
    write_lines(tmp_path / "in" / "0.jsonl", rows)
    monkeypatch.chdir(tmp_path)
    rules = ["best=scor", "source=Dialy", "oldest", "source=Daily", "longest"]
    with pytest.raises(SystemExit) as ended:
        main(["filter", "in", "--output", "out", "--quiet", *(each for rule in rules for each in ("--keep", rule))])
    assert ended.value.code == 0
    assert capsys.readouterr().err.splitlines() == [
        "dedup: --keep best=scor decides nothing: no document has a number in this column",
        "dedup: --keep source=Dialy decides nothing: no document has one of these sources, and no file is called so",
    ]


def test_columns_of_test_items_may_be_configured(tmp_path: Path) -> None:
    """Keys of ``[filter]`` count where the command line says nothing: test items, and the names of their columns."""
    question, answer = (Words(seed).text(20) for seed in (1, 2))
    write_lines(tmp_path / "items.jsonl", [{"q": question, "a": answer}])
    texts = (f"{question} {answer}", Words(3).text(40))
    write_lines(tmp_path / "in" / "0.jsonl", [{"id": f"d{number}", "text": text} for number, text in enumerate(texts)])
    keys = ["[filter]", "contamination = true", 'question = "q"', 'answer = "a"', 'against = ["items.jsonl"]']
    (tmp_path / "dedup.toml").write_text("\n".join(keys))
    done = run("in", "--output", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    kept = (tmp_path / "out" / "0.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["d1"]


def test_unreadable_shard_exits_with_3(corpus: Path) -> None:
    """A shard that is damaged is told and left out, and the others are written."""
    (corpus / "in" / "9.parquet").write_bytes(b"PAR1 but no more")
    done = run("in", "--output", "out", folder=corpus)
    assert done.returncode == 3
    assert "in/9.parquet was left out" in done.stdout
    assert sorted(path.name for path in (corpus / "out").glob("*.*")) == [f"{number}.jsonl" for number in range(8)]


def test_full_disk_drops_the_shard_and_can_be_resumed(corpus: Path) -> None:
    """Where a shard does not fit, nothing of it stays, the exit code is 2, and --resume goes on."""
    large = corpus / "in" / "5.jsonl"
    words = Words(5)
    write_lines(large, [{"id": f"large-{number}", "text": words.text(900)} for number in range(40)])
    run("in", "--output", "at-once", folder=corpus)
    limit = large.stat().st_size // 2

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = run("in", "--output", "out", folder=corpus, before=small_files)
    assert done.returncode == 2
    assert "5.jsonl cannot be written" in done.stderr
    names = sorted(path.name for path in (corpus / "out").iterdir())
    assert names == [*(f"{number}.jsonl" for number in range(5)), "_account"]
    assert run("in", "--output", "out", "--resume", folder=corpus).returncode == 0
    assert contents(corpus / "out") == contents(corpus / "at-once")


def test_killed_runs_are_resumed_to_the_same_bytes(tmp_path: Path) -> None:
    """However often a run is killed, resuming it gives the bytes of a run that was not."""
    make_corpus(tmp_path)
    killer, chance = Killer(tmp_path), random.Random(3)
    for attempt in range(3):
        killer.kill(f"out{attempt}", chance)
