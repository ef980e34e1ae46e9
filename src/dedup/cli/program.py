"""The program that typer runs: its commands, each from the file of its name, and what holds for all of them.

Help is plain text instead of typer's boxes: it reads the same on a terminal, in a pipe and in a narrow window, and
needs no import.
"""

from __future__ import annotations

import signal
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from dedup.cli.exit_codes import Exit, interrupted
from dedup.errors import UsageError
from dedup.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

COMMANDS = {
    "scan": "What repeats, what was republished, and from where.",
    "compare": "Two texts side by side, with every edit marked.",
    "check": "Content against what was published before, for CI.",
    "filter": "A corpus without its copies, and an account of every removal.",
    "index": "Documents kept in a file, for new ones to be compared with.",
    "render": "A saved result again, in any format.",
    "formats": "What is read, with which library, and what is missing.",
}
"""What each command is for, in the order in which help shows them."""


class CommandWithGroups(TyperCommand):
    """A command whose help groups its options by `rich_help_panel`."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, `--help` among them."""
        return without_pydantic(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed; an option that only other commands have is refused with their names."""
        own = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        for typed in takewhile(lambda each: each != "--", args):
            name = typed.partition("=")[0]
            if name.startswith("--") and name not in {*own, "--help"} and (others := _commands_with(name)):
                msg = f"{name} is an option of {' and '.join(others)}, not of {ctx.command_path}"
                raise UsageError(msg)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options group by group, in the order in which groups first occur."""
        for title, records in option_groups(self, ctx).items():
            with formatter.section(title):
                formatter.write_dl(records)


class ProgramGroup(TyperGroup):
    """The program itself: its options, then its commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, `--help` among them."""
        return without_pydantic(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the commands first: they are what somebody looks for here."""
        self.format_commands(ctx, formatter)
        for title, records in option_groups(self, ctx).items():
            with formatter.section(title):
                formatter.write_dl(records)


def _commands_with(option: str) -> list[str]:
    """Return the commands that have an option; to know it takes all of them, which take time to load."""
    group: Any = typer.main.get_command(program())
    return [
        f"dedup {name}"
        for name, command in group.commands.items()
        if any(option in (*parameter.opts, *parameter.secondary_opts) for parameter in command.params)
    ]


def option_groups(command: Any, ctx: Any) -> dict[str, list[tuple[str, str]]]:
    """Return the arguments and options of a command by group: title → (how it is written, what it means)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            groups.setdefault("Arguments", []).append((parameter.metavar, parameter.help or ""))
        elif record := parameter.get_help_record(ctx):
            groups.setdefault(getattr(parameter, "rich_help_panel", None) or "Help", []).append(record)
    return groups


def without_pydantic(parameters: Iterable[Any]) -> list[Any]:
    """Return parameters that convert only what is no text: texts and what was left out need no conversion.

    Newer versions of typer convert each value by Pydantic, which takes as long to load as NumPy. Numbers are still
    converted, and refused, by typer.
    """
    parameters = list(parameters)
    for parameter in parameters:
        # Older versions have no descriptor, and load nothing.
        if hasattr(parameter, "type_descriptor") and "process_value" not in vars(parameter):
            parameter.process_value = _conversion(parameter, parameter.process_value)
    return parameters


def _conversion(parameter: Any, convert: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a function of the context and the typed words that calls `convert` only where a value needs it."""
    wanted = parameter.type_descriptor.annotation

    def value(context: Any, typed: Any) -> Any:
        if typed is None and not parameter.required:
            taken: Any = () if parameter.multiple or parameter.nargs == -1 else None
        elif wanted is str and isinstance(typed, str):
            taken = typed
        elif wanted == list[str] and isinstance(typed, tuple | list) and (typed or not parameter.required):
            taken = list(typed)
        else:
            return convert(context, typed)
        return parameter.callback(context, parameter, taken) if parameter.callback else taken

    return value


class _Interruptible(ProgramGroup):
    """The commands, with the code that shells give to what was stopped from the keyboard."""

    def invoke(self, ctx: Any) -> Any:
        if signal.getsignal(signal.SIGINT) is interrupted:
            signal.signal(signal.SIGINT, signal.default_int_handler)
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
        app.command(cls=CommandWithGroups, epilog=module.EXAMPLES, short_help=COMMANDS[name])(getattr(module, name))
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
