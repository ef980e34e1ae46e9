"""The section on provenance: the chain of each document, the evidence of each step, and claims that conflict."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from dedup.report.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Section,
    Sentence,
    Table,
    at_most,
    first_entries,
    more_entries,
)
from dedup.report.display_text import one_line, shorten
from dedup.report.document_names import DocumentNames
from dedup.report.number_format import counted, number, percent
from dedup.report.sections.document_order import heaviest_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.provenance import Conflict, Edge, Provenance, Status
    from dedup.report.blocks import Style
    from dedup.results import DocumentRow, ScanResult

EDGE_COLUMNS = (
    Column("step", "text", max_lines=4),
    Column("line", "figure"),
    Column("evidence", "text", max_lines=3),
)
CONFLICT_COLUMNS = (Column("about"), Column("line", "figure"), Column("conflicting claims", "text", max_lines=3))
MAX_CLAIMS, MAX_UNDECIDED = 10, 400
"""Claims of one step or conflict, and characters of what is undecided, that are shown unless all rows are asked for: a
text may name a source in each of thousands of lines."""
STYLES: dict[Status, Style] = {"declared": "certain", "observed": "certain", "inferred": "likely"}


def provenance_section(result: ScanResult, max_rows: int) -> Section:
    """Return the chain of each document that has one, the evidence of each step, and conflicting claims.

    Documents of which it is only undecided who had the text first are counted. The section on clusters names them.
    """
    traced = [one for one in result.provenance if one.edges or one.conflicts or one.undecided]
    if not traced:
        return Section("Provenance", "no document says, or is seen, to come from another source.")
    told = [one for one in traced if one.edges or one.conflicts]
    order = heaviest_first([one.document for one in told], result)
    listed = [told[place] for place in first_entries(order, max_rows)]
    names = DocumentNames(result, {one.document for one in listed})
    blocks = [block for one in listed for block in _document_blocks(one, names, max_rows)]
    summary = _summary(traced, result.counts.documents - len(traced))
    return Section("Provenance", summary, (*blocks, *more_entries(len(told), max_rows)))


def _summary(traced: Sequence[Provenance], others: int) -> str:
    sourced = sum(bool(one.incoming) for one in traced)
    outgoing = sum(bool(one.edges) and not one.incoming for one in traced)
    undecided = sum(not one.edges and bool(one.undecided) for one in traced)
    parts = [f"{counted(sourced, 'document comes', 'documents come')} from another source"]
    parts += [f"{counted(outgoing, 'document says', 'documents say')} who reprinted it"] if outgoing else []
    parts += [f"of {counted(undecided, 'document')} it is undecided who had the text first"] if undecided else []
    parts += [f"{counted(others, 'document says', 'documents say')} nothing of a source"] if others > 0 else []
    return ", ".join(parts) + "."


def _document_blocks(provenance: Provenance, names: DocumentNames, max_rows: int) -> list[Block]:
    name, row = names[provenance.document], names.row(provenance.document)
    blocks: list[Block] = [Heading(name.id, _author_and_date(row))]
    if name.title:
        blocks.append(Sentence(f"“{name.short()}”", "faint"))
    if provenance.chain:
        blocks.append(Sentence(" → ".join(map(one_line, provenance.chain)), "strong"))
    if provenance.undecided:
        undecided = one_line(provenance.undecided)
        shown = shorten(undecided, MAX_UNDECIDED) if max_rows else undecided
        blocks.append(Sentence(f"Undecided: {shown}", "likely"))
    most = at_most(MAX_CLAIMS, max_rows)
    if provenance.edges:
        rows = [row for edge in provenance.edges for row in _edge_rows(edge, most)]
        blocks.append(Table(EDGE_COLUMNS, tuple(rows)))
    if provenance.conflicts:
        rows = [row for conflict in provenance.conflicts for row in _conflict_rows(conflict, most)]
        blocks.append(Table(CONFLICT_COLUMNS, tuple(rows)))
    return blocks


def _author_and_date(document: DocumentRow | None) -> str:
    if document is None:
        return ""
    facts = (("by", document.author), ("published", document.published))
    return ", ".join(f"{label} {one_line(value)}" for label, value in facts if value)


def _edge_rows(edge: Edge, most: int) -> list[tuple[Cell, ...]]:
    """Return a step and its status, one below the other, beside the evidence for it, piece by piece."""
    step = [
        Cell(f"{one_line(edge.source)} → {one_line(edge.copy)}", "strong"),
        Cell(f"{edge.status}, {percent(edge.confidence)}", STYLES[edge.status]),
    ]
    # One line of a page can make several claims, such as a copyright line with two holders; it is quoted once.
    evidence = _claim_rows(edge.evidence, most)
    if edge.reason or not evidence:
        evidence.append((Cell(""), Cell(one_line(edge.reason) or "no words of the document")))
    blank = (Cell(""), Cell(""))
    return [(left or Cell(""), *(right or blank)) for left, right in zip_longest(step, evidence)]


def _claim_rows(claims: Sequence[Claim], most: int) -> list[tuple[Cell, Cell]]:
    """Return the line and the words of the first `most` claims (0: all), and how many more there are."""
    rows = list(dict.fromkeys(_claim_cells(claim) for claim in first_entries(claims, most)))
    if 0 < most < len(claims):
        rows.append((Cell(""), Cell(f"… and {number(len(claims) - most)} more claims", "faint")))
    return rows


def _claim_cells(claim: Claim) -> tuple[Cell, Cell]:
    line = f"{claim.line}\n(markup)" if claim.in_markup else str(claim.line)
    words = one_line(claim.text) or one_line(claim.value)
    return Cell(line), Cell(f"{one_line(claim.kind)}: “{words}”")


def _conflict_rows(conflict: Conflict, most: int) -> list[tuple[Cell, ...]]:
    return [
        (Cell("" if index else one_line(conflict.about), "problem"), *cells)
        for index, cells in enumerate(_claim_rows(conflict.claims, most))
    ]
