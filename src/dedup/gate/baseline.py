"""A file of findings that were known and accepted when it was written: read, written, and asked.

One line a finding, sorted, in JSON, after a line that states the version. A line holds rule, document, source and what
identifies the words, paragraph by paragraph, so that edits beside the words change nothing; that some of the words are
gone makes nothing new either. More words, a second copy of the same ones, another source or another document do.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dedup.errors import UsageError
from dedup.gate.findings import Stale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.gate.findings import Finding

SCHEMA = "dedup.baseline/1"

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding that was accepted: document, rule and source, how many words, and the pieces at both of its ends."""

    key: Key
    words: int
    shared: tuple[str, ...]
    shared_source: tuple[str, ...]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the entry that accepts a finding."""
        return cls(finding.key, finding.words, finding.shared, finding.shared_source)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted, and the file that says so."""

    name: str
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class _Left:
    """What is accepted on one key and was not claimed yet."""

    shared: Counter[str]
    of_source: Counter[str]
    words: int = 0


class Register:
    """The accepted pieces of text by what they are about; what a finding claims is gone for the next one.

    A finding is known if each piece of its own text is there, or if each piece of its source's is and the words are
    not more: an edit of the copy leaves the second, an edit of the source the first.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._left: dict[Key, _Left] = {}
        self._claimed: set[Key] = set()
        for entry in entries:
            left = self._left.setdefault(entry.key, _Left(Counter(), Counter()))
            left.shared.update(entry.shared)
            left.of_source.update(entry.shared_source)
            left.words += entry.words

    def claims(self, finding: Finding) -> bool:
        """Return whether a finding was accepted, and take its pieces out."""
        left = self._left.get(finding.key)
        if left is None:
            return False
        mine, theirs = Counter(finding.shared), Counter(finding.shared_source)
        not_more = finding.words < left.words + _SLACK
        if not (mine <= left.shared or (theirs and theirs <= left.of_source and not_more)):
            return False
        left.shared.subtract(mine)
        left.of_source.subtract(theirs)
        left.words -= finding.words
        self._claimed.add(finding.key)
        return True

    def stale(self, judged: Iterable[str], still: Iterable[Key]) -> list[Stale]:
        """Return what is accepted on documents that were `judged`, of which nothing is `still` found."""
        documents, found = set(judged), {*self._claimed, *still}
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
    lines = sorted((finding.key, finding.shared, _written(finding)) for finding in findings)
    return "\n".join([json.dumps({"schema": SCHEMA}), *(line for _, _, line in lines), ""])


def _written(finding: Finding) -> str:
    values: dict[str, Any] = {
        "document": finding.document,
        "rule": finding.rule,
        "source": finding.source,
        "words": finding.words,
        "shared": sorted(finding.shared),
        "text": finding.excerpt[:_TOLD],
    }
    if sorted(finding.shared_source) != values["shared"]:
        values["shared_source"] = sorted(finding.shared_source)
    return json.dumps(values, ensure_ascii=False)


_TOLD = 60
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


def _entry(file: str, number: int, values: dict[str, Any]) -> Entry:
    texts = [values.get(name) for name in ("document", "rule", "source")]
    shared = values.get("shared")
    of_source = values.get("shared_source", shared)
    if not all(isinstance(text, str) for text in texts) or not _are_texts(shared) or not _are_texts(of_source):
        msg = f"{file}, line {number}: a finding needs document, rule, source and shared; --write-baseline writes them"
        raise UsageError(msg)
    document, rule, source = (str(text) for text in texts)
    words = values.get("words")
    return Entry(
        (document, rule, source), words if isinstance(words, int) else 0, tuple(shared or ()), tuple(of_source or ())
    )


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
