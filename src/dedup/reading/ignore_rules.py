"""Ignore files: which entries of a folder are left out.

``.gitignore``, ``.ignore`` and ``.dedupignore`` are read as git reads the first: the last pattern that fits decides,
a later file of this list outweighs an earlier one, a deeper folder the one above it. Patterns of the call outweigh
all. Ignore files above the folder of the call are not read: the call names what it wants read.

pathspec makes a regular expression of each pattern. These are changed so that a star takes as little as it can and
never more later on, which finds the same names: of several stars, each would be tried with every length otherwise.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from dedup.engines.memory import format_size
from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore", ".dedupignore")
"""From the weakest to the strongest."""

_LARGEST_IGNORE_FILE = 1 << 16
"""Bytes of an ignore file: all its patterns are tried on every file."""
_STARS, _MOST_STARS = re.compile(r"\*(?!\*)(?!\Z)(?<!\A\*\*)"), 3
"""The stars of a pattern that may each match in as many ways as a name has letters: all but a first or last one."""

_STAR = r"\[\^/\]\*"
"""What pathspec makes of a star: any letters of a name."""
_BETWEEN = r"(?:\\.|(?!\[\^/\]\*)\[\^?+\]?+[^\]]*+\]|[^\\\[/(*])*+"
"""What stands between two stars of one name: escaped letters, sets of letters, and letters."""
_STARS_IN_A_ROW = re.compile(f"(?:{_STAR}){{2,}}")
_STAR_BEFORE_ANOTHER = re.compile(f"{_STAR}({_BETWEEN})(?={_STAR})")


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns that hold in one folder, the folder's own first; `always` are those of the call."""

    always: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def of_call(cls, folder: str, patterns: Sequence[str]) -> Self:
        """Return the patterns of the call, which hold from `folder` down; an invalid one is a `UsageError`."""
        try:
            return cls(always=((folder, _parse_patterns(patterns)),)) if patterns else cls()
        except ValueError as error:
            msg = f"an ignore pattern cannot be used: {error}"
            raise UsageError(msg) from error

    def within(self, folder: str, names: Iterable[str], report: Callable[[str, str], None]) -> Self:
        """Return the rules of `folder`, whose entries are `names`; `report` hears of ignore files with errors."""
        present = set(names)
        lines: list[str] = []
        for name in IGNORE_FILES:
            if name in present:
                lines += _valid_patterns(os.path.join(folder, name), report)  # noqa: PTH118 - paths are strings here
        if not lines:
            return self
        return type(self)(self.always, ((folder, _parse_patterns(lines)), *self.levels))

    def exclude(self, path: str, *, folder: bool) -> bool:
        """Return whether the patterns exclude the entry at `path`."""
        for base, spec in (*self.always, *self.levels):
            if not spec.patterns:
                continue
            below = path.removeprefix(base).replace(os.sep, "/").lstrip("/") + ("/" if folder else "")
            verdict = spec.check_file(below).include
            if verdict is not None:
                return verdict
        return False


def _valid_patterns(path: str, report: Callable[[str, str], None]) -> list[str]:
    """Return the patterns of an ignore file, without those that are none or that would take too long to try."""
    try:
        status = os.stat(path)  # noqa: PTH116 - see above
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_IGNORE_FILE:
            report(path, f"not used, as it is no regular file of at most {format_size(_LARGEST_IGNORE_FILE)}")
            return []
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:  # noqa: PTH123 - `path` may be bytes-ish
            lines = file.read().splitlines()
    except OSError as error:
        report(path, f"this ignore file cannot be read: {error.strerror}")
        return []
    valid = []
    for line in lines:
        if len(_STARS.findall(line)) > _MOST_STARS and not line.startswith("#"):
            report(path, f"the pattern {line[:40]!r} has more than {_MOST_STARS} stars and was passed over")
            continue
        try:
            _parse_patterns([line])
        except ValueError:
            report(path, f"the pattern {line!r} is none and was passed over")
            continue
        valid.append(line)
    return valid


def _parse_patterns(patterns: Sequence[str]) -> GitIgnoreSpec:
    """Return patterns for trying; raises `ValueError` where one is none."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - most folders have no ignore file

    try:
        with warnings.catch_warnings(action="ignore"):  # a range of characters may look like a set of another language
            spec = GitIgnoreSpec.from_lines(patterns)
            for pattern in spec.patterns:
                if pattern.regex is not None:
                    pattern.regex = re.compile(_with_short_stars(pattern.regex.pattern))
            return spec
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(str(error)) from error


def _with_short_stars(regex: str) -> str:
    """Return the regular expression of a pattern, in which each star with another behind it takes the least it can."""
    return _STAR_BEFORE_ANOTHER.sub(r"(?>[^/]*?\1)", _STARS_IN_A_ROW.sub("[^/]*", regex))
