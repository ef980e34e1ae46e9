"""A file of findings that were known and accepted when it was written: read, written, and asked.

One line a finding, sorted, in JSON, after a line that states the version. A line holds rule, document, source and what
identifies the words, paragraph by paragraph, so that edits beside the words change nothing; that some of the words are
gone makes nothing new either. More words, another source or another document do.
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
    """One finding that was accepted: document, rule and source, and the pieces of text at both of its ends."""

    key: Key
    shared: tuple[str, ...]
    shared_source: tuple[str, ...]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the entry that accepts a finding."""
        return cls(finding.key, finding.shared, finding.shared_source)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted, and the file that says so."""

    name: str
    entries: tuple[Entry, ...] = ()


class Register:
    """The accepted pieces of text by what they are about; what a finding claims is gone for the next one.

    A finding is known if each piece of its own text is there, or each piece of its source's: an edit of the copy
    leaves the second, an edit of the source the first.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._pieces: dict[Key, tuple[Counter[str], Counter[str]]] = {}
        self._claimed: set[Key] = set()
        for entry in self._entries:
            shared, of_source = self._pieces.setdefault(entry.key, (Counter(), Counter()))
            shared.update(entry.shared)
            of_source.update(entry.shared_source)

    def claims(self, finding: Finding) -> bool:
        """Return whether a finding was accepted, and take its pieces out."""
        if finding.key not in self._pieces:
            return False
        shared, of_source = self._pieces[finding.key]
        mine, theirs = Counter(finding.shared), Counter(finding.shared_source)
        if not (mine <= shared or (theirs and theirs <= of_source)):
            return False
        shared.subtract(mine)
        of_source.subtract(theirs)
        self._claimed.add(finding.key)
        return True

    def stale(self, judged: Iterable[str], still: Iterable[Key]) -> list[Stale]:
        """Return the entries on documents that were `judged` and for which nothing is found any more."""
        documents, found = set(judged), {*self._claimed, *still}
        keys = {entry.key for entry in self._entries if entry.key[0] in documents and entry.key not in found}
        return [Stale(*key) for key in sorted(keys)]


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
    return Entry((document, rule, source), tuple(shared or ()), tuple(of_source or ()))


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
