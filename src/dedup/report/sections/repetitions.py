"""The section on repetitions: which passages a document has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.lazy_sequences import column_of
from dedup.matches import PULLED_QUOTE
from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.document_names import DocumentNames
from dedup.report.number_format import counted, number, percent, similarity
from dedup.report.place_names import PlaceNames
from dedup.report.word_diff import difference_excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Repetition
    from dedup.results import DocumentRow, ScanResult

COLUMNS = (
    Column("lines"),
    Column("relation"),
    Column("words", "figure"),
    Column("inside", "figure"),
    Column("text", "text", max_lines=3),
)


def repetitions_section(result: ScanResult, max_rows: int) -> Section:
    """Return the repetitions, each under the name of its document; pulled quotes are summed up in a line."""
    repetitions = result.repetitions
    if not repetitions:
        return Section("Repetitions", "no document says anything twice.")
    verdicts = column_of(repetitions, "verdict")
    listable = [place for place, verdict in enumerate(verdicts) if verdict != PULLED_QUOTE]
    listed = [repetitions[place] for place in first_entries(listable, max_rows)]
    names = DocumentNames(result, {repetition.document for repetition in listed})
    of_document: dict[str, list[Repetition]] = {}
    for repetition in listed:
        of_document.setdefault(repetition.document, []).append(repetition)
    places = PlaceNames(result)
    blocks = [block for name, group in of_document.items() for block in _document_blocks((names, places), name, group)]
    holders = len(set(column_of(repetitions, "document")))
    passages = counted(len(repetitions), "passage is", "passages are")
    summary = f"{passages} said again in {counted(holders, 'document')}."
    quotes = _pulled_quotes(len(repetitions) - len(listable))
    return Section("Repetitions", summary, (*quotes, *blocks, *more_entries(len(listable), max_rows)))


def _pulled_quotes(count: int) -> tuple[Sentence, ...]:
    if not count:
        return ()
    are = counted(count, "of them is a pulled quote", "of them are pulled quotes")
    text = f"{are}: a short paragraph shows a sentence of the text near it once more. They are not listed here."
    return (Sentence(text, "faint"),)


def _document_blocks(
    named: tuple[DocumentNames, PlaceNames], document: str, repetitions: Sequence[Repetition]
) -> list[Block]:
    names, places = named
    name = names[document]
    title = f"“{name.short()}”" if name.title else ""
    facts = ", ".join(filter(None, (title, name.source)))
    return [
        Heading(name.id, _repeated_share(names.row(document))),
        *([Sentence(facts, "faint")] if facts else []),
        Table(COLUMNS, tuple(_row(each, places) for each in repetitions)),
        *_verdicts(repetitions, places),
    ]


def _repeated_share(document: DocumentRow | None) -> str:
    if document is None or not document.words:
        return ""
    share = percent(document.repeated_words / document.words)
    return f"{number(document.repeated_words)} of {counted(document.words, 'word')} said again, {share}"


def _verdicts(repetitions: Sequence[Repetition], places: PlaceNames) -> list[Sentence]:
    """Return each verdict on repetitions once, such as a suspected artefact, with the lines that it is about."""
    lines: dict[str, list[str]] = {}
    for repetition in repetitions:
        if repetition.verdict:
            lines.setdefault(repetition.verdict, []).append(_places(repetition, "↔", places))
    return [
        Sentence(f"{one_line(verdict)} ({'lines ' * pairs[0][0].isdigit()}{', '.join(pairs)})", "likely")
        for verdict, pairs in lines.items()
    ]


def _places(repetition: Repetition, sign: str, places: PlaceNames) -> str:
    first, second = (places.of(repetition.document, each) for each in (repetition.first, repetition.second))
    return f"{first} {sign} {second}"


def _row(repetition: Repetition, places: PlaceNames) -> tuple[Cell, ...]:
    return (
        Cell(_lines(repetition, places), "strong"),
        Cell(_relation(repetition), "certain" if repetition.relation == "identical" else "plain"),
        Cell(number(repetition.shared_words)),
        Cell(percent(repetition.containment)),
        _text(repetition),
    )


def _lines(repetition: Repetition, places: PlaceNames) -> str:
    sign = {"first": "⊂", "second": "⊃"}[repetition.smaller] if repetition.relation == "contained" else "↔"
    times = f"\n{number(repetition.times)} times" if repetition.times > 2 else ""  # noqa: PLR2004 - a repetition is at least twice
    return f"{_places(repetition, sign, places)}{times}"


def _relation(repetition: Repetition) -> str:
    """Return the relation; for the same words in other characters also what differs."""
    if repetition.relation != "identical":
        return f"{repetition.relation}\nJaccard {similarity(repetition.jaccard)}"
    if repetition.second_text is not None:
        return f"identical but\nfor {_difference(repetition.text, repetition.second_text)}"
    lengths = {place.end - place.start for place in (repetition.first, repetition.second)}
    return "identical" if len(lengths) == 1 else "identical in\nits words"


def _difference(first: str, second: str) -> str:
    if one_line(first) == one_line(second):
        return "spacing"
    if _letters(first) == _letters(second):
        return "punctuation"
    return "case" if _letters(first.casefold()) == _letters(second.casefold()) else "letter forms"


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _text(repetition: Repetition) -> Cell:
    difference = ""
    if repetition.second_text is not None:
        difference = difference_excerpt(repetition.text, repetition.second_text)
    return Cell(difference or one_line(repetition.text), quoted=True)
