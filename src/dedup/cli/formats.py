"""``dedup formats``: what is read, by which library, and how to get what is missing."""

from __future__ import annotations

import typer

from dedup.reading.formats import COMPRESSED, DOCUMENT_FORMATS, EXTRAS, FORMATS, INSTALL, SITE_FORMATS, missing_package

EXAMPLES = """\b
Examples:
  dedup formats
"""

_SITE = "content of a site"
_HEAD = ("FORMAT", "SUFFIXES", "READ WITH", "")


def formats() -> None:
    """List the formats of files that are read, with which library, and how to get what is missing."""
    rows = [_HEAD]
    for each in (*FORMATS, *DOCUMENT_FORMATS, *SITE_FORMATS):
        missing = "not installed" if missing_package(each) else ""
        rows.append((each.name, " ".join(each.suffixes), each.package, _SITE if each in SITE_FORMATS else missing))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    typer.echo(
        f"\nEach may be compressed ({' '.join(COMPRESSED)}). The content of a file shows what its name does not."
    )
    if any(map(missing_package, DOCUMENT_FORMATS)):
        typer.echo(f"To read all: {INSTALL}  ({', '.join(EXTRAS)})")
