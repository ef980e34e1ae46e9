"""Where compiled kernels are kept: the user's cache folder, in a folder named after what they were made from.

Numba itself looks at one source file only, and would run stale code after a change in another. Importing this module
does not import Numba.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from xxhash import xxh64

_SOURCES = ("compiled/*.py", "characters.py", "folding.py", "seams.py")
"""What the machine code is made from, below `dedup.kernels`."""
_UNUSED_DAYS = 60
SUFFIX = ".o"
"""Of files that hold machine code."""


@cache
def cache_folder() -> Path | None:
    """Return where machine code is kept, or None where nothing can be written."""
    folder = _caches() / "dedup" / f"kernels-{_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def is_kept() -> bool:
    """Return whether kernels were compiled before; what stands there may still be another processor's."""
    folder = cache_folder()
    return folder is not None and any(folder.glob(f"*{SUFFIX}"))


def forget_old() -> None:
    """Remove the machine code of other versions, unless it was made of late."""
    folder = cache_folder()
    for other in folder.parent.glob("kernels-*") if folder is not None else ():
        if other != folder and time.time() - other.stat().st_mtime > _UNUSED_DAYS * 86400:
            shutil.rmtree(other, ignore_errors=True)


def _digest() -> str:
    digest = xxh64(f"{_version_of_numba()} {sys.implementation.cache_tag}".encode())
    kernels = Path(__file__).parent
    for source in sorted(file for pattern in _SOURCES for file in kernels.glob(pattern)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _version_of_numba() -> str:
    """Return what Numba says of its version, without importing it or looking for it among all that is installed."""
    found = find_spec("numba")
    try:
        return (Path(found.origin).parent / "_version.py").read_text(encoding="utf-8") if found and found.origin else ""
    except OSError:
        from importlib.metadata import version  # noqa: PLC0415 - it takes longer than loading the kernels

        return version("numba")


def _caches() -> Path:
    """Return the folder that the user's programs keep caches in; Numba's own variable wins."""
    for variable in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        if os.environ.get(variable):
            return Path(os.environ[variable])
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser()
