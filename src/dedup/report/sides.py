"""Two texts on a terminal, side by side and passage by passage; one below the other where it is narrow.

Words that only one text has are coloured, or without colours marked ``[-so-]`` on the left and ``{+so+}`` on the right.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from dedup.report.aligned import Fold, aligned, folded
from dedup.report.cells import clean, shorten, shorten_middle, split_cells, width, wrap
from dedup.report.comparison import AGAIN, again, caption, edits, outside, sides, verdict
from dedup.report.phrases import number
from dedup.report.table import paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.matches import Passage
    from dedup.report.aligned import Kind, Piece, Row
    from dedup.report.comparison import Comparison, Stretch
    from dedup.report.content import Role
    from dedup.report.look import Look

SEAM = " │ "
NARROW = 64
"""Columns below which the texts are not shown side by side."""

LINES = 3
"""The most lines that are shown of a stretch that only one text has."""

ROLES: dict[Kind, Role] = {"same": "plain", "gone": "trouble", "come": "sure"}
MARKS: dict[Kind, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "come": ("{+", "+}")}


class Word(NamedTuple):
    """A word as it is drawn."""

    text: str
    kind: Kind
    spaced: bool


def side_by_side(comparison: Comparison, look: Look, *, full: bool = False) -> str:
    """Return the comparison for a terminal; with `full` also the sentences in which nothing differs."""
    parts = [_head(comparison, look)]
    match = comparison.match
    passages = match.passages if match else ()
    for place, passage in enumerate(passages, start=1):
        title = shorten(clean(caption(passage, place, len(passages))), look.columns)
        parts.append("\n".join([paint(title, "strong", look), *_passage(comparison, passage, look, full=full)]))
    if lines := again(comparison):
        parts.append("\n".join([paint(AGAIN, "strong", look), *lines]))
    parts += [_alone(name, stretches, look) for name, stretches in outside(comparison) if stretches]
    return "\n\n".join(parts) + "\n"


def _alone(name: str, stretches: Sequence[Stretch], look: Look) -> str:
    """Return what only one text has, a few lines of each stretch."""
    listed = stretches[: look.rows] if look.rows else stretches
    lines = [
        line
        for stretch in listed
        for line in wrap(f"line {stretch.line}: {clean(stretch.text)}", look.columns, lines=LINES, hanging=2)
    ]
    if len(listed) < len(stretches):
        more = f"… and {number(len(stretches) - len(listed))} more (--rows 0 lists all of them)"
        lines.append(paint(more, "faint", look))
    return "\n".join([paint(f"only in {name}", "strong", look), *lines])


def _head(comparison: Comparison, look: Look) -> str:
    lines = []
    for name, document, facts in zip("ab", (comparison.a, comparison.b), sides(comparison), strict=True):
        shown = shorten_middle(clean(document.id), look.columns - 3)
        lines += [f"{name}  {paint(shown, 'strong', look)}", f"   {shorten(facts, look.columns - 3)}"]
    lines += wrap(verdict(comparison), look.columns)
    for kind, example in edits(comparison):
        lines += wrap(f"{kind}: {clean(example)}" if example else kind, look.columns, lines=LINES, hanging=2)
    return "\n".join(lines)


def _passage(comparison: Comparison, passage: Passage, look: Look, *, full: bool) -> list[str]:
    rows = aligned(*comparison.texts(passage))
    kept: Sequence[Row | Fold] = rows if full else folded(rows)
    lines: list[str] = []
    for row in kept:
        if isinstance(row, Fold):
            lines.append(paint(f"⋯ {number(row.words)} words the same ⋯".center(look.columns).rstrip(), "faint", look))
        elif look.columns < NARROW:
            lines += [line for line, _cells in _lines(row.both(), look.columns, look)]
        else:
            lines += _beside(row, look)
    return lines


def _beside(row: Row, look: Look) -> list[str]:
    room = (look.columns - len(SEAM)) // 2
    left, right = (_lines(row.side(kind), room, look) for kind in ("gone", "come"))
    seam = paint(SEAM, "faint", look)
    return [
        (a + " " * (room - cells) + seam + b).rstrip()
        for (a, cells), (b, _cells) in zip_longest(left, right, fillvalue=("", 0))
    ]


def _lines(pieces: Iterable[Piece], cells: int, look: Look) -> list[tuple[str, int]]:
    """Return the pieces as lines, painted or marked, each with the cells that it takes."""
    lines: list[list[Word]] = [[]]
    left = cells
    for word in _words(pieces, marked=not look.colour, cells=cells):
        gap = word.spaced and bool(lines[-1])
        if width(word.text) + gap > left and lines[-1]:
            lines.append([])
            left, gap = cells, False
        lines[-1].append(word._replace(spaced=gap))
        left -= width(word.text) + gap
    return [(_painted(line, look), sum(width(word.text) + word.spaced for word in line)) for line in lines if line]


def _words(pieces: Iterable[Piece], *, marked: bool, cells: int) -> Iterable[Word]:
    for piece in pieces:
        before, after = MARKS[piece.kind] if marked else ("", "")
        last = len(piece.words) - 1
        for index, token in enumerate(piece.words):
            text = (before if index == 0 else "") + clean(token.text) + (after if index == last else "")
            for part, fragment in enumerate(split_cells(text, cells)):
                yield Word(fragment, piece.kind, token.spaced and part == 0)


def _painted(line: Sequence[Word], look: Look) -> str:
    return "".join(" " * word.spaced + paint(word.text, ROLES[word.kind], look) for word in line)
