r"""Texts with line ends of any system become texts in which no line ends with a carriage return alone.

Lines end with ``\n``, ``\r\n`` or ``\r``, as in editors and in Python's universal newlines. A lone ``\r`` (classic Mac
OS) becomes ``\n``, one character and one byte for another, so that every offset stays the same and the rest of the
program only has to know ``\n``. No other character ends a line: form feed, vertical tab, NEL, U+2028 and U+2029 are
white space.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RETURN, _LINE_FEED = ord("\r"), ord("\n")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LONE_RETURN_BYTE = re.compile(rb"\r(?!\n)")
_END = re.compile(rb"\r\n?|\n")
_SCAN_SIZE = 1 << 16
"""Bytes that are searched together, so that the arrays of the search stay in the cache."""


def with_line_feeds(text: str) -> str:
    r"""Return a text with ``\n`` for every ``\r`` that stands alone."""
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


def column_with_line_feeds(column: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return a column with `with_line_feeds` of each text; the same column where no text changes."""
    _, bounds, data = column.buffers()
    if data is None or not len(column):
        return column
    offsets = np.frombuffer(bounds, np.int64)[column.offset : column.offset + len(column) + 1]
    content = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
    if not any((content[at : at + _SCAN_SIZE] == _RETURN).any() for at in range(0, content.size, _SCAN_SIZE)):
        return column
    returns = np.flatnonzero(content == _RETURN)
    paired = np.zeros(returns.size, bool)
    inner = returns + 1 < content.size
    paired[inner] = content[returns[inner] + 1] == _LINE_FEED
    ends = offsets - offsets[0]
    lone = returns[~paired | np.isin(returns + 1, ends)]
    if not lone.size:
        return column
    changed = content.copy()
    changed[lone] = _LINE_FEED
    present = None if not column.null_count else pa.py_buffer(np.packbits(column.is_valid(), bitorder="little"))
    return pa.Array.from_buffers(
        column.type, len(column), [present, pa.py_buffer(ends.copy()), pa.py_buffer(changed)], column.null_count
    )


def rows_with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the bytes of a table with ``\n`` for every lone ``\r``, if ``\r`` is what ends its first line and others.

    Elsewhere a lone ``\r`` is part of a cell, and stays.
    """
    source = iter(chunks)
    head = next(source, b"")
    if not ends_rows_with_returns(head):
        yield from chain([head], source)
        return
    pending = b""
    for chunk in chain([head], source):
        whole = pending + chunk
        pending = whole[-1:] if whole.endswith(b"\r") else b""  # the next chunk shows whether it is alone
        yield _LONE_RETURN_BYTE.sub(b"\n", whole[: len(whole) - len(pending)])
    yield _LONE_RETURN_BYTE.sub(b"\n", pending)


def ends_rows_with_returns(head: bytes) -> bool:
    r"""Return whether the beginning of a table shows that its rows end with ``\r`` alone."""
    first = _END.search(head)
    if first is None or first[0] != b"\r":
        return False
    return b"\n" not in head or len(_LONE_RETURN_BYTE.findall(head)) > 1
