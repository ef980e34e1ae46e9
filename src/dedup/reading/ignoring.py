"""Which files of a folder its ignore files leave out.

``.gitignore``, ``.ignore`` and ``.dedupignore`` are read as git reads the first: the last pattern that fits decides,
a later file of this list outweighs an earlier one, a deeper folder the one above it. Patterns of the call outweigh
all. Files above the folder that was named are not consulted: who names a folder wants it read. pathspec, which reads
patterns, is imported for the first one: most folders have none.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore", ".dedupignore")
"""From the weakest to the strongest."""


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The patterns that hold in one folder, the folder's own first; `always` are those of the call."""

    always: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def of_call(cls, folder: str, patterns: Sequence[str]) -> Self:
        """Return the patterns of the call, meant from `folder`; one that is none is a `UsageError`."""
        try:
            return cls(always=((folder, _read(patterns)),)) if patterns else cls()
        except ValueError as error:
            msg = f"an ignore pattern cannot be used: {error}"
            raise UsageError(msg) from error

    def within(self, folder: str, names: Iterable[str], trouble: Callable[[str, str], None]) -> Self:
        """Return what holds in `folder`, whose entries are `names`; tell `trouble` of an ignore file with errors."""
        present = set(names)
        lines: list[str] = []
        for name in IGNORE_FILES:
            if name in present:
                lines += _sound_lines(os.path.join(folder, name), trouble)  # noqa: PTH118 - as `walk` joins paths
        if not lines:
            return self
        return type(self)(self.always, ((folder, _read(lines)), *self.levels))

    def leaves_out(self, path: str, *, folder: bool) -> bool:
        """Return whether the patterns leave out the entry at `path`."""
        for base, spec in (*self.always, *self.levels):
            if not spec.patterns:
                continue
            below = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if folder else "")
            verdict = spec.check_file(below).include
            if verdict is not None:
                return verdict
        return False


def _sound_lines(path: str, trouble: Callable[[str, str], None]) -> list[str]:
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:  # noqa: PTH123 - `path` may be bytes-ish
            lines = file.read().splitlines()
    except OSError as error:
        trouble(path, f"this ignore file cannot be read: {error.strerror}")
        return []
    sound = []
    for line in lines:
        try:
            _read([line])
        except ValueError:
            trouble(path, f"the pattern {line!r} is none and was passed over")
            continue
        sound.append(line)
    return sound


def _read(patterns: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - see above

    return GitIgnoreSpec.from_lines(patterns)
