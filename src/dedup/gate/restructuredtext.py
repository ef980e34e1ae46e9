"""The blocks of reStructuredText that are not prose, by their lines: literal blocks, directives, comments, tables.

These are rules on lines and indentation, no parser: docutils needs every directive and role that a site defines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIRECTIVE = re.compile(r"\.\.[ ]+(?:\|[^|]+\|[ ]+)?(?P<name>[\w:.+-]+)::(?:[ ]+(?P<argument>.*))?$")
_TARGET = re.compile(r"(?:\.\.[ ]+_|__[ ])")
_FOOTNOTE = re.compile(r"\.\.[ ]+\[[^\]]+\][ ]")
_COMMENT = re.compile(r"\.\.(?:[ ]|$)")
_OPTION = re.compile(r":[^:\s][^:]*:(?:[ ]|$)")
_GRID = re.compile(r"\+(?:[-=]+\+)+$")
_SIMPLE = re.compile(r"=+(?:[ ]+=+)+$")
_DOCTEST = re.compile(r">>>[ ]")
_ADORNMENT = re.compile(r"([^\w\s])\1{2,}$")
_LAST_OF_HEADER = 100
"""The last line on which a list of fields may describe the document."""

PROSE_DIRECTIVES = frozenset(
    {
        "note", "warning", "tip", "hint", "important", "caution", "danger", "attention", "error", "admonition",
        "seealso", "todo", "versionadded", "versionchanged", "deprecated", "versionremoved", "topic", "sidebar",
        "rubric", "epigraph", "highlights", "pull-quote", "centered", "dropdown", "tab-item", "card",
    }
)  # fmt: skip
"""Directives whose argument is prose, as their content is."""

_WHOLE = {
    **dict.fromkeys(
        ("code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "prompt", "doctest", "testcode",
         "testoutput", "testsetup", "testcleanup", "productionlist", "math", "graphviz", "digraph", "graph", "mermaid",
         "uml", "raw", "ipython", "console", "highlight", "jupyter-execute", "plot", "inheritance-diagram", "mocodo",
         "code-include", "command-output", "program-output", "activecode"),
        "code",
    ),
    **dict.fromkeys(("table", "list-table", "csv-table", "flat-table", "tabularcolumns"), "tables"),
    **dict.fromkeys(
        ("toctree", "include", "image", "contents", "index", "meta", "currentmodule", "module", "default-domain",
         "autosummary", "sectnum", "bibliography", "role", "replace", "unicode", "default-role", "ifconfig"),
        "tags",
    ),
}  # fmt: skip
"""Directives of which no line is prose, and what they are. Any other has prose as its content."""


def blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the first line, the end line and the kind of each block that is not prose; lines count from 0."""
    lines = text.split("\n")
    at, literal_from = 0, -1
    while at < len(lines):
        line = lines[at]
        stripped = line.strip()
        column = _column(line)
        if not stripped:
            at += 1
            continue
        if literal_from >= 0:
            is_literal = column > literal_from
            literal_from = -1
            if is_literal:
                end = _end_of_indented(lines, at, column - 1)
                yield at, end, "code"
                at = end
                continue
        found = list(_explicit(lines, at, column)) or list(_table(lines, at, stripped))
        yield from found
        if found:
            at = max(end for _, end, _ in found)
            continue
        if stripped.endswith("::") and not stripped.startswith(".."):
            literal_from = column
        at += 1


def _explicit(lines: Sequence[str], at: int, column: int) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of an explicit markup block (directive, comment, target) that begins on a line."""
    stripped = lines[at].strip()
    if _OPTION.match(stripped) and _is_header(lines, at):
        end = at + 1
        while end < len(lines) and lines[end].strip():
            end += 1
        yield at, end, "front-matter"
    elif _TARGET.match(stripped):
        yield at, at + 1, "links"
    elif directive := _DIRECTIVE.match(stripped):
        yield from _directive(lines, at, column, directive)
    elif _COMMENT.match(stripped) and not _FOOTNOTE.match(stripped):
        yield at, _end_of_indented(lines, at + 1, column), "comments"


def _directive(lines: Sequence[str], at: int, column: int, directive: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    name = directive["name"].rpartition(":")[2]
    whole = _WHOLE.get(name) or ("tags" if name.startswith("auto") else None)
    if whole is not None:
        yield at, _end_of_indented(lines, at + 1, column), whole
        return
    end = at + 1
    if name not in PROSE_DIRECTIVES:  # its argument is a name or a signature, which may go on over several lines
        while end < len(lines) and lines[end].strip() and _column(lines[end]) > column:
            end += 1
        yield at, end, "tags"
        return
    while end < len(lines) and _column(lines[end]) > column and _OPTION.match(lines[end].strip()):
        end += 1
    if end > at + 1:
        yield at + 1, end, "tags"


def _table(lines: Sequence[str], at: int, stripped: str) -> Iterator[tuple[int, int, str]]:
    """Yield a grid table, a simple table or a session of the interpreter that begins on a line."""
    end = at + 1
    if _GRID.match(stripped):
        while end < len(lines) and lines[end].strip()[:1] in ("+", "|"):
            end += 1
        yield at, end, "tables"
    elif _SIMPLE.match(stripped):
        borders = 1
        while end < len(lines):
            border = _SIMPLE.match(lines[end].strip()) is not None
            borders += border
            end += 1
            if border and borders > 1 and (end >= len(lines) or not lines[end].strip()):
                break
        yield at, end, "tables"
    elif _DOCTEST.match(stripped):
        while end < len(lines) and lines[end].strip():
            end += 1
        yield at, end, "code"


def _is_header(lines: Sequence[str], at: int) -> bool:
    """Return whether nothing but a title stands above a field list: it describes the document."""
    if at > _LAST_OF_HEADER:
        return False
    above = [line.strip() for line in lines[:at] if line.strip()]
    titles = [line for line in above if not _ADORNMENT.match(line)]
    return len(titles) <= 1 and (not titles or len(above) > len(titles))


def _end_of_indented(lines: Sequence[str], at: int, column: int) -> int:
    """Return the end of the lines from `at` that are blank or indented further than `column`, without blank ones."""
    end = at
    while at < len(lines) and (not lines[at].strip() or _column(lines[at]) > column):
        at += 1
        if lines[at - 1].strip():
            end = at
    return end


def _column(line: str) -> int:
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip(" "))
