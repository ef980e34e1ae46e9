"""The blocks of Markdown that are not prose: code and tables, by the rules of CommonMark, with their lines.

markdown-it-py parses the blocks. Site generators add containers whose text is indented as code is (admonitions, tabs,
definitions, notes), and tags that hold code. Before the text is parsed, the containers lose their indentation and such
code is blanked. Neither moves a line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.gate.restructuredtext import PROSE_DIRECTIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

_KINDS = {"fence": "code", "code_block": "code", "table_open": "tables"}
"""Tokens of markdown-it, and what they are."""

_CONTAINER = re.compile(
    r"""(?P<indent>[ ]*)(?:
        (?:!!!|\?\?\?\+?|===[+!]*|///+)[ ]+\S    # Python-Markdown: admonitions, details, tabs, blocks
      | \[\^[^\]\s]+\]:[ ]                       # a note
      | :[ ]{1,3}\S                              # a definition
    )""",
    re.VERBOSE,
)
_GENERATED = re.compile(r":::[ ]+[\w./:]+[ \t]*$")
_WIDTH = 4
"""Columns by which the text of a container is indented."""


def blocks(text: str, *, indented_code: bool = True) -> Iterator[tuple[int, int, str]]:
    """Yield the first line, the end line and the kind of each block that is not prose; lines count from 0.

    MDX has no code by indentation: without `indented_code`, indented text is prose.
    """
    lines = text.split("\n")
    yield from _generated(lines)
    tokens = _parser(indented_code=indented_code).parse("\n".join(_without_containers(lines)))
    for token in tokens:
        kind = _KINDS.get(token.type)
        if kind is not None and token.map is not None and not _is_directive_of_prose(token.info):
            yield token.map[0], token.map[1], kind


def _generated(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield what stands for documentation that is made from code (mkdocstrings): a name, and options by indentation."""
    for first, line in enumerate(lines):
        if _GENERATED.match(line):
            end = first + 1
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            yield first, end, "code"


def _is_directive_of_prose(info: str) -> bool:
    """Return whether a fence is a directive, as MyST writes it, whose content is prose: ``{note}``."""
    return info.startswith("{") and info[1:].partition("}")[0] in PROSE_DIRECTIVES


@cache
def _parser(*, indented_code: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only a check that finds something parses Markdown

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser if indented_code else parser.disable("code")


def _without_containers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, those inside containers without the indentation that their containers give them."""
    open_at: list[int] = []  # the column of each open container
    for line in lines:
        if not line.strip():
            yield line
            continue
        column = len(line) - len(line.lstrip(" "))
        while open_at and column < open_at[-1] + _WIDTH:
            open_at.pop()
        yield line[_WIDTH * len(open_at) :]
        if _CONTAINER.match(line):
            open_at.append(column)
