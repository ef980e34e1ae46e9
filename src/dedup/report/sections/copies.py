"""The section on copies: which documents share words, how many, and in which passages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dedup.lazy_sequences import column_of
from dedup.relations import MEANINGS
from dedup.report.blocks import Block, Cell, Column, Section, Table, at_most, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.document_names import DocumentNames
from dedup.report.material_edits import MATERIAL, material_edit_texts
from dedup.report.number_format import counted, letters_alike, number, percent, similarity
from dedup.report.place_names import PlaceNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match, Passage
    from dedup.results import ScanResult

PAIR_COLUMNS = (
    Column("no.", "figure"),
    Column("documents", "name"),
    Column("relation"),
    Column("words", "figure"),
    Column("inside", "figure"),
)
PASSAGE_COLUMNS = (
    Column("no.", "figure"),
    Column("longest passage, and where passages begin", "text", max_lines=3),
)
MAX_PASSAGES = 12
"""Passages that are listed for one pair."""
MAX_MEMBERS = 6
"""Identical documents that are named for one group."""


class _Entry(NamedTuple):
    """What one row tells: the number of a pair, and its documents; of identical ones all that have the same words."""

    pair: int
    documents: list[str]


def copies_section(result: ScanResult, max_rows: int) -> Section:
    """Return the pairs and the groups of identical documents, and below them the passages of each."""
    pairs = result.copies
    if not pairs:
        return Section("Copies", "no two documents share enough words to be listed.")
    entries = _entries(pairs)
    listed = first_entries(entries, max_rows)
    most = at_most(MAX_MEMBERS, max_rows)
    names = DocumentNames(result, {name for entry in listed for name in first_entries(entry.documents, most)})
    numbered = [(place, entry, pairs[entry.pair]) for place, entry in enumerate(listed, start=1)]
    places = PlaceNames(result)
    rows = tuple(_row(place, entry.documents, match, names, most) for place, entry, match in numbered)
    most_passages = at_most(MAX_PASSAGES, max_rows)
    passages = tuple(
        _passages_row(place, match, (names, places), most_passages) for place, _, match in numbered if match.passages
    )
    blocks: list[Block] = [Table(PAIR_COLUMNS, rows), *([Table(PASSAGE_COLUMNS, passages)] if passages else [])]
    return Section("Copies", _summary(pairs), (*blocks, *more_entries(len(entries), max_rows)))


def _entries(pairs: Sequence[Match]) -> list[_Entry]:
    """Return the rows of the section: pairs, and in place of all pairs of documents that are identical, their group."""
    entries: list[_Entry] = []
    group_of: dict[str, list[str]] = {}
    columns = (column_of(pairs, name) for name in ("a", "b", "relation"))
    for place, (a, b, relation) in enumerate(zip(*columns, strict=True)):
        if relation != "identical":
            entries.append(_Entry(place, [a, b]))
            continue
        group = group_of.get(a) or group_of.get(b)
        if group is None:
            group = []
            entries.append(_Entry(place, group))
        for name in (a, b):
            if name not in group_of:
                group_of[name] = group
                group.append(name)
    return entries


def _summary(pairs: Sequence[Match]) -> str:
    relations = Counter(column_of(pairs, "relation"))
    order = sorted(relations, key=list(MEANINGS).index)
    kinds = ", ".join(f"{number(relations[relation])} {relation}" for relation in order)
    share = counted(len(pairs), "pair of documents shares", "pairs of documents share")
    return f"{share} words ({kinds}). Inside: the share of each one's words that stands in the other."


def _row(place: int, documents: Sequence[str], match: Match, names: DocumentNames, most: int) -> tuple[Cell, ...]:
    run = f"\nrun {number(match.longest_run)}" if 0 < match.longest_run < match.shared_words else ""
    marked = f"\n{number(match.marked_words.total)} marked" if match.marked_words.total else ""
    shown = first_entries(documents, most)
    more = len(documents) - len(shown)
    lines = [*names.lines(shown), *([f"and {number(more)} more"] if more else [])]
    return (
        Cell(number(place), "faint"),
        Cell("\n".join(lines)),
        Cell(_relation(match, len(documents)), "certain" if MEANINGS[match.relation].is_sure else "plain"),
        Cell(f"{number(match.shared_words)}{run}{marked}"),
        Cell(f"{percent(match.containment_a)}\n{percent(match.containment_b)}"),
    )


def _relation(match: Match, documents: int) -> str:
    weight = f"weight {similarity(match.weight)}"
    if match.relation != "identical":
        return f"{match.relation}\nJaccard {similarity(match.jaccard)}\n{weight}"
    group = f"\n{number(documents)} documents" if documents > 2 else ""  # noqa: PLR2004 - more than a pair
    return f"identical{group}\n{weight}"


def _passages_row(place: int, match: Match, named: tuple[DocumentNames, PlaceNames], most: int) -> tuple[Cell, ...]:
    names, places = named
    passages = [_passage(passage, match, places) for passage in first_entries(match.passages, most)]
    more = len(match.passages) - len(passages)
    passages += [f"{number(more)} more"] if more else []
    passages += [f"once more {_passage(passage, match, places)}" for passage in first_entries(match.again, most)]
    excerpt = f"“{one_line(match.excerpt)} …”\n" if match.excerpt else ""
    edits = "; ".join(material_edit_texts(match.material_edits))
    material = f"{MATERIAL}: {edits}\n" if edits else ""
    return Cell(number(place), "faint"), Cell(f"{excerpt}{material}{_files(match, names)}{'; '.join(passages)}")


def _files(match: Match, names: DocumentNames) -> str:
    """Return where the longest passage stands, for documents that are files, as terminals and editors open it."""
    longest = max(match.passages, key=lambda passage: passage.same_words)
    places = names[match.a].place(longest.a.line), names[match.b].place(longest.b.line)
    return "" if any(place.startswith("line ") for place in places) else " ↔ ".join(places) + "\n"


def _passage(passage: Passage, match: Match, places: PlaceNames) -> str:
    words = counted(passage.words, "word")
    if passage.same_words != passage.words:
        words = f"{number(passage.same_words)} of {words}"
    words += letters_alike(passage.similarity)
    marked = f", {passage.marked}" if passage.marked else ""
    return f"{places.of(match.a, passage.a)} ↔ {places.of(match.b, passage.b)}: {words}{marked}"
