"""``dedup render``: any report again, from a saved result."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import typer  # noqa: TC002 - typer looks the annotations up

from dedup.cli import parameters  # noqa: TC001 - typer looks the annotations up
from dedup.cli.options import options_of
from dedup.cli.output import deliver, refuse_unwritable
from dedup.errors import ResultError, UsageError
from dedup.report.formats import render as view

EXAMPLES = """\b
Examples:
  dedup render result.json
  dedup render result.json --rows 0 --width 120
  dedup render result.json --format markdown --output report.md
  dedup render result.json --format html --texts texts/ --output report.html
  dedup render result.json --format graphml --output origins.graphml
"""


def render(
    context: typer.Context,
    saved: parameters.Result,
    format: parameters.Format = None,
    output: parameters.Output = None,
    texts: parameters.TextsFrom = None,
    hide_names: parameters.HideNames = None,
    rows: parameters.Rows = None,
    width: parameters.Width = None,
) -> None:
    """Show a saved result again, in any format."""
    options = options_of(context.params)
    refuse_unwritable(options.output)
    from dedup.report.saved_results import loads  # noqa: PLC0415 - Arrow, behind it, loads slower than help shows
    from dedup.report.text_folder import TextFolder  # noqa: PLC0415 - see above

    try:
        result = loads(_content(saved))
    except ResultError as error:
        msg = f"{saved}: {error}"
        raise ResultError(msg) from error
    known = TextFolder(options.texts).text if options.texts is not None else None
    deliver(view(result, options.format, replace(options.render_options, texts=known)), options.output)


def _content(saved: str) -> bytes:
    if saved == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(saved).read_bytes()
    except OSError as error:
        msg = f"{saved} cannot be read: {error.strerror}"
        raise UsageError(msg) from error
