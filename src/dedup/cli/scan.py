"""``dedup scan``: paths become documents, documents a result, the result a report."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import typer

from dedup.cli import parameters  # noqa: TC001 - typer looks the annotations up
from dedup.cli.destination import deliver_result
from dedup.cli.exit_codes import exit_of
from dedup.cli.options import options_of
from dedup.cli.output import refuse_unwritable
from dedup.cli.progress import watching
from dedup.cli.texts import refuse_used_folder, write_texts

EXAMPLES = """\b
Examples:
  dedup scan seeds/
  dedup scan articles.jsonl --column text=body --output result.json
  dedup scan articles.jsonl --format csv --output tables/
  dedup scan 'news/*.html' --only copies --table latex_booktabs
  dedup scan news.jsonl --format html --output report.html
  dedup scan 'news/**/*.html' --only copies --min-shared 100
  dedup scan articles.jsonl --only origins --sort date --min-weight 0.3
  dedup scan 'news/**/*.html' --only provenance --format dot | dot -Tsvg -o origins.svg
  curl -s https://example.org/page.html | dedup scan -
"""


def scan(
    context: typer.Context,
    paths: parameters.Paths,
    threshold: parameters.Threshold = None,
    recall: parameters.Recall = None,
    words: parameters.Words = None,
    min_run: parameters.MinRun = None,
    min_shared: parameters.MinShared = None,
    min_repeated: parameters.MinRepeated = None,
    passages: parameters.Passages = None,
    all_pairs: parameters.AllPairs = None,
    list_all: parameters.ListAll = None,
    pair_limit: parameters.PairLimit = None,
    noise: parameters.Noise = None,
    rewrites: parameters.Rewrites = None,
    column: parameters.ColumnNames = None,
    ignore: parameters.Ignore = None,
    hidden: parameters.Hidden = None,
    encoding: parameters.Encoding = None,
    max_document: parameters.MaxDocument = None,
    extractor: parameters.Extractor = None,
    format: parameters.Format = None,
    table: parameters.Table = None,
    section: parameters.Section = None,
    output: parameters.Output = None,
    force: parameters.Force = None,
    texts: parameters.TextsTo = None,
    hide_names: parameters.HideNames = None,
    only: parameters.Only = None,
    rows: parameters.Rows = None,
    sort: parameters.Sort = None,
    min_weight: parameters.MinWeight = None,
    width: parameters.Width = None,
    memory: parameters.Memory = None,
    workers: parameters.Workers = None,
    engine: parameters.Engine = None,
    master: parameters.Master = None,
    quiet: parameters.Quiet = None,
    progress: parameters.Progress = None,
) -> None:
    """Tell what repeats inside each document, what was republished, and from where."""
    options = options_of(context.params)
    refuse_unwritable(options.output, force=options.force)
    refuse_used_folder(options.texts)
    from dedup.reading.inputs import read_paths, require_documents  # noqa: PLC0415 - Arrow and NumPy take longer to load than help takes to show
    from dedup.report.ordering import arranged  # noqa: PLC0415 - see above
    from dedup.results import watched  # noqa: PLC0415 - see above
    from dedup.walks.scan import scan as walk  # noqa: PLC0415 - see above

    with watching(options) as watch:
        runs_on = options.engine()
        collection = read_paths(paths, options.reading(), watch, runs_on)
        require_documents(collection, paths)
        result = walk(collection, options.settings, watch, runs_on)
    result = arranged(result, options.sort, options.min_weight)
    if options.texts is not None:
        write_texts(result, options.texts)
    if options.output is None:
        deliver_result(result, options.destination, options.render_options)
    else:
        with watching(options) as watch, watch.stage("writing", len(result.copies)) as done:
            deliver_result(watched(result, done), options.destination, options.render_options)
    raise typer.Exit(exit_of(result))
