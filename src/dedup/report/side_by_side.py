"""The terminal view of a comparison: two texts side by side, passage by passage, or as one text where it is narrow.

Words that only one text has are marked, ``[-words of a-]`` and ``{+words of b+}``, and coloured where there is colour.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

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
from dedup.report.display_text import clean, display_width, shorten, shorten_middle, split_to_width, wrap
from dedup.report.material_edits import MATERIAL, material_edit_texts
from dedup.report.number_format import number
from dedup.report.table import styled
from dedup.report.word_diff import OmittedRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.matches import Passage
    from dedup.report.blocks import Style
    from dedup.report.comparison import Comparison, UnsharedText
    from dedup.report.formats import RenderOptions
    from dedup.report.word_diff import AlignedRow, PieceKind, RowPiece

DIVIDER = " │ "
MIN_WIDTH = 64
"""Columns below which the texts are not shown side by side."""

MAX_LINES = 3
"""The most lines that are shown of an edit or of a text that only one document has."""

STYLES: dict[PieceKind, Style] = {"same": "plain", "removed": "problem", "added": "certain"}
INDENT = 2
"""Spaces before the lines of a heading or text that follow its first one."""

MARKS: dict[PieceKind, tuple[str, str]] = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}

_EXPLAINED = "[-words of a only-] {+words of b only+}"


class _Word(NamedTuple):
    """A word, or a part of one that is wider than its column, as it is drawn."""

    text: str
    kind: PieceKind
    spaced: bool


def comparison_table(comparison: Comparison, options: RenderOptions) -> str:
    """Return the comparison for a terminal; with `options.full` also the sentences in which nothing differs."""
    parts = [_head(comparison, options)]
    passages = comparison.passages
    for passage, caption in zip(passages, passage_captions(passages), strict=True):
        lines = [styled(line, "strong", options) for line in wrap(clean(caption), options.line_width, indent=INDENT)]
        parts.append("\n".join([*lines, *_passage(comparison, passage, options)]))
    if lines := extra_occurrences(comparison):
        parts.append("\n".join([styled(EXTRA_OCCURRENCES, "strong", options), *lines]))
    parts += [_unshared(name, texts, options) for name, texts in unshared_texts(comparison) if texts]
    return "\n\n".join(parts) + "\n"


def _head(comparison: Comparison, options: RenderOptions) -> str:
    lines = []
    width = options.line_width
    for name, document, share in zip("ab", (comparison.a, comparison.b), shared_shares(comparison), strict=True):
        name_width = display_width(document.id) if options.whole else width - 3
        document_id = shorten_middle(clean(document.id), name_width)
        lines += [f"{name}  {styled(document_id, 'strong', options)}", f"   {shorten(share, width - 3)}"]
    lines += wrap(relation_sentence(comparison), width)
    if sentence := rewrite_sentence(comparison):
        lines += wrap(clean(sentence), width, max_lines=MAX_LINES)
    for kind, example in edit_examples(comparison):
        lines += wrap(f"{kind}: {clean(example)}" if example else kind, width, max_lines=MAX_LINES, indent=2)
    if edits := material_edit_texts(comparison.material_edits):
        lines += wrap(f"{MATERIAL}: {'; '.join(edits)}", width, max_lines=MAX_LINES, indent=2)
    if comparison.passages:
        lines += wrap(f"Marked: {_EXPLAINED}", width)
    return "\n".join(lines)


def _unshared(name: str, texts: Sequence[UnsharedText], options: RenderOptions) -> str:
    """Return what only one document has, a few lines of each text."""
    listed = texts[: options.max_rows] if options.max_rows else texts
    lines_of_each = 0 if options.whole else MAX_LINES
    lines = [
        line
        for each in listed
        for line in wrap(f"line {each.line}: {clean(each.text)}", options.line_width, max_lines=lines_of_each, indent=2)
    ]
    if len(listed) < len(texts):
        more = f"… and {number(len(texts) - len(listed))} more (--rows 0 lists all of them)"
        lines.append(styled(more, "faint", options))
    return "\n".join([styled(f"only in {name}", "strong", options), *lines])


def _passage(comparison: Comparison, passage: Passage, options: RenderOptions) -> list[str]:
    lines: list[str] = []
    width = options.line_width
    for row in comparison.rows(passage, full=options.full):
        if isinstance(row, OmittedRows):
            omitted = f"⋯ {number(row.word_count)} words the same ⋯".center(width).rstrip()
            lines.append(styled(omitted, "faint", options))
        elif width < MIN_WIDTH:
            lines += [line for line, _width in _lines(row.combined(), width, options)]
        else:
            lines += _two_columns(row, options)
    return lines


def _two_columns(row: AlignedRow, options: RenderOptions) -> list[str]:
    column = (options.line_width - len(DIVIDER)) // 2
    left, right = (_lines(pieces, column, options) for pieces in (row.in_a(), row.in_b()))
    divider = styled(DIVIDER, "faint", options)
    return [
        (a + " " * (column - width) + divider + b).rstrip()
        for (a, width), (b, _width) in zip_longest(left, right, fillvalue=("", 0))
    ]


def _lines(pieces: Iterable[RowPiece], width: int, options: RenderOptions) -> list[tuple[str, int]]:
    """Return the pieces as lines with colours or marks, each with the width that it takes."""
    lines: list[list[_Word]] = [[]]
    room = width
    for word in _words(pieces, width):
        gap = word.spaced and bool(lines[-1])
        if display_width(word.text) + gap > room and lines[-1]:
            lines.append([])
            room, gap = width, False
        lines[-1].append(word._replace(spaced=gap))
        room -= display_width(word.text) + gap
    return [
        (_styled_words(line, options), sum(display_width(word.text) + word.spaced for word in line))
        for line in lines
        if line
    ]


def _words(pieces: Iterable[RowPiece], width: int) -> Iterator[_Word]:
    for piece in pieces:
        before, after = MARKS[piece.kind]
        last = len(piece.words) - 1
        for index, token in enumerate(piece.words):
            text = (before if index == 0 else "") + clean(token.text) + (after if index == last else "")
            for part, fragment in enumerate(split_to_width(text, width)):
                yield _Word(fragment, piece.kind, token.spaced and part == 0)


def _styled_words(line: Sequence[_Word], options: RenderOptions) -> str:
    return "".join(" " * word.spaced + styled(word.text, STYLES[word.kind], options) for word in line)
