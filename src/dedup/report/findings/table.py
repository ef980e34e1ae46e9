"""The result of a check for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.findings.sections import sections
from dedup.report.table import draw_section

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult
    from dedup.report.look import Look


def table(result: CheckResult, look: Look) -> str:
    """Return the report for a terminal."""
    return "\n\n".join(draw_section(section, look) for section in sections(result, look.rows)) + "\n"
