"""The place of a finding as other programs read it: the address of its file, and lines where they are the file's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from dedup.gate.findings import Where

STANDARD_INPUT = "-"


def file_of(where: Where) -> str | None:
    """Return the path of the file, with slashes and without ``./``; None for a text that is in no file."""
    if where.path is None or where.path == STANDARD_INPUT:
        return None
    return os.path.normpath(where.path).replace(os.sep, "/")


def address_of(path: str) -> str:
    """Return a path as a reference by RFC 3986: relative as it is, absolute as ``file://``."""
    if os.path.isabs(path):  # noqa: PTH117 - the path is a string from `file_of`
        return Path(path).as_uri()
    return quote(path, safe="/~", errors="replace")


def lines_of(where: Where) -> tuple[int, int] | None:
    """Return the first and the last line in the file, or None where the text has lines of its own."""
    return where.lines if where.in_file else None
