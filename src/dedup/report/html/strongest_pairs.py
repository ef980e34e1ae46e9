"""The strongest pairs as text, their passages in aligned rows: for readers without JavaScript, and for print."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from dedup.report.display_text import one_line
from dedup.report.html.view_model import document_name
from dedup.report.number_format import counted, number, percent
from dedup.report.word_diff import align_rows, omit_same_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match, Passage
    from dedup.report.html.view_model import ViewModel
    from dedup.report.word_diff import AlignedRow, OmittedRows
    from dedup.results import DocumentRow

STRONGEST = 10
"""Pairs that are shown as text."""
_PASSAGES = 6
_ROWS = 40
_LONGEST = 20_000
"""Characters of a passage beyond which its two versions are not compared word by word in the text."""


@dataclass(frozen=True, slots=True)
class PassageAsText:
    """A passage of a pair: its heading, and its two versions in aligned rows."""

    heading: str
    rows: Sequence[AlignedRow | OmittedRows]


@dataclass(frozen=True, slots=True)
class PairAsText:
    """A pair: its address on the page, the names and details of both documents, the facts, and its passages."""

    address: str
    names: tuple[str, str]
    details: tuple[str, str]
    facts: str
    passages: tuple[PassageAsText, ...]
    missing: str


def strongest_as_text(model: ViewModel) -> list[PairAsText]:
    """Return the strongest pairs with their passages."""
    heaviest = nlargest(STRONGEST, enumerate(model.pairs, start=1), key=lambda pair: pair[1].weight)
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
        (document_name(a), document_name(b)),
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
    rows: Sequence[AlignedRow | OmittedRows] = align_rows(a, b)
    if len(rows) > _ROWS:
        rows = omit_same_rows(align_rows(a, b))[:_ROWS]
    lines = f"lines {passage.a.line} and {passage.b.line}"
    return PassageAsText(f"Passage {place}: {counted(passage.words, 'word')}, {lines}", rows)
