"""The options of ``dedup check``: the command line over ``[tool.dedup.check]`` over the defaults, checked once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dedup.cli.configuration import configured_here
from dedup.cli.options import Options, given_of, options_of
from dedup.cli.output import refuse_equal, refuse_unwritable
from dedup.errors import UsageError
from dedup.gate.rules import AllowedSource, Rules
from dedup.report.formats import CHECK_FORMATS, require_check_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.reading.options import ReadingOptions

USUAL_BASELINE = ".dedup-baseline"

_RULES = (
    "max_reuse",
    "max_run",
    "require_attribution",
    "as_of",
    "licences",
    "self_repetition",
    "quotes",
    "within",
    "count_marked",
)
"""Options that are rules by the same name and need no reading."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options of a check: `common` are those that every command has.

    `also` are further reports, each a format and a file.
    """

    common: Options
    paths: tuple[str, ...]
    against: tuple[str, ...]
    revision: str | None
    rules: Rules
    baseline: str | None
    write_baseline: bool
    format: str
    also: tuple[tuple[str, str], ...]

    def reading(self) -> ReadingOptions:
        """Return how inputs are to be read: as the content of a site."""
        outputs = () if self.common.force else tuple(self.outputs())
        judges = "front-matter" in self.rules.judge
        return replace(self.common.reading(), site=True, front_matter=judges, outputs=outputs)

    def outputs(self) -> Iterator[str]:
        """Yield the files that the check writes."""
        files = (self.common.output, *(file for _, file in self.also))
        yield from (file for file in files if file is not None)
        if self.write_baseline:
            yield self.baseline or USUAL_BASELINE


def check_options_of(parameters: Mapping[str, Any]) -> CheckOptions:
    """Return what to check and how, from the command's parameters and the configuration file."""
    configured = configured_here()
    values = {**configured.get("check", {}), **given_of(parameters)}
    common = options_of(parameters, _with_format(configured), CHECK_FORMATS, require_check_format)
    found = CheckOptions(
        common=common,
        paths=tuple(values.get("paths", ())),
        against=tuple(values.get("against", ())),
        revision=values.get("against_ref"),
        rules=_rules(values),
        baseline=values.get("baseline"),
        write_baseline=values.get("write_baseline", False),
        format=common.format,
        also=tuple(_also(written) for written in values.get("also", ())),
    )
    _refuse(found)
    return found


def _with_format(configured: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration with the format of checks, or the general one if checks have it, else a table."""
    general = configured.get("format", "table")
    usual = general if general in CHECK_FORMATS else "table"
    return {**configured, "format": configured.get("check", {}).get("format", usual)}


def _refuse(options: CheckOptions) -> None:
    """Raise a `UsageError` for what makes no sense together, and an `OutputError` for what cannot be written."""
    force = options.common.force
    for name, file in ((options.format, options.common.output), *options.also):
        require_check_format(name)
        refuse_unwritable(file, force=force)
    refuse_equal(options.outputs())
    if not options.paths:
        msg = "name the content to check: dedup check PATH..., or paths under [tool.dedup.check]"
        raise UsageError(msg)
    if options.write_baseline and options.revision is not None:
        msg = (
            "--write-baseline writes all that is found, and --against-ref leaves out what is unchanged; use one of them"
        )
        raise UsageError(msg)
    if options.write_baseline:
        refuse_unwritable(options.baseline or USUAL_BASELINE, force=force, baseline=True)


def _rules(values: Mapping[str, Any]) -> Rules:
    chosen = {name: values[name] for name in _RULES if name in values}
    if "relations" in values:
        chosen["relations"] = _listed(values["relations"])
    for name in ("judge", "warn", "require"):
        if name in values:
            chosen[name] = _listed(values[name])
    if "ignore_kind" in values:
        chosen["ignore_kinds"] = _listed(values["ignore_kind"])
    if "allow_source" in values:
        chosen["allow_source"] = tuple(AllowedSource.of(written) for written in values["allow_source"])
    if "embargo" in chosen.get("require", ()):
        chosen.setdefault("as_of", date.today().isoformat())  # noqa: DTZ011 - the day where the check runs
    return Rules(**chosen)


def _listed(written: str | list[str]) -> tuple[str, ...]:
    each = [written] if isinstance(written, str) else written
    names = [name for one in each for name in one.split(",")]
    return tuple(name.strip() for name in names if name.strip() not in ("", "none"))


def _also(written: str) -> tuple[str, str]:
    name, equals, file = written.partition("=")
    if not (name and equals and file):
        msg = f"--also takes NAME=FILE, as in sarif=dedup.sarif, not {written!r}"
        raise UsageError(msg)
    return name, file
