"""Which documents share words, how far, and where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dedup.columns import column_of
from dedup.relations import MEANINGS
from dedup.report.content import Block, Cell, Column, Section, Table
from dedup.report.phrases import counted, flat, number, share, similarity
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match, Passage
    from dedup.results import ScanResult

PAIRS = (
    Column("pair", "figure"),
    Column("documents", "name"),
    Column("relation"),
    Column("words", "figure"),
    Column("inside", "figure"),
)
PASSAGES = (Column("pair", "figure"), Column("passages, by the lines on which they begin", "text", lines=3))
MOST_PASSAGES = 12
"""Passages that are listed for one pair."""


def copies(result: ScanResult, rows: int) -> Section:
    """Return the pairs, and below them the passages of each that is not a whole copy."""
    found = result.copies
    if not found:
        return Section("Copies", "no two documents share enough words to be listed.")
    listed = list(enumerate(first(found, rows), start=1))
    blocks: list[Block] = [Table(PAIRS, tuple(_pair(index, match) for index, match in listed))]
    aligned = tuple(_passages(index, match) for index, match in listed if _worth_aligning(match))
    if aligned:
        blocks.append(Table(PASSAGES, aligned))
    return Section("Copies", _summary(found), (*blocks, *rest(len(found), rows)))


def _summary(found: Sequence[Match]) -> str:
    relations = Counter(column_of(found, "relation"))
    kinds = ", ".join(f"{number(count)} {relation}" for relation, count in sorted(relations.items()))
    pairs = counted(len(found), "pair of documents shares", "pairs of documents share")
    return f"{pairs} words ({kinds}). Inside: the share of each one's words that stands in the other."


def _pair(index: int, match: Match) -> tuple[Cell, ...]:
    run = f"\nrun {number(match.longest_run)}" if match.longest_run < match.shared_words else ""
    run += f"\n{number(match.marked_words.total)} marked" if match.marked_words.total else ""
    return (
        Cell(number(index), "faint"),
        Cell(f"{flat(match.a)}\n{flat(match.b)}"),
        Cell(_relation(match), "sure" if MEANINGS[match.relation].is_sure else "plain"),
        Cell(f"{number(match.shared_words)}{run}"),
        Cell(f"{share(match.containment_a)}\n{share(match.containment_b)}"),
    )


def _relation(match: Match) -> str:
    return match.relation if match.relation == "identical" else f"{match.relation}\nJaccard {similarity(match.jaccard)}"


def _worth_aligning(match: Match) -> bool:
    return match.relation != "identical" and bool(match.passages)


def _passages(index: int, match: Match) -> tuple[Cell, ...]:
    shown = [_passage(passage) for passage in match.passages[:MOST_PASSAGES]]
    more = len(match.passages) - len(shown)
    shown += [f"{number(more)} more"] if more else []
    shown += [f"once more {_passage(passage)}" for passage in match.again[:MOST_PASSAGES]]
    return Cell(number(index), "faint"), Cell("; ".join(shown))


def _passage(passage: Passage) -> str:
    same = counted(passage.words, "word")
    if passage.same_words != passage.words:
        same = f"{number(passage.same_words)} of {same}"
    marked = f", {passage.marked}" if passage.marked else ""
    return f"{passage.a.line} ↔ {passage.b.line}: {same}{marked}"
