"""JSON Lines without some of their lines, or with annotations in each; bytes that stay are copied as they are."""

from __future__ import annotations

import json
import re
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import orjson

from dedup.filtering.cut_text import in_utf8, text_field, without_spans
from dedup.filtering.row_decisions import refuse_taken_names
from dedup.line_ends import ends_rows_with_returns, with_line_feeds
from dedup.reading.line_blocks import byte_positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.filtering.row_decisions import RowDecisions

_LINE_FEED = ord("\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODER = json.JSONDecoder(strict=False)
_GAP = re.compile(r"[\s:,]*")
_OWN_NAME = b'"dedup_'
"""What stands in a line that has a name of an annotation."""
_BLOCK = 1 << 22
"""Bytes of a block, about."""


def filtered_lines(
    chunks: Iterable[bytes], decisions: RowDecisions, columns: Mapping[str, str] = MappingProxyType({})
) -> Iterator[bytes]:
    """Yield the bytes of JSON Lines without the lines of some numbers, or with annotations before their last brace.

    `columns` says what the text is called, where that is no usual name.
    """
    number, source = 1, iter(chunks)
    head = next(source, b"")
    returns = ends_rows_with_returns(head)
    for block in _blocks(chain([head], source), returns=returns):
        ends = byte_positions(_LONE_RETURN.sub(b"\n", block) if returns else block, _LINE_FEED) + 1
        if not ends.size or ends[-1] < len(block):
            ends = np.append(ends, len(block))
        if decisions.annotations is None:
            yield from _kept(block, ends, decisions, number, columns)
        else:
            yield from _annotated(block, ends, decisions, number)
        number += ends.size


def _kept(
    block: bytes, ends: NDArray[np.int64], decisions: RowDecisions, number: int, columns: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield what is left of a block whose lines end at `ends`, the first of which has the number `number`."""
    dropped = decisions.between(number, number + ends.size)
    cut = decisions.cuts_between(number, number + ends.size)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    at = 0
    for line in np.union1d(dropped, np.array(list(cut), np.int64)).tolist():
        start, end = int(starts[line]), int(ends[line])
        if start > at:
            yield block[at:start]
        if line in cut:
            yield _cut_line(block[start:end], cut[line], columns)
        at = end
    if at < len(block):
        yield block[at:]


def _cut_line(line: bytes, spans: Sequence[tuple[int, int]], columns: Mapping[str, str]) -> bytes:
    """Return a line with another text; all other bytes stay."""
    whole = in_utf8(line)
    values = dict(_values(whole))
    name = text_field(values, columns)
    start, end = values[name]
    text = with_line_feeds(json.loads(whole[start:end]))
    left = without_spans(text, spans)
    new = json.dumps(left, ensure_ascii=_LONE_SURROGATE.search(left) is not None)
    return (whole[:start] + new + whole[end:]).encode()


def _values(line: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each name of an object, and where its value stands in the line."""
    at = _GAP.match(line, line.index("{") + 1).end()  # type: ignore[union-attr] # it matches nothing too
    while line[at] == '"':
        name, at = _DECODER.raw_decode(line, at)
        start = _GAP.match(line, at).end()  # type: ignore[union-attr] # see above
        _, end = _DECODER.raw_decode(line, start)
        yield name, (start, end)
        at = _GAP.match(line, end).end()  # type: ignore[union-attr] # see above


def _annotated(block: bytes, ends: NDArray[np.int64], decisions: RowDecisions, number: int) -> Iterator[bytes]:
    columns = decisions.columns(number, number + ends.size)
    rows, at = columns.to_pylist(), 0
    pieces = []
    for end, values in zip(ends.tolist(), rows, strict=True):
        line = block[at:end]
        brace = line.rfind(b"}")
        if brace >= 0 and line[brace + 1 :].isspace() | (brace + 1 == len(line)):
            if _OWN_NAME in line:
                refuse_taken_names(_names(line))
            comma = b"" if line[:brace].rstrip().endswith(b"{") else b","
            pieces += [line[:brace], comma, orjson.dumps(values)[1:-1], line[brace:]]
        else:
            pieces.append(line)
        at = end
    yield b"".join(pieces)


def _names(line: bytes) -> Iterable[str]:
    """Return the names in a line; none where it is no object."""
    try:
        row = orjson.loads(line)
    except ValueError:
        return ()
    return row if isinstance(row, dict) else ()


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
