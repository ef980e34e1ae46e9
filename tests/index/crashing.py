"""Kills additions, removals and migrations of an index at random moments and looks at what is left.

`python -m tests.index.crashing 300` does so three hundred times; the tests do so a few dozen times.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from dedup.documents import collection_of
from dedup.index import schema
from dedup.index.inspection import faults
from dedup.index.store import open_store
from dedup.index.texts import read_documents
from dedup.index.update import add, remove
from tests.index.made_news import index_of, news

BEFORE, AFTER = 30, 150
FORMAT = schema.FORMAT
"""The format before `as_if_older` adds one."""
KINDS = {"add": 0.4, "remove": 0.03, "migrate": 0.08}
"""What is killed, and within how many seconds: about as long as it takes."""


def work(kind: str, path: Path) -> None:
    """Do the one change that is going to be killed, after saying that it begins."""
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    if kind == "migrate":
        as_if_older()
        open_store(path, write=True).close()
        return
    with open_store(path, write=True) as store:
        if kind == "add":
            add(store, collection_of(news(9, AFTER)))
        else:
            remove(store, [document.id for document in news(9, BEFORE)[:20]])


def as_if_older() -> None:
    """Let this process know a later format, and the way to it: each document is written anew, slowly."""

    def rewrite(connection: object) -> None:
        execute = connection.execute  # type: ignore[attr-defined]
        execute("CREATE TABLE migrated (key INTEGER PRIMARY KEY, body BLOB)")
        for key, body in execute("SELECT key, body FROM documents").fetchall():
            execute("INSERT INTO migrated VALUES (?, ?)", (key, body))
            time.sleep(0.001)

    schema.MIGRATIONS[schema.FORMAT] = rewrite
    schema.FORMAT += 1


def states(kind: str) -> list[list[str]]:
    """Return the ids before and after a change."""
    ids = [document.id for document in news(9, AFTER)]
    after = {"add": ids, "remove": ids[20:BEFORE], "migrate": ids[:BEFORE]}[kind]
    return [ids[:BEFORE], after]


def kill_once(kind: str, folder: Path, delay: float) -> str:
    """Kill one change after a delay; return which state is left, or raise `AssertionError` for anything else."""
    path = folder / "x.dedup"
    for file in folder.glob("x.dedup*"):
        file.unlink()
    index_of(path, news(9, BEFORE)).close()
    command = [sys.executable, "-m", "tests.index.crashing", "--work", kind, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    return left(kind, path)


def left(kind: str, path: Path) -> str:
    """Return whether the state before or the one after is left, after checking all of it."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if kind == "migrate":
            assert (version == FORMAT + 1) == ("migrated" in tables), "a migration is half done"
            if version == FORMAT + 1:
                same = "SELECT count(*) FROM migrated JOIN documents USING (key, body)"
                assert connection.execute(same).fetchone() == (BEFORE,)
                return "after"
    with open_store(path) as store:
        ids = [document.id for _, document in read_documents(store)]
        assert ids in states(kind), f"neither the state before nor the one after: {len(ids)} documents"
        assert faults(store) == []
    return "before" if ids == states(kind)[0] else "after"


def main(times: int) -> None:
    """Kill so many changes, and tell what was left."""
    chance = random.Random(times)
    tally: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times):
            kind = list(KINDS)[number % len(KINDS)]
            tally[kind, kill_once(kind, Path(folder), chance.random() * KINDS[kind])] += 1
    for (kind, state), count in sorted(tally.items()):
        sys.stdout.write(f"{kind}: {count} times the state {state}\n")


if __name__ == "__main__":
    if sys.argv[1] == "--work":
        work(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]))
