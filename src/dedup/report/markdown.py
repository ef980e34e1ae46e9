"""The Markdown views of scans and comparisons, for readers of GitHub-flavoured Markdown.

Whatever a document says is escaped: it can make no link, no markup, no new cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.comparison import (
    EXTRA_OCCURRENCES,
    edit_examples,
    extra_occurrences,
    passage_captions,
    relation_sentence,
    rewrite_sentence,
    shared_shares,
    unshared_texts,
)
from dedup.report.display_text import shorten
from dedup.report.escaping import markdown_text
from dedup.report.markup import MARKDOWN, MAX_TEXT_WIDTH, capitalized, draw_markup
from dedup.report.material_edits import MATERIAL, material_edit_texts
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

TAGS: dict[PieceKind, str] = {"removed": "del", "added": "ins"}
"""The HTML elements for words that only a or only b has."""


def scan_markdown(result: ScanResult, options: RenderOptions) -> str:
    """Return the report of a scan as Markdown; of the options only `max_rows` matters."""
    return draw_markup(scan_sections(result, options.max_rows), MARKDOWN)


def comparison_markdown(comparison: Comparison, options: RenderOptions) -> str:
    """Return a comparison as Markdown, each passage as one text with deleted and inserted words.

    With `options.full` the sentences in which nothing differs are shown too; no other option matters.
    """
    facts = [
        f"| {name} | {markdown_text(document.id)} | {share} |"
        for name, document, share in zip("ab", (comparison.a, comparison.b), shared_shares(comparison), strict=True)
    ]
    parts = ["# Comparison", "\n".join(["|  | document | words |", "| :-- | :-- | :-- |", *facts])]
    parts.append(capitalized(relation_sentence(comparison)))
    parts += [markdown_text(sentence)] if (sentence := rewrite_sentence(comparison)) else []
    edits = [
        f"- {kind}: {markdown_text(example)}" if example else f"- {kind}" for kind, example in edit_examples(comparison)
    ]
    edits += [f"- {MATERIAL}, {markdown_text(edit)}" for edit in material_edit_texts(comparison.material_edits)]
    parts += ["\n".join(edits)] if edits else []
    passages = comparison.passages
    for passage, caption in zip(passages, passage_captions(passages), strict=True):
        parts.append(f"## {capitalized(caption)}")
        parts.append(_passage(comparison, passage, full=options.full))
    if places := extra_occurrences(comparison):
        parts += [f"## {capitalized(EXTRA_OCCURRENCES)}", "\n".join(f"- {place}" for place in places)]
    for name, texts in unshared_texts(comparison):
        parts += [f"## Only in {name}", _unshared(texts)] if texts else []
    return "\n\n".join(parts) + "\n"


def _unshared(texts: Sequence[UnsharedText]) -> str:
    return "\n".join(f"- line {each.line}: “{markdown_text(shorten(each.text, MAX_TEXT_WIDTH))}”" for each in texts)


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
        return markdown_text(text)
    space = " " if text.startswith(" ") else ""
    return f"{space}<{tag}>{markdown_text(text.strip())}</{tag}>"
