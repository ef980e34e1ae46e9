"""``dedup render``: any report again, from a saved result."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import typer  # noqa: TC002 - typer looks the annotations up

from dedup.cli import parameters  # noqa: TC001 - typer looks the annotations up
from dedup.cli.destination import deliver_result
from dedup.cli.options import options_of
from dedup.cli.output import refuse_input, refuse_unwritable
from dedup.errors import ResultError, UsageError

EXAMPLES = """\b
Examples:
  dedup render result.json
  dedup render result.json --rows 0 --width 120
  dedup render result.json --output report.md
  dedup render result.json --sort date --min-weight 0.2
  dedup render result.json --output origins.graphml
  dedup render result.json --output passages.csv
  dedup render result.json --format html --texts texts/ --output report.html
"""


def render(
    context: typer.Context,
    saved: parameters.Result,
    format: parameters.Format = None,
    table: parameters.Table = None,
    section: parameters.Section = None,
    output: parameters.Output = None,
    force: parameters.Force = None,
    texts: parameters.TextsFrom = None,
    hide_names: parameters.HideNames = None,
    rows: parameters.Rows = None,
    sort: parameters.Sort = None,
    min_weight: parameters.MinWeight = None,
    width: parameters.Width = None,
) -> None:
    """Show a saved result again, in any format."""
    options = options_of(context.params)
    refuse_unwritable(options.output, force=options.force)
    refuse_input(saved, options.output, force=options.force)
    from dedup.report.ordering import arranged  # noqa: PLC0415 - NumPy loads slower than help shows
    from dedup.report.saved_results import loads  # noqa: PLC0415 - Arrow, behind it, loads slower than help shows
    from dedup.report.text_folder import TextFolder  # noqa: PLC0415 - see above

    try:
        result = loads(_content(saved))
    except ResultError as error:
        msg = f"{saved}: {error}"
        raise ResultError(msg) from error
    result = arranged(result, options.sort, options.min_weight)
    known = TextFolder(options.texts).text if options.texts is not None else None
    deliver_result(result, options.destination, replace(options.render_options, texts=known))


def _content(saved: str) -> bytes:
    if saved == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(saved).read_bytes()
    except OSError as error:
        msg = f"{saved} cannot be read: {error.strerror}"
        raise UsageError(msg) from error
