"""The configuration file of the working directory: ``dedup.toml``, or ``[tool.dedup]`` in ``pyproject.toml``.

Its keys are the long options without their dashes. What a value must be follows from the setting that it sets; what it
may be is left to the setting's own checks.
"""

from __future__ import annotations

import os
import reprlib
import stat
from dataclasses import fields
from pathlib import Path
from typing import Any

from dedup.errors import UsageError
from dedup.settings import Settings

_LARGEST = 1 << 20
"""Bytes of a configuration file, which may come with a tree that somebody else wrote."""

_KINDS: dict[type, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
_SHOWN = reprlib.Repr()
"""Shows a value in a message: the whole of one that is nested deeply would take more stack than Python has."""
_SHOWN.maxstring = 200

KEYS: dict[str, type] = {
    **{field.name: str if field.default is None else type(field.default) for field in fields(Settings)},
    "column": dict,
    "ignore": list,
    "hidden": bool,
    "encoding": str,
    "max_document": str,
    "extractor": str,
    "format": str,
    "table": str,
    "rows": int,
    "sort": str,
    "min_weight": float,
    "width": int,
    "full": bool,
    "memory": str,
    "workers": int,
    "engine": str,
    "master": str,
    "quiet": bool,
    "progress": bool,
}
"""Every key that a configuration file may have, with dashes written as underscores, and what its value is."""

CHECK_KEYS: dict[str, type] = {
    "paths": list,
    "against": list,
    "against_ref": str,
    "within": bool,
    "relations": list,
    "max_reuse": float,
    "max_run": int,
    "require_attribution": bool,
    "require": list,
    "as_of": str,
    "allow_source": list,
    "licences": bool,
    "self_repetition": bool,
    "quotes": str,
    "count_marked": bool,
    "ignore_kind": list,
    "include_accepted": bool,
    "judge": list,
    "warn": list,
    "baseline": str,
    "format": str,
    "also": list,
}
"""The keys of the table ``check``, which only ``dedup check`` looks at."""

FILTER_KEYS: dict[str, type] = {
    "level": str,
    "min_words": int,
    "copies": str,
    "threshold": float,
    "containment": float,
    "keep": list,
    "guard": float,
    "annotate": bool,
    "weights": str,
    "against": list,
    "index": str,
    "contamination": bool,
    "verdicts": str,
    "question": str,
    "answer": str,
}
"""The keys of the table ``filter``, which only ``dedup filter`` looks at."""

_TABLES = {"check": CHECK_KEYS, "filter": FILTER_KEYS}


def configured_here() -> dict[str, Any]:
    """Return what the configuration file of the working directory says; a directory that was deleted has none."""
    try:
        return configured(Path.cwd())
    except FileNotFoundError:
        return {}


def configured(folder: Path) -> dict[str, Any]:
    """Return the keys and values of the folder's configuration file; empty if there is none.

    Two files that both configure dedup, an unknown key, or a value of the wrong kind are a `UsageError`.
    """
    own, shared = folder / "dedup.toml", folder / "pyproject.toml"
    tables = {own: _table(own), shared: _section(shared)}
    found = {path: table for path, table in tables.items() if table is not None}
    if len(found) > 1:
        msg = f"both {own.name} and [tool.dedup] in {shared.name} configure dedup; keep one of them"
        raise UsageError(msg)
    return {key: value for path, table in found.items() for key, value in _all_checked(path, table).items()}


def _table(path: Path) -> dict[str, Any] | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            msg = f"{path.name} cannot be read: it is no regular file of at most {_LARGEST:,} bytes"
            raise UsageError(msg)
        import tomllib  # noqa: PLC0415 - most folders have no such file

        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except RecursionError as error:
        msg = f"{path.name} cannot be read as TOML: it is nested too deeply"
        raise UsageError(msg) from error
    except ValueError as error:  # no TOML, no UTF-8, or a number of thousands of digits
        msg = f"{path.name} cannot be read as TOML: {error}"
        raise UsageError(msg) from error
    except OSError as error:
        msg = f"{path.name} cannot be read: {error.strerror}"
        raise UsageError(msg) from error


def _section(path: Path) -> dict[str, Any] | None:
    tool = (_table(path) or {}).get("tool")
    section = tool.get("dedup") if isinstance(tool, dict) else None
    if section is not None and not isinstance(section, dict):
        msg = f"tool.dedup in {path.name} must be a table"
        raise UsageError(msg)
    return section


def _all_checked(path: Path, table: dict[str, Any]) -> dict[str, Any]:
    values = _checked(path, {key: value for key, value in table.items() if key not in _TABLES}, KEYS)
    for name, keys in _TABLES.items():
        own = table.get(name, {})
        if not isinstance(own, dict):
            msg = f"{name} in {path.name} must be a table"
            raise UsageError(msg)
        if own:
            values[name] = _checked(path, own, keys)
    check = values.get("check", {})
    if "baseline" in check:
        _refuse_outside(path, "baseline", check["baseline"])
    for written in check.get("also", ()):
        _refuse_outside(path, "also", written.partition("=")[2])
    return values


def _refuse_outside(path: Path, key: str, file: str) -> None:
    """Raise `UsageError` for a file to write that is not below the folder of the configuration, or within ``.git``.

    Whoever wrote the scanned tree may have written its configuration file too.
    """
    folder = path.parent.resolve()
    target = Path(os.path.realpath(path.parent / file))  # a loop of links is no error here
    if not target.is_relative_to(folder) or ".git" in target.relative_to(folder).parts:
        msg = f"{key} in {path.name} names {file}, and a configuration file may only name files to write in its folder"
        raise UsageError(msg)


def _checked(path: Path, table: dict[str, Any], keys: dict[str, type]) -> dict[str, Any]:
    values = {}
    for written, value in table.items():
        key = written.replace("-", "_")
        if key not in keys:
            known = sorted(name.replace("_", "-") for name in (*keys, *(_TABLES if keys is KEYS else ())))
            msg = f"{path.name} has an unknown key {written!r}{_meant(written, known)}; the keys are {', '.join(known)}"
            raise UsageError(msg)
        values[key] = _value(path, written, value, keys[key])
        _refuse_nul(path, written, values[key])
    return values


def _meant(written: str, known: list[str]) -> str:
    """Return what an unknown key was probably to say, in parentheses, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - most files have no unknown key

    near = get_close_matches(written, known, 1, 0.75)
    if written == "tool":
        return " ([tool.dedup] stands in pyproject.toml only)"
    return f" ({near[0]!r}?)" if near else ""


def _refuse_nul(path: Path, key: str, value: Any) -> None:
    """Raise `UsageError` for a text with a NUL, which no path, pattern or name can hold."""
    texts = value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else [value]
    if any("\0" in text for text in texts if isinstance(text, str)):
        msg = f"{key} in {path.name} holds a NUL"
        raise UsageError(msg)


def _value(path: Path, key: str, value: Any, kind: type) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if kind is list:
        return list(_texts(path, key, value, value if isinstance(value, list) else None, "a list of texts"))
    if kind is dict:
        _texts(path, key, value, list(value.values()) if isinstance(value, dict) else None, "a table of texts")
        return value
    if type(value) is not kind:
        msg = f"{key} in {path.name} must be {_KINDS[kind]}, not {_SHOWN.repr(value)}"
        raise UsageError(msg)
    return value


def _texts(path: Path, key: str, value: Any, texts: list[Any] | None, wanted: str) -> list[str]:
    if texts is None or not all(isinstance(text, str) for text in texts):
        msg = f"{key} in {path.name} must be {wanted}, not {_SHOWN.repr(value)}"
        raise UsageError(msg)
    return texts
