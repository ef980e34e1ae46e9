"""What ``dedup check`` was asked for: the command line over ``[tool.dedup.check]`` over the defaults, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.cli.configuration import configured
from dedup.cli.options import Options, options_of
from dedup.cli.output import refuse_unwritable
from dedup.errors import UsageError
from dedup.gate.rules import AllowedSource, Rules
from dedup.report.findings.formats import CHECK_FORMATS, check_findings_format

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_BASELINE = ".dedup-baseline"

_RULES = (
    "max_reuse",
    "max_run",
    "require_attribution",
    "licences",
    "self_repetition",
    "quotes",
    "within",
    "count_marked",
)
"""Options that are rules by the same name and need no reading."""


@dataclass(frozen=True, slots=True)
class Gate:
    """All that a check is told: `options` as for every command, and what only a check has.

    `also` are further reports, each a format and a file.
    """

    options: Options
    paths: tuple[str, ...]
    against: tuple[str, ...]
    revision: str | None
    rules: Rules
    baseline: str | None
    write_baseline: bool
    format: str
    also: tuple[tuple[str, str], ...]


def gate_of(parameters: Mapping[str, Any]) -> Gate:
    """Return what to check and how, from the command's parameters and the configuration file."""
    given = {name: value for name, value in parameters.items() if value not in (None, [], ())}
    values = {**configured(Path.cwd()).get("check", {}), **given}
    options = options_of({name: value for name, value in parameters.items() if name != "format"})
    gate = Gate(
        options=options,
        paths=tuple(values.get("paths", ())),
        against=tuple(values.get("against", ())),
        revision=values.get("against_ref"),
        rules=_rules(values),
        baseline=values.get("baseline"),
        write_baseline=values.get("write_baseline", False),
        format=values.get("format", options.format if options.format in CHECK_FORMATS else "table"),
        also=tuple(_also(written) for written in values.get("also", ())),
    )
    _refuse(gate)
    return gate


def _refuse(gate: Gate) -> None:
    """Raise a `UsageError` for what makes no sense together, and an `OutputError` for what cannot be written."""
    for name, file in ((gate.format, gate.options.output), *gate.also):
        check_findings_format(name)
        refuse_unwritable(file)
    if not gate.paths:
        msg = "name the content to check: dedup check PATH..., or paths under [tool.dedup.check]"
        raise UsageError(msg)
    if gate.write_baseline and gate.revision is not None:
        msg = (
            "--write-baseline writes all that is found, and --against-ref leaves out what is unchanged; use one of them"
        )
        raise UsageError(msg)
    if gate.write_baseline:
        refuse_unwritable(gate.baseline or USUAL_BASELINE)


def _rules(values: Mapping[str, Any]) -> Rules:
    chosen = {name: values[name] for name in _RULES if name in values}
    if "relations" in values:
        chosen["relations"] = _listed(values["relations"])
    if "ignore_kind" in values:
        chosen["ignore_kinds"] = _listed(values["ignore_kind"])
    if "allow_source" in values:
        chosen["allow_source"] = tuple(AllowedSource.of(written) for written in values["allow_source"])
    return Rules(**chosen)


def _listed(written: str | list[str]) -> tuple[str, ...]:
    names = written.split(",") if isinstance(written, str) else written
    return tuple(name.strip() for name in names if name.strip() not in ("", "none"))


def _also(written: str) -> tuple[str, str]:
    name, equals, file = written.partition("=")
    if not (name and equals and file):
        msg = f"--also takes NAME=FILE, as in sarif=dedup.sarif, not {written!r}"
        raise UsageError(msg)
    return name, file
