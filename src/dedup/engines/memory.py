"""How much memory there is, and sizes as people write them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dedup.errors import UsageError

LEAST = 256 << 20
"""The least memory that a scan can be held to: less than the program with its libraries takes helps nobody."""
_UNKNOWN = 4 << 30
"""Taken to be free on a machine that does not tell."""
_GROUP = "/sys/fs/cgroup"
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b?)\s*", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def size_of(written: str) -> int:
    """Return the bytes that a size such as ``4GB``, ``800M`` or ``1.5 GiB`` stands for (powers of 1024).

    Raises `UsageError` for what is no size, and for less than `LEAST`.
    """
    found = _SIZE.fullmatch(written)
    if found is None:
        msg = f"{written!r} is no size; write one like 800MB or 4GB"
        raise UsageError(msg)
    size = int(float(found[1]) * 1024 ** _POWERS[found[2].lower()])
    if size < LEAST:
        msg = f"memory must be at least {readable(LEAST)}, not {written.strip()}"
        raise UsageError(msg)
    return size


def readable(size: float) -> str:
    """Return a number of bytes as people write it."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024:  # noqa: PLR2004 - the next unit
            return f"{size:.3g} {unit}"
        size /= 1024
    return f"{size:.3g} TB"


def private_memory() -> int | None:
    """Return the bytes of memory that this process has for itself, or None where nobody tells.

    Pages of mapped files are not counted: the system takes them back when somebody needs the room.
    """
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return (int(told[1]) - int(told[2])) * os.sysconf("SC_PAGE_SIZE")


def free_memory() -> int:
    """Return the bytes of memory that this process could still take without pushing others out."""
    free = [free for free in (_free_of_machine(), _free_of_group()) if free is not None]
    return min(free, default=_UNKNOWN)


def _free_of_machine() -> int | None:
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        names = getattr(os, "sysconf_names", {})
        if "SC_PHYS_PAGES" not in names:
            return None
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    found = re.search(r"^MemAvailable:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) << 10 if found else None


def _free_of_group() -> int | None:
    """Return what the control group of this process, such as a container's, leaves."""
    for most, used in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        try:
            numbers = [Path(_GROUP, name).read_text(encoding="ascii").strip() for name in (most, used)]
        except OSError:
            continue
        if all(number.isdecimal() for number in numbers):
            return max(int(numbers[0]) - int(numbers[1]), 0)
    return None
