"""White space, as Python's `str.split` has it, as parts of kernels."""

from __future__ import annotations

from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.spelling import ASCII


@part
def is_space(code: int) -> bool:
    """Return whether a character is white space."""
    if code < ASCII:
        return code == 0x20 or 0x09 <= code <= 0x0D or 0x1C <= code <= 0x1F  # noqa: PLR2004 - code points
    if code < 0x1680:  # noqa: PLR2004 - code points
        return code in (0x85, 0xA0)
    return 0x2000 <= code <= 0x200A or code in (0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)  # noqa: PLR2004
