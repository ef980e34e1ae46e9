r"""Line ends of any system: texts as they come → texts in which no line ends with a carriage return alone.

Lines end with ``\n``, ``\r\n`` or ``\r``, as in editors and in Python's universal newlines. A lone ``\r`` (classic Mac
OS) becomes ``\n``, one character and one byte for another, so that every place stays what it was and the rest of the
program knows of ``\n`` alone. No other character ends a line: form feed, vertical tab, NEL, U+2028 and U+2029 are white
space.
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
_LONE = re.compile(r"\r(?!\n)")
_LONE_BYTE = re.compile(rb"\r(?!\n)")
_END = re.compile(rb"\r\n?|\n")
_AT_ONCE = 1 << 16
"""Bytes that are looked through together: what is made of them stays in the cache."""


def with_line_feeds(text: str) -> str:
    r"""Return a text with ``\n`` for every ``\r`` that stands alone."""
    return _LONE.sub("\n", text) if "\r" in text else text


def column_with_line_feeds(column: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return a column of texts with what `with_line_feeds` makes of each; on the same memory where that is the same."""
    _, places, data = column.buffers()
    if data is None or not len(column):
        return column
    offsets = np.frombuffer(places, np.int64)[column.offset : column.offset + len(column) + 1]
    held = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
    if not any((held[at : at + _AT_ONCE] == _RETURN).any() for at in range(0, held.size, _AT_ONCE)):
        return column
    returns = np.flatnonzero(held == _RETURN)
    paired = np.zeros(returns.size, bool)
    inner = returns + 1 < held.size
    paired[inner] = held[returns[inner] + 1] == _LINE_FEED
    ends = offsets - offsets[0]
    lone = returns[~paired | np.isin(returns + 1, ends)]
    if not lone.size:
        return column
    mended = held.copy()
    mended[lone] = _LINE_FEED
    present = None if not column.null_count else pa.py_buffer(np.packbits(column.is_valid(), bitorder="little"))
    return pa.Array.from_buffers(
        column.type, len(column), [present, pa.py_buffer(ends.copy()), pa.py_buffer(mended)], column.null_count
    )


def rows_with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the bytes of a table with ``\n`` for every lone ``\r``, if ``\r`` is what ends its first line and others.

    Elsewhere a lone ``\r`` is part of a cell, and stays.
    """
    coming = iter(chunks)
    head = next(coming, b"")
    if not ends_rows_with_returns(head):
        yield from chain([head], coming)
        return
    held = b""
    for chunk in chain([head], coming):
        whole = held + chunk
        held = whole[-1:] if whole.endswith(b"\r") else b""  # whether it stands alone shows in the next chunk
        yield _LONE_BYTE.sub(b"\n", whole[: len(whole) - len(held)])
    yield _LONE_BYTE.sub(b"\n", held)


def ends_rows_with_returns(head: bytes) -> bool:
    r"""Return whether the beginning of a table shows that its rows end with ``\r`` alone."""
    first = _END.search(head)
    if first is None or first[0] != b"\r":
        return False
    return b"\n" not in head or len(_LONE_BYTE.findall(head)) > 1
