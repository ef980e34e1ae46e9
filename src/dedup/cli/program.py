"""The program that typer runs: its commands, each from the file of its name, and what holds for all of them."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer

from dedup.cli.exits import Exit
from dedup.cli.help import Command, Group
from dedup.version import VERSION

COMMANDS = {
    "scan": "What repeats, what was republished, and from where.",
    "compare": "Two texts side by side, with every edit marked.",
    "check": "Content against what was published before, for CI.",
    "index": "Documents kept in a file, for new ones to be compared with.",
    "render": "A saved result again, in any format.",
}
"""What each command is for, in the order in which help shows them."""


class _Interruptible(Group):
    """The commands, with the code that shells give to what was stopped from the keyboard."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise typer.Exit(Exit.INTERRUPTED) from error


def program(wanted: str | None = None) -> typer.Typer:
    """Return the program with all its commands, or with the wanted one if it has that: each takes time to load."""
    app = typer.Typer(
        name="dedup",
        cls=_Interruptible,
        context_settings={"help_option_names": ["-h", "--help"]},
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        epilog="Exit codes: 0 done, 1 a check objects, 2 wrong use or nothing could be read, 3 some input was "
        "unreadable.",
    )
    app.callback()(_program)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module = import_module(f"dedup.cli.{name}")
        app.command(cls=Command, epilog=module.EXAMPLES, short_help=COMMANDS[name])(getattr(module, name))
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dedup {VERSION}")
        raise typer.Exit


def _program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Tell what a text repeats of itself, which documents are copies of which, and who had it first."""
