"""The heaviest pairs as text, their passages in aligned rows: for readers without JavaScript, and for print."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from dedup.report.display_text import one_line
from dedup.report.number_format import counted, letters_alike, number, percent
from dedup.report.word_diff import align_rows, omit_same_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match, Passage
    from dedup.report.html.view_model import ViewModel
    from dedup.report.word_diff import AlignedRow, OmittedRows
    from dedup.results import DocumentRow

MOST_PAIRS = 10
"""Pairs that are shown as text."""
_PASSAGES = 6
_ROWS = 40
_LONGEST = 20_000
"""Characters that are shown of each version of a passage."""


@dataclass(frozen=True, slots=True)
class PassageAsText:
    """A passage of a pair: its heading, its two versions in aligned rows, and in a sentence what is not shown of it."""

    heading: str
    rows: Sequence[AlignedRow | OmittedRows]
    missing: str


@dataclass(frozen=True, slots=True)
class PairAsText:
    """A pair: its address on the page, names and details of both documents, facts, passages, and what is not shown."""

    address: str
    names: tuple[str, str]
    details: tuple[str, str]
    facts: str
    passages: tuple[PassageAsText, ...]
    missing: str


def heaviest_as_text(model: ViewModel) -> list[PairAsText]:
    """Return the heaviest pairs with their passages."""
    heaviest = nlargest(MOST_PAIRS, enumerate(model.pairs, start=1), key=lambda pair: pair[1].weight)
    return [_as_text(place, match, model) for place, match in heaviest]


def _as_text(place: int, match: Match, model: ViewModel) -> PairAsText:
    a, b = model.rows[match.a], model.rows[match.b]
    facts = (
        f"{match.relation}: {counted(match.shared_words, 'shared word')}, {percent(match.containment_a)} of the first "
        f"and {percent(match.containment_b)} of the second text, longest run {number(match.longest_run)}"
    )
    passages = [_passage(place, match, passage, model) for place, passage in enumerate(match.passages[:_PASSAGES], 1)]
    more = len(match.passages) - len(passages)
    missing = f"and {counted(more, 'passage')} more" if more > 0 else ""
    if None in passages:
        missing = "The texts are not at hand, so their passages are not shown."
    return PairAsText(
        f"#pair/{place}",
        (model.name(match.a), model.name(match.b)),
        (_details(a), _details(b)),
        facts,
        tuple(passage for passage in passages if passage is not None),
        missing,
    )


def _details(row: DocumentRow) -> str:
    known = [row.publisher, row.author, (row.published or "")[:10], row.id if row.title else None]
    return ", ".join(one_line(value) for value in known if value)


def _passage(place: int, match: Match, passage: Passage, model: ViewModel) -> PassageAsText | None:
    a = model.shown_words(match.a, passage.a.start, min(passage.a.end, passage.a.start + _LONGEST))
    b = model.shown_words(match.b, passage.b.start, min(passage.b.end, passage.b.start + _LONGEST))
    if a is None or b is None:
        return None
    aligned = align_rows(a, b)
    rows = aligned if len(aligned) <= _ROWS else omit_same_rows(aligned)
    lines = f"lines {passage.a.line} and {passage.b.line}"
    heading = f"Passage {place}: {counted(passage.words, 'word')}{letters_alike(passage.similarity)}, {lines}"
    return PassageAsText(heading, rows[:_ROWS], _not_shown(passage, len(rows) - _ROWS))


def _not_shown(passage: Passage, rows: int) -> str:
    """Return in a sentence what of a passage is not shown: its rest, or rows at the end; nothing if all is shown."""
    if max(passage.a.end - passage.a.start, passage.b.end - passage.b.start) > _LONGEST:
        return (
            f"Only the first {number(_LONGEST)} characters of the passage are compared here, in {_ROWS} rows at most."
        )
    return f"and {counted(rows, 'row')} more" if rows > 0 else ""
