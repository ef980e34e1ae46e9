"""Which files a report may replace: empty ones, and reports that dedup wrote before, told by how they begin and end.

A name is no sign of whose a file is. So a file that is there is opened, and what dedup cannot have written stays as it
is, unless the call says ``--force``. A baseline is replaced by a baseline only, an index by no report at all.
"""

from __future__ import annotations

import re
from pathlib import Path

from dedup.errors import OutputError

_HEAD, _TAIL = 2048, 256
"""Bytes at the beginning and at the end of a file that are looked at."""

_BASELINE = rb'\A\{"schema": "dedup\.baseline/'
_REPORTS = (
    # scans and checks for people
    rb"\ADEDUP(?: CHECK)?: ",
    rb"\A# dedup\n\n",
    rb"\A<!-- dedup check -->\n",
    # comparisons
    rb"\Aa  [^\n]+\n   [\d,]+ words?, \d+ % of them in the other(?:, \d+ % with reworded ones)?\n",
    rb"\A# Comparison\n\n\|  \| document \| words \|\n",
    # JSON and SARIF
    rb'\A\{\s*"schema": "dedup\.(?:scan|check)/',
    rb'\A\{\s*"\$schema": "[^"\n]*/sarif-[^{]*\{\s*"tool": \{\s*"driver": \{\s*"name": "dedup"',
    rb'\A\[\s*\{\s*"standard": \{\s*"name": "ninjs"[^}]*\},\s*"uri": "urn:x-dedup:',
    (
        rb'\A\{\s*"@context": "https://schema\.org",\s*'
        rb'"@graph": \[\s*(?:\]|\{\s*"@type": "Article",\s*"@id": "urn:x-dedup:)'
    ),
    rb"\A<!DOCTYPE html>\n<html [^\n]*\n<head>\n(?:<meta [^\n]*\n)*<title>[^\n<]*report of dedup</title>",
    # graphs
    rb'\A<\?xml [^\n]*\n<graphml [^\n]*\n\s*<key id="label" for="node"',
    rb"\Adigraph provenance \{\n",
    # JUnit XML and workflow commands
    rb'\A<\?xml [^\n]*\n<testsuites name="dedup check"',
    rb"\A(?:::(?:error|warning|notice) [^\n]*\n)*dedup check: ",
    rb"\A::(?:error|warning|notice) (?:file=|title=)",
    # the formats of --table
    rb"\A(?:\\section\*\{|<h1>|h1\. |== |= |\* |\.\. rubric:: )dedup(?: check)?(?:\}|</h1>| =)?\n\n",
    rb"\Adedup(?: check)?\n\n[\d,]+ documents? (?:read|checked)",
    rb"\A(?:LOOK-UP: o|# Look-up\n\nO)f [\d,]+ documents?, ",
    # what the actions of an index tell
    rb'\A\{\s*"index": "[^\n]*",\s*"documents": \[',
    rb'\A\{\s*"added": \d+,\s*"replaced": \d+,',
    rb'\A\{\s*"format": \d+,\s*"program": "',
    rb'\A\{\s*"documents": \d+,\s*"faults": \[',
    rb"\Aformat +\d+\nprogram +\d",
    rb"\A[^\n]+: [\d,]+ (?:added, |removed; it holds |documents?, all as they were added\n)",
)
"""How each report begins that is not told by its end. Most commands replace no file, so nothing is compiled here."""
_LOOKUP_END = rb"(?:\A|\n)Of [\d,]+ documents?, (?:none shares|one shares|[\d,]+ share) words with the index\.\n\Z"


def refuse_foreign(file: str, *, baseline: bool = False) -> None:
    """Raise `OutputError` for a file that is there and that no report, or else no `baseline`, may replace."""
    path = Path(file)
    if not path.is_file():
        return
    try:
        head, tail = _ends(path)
    except OSError as error:
        msg = f"{file} is there and cannot be read ({error.strerror}), so it is not replaced; --force replaces it"
        raise OutputError(msg) from error
    if baseline and head and not re.match(_BASELINE, head):
        msg = f"{file} is there and is no baseline of dedup, so it is not replaced; --force replaces it"
        raise OutputError(msg)
    if not baseline and not is_report(head, tail) and not (head.startswith(b"PAR1") and _is_parquet_table(path)):
        msg = f"{file} is there and is no report of dedup, so it is not replaced; --force replaces it"
        raise OutputError(msg)


def is_report(head: bytes, tail: bytes) -> bool:
    """Return whether a file with this beginning and this end is empty or a report of dedup."""
    if not head or any(re.match(pattern, head) for pattern in _REPORTS) or re.search(_LOOKUP_END, tail):
        return True
    if not head.startswith((b'"', b"{")):
        return False
    from dedup.report.row_files import is_table  # noqa: PLC0415 - Arrow takes longer to load than help to show

    return is_table(head)


def _is_parquet_table(path: Path) -> bool:
    from dedup.report.row_files import is_parquet_table  # noqa: PLC0415 - see `is_report`

    return is_parquet_table(path)


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return head, file.read(_TAIL)
