"""How much memory is used and free, and sizes in bytes as people write them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dedup.errors import UsageError

LEAST_MEMORY = 256 << 20
"""The least limit that a scan takes, in bytes: the program and its libraries need nearly as much."""
PROGRAM_BYTES = 200 << 20
"""Bytes that the program and its libraries take before any text is read."""
MOST_OF_DOCUMENT = 64 << 20
"""Bytes that a document has at most, unless another limit is given."""
_BYTES_PER_DOCUMENT_BYTE = 64
"""Bytes in memory that a byte of one document takes at most while it is scanned: where each letter is a word."""
_ASSUMED_FREE = 4 << 30
"""Bytes that are assumed to be free on a system that does not say."""
_CGROUP = "/sys/fs/cgroup"
_SIZE = re.compile(r"\s*(\d{1,15}(?:\.\d{1,15})?)\s*([kmgt]?)(i?b?)\s*", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def parse_size(written: str) -> int:
    """Return the bytes of memory that a size stands for; raises `UsageError` also for less than `LEAST_MEMORY`."""
    size = parse_bytes(written)
    if size < LEAST_MEMORY:
        msg = f"memory must be at least {format_size(LEAST_MEMORY)}, not {written.strip()}"
        raise UsageError(msg)
    return size


def parse_bytes(written: str) -> int:
    """Return the bytes that a size such as ``4GB``, ``800M`` or ``1.5 GiB`` stands for (powers of 1024).

    Raises `UsageError` for what is no size.
    """
    match = _SIZE.fullmatch(written)
    if match is None:
        msg = f"{written!r} is no size; write one like 800MB or 4GB"
        raise UsageError(msg)
    return int(float(match[1]) * 1024 ** _POWERS[match[2].lower()])


def format_size(size: float) -> str:
    """Return a number of bytes as people write it."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024:  # noqa: PLR2004 - the next unit
            return f"{size:.3g} {unit}"
        size /= 1024
    return f"{size:.3g} TB"


def document_limit(memory: int) -> int:
    """Return the most bytes of a document that is scanned within so many bytes of memory.

    A limit below `LEAST_MEMORY`, such as 0 for none, cannot be kept, and limits no document.
    """
    if memory < LEAST_MEMORY:
        return MOST_OF_DOCUMENT
    return min((memory - PROGRAM_BYTES) // _BYTES_PER_DOCUMENT_BYTE, MOST_OF_DOCUMENT)


def private_memory() -> int | None:
    """Return the bytes of memory that belong to this process alone, or None on a system that does not say.

    Pages of mapped files are not counted: the system takes them back when it needs the memory.
    """
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def return_freed_memory() -> None:
    """Give what is freed back to the system, which Arrow and the C library keep for what comes next.

    After the search for copies in 700,000 texts that was 95 of 236 MB. Where the C library is not glibc, nothing is
    asked of it.
    """
    import ctypes  # noqa: PLC0415 - only long work needs it

    import pyarrow as pa  # noqa: PLC0415 - the command line starts without Arrow

    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def free_memory() -> int:
    """Return the bytes of memory that this process can still take without swapping others out."""
    free = [free for free in (_free_on_machine(), _free_in_cgroup()) if free is not None]
    return min(free, default=_ASSUMED_FREE)


def _free_on_machine() -> int | None:
    try:
        report = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        names = getattr(os, "sysconf_names", {})
        if "SC_PHYS_PAGES" not in names:
            return None
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    match = re.search(r"^MemAvailable:\s+(\d+) kB", report, re.MULTILINE)
    return int(match[1]) << 10 if match else None


def _free_in_cgroup() -> int | None:
    """Return what the limit of the control group of this process leaves, such as that of a container."""
    for most, used in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        try:
            numbers = [Path(_CGROUP, name).read_text(encoding="ascii").strip() for name in (most, used)]
        except OSError:
            continue
        if all(number.isdecimal() for number in numbers):
            return max(int(numbers[0]) - int(numbers[1]), 0)
    return None
