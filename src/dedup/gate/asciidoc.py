"""The blocks of AsciiDoc that are not prose, by their lines: delimited and literal blocks, attributes, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"-{4,}$"), "code"),
    (re.compile(r"\.{4,}$"), "code"),
    (re.compile(r"\+{4,}$"), "code"),
    (re.compile(r"```+(?:[\w,+-]*)$"), "code"),
    (re.compile(r"/{4,}$"), "comments"),
    (re.compile(r"[|,:!]={3,}$"), "tables"),
)
"""Lines that open a block which the same line closes, and what the block is. Other delimiters hold prose."""

_BLOCK_STYLE = re.compile(r"\[(?P<style>[^\]]*)\]$")
_CODE_STYLE = re.compile(r"(?:,|source|listing|literal|stem|latexmath|asciimath|ditaa|plantuml|mermaid|graphviz)\b|,")
_LINES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r":!?\w[\w-]*!?:(?:[ ]|$)"), "tags"),
    (re.compile(r"//(?!/)"), "comments"),
    (_BLOCK_STYLE, "tags"),
    (re.compile(r"(?:ifdef|ifndef|ifeval|endif|include|image|video|audio|toc)::\S*?\[.*\]$|\[\[[^\]]+\]\]$"), "tags"),
)
"""Lines that are not prose, each by itself: attributes, comments, attributes of blocks, macros."""

_LIST_ITEM = re.compile(r"(?:[*.-]+|\d+\.|[a-z]\.|<(?:\d+|\.)>)[ ]|\S.*?(?:::+|;;)(?:[ ]|$)")


def blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the first line, the end line and the kind of each block that is not prose; lines count from 0."""
    lines = [line.rstrip() for line in text.split("\n")]
    at, is_code, in_header = 0, False, True
    while at < len(lines):
        line = lines[at]
        found = _block(lines, at, is_code=is_code, in_header=in_header)
        if found is None:
            in_header = in_header and (not line or at == 0 or line.startswith("= "))
            is_code = False
            at += 1
            continue
        yield found
        style = _BLOCK_STYLE.match(line)
        is_code = style is not None and _CODE_STYLE.match(style["style"]) is not None
        at = found[1]


def _block(lines: Sequence[str], at: int, *, is_code: bool, in_header: bool) -> tuple[int, int, str] | None:
    """Return the block that begins on a line, if it is not prose; `is_code` says that the line before it says so."""
    line = lines[at]
    kind = next((kind for delimiter, kind in _DELIMITERS if delimiter.match(line)), None)
    if kind is not None or (is_code and line == "--"):
        return at, _end_of_delimited(lines, at, "```" if line.startswith("`") else line), kind or "code"
    if is_code and line and not _BLOCK_STYLE.match(line) and not line.startswith("."):
        return at, _end_of_paragraph(lines, at), "code"
    if _is_literal(lines, at):
        return at, _end_of_paragraph(lines, at), "code"
    kind = next((kind for pattern, kind in _LINES if pattern.match(line)), None)
    if kind is None:
        return None
    return at, at + 1, "front-matter" if in_header and kind == "tags" and line.startswith(":") else kind


def _is_literal(lines: Sequence[str], at: int) -> bool:
    """Return whether a paragraph begins on a line that is indented and no item of a list."""
    line = lines[at]
    starts = at == 0 or not lines[at - 1]
    return starts and line.startswith((" ", "\t")) and not _LIST_ITEM.match(line.strip())


def _end_of_delimited(lines: Sequence[str], at: int, closing: str) -> int:
    """Return the line behind the one that closes a block, or the end of the text."""
    return next((end + 1 for end in range(at + 1, len(lines)) if lines[end] == closing), len(lines))


def _end_of_paragraph(lines: Sequence[str], at: int) -> int:
    return next((end for end in range(at + 1, len(lines)) if not lines[end]), len(lines))
