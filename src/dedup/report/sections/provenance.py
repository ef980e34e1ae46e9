"""Where documents come from, and the words that say so."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from dedup.report.content import Block, Cell, Column, Heading, Role, Section, Sentence, Table
from dedup.report.phrases import counted, flat, share
from dedup.report.sections.rows import first, rest
from dedup.results import rows_named

if TYPE_CHECKING:
    from dedup.origin.claims import Claim
    from dedup.origin.provenance import Conflict, Edge, Provenance, Status
    from dedup.results import DocumentRow, ScanResult

EDGES = (Column("step", "text", lines=4), Column("line", "figure"), Column("evidence", "text", lines=3))
CONFLICTS = (Column("about"), Column("line", "figure"), Column("conflicting claims", "text", lines=3))

ROLES: dict[Status, Role] = {"declared": "sure", "observed": "sure", "inferred": "likely"}


def provenance(result: ScanResult, rows: int) -> Section:
    """Return the chain of each document that has one, with the evidence of each step, and what contradicts it."""
    told = [each for each in result.provenance if each.edges or each.conflicts or each.undecided]
    if not told:
        return Section("Provenance", "no document says, or is seen, to come from another source.")
    shown = first(told, rows)
    documents = rows_named(result.documents, {each.document for each in shown})
    blocks = [block for each in shown for block in _blocks(each, documents.get(each.document))]
    return Section("Provenance", _summary(told, result), (*blocks, *rest(len(told), rows)))


def _summary(told: list[Provenance], result: ScanResult) -> str:
    sourced = sum(1 for each in told if each.edges)
    parts = [f"{counted(sourced, 'document comes', 'documents come')} from another source"]
    undecided = sum(1 for each in told if each.undecided)
    parts += [f"{undecided:,} undecided"] if undecided else []
    silent = result.counts.documents - len(told)
    parts += [f"{counted(silent, 'document says', 'documents say')} nothing of a source"] if silent > 0 else []
    return ", ".join(parts) + "."


def _blocks(provenance: Provenance, document: DocumentRow | None) -> list[Block]:
    blocks: list[Block] = [Heading(flat(provenance.document), _written(document))]
    if provenance.chain:
        blocks.append(Sentence(" → ".join(map(flat, provenance.chain)), "strong"))
    if provenance.undecided:
        blocks.append(Sentence(f"Undecided: {flat(provenance.undecided)}", "likely"))
    if provenance.edges:
        blocks.append(Table(EDGES, tuple(row for edge in provenance.edges for row in _edge(edge))))
    if provenance.conflicts:
        blocks.append(Table(CONFLICTS, tuple(row for conflict in provenance.conflicts for row in _conflict(conflict))))
    return blocks


def _written(document: DocumentRow | None) -> str:
    if document is None:
        return ""
    said = (("by", document.author), ("published", document.published))
    return ", ".join(f"{word} {flat(value)}" for word, value in said if value)


def _edge(edge: Edge) -> list[tuple[Cell, ...]]:
    """Return the step and how sure it is, one below the other, beside the evidence piece by piece."""
    step = [
        Cell(f"{flat(edge.source)} → {flat(edge.copy)}", "strong"),
        Cell(f"{edge.status}, {share(edge.confidence)}", ROLES[edge.status]),
    ]
    # One line of a page can make several claims, such as a copyright line with two holders; it is quoted once.
    evidence = list(dict.fromkeys(_evidence(claim) for claim in edge.evidence))
    if edge.reason or not evidence:
        evidence.append((Cell(""), Cell(flat(edge.reason) or "no words of the document")))
    blank = (Cell(""), Cell(""))
    return [(left or Cell(""), *(right or blank)) for left, right in zip_longest(step, evidence)]


def _evidence(claim: Claim) -> tuple[Cell, Cell]:
    where = f"{claim.line}\n(markup)" if claim.in_markup else str(claim.line)
    words = flat(claim.text) or flat(claim.value)
    return Cell(where), Cell(f"{flat(claim.kind)}: “{words}”")


def _conflict(conflict: Conflict) -> list[tuple[Cell, ...]]:
    return [
        (Cell("" if number else flat(conflict.about), "trouble"), *_evidence(claim))
        for number, claim in enumerate(conflict.claims)
    ]
