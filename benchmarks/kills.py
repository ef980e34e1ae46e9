"""Kills commands that write at random moments, gives them again, and compares what is there with an undisturbed run.

    python benchmarks/kills.py [--times 500] [--seconds 1800] [--seed 1]

Each command of `COMMANDS` works in a folder of its own, in a process that is forked from this one, so that nothing is
imported anew and a kill takes no longer than the command. The process and all that it started are killed (SIGKILL)
after a random share of the time that the command took undisturbed, or, every other time, a moment after a file appears
or grows. Then each output must be what it was before or what an undisturbed run wrote; a filter may be half done. After
the command was given again (a filter with ``--resume``), all files must have the bytes of an undisturbed run; an index
must be sound and have the same documents. Files that a killed process had not finished lie beside them, and are
counted. It exits with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cli.killed_filters import make_corpus
from tests.filtering.corpora import made_corpus, write_lines

from dedup.cli import main as program
from dedup.errors import StoreError
from dedup.index.inspection import faults
from dedup.index.store import open_store
from dedup.index.texts import read_documents

_WRITING = 0.1
"""The share of a command in which it writes, about."""
State = dict[str, object]
"""What a folder holds: the bytes of each file, and of an index its documents."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that writes `output`; what is given `again` where it was killed, if that is something else."""

    name: str
    arguments: str
    output: str
    again: str = ""
    may_be_half_done: bool = False


COMMANDS = (
    Command("scan to a report", "scan in -q -f json -o old.json", "old.json"),
    Command("scan to a folder of tables", "scan in -q -f csv -o tables", "tables"),
    Command("scan to a page", "scan in -q -o page.html", "page.html"),
    Command("index add to a new index", "index add new.dedup in", "new.dedup"),
    Command("index add", "index add old.dedup in", "old.dedup"),
    Command("scan of an index", "index scan old.dedup -q -f json -o old.json", "old.dedup"),
    Command("check", "check in/0.jsonl --against old.dedup -q -f sarif -o found.sarif", "found.sarif"),
    Command("check --write-baseline", "check in/0.jsonl --against more --write-baseline -q", ".dedup-baseline.jsonl"),
    Command("filter", "filter in -q --output out", "out", "filter in -q --output out --resume", may_be_half_done=True),
    Command(
        "filter by passages",
        "filter in -q --level passage --output out",
        "out",
        "filter in -q --level passage --output out --resume",
        may_be_half_done=True,
    ),
)


def main() -> None:
    """Kill each command in turn, print what was found, and exit with 1 where something is not whole."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--times", type=int, default=500)
    options.add_argument("--seconds", type=float, default=1800, help="when to end, even if it was not so many times")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch, "prepared")
        _prepare(prepared)
        kills = [Kills(command, prepared, Path(scratch, "work")) for command in COMMANDS]
        end, number = time.monotonic() + given.seconds, 0
        while number < given.times and time.monotonic() < end:
            kills[number % len(kills)].kill(chance)
            number += 1
    for one in kills:
        print(one.summary())
    broken = sum(one.broken for one in kills)
    print(f"{number} kills, {broken} broken")
    sys.exit(bool(broken))


def _prepare(folder: Path) -> None:
    """Make a corpus, other documents, and a report, an index and a baseline of these."""
    (folder / "in").mkdir(parents=True)
    make_corpus(folder)
    write_lines(folder / "more" / "more.jsonl", made_corpus(22, families=10))
    for command in (
        "scan more -q -f json -o old.json",
        "index add old.dedup more",
        "check more --against more --write-baseline -q",
    ):
        if code := _call(command, folder):  # here, so that what a command keeps for the next one is there for all
            sys.exit(f"dedup {command}: it ends with {code}")


class Kills:
    """Kills one command as often as it is asked to, and counts what was left."""

    def __init__(self, command: Command, prepared: Path, work: Path) -> None:
        self.broken = 0
        self._command, self._prepared, self._work = command, prepared, work
        self._before = _state(prepared)
        self._fresh()
        begun = time.monotonic()
        self._code = _run(command.arguments, work)
        self._whole = time.monotonic() - begun
        self._after = _state(work)
        self._left = Counter[str]()

    def kill(self, chance: random.Random) -> None:
        """Kill the command once, look at what is left, give it again, and look again."""
        self._fresh()
        process = _begin(self._command.arguments, self._work)
        if chance.random() < 0.5:  # noqa: PLR2004 - every other time
            time.sleep(chance.uniform(0, 1.1) * self._whole)
        else:
            self._wait_for_output(process)
            time.sleep(chance.uniform(0, _WRITING) * self._whole)
        os.killpg(process, signal.SIGKILL)
        _wait(process)
        left = _state(self._work)
        kind = self._kind(left)
        self._left[kind] += 1
        if _run(self._command.again or self._command.arguments, self._work) != self._code:
            self._fail("gives another code when it is given again")
        again = _state(self._work)
        if {name: again.get(name) for name in self._after} != self._after:
            self._fail("does not write the same when it is given again")
        self._left["files left beside"] += len(again.keys() - self._after.keys())

    def _wait_for_output(self, process: int) -> None:
        before = _sizes(self._work)
        while _sizes(self._work) == before:
            if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return
            time.sleep(0.0005)

    def _kind(self, left: State) -> str:
        outputs = [self._of_output(state) for state in (self._before, left, self._after)]
        if outputs[1] in outputs[::2]:
            return "as before" if outputs[1] == outputs[0] else "as after"
        if not self._command.may_be_half_done:
            self._fail("left something that is neither what was there nor what it writes")
        return "half done"

    def _of_output(self, state: State) -> State:
        output = self._command.output
        return {name: held for name, held in state.items() if name == output or name.startswith(f"{output}/")}

    def _fail(self, what: str) -> None:
        self.broken += 1
        print(f"{self._command.name}: {what}")

    def _fresh(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.copytree(self._prepared, self._work)

    def summary(self) -> str:
        """Return how often which state was left."""
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(self._left.items()) if count)
        return f"{self._command.name} ({self._whole:.2f} s): {counts}"


def _begin(command: str, folder: Path) -> int:
    """Begin a command in a folder, in a process group of its own, and return the number of its process."""
    process = os.fork()
    with suppress(OSError):
        os.setpgid(process, 0)  # here and there, as either may come first
    if process:
        return process
    code = 99
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        code = _call(command, folder)
    finally:
        os._exit(code)


def _call(command: str, folder: Path) -> int:
    """Call a command in this process, and return its exit code."""
    os.chdir(folder)
    sys.argv = ["dedup", *command.split()]
    try:
        program()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _run(command: str, folder: Path) -> int:
    return _wait(_begin(command, folder))


def _sizes(folder: Path) -> dict[str, int]:
    """Return the files of a folder and their sizes, as far as they stay there."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        with suppress(OSError):
            sizes[str(path)] = path.stat().st_size
    return sizes


def _state(folder: Path) -> State:
    """Return what a folder holds; opening an index takes back what a killed process had not finished."""
    held: State = {}
    for path in sorted(folder.glob("*.dedup")):
        try:
            with open_store(path) as store:
                documents = [(document.id, document.text) for _, document in read_documents(store)]
                found = faults(store)
        except StoreError as error:
            documents, found = [], [str(error)]
        if documents or (found and "it is empty" not in found[0]):  # an index that was only begun holds nothing
            held[path.name] = documents, found
    for path in folder.rglob("*"):
        if path.is_file() and ".dedup" not in path.suffixes and not path.name.endswith((".dedup-wal", ".dedup-shm")):
            held[str(path.relative_to(folder))] = path.read_bytes()
    return held


if __name__ == "__main__":
    main()
