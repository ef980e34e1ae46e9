"""The place of a finding as programs and people read it: path and URI of its file, and its lines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dedup.reading.repository import place_in_repository
from dedup.report.number_format import number

if TYPE_CHECKING:
    from dedup.gate.findings import Where

STANDARD_INPUT = "-"
"""The path of a document that was read from standard input."""


def file_path(where: Where) -> str | None:
    """Return the path of the file from the top of the repository, with slashes; None for a text that is in no file."""
    if where.path is None or where.path == STANDARD_INPUT:
        return None
    return place_in_repository(where.path)


def file_uri(path: str) -> str:
    """Return a path as a reference by RFC 3986: relative as it is, absolute as ``file://``."""
    if os.path.isabs(path):  # noqa: PTH117 - the path is a string from `file_path`
        return Path(path).as_uri()
    return quote(path, safe="/~", errors="replace")


def file_lines(where: Where) -> tuple[int, int] | None:
    """Return the first and the last line in the file, or None where the text has lines of its own."""
    return where.lines if where.in_file else None


def line_range(where: Where) -> str:
    """Return the lines in the text for a reader: one number, or the first and the last."""
    first, last = where.lines
    return number(first) if first == last else f"{number(first)}-{number(last)}"
