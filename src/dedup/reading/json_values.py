"""JSON text becomes values: by orjson, or by the standard library's reader, which takes more, where orjson refuses."""

from __future__ import annotations

import json
import sys
from typing import Any

import orjson

from dedup.documents import well_formed
from dedup.errors import InputError


def json_value(name: str, text: str) -> tuple[Any, bool]:
    """Return the value that JSON text stands for, and whether lone surrogates in it became U+FFFD.

    Raises `InputError` for the input of this name where the text is not JSON or is nested too deeply.
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
        raise InputError(name, "JSON that is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise InputError(name, f"not JSON ({error.msg}, column {error.colno})") from error
    except ValueError as error:
        digits = sys.get_int_max_str_digits()
        raise InputError(name, f"JSON with a number of more than {digits:,} digits") from error
