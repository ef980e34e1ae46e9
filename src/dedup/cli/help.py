"""How the command line explains itself: options in groups, examples as they are typed.

Plain text instead of typer's boxes: it reads the same on a terminal, in a pipe and in a narrow window, and drawing it
loads nothing. What is typed is read by `dedup.cli.typed`.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from dedup.cli.typed import taking_words_as_they_are


class Command(TyperCommand):
    """A command whose help groups its options by `rich_help_panel`."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, `--help` among them."""
        return taking_words_as_they_are(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options group by group, in the order in which groups first occur."""
        for title, records in grouped(self, ctx).items():
            with formatter.section(title):
                formatter.write_dl(records)


class Group(TyperGroup):
    """The program itself: its options, then its commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, `--help` among them."""
        return taking_words_as_they_are(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the commands first: they are what somebody looks for here."""
        self.format_commands(ctx, formatter)
        for title, records in grouped(self, ctx).items():
            with formatter.section(title):
                formatter.write_dl(records)


def grouped(command: Any, ctx: Any) -> dict[str, list[tuple[str, str]]]:
    """Return what a command takes as title → (how it is written, what it means)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            groups.setdefault("Arguments", []).append((parameter.metavar, parameter.help or ""))
        elif record := parameter.get_help_record(ctx):
            groups.setdefault(getattr(parameter, "rich_help_panel", None) or "Help", []).append(record)
    return groups
