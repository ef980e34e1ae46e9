"""The section on copies: which pairs of documents share words, how many, and in which passages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dedup.lazy_sequences import column_of
from dedup.relations import MEANINGS
from dedup.report.blocks import Block, Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number, percent, similarity
from dedup.report.place_names import PlaceNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match, Passage
    from dedup.results import ScanResult

PAIR_COLUMNS = (
    Column("pair", "figure"),
    Column("documents", "name"),
    Column("relation"),
    Column("words", "figure"),
    Column("inside", "figure"),
)
PASSAGE_COLUMNS = (
    Column("pair", "figure"),
    Column("passages, by the lines on which they begin", "text", max_lines=3),
)
MAX_PASSAGES = 12
"""Passages that are listed for one pair."""


def copies_section(result: ScanResult, max_rows: int) -> Section:
    """Return the pairs, and below them the passages of each pair that is not identical."""
    pairs = result.copies
    if not pairs:
        return Section("Copies", "no two documents share enough words to be listed.")
    numbered = list(enumerate(first_entries(pairs, max_rows), start=1))
    blocks: list[Block] = [Table(PAIR_COLUMNS, tuple(_pair_row(index, match) for index, match in numbered))]
    places = PlaceNames(result)
    with_passages = tuple(_passages_row(index, match, places) for index, match in numbered if _lists_passages(match))
    if with_passages:
        blocks.append(Table(PASSAGE_COLUMNS, with_passages))
    return Section("Copies", _summary(pairs), (*blocks, *more_entries(len(pairs), max_rows)))


def _summary(pairs: Sequence[Match]) -> str:
    relations = Counter(column_of(pairs, "relation"))
    kinds = ", ".join(f"{number(count)} {relation}" for relation, count in sorted(relations.items()))
    share = counted(len(pairs), "pair of documents shares", "pairs of documents share")
    return f"{share} words ({kinds}). Inside: the share of each one's words that stands in the other."


def _pair_row(index: int, match: Match) -> tuple[Cell, ...]:
    run = f"\nrun {number(match.longest_run)}" if match.longest_run < match.shared_words else ""
    marked = f"\n{number(match.marked_words.total)} marked" if match.marked_words.total else ""
    return (
        Cell(number(index), "faint"),
        Cell(f"{one_line(match.a)}\n{one_line(match.b)}"),
        Cell(_relation(match), "certain" if MEANINGS[match.relation].is_sure else "plain"),
        Cell(f"{number(match.shared_words)}{run}{marked}"),
        Cell(f"{percent(match.containment_a)}\n{percent(match.containment_b)}"),
    )


def _relation(match: Match) -> str:
    return match.relation if match.relation == "identical" else f"{match.relation}\nJaccard {similarity(match.jaccard)}"


def _lists_passages(match: Match) -> bool:
    return match.relation != "identical" and bool(match.passages)


def _passages_row(index: int, match: Match, places: PlaceNames) -> tuple[Cell, ...]:
    passages = [_passage(passage, match, places) for passage in match.passages[:MAX_PASSAGES]]
    more = len(match.passages) - len(passages)
    passages += [f"{number(more)} more"] if more else []
    passages += [f"once more {_passage(passage, match, places)}" for passage in match.again[:MAX_PASSAGES]]
    return Cell(number(index), "faint"), Cell("; ".join(passages))


def _passage(passage: Passage, match: Match, places: PlaceNames) -> str:
    words = counted(passage.words, "word")
    if passage.same_words != passage.words:
        words = f"{number(passage.same_words)} of {words}"
    marked = f", {passage.marked}" if passage.marked else ""
    return f"{places.of(match.a, passage.a)} ↔ {places.of(match.b, passage.b)}: {words}{marked}"
