"""Paths of a call become input files, in a fixed order.

A path is a file, a folder (with all folders below, entries in the order of their names' bytes), a glob that no shell
expanded, or ``-``. Only ignore files are opened, and JSON files of a folder, most of which hold no texts; whether any
other file can be read shows when it is read.

What ignore files leave out is not walked (`dedup.reading.ignore_rules`), and neither is the account of a filter.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import Counter
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.reading.addresses import addressed_files, is_address
from dedup.reading.failures import os_reason
from dedup.reading.formats import format_of, format_of_name, missing_package
from dedup.reading.ignore_rules import IGNORE_FILES, IgnoreRules
from dedup.reading.unread_kinds import PassedOver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.formats import Format
    from dedup.reading.options import ReadingOptions

STANDARD_INPUT = "-"
ACCOUNT = "_account"
"""The folder in which a filter gives account of what it removed: there are no texts in it."""
SUMMARY, PLAN = "summary.json", "plan.arrow"
"""The file that an account has when the filter is done, and the one that it has before."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    `path` opens it. `format` is None where its name has no suffix of a format, `size` (in bytes, compressed) where it
    is not known beforehand, as of a pipe. `several` says that it is one of several inputs, of a folder or a pattern,
    `address` that fsspec opens it. `elsewhere` opens it on other machines, where paths are not relative to this folder.
    """

    path: str
    format: Format | None
    size: int | None
    several: bool = False
    address: bool = False
    elsewhere: str | None = None

    @property
    def opens(self) -> str:
        """The path that opens it here."""
        return self.elsewhere or self.path

    @property
    def name(self) -> str:
        r"""The name of the file in results: its path, in which bytes that are not UTF-8 are written as ``\xe9``."""
        return display_path(self.path)


def is_account(folder: str) -> bool:
    """Return whether a folder is the account of a filter."""
    above, name = os.path.split(folder)
    return name == ACCOUNT and any(os.path.isfile(os.path.join(above, name, file)) for file in (SUMMARY, PLAN))  # noqa: PTH113, PTH118 - as above


def display_path(path: str) -> str:
    """Return a path as text; only paths that are not UTF-8 change."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(paths: Sequence[str | os.PathLike[str]], options: ReadingOptions, builder: DocumentBuilder) -> list[InputFile]:
    """Return the files that the paths stand for; the `builder` records those that cannot be walked.

    Raises `UsageError` for a path that is not there, before anything is read.
    """
    if not paths:
        msg = "no path to read"
        raise UsageError(msg)
    given = [one for path in paths for one in _expanded(os.fspath(path), options)]
    walker = _Walker(options, builder, several=len(given) > 1)
    files = [file for path in given for file in walker.files(path)]
    return _targets(files, builder) if options.site else files


def _targets(files: Sequence[InputFile], builder: DocumentBuilder) -> list[InputFile]:
    """Return the files without symbolic links to one of them; of several links to one other file the first is read."""
    by_target: dict[str, InputFile] = {}
    real_folder = cache(os.path.realpath)
    links = [os.path.islink(file.path) for file in files]  # noqa: PTH114 - paths are strings here
    for is_link, file in sorted(zip(links, files, strict=True), key=itemgetter(0)):
        folder, name = os.path.split(file.path)
        target = os.path.realpath(file.path) if is_link else os.path.join(real_folder(folder), name)  # noqa: PTH118 - see above
        read = by_target.setdefault(target, file)
        if read is not file:
            builder.note(file.name, f"a symbolic link to what is read as {read.name}")
    kept = set(map(id, by_target.values()))
    return [file for file in files if id(file) in kept]


def _expanded(path: str, options: ReadingOptions) -> list[str]:
    if "\0" in path:
        msg = f"a path cannot hold a NUL: {display_path(path)!r}"
        raise UsageError(msg)
    if path == STANDARD_INPUT or os.path.lexists(path) or is_address(path):
        return [path]
    if glob.has_magic(path):
        # Path.glob takes neither absolute patterns nor ones that begin with "..".
        found = glob.glob(path, recursive=True, include_hidden=options.hidden)  # noqa: PTH207 - see above
        if found:
            return sorted(found, key=os.fsencode)
        msg = f"no file fits the pattern {display_path(path)}"
        raise UsageError(msg)
    msg = f"there is no file or folder {display_path(path)}"
    raise UsageError(msg)


def _identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from all others, whatever its path, or None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - as everywhere in this file, paths are strings
    except OSError:
        return None
    return status.st_dev, status.st_ino


class _Walker:
    """Walks several paths, and remembers folders and files so that none is read twice."""

    def __init__(self, options: ReadingOptions, builder: DocumentBuilder, *, several: bool) -> None:
        self.several = several
        self._options = options
        self._builder = builder
        self._folders: set[tuple[int, int]] = set()
        self._files: set[str] = set()
        self._absolute_folders: dict[str, str] = {}
        self._left_out: Counter[str] = Counter()
        self._passed_over = PassedOver()
        self._outputs = {identity for path in options.outputs if (identity := _identity(path)) is not None}

    def files(self, path: str) -> Iterator[InputFile]:
        """Yield the files that one path of the call stands for."""
        if path == STANDARD_INPUT:
            yield from self._once(InputFile(path, None, None))
            return
        if is_address(path) and not os.path.lexists(path):
            yield from self._addressed(path)
            return
        status = self._status(path)
        if status is None:
            return
        if not stat.S_ISDIR(status.st_mode):
            yield from self._once(self._file(path, status, several=self.several))
            return
        self._left_out.clear()
        self._passed_over = PassedOver(display_path(path))
        yield from self._below(path, status, IgnoreRules.of_call(path, self._options.ignore))
        counts = ", ".join(f"{count:,} {why}" for why, count in sorted(self._left_out.items()) if count)
        for note in (*([f"left out: {counts}"] if counts else ()), *self._passed_over.notes()):
            self._builder.note(display_path(path), note)

    def _addressed(self, address: str) -> Iterator[InputFile]:
        """Yield the files of an address; those of a folder that no reader takes are passed over."""
        self._passed_over = PassedOver(address)
        rules = IgnoreRules.of_call(address, self._options.ignore)
        found: list[tuple[str, int | None, bool]] = []
        self._builder.attempt(address, lambda: found.extend(addressed_files(address)))
        for path, size, several in found:
            if not several or self._is_wanted_address(path, address, rules):
                yield from self._once(InputFile(path, self._format(path), size, several or self.several, address=True))
        for note in self._passed_over.notes():
            self._builder.note(address, note)

    def _is_wanted_address(self, path: str, address: str, rules: IgnoreRules) -> bool:
        if rules.exclude(path, folder=False) or self._is_hidden(path, address):
            return False
        file_format = self._format(path)
        if file_format is None:
            self._passed_over.add(path)
            return False
        readable: list[bool] = []
        return (
            self._builder.attempt(path, lambda: readable.append(self._is_readable(path, file_format))) and readable[0]
        )

    def _is_hidden(self, path: str, address: str) -> bool:
        below = path.removeprefix(address)
        return not self._options.hidden and any(part.startswith(".") for part in below.split("/"))

    def _below(self, top: str, status: os.stat_result, rules: IgnoreRules) -> Iterator[InputFile]:
        # A stack of its own: folders may be nested deeper than Python's calls.
        waiting: list[tuple[str, os.stat_result, IgnoreRules]] = [(top, status, rules)]
        while waiting:
            path, status, rules = waiting.pop()
            if not stat.S_ISDIR(status.st_mode):
                yield from self._once(self._file(path, status, several=True))
            elif self._is_new(path, status):
                waiting += reversed(self._entries(path, rules))

    def _entries(self, folder: str, rules: IgnoreRules) -> list[tuple[str, os.stat_result, IgnoreRules]]:
        try:
            names = sorted(os.listdir(folder), key=os.fsencode)  # noqa: PTH208 - names are needed, not paths
        except OSError as error:
            self._builder.refuse(display_path(folder), os_reason(error))
            return []
        inner = rules.within(folder, names, lambda path, note: self._builder.note(display_path(path), note))
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

    def _is_wanted(self, path: str, status: os.stat_result, rules: IgnoreRules) -> bool:
        folder = stat.S_ISDIR(status.st_mode)
        if rules.exclude(path, folder=folder):
            self._left_out["ignored"] += 1
            return False
        if folder and is_account(path):
            self._left_out["account of a filter"] += 1
            return False
        file_format = None if folder else self._format(path)
        if not folder and (file_format is None or not stat.S_ISREG(status.st_mode)):
            special = "" if stat.S_ISREG(status.st_mode) else "that can be read only once"
            self._passed_over.add(display_path(path), special)
            return False
        return file_format is None or self._is_readable(path, file_format)

    def _is_readable(self, path: str, file_format: Format) -> bool:
        """Return whether a file of a folder can be read, and holds texts where most files of its name do not."""
        if missing := missing_package(file_format):
            self._passed_over.add(display_path(path), advice=missing)
            return False
        without = {"json": "of JSON without texts", "xml": "of XML that is no feed and no news"}.get(file_format.name)
        if without is not None and not self._holds_texts(path, file_format):
            self._passed_over.add(display_path(path), without)
            return False
        return True

    def _format(self, path: str) -> Format | None:
        return format_of_name(path, site=self._options.site)

    def _file(self, path: str, status: os.stat_result, *, several: bool) -> InputFile:
        regular = stat.S_ISREG(status.st_mode)
        if regular and (status.st_dev, status.st_ino) in self._outputs:
            msg = f"{display_path(path)} is an input, and would be replaced by what is written; --force replaces it"
            raise UsageError(msg)
        return InputFile(path, self._format(path), status.st_size if regular else None, several)

    def _holds_texts(self, path: str, file_format: Format) -> bool:
        from dedup.reading.json import head_of, holds_texts  # noqa: PLC0415 - few folders hold any

        if file_format.name == "json":
            return holds_texts(path, self._options.columns)
        head = head_of(path)
        return head is None or format_of(file_format, head) is not file_format

    def _status_below(self, path: str) -> os.stat_result | None:
        """Return the status of an entry, or None; a broken link is recorded only where its name is that of an input."""
        try:
            return os.stat(path)  # noqa: PTH116 - as everywhere in this file, paths are strings
        except OSError as error:
            if self._format(path) is not None or error.errno != errno.ENOENT:
                self._builder.refuse(display_path(path), os_reason(error))
            else:
                self._passed_over.add(display_path(path))
            return None

    def _status(self, path: str) -> os.stat_result | None:
        try:
            return os.stat(path)  # noqa: PTH116 - see above
        except OSError as error:
            self._builder.refuse(display_path(path), os_reason(error))
            return None

    def _is_new(self, folder: str, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity not in self._folders:
            self._folders.add(identity)
            return True
        target = os.path.realpath(folder)
        above = os.path.realpath(os.path.dirname(folder))  # noqa: PTH120 - see above
        if os.path.islink(folder) and os.path.commonpath([target, above]) == target:  # noqa: PTH114 - see above
            self._builder.refuse(
                display_path(folder), f"a symbolic link back to {display_path(target)}: not followed into a loop"
            )
        else:
            self._builder.note(display_path(folder), "this folder was reached twice and read once")
        return False

    def _once(self, file: InputFile) -> Iterator[InputFile]:
        place = file.path if file.path == STANDARD_INPUT else self._absolute(file.path)
        if place in self._files:
            self._builder.note(file.name, "this file was given twice and read once")
            return
        self._files.add(place)
        yield file

    def _absolute(self, path: str) -> str:
        """Return the absolute path of a file, which is found once a folder; links stay what they are."""
        folder, name = os.path.split(path)
        if folder not in self._absolute_folders:
            self._absolute_folders[folder] = os.path.abspath(folder)  # noqa: PTH100 - see above
        return os.path.join(self._absolute_folders[folder], name)  # noqa: PTH118 - see above
