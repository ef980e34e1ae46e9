"""The baseline: a file of findings that were known and accepted when it was written.

One line a finding, sorted, in JSON, after a line that states the version. A line holds rule, document, source and what
identifies the words, paragraph by paragraph, so that edits beside the words change nothing; that some of the words are
gone makes nothing new either. More words, a second copy of the same ones, another source or another document do.

Documents and sources that are files are written by their paths from the top of the repository in which the baseline
lies, or else from its folder, so that neither the working directory nor the spelling of a path makes a difference. A
file that is gone may have been renamed: what it was accepted for is accepted of another file with the same words.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dedup.errors import UsageError
from dedup.gate.findings import Imprint, Stale, is_in_file
from dedup.reading.formats import format_of_name
from dedup.reading.repository import place_in, top_of_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from dedup.gate.findings import Finding

SCHEMA = "dedup.baseline/1"

Key = tuple[str, str, str]


MARKS: tuple[str, ...] = tuple(each.name for each in fields(Imprint))


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One finding that was accepted: document, rule and source, how many words, and what identifies them.

    `line` is how it is written in a file, if it comes from one.
    """

    key: Key
    words: int
    imprint: Imprint
    line: str = field(default="", compare=False)

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the entry that accepts a finding, under the names that the check gives to documents."""
        return cls(finding.key, finding.words, finding.imprint)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted, and the file that says so; paths in it are from `folder`, if it has one."""

    name: str
    entries: tuple[BaselineEntry, ...] = ()
    folder: str | None = None

    def key(self, finding: Finding) -> Key:
        """Return what a finding is about, as the baseline writes it."""
        document = self.place(finding.document, finding.where.path)
        return document, finding.rule, self.place(finding.source, finding.source_path)

    def place(self, name: str, path: str | None) -> str:
        """Return the name of a document in the baseline: its path from the folder, if it is (in) a file."""
        if self.folder is None or path is None or not is_in_file(name, path):
            return name
        return place_in(self.folder, path) + name.removeprefix(path)

    def is_gone(self, place: str) -> bool:
        """Return whether a document was (in) a file that is not there any more."""
        file = place.partition("#")[0]
        if self.folder is None or format_of_name(file) is None:
            return False
        return not os.path.lexists(os.path.join(self.folder, file))  # noqa: PTH118 - paths are strings here


class _RemainingPieces:
    """What is accepted on one key and left for further findings: words, and pieces by the names of `Imprint`."""

    def __init__(self) -> None:
        self.words = 0
        self.pieces: dict[str, Counter[str]] = {mark: Counter() for mark in MARKS}

    def put(self, entry: BaselineEntry) -> None:
        self.words += entry.words
        for mark, pieces in self.pieces.items():
            pieces.update(getattr(entry.imprint, mark))

    def holds(self, finding: Finding) -> bool:
        if finding.words >= self.words + _SLACK:
            return False
        claimed = {mark: Counter(getattr(finding.imprint, mark)) for mark in MARKS}
        if not any(claimed.values()):
            return True
        return any(mine and mine <= self.pieces[mark] for mark, mine in claimed.items())

    def take(self, finding: Finding) -> None:
        self.words -= finding.words
        for mark, pieces in self.pieces.items():
            pieces.subtract(Counter(getattr(finding.imprint, mark)))


class AcceptedPieces:
    """The accepted pieces of text by document, rule and source; each piece accepts one finding only.

    A finding is known if its words are not more, and each piece of them is there at one of its ends: an edit of the
    copy leaves what identifies the source, and an edit of the source the copy.
    """

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._left: dict[Key, _RemainingPieces] = {}
        self._accepted: set[Key] = set()
        for entry in baseline.entries:
            self._left.setdefault(entry.key, _RemainingPieces()).put(entry)

    def key(self, finding: Finding) -> Key:
        """Return what a finding is about, as the baseline writes it."""
        return self._baseline.key(finding)

    def accept(self, finding: Finding) -> bool:
        """Return whether a finding was accepted, and remove its pieces."""
        key = self.key(finding)
        return self._takes(key, finding) or (
            bool(finding.imprint.shared) and any(self._takes(known, finding) for known in self._renamed(key))
        )

    def _takes(self, key: Key, finding: Finding) -> bool:
        left = self._left.get(key)
        if left is None or not left.holds(finding):
            return False
        left.take(finding)
        self._accepted.add(key)
        return True

    def unneeded(self, found: AbstractSet[Key], is_seen: Callable[[Key], bool]) -> tuple[list[Stale], list[str]]:
        """Return what is accepted of which nothing is `found`, and the lines on what a check did not look at.

        The first are about what a check has seen at both ends, or about documents that are gone.
        """
        missing = sorted(self._left.keys() - self._accepted - found)
        stale = {key for key in missing if is_seen(key) or key[0] in self._gone}
        unseen = set(missing) - stale
        lines = [entry.line for entry in self._baseline.entries if entry.key in unseen]
        return [Stale(*key) for key in sorted(stale)], lines

    def _renamed(self, key: Key) -> Iterator[Key]:
        """Yield the accepted keys that a key may stand for, if files that are gone were renamed."""
        for known in self._with_gone:
            same_rule = known[1] == key[1]
            if same_rule and all(known[end] == key[end] or known[end] in self._gone for end in (0, 2)):
                yield known

    @cached_property
    def _gone(self) -> set[str]:
        """The documents and sources of the accepted keys that were (in) files that are gone."""
        return {place for key in self._left for place in (key[0], key[2]) if self._baseline.is_gone(place)}

    @cached_property
    def _with_gone(self) -> list[Key]:
        return [key for key in self._left if key[0] in self._gone or key[2] in self._gone]


_SLACK = 12
"""Words by which an edit may lengthen what is shared: fewer than the shortest run that counts."""


def read_baseline(file: str) -> Baseline:
    """Return the baseline in a file.

    Raises `UsageError` for a file that is not there, is none, or is of another version.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        msg = f"there is no baseline {file}; the same command with --write-baseline writes it"
        raise UsageError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"the baseline {file} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(msg) from error
    lines = text.splitlines()
    head = _line(file, 1, lines[0]) if lines else {}
    if head.get("schema") != SCHEMA:
        msg = f"{file} is no baseline that this version reads: its first line must name the schema {SCHEMA!r}"
        raise UsageError(msg)
    entries = [
        replace(_entry(file, number, _line(file, number, line)), line=line)
        for number, line in enumerate(lines[1:], 2)
        if line
    ]
    return Baseline(file, tuple(entries), folder_of(file))


def folder_of(file: str) -> str:
    """Return the folder from which a baseline writes paths: the top of the repository that it lies in, or its own."""
    own = str(Path(file).resolve().parent)
    return top_of_repository(own) or own


def written(findings: Iterable[Finding], baseline: Baseline, unseen: Iterable[str] = ()) -> str:
    """Return the text of a baseline that accepts the findings, with the `unseen` lines of the one before."""
    lines = [_written(finding, baseline.key(finding)) for finding in findings]
    return "\n".join([json.dumps({"schema": SCHEMA}), *sorted([*lines, *unseen]), ""])


def _written(finding: Finding, key: Key) -> str:
    """Return the line of a finding; of its marks, those that are as `shared` go without saying."""
    document, rule, source = key
    shared = sorted(finding.imprint.shared)
    marks = {mark: sorted(getattr(finding.imprint, mark)) for mark in MARKS}
    values: dict[str, Any] = {
        "document": document,
        "rule": rule,
        "source": source,
        "words": finding.words,
        "text": finding.excerpt[:_EXCERPT],
        **{mark: pieces for mark, pieces in marks.items() if mark == "shared" or pieces != shared},
    }
    return json.dumps(values, ensure_ascii=False)


_EXCERPT = 60
"""Characters of a finding's text that a line shows to whoever reads it."""


def _line(file: str, number: int, line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, or nested too deeply
        values = None
    if not isinstance(values, dict):
        msg = f"{file}, line {number}: this is no line of a baseline; --write-baseline writes the file anew"
        raise UsageError(msg)
    return values


def _entry(file: str, number: int, values: dict[str, Any]) -> BaselineEntry:
    texts = [values.get(name) for name in ("document", "rule", "source")]
    words, shared = values.get("words"), values.get("shared")
    marks = {mark: values.get(mark, shared) for mark in MARKS}
    if (
        not all(isinstance(text, str) for text in texts)
        or type(words) is not int
        or not all(map(_are_texts, marks.values()))
    ):
        msg = f"{file}, line {number}: a finding needs document, rule, source, words and shared; write the file anew"
        raise UsageError(msg)
    document, rule, source = (str(text) for text in texts)
    return BaselineEntry(
        (document, rule, source), words, Imprint(**{mark: tuple(pieces or ()) for mark, pieces in marks.items()})
    )


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
