"""Progress bars on standard error for work that takes long.

Nothing is drawn before `DELAY` seconds have passed, so that short scans leave no trace, and rich is not imported
before that either.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from dedup.cli.output import say, shown_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

    from dedup.cli.options import Options
    from dedup.progress import Watch

DELAY = 0.7
"""Seconds that work may take before bars are drawn."""


class MessageWatch:
    """A watch that draws nothing, and writes messages to standard error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002
        """Open a stage that nobody sees."""
        yield lambda _units: None

    def tell(self, message: str) -> None:
        """Say the message on a line of its own."""
        say(message, self._stream)


class ProgressBars(MessageWatch):
    """A watch that draws a bar for each stage once the work has lasted `DELAY` seconds."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._lock = threading.Lock()
        self._stages: list[_Stage] = []
        self._progress: Progress | None = None
        self._closed = False
        self._timer = threading.Timer(DELAY, self._draw)
        self._timer.daemon = True
        self._timer.start()

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Open a stage; its bar disappears with it."""
        stage = _Stage(name, total)
        with self._lock:
            self._stages.append(stage)
            stage.show(self._progress)
        try:
            yield stage.advance
        finally:
            with self._lock:
                self._stages.remove(stage)
                stage.hide()

    def tell(self, message: str) -> None:
        """Say the message above the bars, if there are any."""
        with self._lock:
            if self._progress is None:
                super().tell(message)
            else:
                self._progress.console.print(
                    f"dedup: {shown_message(message)}", markup=False, highlight=False, soft_wrap=True
                )

    def close(self) -> None:
        """Take the bars away."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._progress is not None:
                self._progress.stop()

    def _draw(self) -> None:
        progress = _bars(self._stream)
        with self._lock:
            if self._closed:
                return
            self._progress = progress
            for stage in self._stages:
                stage.show(progress)
            progress.start()


class _Stage:
    """One stage: how far it is, and its bar if there is one."""

    def __init__(self, name: str, total: int | None) -> None:
        self._name = name
        self._total = total
        self._done = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def advance(self, units: int) -> None:
        self._done += units
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=self._done)

    def show(self, progress: Progress | None) -> None:
        if progress is not None:
            self._task = progress.add_task(self._name, total=self._total, completed=self._done)
            self._progress = progress

    def hide(self) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)


def _bars(stream: TextIO) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - most runs end before they need it
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(file=stream), transient=True, refresh_per_second=8)


@contextmanager
def watching(options: Options) -> Iterator[Watch]:
    """Open the watch of one command: bars if standard error is a terminal and they are wanted, else messages only."""
    stream = sys.stderr
    if options.quiet or not options.progress or not stream.isatty():
        yield MessageWatch(stream)
        return
    bars = ProgressBars(stream)
    try:
        yield bars
    finally:
        bars.close()
