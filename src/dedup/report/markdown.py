"""The Markdown views of scans and comparisons, for readers of GitHub-flavoured Markdown.

Whatever a document says is escaped: it can make no link, no markup, no new cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Style, Table
from dedup.report.comparison import (
    EXTRA_OCCURRENCES,
    edit_examples,
    extra_occurrences,
    passage_caption,
    relation_sentence,
    shared_shares,
    unshared_texts,
)
from dedup.report.display_text import clean, shorten
from dedup.report.escaping import markdown_text
from dedup.report.number_format import number
from dedup.report.sections.scan import scan_sections
from dedup.report.word_diff import OmittedRows, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Passage
    from dedup.report.comparison import Comparison, UnsharedText
    from dedup.report.formats import RenderOptions
    from dedup.report.word_diff import AlignedRow, PieceKind, RowPiece
    from dedup.results import ScanResult

MAX_TEXT_WIDTH = 300
"""The width in terminal cells after which running text is cut; JSON holds the whole text."""

TAGS: dict[PieceKind, str] = {"removed": "del", "added": "ins"}
"""The HTML elements for words that only a or only b has."""


def scan_markdown(result: ScanResult, options: RenderOptions) -> str:
    """Return the report of a scan as Markdown; of the options only `max_rows` matters."""
    first, *others = scan_sections(result, options.max_rows)
    parts = [_section(first, 1), *(_section(section, 2) for section in others)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return a line of text that Markdown shows as it is."""
    return markdown_text(text)


def _section(section: Section, level: int) -> str:
    parts = [f"{'#' * level} {escaped(section.title)}", escaped(_capitalized(section.summary))]
    return "\n\n".join([*parts, *map(draw_block, section.blocks)])


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def draw_block(block: Block) -> str:
    """Return one block as Markdown."""
    if isinstance(block, Sentence):
        return _emphasised(escaped(block.text), block.style)
    if isinstance(block, Heading):
        detail = f"\n\n{escaped(block.detail)}" if block.detail else ""
        return f"### {escaped(block.text)}{detail}"
    return _table(block)


def _table(table: Table) -> str:
    names = [escaped(column.name) for column in table.columns]
    rules = ["--:" if column.kind == "figure" else ":--" for column in table.columns]
    rows = [[_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, rules, *rows))


def _cell(cell: Cell, column: Column) -> str:
    lines = [clean(line) for line in cell.text.split("\n")]
    if column.kind == "text":
        lines = [shorten(line, MAX_TEXT_WIDTH) for line in lines]
    text = "<br>".join(_emphasised(escaped(line), cell.style) for line in lines)
    return f"“{text}”" if cell.quoted else text


def _emphasised(text: str, style: Style) -> str:
    return f"**{text}**" if style == "strong" and text else text


def comparison_markdown(comparison: Comparison, options: RenderOptions) -> str:
    """Return a comparison as Markdown, each passage as one text with deleted and inserted words.

    With `options.full` the sentences in which nothing differs are shown too; no other option matters.
    """
    facts = [
        f"| {name} | {escaped(document.id)} | {share} |"
        for name, document, share in zip("ab", (comparison.a, comparison.b), shared_shares(comparison), strict=True)
    ]
    parts = ["# Comparison", "\n".join(["|  | document | words |", "| :-- | :-- | :-- |", *facts])]
    parts.append(_capitalized(relation_sentence(comparison)))
    edits = [f"- {kind}: {escaped(example)}" if example else f"- {kind}" for kind, example in edit_examples(comparison)]
    parts += ["\n".join(edits)] if edits else []
    passages = comparison.passages
    for position, passage in enumerate(passages, start=1):
        parts.append(f"## {_capitalized(passage_caption(passage, position, len(passages)))}")
        parts.append(_passage(comparison, passage, full=options.full))
    if places := extra_occurrences(comparison):
        parts += [f"## {_capitalized(EXTRA_OCCURRENCES)}", "\n".join(f"- {place}" for place in places)]
    for name, texts in unshared_texts(comparison):
        parts += [f"## Only in {name}", _unshared(texts)] if texts else []
    return "\n\n".join(parts) + "\n"


def _unshared(texts: Sequence[UnsharedText]) -> str:
    return "\n".join(f"- line {each.line}: “{escaped(shorten(each.text, MAX_TEXT_WIDTH))}”" for each in texts)


def _passage(comparison: Comparison, passage: Passage, *, full: bool) -> str:
    return "\n>\n".join(f"> {_row(row)}" for row in comparison.rows(passage, full=full))


def _row(row: AlignedRow | OmittedRows) -> str:
    if isinstance(row, OmittedRows):
        return f"⋯ *{number(row.word_count)} words the same* ⋯"
    return "".join(map(_piece, row.combined())).strip()


def _piece(piece: RowPiece) -> str:
    text = join_words(piece.words)
    tag = TAGS.get(piece.kind)
    if tag is None:
        return escaped(text)
    space = " " if text.startswith(" ") else ""
    return f"{space}<{tag}>{escaped(text.strip())}</{tag}>"
