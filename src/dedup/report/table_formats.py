"""The formats of tabulate that ``--table`` takes: tables of text, and markups of papers, wikis and spreadsheets.

Each markup has a function that makes of any text one that the markup shows as it is: what documents say can make no
link, no command and no cell. Formats of tabulate that escape nothing by their nature are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.report.display_text import clean
from dedup.report.spreadsheets import without_formula

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD_JOINER = "\u2060"
"""A character without width, which stands between others and lets no markup be found there."""

_SIGN = re.compile(r"(?!\b[.](?:\s|\d|$))([!-+\--/:<-@\[-`{-~])")
"""A sign of ASCII that may be markup somewhere: all but commas, semicolons, and dots in numbers and after words."""

_MARKDOWN = re.compile(r"([\\`*_\[\]|~#!$])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\^{}",
        "~": r"\textasciitilde{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
    }
)


def markdown_text(text: str) -> str:
    """Return a line of text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", clean(text)).translate(_HTML)


def html_text(text: str) -> str:
    """Return a line of text that HTML shows as it is, outside of tags."""
    return clean(text).translate(_HTML)


def latex_text(text: str) -> str:
    """Return a line of text that LaTeX sets as it is, outside of tables: in these, tabulate escapes it."""
    return clean(text).translate(_LATEX)


def character_references(text: str) -> str:
    """Return a line of text in which each sign that may be markup is ``&#NN;``: wikis and AsciiDoc show the sign."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", clean(text))


def backslashed(text: str) -> str:
    """Return a line of text in which each sign has a backslash before it, which takes its meaning in reST."""
    return _SIGN.sub(r"\\\1", clean(text))


def org_text(text: str) -> str:
    """Return a line of text in which Org finds no markup: nothing escapes it there, so signs are held apart."""
    return _SIGN.sub(rf"{_WORD_JOINER}\1{_WORD_JOINER}", clean(text)).replace("|", r"\vert{}")


def separated_text(text: str) -> str:
    """Return a line of text for a cell of a spreadsheet, where it becomes no formula."""
    return without_formula(clean(text))


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
