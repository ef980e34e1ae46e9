"""``dedup compare``: two texts side by side, passage by passage."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

from dataclasses import replace

import typer

from dedup.cli import parameters as take  # noqa: TC001 - typer looks the annotations up
from dedup.cli.exits import exit_of
from dedup.cli.options import options_of
from dedup.cli.output import deliver, refuse_unwritable
from dedup.cli.progress import watching
from dedup.errors import UsageError
from dedup.report.formats import render_comparison

EXAMPLES = """\b
Examples:
  dedup compare original.txt repost.html
  dedup compare original.txt repost.html --full --width 120
  dedup compare news.jsonl#12 news.jsonl#40 --column text=body
"""


def compare(
    context: typer.Context,
    a: take.A,
    b: take.B,
    words: take.Words = None,
    min_run: take.MinRun = None,
    column: take.ColumnNames = None,
    encoding: take.Encoding = None,
    format: take.Format = None,
    output: take.Output = None,
    full: take.Full = None,
    rows: take.Rows = None,
    width: take.Width = None,
    quiet: take.Quiet = None,
    progress: take.Progress = None,
) -> None:
    """Show two texts side by side, passage by passage, with every edit marked."""
    options = options_of(context.params)
    refuse_unwritable(options.output)
    if a == b:
        msg = f"{a} cannot be compared with itself; dedup scan tells what it repeats"
        raise UsageError(msg)
    from dedup.cli.documents import document_at  # noqa: PLC0415 - Arrow and NumPy load slower than help shows
    from dedup.report.comparison import Comparison  # noqa: PLC0415 - see above
    from dedup.walks.compare import compare as match  # noqa: PLC0415 - see above

    with watching(options) as watch:
        left, right = (document_at(name, options.reading(), watch) for name in (a, b))
        if left.id == right.id:  # rows of two tables may have one id; what they were called tells them apart
            left, right = replace(left, id=a), replace(right, id=b)
        result = match(left, right, options.settings)
    comparison = Comparison(left, right, result)
    deliver(render_comparison(comparison, options.format, options.look, full=options.full), options.output)
    raise typer.Exit(exit_of(result))
