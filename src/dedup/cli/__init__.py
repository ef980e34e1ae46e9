"""The command line: one file a command, each from options to settings to one call to a view to an exit code.

`main` is what the shell runs; it is the one place where errors become sentences and exit codes. Nothing is imported
before it is sure to be used: neither typer before `main` runs, nor a command but the one that is called, nor what a
command works with before its options are right.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from dedup.errors import DedupError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEBUG = "DEDUP_TRACEBACK"
"""The variable that asks for the traceback of an error."""
_ALLOCATIONS = 20_000
"""New objects from which the run is searched for cycles that nobody holds; Python's own limit is 700."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a system answers where nothing more can be written."""

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Signals that ask a process to end; the second one comes when its terminal or its connection is closed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program with these arguments, or those of the process, and exit with its code."""
    if arguments is not None:
        _run(arguments)
        return
    # The process is ours: most of what a run makes lives to its end, so that cycles are seldom worth a search. At the
    # end, when the interpreter would search three times, none is worth it.
    gc.set_threshold(_ALLOCATIONS, 20, 20)
    # NumPy's linear algebra would begin by making threads; nothing here uses it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup lets a program live on
            signal.signal(number, _terminated)
    from dedup.cli.exit_codes import Exit, interrupted  # noqa: PLC0415 - see above
    from dedup.cli.hidden_pandas import hide_pandas  # noqa: PLC0415 - see above

    hide_pandas()
    signal.signal(signal.SIGINT, interrupted)
    _fill_closed_streams()
    try:
        _run(None)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    finally:
        gc.freeze()


def _fill_closed_streams() -> None:
    """Open nothing in place of closed standard streams: else the next file that is opened would be one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as the process lives


def _terminated(number: int, _frame: object) -> NoReturn:
    """End as on an error: where a signal just ends the process, temporary files of gigabytes stay behind."""
    for each in _ENDING:  # a second one would break off what the first one began
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def _run(arguments: Sequence[str] | None) -> None:
    from dedup.cli.program import program  # noqa: PLC0415 - after `main` has told how its objects are collected

    first = next(iter(sys.argv[1:] if arguments is None else arguments), None)
    try:
        program(first)(args=arguments, prog_name="dedup")
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # nobody reads the help to its end; click ends with 1
            sys.exit(0)
        raise
    except Exception as error:
        from dedup.cli.exit_codes import Exit  # noqa: PLC0415 - see above
        from dedup.cli.output import say  # noqa: PLC0415 - see above

        if os.environ.get(_DEBUG):
            raise
        say(_sentence(error))
        sys.exit(Exit.REFUSED)


def _has_working_directory() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib takes a while to load
    except FileNotFoundError:
        return False
    return True


def _sentence(error: Exception) -> str:
    """Return what is told of an error; one that is not the program's own is a fault of the program."""
    if isinstance(error, DedupError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this; give it less at a time (see also --memory)"
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"what the program shows cannot be written: {os.strerror(error.errno).lower()}"
    if isinstance(error, FileNotFoundError) and not _has_working_directory():
        return "the working directory was deleted: call the program in another one"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""  # noqa: PTH119 - pathlib takes a while to load
    what = f"{type(error).__name__}: {error}{place}"
    return f"this is a fault of dedup ({what}); please report it, with what {_DEBUG}=1 shows"
