"""The section on origins: from which sources the documents come, and how many texts that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.document_names import CELL_WIDTH, DocumentNames
from dedup.report.number_format import counted, number
from dedup.report.sections.clusters import origins_in_words

if TYPE_CHECKING:
    from dedup.report.blocks import Block
    from dedup.results import ScanResult

COLUMNS = (
    Column("source", "name"),
    Column("documents", "figure"),
    Column("texts", "figure"),
)

CLUSTER_COLUMNS = (Column("cluster"), Column("first document", "text"), Column("origins", "text", max_lines=4))


def origins_section(result: ScanResult, max_rows: int) -> Section:
    """Return the sources, those of the most documents first."""
    origins = result.origins
    if not origins:
        return Section("Origins", "of no document it is known where it comes from.")
    rows = tuple(
        (Cell(one_line(origin.name), "strong"), Cell(number(len(origin.members))), Cell(number(origin.texts)))
        for origin in first_entries(origins, max_rows)
    )
    documents = sum(len(origin.members) for origin in origins)
    come = counted(documents, "document comes", "documents come")
    unknown = result.counts.documents - documents
    others = f"; of {counted(unknown, 'other', 'others')} it is not known" if unknown > 0 else ""
    summary = f"{come} from {counted(len(origins), 'known source')}{others}. Versions of one text are one text."
    blocks: tuple[Block, ...] = (Table(COLUMNS, rows), *more_entries(len(origins), max_rows))
    alone = result.settings.only == "origins"  # else the section on clusters says it
    return Section("Origins", summary, (*blocks, *_of_clusters(result, max_rows)) if alone else blocks)


def _of_clusters(result: ScanResult, max_rows: int) -> tuple[Block, ...]:
    """Return for each cluster how many of its documents come from which source."""
    clusters = [cluster for cluster in result.clusters if cluster.origins]
    if not clusters:
        return ()
    names = DocumentNames(result, {cluster.members[0] for cluster in first_entries(clusters, max_rows)})
    rows = tuple(
        (
            Cell(one_line(cluster.id), "strong"),
            Cell(names[cluster.members[0]].in_words(CELL_WIDTH)),
            Cell(origins_in_words(cluster)),
        )
        for cluster in first_entries(clusters, max_rows)
    )
    return (Table(CLUSTER_COLUMNS, rows), *more_entries(len(clusters), max_rows))
