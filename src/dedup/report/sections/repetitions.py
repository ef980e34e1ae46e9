"""What documents say twice."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dedup.columns import column_of
from dedup.report.changes import excerpt
from dedup.report.content import Block, Cell, Column, Heading, Section, Sentence, Table
from dedup.report.phrases import counted, flat, number, share, similarity
from dedup.report.sections.rows import first, rest
from dedup.results import rows_named

if TYPE_CHECKING:
    from dedup.matches import Repetition
    from dedup.results import DocumentRow, ScanResult

COLUMNS = (
    Column("lines"),
    Column("relation"),
    Column("words", "figure"),
    Column("inside", "figure"),
    Column("text", "text", lines=3),
)


def repetitions(result: ScanResult, rows: int) -> Section:
    """Return the repetitions, under the document that says them."""
    found = result.repetitions
    if not found:
        return Section("Repetitions", "no document says anything twice.")
    shown = first(found, rows)
    documents = rows_named(result.documents, set(column_of(shown, "document")))
    blocks: list[Block] = []
    for document, group in groupby(shown, key=lambda repetition: repetition.document):
        listed = list(group)
        blocks.append(Heading(flat(document), _repeated(documents.get(document))))
        blocks.append(Table(COLUMNS, tuple(map(_row, listed))))
        blocks += _verdicts(listed)
    holders = len(set(column_of(found, "document")))
    summary = f"{counted(len(found), 'passage is', 'passages are')} said again in {counted(holders, 'document')}."
    return Section("Repetitions", summary, (*blocks, *rest(len(found), rows)))


def _repeated(document: DocumentRow | None) -> str:
    if document is None or not document.words:
        return ""
    part = share(document.repeated_words / document.words)
    return f"{number(document.repeated_words)} of {counted(document.words, 'word')} said again, {part}"


def _verdicts(listed: list[Repetition]) -> list[Sentence]:
    """Return what the form of repetitions suggests, each suggestion once, with the lines it is about."""
    lines: dict[str, list[str]] = {}
    for repetition in listed:
        if repetition.verdict:
            lines.setdefault(repetition.verdict, []).append(f"{repetition.first.line} ↔ {repetition.second.line}")
    return [Sentence(f"{flat(verdict)} (lines {', '.join(pairs)})", "likely") for verdict, pairs in lines.items()]


def _row(repetition: Repetition) -> tuple[Cell, ...]:
    return (
        Cell(_lines(repetition), "strong"),
        Cell(_relation(repetition), "sure" if repetition.relation == "identical" else "plain"),
        Cell(number(repetition.shared_words)),
        Cell(share(repetition.containment)),
        _text(repetition),
    )


def _lines(repetition: Repetition) -> str:
    sign = {"first": "⊂", "second": "⊃"}[repetition.smaller] if repetition.relation == "contained" else "↔"
    times = f"\n{number(repetition.times)} times" if repetition.times > 2 else ""  # noqa: PLR2004 - twice goes without saying
    return f"{repetition.first.line} {sign} {repetition.second.line}{times}"


def _relation(repetition: Repetition) -> str:
    """Return the relation, and in which way the same words are not the same characters."""
    if repetition.relation != "identical":
        return f"{repetition.relation}\nJaccard {similarity(repetition.jaccard)}"
    if repetition.second_text is not None:
        return f"identical but\nfor {_difference(repetition.text, repetition.second_text)}"
    lengths = {place.end - place.start for place in (repetition.first, repetition.second)}
    return "identical" if len(lengths) == 1 else "identical in\nits words"


def _difference(text: str, second: str) -> str:
    if flat(text) == flat(second):
        return "spacing"
    if _letters(text) == _letters(second):
        return "punctuation"
    return "case" if _letters(text.casefold()) == _letters(second.casefold()) else "letter forms"


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _text(repetition: Repetition) -> Cell:
    change = excerpt(repetition.text, repetition.second_text) if repetition.second_text is not None else ""
    return Cell(change or flat(repetition.text), quoted=True)
