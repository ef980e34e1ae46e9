"""Numbers as text: counts with thousands separators and nouns, similarities, percentages, sizes in bytes."""

from __future__ import annotations

import math


def number(value: int) -> str:
    """Return a count with thousands separators: ``1,234``."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: ``no copies``, ``1 copy``, ``2 copies``."""
    if value == 1:
        return f"1 {noun}"
    return f"{number(value) if value else 'no'} {plural or noun + 's'}"


def similarity(value: float) -> str:
    """Return a similarity with two digits, rounded down, so that only equal texts are shown as 1.00."""
    return f"{_floor(value * 100) / 100:.2f}"


def percent(share: float) -> str:
    """Return a share as a percentage, rounded down, so that only the whole is shown as 100 %."""
    return f"{_floor(share * 100)} %"


def letters_alike(similarity: float | None) -> str:
    """Return how alike the letters of a passage are, to stand behind its words; nothing for one found by words."""
    return f", letters {percent(similarity)} alike" if similarity is not None else ""


def _floor(value: float) -> int:
    return math.floor(value + 1e-6)  # 0.29 * 100 is 28.999999999999996


def byte_size(size: int) -> str:
    """Return a number of bytes in the largest unit of which there is at least one."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:  # noqa: PLR2004 - the step between two units
            return f"{value:.0f} {unit}" if value >= 10 or unit == "bytes" else f"{value:.1f} {unit}"  # noqa: PLR2004 - small values get a decimal
        value /= 1000
    return f"{value:,.1f} TB"
