"""The project passes its own gate, with the command that its documentation shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")


def command() -> list[str]:
    """Return the command that stands under the last heading of the page."""
    (found,) = re.findall(r"^```sh\ndedup (.*)\n```$", PAGE.split("\n## This project checks itself\n")[1], re.MULTILINE)
    return str(found).split()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in the tree."""
    program = Path(sys.executable).with_name("dedup")
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_documentation_and_seeds_pass_their_own_gate() -> None:
    """The command ends with 0; what it accepts is in the baseline, and nothing in that is stale."""
    done = run(*command())
    assert done.returncode == 0, done.stdout
    assert "STALE" not in done.stdout


def test_the_baseline_holds_what_the_seed_repeats() -> None:
    """Without it, the three repetitions of the seed stop the gate, in the lines of the README, the longest first."""
    arguments = [each for each in command() if each not in ("--baseline", ".dedup-baseline")]
    done = run(*arguments, "--format", "github")
    assert done.returncode == 1
    lines = re.findall(r"^::error file=seeds/[^,]*,line=(\d+),.*\(self-repetition\)", done.stdout, re.MULTILINE)
    assert lines == ["47", "33", "35"]
