"""The command line: one file a command, each from options to settings to one call to a view to an exit code.

`main` is what the shell runs; it is the one place where errors become sentences and exit codes. Nothing heavy is
imported before a command is sure to run.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dedup.cli import check, compare, index, render, scan
from dedup.cli.exits import Exit
from dedup.cli.help import Command, Group
from dedup.cli.progress import one_line
from dedup.errors import DedupError
from dedup.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Interruptible(Group):
    """The commands, with the code that shells give to what was stopped from the keyboard."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise typer.Exit(Exit.INTERRUPTED) from error


_ALLOCATIONS = 20_000
"""New objects from which the run is searched for cycles that nobody holds; Python's own limit is 700."""

app = typer.Typer(
    name="dedup",
    cls=_Interruptible,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done, 1 a check objects, 2 wrong use or nothing could be read, 3 some input was unreadable.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dedup {VERSION}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Tell what a text repeats of itself, which documents are copies of which, and who had it first."""


for _walk, _examples, _brief in (
    (scan.scan, scan.EXAMPLES, "What repeats, what was republished, and from where."),
    (compare.compare, compare.EXAMPLES, "Two texts side by side, with every edit marked."),
    (check.check, check.EXAMPLES, "Content against what was published before, for CI."),
    (index.index, index.EXAMPLES, "Documents kept in a file, for new ones to be compared with."),
    (render.render, render.EXAMPLES, "A saved result again, in any format."),
):
    app.command(cls=Command, epilog=_examples, short_help=_brief)(_walk)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program with these arguments, or those of the process, and exit with its code."""
    if arguments is None:
        # The process is ours: most of what a run makes lives to its end, so that cycles are seldom worth a search.
        gc.set_threshold(_ALLOCATIONS, 20, 20)
    try:
        app(args=arguments, prog_name="dedup")
    except DedupError as error:
        sys.stderr.write(f"dedup: {one_line(str(error))}\n")
        sys.exit(Exit.REFUSED)
