"""Groups of strings that stand in a line into what the line says by them, as parts of kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_NONE = np.uint64(0)


class Rules(NamedTuple):
    """The rules of a search, as pointers, and how many there are."""

    bounds: Pointer
    wanted: Pointer
    says: Pointer
    size: int


@part
def said(seen: Pointer, book: Any) -> Any:
    """Return what the marked groups say, and forget them."""
    found = _NONE
    for rule in range(book.size):
        says = book.says[rule]
        if found & says != says and _is_met(seen, book, rule):
            found |= says
    for place in range(book.bounds[book.size]):
        seen[book.wanted[place]] = 0
    return found


@part
def _is_met(seen: Pointer, book: Any, rule: int) -> bool:
    for place in range(book.bounds[rule], book.bounds[rule + 1]):  # noqa: SIM110 - a kernel has no generators
        if not seen[book.wanted[place]]:
            return False
    return True
