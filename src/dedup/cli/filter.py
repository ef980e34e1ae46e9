"""``dedup filter``: a corpus without its copies, and an account of what went."""

# ruff: noqa: ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import typer

from dedup.cli import (
    filter_parameters,  # noqa: TC001 - typer looks the annotations up
    parameters,  # noqa: TC001 - see above
)
from dedup.cli.configuration import configured_here
from dedup.cli.exit_codes import Exit
from dedup.cli.options import given_of, options_of
from dedup.cli.output import deliver, say
from dedup.cli.progress import watching
from dedup.errors import GuardError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.filtering.options import FilterOptions

_PLAIN = ("level", "min_words", "threshold", "containment", "guard", "annotate", "contamination")
"""Options whose values are taken as they are."""
EXAMPLES = """\b
Examples:
  dedup filter crawl/ --output clean/
  dedup filter 'crawl/*.jsonl.gz' --output clean/ --keep source=curated.txt --keep longest
  dedup filter crawl/ --output clean/ --guard 0.5
  dedup filter crawl/ --output clean/ --resume
  dedup filter crawl/ --output weighted/ --annotate
  dedup filter corpus/ --output clean/ --against evals.jsonl --contamination
  dedup filter today/ --output clean/ --index seen.dedup
"""


_NEEDED = {"weights": "annotate", "verdicts": "contamination", "question": "contamination", "answer": "contamination"}
"""Options that have no effect without another one."""


def filter(  # noqa: A001 - the command is called so
    context: typer.Context,
    paths: filter_parameters.Shards,
    output: filter_parameters.OutputFolder,
    level: filter_parameters.Level = None,
    min_words: filter_parameters.MinWords = None,
    copies: filter_parameters.Copies = None,
    threshold: filter_parameters.Threshold = None,
    containment: filter_parameters.Containment = None,
    keep: filter_parameters.Keep = None,
    guard: filter_parameters.Guard = None,
    annotate: filter_parameters.Annotate = None,
    weights: filter_parameters.Weights = None,
    against: filter_parameters.Against = None,
    index: filter_parameters.Index = None,
    contamination: filter_parameters.Contamination = None,
    verdicts: filter_parameters.Verdicts = None,
    question: filter_parameters.Question = None,
    answer: filter_parameters.Answer = None,
    resume: filter_parameters.Resume = False,
    recall: parameters.Recall = None,
    words: parameters.Words = None,
    min_run: parameters.MinRun = None,
    column: parameters.ColumnNames = None,
    ignore: parameters.Ignore = None,
    hidden: parameters.Hidden = None,
    encoding: parameters.Encoding = None,
    max_document: parameters.MaxDocument = None,
    extractor: parameters.Extractor = None,
    rows: parameters.Rows = None,
    memory: parameters.Memory = None,
    workers: parameters.Workers = None,
    engine: parameters.Engine = None,
    master: parameters.Master = None,
    quiet: parameters.Quiet = None,
    progress: parameters.Progress = None,
) -> None:
    """Write a corpus without its copies, and an account of every removal."""
    given, configured = given_of(context.params), configured_here()
    own = ("output", "threshold")  # of the filter, and not of the scan in it
    options = options_of({name: value for name, value in given.items() if name not in own}, configured)
    values = {**configured.get("filter", {}), **given}
    wanted = _filter_options(values)
    for name, other in _NEEDED.items():
        if name in given and not values.get(other):
            msg = f"--{name} has no effect without --{other}"
            raise UsageError(msg)
    against, index = values.get("against", ()), values.get("index")
    from dedup.reading.walk import ACCOUNT  # noqa: PLC0415 - Arrow and NumPy take a while to load
    from dedup.walks.filter import filter_files  # noqa: PLC0415 - see above
    from dedup.walks.filter_index import read_against, read_items  # noqa: PLC0415 - see above

    try:
        with watching(options) as watch:
            reading, runs_on = options.reading(), options.engine()
            if wanted.contamination:
                columns = (values.get("question", "question"), values.get("answer", "answer"))
                others = read_items(against, columns, reading, watch)
            else:
                others = read_against(against, index, reading, watch)
            done = filter_files(
                paths,
                output,
                wanted,
                options.settings,
                reading,
                watch,
                runs_on,
                against=others,
                index=index,
                resume=resume,
            )
    except GuardError as error:
        say(str(error))
        raise typer.Exit(Exit.OBJECTED) from error
    if not options.quiet:
        from dedup.report.filter_summary import render_filter_summary  # noqa: PLC0415 - it draws tables, which load slowly

        deliver(render_filter_summary(done.summary, os.path.join(output, ACCOUNT), options.render_options), None)  # noqa: PTH118 - as it was named
    raise typer.Exit(Exit.INCOMPLETE if done.incomplete else Exit.DONE)


def _filter_options(given: Mapping[str, Any]) -> FilterOptions:
    from dedup.filtering.options import FilterOptions, cluster_weights, keep_rules  # noqa: PLC0415 - see `filter`

    values: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "copies" in given:
        values["relations"] = tuple(name.strip() for name in given["copies"].split(","))
    if "verdicts" in given:
        values["verdicts"] = tuple(name.strip() for name in given["verdicts"].split(","))
    if "weights" in given:
        values["weights"] = cluster_weights(given["weights"])
    return FilterOptions(keep=keep_rules(given.get("keep", ())), **values)
