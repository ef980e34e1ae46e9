"""A value of metadata, as tables and front matter hold them, becomes the text that it says."""

from __future__ import annotations

import json
import re
from typing import Any


def worded(value: Any) -> str | None:
    """Return what a cell of metadata says, as text; None where it says nothing."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bytes):
        return worded(value.decode("utf-8", "backslashreplace"))
    if isinstance(value, list):
        return ", ".join(word for item in value if (word := _name(item))) or None
    return _name(value)


def without_by(author: str) -> str:
    """Return an author as a name: metadata are often filled from a line such as "By Ann Author"."""
    return _BY.sub("", author) or author


_BY = re.compile(r"\Aby:?\s+", re.IGNORECASE)


def _name(value: Any) -> str | None:
    """Return what a single value says; of an object only its name, because the rest is structure, not words."""
    if isinstance(value, dict):
        value = value.get("name")
    if value is None or isinstance(value, (list, dict)):
        return None
    return (json.dumps(value) if isinstance(value, (bool, int, float)) else str(value)).strip() or None
