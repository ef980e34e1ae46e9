"""The exit codes, which only the command line knows."""

from __future__ import annotations

import os
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult
    from dedup.results import ScanResult


class Exit(IntEnum):
    """The exit code of the program."""

    DONE = 0
    """Done, and nothing to object to."""
    OBJECTED = 1
    """A check found what it is to object to."""
    REFUSED = 2
    """Wrong use, nothing that could be read, nowhere to write to, or more to hold in memory than is allowed."""
    INCOMPLETE = 3
    """Done, but some input was unreadable."""
    INTERRUPTED = 130
    """Stopped from the keyboard, as shells number it."""


def interrupted(_number: int, _frame: object) -> NoReturn:
    """End at once, until a command begins: an exception within an import may be taken for something else."""
    os._exit(Exit.INTERRUPTED)


def exit_of(result: ScanResult) -> Exit:
    """Return the code for a scan that went to its end."""
    return Exit.INCOMPLETE if result.unreadable else Exit.DONE


def exit_of_check(result: CheckResult, *, accepts_all: bool = False) -> Exit:
    """Return the code for a check that went to its end: an objection outweighs what could not be read.

    With `accepts_all`, as when a baseline is written, nothing is objected to.
    """
    if result.findings and not accepts_all:
        return Exit.OBJECTED
    return Exit.INCOMPLETE if result.unreadable else Exit.DONE
