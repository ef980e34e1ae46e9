"""JSON text becomes values: by orjson, or by the standard library's reader, which takes more, where orjson refuses."""

from __future__ import annotations

import json
from typing import Any

import orjson

from dedup.documents import well_formed


def json_value(text: str) -> tuple[Any, bool]:
    """Return the value that JSON text stands for, and whether lone surrogates in it became U+FFFD.

    Raises `ValueError`, whose text says in a few words why, for what is not JSON or nested too deeply.
    """
    try:
        return orjson.loads(text), False
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    try:
        value = json.loads(text)
        dumped = json.dumps(value, ensure_ascii=False)
        mended = well_formed(dumped)
        return (value, False) if mended is dumped else (json.loads(mended), True)
    except RecursionError as error:
        msg = "JSON that is nested too deeply"
        raise ValueError(msg) from error
    except json.JSONDecodeError as error:
        msg = f"not JSON ({error.msg}, column {error.colno})"
        raise ValueError(msg) from error
    except ValueError as error:  # a number of thousands of digits
        msg = f"not JSON ({error})"
        raise ValueError(msg) from error
