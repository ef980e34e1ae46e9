"""A result as the sections of its report, in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.sections.boilerplate import boilerplate
from dedup.report.sections.clusters import clusters
from dedup.report.sections.copies import copies
from dedup.report.sections.groups import summed_up, templates
from dedup.report.sections.provenance import provenance
from dedup.report.sections.recall import recall
from dedup.report.sections.repetitions import repetitions
from dedup.report.sections.sources import sources
from dedup.report.sections.summary import summary
from dedup.report.sections.troubles import notes, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.report.content import Section
    from dedup.results import ScanResult

PARTS: tuple[tuple[str, Callable[[ScanResult, int], Section]], ...] = (
    ("repetitions", repetitions),
    ("copies", copies),
    ("clusters", clusters),
    ("provenance", provenance),
    ("boilerplate", boilerplate),
)


def sections(result: ScanResult, rows: int) -> list[Section]:
    """Return the sections; each lists at most `rows` findings (0: all of them) and says how many more there are.

    Of a scan for one part only, the other parts are left out: that nothing was sought is not that nothing is there.
    """
    only = result.settings.only
    parts = [part(result, rows) for name, part in PARTS if only in (None, name)]
    where_there = (
        (templates, result.templates),
        (summed_up, result.summed_up),
        (sources, result.sources),
        (unreadable, result.unreadable),
        (notes, result.notes),
    )
    told = [part(result, rows) for part, found in where_there if found]
    return [summary(result), *parts, *told, recall(result)]
