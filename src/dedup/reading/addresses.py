"""Addresses such as ``s3://bucket/news/`` become files, through fsspec, where that is installed.

Nothing is fetched but what a call names. fsspec knows many file systems, some of which need a library of their own; it
is asked only for what looks like an address and is no path that is there.
"""

from __future__ import annotations

import os
import re
from typing import IO, TYPE_CHECKING, Any, cast

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://.", re.IGNORECASE | re.DOTALL)
_PAGES = re.compile(r"https?://", re.IGNORECASE)
"""Addresses of which there is no folder that could be listed."""
_PATTERN = re.compile(r"[*?\[]")
_INSTALL = "pip install 'dedup-text[remote]'"


def is_address(path: str) -> bool:
    """Return whether a path is an address: a scheme, ``://`` and something behind it."""
    return _ADDRESS.match(path) is not None


def addressed_files(address: str) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the files of an address, which may be a file, a folder or a pattern, in a fixed order.

    Each is its own address, its size in bytes where that is known, and whether it is one of several. Raises
    `UsageError` where nothing is there, or where the file system is not known or needs a library that is missing, and
    whatever the file system raises.
    """
    system, path = _file_system(address)
    try:
        if _PAGES.match(address):
            yield address, system.info(path).get("size"), False
            return
        if _PATTERN.search(path):
            found = {one: status for one, status in system.glob(path, detail=True).items() if status["type"] == "file"}
        elif system.isdir(path):
            found = system.find(path, detail=True)
        else:
            yield address, system.info(path).get("size"), False
            return
    except FileNotFoundError as error:
        cause = " ".join(str(error.__cause__ or "").split())  # such as a host that cannot be reached
        msg = f"there is no file or folder {address}{cause and f' ({cause})'}"
        raise UsageError(msg) from error
    if not found:
        msg = f"there is no file at {address}"
        raise UsageError(msg)
    for one in sorted(found):
        yield system.unstrip_protocol(one), found[one].get("size"), True


def opened_input(path: str) -> IO[bytes]:
    """Return the file at a path or address, opened for reading."""
    if is_address(path) and not os.path.lexists(path):
        return _opened_address(path)
    return open(path, "rb", buffering=0)  # noqa: PTH123 - paths are strings here; whoever reads it closes it


def _opened_address(address: str) -> IO[bytes]:
    system, path = _file_system(address)
    return cast("IO[bytes]", system.open(path, "rb"))


def _file_system(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, and few calls name addresses
    except ImportError as error:
        msg = f"there is no file or folder {address}; to read addresses: {_INSTALL}"
        raise UsageError(msg) from error
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:  # a library is missing, or nobody knows the scheme
        msg = f"{address} cannot be read: {' '.join(str(error).split())}"
        raise UsageError(msg) from error
    return system, str(path)
