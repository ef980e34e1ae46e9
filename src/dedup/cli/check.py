"""``dedup check``: the gate of a site. Content is held against what was there before, and rules decide."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.cli import (
    check_parameters,  # noqa: TC001 - typer looks the annotations up
    parameters,  # noqa: TC001 - see above
)
from dedup.cli.check_options import USUAL_BASELINE, CheckOptions, check_options_of
from dedup.cli.exit_codes import exit_of_check
from dedup.cli.output import deliver, say
from dedup.cli.progress import watching
from dedup.report.escaping import inert_json
from dedup.report.formats import render_check
from dedup.report.number_format import counted

if TYPE_CHECKING:
    from dedup.gate.baseline import Baseline
    from dedup.gate.findings import CheckResult

EXAMPLES = """\b
Examples:
  dedup check content/ --against published/
  dedup check content/new.md --against published.dedup
  dedup check content/ --against-ref main --baseline .dedup-baseline
  dedup check content/ --write-baseline
  dedup check drafts/new.md --against content/ --relations none --require-attribution
  dedup check content/ --against-ref origin/main --format github --also sarif=dedup.sarif
"""


def check(
    context: typer.Context,
    paths: check_parameters.Content = None,
    against: check_parameters.Against = None,
    against_ref: check_parameters.AgainstRef = None,
    within: check_parameters.Within = None,
    relations: check_parameters.Relations = None,
    max_reuse: check_parameters.MaxReuse = None,
    max_run: check_parameters.MaxRun = None,
    require_attribution: check_parameters.RequireAttribution = None,
    require: check_parameters.Require = None,
    as_of: check_parameters.AsOf = None,
    allow_source: check_parameters.AllowSource = None,
    licences: check_parameters.Licences = None,
    self_repetition: check_parameters.SelfRepetition = None,
    quotes: check_parameters.QuotesOption = None,
    count_marked: check_parameters.CountMarked = None,
    ignore_kind: check_parameters.IgnoreKind = None,
    judge: check_parameters.Judge = None,
    warn: check_parameters.Warn = None,
    baseline: check_parameters.BaselineFile = None,
    write_baseline: check_parameters.WriteBaseline = False,
    threshold: parameters.Threshold = None,
    recall: parameters.Recall = None,
    words: parameters.Words = None,
    min_run: parameters.MinRun = None,
    min_shared: parameters.MinShared = None,
    min_repeated: parameters.MinRepeated = None,
    pair_limit: parameters.PairLimit = None,
    noise: parameters.Noise = None,
    column: parameters.ColumnNames = None,
    ignore: parameters.Ignore = None,
    hidden: parameters.Hidden = None,
    encoding: parameters.Encoding = None,
    max_document: parameters.MaxDocument = None,
    extractor: parameters.Extractor = None,
    format: check_parameters.CheckFormat = None,
    table: parameters.Table = None,
    output: parameters.Output = None,
    force: parameters.Force = None,
    also: check_parameters.Also = None,
    include_accepted: check_parameters.IncludeAccepted = None,
    rows: parameters.Rows = None,
    width: parameters.Width = None,
    quiet: parameters.Quiet = None,
    progress: parameters.Progress = None,
) -> None:
    """Hold content against what was published before, and fail (1) on what the rules object to."""
    options = check_options_of(context.params)
    from dedup.cli.against import read_inputs  # noqa: PLC0415 - see above
    from dedup.gate.baseline import Baseline, read_baseline  # noqa: PLC0415 - see above
    from dedup.walks.check import check as walk  # noqa: PLC0415 - Arrow and NumPy take longer to load than help to show

    known = None if options.baseline is None or _is_first(options) else read_baseline(options.baseline)
    with watching(options.common) as watch:
        inputs = read_inputs(options, watch)
        result = walk(
            inputs.content,
            inputs.before,
            options.rules,
            options.common.settings,
            revision=inputs.revision,
            unread=inputs.unread,
            baseline=known,
            watch=watch,
        )
    for name, file in (*options.also, (options.format, options.common.output)):
        if file is not None or not options.write_baseline:  # who writes a baseline wants it, and not the report
            deliver(render_check(result, name, options.common.render_options), file)
    if options.write_baseline:
        _write(result, known or Baseline(options.baseline or USUAL_BASELINE), options)
    raise typer.Exit(exit_of_check(result, accepts_all=options.write_baseline))


def _is_first(options: CheckOptions) -> bool:
    """Return whether the baseline is written and was not there before."""
    return options.write_baseline and options.baseline is not None and not Path(options.baseline).exists()


def _write(result: CheckResult, before: Baseline, options: CheckOptions) -> None:
    """Write the baseline, and say on standard error what is in it."""
    from dedup.gate.baseline import folder_of, written  # noqa: PLC0415 - see `check`

    file = before.name
    found = result.all_findings()
    baseline = written(found, replace(before, folder=folder_of(file)), result.unseen)
    deliver(inert_json(baseline.encode()), file)
    if not options.common.quiet:
        kept = len(found) - len(result.findings) + len(result.unseen)
        summary = (
            f"{file}: {counted(len(found) + len(result.unseen), 'finding')} written: {len(result.findings)} added, "
            f"{kept} kept, {len(result.stale)} gone"
        )
        say(f"{summary}; dedup check --baseline {file} accepts them")
