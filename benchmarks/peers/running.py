"""A peer and a file into what one run of it gave: it runs in a process of its own, watched, and for so long at most."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from peers.homes import python_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.catalogue import Peer

BENCHMARKS = Path(__file__).parents[1]
_STEP = 0.05
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run: its seconds, those of its start, the most memory that it held, and its rows; or why there is none."""

    seconds: float = 0.0
    start: float = 0.0
    peak_mb: float | None = None
    rows: tuple[Any, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """Where and how long runs may be made: the peers' folder, seconds that one may take."""

    folder: Path | None
    limit: float

    def run(self, peer: Peer, source: Path, warm: Path) -> Outcome:
        """Run a peer once; the limit counts from its start, warming up included."""
        with TemporaryDirectory(prefix="speed-") as name:
            work = Path(name)
            arguments: list[str | Path] = ["--source", source, "--warm", warm, "--folder", work / "child"]
            cores = ["--cores", str(peer.cores)] if peer.cores else []
            command = [self._python(peer), "-m", "peers.child", peer.name, *arguments, *cores]
            with (work / "log").open("wb") as log:
                process = subprocess.Popen(
                    command, cwd=work, env=self._environment(peer), stdout=log, stderr=log, start_new_session=True
                )
                try:
                    peak = self._watch(process)
                finally:
                    _end(process)
            if process.returncode is None or process.returncode < 0:
                return Outcome(problem=f"stopped after {self.limit:g} s")
            if process.returncode:
                return Outcome(problem=_last_line(work / "log"))
            return _outcome(work / "child", peak)

    def _python(self, peer: Peer) -> Path:
        environment = self.folder is not None and python_of(peer.home, self.folder).exists() if peer.home else False
        return python_of(peer.home, self.folder) if environment and self.folder else Path(sys.executable)

    def _environment(self, peer: Peer) -> dict[str, str]:
        """Return this process's variables; what it imports from elsewhere is for this program alone."""
        mine = os.environ.get("PYTHONPATH", "") if peer.ours else ""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(BENCHMARKS), mine))),
            "PEERS": str(self.folder or ""),
        }

    def _watch(self, process: subprocess.Popen[bytes]) -> float:
        """Wait for a process, end it and its children when its time is over, and return their most memory at once."""
        peak, end = 0.0, time.monotonic() + self.limit
        while process.poll() is None:
            peak = max(peak, sum(_resident_mb(pid) for pid in _family(process.pid)))
            if time.monotonic() > end:
                _end(process)
            time.sleep(_STEP)
        return peak


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that is still there, with what it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _family(pid: int) -> Iterator[int]:
    """Yield a process and those that it started, as far as the system tells."""
    yield pid
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))
    except OSError:
        return


def _resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_MB
    except (OSError, IndexError):
        return 0.0


def _last_line(log: Path) -> str:
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return said[-1].strip() if said else "it ended with an error and said nothing"


def _outcome(folder: Path, watched: float) -> Outcome:
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    lines = (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    peak = max(watched, figures["peak_mb"] or 0.0) or None
    return Outcome(figures["seconds"], figures["start"], peak, tuple(json.loads(line) for line in lines))
