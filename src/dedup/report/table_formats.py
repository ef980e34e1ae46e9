"""The formats of tabulate that ``--table`` takes: tables of text, and markups of papers, wikis and spreadsheets.

Each markup has a function that makes of any text one that the markup shows as it is: what documents say can make no
link, no command and no cell. Formats of tabulate that escape nothing by their nature are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.report.escaping import (
    backslashed,
    character_references,
    html_text,
    latex_text,
    markdown_text,
    org_text,
    separated_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Markup:
    """How a report is written in a markup: its text, its headings by level from 1, and a new line within a cell.

    `tabulate_escapes` says that tabulate escapes the cells itself.
    """

    text: Callable[[str], str]
    headings: tuple[str, str, str]
    new_line: str = " / "
    strong: str = "{}"
    tabulate_escapes: bool = False
    paragraph: str = "{}"


_LATEX_MARKUP = Markup(
    latex_text,
    ("\\section*{{{}}}", "\\subsection*{{{}}}", "\\subsubsection*{{{}}}"),
    strong="\\textbf{{{}}}",
    tabulate_escapes=True,
)
_MARKDOWN_MARKUP = Markup(markdown_text, ("# {}", "## {}", "### {}"), "<br>", "**{}**")

MARKUPS: dict[str, Markup] = {
    "asciidoc": Markup(character_references, ("== {}", "=== {}", "==== {}"), " +\n", "*{}*"),
    "github": _MARKDOWN_MARKUP,
    "html": Markup(
        html_text,
        ("<h1>{}</h1>", "<h2>{}</h2>", "<h3>{}</h3>"),
        strong="<b>{}</b>",
        tabulate_escapes=True,
        paragraph="<p>{}</p>",
    ),
    "jira": Markup(character_references, ("h1. {}", "h2. {}", "h3. {}"), " \\\\ ", "*{}*"),
    "latex": _LATEX_MARKUP,
    "latex_booktabs": _LATEX_MARKUP,
    "latex_longtable": _LATEX_MARKUP,
    "mediawiki": Markup(character_references, ("= {} =", "== {} ==", "=== {} ==="), "<br>", "'''{}'''"),
    "moinmoin": Markup(character_references, ("= {} =", "== {} ==", "=== {} ==="), "<<BR>>", "'''{}'''"),
    "orgtbl": Markup(org_text, ("* {}", "** {}", "*** {}")),
    "pipe": _MARKDOWN_MARKUP,
    "rst": Markup(backslashed, (".. rubric:: {}", ".. rubric:: {}", ".. rubric:: {}")),
    "textile": Markup(character_references, ("h1. {}", "h2. {}", "h3. {}"), strong="*{}*"),
    "tsv": Markup(separated_text, ("{}", "{}", "{}")),
    "youtrack": Markup(character_references, ("= {} =", "== {} ==", "=== {} ==="), strong="*{}*"),
}
"""The formats that are a markup: programs make pages of them, so that no cell is wrapped or padded for a screen."""

UNESCAPED = ("latex_raw", "unsafehtml")
"""Formats of tabulate that take cells for markup."""


def table_formats() -> list[str]:
    """Return the names that ``--table`` takes: all of tabulate, but for those that take cells for markup."""
    from tabulate import tabulate_formats  # noqa: PLC0415 - few commands are told a format

    return [name for name in tabulate_formats if name not in UNESCAPED]


def require_table_format(name: str) -> None:
    """Raise a `UsageError` with the list of formats if tables are not drawn in one of that name."""
    if name in UNESCAPED:
        other = name.rpartition("_")[0] or "html"
        msg = f"--table {name} would let texts of documents act as markup; --table {other} writes the same, escaped"
        raise UsageError(msg)
    if name not in table_formats():
        msg = f"tables have no format {name!r}; the formats are {', '.join(table_formats())}"
        raise UsageError(msg)
