"""What kinds of values Arrow's types are, as far as reading asks."""

from __future__ import annotations

import pyarrow as pa


def is_string(kind: pa.DataType) -> bool:
    """Return whether values are strings, however they lie."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_bytes(kind: pa.DataType) -> bool:
    """Return whether values are bytes of any number."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def is_written(kind: pa.DataType) -> bool:
    """Return whether values become strings as Arrow writes them: numbers and dates, so that no digit is lost."""
    return not (is_string(kind) or is_bytes(kind) or pa.types.is_nested(kind))
