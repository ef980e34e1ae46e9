"""Numbers and names as a reader wants them."""

from __future__ import annotations

import math


def number(value: int) -> str:
    """Return a count with its thousands set apart."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: ``no copies``, ``1 copy``, ``2 copies``."""
    if value == 1:
        return f"1 {noun}"
    return f"{number(value) if value else 'no'} {plural or noun + 's'}"


def similarity(value: float) -> str:
    """Return a similarity with two digits, cut and not rounded, so that only what is equal is shown as 1.00."""
    return f"{_cut(value * 100) / 100:.2f}"


def share(value: float) -> str:
    """Return a share as a percentage, cut and not rounded, so that only the whole is shown as 100 %."""
    return f"{_cut(value * 100)} %"


def _cut(value: float) -> int:
    return math.floor(value + 1e-6)  # 0.29 * 100 is 28.999999999999996


def size(octets: int) -> str:
    """Return a number of bytes in the unit that suits it."""
    value = float(octets)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:  # noqa: PLR2004 - the step between two units
            return f"{value:.0f} {unit}" if value >= 10 or unit == "bytes" else f"{value:.1f} {unit}"  # noqa: PLR2004 - one digit more where it says something
        value /= 1000
    return f"{value:,.1f} TB"


def flat(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())
