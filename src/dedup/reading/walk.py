"""Paths as a person gives them become files, in a fixed order.

A path is a file, a folder (walked to its bottom, entries in the order of their names' bytes), a glob that no shell
expanded, or ``-``. Nothing is opened here but ignore files, and JSON of a folder, most of which holds no texts; whether
a file can be read shows when it is read.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.reading.formats import format_of_name
from dedup.reading.ignoring import IGNORE_FILES, Ignoring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.reading.formats import Format
    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class File:
    """One file to read.

    `path` opens it, `format` is None where its name does not say one, `size` is in bytes (compressed) and None where
    it cannot be known beforehand, as of a pipe. `found` says that it is one of several, of a folder or a pattern.
    """

    path: str
    format: Format | None
    size: int | None
    found: bool = False

    @property
    def name(self) -> str:
        r"""What the file is called in results: its path, with bytes that are no text written as ``\xe9``."""
        return shown(self.path)


def shown(path: str) -> str:
    """Return a path as valid text; only paths that are not UTF-8 change."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(paths: Sequence[str | os.PathLike[str]], options: ReadingOptions, gathering: Gathering) -> list[File]:
    """Return the files that the paths stand for; what cannot be walked is told to `gathering`.

    Raises `UsageError` for a path that is not there, before anything is read.
    """
    if not paths:
        msg = "no path to read"
        raise UsageError(msg)
    given = [one for path in paths for one in _expanded(os.fspath(path), options)]
    walker = _Walker(options, gathering, several=len(given) > 1)
    return [file for path in given for file in walker.files(path)]


def _expanded(path: str, options: ReadingOptions) -> list[str]:
    if path == STANDARD_INPUT or os.path.lexists(path):
        return [path]
    if glob.has_magic(path):
        # Path.glob takes neither absolute patterns nor ones that begin with "..".
        found = glob.glob(path, recursive=True, include_hidden=options.hidden)  # noqa: PTH207 - see above
        if found:
            return sorted(found, key=os.fsencode)
        msg = f"no file fits the pattern {shown(path)}"
        raise UsageError(msg)
    msg = f"there is no file or folder {shown(path)}"
    raise UsageError(msg)


class _Walker:
    """Walks several paths and remembers what it has seen, so that nothing is read twice."""

    def __init__(self, options: ReadingOptions, gathering: Gathering, *, several: bool) -> None:
        self.several = several
        self._options = options
        self._gathering = gathering
        self._folders: set[tuple[int, int]] = set()
        self._files: set[str] = set()
        self._left_out: Counter[str] = Counter()

    def files(self, path: str) -> Iterator[File]:
        """Yield the files that one path of the call stands for."""
        if path == STANDARD_INPUT:
            yield from self._once(File(path, self._options.standard_input, None))
            return
        status = self._status(path)
        if status is None:
            return
        if not stat.S_ISDIR(status.st_mode):
            yield from self._once(_file(path, status, found=self.several))
            return
        self._left_out.clear()
        yield from self._below(path, status, Ignoring.of_call(path, self._options.ignore))
        counts = ", ".join(f"{count:,} {why}" for why, count in sorted(self._left_out.items()) if count)
        if counts:
            self._gathering.note(shown(path), f"left out: {counts}")

    def _below(self, top: str, status: os.stat_result, ignoring: Ignoring) -> Iterator[File]:
        # A stack of its own: folders may be nested deeper than Python's calls.
        waiting: list[tuple[str, os.stat_result, Ignoring]] = [(top, status, ignoring)]
        while waiting:
            path, status, ignoring = waiting.pop()
            if not stat.S_ISDIR(status.st_mode):
                yield from self._once(_file(path, status, found=True))
            elif self._is_new(path, status):
                waiting += reversed(self._entries(path, ignoring))

    def _entries(self, folder: str, ignoring: Ignoring) -> list[tuple[str, os.stat_result, Ignoring]]:
        try:
            names = sorted(os.listdir(folder), key=os.fsencode)  # noqa: PTH208 - names are needed, not paths
        except OSError as error:
            self._gathering.refuse(shown(folder), reason_of(error))
            return []
        inner = ignoring.within(folder, names, lambda path, note: self._gathering.note(shown(path), note))
        found = []
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - Path would drop a leading "./" that the caller gave
            if name.startswith(".") and not self._options.hidden:
                self._left_out["hidden"] += name not in IGNORE_FILES  # those are used, not left out
                continue
            status = self._status_below(path)
            if status is not None and self._is_wanted(path, status, inner):
                found.append((path, status, inner))
        return found

    def _is_wanted(self, path: str, status: os.stat_result, ignoring: Ignoring) -> bool:
        folder = stat.S_ISDIR(status.st_mode)
        if ignoring.leaves_out(path, folder=folder):
            self._left_out["ignored"] += 1
            return False
        if not folder and (format_of_name(path) is None or not stat.S_ISREG(status.st_mode)):
            self._left_out["of another kind"] += 1
            return False
        if not folder and format_of_name(path) == "json" and not self._holds_texts(path):
            self._left_out["JSON without texts"] += 1
            return False
        return True

    def _holds_texts(self, path: str) -> bool:
        from dedup.reading.json import holds_texts  # noqa: PLC0415 - few folders hold any

        return holds_texts(path, self._options.columns)

    def _status_below(self, path: str) -> os.stat_result | None:
        """Return what kind of entry stands at `path`; a broken link matters only where its name is that of a text."""
        try:
            return os.stat(path)  # noqa: PTH116 - as everywhere in this file, paths are strings
        except OSError as error:
            if format_of_name(path) is not None or error.errno == errno.ELOOP:
                self._gathering.refuse(shown(path), reason_of(error))
            else:
                self._left_out["of another kind"] += 1
            return None

    def _status(self, path: str) -> os.stat_result | None:
        try:
            return os.stat(path)  # noqa: PTH116 - see above
        except OSError as error:
            self._gathering.refuse(shown(path), reason_of(error))
            return None

    def _is_new(self, folder: str, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity not in self._folders:
            self._folders.add(identity)
            return True
        target = os.path.realpath(folder)
        above = os.path.realpath(os.path.dirname(folder))  # noqa: PTH120 - see above
        if os.path.islink(folder) and os.path.commonpath([target, above]) == target:  # noqa: PTH114 - see above
            self._gathering.refuse(shown(folder), f"a symbolic link back to {shown(target)}: not followed into a loop")
        else:
            self._gathering.note(shown(folder), "this folder was reached twice and read once")
        return False

    def _once(self, file: File) -> Iterator[File]:
        place = file.path if file.path == STANDARD_INPUT else os.path.abspath(file.path)  # noqa: PTH100 - see above
        if place in self._files:
            self._gathering.note(file.name, "this file was given twice and read once")
            return
        self._files.add(place)
        yield file


def _file(path: str, status: os.stat_result, *, found: bool) -> File:
    regular = stat.S_ISREG(status.st_mode)
    return File(path, format_of_name(path), status.st_size if regular else None, found)


def reason_of(error: OSError) -> str:
    """Return in a few words why the system refuses a path."""
    if error.errno == errno.ELOOP:
        return "a symbolic link that leads to itself"
    if isinstance(error, FileNotFoundError):
        return "it is gone, or a symbolic link to nothing (no such file)"
    return (error.strerror or str(error)).lower()
