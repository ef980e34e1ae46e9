"""Blocks of JSON Lines become columns by Arrow, block beside block.

Arrow's reader passes over what a line by line reader tells, or takes it for something else; `JsonBlocks.read` therefore
looks at each block first, and leaves it to who reads line by line where anything about it is in doubt:

- bytes that are not UTF-8, which Arrow does not look for;
- a line that does not go from ``{`` to ``}``: Arrow knows no lines, and a null by itself at the beginning of a block
  makes it read at no address. Where all lines do, none has less than one object, so that as many rows as lines are one
  each;
- a key that is a column's name in other letters, or spells one with escapes, which Arrow passes over;
- very deep nesting and very long numbers, at which Python's reader gives up;
- whatever Arrow refuses: a key twice, a lone surrogate, a value of another kind, a line that is no JSON.

What remains is the same as line by line, but for rows without a text, or in which it cannot be told whether a column
is null or missing: these are left one by one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa

from dedup.reading.blocks import LARGEST, as_text, places_of
from dedup.reading.columns import COLUMNS, column_of, is_there, without_nulls
from dedup.reading.rows import GUESSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_FEW = 8
"""Of so many rows one may be left; reading all of them one by one costs less than putting many pieces together."""
_OPEN, _CLOSE, _LINE_FEED, _RETURN = b"{}\n\r"
_ALSO_OPENS = ord("{") ^ ord("[")
"""The bit that makes a square bracket one of the others."""
_DEEP = 500
"""Brackets of a line from which it may be nested too deeply for a reader of lines."""
_ZERO, _NINE = b"09"
_LONG_NUMBER, _STEP = 4000, 499
"""Digits of a whole number that Python surely reads, and how many bytes apart they are looked for: a prime number, so
that rows of short numbers are none."""
_SPACE = b" \t\r"
_LONGEST = 63


class JsonRows(NamedTuple):
    """What was read of a block: the `columns` of its rows and their `numbers` (int64), those of their lines, from 0.

    `left` are the rows that are to be read by themselves, with the line of each. There are `height` lines.
    """

    columns: dict[str, pa.Array]
    numbers: NDArray[np.int64]
    left: list[tuple[int, bytes]]
    height: int


class JsonBlocks:
    """Reads the blocks of one file. `columns` are the names that the call gives."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._names = {kind: (columns[kind],) if kind in columns else GUESSES[kind] for kind in COLUMNS}
        self._doubtful = _doubtful_keys(sorted({name for names in self._names.values() for name in names}))

    def read(self, block: bytes) -> tuple[bytes, JsonRows | None]:
        """Return the block, and what was read of it, or None; several threads may do so at a time."""
        lines = _lines(block)
        if lines is None or self._is_doubtful(block):
            return block, None
        table = self._parsed(block)
        if table is None or table.num_rows != lines.numbers.size:
            return block, None
        return block, self._rows(block, table, lines)

    def _is_doubtful(self, block: bytes) -> bool:
        import pyarrow.compute as pc  # noqa: PLC0415 - it takes a tenth of a second, and small files need it not

        text = as_text(block) if len(block) < LARGEST else None
        return text is None or bool(pc.match_substring_regex(text, self._doubtful)[0].as_py())

    def _parsed(self, block: bytes) -> pa.RecordBatch | None:
        import pyarrow.json as pj  # noqa: PLC0415 - small files need it not

        try:
            head: dict[str, Any] = orjson.loads(block[: block.index(b"\n")])
            fields = {name: _type_of(head.get(name)) for names in self._names.values() for name in names}
            table = pj.read_json(
                pa.BufferReader(block),
                pj.ReadOptions(use_threads=False, block_size=len(block) + 1),
                pj.ParseOptions(explicit_schema=pa.schema(list(fields.items())), unexpected_field_behavior="ignore"),
            )
        except (orjson.JSONDecodeError, pa.ArrowException):
            return None
        return table.combine_chunks().to_batches()[0] if table.num_rows else None

    def _rows(self, block: bytes, table: pa.RecordBatch, lines: _Lines) -> JsonRows | None:
        """Return the rows of a block that was parsed."""
        columns: dict[str, pa.Array] = {}
        left = np.zeros(table.num_rows, bool)
        for kind, names in self._names.items():
            there = [is_there(table.column(name)) for name in names]
            chosen = next((place for place, some in enumerate(there) if some.any()), 0)
            if names[chosen] == "html" or any(_is_key(name, block) for name in names[:chosen]):
                return None
            for other in there[chosen + 1 :]:
                left |= other & ~there[chosen]
            if kind == "text":
                left |= ~there[chosen]
            if there[chosen].any():
                column = column_of(kind, table.column(names[chosen]))
                if column is None:
                    return None
                columns[kind] = column
        rows = np.flatnonzero(left).tolist()
        if "text" not in columns or len(rows) * _FEW > table.num_rows:
            return None
        if rows:
            columns["text"] = without_nulls(columns["text"])
        return JsonRows(columns, lines.numbers, [(row, lines.of(block, row)) for row in rows], lines.height)


class _Lines(NamedTuple):
    """The lines of a block that are objects: their numbers, where they start and end; `height` counts all lines."""

    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    height: int

    def of(self, block: bytes, row: int) -> bytes:
        return block[self.starts[row] : self.ends[row]]


def _lines(block: bytes) -> _Lines | None:
    """Return which lines of a block are objects; None where one is neither that nor blank."""
    if not block.startswith(b"{"):  # Arrow begins with the first byte, and `_parsed` with the first line
        return None
    data, ends = np.frombuffer(block, np.uint8), places_of(block, _LINE_FEED)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    last = data[ends - 1]
    last = np.where(last == _RETURN, data[ends - 2], last)
    is_object = (data[starts] == _OPEN) & (last == _CLOSE)
    for number in np.flatnonzero(~is_object).tolist():
        line = block[starts[number] : ends[number]].strip(_SPACE)
        is_object[number] = bool(line)
        if line and not (line.startswith(b"{") and line.endswith(b"}")):
            return None
    if _is_deep(block, ends) or _has_long_numbers(data):
        return None
    numbers = np.flatnonzero(is_object)
    return _Lines(numbers, starts[numbers], ends[numbers], ends.size)


def _is_deep(block: bytes, ends: NDArray[np.int64]) -> bool:
    """Return whether a line has so many opening brackets that it may be nested too deeply."""
    opened = places_of(block, _OPEN, _ALSO_OPENS)
    return bool(np.diff(np.searchsorted(opened, ends), prepend=0).max() >= _DEEP)


def _has_long_numbers(data: NDArray[np.uint8]) -> bool:
    """Return whether more than four thousand digits may stand side by side: every so many bytes there is one then."""
    sampled = data[::_STEP]
    digits = (sampled >= _ZERO) & (sampled <= _NINE)
    return bytes([1] * (_LONG_NUMBER // _STEP)) in digits.tobytes()


def _type_of(value: Any) -> pa.DataType:
    """Return as what a column is read whose first value is this one: what is neither refused nor changed by Arrow."""
    return pa.int64() if type(value) is int and value.bit_length() <= _LONGEST else pa.string()


def _is_key(name: str, block: bytes) -> bool:
    """Return whether a name may be a key in a block, if only of a null."""
    return re.search(b'"%b"\\s*:' % re.escape(name.encode()), block) is not None


def _doubtful_keys(names: list[str]) -> str:
    """Return the expression (RE2) of the keys that are in doubt: those that are one of some names in other letters.

    Letters of keys may also be written as escapes, and as the long s, which is an s in lower case.
    """
    others = [
        f"{_literal(name[:at])}{letter.upper()}(?i:{_literal(name[at + 1 :])})"
        for name in names
        for at, letter in enumerate(name)
        if letter.upper() != letter
    ]
    spelt = r'[^"\s\\]*(?:\\u[0-9a-fA-F]{4}|\x{17F})[^"\s]*'
    return rf'"(?:{"|".join([*others, spelt])})"\s*:'


def _literal(text: str) -> str:
    """Return a text as RE2 takes it letter by letter."""
    return "".join(letter if letter.isalnum() or letter == "_" else rf"\x{{{ord(letter):X}}}" for letter in text)
