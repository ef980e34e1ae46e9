"""Values to JSON as it is written: indented, and with nothing in it that UTF-8 cannot hold."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

import msgspec

from dedup.columns import Made


def encoded(value: Any) -> bytes:
    """Return a value as indented JSON: dataclasses are objects with their fields as keys, in their order.

    Lone surrogates, as Python has them for parts of file names in no encoding, are written as U+FFFD.
    """
    try:
        written = msgspec.json.encode(value, enc_hook=_listed)
    except UnicodeEncodeError:
        written = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value, enc_hook=_listed)))
    return msgspec.json.format(written, indent=2)


@cache
def struct_of(kind: type) -> type[msgspec.Struct]:
    """Return a type with the fields and defaults of a dataclass; msgspec makes its values in a third of the time."""
    return msgspec.defstruct(kind.__name__, map(_field, fields(kind)), gc=False)


def _field(field: Field[Any]) -> tuple[str, Any] | tuple[str, Any, Any]:
    return (field.name, Any) if field.default is MISSING else (field.name, Any, field.default)


def _listed(value: Any) -> list[Any]:
    """Return values that are kept as columns as a list, which is what msgspec can write."""
    if isinstance(value, Made):
        return list(value)
    msg = f"{type(value).__name__} is no value of a result"
    raise NotImplementedError(msg)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list | tuple) else value
