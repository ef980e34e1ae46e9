"""The baseline: a file of findings that were known and accepted when it was written.

One line a finding, sorted, in JSON, after a line that states the version. A line holds rule, document, source and what
identifies the words, paragraph by paragraph, so that edits beside the words change nothing; that some of the words are
gone makes nothing new either. More words, a second copy of the same ones, another source or another document do.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dedup.errors import UsageError
from dedup.gate.findings import Imprint, Stale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.gate.findings import Finding

SCHEMA = "dedup.baseline/1"

Key = tuple[str, str, str]


MARKS: tuple[str, ...] = tuple(field.name for field in fields(Imprint))


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One finding that was accepted: document, rule and source, how many words, and what identifies them."""

    key: Key
    words: int
    imprint: Imprint

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the entry that accepts a finding."""
        return cls(finding.key, finding.words, finding.imprint)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted, and the file that says so."""

    name: str
    entries: tuple[BaselineEntry, ...] = ()


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

    def __init__(self, entries: Iterable[BaselineEntry]) -> None:
        self._left: dict[Key, _RemainingPieces] = {}
        self._accepted: set[Key] = set()
        for entry in entries:
            self._left.setdefault(entry.key, _RemainingPieces()).put(entry)

    def accept(self, finding: Finding) -> bool:
        """Return whether a finding was accepted, and remove its pieces."""
        left = self._left.get(finding.key)
        if left is None or not left.holds(finding):
            return False
        left.take(finding)
        self._accepted.add(finding.key)
        return True

    def stale(self, judged: Iterable[str], still: Iterable[Key]) -> list[Stale]:
        """Return what is accepted on documents that were `judged`, of which nothing is `still` found."""
        documents, found = set(judged), {*self._accepted, *still}
        return [Stale(*key) for key in sorted(self._left) if key[0] in documents and key not in found]


_SLACK = 12
"""Words by which an edit may lengthen what is shared: fewer than the shortest run that counts."""


def read_baseline(file: str) -> Baseline:
    """Return the baseline in a file.

    Raises `UsageError` for a file that is not there, is none, or is of another version.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        msg = f"there is no baseline {file}; dedup check --baseline {file} --write-baseline writes it"
        raise UsageError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"the baseline {file} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(msg) from error
    lines = text.splitlines()
    head = _line(file, 1, lines[0]) if lines else {}
    if head.get("schema") != SCHEMA:
        msg = f"{file} is no baseline that this version reads: its first line must name the schema {SCHEMA!r}"
        raise UsageError(msg)
    entries = [_entry(file, number, _line(file, number, line)) for number, line in enumerate(lines[1:], 2) if line]
    return Baseline(file, tuple(entries))


def written(findings: Iterable[Finding]) -> str:
    """Return the findings as the text of a baseline."""
    lines = sorted((finding.key, finding.imprint.shared, _written(finding)) for finding in findings)
    return "\n".join([json.dumps({"schema": SCHEMA}), *(line for _, _, line in lines), ""])


def _written(finding: Finding) -> str:
    """Return the line of a finding; of its marks, those that are as `shared` go without saying."""
    shared = sorted(finding.imprint.shared)
    marks = {mark: sorted(getattr(finding.imprint, mark)) for mark in MARKS}
    values: dict[str, Any] = {
        "document": finding.document,
        "rule": finding.rule,
        "source": finding.source,
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
    except json.JSONDecodeError:
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
