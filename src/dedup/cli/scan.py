"""``dedup scan``: paths become documents, documents a result, the result a report."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import typer

from dedup.cli import parameters as take  # noqa: TC001 - typer looks the annotations up
from dedup.cli.exits import exit_of
from dedup.cli.options import options_of
from dedup.cli.output import deliver, refuse_unwritable
from dedup.cli.progress import watching
from dedup.errors import UsageError
from dedup.report.formats import render_bytes

EXAMPLES = """\b
Examples:
  dedup scan seeds/
  dedup scan articles.jsonl --column text=body --format json --output result.json
  dedup scan 'news/**/*.html' --only copies --min-shared 100
  dedup scan 'news/**/*.html' --only provenance --format dot | dot -Tsvg -o origins.svg
  curl -s https://example.org/page.html | dedup scan -
"""


def scan(
    context: typer.Context,
    paths: take.Paths,
    threshold: take.Threshold = None,
    recall: take.Recall = None,
    words: take.Words = None,
    min_run: take.MinRun = None,
    min_shared: take.MinShared = None,
    min_repeated: take.MinRepeated = None,
    passages: take.Passages = None,
    all_pairs: take.AllPairs = None,
    list_all: take.ListAll = None,
    pair_limit: take.PairLimit = None,
    column: take.ColumnNames = None,
    ignore: take.Ignore = None,
    hidden: take.Hidden = None,
    encoding: take.Encoding = None,
    format: take.Format = None,
    output: take.Output = None,
    only: take.Only = None,
    rows: take.Rows = None,
    width: take.Width = None,
    memory: take.Memory = None,
    workers: take.Workers = None,
    quiet: take.Quiet = None,
    progress: take.Progress = None,
) -> None:
    """Tell what repeats inside each document, what was republished, and from where."""
    options = options_of(context.params)
    refuse_unwritable(options.output)
    from dedup.reading.inputs import read_paths  # noqa: PLC0415 - Arrow and NumPy take longer to load than help takes to show
    from dedup.walks.scan import scan as walk  # noqa: PLC0415 - see above

    with watching(options) as watch:
        collection = read_paths(paths, options.reading(), watch)
        if not len(collection):
            msg = f"nothing could be read from {', '.join(paths)}"
            raise UsageError(msg)
        result = walk(collection, options.settings, watch, options.engine())
    deliver(render_bytes(result, options.format, options.look), options.output)
    raise typer.Exit(exit_of(result))
