"""``dedup check``: the gate of a site. Content is held against what was there before, and rules decide."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.cli import gate_parameters as gate_take  # noqa: TC001 - typer looks the annotations up
from dedup.cli import parameters as take  # noqa: TC001 - see above
from dedup.cli.exits import exit_of_check
from dedup.cli.gating import USUAL_BASELINE, Gate, gate_of
from dedup.cli.output import deliver
from dedup.cli.progress import one_line, watching
from dedup.errors import UsageError
from dedup.report.findings.formats import render_findings
from dedup.report.phrases import counted

if TYPE_CHECKING:
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
    paths: gate_take.Content = None,
    against: gate_take.Against = None,
    against_ref: gate_take.AgainstRef = None,
    within: gate_take.Within = None,
    relations: gate_take.Relations = None,
    max_reuse: gate_take.MaxReuse = None,
    max_run: gate_take.MaxRun = None,
    require_attribution: gate_take.RequireAttribution = None,
    allow_source: gate_take.AllowSource = None,
    licences: gate_take.Licences = None,
    self_repetition: gate_take.SelfRepetition = None,
    quotes: gate_take.QuotesOption = None,
    count_marked: gate_take.CountMarked = None,
    ignore_kind: gate_take.IgnoreKind = None,
    baseline: gate_take.BaselineFile = None,
    write_baseline: gate_take.WriteBaseline = False,
    threshold: take.Threshold = None,
    recall: take.Recall = None,
    words: take.Words = None,
    min_run: take.MinRun = None,
    min_shared: take.MinShared = None,
    min_repeated: take.MinRepeated = None,
    pair_limit: take.PairLimit = None,
    column: take.ColumnNames = None,
    ignore: take.Ignore = None,
    hidden: take.Hidden = None,
    encoding: take.Encoding = None,
    format: gate_take.CheckFormat = None,
    output: take.Output = None,
    also: gate_take.Also = None,
    rows: take.Rows = None,
    width: take.Width = None,
    quiet: take.Quiet = None,
    progress: take.Progress = None,
) -> None:
    """Hold content against what was published before, and fail (1) on what the rules object to."""
    gate = gate_of(context.params)
    from dedup.cli.held import held_against  # noqa: PLC0415 - see above
    from dedup.gate.baseline import read_baseline  # noqa: PLC0415 - see above
    from dedup.reading.inputs import read_paths  # noqa: PLC0415 - see above
    from dedup.walks.check import check as walk  # noqa: PLC0415 - Arrow and NumPy take longer to load than help to show

    known = None if gate.baseline is None or _is_first(gate) else read_baseline(gate.baseline)
    with watching(gate.options) as watch:
        content = read_paths(gate.paths, gate.options.reading(), watch)
        if not len(content):
            msg = f"nothing could be read from {', '.join(gate.paths)}"
            raise UsageError(msg)
        before, met = held_against(gate, content, watch)
        result = walk(
            content,
            before,
            gate.rules,
            gate.options.settings,
            met=met,
            revision=gate.revision,
            baseline=known,
            watch=watch,
        )
    for name, file in (*gate.also, (gate.format, gate.options.output)):
        if file is not None or not gate.write_baseline:  # who writes a baseline wants it, and not the report
            deliver(render_findings(result, name, gate.options.look), file)
    if gate.write_baseline:
        _write(result, gate)
    raise typer.Exit(exit_of_check(result, accepts_all=gate.write_baseline))


def _is_first(gate: Gate) -> bool:
    """Return whether the baseline is written and was not there before."""
    return gate.write_baseline and gate.baseline is not None and not Path(gate.baseline).exists()


def _write(result: CheckResult, gate: Gate) -> None:
    """Write the baseline, and say on standard error what is in it."""
    from dedup.gate.baseline import written  # noqa: PLC0415 - see `check`

    file = gate.baseline or USUAL_BASELINE
    found = result.all_findings()
    deliver(written(found), file)
    if not gate.options.quiet:
        told = f"{file}: {counted(len(found), 'finding')} written, {len(result.findings)} new, {len(result.stale)} gone"
        sys.stderr.write(f"dedup: {one_line(told)}; dedup check --baseline {file} accepts them\n")
