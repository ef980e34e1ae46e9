"""Values → indented JSON in UTF-8, by msgspec."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

import msgspec

from dedup.lazy_sequences import LazySequence
from dedup.report.escaping import inert_json


def encode_json(value: Any) -> bytes:
    """Return a value as indented JSON; dataclasses become objects with their fields as keys, in their order.

    Python has lone surrogates in file names that are not UTF-8. UTF-8 cannot hold them; they are written as U+FFFD.
    """
    try:
        encoded = msgspec.json.encode(value, enc_hook=_as_list)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value, enc_hook=_as_list)))
    return inert_json(msgspec.json.format(encoded, indent=2))


def json_document(values: dict[str, Any]) -> str:
    """Return values as a JSON document that ends in a newline."""
    return f"{encode_json(values).decode()}\n"


@cache
def struct_type(dataclass: type) -> type[msgspec.Struct]:
    """Return a msgspec type with the fields and defaults of a dataclass; its values are made three times as fast."""
    return msgspec.defstruct(dataclass.__name__, map(_struct_field, fields(dataclass)), gc=False)


def _struct_field(field: Field[Any]) -> tuple[str, Any] | tuple[str, Any, Any]:
    return (field.name, Any) if field.default is MISSING else (field.name, Any, field.default)


def _as_list(value: Any) -> list[Any]:
    """Return values that are kept in columns as a list, which msgspec can encode."""
    if isinstance(value, LazySequence):
        return list(value)
    msg = f"{type(value).__name__} is no value of a result"
    raise NotImplementedError(msg)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list | tuple) else value
