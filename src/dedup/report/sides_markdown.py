"""Two texts in Markdown, passage by passage, as one text with what a has struck out and what b has underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.aligned import Fold, aligned, folded
from dedup.report.cells import shorten
from dedup.report.changes import joined
from dedup.report.comparison import AGAIN, again, caption, edits, outside, sides, verdict
from dedup.report.markdown import LONGEST, escaped
from dedup.report.phrases import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Passage
    from dedup.report.aligned import Kind, Piece, Row
    from dedup.report.comparison import Comparison, Stretch
    from dedup.report.look import Look

TAGS: dict[Kind, str] = {"gone": "del", "come": "ins"}


def changes_in_markdown(comparison: Comparison, look: Look, *, full: bool = False) -> str:  # noqa: ARG001 - a view like the others
    """Return the comparison as Markdown; with `full` also the sentences in which nothing differs."""
    about = [
        f"| {name} | {escaped(document.id)} | {facts} |"
        for name, document, facts in zip("ab", (comparison.a, comparison.b), sides(comparison), strict=True)
    ]
    head = ["# Comparison", "\n".join(["|  | document | words |", "| :-- | :-- | :-- |", *about])]
    match = comparison.match
    passages = match.passages if match else ()
    shown = [
        f"## {_capital(caption(passage, place, len(passages)))}\n\n{_quotation(comparison, passage, full=full)}"
        for place, passage in enumerate(passages, start=1)
    ]
    if lines := again(comparison):
        shown.append("\n".join([f"## {_capital(AGAIN)}\n", *(f"- {line}" for line in lines)]))
    alone = [_alone(name, stretches) for name, stretches in outside(comparison)]
    done = "\n".join(f"- {kind}: {escaped(example)}" if example else f"- {kind}" for kind, example in edits(comparison))
    said = filter(None, (_capital(verdict(comparison)), done))
    return "\n\n".join([*head, *said, *shown, *filter(None, alone)]) + "\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _alone(name: str, stretches: Sequence[Stretch]) -> str:
    lines = [f"- line {stretch.line}: “{escaped(shorten(stretch.text, LONGEST))}”" for stretch in stretches]
    return "\n\n".join([f"## Only in {name}", "\n".join(lines)]) if lines else ""


def _quotation(comparison: Comparison, passage: Passage, *, full: bool) -> str:
    rows = aligned(*comparison.texts(passage))
    kept: Sequence[Row | Fold] = rows if full else folded(rows)
    return "\n>\n".join(f"> {_row(row)}" for row in kept)


def _row(row: Row | Fold) -> str:
    if isinstance(row, Fold):
        return f"⋯ *{number(row.words)} words the same* ⋯"
    return "".join(map(_piece, row.both())).strip()


def _piece(piece: Piece) -> str:
    text = joined(piece.words)
    tag = TAGS.get(piece.kind)
    if tag is None:
        return escaped(text)
    space = " " if text.startswith(" ") else ""
    return f"{space}<{tag}>{escaped(text.strip())}</{tag}>"
