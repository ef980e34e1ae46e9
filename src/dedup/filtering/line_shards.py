"""JSON Lines without some of their lines, or with annotations in each; bytes that stay are copied as they are."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import orjson

from dedup.line_ends import ends_rows_with_returns
from dedup.reading.line_blocks import byte_positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.filtering.row_decisions import RowDecisions

_LINE_FEED = ord("\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_BLOCK = 1 << 22
"""Bytes of a block, about."""


def filtered_lines(chunks: Iterable[bytes], decisions: RowDecisions) -> Iterator[bytes]:
    """Yield the bytes of JSON Lines without the lines of some numbers, or with annotations before their last brace."""
    number, source = 1, iter(chunks)
    head = next(source, b"")
    returns = ends_rows_with_returns(head)
    for block in _blocks(chain([head], source), returns=returns):
        ends = byte_positions(_LONE_RETURN.sub(b"\n", block) if returns else block, _LINE_FEED) + 1
        if not ends.size or ends[-1] < len(block):
            ends = np.append(ends, len(block))
        if decisions.annotations is None:
            yield from without_lines(block, ends, decisions.between(number, number + ends.size))
        else:
            yield from _annotated(block, ends, decisions, number)
        number += ends.size


def without_lines(block: bytes, ends: NDArray[np.int64], dropped: NDArray[np.int64]) -> Iterator[bytes]:
    """Yield what is left of a block without some of its lines, which end at `ends` and are numbered from 0."""
    if not dropped.size:
        yield block
        return
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    at = 0
    for start, end in zip(starts[dropped].tolist(), ends[dropped].tolist(), strict=True):
        if start > at:
            yield block[at:start]
        at = end
    if at < len(block):
        yield block[at:]


def _annotated(block: bytes, ends: NDArray[np.int64], decisions: RowDecisions, number: int) -> Iterator[bytes]:
    columns = decisions.columns(number, number + ends.size)
    rows, at = columns.to_pylist(), 0
    pieces = []
    for end, values in zip(ends.tolist(), rows, strict=True):
        line = block[at:end]
        brace = line.rfind(b"}")
        if brace >= 0 and line[brace + 1 :].isspace() | (brace + 1 == len(line)):
            comma = b"" if line[:brace].rstrip().endswith(b"{") else b","
            pieces += [line[:brace], comma, orjson.dumps(values)[1:-1], line[brace:]]
        else:
            pieces.append(line)
        at = end
    yield b"".join(pieces)


def _blocks(chunks: Iterable[bytes], *, returns: bool) -> Iterator[bytes]:
    r"""Yield the bytes in blocks of whole lines; `returns` says that lines end with a ``\r`` that stands alone."""
    pending, size = list[bytes](), 0
    for chunk in chunks:
        pending.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            whole = b"".join(pending)
            end = whole.rfind(b"\n") + 1
            if returns:  # the next byte shows whether a last one stands alone
                end = max(end, whole.rfind(b"\r", 0, len(whole) - 1) + 1)
                end += whole[end : end + 1] == b"\n"
            if end:
                yield whole[:end]
            pending, size = [whole[end:]], len(whole) - end
    rest = b"".join(pending)
    if rest:
        yield rest
