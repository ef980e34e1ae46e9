"""Where files lie in their repository: names that depend neither on the working directory nor on their spelling."""

from __future__ import annotations

import os
from functools import lru_cache


@lru_cache(maxsize=64)
def top_of_repository(folder: str) -> str | None:
    """Return the folder at the top of the repository that an absolute folder lies in, or None where there is none."""
    real = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(real, ".git")):  # noqa: PTH118 - paths are strings here
        real, below = os.path.dirname(real), real  # noqa: PTH120 - see above
        if real == below:
            return None
    return real


def place_in(folder: str, path: str) -> str:
    """Return the path of a file from a folder, with slashes; a link is a file of its own."""
    above, file = os.path.split(os.path.abspath(path))  # noqa: PTH100 - see above
    return os.path.relpath(os.path.join(os.path.realpath(above), file), folder).replace(os.sep, "/")  # noqa: PTH118 - see above


def place_in_repository(path: str) -> str:
    """Return the path of a file from the top of the repository in which the program runs.

    A path outside of it, or where there is none, stays as it is but for ``./`` and double slashes.
    """
    try:
        top = top_of_repository(os.getcwd())  # noqa: PTH109 - see above
    except FileNotFoundError:  # the working directory was deleted
        top = None
    place = place_in(top, path) if top is not None else os.pardir
    return os.path.normpath(path).replace(os.sep, "/") if place.startswith(os.pardir) else place
