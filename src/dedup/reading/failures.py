"""Whatever a reader or a library raises on one document becomes the reason why that document is unreadable.

`DocumentBuilder.attempt` is the one place that catches errors of documents. Wrong use, and a limit that the caller set
for the whole run, are no document's errors and pass through.
"""

from __future__ import annotations

import errno
import os

from dedup.errors import DedupError, InputError

_LONGEST = 200
"""Characters that are told of what a library says."""


def failure_of(name: str, error: Exception) -> InputError:
    """Return the error of the document `name` that stands for any error; raises those that are no document's."""
    if isinstance(error, DedupError):
        if isinstance(error, InputError):
            return error
        raise error
    return InputError(name, _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "it takes more memory than there is"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, OSError) and error.errno is not None:
        return os_reason(error)
    said = " ".join(str(error).split())[:_LONGEST]
    return f"cannot be read ({type(error).__name__}: {said})" if said else f"cannot be read ({type(error).__name__})"


def refusal_to_write(folder: str | os.PathLike[str]) -> str:
    """Return in a few words why nothing can be written in a folder, of which the system says no more than that."""
    try:
        read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
    except (AttributeError, OSError):  # not every system has the call
        read_only = 0
    return "its file system is read-only" if read_only else "permission denied"


def os_reason(error: OSError) -> str:
    """Return in a few words why the system refuses a path."""
    if error.errno == errno.ELOOP:
        return "a symbolic link that leads to itself"
    if isinstance(error, FileNotFoundError):
        return "it is gone, or a symbolic link to nothing (no such file)"
    return (error.strerror or str(error)).lower()
