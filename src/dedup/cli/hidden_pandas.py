"""An installed pandas → none, for the process of a command: Arrow would load it before it makes its first array.

That takes longer than many a command, and only engines on clusters need it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


class _WithoutPandas:
    """A finder of modules, in front of all others, that finds no pandas."""

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


_FINDER = _WithoutPandas()


def hide_pandas() -> None:
    """Let imports of pandas fail in this process, unless it is imported already."""
    sys.meta_path.insert(0, _FINDER)


def show_pandas() -> None:
    """Let pandas be imported again; Arrow looks for it again where it needs it."""
    if _FINDER in sys.meta_path:
        sys.meta_path.remove(_FINDER)
