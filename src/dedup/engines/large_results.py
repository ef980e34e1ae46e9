"""Results of work → bytes for the caller: small ones as they are, large ones as the name of a file that all see.

What a job returns goes through the memory of the cluster's own program, which holds all of it at once; Spark refuses
more than a gigabyte. A file goes from the executor to the caller, which has one in memory at a time and deletes it.
"""

# ruff: noqa: S301 - what is loaded was pickled by the same program

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from dedup.engines.storage import writing
from dedup.errors import ClusterError, DedupError, LimitError

_LARGEST_SENT = 1 << 14
"""Bytes of the largest result that is no file: one of a megabyte of text, for which a file is soon opened, has more."""


@dataclass(frozen=True, slots=True)
class _StoredResult:
    path: str

    def take(self) -> Any:
        """Return the result, and delete its file."""
        path = Path(self.path)
        try:
            result = pickle.loads(path.read_bytes())
            path.unlink()
        except OSError as error:
            msg = f"what an executor wrote to {path} cannot be read here: {error.strerror or error}"
            raise ClusterError(msg) from error
        return result


def bytes_of_result(result: object, folder: str) -> bytes:
    """Return a result, or the name of a file of the folder that has it, as bytes for `result_of_bytes`.

    With no folder (an empty name), no result goes to a file. An error of the program on the way is the result.
    """
    content = pickle.dumps(result, protocol=5)
    if not folder or len(content) <= _LARGEST_SENT:
        return content
    path = Path(folder, f"{uuid4().hex}.result")  # a task that is done again writes another one
    try:
        with writing():
            path.write_bytes(content)
    except LimitError as error:
        return pickle.dumps(error)
    return pickle.dumps(_StoredResult(str(path)))


def result_of_bytes(content: Any) -> Any:
    """Return the result of which these are the bytes, once: a file is deleted when it was read.

    A result that is an error of the program is raised; `ClusterError` if the file cannot be read.
    """
    result = pickle.loads(content)
    if isinstance(result, _StoredResult):
        result = result.take()
    if isinstance(result, DedupError):
        raise result
    return result
